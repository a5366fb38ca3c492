//! What makes a session: the only bodies that travel in clear.

use heapless::Vec;
use serde::{Deserialize, Serialize};

use super::MODEL_MAX;
use crate::codec::byte_array;
use crate::vocab::{KeyId, PairingSecret};

/// Body of [`Request::Hello`](crate::message::Request::Hello).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The oldest version the app speaks.
    pub min_version: u8,
    /// The newest version the app speaks.
    pub max_version: u8,
    /// By what it may want to pair.
    pub secret: PairingSecret,
}

/// Body of [`Reply::Hello`](crate::message::Reply::Hello): all that a stranger learns (design 5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelloReply {
    /// The version both will speak; 0 when there is none.
    pub version: u8,
    /// The model's name, UTF-8.
    pub model: Vec<u8, MODEL_MAX>,
    /// Tells cameras of one model apart: 16 bits, also in the name of the
    /// temporary network.
    pub discriminator: u16,
    /// Whether pairing by the secret of the hello can succeed now: the setup
    /// window is open, or an invitation is.
    pub setup_open: bool,
    /// Salt of that secret's PBKDF2-HMAC-SHA256.
    #[serde(with = "byte_array")]
    pub salt: [u8; 16],
    /// Iterations of the same; an app refuses too few or too many.
    pub iterations: u32,
}

/// Body of [`Request::PairShare`](crate::message::Request::PairShare).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairShare {
    /// Uncompressed SEC1 point of P-256.
    #[serde(with = "byte_array")]
    pub share_p: [u8; 65],
}

/// Body of [`Reply::PairShare`](crate::message::Reply::PairShare).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairShareReply {
    /// Uncompressed SEC1 point of P-256.
    #[serde(with = "byte_array")]
    pub share_v: [u8; 65],
    /// The camera's key confirmation.
    #[serde(with = "byte_array")]
    pub confirm_v: [u8; 32],
}

/// Body of [`Request::PairConfirm`](crate::message::Request::PairConfirm).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairConfirm {
    /// The app's key confirmation.
    #[serde(with = "byte_array")]
    pub confirm_p: [u8; 32],
}

/// Body of [`Request::SessionOpen`](crate::message::Request::SessionOpen).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionOpen {
    /// Which key.
    pub key_id: KeyId,
    /// First message of Noise NNpsk0, with no payload.
    #[serde(with = "byte_array")]
    pub noise: [u8; 48],
}

/// Body of [`Reply::SessionOpen`](crate::message::Reply::SessionOpen).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionOpenReply {
    /// Second message of Noise NNpsk0, with no payload.
    #[serde(with = "byte_array")]
    pub noise: [u8; 48],
}
