//! What a camera says by itself.

use super::{ControllerNews, DecodeError, Motion, SettingNews, kind};
use crate::codec::{TooLong, decode, encode};
use crate::vocab::Status;

/// What a camera says by itself to who watches it. The id of its frame counts
/// up; a gap means that some were lost, so ask `Watch` again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The whole status, whenever a part of it has changed.
    Status(Status),
    /// Something moves in a zone (R50, R57).
    Motion(Motion),
    /// A controller came, went or changed (R49).
    Controller(ControllerNews),
    /// A setting is another one now (R55).
    Setting(SettingNews),
}

impl Notice {
    /// The kind of this message on the wire.
    #[must_use]
    pub const fn kind(&self) -> u8 {
        match self {
            Self::Status(_) => kind::NOTICE_STATUS,
            Self::Motion(_) => kind::NOTICE_MOTION,
            Self::Controller(_) => kind::NOTICE_CONTROLLER,
            Self::Setting(_) => kind::NOTICE_SETTING,
        }
    }

    /// Writes the body and says how long it is, in bytes.
    ///
    /// # Errors
    /// When `out` is too small; [`MAX_BODY`](super::MAX_BODY) always suffices.
    pub fn encode(&self, out: &mut [u8]) -> Result<usize, TooLong> {
        match self {
            Self::Status(body) => encode(body, out),
            Self::Motion(body) => encode(body, out),
            Self::Controller(body) => encode(body, out),
            Self::Setting(body) => encode(body, out),
        }
    }

    /// Reads a body.
    ///
    /// # Errors
    /// When the kind is unknown, or the body malformed.
    pub fn decode(kind: u8, body: &[u8]) -> Result<Self, DecodeError> {
        let notice = match kind {
            kind::NOTICE_STATUS => decode(body).map(Self::Status),
            kind::NOTICE_MOTION => decode(body).map(Self::Motion),
            kind::NOTICE_CONTROLLER => decode(body).map(Self::Controller),
            kind::NOTICE_SETTING => decode(body).map(Self::Setting),
            unknown => return Err(DecodeError::UnknownKind(unknown)),
        };
        notice.map_err(|_| DecodeError::Malformed(kind))
    }

    /// Whether a message of that kind is a notice, of whatever version.
    #[must_use]
    pub const fn is_kind(kind: u8) -> bool {
        kind & 0xf0 == 0xe0
    }
}
