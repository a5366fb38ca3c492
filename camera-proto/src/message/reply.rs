//! What a camera answers.

use super::{
    Abilities, Controller, DecodeError, End, Enrolled, Finding, HelloReply, Info, Loss, LossList,
    Moving, PairShareReply, Position, Refused, SessionOpenReply, Setting, Support, Time, kind,
};
use crate::codec::{Reader, TooLong, Writer};
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
    /// To `Position`.
    Position(Position),
    /// To `ResetRequest`.
    LossList(LossList),
    /// To `Receipt`.
    Receipt(Option<Receipt>),
    /// An item of `Controllers`.
    Controller(Controller),
    /// An item of `Losses`.
    Loss(Loss),
    /// To `Info`.
    Info(Info),
    /// To `Abilities`.
    Abilities(Abilities),
    /// To `Support`.
    Support(Support),
    /// An item of `Diagnose`.
    Finding(Finding),
    /// To `Time`.
    Time(Time),
    /// A list ends here, or goes on at its next page.
    End(End),
    /// It is done.
    Done,
    /// It is not, and this is why.
    Refused(Refused),
    /// An item of `Settings`.
    Setting(Setting),
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
            Self::Position(_) => kind::REPLY_POSITION,
            Self::LossList(_) => kind::REPLY_LOSS_LIST,
            Self::Receipt(_) => kind::REPLY_RECEIPT,
            Self::Controller(_) => kind::REPLY_CONTROLLER,
            Self::Loss(_) => kind::REPLY_LOSS,
            Self::Info(_) => kind::REPLY_INFO,
            Self::Abilities(_) => kind::REPLY_ABILITIES,
            Self::Support(_) => kind::REPLY_SUPPORT,
            Self::Finding(_) => kind::REPLY_FINDING,
            Self::Time(_) => kind::REPLY_TIME,
            Self::End(_) => kind::REPLY_END,
            Self::Done => kind::REPLY_DONE,
            Self::Refused(_) => kind::REPLY_REFUSED,
            Self::Setting(setting) => kind::REPLY_SETTING | setting.kind(),
        }
    }

    /// Whether this ends its request; items of a list do not.
    #[must_use]
    pub const fn is_terminal(&self) -> bool {
        !matches!(
            self,
            Self::Network(_)
                | Self::Controller(_)
                | Self::Loss(_)
                | Self::Finding(_)
                | Self::Setting(_)
        )
    }

    /// Writes the body and says how long it is, in bytes.
    ///
    /// # Errors
    /// When `out` is too small; [`MAX_BODY`](super::MAX_BODY) always suffices.
    pub fn encode(&self, out: &mut [u8]) -> Result<usize, TooLong> {
        let mut writer = Writer::new(out);
        match self {
            Self::Hello(body) => writer.write(body),
            Self::PairShare(body) => writer.write(body),
            Self::SessionOpen(body) => writer.write(body),
            Self::Enrolled(body) => writer.write(body),
            Self::Status(body) => writer.write(body),
            Self::Network(body) => writer.write(body),
            Self::Moving(body) => writer.write(body),
            Self::Position(body) => writer.write(body),
            Self::LossList(body) => writer.write(body),
            Self::Receipt(body) => writer.write(body),
            Self::Controller(body) => writer.write(body),
            Self::Loss(body) => writer.write(body),
            Self::Info(body) => writer.write(body),
            Self::Abilities(body) => writer.write(body),
            Self::Support(body) => writer.write(body),
            Self::Finding(body) => writer.write(body),
            Self::Time(body) => writer.write(body),
            Self::End(body) => writer.write(body),
            Self::Done => Ok(()),
            Self::Refused(body) => writer.write(body),
            Self::Setting(setting) => setting.write(&mut writer),
        }?;
        Ok(writer.len())
    }

    /// Reads a body.
    ///
    /// # Errors
    /// When the kind is unknown, or the body malformed.
    pub fn decode(kind: u8, body: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(body);
        let reply = match kind {
            kind::REPLY_HELLO => reader.read().map(Self::Hello),
            kind::REPLY_PAIR_SHARE => reader.read().map(Self::PairShare),
            kind::REPLY_SESSION_OPEN => reader.read().map(Self::SessionOpen),
            kind::REPLY_ENROLLED => reader.read().map(Self::Enrolled),
            kind::REPLY_STATUS => reader.read().map(Self::Status),
            kind::REPLY_NETWORK => reader.read().map(Self::Network),
            kind::REPLY_MOVING => reader.read().map(Self::Moving),
            kind::REPLY_POSITION => reader.read().map(Self::Position),
            kind::REPLY_LOSS_LIST => reader.read().map(Self::LossList),
            kind::REPLY_RECEIPT => reader.read().map(Self::Receipt),
            kind::REPLY_CONTROLLER => reader.read().map(Self::Controller),
            kind::REPLY_LOSS => reader.read().map(Self::Loss),
            kind::REPLY_INFO => reader.read().map(Self::Info),
            kind::REPLY_ABILITIES => reader.read().map(Self::Abilities),
            kind::REPLY_SUPPORT => reader.read().map(Self::Support),
            kind::REPLY_FINDING => reader.read().map(Self::Finding),
            kind::REPLY_TIME => reader.read().map(Self::Time),
            kind::REPLY_END => reader.read().map(Self::End),
            kind::REPLY_DONE => Ok(Self::Done),
            kind::REPLY_REFUSED => reader.read().map(Self::Refused),
            other => return setting(other, body),
        };
        match reply {
            Ok(reply) if reader.is_empty() => Ok(reply),
            _ => Err(DecodeError::Malformed(kind)),
        }
    }
}

fn setting(kind: u8, body: &[u8]) -> Result<Reply, DecodeError> {
    let set = kind
        .checked_sub(kind::REPLY_SETTING)
        .ok_or(DecodeError::UnknownKind(kind))?;
    match Setting::decode(set, body) {
        Ok(setting) => Ok(Reply::Setting(setting)),
        Err(DecodeError::UnknownKind(_)) => Err(DecodeError::UnknownKind(kind)),
        Err(DecodeError::Malformed(_)) => Err(DecodeError::Malformed(kind)),
    }
}
