//! The records of the journal and of the user region: their keys and bytes.
//!
//! The journal survives a reset and never holds user data; the user region
//! holds all the rest (design 2.10).

use camera_fsm::action::ResetRecord;
use camera_proto::vocab::{
    ControllerName, KeyId, MAX_CONTROLLERS, ResetCause, ResetScope, Role, SettingId,
};
use serde::{Deserialize, Serialize};
use zeroize::ZeroizeOnDrop;

/// Journal: the last reset, begun or finished.
pub const RESET: u8 = 1;
/// Journal: how many wrong codes were tried: one byte.
pub const ATTEMPTS: u8 = 2;

/// Journal: starts and crashes in a row: a byte each.
pub const POWER: u8 = 3;
/// Journal: whether the head is parked: one byte.
pub const PARKED: u8 = 4;
/// Journal: the hardware fault to remember (R13): one byte, a `Fault`.
pub const FAULT: u8 = 5;

/// User: the Wi-Fi credentials: the body of the `Provision` message.
pub const NETWORK: u8 = 1;
/// User: the record of the code that the owner has chosen: a `CodeRecord`.
pub const CODE: u8 = 2;
/// User: when the camera was first set up: seconds since 1970, four bytes.
pub const FIRST_SETUP: u8 = 3;
/// User: what seals the recordings: 32 bytes. Without it they cannot be read.
pub const MEDIA_KEY: u8 = 4;
/// User: the first controller; the others follow.
pub const CONTROLLER: u8 = 0x10;
/// User: the first setting, each under its `SettingId`: the kind of the message
/// that sets it, and its body. Layouts are frozen and growing means a new kind,
/// so the kind says which version it is.
pub const SETTINGS: u8 = SettingId::NAME.0;

/// Every key of the user region, and what it holds. A reset of everything
/// erases the region whole, so a key that is missing here is erased as well;
/// the other scopes go by [`survives`].
pub fn user_keys() -> impl Iterator<Item = u8> {
    [NETWORK, CODE, FIRST_SETUP, MEDIA_KEY]
        .into_iter()
        .chain((0..MAX_CONTROLLERS as u8).map(|place| CONTROLLER + place))
        .chain(SettingId::all().map(|setting| setting.0))
}

/// Whether a record of the user region survives a reset of that scope (R20).
#[must_use]
pub fn survives(scope: ResetScope, key: u8) -> bool {
    let is_access = key == CODE || key == FIRST_SETUP || (CONTROLLER..SETTINGS).contains(&key);
    match scope {
        ResetScope::Everything => false,
        ResetScope::ForgetNetwork => key != NETWORK,
        ResetScope::KeepNetwork => key == NETWORK || is_access,
    }
}

/// A controller and its key.
#[derive(Serialize, Deserialize, ZeroizeOnDrop)]
pub struct ControllerRecord {
    /// Names the key.
    #[zeroize(skip)]
    pub key_id: KeyId,
    /// The key of its sessions.
    #[serde(with = "camera_proto::codec::byte_array")]
    pub key: [u8; 32],
    /// What it may do.
    #[zeroize(skip)]
    pub role: Role,
    /// What it calls itself.
    #[zeroize(skip)]
    pub name: ControllerName,
}

impl core::fmt::Debug for ControllerRecord {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "ControllerRecord({:?}, {:?})", self.key_id, self.role)
    }
}

/// Length of the reset record in bytes.
pub(super) const RESET_LEN: usize = 12;

pub(super) fn encode_reset(record: &ResetRecord) -> [u8; RESET_LEN] {
    let [e0, e1, e2, e3] = record.epoch.to_le_bytes();
    let [n0, n1, n2, n3] = record.count.to_le_bytes();
    let scope = match record.scope {
        ResetScope::ForgetNetwork => 0,
        ResetScope::KeepNetwork => 1,
        ResetScope::Everything => 2,
    };
    let finished = u8::from(record.finished);
    [
        e0,
        e1,
        e2,
        e3,
        n0,
        n1,
        n2,
        n3,
        record.cause.0,
        scope,
        finished,
        u8::from(record.unbind_owed),
    ]
}

/// A scope that this version does not know is read as everything: what was
/// promised to be erased must not stay. One that ends early was written before
/// a cloud had to be told.
pub(super) fn decode_reset(bytes: &[u8]) -> Option<ResetRecord> {
    let (bytes, owed) = bytes.split_first_chunk::<11>()?;
    let &[e0, e1, e2, e3, n0, n1, n2, n3, cause, scope, finished] = bytes;
    Some(ResetRecord {
        epoch: u32::from_le_bytes([e0, e1, e2, e3]),
        count: u32::from_le_bytes([n0, n1, n2, n3]),
        cause: ResetCause(cause),
        scope: match scope {
            0 => ResetScope::ForgetNetwork,
            1 => ResetScope::KeepNetwork,
            _ => ResetScope::Everything,
        },
        finished: finished == 1,
        unbind_owed: owed.first() == Some(&1),
    })
}
