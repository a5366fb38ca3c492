//! The frame decoder.

use camera_proto::frame::{Feed, FrameDecoder, FrameError, MAX_FRAME, crc16};

use crate::bytes::Bytes;

/// What a decoder found: a frame's kind, id and body, or why it is none.
type Found = Result<(u8, u16, Vec<u8>), FrameError>;

/// Any stream in any split is read as [`expected`] reads the whole: frames lie between zeros, and after a bad one it
/// goes on behind the next zero and nowhere else.
pub fn frame_decoder(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let piece = usize::from(bytes.byte());
    let stream = bytes.rest();
    let expected = expected(stream);
    for piece in [1, piece.max(1), stream.len().max(1)] {
        assert_eq!(found(stream, piece), expected, "in pieces of {piece}");
    }
}

fn found(stream: &[u8], piece: usize) -> Vec<Found> {
    let mut decoder = FrameDecoder::new();
    let mut found = Vec::new();
    for mut input in stream.chunks(piece) {
        loop {
            match decoder.feed(&mut input) {
                Feed::More => break,
                Feed::Bad(error) => found.push(Err(error)),
                Feed::Frame(frame) => found.push(Ok((frame.kind, frame.id, frame.body.to_vec()))),
            }
        }
        assert!(input.is_empty(), "More means that all bytes are taken");
    }
    found
}

/// SPEC.md, section 3, written down once more: with copies, and without a state.
fn expected(stream: &[u8]) -> Vec<Found> {
    let Some(last_zero) = stream.iter().rposition(|byte| *byte == 0) else {
        return Vec::new();
    };
    let between_zeros = stream[..last_zero].split(|byte| *byte == 0);
    between_zeros
        .filter(|frame| !frame.is_empty())
        .map(read)
        .collect()
}

fn read(frame: &[u8]) -> Found {
    if frame.len() > MAX_FRAME - 1 {
        return Err(FrameError::TooLong);
    }
    let contents = unstuffed(frame).ok_or(FrameError::Cobs)?;
    let [kind, low, high, body @ .., crc_low, crc_high] = contents.as_slice() else {
        return Err(FrameError::TooShort);
    };
    let checked = &contents[..contents.len() - 2];
    if crc16(checked) != u16::from_le_bytes([*crc_low, *crc_high]) {
        return Err(FrameError::Crc);
    }
    Ok((*kind, u16::from_le_bytes([*low, *high]), body.to_vec()))
}

/// COBS as its authors have it: a code, and as many bytes as it says less one; a zero follows each but the last.
fn unstuffed(mut frame: &[u8]) -> Option<Vec<u8>> {
    let mut contents = Vec::new();
    while let [code, rest @ ..] = frame {
        // A frame is one block: the code 255, which no zero follows, never stands in it.
        let len = usize::from(*code).checked_sub(1).filter(|len| *len < 254)?;
        contents.extend(rest.get(..len)?);
        frame = &rest[len..];
        if !frame.is_empty() {
            contents.push(0);
        }
    }
    Some(contents)
}
