//! Laws of a frame that travels as one message of a WebSocket.

use camera_proto::frame::{Feed, FrameDecoder, FrameError, HEADER, MAX_FRAME, crc16};
use camera_proto::message::MAX_BODY;
use camera_proto::websocket::{MAX_MESSAGE, from_frame, to_frame};
use proptest::prelude::*;

use crate::framed;

/// A kind, an id and a body, or why there is none.
type Verdict = Result<(u8, u16, Vec<u8>), FrameError>;

/// What a decoder says of one frame, of which it leaves nothing.
fn of_a_stream(mut frame: &[u8]) -> Verdict {
    let mut decoder = FrameDecoder::new();
    let verdict = match decoder.feed(&mut frame) {
        Feed::Frame(frame) => Ok((frame.kind, frame.id, frame.body.to_vec())),
        Feed::Bad(why) => Err(why),
        Feed::More => panic!("half a frame"),
    };
    assert_eq!(decoder.feed(&mut frame), Feed::More);
    verdict
}

/// What is made of a message.
fn of_a_message(message: &[u8]) -> Verdict {
    of_a_stream(to_frame(message, &mut [0; MAX_FRAME])?)
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..=MAX_BODY)
}

/// Few enough values that COBS codes now and then lead to the end.
fn stuffed() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(1u8..=4, 1..12),
        prop::collection::vec(1u8..=255, 1..MAX_FRAME + 4),
    ]
}

proptest! {
    #[test]
    fn a_message_is_kind_id_body_and_checksum_and_nothing_else(kind: u8, id: u16, body in body()) {
        let mut frame = framed(kind, id, &body);
        let checked = [&[kind][..], &id.to_le_bytes(), &body].concat();
        let expected = [&checked[..], &crc16(&checked).to_le_bytes()].concat();
        prop_assert_eq!(from_frame(&mut frame), Ok(&expected[..]));
    }

    #[test]
    fn a_frame_comes_out_of_its_message_as_it_went_in(kind: u8, id: u16, body in body()) {
        let frame = framed(kind, id, &body);
        let mut undone = frame.clone();
        let (message, mut room) = (from_frame(&mut undone).unwrap(), [0; MAX_FRAME]);
        prop_assert_eq!(to_frame(message, &mut room), Ok(&frame[..]));
    }

    #[test]
    fn a_message_is_judged_as_its_frame_is(stuffed in stuffed()) {
        let mut frame = [&stuffed[..], &[0]].concat();
        let expected = of_a_stream(&frame);
        let verdict = from_frame(&mut frame).and_then(of_a_message);
        prop_assert_eq!(verdict, expected);
    }

    #[test]
    fn any_bytes_are_a_message_if_their_length_and_checksum_are_right(
        message in prop::collection::vec(any::<u8>(), 0..MAX_MESSAGE + 10),
    ) {
        let expected = match message.split_last_chunk::<2>() {
            _ if message.len() > MAX_MESSAGE => Err(FrameError::TooLong),
            Some((checked @ [kind, low, high, body @ ..], crc)) => {
                match crc16(checked).to_le_bytes() == *crc {
                    true => Ok((*kind, u16::from_le_bytes([*low, *high]), body.to_vec())),
                    false => Err(FrameError::Crc),
                }
            }
            _ => Err(FrameError::TooShort),
        };
        prop_assert_eq!(of_a_message(&message), expected);
    }

    #[test]
    fn what_is_not_exactly_one_frame_becomes_no_message(body in body(), cut in any::<prop::sample::Index>()) {
        let whole = framed(0x11, 1, &body);
        let mut part = whole[..cut.index(whole.len())].to_vec();
        prop_assert!(from_frame(&mut part).is_err());
        let mut two = [&whole[..], &whole].concat();
        prop_assert!(from_frame(&mut two).is_err());
    }
}

#[test]
fn the_shortest_and_the_longest_message_are_read_and_those_beyond_are_not() {
    for (len, body) in [(HEADER + 2, 0), (MAX_MESSAGE, MAX_MESSAGE - HEADER - 2)] {
        let mut frame = framed(0x7f, 0, &vec![0; body]);
        let message = from_frame(&mut frame).unwrap();
        assert_eq!(message.len(), len);
        assert_eq!(of_a_message(message), Ok((0x7f, 0, vec![0; body])));
    }
    assert_eq!(of_a_message(&[]), Err(FrameError::TooShort));
    assert_eq!(of_a_message(&[0; HEADER + 1]), Err(FrameError::TooShort));
    assert_eq!(
        of_a_message(&[0; MAX_MESSAGE + 1]),
        Err(FrameError::TooLong)
    );
}

#[cfg(feature = "pairing")]
mod sealed {
    use camera_proto::sealed::{SEALED_BODY_AT, read, write};
    use camera_proto::session::Session;

    use super::*;

    proptest! {
        #[test]
        fn a_session_goes_on_over_a_websocket(bodies in prop::collection::vec(body(), 1..5)) {
            let (to_camera, to_app) = ([1; 32], [2; 32]);
            let mut app = Session::new(&to_camera, &to_app);
            let mut camera = Session::new(&to_app, &to_camera);
            for (id, body) in (1..).zip(bodies) {
                let mut out = [0; MAX_FRAME];
                out[SEALED_BODY_AT..][..body.len()].copy_from_slice(&body);
                let len = write(&mut app, 0x40, id, body.len(), &mut out).unwrap();
                let message = from_frame(&mut out[..len]).unwrap();

                let (mut decoder, mut room) = (FrameDecoder::new(), [0; MAX_FRAME]);
                let mut frame = to_frame(message, &mut room).unwrap();
                let Feed::Frame(frame) = decoder.feed(&mut frame) else {
                    panic!("no frame");
                };
                let inner = read(&mut camera, frame).unwrap();
                prop_assert_eq!((inner.kind, inner.id), (0x40, id));
                prop_assert_eq!(&*inner.body, &body[..]);
            }
        }
    }
}
