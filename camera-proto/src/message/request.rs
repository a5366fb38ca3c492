//! What an app asks.

use super::{
    DecodeError, Enroll, Hello, Identify, MoveAbsolute, MoveContinuous, MoveRelative, PairConfirm,
    PairShare, Provision, ResetConfirm, ResetRequest, Revoke, SessionOpen, empty, kind,
};
use crate::codec::{TooLong, decode, encode};

/// What an app asks of a camera.
#[derive(Debug, PartialEq, Eq)]
pub enum Request {
    /// Who are you, and what do you speak? The first message of a link.
    Hello(Hello),
    /// SPAKE2+ `shareP` (RFC 9383, section 3.3).
    PairShare(PairShare),
    /// SPAKE2+ `confirmP` (RFC 9383, section 3.4).
    PairConfirm(PairConfirm),
    /// Opens a session with a key from an earlier pairing.
    SessionOpen(SessionOpen),
    /// After pairing: make me a controller with a key of my own (R49).
    Enroll(Enroll),
    /// How are you?
    Status,
    /// Tell me whenever your status changes.
    Watch,
    /// Which networks do you hear (R41)?
    Scan,
    /// Join this network (R42).
    Provision(Provision),
    /// Restart; nothing is erased (R34).
    Restart,
    /// Blink, so that a person finds you (R82).
    Identify(Identify),
    /// Point there (R60).
    MoveAbsolute(MoveAbsolute),
    /// Turn by that much (R60).
    MoveRelative(MoveRelative),
    /// Turn until told otherwise, or until the lease runs out (R60, R62).
    MoveContinuous(MoveContinuous),
    /// Stop moving (R60).
    Stop,
    /// Point straight ahead (R60).
    Home,
    /// What would a reset erase (R30)?
    ResetRequest(ResetRequest),
    /// Erase it (R30).
    ResetConfirm(ResetConfirm),
    /// Show the receipt of the last reset (R32).
    Receipt,
    /// Who may control you (R49)?
    Controllers,
    /// Forget that controller (R49).
    Revoke(Revoke),
}

impl Request {
    /// The kind of this message on the wire.
    #[must_use]
    pub const fn kind(&self) -> u8 {
        match self {
            Self::Hello(_) => kind::HELLO,
            Self::PairShare(_) => kind::PAIR_SHARE,
            Self::PairConfirm(_) => kind::PAIR_CONFIRM,
            Self::SessionOpen(_) => kind::SESSION_OPEN,
            Self::Enroll(_) => kind::ENROLL,
            Self::Status => kind::STATUS,
            Self::Watch => kind::WATCH,
            Self::Scan => kind::SCAN,
            Self::Provision(_) => kind::PROVISION,
            Self::Restart => kind::RESTART,
            Self::Identify(_) => kind::IDENTIFY,
            Self::MoveAbsolute(_) => kind::MOVE_ABSOLUTE,
            Self::MoveRelative(_) => kind::MOVE_RELATIVE,
            Self::MoveContinuous(_) => kind::MOVE_CONTINUOUS,
            Self::Stop => kind::STOP,
            Self::Home => kind::HOME,
            Self::ResetRequest(_) => kind::RESET_REQUEST,
            Self::ResetConfirm(_) => kind::RESET_CONFIRM,
            Self::Receipt => kind::RECEIPT,
            Self::Controllers => kind::CONTROLLERS,
            Self::Revoke(_) => kind::REVOKE,
        }
    }

    /// Writes the body and says how long it is, in bytes.
    ///
    /// # Errors
    /// When `out` is too small; [`MAX_BODY`](super::MAX_BODY) always suffices.
    pub fn encode(&self, out: &mut [u8]) -> Result<usize, TooLong> {
        match self {
            Self::Hello(body) => encode(body, out),
            Self::PairShare(body) => encode(body, out),
            Self::PairConfirm(body) => encode(body, out),
            Self::SessionOpen(body) => encode(body, out),
            Self::Enroll(body) => encode(body, out),
            Self::Provision(body) => encode(body, out),
            Self::Identify(body) => encode(body, out),
            Self::MoveAbsolute(body) => encode(body, out),
            Self::MoveRelative(body) => encode(body, out),
            Self::MoveContinuous(body) => encode(body, out),
            Self::ResetRequest(body) => encode(body, out),
            Self::ResetConfirm(body) => encode(body, out),
            Self::Revoke(body) => encode(body, out),
            Self::Status
            | Self::Watch
            | Self::Scan
            | Self::Restart
            | Self::Stop
            | Self::Home
            | Self::Receipt
            | Self::Controllers => Ok(0),
        }
    }

    /// Reads a body.
    ///
    /// # Errors
    /// When the kind is unknown, or the body malformed.
    pub fn decode(kind: u8, body: &[u8]) -> Result<Self, DecodeError> {
        let request = match kind {
            kind::HELLO => decode(body).map(Self::Hello),
            kind::PAIR_SHARE => decode(body).map(Self::PairShare),
            kind::PAIR_CONFIRM => decode(body).map(Self::PairConfirm),
            kind::SESSION_OPEN => decode(body).map(Self::SessionOpen),
            kind::ENROLL => decode(body).map(Self::Enroll),
            kind::STATUS => empty(body, Self::Status),
            kind::WATCH => empty(body, Self::Watch),
            kind::SCAN => empty(body, Self::Scan),
            kind::PROVISION => decode(body).map(Self::Provision),
            kind::RESTART => empty(body, Self::Restart),
            kind::IDENTIFY => decode(body).map(Self::Identify),
            kind::MOVE_ABSOLUTE => decode(body).map(Self::MoveAbsolute),
            kind::MOVE_RELATIVE => decode(body).map(Self::MoveRelative),
            kind::MOVE_CONTINUOUS => decode(body).map(Self::MoveContinuous),
            kind::STOP => empty(body, Self::Stop),
            kind::HOME => empty(body, Self::Home),
            kind::RESET_REQUEST => decode(body).map(Self::ResetRequest),
            kind::RESET_CONFIRM => decode(body).map(Self::ResetConfirm),
            kind::RECEIPT => empty(body, Self::Receipt),
            kind::CONTROLLERS => empty(body, Self::Controllers),
            kind::REVOKE => decode(body).map(Self::Revoke),
            unknown => return Err(DecodeError::UnknownKind(unknown)),
        };
        request.map_err(|_| DecodeError::Malformed(kind))
    }
}
