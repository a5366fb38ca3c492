//! What each message carries. Layouts are frozen.

use heapless::Vec;
use serde::{Deserialize, Serialize};

use crate::codec::byte_array;
use crate::vocab::{
    Band, Bssid, Cdeg, ControllerName, Direction, KeyId, LossItem, Passphrase, Refusal, ResetScope,
    ResetToken, Role, Security, Ssid,
};

/// Body of [`Request::Hello`](super::Request::Hello).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The oldest version the app speaks.
    pub min_version: u8,
    /// The newest version the app speaks.
    pub max_version: u8,
}

/// Body of [`Reply::Hello`](super::Reply::Hello): all that a stranger learns (design 5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelloReply {
    /// The version both will speak; 0 when there is none.
    pub version: u8,
    /// The model's name, UTF-8.
    pub model: Vec<u8, 24>,
    /// Tells cameras of one model apart: 16 bits, also in the name of the
    /// temporary network.
    pub discriminator: u16,
    /// Whether the setup window is open, so that pairing can succeed.
    pub setup_open: bool,
    /// Salt of the label code's PBKDF2-HMAC-SHA256.
    #[serde(with = "byte_array")]
    pub salt: [u8; 16],
    /// Iterations of the same; an app refuses too few or too many.
    pub iterations: u32,
}

/// Body of [`Request::PairShare`](super::Request::PairShare).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairShare {
    /// Uncompressed SEC1 point of P-256.
    #[serde(with = "byte_array")]
    pub share_p: [u8; 65],
}

/// Body of [`Reply::PairShare`](super::Reply::PairShare).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairShareReply {
    /// Uncompressed SEC1 point of P-256.
    #[serde(with = "byte_array")]
    pub share_v: [u8; 65],
    /// The camera's key confirmation.
    #[serde(with = "byte_array")]
    pub confirm_v: [u8; 32],
}

/// Body of [`Request::PairConfirm`](super::Request::PairConfirm).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairConfirm {
    /// The app's key confirmation.
    #[serde(with = "byte_array")]
    pub confirm_p: [u8; 32],
}

/// Body of [`Request::SessionOpen`](super::Request::SessionOpen).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionOpen {
    /// Which key.
    pub key_id: KeyId,
    /// First message of Noise NNpsk0, with no payload.
    #[serde(with = "byte_array")]
    pub noise: [u8; 48],
}

/// Body of [`Reply::SessionOpen`](super::Reply::SessionOpen).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionOpenReply {
    /// Second message of Noise NNpsk0, with no payload.
    #[serde(with = "byte_array")]
    pub noise: [u8; 48],
}

/// Body of [`Request::Enroll`](super::Request::Enroll).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enroll {
    /// What the controller calls itself.
    pub name: ControllerName,
}

/// Body of [`Reply::Enrolled`](super::Reply::Enrolled).
#[derive(PartialEq, Eq, Serialize, Deserialize, zeroize::ZeroizeOnDrop)]
pub struct Enrolled {
    /// Names the key.
    #[zeroize(skip)]
    pub key_id: KeyId,
    /// The key for later sessions: keep it secret.
    #[serde(with = "byte_array")]
    pub key: [u8; 32],
    /// What the controller may do.
    #[zeroize(skip)]
    pub role: Role,
    /// The ownership epoch: another one later means "this camera was reset" (R32).
    #[zeroize(skip)]
    pub epoch: u32,
}

impl core::fmt::Debug for Enrolled {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Enrolled({:?}, {:?})", self.key_id, self.role)
    }
}

/// Body of [`Request::Provision`](super::Request::Provision): always the same size on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provision {
    /// The network's name.
    #[serde(with = "crate::vocab::padded_ssid")]
    pub ssid: Ssid,
    /// Its password.
    #[serde(with = "crate::vocab::padded_passphrase")]
    pub passphrase: Passphrase,
    /// The security to insist on, or `None` to take what the network offers.
    /// There is no downgrade: `Some` joins nothing weaker.
    pub security: Option<Security>,
    /// Only this access point.
    pub bssid: Option<Bssid>,
    /// The network does not announce its name.
    pub hidden: bool,
    /// Be content with an address, without internet behind it.
    pub allow_no_internet: bool,
    /// Where the controller itself has seen that name.
    pub seen_on: Band,
}

/// Body of [`Request::Identify`](super::Request::Identify).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identify {
    /// For how long, in seconds; 0 stops.
    pub seconds: u8,
}

/// Body of [`Request::MoveAbsolute`](super::Request::MoveAbsolute).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveAbsolute {
    /// Where to, left to right; `None` leaves that axis.
    pub pan: Option<Cdeg>,
    /// Where to, down to up; `None` leaves that axis.
    pub tilt: Option<Cdeg>,
}

/// Body of [`Request::MoveRelative`](super::Request::MoveRelative).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveRelative {
    /// By how much, left to right.
    pub pan: Cdeg,
    /// By how much, down to up.
    pub tilt: Cdeg,
}

/// Body of [`Request::MoveContinuous`](super::Request::MoveContinuous).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveContinuous {
    /// Left or right.
    pub pan: Direction,
    /// Down or up.
    pub tilt: Direction,
    /// The head stops this many milliseconds after the request unless it is
    /// sent again (R62).
    pub lease_ms: u16,
}

/// Body of [`Request::ResetRequest`](super::Request::ResetRequest).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetRequest {
    /// How much to erase.
    pub scope: ResetScope,
}

/// Body of [`Request::ResetConfirm`](super::Request::ResetConfirm).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetConfirm {
    /// From the loss list: single use, 60 s, this session only.
    pub token: ResetToken,
}

/// Body of [`Request::Revoke`](super::Request::Revoke).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoke {
    /// Whose key dies.
    pub key_id: KeyId,
}

/// Body of [`Reply::Moving`](super::Reply::Moving).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moving {
    /// Where pan will end.
    pub pan: Cdeg,
    /// Where tilt will end.
    pub tilt: Cdeg,
    /// In how many milliseconds the head will be there.
    pub arrives_in_ms: u32,
}

/// Body of [`Reply::LossList`](super::Reply::LossList).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LossList {
    /// Confirms this list, once, within 60 s, from this session.
    pub token: ResetToken,
    /// What the reset will erase.
    pub items: Vec<LossItem, 8>,
}

/// Body of [`Reply::Controller`](super::Reply::Controller).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Controller {
    /// Names its key.
    pub key_id: KeyId,
    /// What it calls itself.
    pub name: ControllerName,
    /// What it may do.
    pub role: Role,
    /// Whether it is the one who asks.
    pub is_you: bool,
}

/// Body of [`Reply::Refused`](super::Reply::Refused).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Why.
    pub why: Refusal,
    /// When it makes sense to ask again, in seconds; 0 when waiting does not help.
    pub retry_s: u16,
    /// How many more tries there are, where tries are counted; else 0.
    pub attempts_left: u8,
    /// The radio driver's own reason code; 0 when there is none.
    pub driver_code: i16,
}

impl Refused {
    /// A refusal with nothing more to say.
    #[must_use]
    pub const fn because(why: Refusal) -> Self {
        Self {
            why,
            retry_s: 0,
            attempts_left: 0,
            driver_code: 0,
        }
    }
}
