//! Sealed frames: a whole message, kind and id included, encrypted inside the
//! body of an outer frame.
//!
//! ```text
//! 0x7f | counter u16 LE | ChaCha20-Poly1305( kind u8 | id u16 LE | body … ) | tag 16
//! ```

pub use crate::frame::BODY_AT as CLEAR_BODY_AT;
use crate::frame::{self, BODY_AT, Frame, HEADER};
use crate::message::kind;
use crate::session::{Session, SessionError};

/// Where the body of a sealed message starts in the buffer of a frame.
pub const SEALED_BODY_AT: usize = BODY_AT + HEADER;

/// Seals the message whose body lies at [`SEALED_BODY_AT`] already, and makes
/// a frame of it in place. The length of the frame comes back.
///
/// # Errors
/// [`SessionError::NoRoom`] when it does not fit, and
/// [`SessionError::Exhausted`] when the session has sent all it may.
pub fn write(
    session: &mut Session,
    kind: u8,
    id: u16,
    body_len: usize,
    frame: &mut [u8],
) -> Result<usize, SessionError> {
    let inner = frame.get_mut(BODY_AT..).ok_or(SessionError::NoRoom)?;
    if let [k, low, high, ..] = inner {
        *k = kind;
        [*low, *high] = id.to_le_bytes();
    }
    let sealed = session.seal(&[kind::SEALED], inner, HEADER + body_len)?;
    frame::encode(kind::SEALED, sealed.counter, sealed.len, frame).map_err(|_| SessionError::NoRoom)
}

/// Opens a sealed frame in place; `None` when it is not authentic or not due.
#[must_use]
pub fn read<'a>(session: &mut Session, frame: Frame<'a>) -> Option<Frame<'a>> {
    let len = session.open(frame.id, &[kind::SEALED], frame.body).ok()?;
    match frame.body.get_mut(..len)? {
        [kind, low, high, body @ ..] => Some(Frame {
            kind: *kind,
            id: u16::from_le_bytes([*low, *high]),
            body,
        }),
        _ => None,
    }
}
