//! The envelope of a message on a byte stream.
//!
//! ```text
//! COBS( kind u8 | id u16 LE | body … | CRC-16 LE ) 0x00
//! ```
//!
//! COBS (Cheshire and Baker, 1999) keeps zeros out of the frame, so that a
//! zero ends it and a receiver that lost its place finds the next one. The
//! CRC is CRC-16/IBM-3740 over everything before it. A frame is at most
//! [`MAX_FRAME`] bytes, which is one COBS block: it is encoded and decoded in
//! place.

use core::fmt;

use zeroize::Zeroize as _;

use crate::codec::TooLong;
use crate::message::MAX_BODY;

/// kind and id.
pub const HEADER: usize = 3;

/// Where the body starts in the buffer of a frame: behind the COBS code byte
/// and the header.
pub const BODY_AT: usize = 1 + HEADER;

/// The header of the message inside a sealed frame, and the seal's tag.
pub const SEAL_OVERHEAD: usize = HEADER + 16;

/// The longest frame on the wire in bytes, COBS code byte and ending zero
/// included. A camera keeps room for six a client, 1.5 KiB: for the one that
/// comes in, and for five on their way out (replies that are due, and news).
/// An app needs one for each direction.
pub const MAX_FRAME: usize = BODY_AT + MAX_BODY + SEAL_OVERHEAD + 2 + 1;

const _: () = assert!(MAX_FRAME - 2 <= 254, "a frame is one COBS block");

/// What a frame says, still inside the decoder's buffer.
#[derive(PartialEq, Eq)]
pub struct Frame<'a> {
    /// The kind of its message: see [`message::kind`](crate::message::kind).
    pub kind: u8,
    /// Which request it is or answers; of a notice or a sealed frame, a counter.
    pub id: u16,
    /// The body, to be read or opened in place.
    pub body: &'a mut [u8],
}

impl fmt::Debug for Frame<'_> {
    /// Its size only: an opened body may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, id, body } = self;
        write!(f, "Frame({kind:#04x}, {id}, {} bytes)", body.len())
    }
}

/// What came of some bytes.
#[derive(Debug, PartialEq, Eq)]
pub enum Feed<'a> {
    /// All bytes were taken, and the frame is not complete yet.
    More,
    /// A frame. Bytes behind it are still in the input.
    Frame(Frame<'a>),
    /// What came up to the last delimiter is no frame; it is dropped.
    Bad(FrameError),
}

/// Why some bytes are no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// More than [`MAX_FRAME`] bytes without a delimiter.
    #[error("longer than a frame can be")]
    TooLong,
    /// Fewer bytes than an empty message has.
    #[error("shorter than a frame can be")]
    TooShort,
    /// The COBS codes do not lead to the end of the frame.
    #[error("not a COBS block")]
    Cobs,
    /// The CRC does not match.
    #[error("the checksum does not match")]
    Crc,
}

/// Finishes a frame in place. The body lies at [`BODY_AT`] already;
/// the length of the whole frame comes back.
///
/// # Errors
/// When the frame does not fit `frame` or is longer than [`MAX_FRAME`].
///
/// ```
/// use camera_proto::frame::{MAX_FRAME, encode};
/// let mut frame = [0; MAX_FRAME];
/// let len = encode(0x11, 7, 0, &mut frame).unwrap();
/// assert_eq!(frame[..len], [3, 0x11, 7, 3, 0x58, 0x21, 0]);
/// ```
pub fn encode(kind: u8, id: u16, body_len: usize, frame: &mut [u8]) -> Result<usize, TooLong> {
    let len = BODY_AT + body_len + 2 + 1;
    if len > MAX_FRAME {
        return Err(TooLong);
    }
    let frame = frame.get_mut(..len).ok_or(TooLong)?;
    if let [code, k, low, high, ..] = frame {
        *code = 0;
        *k = kind;
        [*low, *high] = id.to_le_bytes();
    }
    if let [_, checked @ .., crc_low, crc_high, _] = frame {
        [*crc_low, *crc_high] = crc16(checked).to_le_bytes();
    }
    stuff(frame);
    Ok(len)
}

/// COBS of one block, in place: the zero of the first byte, each zero of the
/// data and the one at the end are chained by distance.
#[inline]
pub(crate) fn stuff(frame: &mut [u8]) {
    let mut distance = 0;
    for byte in frame.iter_mut().rev() {
        if *byte == 0 {
            *byte = distance;
            distance = 0;
        }
        distance += 1;
    }
    if let Some(end) = frame.last_mut() {
        *end = 0;
    }
}

/// Undoes [`stuff`] on a frame without its ending zero; the data starts at
/// index 1.
#[inline]
pub(crate) fn unstuff(frame: &mut [u8]) -> Result<(), FrameError> {
    let mut at = 0;
    while at < frame.len() {
        let Some(code) = frame.get_mut(at) else { break };
        let step = usize::from(core::mem::take(code));
        if step == 0 || step > 254 {
            return Err(FrameError::Cobs);
        }
        at += step;
    }
    if at == frame.len() {
        Ok(())
    } else {
        Err(FrameError::Cobs)
    }
}

/// CRC-16/IBM-3740: polynomial 0x1021, initial value 0xffff, not reflected.
/// Without a table: 34 bytes of flash, 17 thumb instructions a byte.
#[must_use]
#[cfg(not(feature = "fast-crc"))]
pub fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |crc: u16, byte| {
        let mut x = (crc >> 8) ^ u16::from(*byte);
        x ^= x >> 4;
        (crc << 8) ^ (x << 12) ^ (x << 5) ^ x
    })
}

/// CRC-16/IBM-3740: polynomial 0x1021, initial value 0xffff, not reflected.
/// By tables of 8 KiB: a few instructions a byte.
#[must_use]
#[cfg(feature = "fast-crc")]
pub fn crc16(bytes: &[u8]) -> u16 {
    const TABLES: crc::Crc<u16, crc::Table<16>> =
        crc::Crc::<u16, crc::Table<16>>::new(&crc::CRC_16_IBM_3740);
    TABLES.checksum(bytes)
}

/// Finds frames in a byte stream that may be cut anywhere. After a bad frame
/// it goes on behind the next delimiter, never inside the bad one.
pub struct FrameDecoder {
    buffer: [u8; MAX_FRAME - 1],
    len: usize,
    /// Bytes of the last frame: opened in place, they may hold a secret.
    told: usize,
    overflow: bool,
}

impl FrameDecoder {
    /// A decoder at the start of a stream.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            buffer: [0; MAX_FRAME - 1],
            len: 0,
            told: 0,
            overflow: false,
        }
    }

    /// Wipes the last frame, once it is not needed any more. The next
    /// [`feed`](Self::feed) and dropping the decoder do so too.
    pub fn wipe(&mut self) {
        if let Some(told) = self.buffer.get_mut(..core::mem::take(&mut self.told)) {
            told.zeroize();
        }
    }

    /// Takes bytes from the front of `input` up to the end of one frame.
    /// Delimiters between frames are ignored.
    pub fn feed(&mut self, input: &mut &[u8]) -> Feed<'_> {
        self.wipe();
        loop {
            let bytes = input.split(|byte| *byte == 0).next().unwrap_or_default();
            self.take(bytes);
            *input = input.get(bytes.len()..).unwrap_or_default();
            let Some((_zero, rest)) = input.split_first() else {
                return Feed::More;
            };
            *input = rest;
            if self.overflow {
                self.overflow = false;
                self.len = 0;
                return Feed::Bad(FrameError::TooLong);
            } else if self.len > 0 {
                break;
            }
        }
        let len = core::mem::take(&mut self.len);
        self.told = len;
        match self.buffer.get_mut(..len).map(open) {
            Some(Ok(frame)) => Feed::Frame(frame),
            Some(Err(error)) => Feed::Bad(error),
            None => Feed::Bad(FrameError::TooLong),
        }
    }

    /// Appends bytes of a frame.
    fn take(&mut self, bytes: &[u8]) {
        let end = self.len + bytes.len();
        match self.buffer.get_mut(self.len..end) {
            Some(room) => {
                room.copy_from_slice(bytes);
                self.len = end;
            }
            None => self.overflow = true,
        }
    }
}

impl fmt::Debug for FrameDecoder {
    /// How much of a frame is there, and nothing of what it says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FrameDecoder({} bytes)", self.len)
    }
}

impl Drop for FrameDecoder {
    fn drop(&mut self) {
        self.buffer.zeroize();
    }
}

impl Default for FrameDecoder {
    fn default() -> Self {
        Self::new()
    }
}

fn open(frame: &mut [u8]) -> Result<Frame<'_>, FrameError> {
    unstuff(frame)?;
    let (checked, crc) = frame
        .get_mut(1..)
        .and_then(|data| data.split_last_chunk_mut::<2>())
        .ok_or(FrameError::TooShort)?;
    let good = crc16(checked) == u16::from_le_bytes(*crc);
    match checked {
        [kind, low, high, body @ ..] if good => Ok(Frame {
            kind: *kind,
            id: u16::from_le_bytes([*low, *high]),
            body,
        }),
        [_, _, _, ..] => Err(FrameError::Crc),
        _ => Err(FrameError::TooShort),
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use serde_json::Value;
    use std::vec::Vec;

    use super::*;
    use crate::hex;

    fn unhex(hex: &Value) -> Vec<u8> {
        hex::unhex(hex.as_str().unwrap())
    }

    /// Those of the article, and what two crates agree on; a frame is one block.
    #[test]
    fn stuffing_is_cobs_in_its_published_vectors() {
        let text = include_str!("../tests/vectors/cobs_vectors.json");
        let vectors: Value = serde_json::from_str(text).unwrap();
        let mut tried = 0;
        for vector in vectors["encode"].as_array().unwrap() {
            let (data, encoded) = (unhex(&vector["data"]), unhex(&vector["encoded"]));
            if data.len() > MAX_FRAME - 2 {
                continue;
            }
            let mut frame = [&[0], &data[..], &[0]].concat();
            stuff(&mut frame);
            assert_eq!(frame, [&encoded[..], &[0]].concat(), "{}", vector["name"]);
            frame.pop();
            assert_eq!(unstuff(&mut frame), Ok(()), "{}", vector["name"]);
            assert_eq!(frame[1..], data, "{}", vector["name"]);
            tried += 1;
        }
        for vector in vectors["decode"].as_array().unwrap() {
            let mut frame = unhex(&vector["encoded_without_terminator"]);
            // The decoder never looks at a frame of nothing, and never past a zero.
            if frame.is_empty() || frame.contains(&0) || frame.len() > MAX_FRAME - 1 {
                continue;
            }
            let expected = vector["rust_cobs"].get("ok").map(unhex);
            let decoded = unstuff(&mut frame).ok().map(|()| frame[1..].to_vec());
            assert_eq!(decoded, expected, "{vector}");
            tried += 1;
        }
        assert!(tried >= 15, "{tried} vectors of one block");
    }

    const SECRET: &[u8] = b"correct horse";

    /// A decoder that has just told a frame with a secret in it.
    fn told() -> FrameDecoder {
        let mut frame = [0; MAX_FRAME];
        frame[BODY_AT..][..SECRET.len()].copy_from_slice(SECRET);
        let len = encode(0x14, 1, SECRET.len(), &mut frame).unwrap();
        let mut decoder = FrameDecoder::new();
        let Feed::Frame(frame) = decoder.feed(&mut &frame[..len]) else {
            panic!("no frame");
        };
        assert_eq!(frame.body, SECRET);
        assert_eq!(std::format!("{frame:?}"), "Frame(0x14, 1, 13 bytes)");
        decoder
    }

    fn holds_secret(decoder: &FrameDecoder) -> bool {
        let mut windows = decoder.buffer.windows(SECRET.len());
        windows.any(|window| window == SECRET)
    }

    #[test]
    fn r26_a_frame_is_gone_once_it_is_wiped_or_the_next_bytes_come() {
        let mut decoder = told();
        assert!(holds_secret(&decoder));
        decoder.wipe();
        assert!(!holds_secret(&decoder));
        let mut decoder = told();
        assert_eq!(decoder.feed(&mut &[1][..]), Feed::More);
        assert!(!holds_secret(&decoder));
    }

    #[test]
    fn a_decoder_prints_nothing_of_what_it_holds() {
        assert_eq!(std::format!("{:?}", told()), "FrameDecoder(0 bytes)");
    }
}
