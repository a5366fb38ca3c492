//! Clients that go away while something is going on for them: it ends, and
//! whoever comes to their place is not answered for them.

use crate::hand::{Hand, KNOWN, TRIAL, answers, radioed, stored};
use camera_fsm::action::{Action, Answer, RadioJob};
use camera_fsm::input::{Ask, ClientId, Input, OpResult, Stored};
use camera_fsm::settings::Effect;
use camera_proto::vocab::{PairingSecret, ResetScope, Role, SettingId};

const ATTEMPT: Ask = Ask::PairAttempt {
    by: PairingSecret::CODE,
};

#[test]
fn r41_nobody_is_answered_for_a_client_that_is_gone() {
    for ask in [
        Ask::Scan,
        Ask::Set(SettingId::NAME, Effect::None),
        Ask::ChangeCode,
    ] {
        let mut hand = Hand::online();
        let begun = hand.ask(0, Role::OWNER, ask);
        hand.leave(0);
        let ended = hand.finish(&begun, OpResult::Done);
        assert_eq!(answers(&ended), [], "{ask:?}");
    }
}

#[test]
fn r32_what_was_due_meanwhile_is_not_told_to_who_is_gone() {
    let mut hand = Hand::online();
    let begun = hand.ask(0, Role::OWNER, TRIAL);
    assert_eq!(radioed(&begun), [RadioJob::JoinTrial]);
    let join_ms = hand.camera.profile().provision.join_ms;
    // A runner that slept through the end of the trial learns both at once.
    let late = hand.step(join_ms, Input::Disconnected(ClientId(0)));
    assert_eq!(answers(&late), []);
    assert_eq!(radioed(&late), [RadioJob::JoinStored], "the trial is over");

    let mut hand = Hand::online();
    hand.reset(1, ResetScope::Everything);
    let whole_ms = hand.camera.profile().reset.whole_ms;
    let late = hand.step(whole_ms, Input::Disconnected(ClientId(1)));
    assert_eq!(answers(&late), []);
}

#[test]
fn r45_who_hangs_up_while_the_attempt_is_counted_keeps_nobody_out() {
    let mut hand = Hand::in_setup();
    let counting = hand.ask(0, Role::STRANGER, ATTEMPT);
    hand.leave(0);
    let counted = hand.finish(&counting, OpResult::Done);
    assert_eq!(answers(&counted), []);
    assert_eq!(
        hand.camera.pairing().attempts(),
        1,
        "it counts all the same"
    );
    let next = hand.ask(1, Role::STRANGER, ATTEMPT);
    assert_eq!(stored(&next).len(), 1, "{next:?}");
}

#[test]
fn r45_a_right_code_clears_the_count_also_when_its_client_is_gone() {
    let mut hand = Hand::in_setup();
    let counting = hand.ask(0, Role::STRANGER, ATTEMPT);
    let counted = hand.finish(&counting, OpResult::Done);
    assert_eq!(answers(&counted), [Answer::PairShare]);
    let clearing = hand.ask(0, Role::STRANGER, Ask::PairProven);
    hand.leave(0);
    let cleared = hand.finish(&clearing, OpResult::Done);
    assert_eq!(answers(&cleared), []);
    assert_eq!(hand.camera.pairing().attempts(), 0);
}

/// In setup, and one wrong code is left.
fn at_the_last_attempt(stored: &Stored) -> Hand {
    let attempts = 9;
    let (mut hand, _) = Hand::new(&Stored {
        attempts,
        ..*stored
    });
    let opening = hand.pass(3_000);
    hand.finish(&opening, OpResult::Done);
    hand.pass(300_000);
    hand
}

#[test]
fn r45_hanging_up_at_the_last_attempt_closes_the_window() {
    let mut hand = at_the_last_attempt(&Stored::BLANK);
    let counting = hand.ask(0, Role::STRANGER, ATTEMPT);
    hand.leave(0);
    hand.finish(&counting, OpResult::Done);
    assert_eq!(hand.camera.pairing().attempts(), 10);
    assert_eq!(hand.status().window_s, 0);
}

#[test]
fn r32_r34_r45_the_last_wrong_code_cuts_no_answer_off() {
    let owned = Stored {
        network: false,
        ..KNOWN
    };
    let guessing = || {
        let mut hand = at_the_last_attempt(&owned);
        let counting = hand.ask(1, Role::STRANGER, ATTEMPT);
        hand.finish(&counting, OpResult::Done);
        hand
    };
    let mut hand = guessing();
    let intent = hand.reset(0, ResetScope::Everything);
    let written = hand.finish(&intent, OpResult::Done);
    assert_eq!(answers(&written), [Answer::Done]);
    assert_eq!(radioed(&hand.leave(1)), []);
    assert_eq!(radioed(&hand.flush(0)), [RadioJob::Off]);

    let mut hand = guessing();
    let asked = hand.ask(0, Role::USER, Ask::Restart);
    assert_eq!(answers(&asked), [Answer::Done]);
    assert_eq!(hand.leave(1), []);
    assert_eq!(hand.flush(0), [Action::Reboot]);
}
