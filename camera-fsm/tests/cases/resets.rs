//! The reset, where a story would say too much about its world.

use crate::hand::{FAILED, Hand, JOINED, KNOWN, TRIAL, answers, radioed, refusals, stored};
use camera_fsm::action::{Action, Answer, RadioJob, StoreJob};
use camera_fsm::input::{Ask, Input, OpResult, PinLevel, Stored, Topic};
use camera_fsm::led::Cue;
use camera_fsm::profile::REFERENCE;
use camera_fsm::settings::Effect;
use camera_proto::vocab::{
    CameraState, Fault, PairingSecret, Refusal, ResetScope, ResetStage, ResetToken, Role, SettingId,
};

/// A camera whose reset of everything cannot erase.
fn failed_reset() -> Hand {
    let mut hand = Hand::online();
    let mut actions = hand.hold(6_000);
    actions = hand.finish(&actions, OpResult::Done);
    for _ in 0..REFERENCE.reset.tries {
        // The radio falls silent first.
        actions.retain(|action| matches!(action, Action::Store { .. }));
        hand.finish(&actions, FAILED);
        actions = hand.pass(REFERENCE.reset.retry_ms);
    }
    assert_eq!(hand.fault(), Fault::STORE);
    hand
}

#[test]
fn r21_an_unfinished_reset_is_never_weakened() {
    let mut hand = failed_reset();
    let token = ResetToken([1; 8]);
    let scope = ResetScope::KeepNetwork;
    let listed = hand.ask(0, Role::OWNER, Ask::ResetRequest { scope, token });
    assert_eq!(refusals(&listed), [Refusal::STORE_FAILURE]);
    let confirmed = hand.ask(0, Role::OWNER, Ask::ResetConfirm { token });
    assert_eq!(refusals(&confirmed), [Refusal::STORE_FAILURE]);
    assert_eq!(stored(&confirmed), []);
    // The button goes on with the same one.
    let retry = hand.hold(6_000);
    let [StoreJob::SaveReset(record)] = stored(&retry)[..] else {
        panic!("{retry:?}");
    };
    assert_eq!((record.scope, record.epoch), (ResetScope::Everything, 1));
}

#[test]
fn r21_nothing_turns_the_radio_on_in_the_step_in_which_it_falls_silent() {
    let farewell_ms = REFERENCE.reset.farewell_ms;
    // The network is lost, and a runner that slept learns it with the end of
    // the farewell.
    let mut hand = Hand::online();
    let begun = hand.reset(0, ResetScope::Everything);
    hand.finish(&begun, OpResult::Done);
    let late = hand.step(farewell_ms, Input::LinkLost);
    assert_eq!(radioed(&late), [RadioJob::Off]);

    // The wait to reconnect ends with the farewell.
    let mut hand = Hand::online();
    let begun = hand.reset(0, ResetScope::Everything);
    let joining = hand.step(1, Input::LinkLost);
    hand.finish(&joining, FAILED);
    hand.finish(&begun, OpResult::Done);
    let late = hand.step(10_000, Input::Tick);
    assert_eq!(radioed(&late), [RadioJob::Off]);

    // The answers of a setup and of a reset leave together.
    let mut hand = Hand::online();
    let joining = hand.ask(0, Role::OWNER, TRIAL);
    let saving = hand.finish(&joining, JOINED);
    hand.finish(&saving, OpResult::Done);
    let begun = hand.reset(0, ResetScope::Everything);
    hand.finish(&begun, OpResult::Done);
    let left = hand.flush(0);
    assert_eq!(radioed(&left), [RadioJob::Off]);
}

#[test]
fn r21_credentials_on_trial_are_not_saved_once_a_reset_has_begun() {
    let mut hand = Hand::online();
    let joining = hand.ask(0, Role::OWNER, TRIAL);
    let begun = hand.hold(6_000);
    assert_eq!(refusals(&begun), [Refusal::CANCELLED]);
    assert!(begun.contains(&Action::ForgetTrial), "{begun:?}");
    // Its intent may be in the flash already.
    let joined = hand.finish(&joining, JOINED);
    assert_eq!(stored(&joined), []);
}

#[test]
fn r21_nothing_is_written_beside_an_unfinished_reset() {
    let mut hand = failed_reset();
    let setting = SettingId::NAME;
    for ask in [
        Ask::Set(setting, Effect::None),
        Ask::Clear(setting),
        Ask::ChangeCode,
        Ask::Scan,
        Ask::Restart,
        Ask::PairAttempt {
            by: PairingSecret::CODE,
        },
        Ask::Enroll {
            by: PairingSecret::INVITATION,
        },
        Ask::Invite {
            role: Role::USER,
            valid_s: 60,
        },
    ] {
        let refused = hand.ask(0, Role::OWNER, ask);
        assert_eq!(refusals(&refused), [Refusal::STORE_FAILURE], "{ask:?}");
        assert_eq!(refused.len(), 1, "{refused:?}");
    }
    let told = hand.ask(0, Role::OWNER, Ask::Tell(Topic::Support));
    assert_eq!(answers(&told), [Answer::Tell(Topic::Support)]);
}

#[test]
fn r32_a_reset_that_cannot_begin_says_so_before_the_radio_falls_silent() {
    let mut hand = Hand::online();
    let mut intent = hand.reset(0, ResetScope::Everything);
    let mut refused = Vec::new();
    for _ in 0..REFERENCE.reset.tries {
        refused = hand.finish(&intent, FAILED);
        if refused.is_empty() {
            intent = hand.pass(REFERENCE.reset.retry_ms);
        }
    }
    assert_eq!(refusals(&refused), [Refusal::STORE_FAILURE]);
    assert_eq!(radioed(&refused), [], "the answer is on its way");
    let silent = hand.flush(0);
    assert_eq!(radioed(&silent), [RadioJob::Off]);
    assert_eq!(hand.state(), CameraState::BROKEN);
}

#[test]
fn r32_a_refusal_that_cannot_leave_does_not_keep_the_radio_on() {
    let mut hand = Hand::online();
    let mut intent = hand.reset(0, ResetScope::Everything);
    for _ in 1..REFERENCE.reset.tries {
        hand.finish(&intent, FAILED);
        intent = hand.pass(REFERENCE.reset.retry_ms);
    }
    hand.finish(&intent, FAILED);
    let silent = hand.pass(REFERENCE.reset.farewell_ms);
    assert_eq!(radioed(&silent), [RadioJob::Off]);
    assert_eq!(hand.fault(), Fault::STORE);
}

/// A reset by the button that is committed and erases.
fn erasing() -> (Hand, Vec<Action>) {
    let mut hand = Hand::online();
    let intent = hand.hold(6_000);
    let mut erasing = hand.finish(&intent, OpResult::Done);
    // The radio falls silent first.
    erasing.retain(|action| matches!(action, Action::Store { .. }));
    (hand, erasing)
}

#[test]
fn r04_a_second_hold_while_it_erases_is_absorbed() {
    let (mut hand, erasing) = erasing();
    assert_eq!(hand.hold(6_000), []);
    assert_eq!(hand.status().epoch, 1);
    // It goes on where it was, and does not begin again.
    let next = hand.finish(&erasing, OpResult::Done);
    assert_eq!(stored(&next), [StoreJob::EraseUser { sector: 1 }]);
}

#[test]
fn r25_a_reset_that_takes_too_long_is_a_fault() {
    let (mut hand, _) = erasing();
    // A millisecond went for the intent.
    let early = hand.pass(REFERENCE.reset.whole_ms - 2);
    assert_eq!(early, []);
    assert_eq!(hand.state(), CameraState::RESETTING);
    hand.pass(1);
    let status = hand.status();
    assert_eq!(status.fault, Fault::RESET_TIMEOUT);
    assert_eq!(status.state, CameraState::BROKEN);
    assert_eq!(status.reset, ResetStage::FAILED);
    assert_eq!(
        hand.camera.cue(hand.now),
        Cue::FaultFive,
        "solid red, and not the dips of a store that says no"
    );
    // It is committed: the button goes on with it, and so does the next boot.
    let [StoreJob::SaveReset(record)] = stored(&hand.hold(6_000))[..] else {
        panic!("the button goes on");
    };
    assert_eq!((record.scope, record.epoch), (ResetScope::Everything, 1));
    let unfinished = Stored {
        reset: Some(record),
        ..Stored::BLANK
    };
    let (again, boot) = Hand::new(&unfinished);
    assert_eq!(stored(&boot), [StoreJob::EraseUser { sector: 0 }]);
    assert_eq!(again.fault(), Fault::NONE);
}

#[test]
fn r25_a_late_answer_changes_nothing_after_that() {
    let (mut hand, erasing) = erasing();
    hand.pass(REFERENCE.reset.whole_ms);
    let before = hand.status();
    assert_eq!(hand.finish(&erasing, OpResult::Done), []);
    assert_eq!(hand.status(), before);
}

#[test]
fn r25_a_reset_has_one_time_for_all_of_it() {
    let (mut hand, _) = erasing();
    hand.pass(REFERENCE.reset.whole_ms);
    let intent = hand.hold(6_000);
    hand.pass(REFERENCE.reset.whole_ms - 3);
    hand.finish(&intent, OpResult::Done);
    hand.pass(1);
    assert_eq!(hand.state(), CameraState::RESETTING, "it erases");
    hand.pass(1);
    assert_eq!(hand.fault(), Fault::RESET_TIMEOUT);
}

#[test]
fn r25_a_farewell_is_not_counted() {
    let mut hand = Hand::online();
    let intent = hand.reset(0, ResetScope::Everything);
    hand.finish(&intent, OpResult::Done);
    hand.pass(REFERENCE.reset.farewell_ms - 2);
    hand.flush(0);
    hand.pass(REFERENCE.reset.whole_ms - 2);
    assert_eq!(hand.state(), CameraState::RESETTING);
    hand.pass(1);
    assert_eq!(hand.fault(), Fault::RESET_TIMEOUT);
}

#[test]
fn r13_a_hardware_fault_is_written_once_and_shown_by_the_next_start() {
    let mut hand = Hand::online();
    let mut intent = hand.hold(6_000);
    for _ in 1..REFERENCE.reset.tries {
        hand.finish(&intent, FAILED);
        intent = hand.pass(REFERENCE.reset.retry_ms);
    }
    let failed = hand.finish(&intent, FAILED);
    assert_eq!(stored(&failed), [StoreJob::SaveFault(Fault::STORE)]);
    assert_eq!(stored(&hand.finish(&failed, FAILED)), [], "tried once");
    // Whoever mounts the flash has tested it: here it still does not pass.
    let (mut again, boot) = Hand::new(&Stored {
        fault: Fault::STORE,
        ..KNOWN
    });
    assert_eq!(again.camera.cue(again.now), Cue::FaultTwo);
    assert_eq!(stored(&boot), []);
    again.finish(&boot, JOINED);
    assert_eq!(again.fault(), Fault::STORE, "a network is no test of it");
}

#[test]
fn r25_a_restart_asked_for_before_does_not_hide_that_a_reset_has_failed() {
    let mut hand = Hand::online();
    hand.step(1, Input::Button(PinLevel::Down));
    hand.pass(6_000);
    hand.ask(0, Role::OWNER, Ask::Restart);
    hand.step(1, Input::Button(PinLevel::Up));
    hand.pass(REFERENCE.button.debounce_ms);
    assert_eq!(hand.state(), CameraState::RESETTING);
    // The runner sleeps until the intent is given up: the restart is due too.
    let late = hand.step(REFERENCE.reset.whole_ms, Input::Tick);
    assert!(!late.contains(&Action::Reboot), "{late:?}");
    assert_eq!(hand.fault(), Fault::RESET_TIMEOUT);
}

#[test]
fn r32_an_intent_that_is_never_written_is_told() {
    let mut hand = Hand::online();
    hand.reset(0, ResetScope::Everything);
    let late = hand.pass(REFERENCE.reset.whole_ms);
    assert_eq!(refusals(&late), [Refusal::STORE_FAILURE]);
    assert_eq!(radioed(&late), [], "the answer is on its way");
    assert_eq!(radioed(&hand.flush(0)), [RadioJob::Off]);
    assert_eq!(hand.fault(), Fault::RESET_TIMEOUT);
}

#[test]
fn r32_a_runner_that_slept_through_the_farewell_still_erases() {
    let mut hand = Hand::online();
    let intent = hand.reset(0, ResetScope::Everything);
    hand.finish(&intent, OpResult::Done);
    let erasing = hand.step(3_600_000, Input::Tick);
    assert_eq!(stored(&erasing), [StoreJob::EraseUser { sector: 0 }]);
    assert_eq!(hand.fault(), Fault::NONE);
}

#[test]
fn r32_the_radio_stays_on_until_who_confirmed_has_the_answer_and_nobody_else() {
    let mut hand = Hand::online();
    let begun = hand.reset(0, ResetScope::Everything);
    hand.finish(&begun, OpResult::Done);
    assert_eq!(radioed(&hand.flush(1)), []);
    assert_eq!(radioed(&hand.flush(0)), [RadioJob::Off]);
}

/// One that was asked for by that, and could not begin.
fn refused_reset(by: fn(&mut Hand) -> Vec<Action>) -> (Hand, Vec<Action>) {
    let mut hand = Hand::online();
    let mut actions = by(&mut hand);
    for _ in 1..REFERENCE.reset.tries {
        hand.finish(&actions, FAILED);
        actions = hand.pass(REFERENCE.reset.retry_ms);
    }
    let refused = hand.finish(&actions, FAILED);
    (hand, refused)
}

#[test]
fn r32_a_refusal_leaves_before_the_radio_falls_silent() {
    let (mut hand, refused) = refused_reset(|hand| hand.reset(0, ResetScope::Everything));
    assert_eq!(refusals(&refused), [Refusal::STORE_FAILURE]);
    assert_eq!(radioed(&hand.flush(1)), []);
    assert_eq!(radioed(&hand.flush(0)), [RadioJob::Off]);
}

/// Its intent may be in the flash all the same.
#[test]
fn r21_after_a_reset_that_could_not_begin_nothing_opens_setup() {
    let (mut hand, refused) = refused_reset(|hand| hand.hold(6_000));
    assert_eq!(radioed(&refused), [RadioJob::Off]);
    assert_eq!(radioed(&hand.hold(2_500)), []);
    assert_eq!(hand.state(), CameraState::BROKEN);
}

#[test]
fn r25_a_runner_that_comes_too_late_for_another_try_gives_up_at_once() {
    let mut hand = Hand::online();
    let begun = hand.hold(6_000);
    hand.finish(&begun, FAILED);
    hand.step(REFERENCE.reset.whole_ms, Input::Tick);
    assert_eq!(hand.fault(), Fault::RESET_TIMEOUT);
}

#[test]
fn r30_a_list_can_be_confirmed_for_so_long_and_no_longer() {
    let confirm_ms = REFERENCE.reset.confirm_ms;
    for (after_ms, refused) in [(confirm_ms - 1, None), (confirm_ms, Some(Refusal::EXPIRED))] {
        let mut hand = Hand::online();
        let (scope, token) = (ResetScope::Everything, ResetToken([1; 8]));
        hand.ask(0, Role::OWNER, Ask::ResetRequest { scope, token });
        hand.step(after_ms - 1, Input::Tick);
        let confirmed = hand.ask(0, Role::OWNER, Ask::ResetConfirm { token });
        assert_eq!(refusals(&confirmed).first().copied(), refused);
        assert_eq!(stored(&confirmed).is_empty(), refused.is_some());
    }
}

#[test]
fn r31_r34_while_it_resets_or_restarts_the_status_is_told_and_nothing_else() {
    let begins: [fn(&mut Hand) -> Vec<Action>; 2] = [
        |hand| hand.reset(0, ResetScope::Everything),
        |hand| hand.ask(0, Role::OWNER, Ask::Restart),
    ];
    for begin in begins {
        let mut hand = Hand::online();
        begin(&mut hand);
        let status = Topic::Status;
        let told = hand.ask(1, Role::USER, Ask::Tell(status));
        assert_eq!(answers(&told), [Answer::Tell(status)]);
        for ask in [Ask::Home, Ask::Tell(Topic::Receipt)] {
            assert_eq!(refusals(&hand.ask(1, Role::OWNER, ask)), [Refusal::BUSY]);
        }
    }
}
