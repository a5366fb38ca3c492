//! Stretching the code on a label: what an app does before it pairs, and a factory before it prints.

use hmac::Hmac;
use sha2::Sha256;
use spake2plus::{P256Sha256, Suite as _};
use zeroize::Zeroizing;

use super::label::accepted;
use super::{APP, CAMERA, LabelRecord, PairingError, SALT_LEN, SetupCode, concat, length};

/// What an app needs to pair: the code, stretched with the camera's salt. Zeroized on drop.
pub struct ProverSecret(pub(super) spake2plus::ProverSecret<P256Sha256>);

impl ProverSecret {
    /// Stretches a code with PBKDF2-HMAC-SHA256 over the encoding of RFC 9383, section 3.2, with the identities
    /// `app` and `camera`. Slow on purpose: run it where waiting harms nothing.
    ///
    /// # Errors
    ///
    /// [`PairingError::Iterations`] for a count below [`MIN_ITERATIONS`](super::MIN_ITERATIONS), which would
    /// protect nothing, or above [`MAX_ITERATIONS`](super::MAX_ITERATIONS), which would keep the app busy.
    pub fn from_code(
        code: &SetupCode,
        salt: &[u8; SALT_LEN],
        iterations: u32,
    ) -> Result<Self, PairingError> {
        let iterations = accepted(iterations)?;
        let password = code.digits();
        let input: Zeroizing<[u8; 45]> = Zeroizing::new(concat(&[
            &length(password),
            password,
            &length(APP),
            APP,
            &length(CAMERA),
            CAMERA,
        ]));
        let mut output = Zeroizing::new([0; P256Sha256::MIN_PBKDF_OUTPUT_LEN]);
        // Neither fails: HMAC takes a key of any length, and a scalar is zero once in 2^256 codes.
        pbkdf2::pbkdf2::<Hmac<Sha256>>(&*input, salt, iterations, &mut *output)
            .map_err(|_| PairingError::BadLabel)?;
        spake2plus::ProverSecret::from_pbkdf_output(&*output)
            .map(Self)
            .map_err(|_| PairingError::BadLabel)
    }
}

impl LabelRecord {
    /// The record of a code, for the factory that prints the label or the app that changes the code.
    ///
    /// # Errors
    ///
    /// [`PairingError::Iterations`], as for [`ProverSecret::from_code`].
    pub fn from_code(
        code: &SetupCode,
        salt: &[u8; SALT_LEN],
        iterations: u32,
    ) -> Result<Self, PairingError> {
        let secret = ProverSecret::from_code(code, salt, iterations)?;
        Ok(Self::new(salt, iterations, secret.0.verifier_record()))
    }
}
