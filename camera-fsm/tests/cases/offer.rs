//! A list is confirmed as it was shown, or not at all (R30).

use crate::hand::{FAILED, Hand, JOINED, KNOWN, TOKEN, TRIAL, answers, refusals};
use camera_fsm::action::{Action, Answer};
use camera_fsm::input::{Ask, OpResult, Stored, Target};
use camera_fsm::settings::Effect;
use camera_proto::vocab::{PairingSecret, Refusal, ResetScope, Role, SettingId};

const REQUEST: Ask = Ask::ResetRequest {
    scope: ResetScope::Everything,
    token: TOKEN,
};

/// Two controllers, the first of which has been shown what a reset would erase.
fn shown() -> Hand {
    let (mut hand, joining) = Hand::new(&Stored {
        controllers: 2,
        ..KNOWN
    });
    hand.finish(&joining, JOINED);
    hand.ask(0, Role::OWNER, REQUEST);
    hand
}

fn confirm(hand: &mut Hand) -> Vec<Action> {
    hand.ask(0, Role::OWNER, Ask::ResetConfirm { token: TOKEN })
}

#[test]
fn r30_another_controller_among_as_many_was_not_confirmed() {
    let mut hand = shown();
    let second = Target {
        place: Some(1),
        role: Role::USER,
        is_self: false,
    };
    let revoking = hand.ask(0, Role::OWNER, Ask::Revoke(second));
    hand.finish(&revoking, OpResult::Done);
    let (role, by) = (Role::USER, PairingSecret::INVITATION);
    hand.ask(0, Role::OWNER, Ask::Invite { role, valid_s: 60 });
    let attempt = hand.ask(1, Role::STRANGER, Ask::PairAttempt { by });
    hand.finish(&attempt, OpResult::Done);
    let proven = hand.ask(1, Role::STRANGER, Ask::PairProven);
    hand.finish(&proven, OpResult::Done);
    let enrolling = hand.ask(1, Role::PROVEN, Ask::Enroll { by });
    let enrolled = hand.finish(&enrolling, OpResult::Done);
    assert_eq!(answers(&enrolled), [Answer::Enrolled(role)]);
    assert_eq!(refusals(&confirm(&mut hand)), [Refusal::NOT_CONFIRMED]);
}

#[test]
fn r30_another_network_was_not_confirmed() {
    let mut hand = shown();
    let joining = hand.ask(0, Role::OWNER, TRIAL);
    let saving = hand.finish(&joining, JOINED);
    hand.finish(&saving, OpResult::Done);
    assert_eq!(refusals(&confirm(&mut hand)), [Refusal::NOT_CONFIRMED]);
}

#[test]
fn r30_another_setting_was_not_confirmed() {
    let mut hand = shown();
    let privacy = Ask::Set(SettingId::PRIVACY, Effect::Privacy(true));
    let keeping = hand.ask(0, Role::USER, privacy);
    hand.finish(&keeping, OpResult::Done);
    assert_eq!(refusals(&confirm(&mut hand)), [Refusal::NOT_CONFIRMED]);
}

#[test]
fn r30_what_changes_nothing_withdraws_no_list() {
    for ask in [Ask::AudioTest { ms: 1_000 }, Ask::Scan] {
        let mut hand = shown();
        let going_on = hand.ask(0, Role::OWNER, ask);
        hand.finish(&going_on, OpResult::Done);
        assert_eq!(refusals(&confirm(&mut hand)), [], "{ask:?}");
    }
}

#[test]
fn r30_a_router_that_is_away_withdraws_no_list() {
    let (mut hand, joining) = Hand::new(&KNOWN);
    hand.finish(&joining, FAILED);
    hand.ask(0, Role::OWNER, REQUEST);
    let again = hand.pass(1_500);
    hand.finish(&again, FAILED);
    assert_eq!(refusals(&confirm(&mut hand)), []);
}
