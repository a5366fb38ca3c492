//! What a camera answers, and what it says by itself.

use super::{
    Controller, DecodeError, Enrolled, HelloReply, LossList, Moving, PairShareReply, Refused,
    SessionOpenReply, empty, kind,
};
use crate::codec::{TooLong, decode, encode};
use crate::vocab::{Network, Receipt, Status};

/// What a camera answers.
#[derive(Debug, PartialEq, Eq)]
pub enum Reply {
    /// To `Hello`.
    Hello(HelloReply),
    /// To `PairShare`.
    PairShare(PairShareReply),
    /// To `SessionOpen`.
    SessionOpen(SessionOpenReply),
    /// To `Enroll`.
    Enrolled(Enrolled),
    /// To `Status` and `Watch`.
    Status(Status),
    /// An item of `Scan`.
    Network(Network),
    /// To every request that moves the head.
    Moving(Moving),
    /// To `ResetRequest`.
    LossList(LossList),
    /// To `Receipt`.
    Receipt(Option<Receipt>),
    /// An item of `Controllers`.
    Controller(Controller),
    /// It is done.
    Done,
    /// It is not, and this is why.
    Refused(Refused),
}

/// What a camera says by itself to who watches it. The id of its frame counts
/// up; a gap means that some were lost, so ask `Watch` again.
#[derive(Debug, PartialEq, Eq)]
pub enum Notice {
    /// The whole status, whenever a part of it has changed.
    Status(Status),
}

impl Reply {
    /// The kind of this message on the wire.
    #[must_use]
    pub const fn kind(&self) -> u8 {
        match self {
            Self::Hello(_) => kind::REPLY_HELLO,
            Self::PairShare(_) => kind::REPLY_PAIR_SHARE,
            Self::SessionOpen(_) => kind::REPLY_SESSION_OPEN,
            Self::Enrolled(_) => kind::REPLY_ENROLLED,
            Self::Status(_) => kind::REPLY_STATUS,
            Self::Network(_) => kind::REPLY_NETWORK,
            Self::Moving(_) => kind::REPLY_MOVING,
            Self::LossList(_) => kind::REPLY_LOSS_LIST,
            Self::Receipt(_) => kind::REPLY_RECEIPT,
            Self::Controller(_) => kind::REPLY_CONTROLLER,
            Self::Done => kind::REPLY_DONE,
            Self::Refused(_) => kind::REPLY_REFUSED,
        }
    }

    /// Whether this ends its request; items of a list do not.
    #[must_use]
    pub const fn is_terminal(&self) -> bool {
        !matches!(self, Self::Network(_) | Self::Controller(_))
    }

    /// Writes the body and says how long it is, in bytes.
    ///
    /// # Errors
    /// When `out` is too small; [`MAX_BODY`](super::MAX_BODY) always suffices.
    pub fn encode(&self, out: &mut [u8]) -> Result<usize, TooLong> {
        match self {
            Self::Hello(body) => encode(body, out),
            Self::PairShare(body) => encode(body, out),
            Self::SessionOpen(body) => encode(body, out),
            Self::Enrolled(body) => encode(body, out),
            Self::Status(body) => encode(body, out),
            Self::Network(body) => encode(body, out),
            Self::Moving(body) => encode(body, out),
            Self::LossList(body) => encode(body, out),
            Self::Receipt(body) => encode(body, out),
            Self::Controller(body) => encode(body, out),
            Self::Done => Ok(0),
            Self::Refused(body) => encode(body, out),
        }
    }

    /// Reads a body.
    ///
    /// # Errors
    /// When the kind is unknown, or the body malformed.
    pub fn decode(kind: u8, body: &[u8]) -> Result<Self, DecodeError> {
        let reply = match kind {
            kind::REPLY_HELLO => decode(body).map(Self::Hello),
            kind::REPLY_PAIR_SHARE => decode(body).map(Self::PairShare),
            kind::REPLY_SESSION_OPEN => decode(body).map(Self::SessionOpen),
            kind::REPLY_ENROLLED => decode(body).map(Self::Enrolled),
            kind::REPLY_STATUS => decode(body).map(Self::Status),
            kind::REPLY_NETWORK => decode(body).map(Self::Network),
            kind::REPLY_MOVING => decode(body).map(Self::Moving),
            kind::REPLY_LOSS_LIST => decode(body).map(Self::LossList),
            kind::REPLY_RECEIPT => decode(body).map(Self::Receipt),
            kind::REPLY_CONTROLLER => decode(body).map(Self::Controller),
            kind::REPLY_DONE => empty(body, Self::Done),
            kind::REPLY_REFUSED => decode(body).map(Self::Refused),
            unknown => return Err(DecodeError::UnknownKind(unknown)),
        };
        reply.map_err(|_| DecodeError::Malformed(kind))
    }
}

impl Notice {
    /// The kind of this message on the wire.
    #[must_use]
    pub const fn kind(&self) -> u8 {
        match self {
            Self::Status(_) => kind::NOTICE_STATUS,
        }
    }

    /// Writes the body and says how long it is, in bytes.
    ///
    /// # Errors
    /// When `out` is too small; [`MAX_BODY`](super::MAX_BODY) always suffices.
    pub fn encode(&self, out: &mut [u8]) -> Result<usize, TooLong> {
        match self {
            Self::Status(body) => encode(body, out),
        }
    }

    /// Reads a body.
    ///
    /// # Errors
    /// When the kind is unknown, or the body malformed.
    pub fn decode(kind: u8, body: &[u8]) -> Result<Self, DecodeError> {
        match kind {
            kind::NOTICE_STATUS => decode(body)
                .map(Self::Status)
                .map_err(|_| DecodeError::Malformed(kind)),
            unknown => Err(DecodeError::UnknownKind(unknown)),
        }
    }
}
