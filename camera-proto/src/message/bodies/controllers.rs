//! Who may talk to the camera (R49).

use serde::{Deserialize, Serialize};

use crate::codec::byte_array;
use crate::vocab::{ControllerChange, ControllerName, KeyId, Role};

/// Body of [`Request::Enroll`](crate::message::Request::Enroll).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enroll {
    /// What the controller calls itself.
    pub name: ControllerName,
}

/// Body of [`Reply::Enrolled`](crate::message::Reply::Enrolled).
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

/// Body of [`Request::Revoke`](crate::message::Request::Revoke).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoke {
    /// Whose key dies.
    pub key_id: KeyId,
}

/// Body of [`Reply::Controller`](crate::message::Reply::Controller).
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

/// Body of [`Request::Rename`](crate::message::Request::Rename).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rename {
    /// Whose name: one's own, or as an owner anybody's.
    pub key_id: KeyId,
    /// The new name.
    pub name: ControllerName,
}

/// Body of [`Request::SetRole`](crate::message::Request::SetRole).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetRole {
    /// Whose role.
    pub key_id: KeyId,
    /// The new one: `USER` or `OWNER`.
    pub role: Role,
}

/// What a camera needs to know of a code, without the code (RFC 9383, section
/// 3.2): as [`pairing::LabelRecord`](crate::pairing::LabelRecord) makes it.
/// It prints nothing and is wiped on drop.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, zeroize::ZeroizeOnDrop)]
pub struct CodeRecord {
    /// Salt of the code's PBKDF2-HMAC-SHA256.
    #[serde(with = "byte_array")]
    pub salt: [u8; 16],
    /// Iterations of the same.
    pub iterations: u32,
    /// `w0`, big-endian.
    #[serde(with = "byte_array")]
    pub w0: [u8; 32],
    /// `L`, an uncompressed SEC1 point of P-256.
    #[serde(with = "byte_array")]
    pub l: [u8; 65],
}

impl core::fmt::Debug for CodeRecord {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("CodeRecord(..)")
    }
}

/// Body of [`Request::ChangeCode`](crate::message::Request::ChangeCode).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeCode {
    /// The new code's record.
    pub record: CodeRecord,
}

/// Body of [`Request::Invite`](crate::message::Request::Invite).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// The record of the code that the owner gives to the one invited.
    pub record: CodeRecord,
    /// What the one invited may do: `USER` or `OWNER`.
    pub role: Role,
    /// For how long, in seconds; 0 takes the open invitation back.
    pub valid_s: u16,
}

/// Body of [`Notice::Controller`](crate::message::Notice::Controller).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControllerNews {
    /// What became of it.
    pub change: ControllerChange,
    /// Its key.
    pub key_id: KeyId,
    /// What it calls itself.
    pub name: ControllerName,
    /// What it may do.
    pub role: Role,
}
