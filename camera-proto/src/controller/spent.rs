//! What becomes of a session that has carried all it may.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use zeroize::Zeroizing;

use super::*;
use crate::frame::MAX_FRAME;
use crate::session::{MESSAGES_MAX, Session};

/// It can be repeated: no key comes from it.
fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(7)
}

/// An open session that may send `left` more messages.
fn nearly_spent(left: u64) -> Controller {
    let mut app = Controller::new(1, Patience::default());
    app.key = Some((KeyId([7; 8]), Zeroizing::new([9; 32])));
    app.link = Link::over(Session::after(MESSAGES_MAX - left, &[1; 32], &[2; 32]));
    app.stage = Stage::Open;
    app.has_opened = true;
    app
}

#[test]
fn a_spent_session_says_so_and_not_that_a_message_is_too_long() {
    let mut out = [0; MAX_FRAME];
    let mut link = Link::over(Session::after(MESSAGES_MAX - 1, &[1; 32], &[2; 32]));
    assert!(link.request(&Request::Status, &mut out).is_ok());
    let error = link.request(&Request::Status, &mut out);
    assert_eq!(error, Err(ControllerError::Exhausted));
    let mut link = Link::over(Session::new(&[1; 32], &[2; 32]));
    let error = link.request(&Request::Status, &mut [0; 8]);
    assert_eq!(error, Err(ControllerError::TooLong));
}

#[test]
fn r43_the_app_opens_another_session_by_its_key_and_asks_there() {
    let mut app = nearly_spent(1);
    let mut out = [0; MAX_FRAME];
    let step = app.step(0, Input::Ask(&Request::Status), &mut rng(), &mut out);
    assert!(matches!(step.send, Some((_, kind::STATUS))));

    let mut app = nearly_spent(0);
    let step = app.step(0, Input::Ask(&Request::Status), &mut rng(), &mut out);
    assert_eq!(step.action, Some(Action::HangUp));
    assert!(step.told.is_none(), "nothing is over: {:?}", step.told);
    let at_ms = step.wake_at_ms.expect("a try to come back");
    let step = app.step(at_ms, Input::Tick, &mut rng(), &mut out);
    assert_eq!(step.action, Some(Action::Connect));
    assert!(app.is_waiting(), "what was asked is asked there");
    let step = app.step(at_ms, Input::Connected, &mut rng(), &mut out);
    assert!(matches!(step.send, Some((_, kind::HELLO))));
}
