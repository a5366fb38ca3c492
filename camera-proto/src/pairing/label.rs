//! What a camera stores instead of its code.

use spake2plus::{P256Sha256, VerifierRecord};
use zeroize::Zeroizing;

use super::{PairingError, concat};
use crate::message::CodeRecord;

/// The fewest PBKDF2 iterations that an app accepts from a camera.
pub const MIN_ITERATIONS: u32 = 10_000;
/// The iterations for a new label: 0.1 s on a phone, paid again for each guess by who dumps the camera's flash.
pub const DEFAULT_ITERATIONS: u32 = 100_000;
/// The most iterations that an app accepts, so that an impostor cannot keep it busy for minutes.
pub const MAX_ITERATIONS: u32 = 10_000_000;
/// Bytes of a label's salt.
pub const SALT_LEN: usize = 16;

const VERIFIER_LEN: usize = 97;

/// What a camera stores instead of its code: the registration record of RFC 9383, section 3.2, and the salt and
/// iterations it came from, which the camera tells anyone.
///
/// Keep it secret: it does not let its reader in, but guesses can be tried against it. Zeroized on drop.
pub struct LabelRecord {
    salt: [u8; SALT_LEN],
    iterations: u32,
    verifier: VerifierRecord<P256Sha256>,
}

impl LabelRecord {
    /// Bytes of a stored record.
    pub const LEN: usize = SALT_LEN + 4 + VERIFIER_LEN;

    /// Reads a stored record: salt, iterations (`u32`, little-endian), `w0` (big-endian), `L` (SEC1 uncompressed).
    ///
    /// # Errors
    ///
    /// [`PairingError::Iterations`] for a count that no app would accept, and [`PairingError::BadLabel`] for a
    /// scalar or a point that is none, such as those of erased flash.
    pub fn from_bytes(bytes: &[u8; Self::LEN]) -> Result<Self, PairingError> {
        let (salt, rest) = bytes.split_first_chunk().ok_or(PairingError::BadLabel)?;
        let (iterations, verifier) = rest.split_first_chunk().ok_or(PairingError::BadLabel)?;
        let verifier = VerifierRecord::from_bytes(verifier).map_err(|_| PairingError::BadLabel)?;
        Ok(Self {
            salt: *salt,
            iterations: accepted(u32::from_le_bytes(*iterations))?,
            verifier,
        })
    }

    /// The record as it is stored, in the layout of [`from_bytes`](Self::from_bytes).
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; Self::LEN]> {
        let iterations = self.iterations.to_le_bytes();
        let verifier = self.verifier.to_bytes();
        Zeroizing::new(concat(&[&self.salt, &iterations, &*verifier]))
    }

    /// The record as an owner sends it, to change the code or to invite somebody.
    #[must_use]
    pub fn to_message(&self) -> CodeRecord {
        let verifier = self.verifier.to_bytes();
        CodeRecord {
            salt: self.salt,
            iterations: self.iterations,
            w0: concat(&[verifier.get(..32).unwrap_or_default()]),
            l: concat(&[verifier.get(32..).unwrap_or_default()]),
        }
    }

    /// Reads a record that an owner has sent.
    ///
    /// # Errors
    ///
    /// As [`from_bytes`](Self::from_bytes).
    pub fn from_message(record: &CodeRecord) -> Result<Self, PairingError> {
        let iterations = record.iterations.to_le_bytes();
        let parts: [&[u8]; 4] = [&record.salt, &iterations, &record.w0, &record.l];
        let bytes: Zeroizing<[u8; Self::LEN]> = Zeroizing::new(concat(&parts));
        Self::from_bytes(&bytes)
    }

    /// The salt, for the app.
    #[must_use]
    pub fn salt(&self) -> &[u8; SALT_LEN] {
        &self.salt
    }

    /// The PBKDF2 iterations, for the app.
    #[must_use]
    pub fn iterations(&self) -> u32 {
        self.iterations
    }

    /// A record with an accepted count of iterations.
    #[cfg(feature = "controller")]
    pub(super) fn new(
        salt: &[u8; SALT_LEN],
        iterations: u32,
        verifier: VerifierRecord<P256Sha256>,
    ) -> Self {
        Self {
            salt: *salt,
            iterations,
            verifier,
        }
    }

    pub(super) fn verifier(&self) -> &VerifierRecord<P256Sha256> {
        &self.verifier
    }
}

/// The count, if an app accepts it.
pub(super) fn accepted(iterations: u32) -> Result<u32, PairingError> {
    if (MIN_ITERATIONS..=MAX_ITERATIONS).contains(&iterations) {
        Ok(iterations)
    } else {
        Err(PairingError::Iterations(iterations))
    }
}
