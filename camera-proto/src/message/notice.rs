//! What a camera says by itself.

use super::{ControllerNews, DecodeError, Motion, SettingNews, kind};
use crate::codec::{Reader, TooLong, Writer};
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
        let mut writer = Writer::new(out);
        match self {
            Self::Status(body) => writer.write(body),
            Self::Motion(body) => writer.write(body),
            Self::Controller(body) => writer.write(body),
            Self::Setting(body) => writer.write(body),
        }?;
        Ok(writer.len())
    }

    /// Reads a body.
    ///
    /// # Errors
    /// When the kind is unknown, or the body malformed.
    pub fn decode(kind: u8, body: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(body);
        let notice = match kind {
            kind::NOTICE_STATUS => reader.read().map(Self::Status),
            kind::NOTICE_MOTION => reader.read().map(Self::Motion),
            kind::NOTICE_CONTROLLER => reader.read().map(Self::Controller),
            kind::NOTICE_SETTING => reader.read().map(Self::Setting),
            unknown => return Err(DecodeError::UnknownKind(unknown)),
        };
        match notice {
            Ok(notice) if reader.is_empty() => Ok(notice),
            _ => Err(DecodeError::Malformed(kind)),
        }
    }

    /// Whether a message of that kind is a notice, of whatever version.
    #[must_use]
    pub const fn is_kind(kind: u8) -> bool {
        kind & 0xf0 == 0xe0
    }
}
