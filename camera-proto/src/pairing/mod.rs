//! Pairing with the code on the camera's label: SPAKE2+ (RFC 9383), suite P256-SHA256-HKDF-SHA256-HMAC-SHA256.
//!
//! The app proves that it knows the code and the camera proves that it knows the code's [`LabelRecord`], without
//! either telling the other, or a listener, anything to guess the code from offline. Three messages do it:
//!
//! ```text
//! app -> camera: shareP             65 bytes
//! camera -> app: shareV, confirmV   65 and 32 bytes
//! app -> camera: confirmP           32 bytes
//! ```
//!
//! Then both hold the same [`Session`](crate::session::Session). What the two said before is part of the
//! proof: see [`PairingContext`].

#[cfg(feature = "controller")]
mod app;
mod camera;
mod code;
mod label;
#[cfg(feature = "controller")]
mod secret;

use sha2::{Digest as _, Sha256};
use spake2plus::{Context, P256Sha256, SharedKey};
use zeroize::Zeroizing;

use crate::session::{KEY_LEN, hkdf};
use crate::vocab::KeyId;

#[cfg(feature = "controller")]
pub use app::AppPairing;
pub use camera::{Answer, CameraConfirming, CameraPairing};
pub use code::{CodeError, GROUPED_LEN, SetupCode};
pub use label::{DEFAULT_ITERATIONS, LabelRecord, MAX_ITERATIONS, MIN_ITERATIONS, SALT_LEN};
#[cfg(feature = "controller")]
pub use secret::ProverSecret;

/// Bytes in a share: a P-256 point, SEC1 uncompressed.
pub const SHARE_LEN: usize = 65;
/// Bytes in a confirmation: an HMAC-SHA256 tag.
pub const CONFIRM_LEN: usize = 32;

/// Names this protocol and its version, in the transcript and in the derivation of the session's keys.
const PROTOCOL: &[u8; 19] = b"camera-proto/1 pair";
const APP: &[u8] = b"app";
const CAMERA: &[u8] = b"camera";

/// Why a pairing did not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PairingError {
    /// The other side does not hold the same code, saw other hellos or another transport, or a message was
    /// malformed or altered on the way. One value for all, so that it tells a guesser nothing.
    #[error("pairing was refused")]
    Refused,
    /// An iteration count outside [`MIN_ITERATIONS`] to [`MAX_ITERATIONS`].
    #[error("{0} iterations are outside the accepted range")]
    Iterations(u32),
    /// The stored bytes are not a label record: damaged flash, or a camera without its factory data.
    #[error("not a label record")]
    BadLabel,
}

/// A hash of the hellos that both sides exchanged in the clear before they pair or resume a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HelloHash([u8; 32]);

impl HelloHash {
    /// Hashes the bodies of the hello request and of its reply, as they travelled: SHA-256 over each one's length,
    /// eight bytes little-endian, and its bytes.
    #[must_use]
    pub fn new(request: &[u8], reply: &[u8]) -> Self {
        let digest = [request, reply].iter().fold(Sha256::new(), |digest, body| {
            digest.chain_update(length(body)).chain_update(body)
        });
        Self(digest.finalize().into())
    }

    /// The hash, for a prologue of [`crate::noise`].
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// What both sides must agree on besides the code: the transport they talk over and the hellos they saw.
///
/// It is part of the transcript (RFC 9383, section 3.3), so a hello that someone altered on the way, to take a
/// capability out or a version down, ends in [`PairingError::Refused`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairingContext([u8; 52]);

impl PairingContext {
    /// The context for this transport's wire code and these hellos: `"camera-proto/1 pair" || transport || hash`.
    #[must_use]
    pub fn new(transport: u8, hello: &HelloHash) -> Self {
        Self(concat(&[PROTOCOL, &[transport], &hello.0]))
    }

    fn transcript(&self) -> Context<'_> {
        Context {
            context: &self.0,
            prover_id: APP,
            verifier_id: CAMERA,
        }
    }
}

/// What both sides mix into a resumed session besides its key: the protocol, the transport, the hellos they saw,
/// and which key is meant.
#[must_use]
pub fn session_prologue(transport: u8, hello: &HelloHash, key_id: KeyId) -> [u8; 60] {
    concat(&[b"camera-proto/1 open", &[transport], &hello.0, &key_id.0])
}

/// The session's keys, app to camera and then camera to app: HKDF-SHA256 over the shared key, without salt.
fn session_keys(shared: &SharedKey<P256Sha256>) -> Zeroizing<[[u8; KEY_LEN]; 2]> {
    hkdf(&[0; 32], shared.as_bytes(), PROTOCOL)
}

/// Any refusal of the crate below: which one it was is nobody's business.
fn refused(_: spake2plus::Error) -> PairingError {
    PairingError::Refused
}

/// A length as RFC 9383 writes it before a part: eight bytes, little-endian.
fn length(part: &[u8]) -> [u8; 8] {
    (part.len() as u64).to_le_bytes()
}

/// The parts one after the other, in an array that is as long as all of them.
fn concat<const N: usize>(parts: &[&[u8]]) -> [u8; N] {
    let mut bytes = [0; N];
    for (to, from) in bytes.iter_mut().zip(parts.iter().copied().flatten()) {
        *to = *from;
    }
    bytes
}
