//! Sealed frames: a whole message, kind and id included, encrypted inside the
//! body of an outer frame.
//!
//! ```text
//! 0x7f | counter u16 LE | ChaCha20-Poly1305( kind u8 | id u16 LE | body … ) | tag 16
//! ```

use crate::codec::TooLong;
use crate::frame::{self, Frame, HEADER};
use crate::message::kind;
use crate::session::Session;

/// Where the body of a clear message starts in the buffer of a frame.
pub const CLEAR_BODY_AT: usize = 1 + HEADER;

/// Where the body of a sealed message starts in the buffer of a frame.
pub const SEALED_BODY_AT: usize = CLEAR_BODY_AT + HEADER;

/// Seals the message whose body lies at [`SEALED_BODY_AT`] already, and makes
/// a frame of it in place. The length of the frame comes back.
///
/// # Errors
/// When it does not fit, or the session has sent all it may.
pub fn write(
    session: &mut Session,
    kind: u8,
    id: u16,
    body_len: usize,
    frame: &mut [u8],
) -> Result<usize, TooLong> {
    let inner = frame.get_mut(CLEAR_BODY_AT..).ok_or(TooLong)?;
    if let [k, low, high, ..] = inner {
        *k = kind;
        [*low, *high] = id.to_le_bytes();
    }
    let sealed = session
        .seal(&[kind::SEALED], inner, HEADER + body_len)
        .map_err(|_| TooLong)?;
    frame::encode(kind::SEALED, sealed.counter, sealed.len, frame)
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
