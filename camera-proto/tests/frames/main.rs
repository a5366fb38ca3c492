//! Laws of the frame and of canonical bodies.

#[path = "../common/hex.rs"]
mod hex;
mod websocket;

use camera_proto::frame::{self, BODY_AT, Feed, FrameDecoder, MAX_FRAME, crc16};
use camera_proto::message::{DecodeError, MAX_BODY, Request};
use proptest::prelude::*;
use serde_json::Value;

fn framed(kind: u8, id: u16, body: &[u8]) -> Vec<u8> {
    let mut out = [0; MAX_FRAME];
    out[BODY_AT..][..body.len()].copy_from_slice(body);
    let len = frame::encode(kind, id, body.len(), &mut out).unwrap();
    out[..len].to_vec()
}

/// All that a decoder finds in a stream that comes in pieces.
fn found(stream: &[u8], piece: usize) -> (Vec<(u8, u16, Vec<u8>)>, usize) {
    let mut decoder = FrameDecoder::new();
    let (mut frames, mut bad) = (Vec::new(), 0);
    for mut input in stream.chunks(piece.max(1)) {
        loop {
            match decoder.feed(&mut input) {
                Feed::More => break,
                Feed::Bad(_) => bad += 1,
                Feed::Frame(frame) => frames.push((frame.kind, frame.id, frame.body.to_vec())),
            }
        }
    }
    (frames, bad)
}

/// Its row of the catalogue of parametrised CRC algorithms, and more of what two programs agree on.
#[test]
fn the_checksum_is_crc16_ibm_3740() {
    let number = |value: &Value| {
        let digits = value.as_str().unwrap().strip_prefix("0x").unwrap();
        u16::from_str_radix(digits, 16).unwrap()
    };
    let catalogue: Value =
        serde_json::from_str(include_str!("../vectors/crc_catalog.json")).unwrap();
    let row = &catalogue["algorithms"][0];
    assert_eq!(row["name"], "CRC-16/IBM-3740");
    assert_eq!(crc16(b"123456789"), number(&row["check"]));
    let more = catalogue["extra"]["CRC-16/IBM-3740"].as_object().unwrap();
    assert!(more.len() >= 4);
    for (data, checksum) in more {
        assert_eq!(crc16(&hex::unhex(data)), number(checksum), "{data}");
    }
}

#[test]
fn a_padded_number_and_a_byte_too_many_are_malformed() {
    // lease_ms = 500 as f4 03, padded to f4 83 00.
    let whole = [2, 0, 0xf4, 0x03];
    assert!(Request::decode(0x19, &whole).is_ok());
    for wrong in [
        &[2, 0, 0xf4, 0x83, 0x00][..],
        &[2, 0, 0xf4, 0x03, 0][..],
        &[2, 0][..],
    ] {
        assert_eq!(
            Request::decode(0x19, wrong),
            Err(DecodeError::Malformed(0x19))
        );
    }
}

/// The definition: bit by bit.
fn crc_bit_by_bit(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte) << 8, |crc, _| match crc >> 15 {
            0 => crc << 1,
            _ => crc << 1 ^ 0x1021,
        })
    })
}

proptest! {
    /// Run with and without the feature `fast-crc`.
    #[test]
    fn the_checksum_is_what_its_definition_says(bytes in prop::collection::vec(any::<u8>(), 0..=MAX_FRAME)) {
        prop_assert_eq!(crc16(&bytes), crc_bit_by_bit(&bytes));
    }

    #[test]
    fn a_frame_survives_any_split_and_idle_delimiters(
        messages in prop::collection::vec((any::<u8>(), any::<u16>(), prop::collection::vec(any::<u8>(), 0..=MAX_BODY)), 1..5),
        piece in 1usize..300,
        idle in 0usize..3,
    ) {
        let mut stream = Vec::new();
        for (kind, id, body) in &messages {
            stream.extend(core::iter::repeat_n(0, idle));
            stream.extend(framed(*kind, *id, body));
        }
        let (frames, bad) = found(&stream, piece);
        prop_assert_eq!(bad, 0);
        prop_assert_eq!(frames, messages);
    }

    #[test]
    fn a_flipped_bit_is_never_a_frame_and_never_costs_the_next_one(
        body in prop::collection::vec(any::<u8>(), 0..60),
        at in any::<prop::sample::Index>(),
        bit in 0u8..8,
    ) {
        let mut stream = framed(0x11, 1, &body);
        let at = at.index(stream.len() - 1); // the delimiter between the two stays
        stream[at] ^= 1 << bit;
        stream.push(0);
        stream.extend(framed(0x12, 2, b"next"));
        let (frames, _) = found(&stream, 7);
        prop_assert_eq!(frames, vec![(0x12, 2, b"next".to_vec())]);
    }

    #[test]
    fn what_is_too_long_is_dropped_whole(garbage in prop::collection::vec(1u8..=255, MAX_FRAME..4 * MAX_FRAME)) {
        let mut stream = garbage;
        stream.push(0);
        stream.extend(framed(0x12, 2, b"next"));
        let (frames, bad) = found(&stream, 31);
        prop_assert_eq!(bad, 1);
        prop_assert_eq!(frames, vec![(0x12, 2, b"next".to_vec())]);
    }

    #[test]
    fn any_bytes_are_frames_or_not_but_never_a_panic(stream in prop::collection::vec(any::<u8>(), 0..600), piece in 1usize..64) {
        let _ = found(&stream, piece);
    }

    #[test]
    fn one_message_has_one_encoding(kind in 0u8..0x30, body in prop::collection::vec(any::<u8>(), 0..80)) {
        if let Ok(request) = Request::decode(kind, &body) {
            let mut again = [0; MAX_BODY];
            let len = request.encode(&mut again).unwrap();
            prop_assert_eq!(&again[..len], body.as_slice());
        }
    }
}
