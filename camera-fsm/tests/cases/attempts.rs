//! An attempt to pair is counted in flash before the camera's confirmation leaves (R45): the confirmation tells right
//! from wrong, so nobody may get it uncounted.

use crate::hand::{Hand, KNOWN, TRIAL, answers, refusals, stored};
use camera_fsm::action::{Action, Actions, Answer, OpId, StoreJob};
use camera_fsm::device::Device;
use camera_fsm::input::{Ask, ClientId, Input, OpResult, PinLevel, Stored};
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_proto::message::Refused;
use camera_proto::vocab::{CameraState, PairingSecret, Refusal, Role};

const CLIENT: ClientId = ClientId(1);
const ID: u16 = 7;

/// A camera whose setup window is open, and the time.
fn in_setup() -> (Device, Instant) {
    let mut now = Instant::from_millis(0);
    let mut camera = Device::new(&REFERENCE, now, PinLevel::Up);
    let mut step = camera.step(now, Input::Boot(&Stored::BLANK));
    for _ in 0..1_000 {
        if camera.may_pair_by(PairingSecret::CODE) {
            return (camera, now);
        }
        let begun = step.actions.iter().find_map(|action| match action {
            Action::Radio { op, .. } | Action::Store { op, .. } => Some(*op),
            _ => None,
        });
        let input = match begun {
            Some(op) => Input::Done {
                op,
                result: OpResult::Done,
            },
            None => {
                now = step.wake_at.expect("it opens setup by itself");
                Input::Tick
            }
        };
        step = camera.step(now, input);
    }
    panic!("the window does not open");
}

fn replies(actions: &Actions) -> Vec<Answer> {
    let reply = |action: &Action| match action {
        Action::Reply { client, id, answer } if (*client, *id) == (CLIENT, ID) => Some(*answer),
        _ => None,
    };
    actions.iter().filter_map(reply).collect()
}

/// Tries a code. The count that the machine wants written, and by which operation.
fn attempt(camera: &mut Device, now: Instant) -> (u8, OpId) {
    let ask = Ask::PairAttempt {
        by: PairingSecret::CODE,
    };
    let (client, id, role) = (CLIENT, ID, Role::STRANGER);
    let input = Input::Request {
        client,
        id,
        role,
        ask,
    };
    let step = camera.step(now, input);
    match step.actions.as_slice() {
        [
            Action::Store {
                op,
                job: StoreJob::SaveAttempts(count),
            },
        ] => (*count, *op),
        other => panic!("something else than counting: {other:?}"),
    }
}

fn ended(camera: &mut Device, now: Instant, op: OpId, result: OpResult) -> Vec<Answer> {
    let step = camera.step(now, Input::Done { op, result });
    replies(&step.actions)
}

#[test]
fn r45_the_share_is_answered_only_once_the_attempt_is_counted() {
    let (mut camera, now) = in_setup();
    for count in 1..=3 {
        let (written, op) = attempt(&mut camera, now);
        assert_eq!(written, count, "one more than before");
        assert_eq!(camera.pairing().attempts(), count - 1);
        // Whatever else happens meanwhile brings no answer.
        let step = camera.step(now.after(1), Input::Tick);
        assert_eq!(replies(&step.actions), []);
        let other = OpId(op.0.wrapping_add(100));
        assert_eq!(ended(&mut camera, now, other, OpResult::Done), []);

        let answers = ended(&mut camera, now, op, OpResult::Done);
        assert_eq!(answers, [Answer::PairShare]);
        assert_eq!(camera.pairing().attempts(), count);
        let _ = camera.step(now, Input::Disconnected(CLIENT));
    }
}

#[test]
fn r45_an_attempt_that_cannot_be_counted_is_not_answered() {
    let (mut camera, now) = in_setup();
    let (_, op) = attempt(&mut camera, now);
    let broken = OpResult::Failed(Refused::because(Refusal::STORE_FAILURE));
    let answers = ended(&mut camera, now, op, broken);
    let why = Refused::because(Refusal::STORE_FAILURE);
    assert_eq!(answers, [Answer::Refused(why)]);
    assert_eq!(camera.pairing().attempts(), 0);
    // And the next one may try.
    let (count, _) = attempt(&mut camera, now);
    assert_eq!(count, 1);
}

const TRY: Ask = Ask::PairAttempt {
    by: PairingSecret::CODE,
};

#[test]
fn r45_nobody_pairs_before_the_network_is_up() {
    let (mut hand, _) = Hand::new(&Stored::BLANK);
    let opening = hand.step(3_000, Input::Tick);
    assert!(!hand.camera.may_pair_by(PairingSecret::CODE));
    hand.finish(&opening, OpResult::Done);
    assert!(hand.camera.may_pair_by(PairingSecret::CODE));
}

#[test]
fn r45_a_door_that_is_locked_says_so() {
    let attempts = REFERENCE.provision.attempts_max;
    for (attempts, why) in [
        (attempts, Refusal::LOCKED),
        (attempts - 1, Refusal::WINDOW_CLOSED),
    ] {
        let (mut hand, _) = Hand::new(&Stored { attempts, ..KNOWN });
        assert_eq!(refusals(&hand.ask(1, Role::STRANGER, TRY)), [why]);
    }
}

#[test]
fn r45_an_attempt_has_its_time_and_then_the_next_one_may_try() {
    let pairing_ms = REFERENCE.provision.pairing_ms;
    let shared = || {
        let mut hand = Hand::in_setup();
        let counting = hand.ask(1, Role::STRANGER, TRY);
        let shared = hand.finish(&counting, OpResult::Done);
        assert_eq!(answers(&shared), [Answer::PairShare]);
        assert_eq!(refusals(&hand.ask(2, Role::STRANGER, TRY)), [Refusal::BUSY]);
        hand
    };
    let mut hand = shared();
    hand.pass(pairing_ms - 10);
    let proven = hand.ask(1, Role::STRANGER, Ask::PairProven);
    assert_eq!(stored(&proven), [StoreJob::SaveAttempts(0)]);

    let mut hand = shared();
    hand.pass(pairing_ms);
    let counting = hand.ask(2, Role::STRANGER, TRY);
    assert_eq!(stored(&counting), [StoreJob::SaveAttempts(2)]);
}

#[test]
fn r45_an_attempt_is_its_own_clients_and_ends_for_nothing_else() {
    let mut hand = Hand::in_setup();
    hand.ask(0, Role::USER, Ask::Identify { ms: 1_000 });
    let counting = hand.ask(1, Role::STRANGER, TRY);
    hand.finish(&counting, OpResult::Done);
    // Something else is over meanwhile.
    hand.pass(2_000);
    let other = hand.ask(2, Role::STRANGER, Ask::PairProven);
    assert_eq!(refusals(&other), [Refusal::NOT_ALLOWED]);
    let proven = hand.ask(1, Role::STRANGER, Ask::PairProven);
    assert_eq!(stored(&proven), [StoreJob::SaveAttempts(0)]);
}

#[test]
fn r45_who_must_wait_is_told_for_how_long_and_how_often_it_may_try_yet() {
    let times = &REFERENCE.provision;
    let mut hand = Hand::in_setup();
    let refused = |hand: &mut Hand| match answers(&hand.ask(1, Role::STRANGER, TRY))[..] {
        [Answer::Refused(refused)] => Some(refused),
        _ => None,
    };
    let wait_s = (times.penalty_ms / 1_000) as u16;
    let mut wrong = 0;
    let first = loop {
        let counting = hand.ask(1, Role::STRANGER, TRY);
        if let [Answer::Refused(first)] = answers(&counting)[..] {
            break first;
        }
        hand.finish(&counting, OpResult::Done);
        hand.ask(1, Role::STRANGER, Ask::PairFailed);
        wrong += 1;
    };
    let left = times.attempts_max - wrong;
    assert_eq!((first.retry_s, first.attempts_left), (wait_s, left));
    // A millisecond has passed with each; a begun second counts.
    hand.pass(998);
    let later = refused(&mut hand).expect("it must wait yet");
    assert_eq!(later.retry_s, wait_s - 1);
    hand.pass(u32::from(later.retry_s) * 1_000);
    assert_eq!(refused(&mut hand), None);
}

#[test]
fn r45_who_has_tried_nothing_closes_nothing() {
    let attempts = REFERENCE.provision.attempts_max;
    let (mut hand, _) = Hand::new(&Stored {
        attempts,
        ..Stored::BLANK
    });
    let opening = hand.hold(2_500);
    hand.finish(&opening, OpResult::Done);
    hand.ask(1, Role::STRANGER, Ask::PairFailed);
    assert_eq!(hand.state(), CameraState::SETUP);
}

#[test]
fn r45_a_code_waits_for_the_network_that_is_on_trial() {
    let mut hand = Hand::in_setup();
    hand.ask(0, Role::USER, TRIAL);
    let by = PairingSecret::CODE;
    let attempt = hand.ask(1, Role::STRANGER, Ask::PairAttempt { by });
    assert_eq!(refusals(&attempt), [Refusal::BUSY]);
}
