//! Setup and the network, where a story would say too much about its world.

use crate::hand::{FAILED, Hand, JOINED, KNOWN, TRIAL, answers, radioed, refusals, stored};
use camera_fsm::action::{Answer, OpId, RadioJob, StoreJob};
use camera_fsm::input::{Ask, Input, OpResult, Stored};
use camera_fsm::profile::{DELIBERATE, REFERENCE};
use camera_fsm::time::Instant;
use camera_proto::message::Refused;
use camera_proto::vocab::{CameraState, Fault, Refusal, Role};

#[test]
fn r47_a_network_lost_while_it_is_saved_is_joined_again() {
    let mut hand = Hand::in_setup();
    let trying = hand.ask(0, Role::OWNER, TRIAL);
    let saving = hand.finish(&trying, JOINED);
    hand.step(1, Input::LinkLost);
    let saved = hand.finish(&saving, OpResult::Done);
    assert_eq!(answers(&saved), [Answer::Done], "the credentials do work");
    assert_eq!(
        hand.state(),
        CameraState::CONNECTING,
        "but for now it is gone"
    );
    // The temporary network stays until the answer is through.
    assert_eq!(radioed(&saved), []);
    hand.flush(0);
    let rejoining = hand.pass(REFERENCE.provision.linger_ms);
    assert_eq!(radioed(&rejoining), [RadioJob::JoinStored]);
    hand.finish(&rejoining, JOINED);
    assert_eq!(hand.state(), CameraState::ONLINE);
}

#[test]
fn r45_the_answer_leaves_also_when_the_network_is_lost_at_once() {
    let mut hand = Hand::in_setup();
    let trying = hand.ask(0, Role::OWNER, TRIAL);
    let saving = hand.finish(&trying, JOINED);
    hand.finish(&saving, OpResult::Done);
    let lost = hand.step(1, Input::LinkLost);
    assert_eq!(radioed(&lost), [], "the answer is on its way");
    assert_eq!(hand.state(), CameraState::CONNECTING);
    hand.flush(0);
    let rejoining = hand.pass(REFERENCE.provision.linger_ms);
    assert_eq!(radioed(&rejoining), [RadioJob::JoinStored]);
}

#[test]
fn r40_an_ap_that_fails_after_a_failed_join_is_told() {
    // Nobody has opened the temporary network yet: the window opens while the
    // camera tries another network from its own.
    let mut hand = Hand::online();
    let trying = hand.ask(0, Role::OWNER, TRIAL);
    hand.hold(2_500);
    let opening = hand.finish(
        &trying,
        OpResult::Failed(Refused::because(Refusal::AUTH_FAILURE)),
    );
    assert_eq!(radioed(&opening), [RadioJob::StartAp]);
    assert_eq!(refusals(&opening), [Refusal::AUTH_FAILURE]);
    assert_ne!(hand.state(), CameraState::SETUP, "it is not up yet");
    let returning = hand.finish(&opening, FAILED);
    assert_eq!(hand.fault(), Fault::RADIO);
    assert_eq!(radioed(&returning), [RadioJob::JoinStored]);
    hand.finish(&returning, JOINED);
    assert_eq!(hand.state(), CameraState::ONLINE);
}

#[test]
fn r13_a_radio_that_fails_is_remembered_until_it_opens_its_network() {
    let mut hand = Hand::online();
    let opening = hand.hold(2_500);
    let broken = hand.finish(&opening, FAILED);
    assert_eq!(stored(&broken), [StoreJob::SaveFault(Fault::RADIO)]);
    let radio = Fault::RADIO;
    let (mut again, boot) = Hand::new(&Stored {
        fault: radio,
        ..KNOWN
    });
    assert_eq!(again.fault(), Fault::RADIO, "at once");
    again.finish(&boot, JOINED);
    assert_eq!(again.fault(), Fault::RADIO, "another network is no test");
    let opening = again.hold(2_500);
    let opened = again.finish(&opening, OpResult::Done);
    assert_eq!(stored(&opened), [StoreJob::SaveFault(Fault::NONE)]);
    assert_eq!(again.fault(), Fault::NONE);
}

#[test]
fn r40_an_ap_that_does_not_outlive_a_failed_join_is_told() {
    let mut hand = Hand::in_setup();
    let trying = hand.ask(0, Role::OWNER, TRIAL);
    let renewing = hand.finish(
        &trying,
        OpResult::Failed(Refused::because(Refusal::AUTH_FAILURE)),
    );
    assert_eq!(hand.state(), CameraState::SETUP, "it is up all along");
    hand.finish(&renewing, FAILED);
    assert_eq!(hand.fault(), Fault::RADIO);
    assert_eq!(hand.state(), CameraState::UNPROVISIONED);
}

#[test]
fn r44_the_next_trial_need_not_wait_for_the_ap_that_is_up() {
    let mut hand = Hand::in_setup();
    let trying = hand.ask(0, Role::OWNER, TRIAL);
    let renewing = hand.finish(
        &trying,
        OpResult::Failed(Refused::because(Refusal::AUTH_FAILURE)),
    );
    let again = hand.ask(0, Role::OWNER, TRIAL);
    assert_eq!(radioed(&again), [RadioJob::JoinTrial]);
    hand.finish(&renewing, FAILED);
    assert_eq!(hand.fault(), Fault::NONE, "that job was given up: stale");
}

#[test]
fn r21_a_damaged_journal_keeps_the_camera_off_its_network() {
    // Nobody can say whether a reset was under way: what the user region
    // holds may be half erased.
    let damaged = Stored {
        damage: Fault::STORE,
        ..KNOWN
    };
    let (mut hand, boot) = Hand::new(&damaged);
    assert_eq!(radioed(&boot), []);
    assert_eq!(radioed(&hand.pass(3_600_000)), []);
    assert_eq!(hand.state(), CameraState::BROKEN);
    // A hold repairs it.
    let reset = hand.hold(6_000);
    assert_eq!(stored(&reset).len(), 1);
}

#[test]
fn r47_other_damage_keeps_nobody_off_their_network() {
    for damage in [Fault::NONE, Fault::FACTORY_DATA] {
        let (_, boot) = Hand::new(&Stored { damage, ..KNOWN });
        assert_eq!(radioed(&boot), [RadioJob::JoinStored], "{damage:?}");
    }
}

#[test]
fn r41_a_scan_that_never_ends_is_given_up() {
    let mut hand = Hand::in_setup();
    let scanning = hand.ask(0, Role::OWNER, Ask::Scan);
    let before = hand.pass(REFERENCE.provision.scan_ms - 1);
    assert_eq!(refusals(&before), []);
    let after = hand.pass(1);
    assert_eq!(refusals(&after), [Refusal::CANCELLED]);
    let late = hand.finish(&scanning, OpResult::Done);
    assert_eq!(answers(&late), [], "told already");
    // And nothing is kept out by it any more.
    let again = hand.ask(0, Role::OWNER, Ask::Scan);
    assert_eq!(radioed(&again), [RadioJob::Scan]);
}

/// A camera whose credentials have just worked; its answer is not through.
fn lingering() -> Hand {
    let mut hand = Hand::in_setup();
    let trying = hand.ask(0, Role::OWNER, TRIAL);
    let saving = hand.finish(&trying, JOINED);
    let saved = hand.finish(&saving, OpResult::Done);
    assert_eq!(answers(&saved), [Answer::Done]);
    hand
}

#[test]
fn r45_the_ap_stays_until_the_answer_is_acknowledged() {
    let mut hand = lingering();
    let waiting = hand.pass(REFERENCE.provision.linger_ms_max - 2_000);
    assert_eq!(radioed(&waiting), []);
    // Somebody else's answers are not what it waits for.
    assert_eq!(radioed(&hand.flush(1)), []);
    assert_eq!(radioed(&hand.flush(0)), [RadioJob::StopAp], "at once");
}

#[test]
fn r45_the_ap_stays_for_a_second_also_when_the_answer_is_quick() {
    let mut hand = lingering();
    assert_eq!(radioed(&hand.flush(0)), []);
    let short = hand.pass(REFERENCE.provision.linger_ms - 2);
    assert_eq!(radioed(&short), []);
    assert_eq!(radioed(&hand.pass(1)), [RadioJob::StopAp]);
}

#[test]
fn r45_the_ap_does_not_stay_for_ever() {
    let mut hand = lingering();
    let waiting = hand.pass(REFERENCE.provision.linger_ms_max - 1);
    assert_eq!(radioed(&waiting), []);
    assert_eq!(radioed(&hand.pass(1)), [RadioJob::StopAp]);
}

#[test]
fn r45_the_ap_does_not_stay_for_who_is_gone() {
    let mut hand = lingering();
    hand.pass(5_000);
    assert_eq!(radioed(&hand.leave(0)), [RadioJob::StopAp]);
}

#[test]
fn r44_the_end_of_something_else_is_not_the_end_of_this() {
    let op = OpId(u16::MAX);
    let stale = |hand: &mut Hand, result| {
        let (state, fault) = (hand.state(), hand.fault());
        let asked = hand.step(1, Input::Done { op, result });
        assert_eq!((asked, hand.state(), hand.fault()), (vec![], state, fault));
    };
    let (mut hand, _) = Hand::new(&KNOWN);
    stale(&mut hand, JOINED);
    assert_eq!(hand.state(), CameraState::CONNECTING);

    let (mut hand, _) = Hand::new(&Stored::BLANK);
    let opening = hand.step(3_000, Input::Tick);
    stale(&mut hand, OpResult::Done);
    hand.finish(&opening, OpResult::Done);
    let joining = hand.ask(0, Role::OWNER, TRIAL);
    stale(&mut hand, JOINED);
    assert_eq!(hand.state(), CameraState::JOINING);
    let saving = hand.finish(&joining, JOINED);
    stale(&mut hand, OpResult::Done);
    let saved = hand.finish(&saving, OpResult::Done);
    assert_eq!(answers(&saved), [Answer::Done]);
}

#[test]
fn r41_a_scan_ends_what_the_radio_did_before() {
    let mut hand = Hand::in_setup();
    let trying = hand.ask(0, Role::OWNER, TRIAL);
    // It leaves what it tried; the temporary network is up still.
    let renewing = hand.finish(&trying, FAILED);
    let scanning = hand.ask(0, Role::OWNER, Ask::Scan);
    assert_eq!(radioed(&scanning), [RadioJob::Scan]);
    hand.finish(&renewing, FAILED);
    assert_eq!(
        (hand.state(), hand.fault()),
        (CameraState::SETUP, Fault::NONE)
    );
    let listed = hand.finish(&scanning, OpResult::Done);
    assert_eq!(answers(&listed), [Answer::Networks]);
}

#[test]
fn r45_a_window_that_closes_now_is_not_opened_again() {
    let mut hand = Hand::in_setup();
    let closes = Instant::from_millis(3_000).after(REFERENCE.provision.window_ms);
    let left_ms = closes.since(hand.now) as u32;
    hand.pass(left_ms - 1_000);
    let trying = hand.ask(0, Role::OWNER, TRIAL);
    let failed = hand.step(998, Input::Tick);
    assert_eq!(failed, []);
    let failed = hand.finish(&trying, FAILED);
    assert_eq!(hand.now, closes);
    assert_eq!(radioed(&failed), [RadioJob::Off]);
}

#[test]
fn r45_a_window_that_could_not_open_is_not_opened_hours_later() {
    let (mut hand, _) = Hand::at(Instant::default(), &DELIBERATE, &Stored::BLANK);
    let opening = hand.hold(2_500);
    hand.finish(&opening, FAILED);
    assert_eq!(radioed(&hand.pass(7_200_000)), []);
    // Where setup opens by itself it tries again.
    let (mut hand, _) = Hand::new(&Stored::BLANK);
    let opening = hand.pass(3_000);
    hand.finish(&opening, FAILED);
    let again = hand.pass(REFERENCE.provision.backoff_ms_max);
    assert_eq!(radioed(&again), [RadioJob::StartAp]);
}
