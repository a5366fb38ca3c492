//! Sealed messages, and the handshake that resumes a session, through the public API.
#![cfg(feature = "pairing")]

use camera_proto::noise::{Initiator, MESSAGE_LEN, NoiseError, respond};
use camera_proto::session::{LOST_MAX, Sealed, Session, SessionError, TAG_LEN};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

const AAD: &[u8] = &[0x7f];

fn both_sides() -> (Session, Session) {
    let (to_camera, to_app) = ([1; 32], [2; 32]);
    let app = Session::new(&to_camera, &to_app);
    let camera = Session::new(&to_app, &to_camera);
    (app, camera)
}

/// A sealed copy of a body, and its counter.
fn sealed(session: &mut Session, body: &[u8]) -> (u16, Vec<u8>) {
    let mut buf = [body, &[0; TAG_LEN]].concat();
    let sealed = session.seal(AAD, &mut buf, body.len()).unwrap();
    assert_eq!(sealed.len, buf.len());
    (sealed.counter, buf)
}

/// A sealed body opened by its receiver.
fn opened(
    session: &mut Session,
    (counter, bytes): &(u16, Vec<u8>),
) -> Result<Vec<u8>, SessionError> {
    let mut buf = bytes.clone();
    let result = session.open(*counter, AAD, &mut buf);
    match result {
        Ok(len) => Ok(buf[..len].to_vec()),
        Err(error) => {
            assert_eq!(&buf, bytes, "a refused body is left as it came");
            Err(error)
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_sealed_opens_to_itself_in_both_directions(
        bodies in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 1..20),
    ) {
        let (mut app, mut camera) = both_sides();
        for body in &bodies {
            let request = sealed(&mut app, body);
            prop_assert_eq!(opened(&mut camera, &request), Ok(body.clone()));
            let reply = sealed(&mut camera, body);
            prop_assert_eq!(opened(&mut app, &reply), Ok(body.clone()));
        }
    }

    #[test]
    fn any_change_is_refused_and_changes_nothing(
        body in prop::collection::vec(any::<u8>(), 0..100),
        place in any::<prop::sample::Index>(),
        flip in 1_u8..,
        shift in 1_u16..,
    ) {
        let (mut app, mut camera) = both_sides();
        let message = sealed(&mut app, &body);

        let mut altered = message.clone();
        altered.1[place.index(message.1.len())] ^= flip;
        prop_assert_eq!(opened(&mut camera, &altered), Err(SessionError::Refused));

        let renumbered = (message.0.wrapping_add(shift), message.1.clone());
        prop_assert_eq!(opened(&mut camera, &renumbered), Err(SessionError::Refused));

        let cut = (message.0, message.1[..place.index(message.1.len())].to_vec());
        prop_assert_eq!(opened(&mut camera, &cut), Err(SessionError::Refused));

        let mut buf = message.1.clone();
        prop_assert_eq!(camera.open(message.0, &[flip ^ 0x7f], &mut buf), Err(SessionError::Refused));

        prop_assert_eq!(opened(&mut app, &message), Err(SessionError::Refused), "sent back");
        prop_assert_eq!(opened(&mut camera, &message), Ok(body));
    }

    #[test]
    fn of_any_delivery_exactly_what_comes_forward_is_opened(
        order in prop::collection::vec(0_usize..32, 1..64),
    ) {
        let (mut app, mut camera) = both_sides();
        let messages: Vec<_> = (0..32).map(|body| sealed(&mut app, &[body])).collect();
        let mut due = 0;
        for number in order {
            let result = opened(&mut camera, &messages[number]);
            if number >= due {
                prop_assert_eq!(result, Ok(vec![number as u8]));
                due = number + 1;
            } else {
                prop_assert_eq!(result, Err(SessionError::Refused));
            }
        }
    }
}

#[test]
fn counters_cross_2_to_the_16_with_gaps() {
    let (mut app, mut camera) = both_sides();
    for number in 0_u32..70_000 {
        let message = sealed(&mut app, &number.to_le_bytes());
        if number % 1_009 == 0 || number % 65_536 == 0 {
            let body = number.to_le_bytes().to_vec();
            assert_eq!(opened(&mut camera, &message), Ok(body));
            assert_eq!(opened(&mut camera, &message), Err(SessionError::Refused));
        }
    }
}

#[test]
fn as_many_lost_messages_as_promised_are_survived_and_no_more() {
    let (mut app, mut camera) = both_sides();
    let (_, mut other) = both_sides();
    for _ in 0..LOST_MAX {
        sealed(&mut app, b"lost");
    }
    let last = sealed(&mut app, b"in time");
    let late = sealed(&mut app, b"too late");
    assert_eq!(opened(&mut camera, &late), Err(SessionError::Refused));
    assert_eq!(opened(&mut camera, &last), Ok(b"in time".to_vec()));
    assert_eq!(opened(&mut camera, &late), Ok(b"too late".to_vec()));
    assert_eq!(opened(&mut other, &late), Err(SessionError::Refused));
}

#[test]
fn a_buffer_without_room_for_the_tag_costs_no_counter() {
    let (mut app, mut camera) = both_sides();
    let mut buf = [7; 4 + TAG_LEN];
    for plain_len in [5, buf.len(), buf.len() + 1, usize::MAX] {
        let result = app.seal(AAD, &mut buf, plain_len);
        assert_eq!(result, Err(SessionError::NoRoom));
        assert_eq!(buf, [7; 4 + TAG_LEN]);
    }
    let result = app.seal(AAD, &mut buf, 4);
    assert_eq!(
        result,
        Ok(Sealed {
            counter: 0,
            len: 20
        })
    );
    assert_eq!(opened(&mut camera, &(0, buf.to_vec())), Ok(vec![7; 4]));
}

const PSK: [u8; 32] = [9; 32];
const PROLOGUE: &[u8] = b"key id and hellos";

/// A handshake whose messages pass through `wire`, app's first and camera's second.
fn resumed(
    camera_psk: &[u8; 32],
    camera_prologue: &[u8],
    wire: impl Fn(usize, [u8; MESSAGE_LEN]) -> [u8; MESSAGE_LEN],
) -> Result<(Session, Session), NoiseError> {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let (app, first) = Initiator::start(&PSK, PROLOGUE, &mut rng)?;
    let (answer, camera) = respond(camera_psk, camera_prologue, &mut rng, &wire(0, first))?;
    Ok((app.finish(&wire(1, answer))?, camera))
}

#[test]
fn a_resumed_session_talks_both_ways() {
    let (mut app, mut camera) = resumed(&PSK, PROLOGUE, |_, message| message).unwrap();
    let request = sealed(&mut app, b"status?");
    assert_eq!(opened(&mut camera, &request), Ok(b"status?".to_vec()));
    let reply = sealed(&mut camera, b"ready");
    assert_eq!(opened(&mut app, &reply), Ok(b"ready".to_vec()));
}

#[test]
fn another_key_or_prologue_is_refused() {
    let refused = resumed(&[8; 32], PROLOGUE, |_, message| message).err();
    assert_eq!(refused, Some(NoiseError));
    let refused = resumed(&PSK, b"key id and other hellos", |_, message| message).err();
    assert_eq!(refused, Some(NoiseError));
}

#[test]
fn every_altered_byte_of_a_handshake_is_refused() {
    for (which, place) in (0..2).flat_map(|which| (0..MESSAGE_LEN).map(move |at| (which, at))) {
        let refused = resumed(&PSK, PROLOGUE, |index, mut message| {
            message[place] ^= u8::from(index == which);
            message
        });
        assert_eq!(
            refused.err(),
            Some(NoiseError),
            "message {which}, byte {place}"
        );
    }
}

#[test]
fn a_repeated_first_message_gives_a_session_that_cannot_be_spoken_to() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let (app, first) = Initiator::start(&PSK, PROLOGUE, &mut rng).unwrap();
    let (answer, _) = respond(&PSK, PROLOGUE, &mut rng, &first).unwrap();
    let mut app = app.finish(&answer).unwrap();
    let recorded = sealed(&mut app, b"reset");

    let (_, mut camera) = respond(&PSK, PROLOGUE, &mut rng, &first).unwrap();
    assert_eq!(opened(&mut camera, &recorded), Err(SessionError::Refused));
}
