//! Frames over a WebSocket, which keeps messages apart by itself: one binary
//! message is what one frame says, neither stuffed nor ended by a zero.
//!
//! ```text
//! kind u8 | id u16 LE | body … | CRC-16 LE
//! ```
//!
//! Whoever speaks in frames goes on doing so, sealed ones too. Where the socket
//! is, each frame becomes a message, and each message a frame:
//!
//! ```
//! use camera_proto::frame::{BODY_AT, Feed, FrameDecoder, MAX_FRAME, encode};
//! use camera_proto::websocket;
//!
//! let mut out = [0; MAX_FRAME];
//! let len = encode(0x11, 7, 0, &mut out).unwrap();
//! let message = websocket::from_frame(&mut out[..len]).unwrap();
//! assert_eq!(message, [0x11, 7, 0, 0x58, 0x21]);
//!
//! let mut room = [0; MAX_FRAME];
//! let mut frame = websocket::to_frame(message, &mut room).unwrap();
//! let mut decoder = FrameDecoder::new(); // or a `Controller`, or a `Link`
//! assert!(matches!(decoder.feed(&mut frame), Feed::Frame(frame) if frame.id == 7));
//! ```

use crate::frame::{FrameError, HEADER, MAX_FRAME, stuff, unstuff};

/// The longest message in bytes: a frame without its COBS code byte and its
/// ending zero.
pub const MAX_MESSAGE: usize = MAX_FRAME - 2;

/// Of an empty body: the header and the CRC.
const MIN_MESSAGE: usize = HEADER + 2;

// Inline, as is what they share with `encode`: else a camera without a WebSocket
// links 72 bytes more, because that is then a call.

/// The message that says what a frame says, which is undone in place.
///
/// # Errors
/// When `frame` is not exactly one, its ending zero included. Whether its
/// checksum matches is for the receiver to see.
#[inline]
pub fn from_frame(frame: &mut [u8]) -> Result<&[u8], FrameError> {
    if frame.len() > MAX_FRAME {
        return Err(FrameError::TooLong);
    }
    let stuffed = match frame.split_last_mut() {
        Some((0, stuffed)) if !stuffed.contains(&0) => stuffed,
        _ => return Err(FrameError::Cobs),
    };
    unstuff(stuffed)?;
    match stuffed {
        [_code, message @ ..] if message.len() >= MIN_MESSAGE => Ok(message),
        _ => Err(FrameError::TooShort),
    }
}

/// The frame that says what a message says, for whatever takes a stream.
///
/// # Errors
/// When a message cannot be that long or that short. All else about it is seen
/// by whoever takes the frame.
#[inline]
pub fn to_frame<'a>(message: &[u8], room: &'a mut [u8; MAX_FRAME]) -> Result<&'a [u8], FrameError> {
    if message.len() < MIN_MESSAGE {
        return Err(FrameError::TooShort);
    }
    let frame = room
        .get_mut(..message.len() + 2)
        .ok_or(FrameError::TooLong)?;
    if let [code, contents @ .., end] = frame {
        (*code, *end) = (0, 0);
        contents.copy_from_slice(message);
    }
    stuff(frame);
    Ok(frame)
}
