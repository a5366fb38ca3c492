//! Controllers who come over the radio.

use camera_app::coprocessor::{Accepted, Arrived, Bytes, Connected, PIECE_MAX, ROOM, kind};
use camera_fsm::action::{OpId, RadioJob};
use camera_fsm::time::Instant;
use camera_hal::radio::{Radio as _, RadioEvent};
use camera_proto::codec;
use heapless::Vec as Bounded;

use crate::cable::{ALL_OVER, Place, Radio, heard, heard_of, radio_with, say};

const NOW: Instant = Instant::from_millis(1);
const WIDE: Connected = Connected { room: 1_000 };

fn places<const N: usize>() -> [Place; N] {
    core::array::from_fn(|_| Place::default())
}

fn bytes(at: u16, bytes: &[u8]) -> Bytes {
    let bytes = Bounded::from_slice(bytes).unwrap();
    Bytes { at, bytes }
}

/// Kinds and ids of what the radio hears after a turn.
fn turn<const N: usize>(radio: &mut Radio<'_, N>) -> Vec<(u8, u16)> {
    assert_eq!(radio.poll(NOW), None);
    let frames = heard(radio).into_iter();
    frames.map(|(kind, id, _)| (kind, id)).collect()
}

/// What it hears of a connection's bytes.
fn sent<const N: usize>(radio: &mut Radio<'_, N>) -> Vec<(u16, Bytes)> {
    assert_eq!(radio.poll(NOW), None);
    let frames = heard_of(radio, kind::BYTES).into_iter();
    frames
        .map(|(id, body)| (id, codec::decode(&body).unwrap()))
        .collect()
}

#[test]
fn a_camera_that_has_started_knows_nobody_and_says_so() {
    let mut radio = radio_with([]);
    assert_eq!(radio.due(), Some(Instant::default()), "at once");
    assert_eq!(turn(&mut radio), [ALL_OVER]);
    assert_eq!(radio.due(), None);
    say(&mut radio, kind::BYTES, 7, &bytes(0, b"from before"));
    assert_eq!(turn(&mut radio), [(kind::CLOSED, 7)]);
}

#[test]
fn who_connects_gets_a_place_and_whoever_comes_then_is_turned_away() {
    let [first, second] = places();
    let mut radio = radio_with([&first, &second]);
    turn(&mut radio);
    for number in [5, 6, 7] {
        say(&mut radio, kind::CONNECTED, number, &WIDE);
    }
    assert_eq!(radio.poll(NOW), None);
    let said = heard(&mut radio);
    let accepted = codec::decode::<Accepted>(&said[1].2).unwrap();
    assert_eq!(accepted, Accepted { room: ROOM });
    let said: Vec<_> = said.iter().map(|(kind, id, _)| (*kind, *id)).collect();
    assert_eq!(
        said,
        [(kind::CLOSED, 7), (kind::ACCEPTED, 5), (kind::ACCEPTED, 6)]
    );
    assert!(first.borrow().is_connected && second.borrow().is_connected);
    // Who goes makes room.
    say(&mut radio, kind::CLOSED, 5, &());
    say(&mut radio, kind::CONNECTED, 8, &WIDE);
    assert_eq!(turn(&mut radio), [(kind::ACCEPTED, 8)]);
    assert_eq!(first.borrow().connections, 2, "another one");
}

#[test]
fn a_radio_that_has_started_has_nobody() {
    let [first, second] = places();
    let mut radio = radio_with([&first, &second]);
    turn(&mut radio);
    for number in [5, 6] {
        say(&mut radio, kind::CONNECTED, number, &WIDE);
    }
    turn(&mut radio);
    say(&mut radio, kind::CLOSED, 0, &());
    assert_eq!(radio.poll(NOW), Some(RadioEvent::LinkLost));
    assert!(!first.borrow().is_connected && !second.borrow().is_connected);
    assert_eq!(turn(&mut radio), [(kind::TAKEN, 0)]);
}

/// The radio says Connected until it is answered, and the answer takes its time.
#[test]
fn who_connects_again_while_the_answer_is_on_its_way_goes_on() {
    let [place] = places();
    let mut radio = radio_with([&place]);
    turn(&mut radio);
    say(&mut radio, kind::CONNECTED, 5, &WIDE);
    assert_eq!(turn(&mut radio), [(kind::ACCEPTED, 5)]);
    place.borrow_mut().goes.extend(b"who is it?");
    assert_eq!(sent(&mut radio)[0].1.at, 0);
    say(&mut radio, kind::CONNECTED, 5, &WIDE);
    say(&mut radio, kind::BYTES, 5, &bytes(0, b"hello, "));
    assert_eq!(turn(&mut radio), [(kind::ACCEPTED, 5)]);
    say(&mut radio, kind::CONNECTED, 5, &WIDE);
    say(&mut radio, kind::BYTES, 5, &bytes(7, b"world"));
    assert_eq!(turn(&mut radio), [(kind::ACCEPTED, 5)]);
    assert_eq!(place.borrow().came, *b"hello, world");
    assert_eq!(place.borrow().connections, 1);
    place.borrow_mut().goes.extend(b"come in");
    assert_eq!(sent(&mut radio)[0].1.at, 10);
}

#[test]
fn what_comes_is_acknowledged_when_the_camera_has_looked_at_it() {
    let [place] = places();
    let mut radio = radio_with([&place]);
    turn(&mut radio);
    say(&mut radio, kind::CONNECTED, 5, &WIDE);
    say(&mut radio, kind::BYTES, 5, &bytes(0, b"hello, "));
    say(&mut radio, kind::BYTES, 5, &bytes(7, b"world"));
    assert_eq!(turn(&mut radio), [(kind::ACCEPTED, 5)]);
    assert_eq!(place.borrow().came, *b"hello, world");
    assert_eq!(radio.due(), None);
    place.borrow_mut().came.drain(..9);
    assert_eq!(radio.due(), Some(Instant::default()));
    assert_eq!(radio.poll(NOW), None);
    let [(5, body)] = &heard_of(&mut radio, kind::ARRIVED)[..] else {
        panic!("it is said once");
    };
    assert_eq!(codec::decode(body), Ok(Arrived { upto: 9 }));
}

#[test]
fn a_missing_piece_ends_the_connection() {
    let [place] = places();
    let mut radio = radio_with([&place]);
    turn(&mut radio);
    say(&mut radio, kind::CONNECTED, 5, &WIDE);
    turn(&mut radio);
    say(&mut radio, kind::BYTES, 5, &bytes(3, b"lo"));
    assert_eq!(turn(&mut radio), [(kind::CLOSED, 5)]);
    assert!(!place.borrow().is_connected);
}

#[test]
fn a_flood_ends_the_connection() {
    let [place] = places();
    let mut radio = radio_with([&place]);
    turn(&mut radio);
    say(&mut radio, kind::CONNECTED, 5, &WIDE);
    let full = [1; PIECE_MAX];
    for piece in 0..3 {
        say(
            &mut radio,
            kind::BYTES,
            5,
            &bytes(piece * PIECE_MAX as u16, &full),
        );
    }
    assert_eq!(turn(&mut radio), [(kind::CLOSED, 5)]);
    assert!(!place.borrow().is_connected);
}

#[test]
fn what_goes_waits_for_room_and_has_arrived_when_the_radio_says_so() {
    let [place] = places();
    let mut radio = radio_with([&place]);
    turn(&mut radio);
    say(&mut radio, kind::CONNECTED, 5, &Connected { room: 200 });
    turn(&mut radio);
    place.borrow_mut().goes.extend([9; 250]);
    let pieces = sent(&mut radio);
    let sizes: Vec<_> = pieces
        .iter()
        .map(|(id, b)| (*id, b.at, b.bytes.len()))
        .collect();
    assert_eq!(sizes, [(5, 0, 112), (5, 112, 88)]);
    assert!(place.borrow().is_sending);
    assert_eq!(radio.due(), None, "it waits for room");
    say(&mut radio, kind::ARRIVED, 5, &Arrived { upto: 60 });
    let pieces = sent(&mut radio);
    assert_eq!((pieces[0].1.at, pieces[0].1.bytes.len()), (200, 50));
    // What cannot be is not heard: more than was sent, and what was said before.
    for upto in [300, 20] {
        say(&mut radio, kind::ARRIVED, 5, &Arrived { upto });
        assert_eq!(turn(&mut radio), []);
        assert!(place.borrow().is_sending);
    }
    say(&mut radio, kind::ARRIVED, 5, &Arrived { upto: 250 });
    turn(&mut radio);
    assert!(!place.borrow().is_sending);
}

#[test]
fn the_counts_wrap() {
    let [place] = places();
    let mut radio = radio_with([&place]);
    turn(&mut radio);
    say(&mut radio, kind::CONNECTED, 5, &WIDE);
    turn(&mut radio);
    let mut at = 0_u16;
    for _ in 0..1_000 {
        say(&mut radio, kind::BYTES, 5, &bytes(at, &[7; 100]));
        at = at.wrapping_add(100);
        turn(&mut radio);
        place.borrow_mut().came.clear();
        place.borrow_mut().goes.extend([8; 100]);
        let pieces = sent(&mut radio);
        assert_eq!(pieces[0].1.at, at.wrapping_sub(100));
        say(&mut radio, kind::ARRIVED, 5, &Arrived { upto: at });
        turn(&mut radio);
        assert!(!place.borrow().is_sending);
    }
    assert!(place.borrow().is_connected);
}

#[test]
fn the_camera_hangs_up_and_what_still_comes_is_dropped() {
    let [place] = places();
    let mut radio = radio_with([&place]);
    turn(&mut radio);
    say(&mut radio, kind::CONNECTED, 5, &WIDE);
    turn(&mut radio);
    place.borrow_mut().is_hung_up = true;
    say(&mut radio, kind::BYTES, 5, &bytes(0, b"too late"));
    assert_eq!(turn(&mut radio), [(kind::CLOSED, 5)]);
    assert!(place.borrow().came.is_empty());
    say(&mut radio, kind::CONNECTED, 6, &WIDE);
    assert_eq!(turn(&mut radio), [(kind::ACCEPTED, 6)]);
    assert!(!place.borrow().is_hung_up);
}

#[test]
fn nothing_breaks_into_a_frame() {
    let [place] = places();
    let mut radio = radio_with([&place]);
    turn(&mut radio);
    say(&mut radio, kind::CONNECTED, 5, &WIDE);
    turn(&mut radio);
    place.borrow_mut().goes.extend(b"an answer");
    // The line takes the beginning of a job, and not yet the rest.
    radio.line().room = 4;
    radio.start(NOW, OpId(9), RadioJob::Off, None, b"ap");
    assert!(radio.due() > Some(NOW), "the guest's bytes wait");
    radio.line().room = usize::MAX;
    assert_eq!(turn(&mut radio), [(kind::START, 9), (kind::BYTES, 5)]);
}
