//! A head that must find its home (R61): what the story leaves out.

use camera_fsm::action::{Action, Answer, OpId, StoreJob};
use camera_fsm::input::{Ask, Input, OpResult, Stored};
use camera_fsm::levels::Pose;
use camera_fsm::motion_detection::ZoneSet;
use camera_fsm::profile::{AxisLimits, BUTTONLESS, DELIBERATE, Profile, REFERENCE};
use camera_fsm::settings::{Effect, Stops, Values};
use camera_fsm::time::Instant;
use camera_proto::message::PatrolStop;
use camera_proto::vocab::{
    Axis, Cdeg, Fault, Flags, Refusal, ResetScope, Role, SettingId, Speed, Velocity,
};

use crate::hand::{FAILED, Hand, KNOWN, answers, refusals, stored};

const PARKED: Stored = Stored {
    head_is_parked: true,
    ..KNOWN
};

const TO_THE_LEFT: Ask = Ask::MoveAbsolute {
    pan: Some(Cdeg(-1_000)),
    tilt: None,
    speed: Speed(0),
};

/// A camera that looks for no network, and what it asked for at power-on.
fn start(profile: &'static Profile, stored: &Stored) -> (Hand, Vec<Action>) {
    Hand::at(Instant::from_millis(0), profile, stored)
}

fn looks_for_home(actions: &[Action]) -> Option<OpId> {
    actions.iter().find_map(|action| match action {
        Action::FindHome { op } => Some(*op),
        _ => None,
    })
}

#[test]
fn r61_it_homes_at_power_on_only_where_the_profile_says_so_and_it_was_not_parked() {
    let homes = |profile, stored| looks_for_home(&start(profile, stored).1).is_some();
    assert!(homes(&BUTTONLESS, &KNOWN) && !homes(&BUTTONLESS, &PARKED));
    assert!(!homes(&DELIBERATE, &KNOWN) && !homes(&DELIBERATE, &PARKED));
    assert!(!homes(&REFERENCE, &KNOWN));
}

#[test]
fn r61_a_head_that_was_parked_moves_only_after_the_flash_knows() {
    let (mut hand, _) = start(&DELIBERATE, &PARKED);
    let asked = hand.ask(0, Role::USER, TO_THE_LEFT);
    assert_eq!(stored(&asked), [StoreJob::SaveParked(false)]);
    assert_eq!(answers(&asked), []);
    let noted = hand.finish(&asked, OpResult::Done);
    assert_eq!(answers(&noted), [Answer::Moving]);
    // The next one need not wait.
    assert_eq!(
        answers(&hand.ask(0, Role::USER, Ask::Home)),
        [Answer::Moving]
    );
    let left_alone_ms = DELIBERATE.motion.parked_ms;
    assert_eq!(stored(&hand.pass(left_alone_ms - 10)), []);
    assert_eq!(stored(&hand.pass(1_000)), [StoreJob::SaveParked(true)]);
}

#[test]
fn r61_who_waits_for_a_lost_head_is_told_before_a_restart_that_is_as_late() {
    let (mut hand, _) = start(&DELIBERATE, &KNOWN);
    hand.ask(0, Role::USER, TO_THE_LEFT);
    let asked = hand.ask(1, Role::OWNER, Ask::Restart);
    assert_eq!(refusals(&asked), [Refusal::CANCELLED]);
    let late = hand.step(DELIBERATE.motion.home_ms_max + 10_000, Input::Tick);
    assert_eq!(late, [Action::Reboot]);
}

#[test]
fn r34_r61_who_waits_for_a_lost_head_is_told_when_the_camera_restarts() {
    let (mut hand, _) = start(&DELIBERATE, &KNOWN);
    hand.ask(0, Role::USER, TO_THE_LEFT);
    let asked = hand.ask(1, Role::OWNER, Ask::Restart);
    assert_eq!(refusals(&asked), [Refusal::CANCELLED]);
    assert_eq!(hand.flush(1), [Action::Reboot]);
}

/// A head that is lost or called parked, and which stays so.
#[test]
fn r61_what_it_cannot_do_is_refused_before_it_finds_its_home() {
    let there = |tilt, percent| Ask::MoveAbsolute {
        pan: Some(Cdeg(-1_000)),
        tilt,
        speed: Speed(percent),
    };
    let too_far = Ask::MoveAbsolute {
        pan: Some(Cdeg(99_999)),
        tilt: None,
        speed: Speed(0),
    };
    for as_kept in [KNOWN, PARKED] {
        for (ask, why) in [
            (too_far, Refusal::OUT_OF_RANGE),
            (there(None, 101), Refusal::OUT_OF_RANGE),
            (there(Some(Cdeg(0)), 0), Refusal::NO_SERVO),
        ] {
            let (mut hand, _) = start(pan_only(), &as_kept);
            let asked = hand.ask(0, Role::USER, ask);
            assert_eq!(refusals(&asked), [why]);
            assert_eq!((looks_for_home(&asked), stored(&asked)), (None, vec![]));
        }
    }
}

/// It knows where it points: whoever asks again, in a moment, turns it.
#[test]
fn r61_a_head_that_was_parked_is_busy_until_the_flash_knows_and_never_lost() {
    let stop = PatrolStop {
        preset: 0,
        dwell_s: 5,
    };
    let aside = Pose {
        pan: Cdeg(1_000),
        tilt: Cdeg(0),
    };
    let settings = Values::DEFAULT
        .with(SettingId::PRESETS, Effect::Preset(aside))
        .with(SettingId::PATROL, Effect::Patrol(Stops::of(&[stop])));
    let left = Ask::MoveContinuous {
        pan: Velocity(-20),
        tilt: Velocity(0),
        lease_ms: 500,
    };
    let by = Ask::MoveRelative {
        pan: Cdeg(-100),
        tilt: Cdeg(0),
        speed: Speed(0),
    };
    let cases = [
        (left, Answer::Moving),
        (by, Answer::Moving),
        (Ask::RunPatrol(true), Answer::Done),
    ];
    for (ask, goes) in cases {
        let (mut hand, _) = start(&DELIBERATE, &Stored { settings, ..PARKED });
        let asked = hand.ask(0, Role::USER, ask);
        assert_eq!(refusals(&asked), [Refusal::BUSY]);
        assert_eq!(stored(&asked), [StoreJob::SaveParked(false)]);
        let again = hand.ask(0, Role::USER, ask);
        assert_eq!(refusals(&again), [Refusal::BUSY]);
        let noted = hand.finish(&asked, OpResult::Done);
        assert_eq!(answers(&noted), []);
        assert!(!hand.camera.pan_tilt().is_moving(hand.now));
        assert_eq!(answers(&hand.ask(0, Role::USER, ask)), [goes]);
        assert!(hand.camera.pan_tilt().is_moving(hand.now));
    }
}

#[test]
fn r61_a_flash_that_fails_keeps_a_parked_head_where_it_is() {
    let (mut hand, _) = start(&DELIBERATE, &PARKED);
    let asked = hand.ask(0, Role::USER, TO_THE_LEFT);
    let noted = hand.finish(&asked, FAILED);
    assert_eq!(refusals(&noted), [Refusal::STORE_FAILURE]);
    assert!(!hand.camera.pan_tilt().is_moving(hand.now));
}

#[test]
fn r61_the_newest_order_counts_and_the_older_one_is_told() {
    let (mut hand, _) = start(&DELIBERATE, &KNOWN);
    let first = hand.ask(0, Role::USER, TO_THE_LEFT);
    let op = looks_for_home(&first).expect("it looks for its home");
    let second = hand.ask(1, Role::USER, Ask::Home);
    assert_eq!(refusals(&second), [Refusal::CANCELLED]);
    assert_eq!(looks_for_home(&second), None);
    let result = OpResult::Done;
    let found = hand.step(1, Input::Done { op, result });
    assert_eq!(answers(&found), [Answer::Moving]);
    assert_eq!(hand.camera.pan_tilt().target(hand.now).0.pan, Cdeg(0));
}

#[test]
fn r62_stop_a_reset_and_who_is_gone_end_an_order_that_waits() {
    let waiting = || {
        let (mut hand, _) = start(&DELIBERATE, &KNOWN);
        let asked = hand.ask(0, Role::OWNER, TO_THE_LEFT);
        let op = looks_for_home(&asked).expect("it looks for its home");
        (hand, op)
    };
    let (mut hand, _) = waiting();
    let stopped = hand.ask(1, Role::USER, Ask::Stop);
    assert_eq!(refusals(&stopped), [Refusal::CANCELLED]);
    let (mut hand, _) = waiting();
    let reset = hand.reset(1, ResetScope::Everything);
    assert_eq!(refusals(&reset), [Refusal::CANCELLED]);
    let (mut hand, op) = waiting();
    hand.leave(0);
    let result = OpResult::Done;
    assert_eq!(answers(&hand.step(1, Input::Done { op, result })), []);
    assert!(!hand.camera.pan_tilt().is_moving(hand.now));
}

#[test]
fn r61_a_head_that_never_says_where_it_is_is_a_fault_until_it_does() {
    let (mut hand, _) = start(&DELIBERATE, &KNOWN);
    let _ = hand.ask(0, Role::USER, TO_THE_LEFT);
    let late = hand.pass(DELIBERATE.motion.home_ms_max);
    assert_eq!(refusals(&late), [Refusal::NOT_HOMED]);
    assert_eq!(hand.fault(), Fault::SERVO);
    let again = hand.ask(0, Role::USER, Ask::Home);
    let op = looks_for_home(&again).expect("it looks again");
    let result = OpResult::Done;
    hand.step(1, Input::Done { op, result });
    assert_eq!(hand.fault(), Fault::NONE);
}

/// Its gears have play since it was stuck, which a move to home would take up.
#[test]
fn r62_a_reset_lets_a_head_lie_that_is_lost_or_called_parked() {
    for as_kept in [KNOWN, PARKED] {
        let (mut hand, _) = start(&DELIBERATE, &as_kept);
        for stalled in [true, false] {
            let axis = Axis::Pan;
            hand.step(1_000, Input::ServoStalled { axis, stalled });
        }
        hand.reset(0, ResetScope::Everything);
        assert!(hand.camera.reset().is_active());
        assert!(!hand.camera.pan_tilt().is_moving(hand.now));
    }
}

/// One whose head only turns left and right.
fn pan_only() -> &'static Profile {
    let mut spec = DELIBERATE.spec().clone();
    spec.motion.tilt = AxisLimits::NONE;
    Box::leak(Box::new(Profile::new(spec).expect("a sound profile")))
}

#[test]
fn r61_home_is_home_with_what_servos_there_are() {
    let (mut hand, _) = start(pan_only(), &KNOWN);
    let asked = hand.ask(0, Role::USER, Ask::Home);
    let op = looks_for_home(&asked).expect("it looks for its home");
    let result = OpResult::Done;
    assert_eq!(
        answers(&hand.step(1, Input::Done { op, result })),
        [Answer::Moving]
    );
}

#[test]
fn r54_an_order_that_waits_for_the_flash_does_not_turn_a_lens_that_is_private() {
    let (mut hand, _) = start(&DELIBERATE, &PARKED);
    let set = Ask::Set(SettingId::PRIVACY, Effect::Privacy(true));
    let private = hand.ask(0, Role::USER, set);
    let waits = hand.ask(1, Role::USER, TO_THE_LEFT);
    assert_eq!(stored(&waits), [StoreJob::SaveParked(false)]);
    let kept = hand.finish(&private, OpResult::Done);
    assert_eq!(refusals(&kept), [Refusal::PRIVACY]);
    hand.finish(&waits, OpResult::Done);
    assert!(!hand.camera.pan_tilt().is_moving(hand.now));
}

#[test]
fn r50_nothing_is_seen_while_the_head_looks_for_its_home() {
    let told = |actions: &[Action]| {
        actions
            .iter()
            .any(|action| matches!(action, Action::Motion { .. }))
    };
    let (mut hand, begun) = start(&BUTTONLESS, &KNOWN);
    let op = looks_for_home(&begun).expect("it looks for its home");
    assert!(hand.status().flags.has(Flags::MOVING));
    assert!(!told(&hand.step(2_000, Input::Moved(ZoneSet::PICTURE))));
    let result = OpResult::Done;
    hand.step(1, Input::Done { op, result });
    assert!(!hand.status().flags.has(Flags::MOVING));
    // Until it has settled.
    let settle_ms = BUTTONLESS.sensing.settle_ms;
    assert!(!told(
        &hand.step(settle_ms - 1, Input::Moved(ZoneSet::PICTURE))
    ));
    assert!(told(&hand.step(1, Input::Moved(ZoneSet::PICTURE))));
}

/// The head has not turned.
#[test]
fn r50_what_the_flash_is_told_of_the_head_is_no_reason_not_to_look() {
    let (mut hand, _) = start(&DELIBERATE, &PARKED);
    let asked = hand.ask(0, Role::USER, Ask::Home);
    hand.finish(&asked, OpResult::Done);
    let parks = hand.pass(DELIBERATE.motion.parked_ms + 10);
    assert_eq!(stored(&parks), [StoreJob::SaveParked(true)]);
    hand.finish(&parks, OpResult::Done);
    let seen = hand.step(10, Input::Moved(ZoneSet::PICTURE));
    assert!(matches!(seen[..], [Action::Motion { .. }]), "{seen:?}");
}

/// It has turned while it looked.
#[test]
fn r50_a_home_that_was_not_found_has_moved_all_of_the_picture() {
    let (mut hand, begun) = start(&BUTTONLESS, &KNOWN);
    let op = looks_for_home(&begun).expect("it looks for its home");
    hand.step(2_000, Input::Done { op, result: FAILED });
    let settle_ms = BUTTONLESS.sensing.settle_ms;
    let moved = Input::Moved(ZoneSet::PICTURE);
    assert_eq!(hand.step(settle_ms - 1, moved), []);
}

/// It may turn yet, and nobody will say when it has stopped.
#[test]
fn r50_a_home_that_was_looked_for_too_long_has_moved_all_of_the_picture() {
    let (mut hand, _) = start(&BUTTONLESS, &KNOWN);
    hand.step(BUTTONLESS.motion.home_ms_max, Input::Tick);
    assert_eq!(hand.status().fault, Fault::SERVO);
    let settle_ms = BUTTONLESS.sensing.settle_ms;
    let moved = Input::Moved(ZoneSet::PICTURE);
    assert_eq!(hand.step(settle_ms - 1, moved), []);
    assert_ne!(hand.step(1, moved), []);
}

#[test]
fn r54_privacy_parks_a_head_that_does_not_know_where_it_points() {
    let settings = Values::DEFAULT.with(SettingId::PRIVACY, Effect::Privacy(true));
    let private = Stored { settings, ..KNOWN };
    assert!(looks_for_home(&start(&DELIBERATE, &private).1).is_some());
    let parked = Stored { settings, ..PARKED };
    assert_eq!(looks_for_home(&start(&DELIBERATE, &parked).1), None);
}
