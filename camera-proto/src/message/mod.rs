//! What the two sides say. The app sends a [`Request`]; the camera answers
//! each with exactly one terminal [`Reply`], before it any number of items of
//! a list; and it tells what changed by a [`Notice`].
//!
//! Append-only: a layout never changes, growth is a new kind (see
//! [`version`](crate::version)).
//!
//! | kind | request | since | terminal reply |
//! | --- | --- | --- | --- |
//! | `0x01` | `Hello` | 1 | `Hello` |
//! | `0x02` | `PairShare` | 1 | `PairShare` |
//! | `0x03` | `PairConfirm` | 1 | `Done`, then the link is sealed |
//! | `0x04` | `SessionOpen` | 1 | `SessionOpen`, then the link is sealed |
//! | `0x10` | `Enroll` | 1 | `Enrolled` |
//! | `0x11` | `Status` | 1 | `Status` |
//! | `0x12` | `Watch` | 1 | `Status`, then notices |
//! | `0x13` | `Scan` | 1 | `Network`…, `Done` |
//! | `0x14` | `Provision` | 1 | `Done` once the camera is online |
//! | `0x15` | `Restart` | 1 | `Done` |
//! | `0x16` | `Identify` | 1 | `Done` |
//! | `0x17` | `MoveAbsolute` | 1 | `Moving` |
//! | `0x18` | `MoveRelative` | 1 | `Moving` |
//! | `0x19` | `MoveContinuous` | 1 | `Moving` |
//! | `0x1a` | `Stop` | 1 | `Moving` |
//! | `0x1b` | `Home` | 1 | `Moving` |
//! | `0x20` | `ResetRequest` | 1 | `LossList` |
//! | `0x21` | `ResetConfirm` | 1 | `Done`, before anything is erased |
//! | `0x22` | `Receipt` | 1 | `Receipt` |
//! | `0x23` | `Controllers` | 1 | `Controller`…, `Done` |
//! | `0x24` | `Revoke` | 1 | `Done` |
//!
//! Any of them may instead be answered `Refused`. Kinds `0x01`–`0x04` travel
//! in clear, because they make the keys; all others only sealed.

mod bodies;
mod reply;
mod request;

pub use bodies::{
    Controller, Enroll, Enrolled, Hello, HelloReply, Identify, LossList, MoveAbsolute,
    MoveContinuous, MoveRelative, Moving, PairConfirm, PairShare, PairShareReply, Provision,
    Refused, ResetConfirm, ResetRequest, Revoke, SessionOpen, SessionOpenReply,
};
pub use reply::{Notice, Reply};
pub use request::Request;

use crate::codec::Malformed;

/// A body that does not become a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The kind is not known to this version: answer `Unsupported`.
    #[error("message kind {0:#04x} is not known")]
    UnknownKind(u8),
    /// The body does not parse, has bytes left over, or is not the one
    /// canonical encoding of its value.
    #[error("the body of message kind {0:#04x} is malformed")]
    Malformed(u8),
}

/// A message without a body.
fn empty<M>(body: &[u8], message: M) -> Result<M, Malformed> {
    match body.is_empty() {
        true => Ok(message),
        false => Err(Malformed),
    }
}

/// The longest body of a message, in bytes.
pub const MAX_BODY: usize = 224;

/// The numbers that stand for messages on the wire.
pub mod kind {
    #![allow(missing_docs, reason = "each is named after its message")]
    pub const HELLO: u8 = 0x01;
    pub const PAIR_SHARE: u8 = 0x02;
    pub const PAIR_CONFIRM: u8 = 0x03;
    pub const SESSION_OPEN: u8 = 0x04;
    pub const ENROLL: u8 = 0x10;
    pub const STATUS: u8 = 0x11;
    pub const WATCH: u8 = 0x12;
    pub const SCAN: u8 = 0x13;
    pub const PROVISION: u8 = 0x14;
    pub const RESTART: u8 = 0x15;
    pub const IDENTIFY: u8 = 0x16;
    pub const MOVE_ABSOLUTE: u8 = 0x17;
    pub const MOVE_RELATIVE: u8 = 0x18;
    pub const MOVE_CONTINUOUS: u8 = 0x19;
    pub const STOP: u8 = 0x1a;
    pub const HOME: u8 = 0x1b;
    pub const RESET_REQUEST: u8 = 0x20;
    pub const RESET_CONFIRM: u8 = 0x21;
    pub const RECEIPT: u8 = 0x22;
    pub const CONTROLLERS: u8 = 0x23;
    pub const REVOKE: u8 = 0x24;
    /// A sealed frame: its body is another kind, id and body, encrypted.
    pub const SEALED: u8 = 0x7f;
    pub const REPLY_HELLO: u8 = 0x81;
    pub const REPLY_PAIR_SHARE: u8 = 0x82;
    pub const REPLY_SESSION_OPEN: u8 = 0x84;
    pub const REPLY_ENROLLED: u8 = 0x90;
    pub const REPLY_STATUS: u8 = 0x91;
    pub const REPLY_NETWORK: u8 = 0x93;
    pub const REPLY_MOVING: u8 = 0x97;
    pub const REPLY_LOSS_LIST: u8 = 0xa0;
    pub const REPLY_RECEIPT: u8 = 0xa2;
    pub const REPLY_CONTROLLER: u8 = 0xa3;
    pub const NOTICE_STATUS: u8 = 0xe0;
    pub const REPLY_DONE: u8 = 0xfe;
    pub const REPLY_REFUSED: u8 = 0xff;
}
