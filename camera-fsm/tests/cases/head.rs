//! Who turns the head, and when it is called parked (R54, R60–R62).

use crate::hand::{Hand, KNOWN, answers, op_of, refusals, stored};
use camera_fsm::action::{Action, Answer, OpId, StoreJob};
use camera_fsm::input::{Ask, ClientId, Input, OpResult, Stored};
use camera_fsm::levels::Pose;
use camera_fsm::pan_tilt::{Aim, FRAME_MS, PanTilt};
use camera_fsm::profile::{AxisLimits, DELIBERATE, Profile, REFERENCE};
use camera_fsm::settings::{Effect, Stops, Values};
use camera_fsm::time::Instant;
use camera_proto::message::PatrolStop;
use camera_proto::vocab::{Axis, Cdeg, Fault, Refusal, Role, SettingId, Speed, Velocity};

const ASIDE: Ask = Ask::MoveAbsolute {
    pan: Some(Cdeg(3_000)),
    tilt: None,
    speed: Speed(0),
};

const LEFT: Ask = Ask::MoveContinuous {
    pan: Velocity(-10),
    tilt: Velocity(0),
    lease_ms: 1_000,
};

/// A steppers' head that stands at home and knows it.
fn homed() -> Hand {
    let (mut hand, _) = Hand::at(Instant::from_millis(0), &DELIBERATE, &KNOWN);
    let asked = hand.ask(0, Role::USER, Ask::Home);
    hand.step(
        1,
        Input::Done {
            op: home(&asked),
            result: OpResult::Done,
        },
    );
    hand
}

fn home(actions: &[Action]) -> OpId {
    let op = actions.iter().find_map(|action| match action {
        Action::FindHome { op } => Some(*op),
        _ => None,
    });
    op.expect("it looks for its home")
}

fn is_called_parked(actions: &[Action]) -> bool {
    stored(actions).contains(&StoreJob::SaveParked(true))
}

/// Many times as long as it takes to be called parked.
const LONG_MS: u32 = 3_600_000;

#[test]
fn r62_who_ends_the_patrol_does_not_make_a_leased_move_nobodys() {
    for client in [0, 1] {
        let mut hand = Hand::online();
        hand.ask(0, Role::USER, LEFT);
        let ended = hand.ask(client, Role::USER, Ask::RunPatrol(false));
        assert_eq!(answers(&ended), [Answer::Done]);
        let taken = hand.ask(1, Role::USER, ASIDE);
        assert_eq!(refusals(&taken), [Refusal::HELD_BY_OTHER]);
        hand.leave(0);
        assert_eq!(hand.camera.pan_tilt().lease(), None);
    }
}

#[test]
fn r62_who_leaves_stops_what_it_holds_and_nothing_else() {
    let mut hand = Hand::online();
    hand.ask(0, Role::USER, LEFT);
    hand.leave(1);
    assert_eq!(hand.camera.driver(), Some(ClientId(0)), "it is another's");
    hand.leave(0);
    assert_eq!(hand.camera.driver(), None);
    let mut hand = Hand::online();
    hand.ask(0, Role::USER, ASIDE);
    hand.leave(0);
    let (target, _) = hand.camera.pan_tilt().target(hand.now);
    assert_eq!(target.pan, Cdeg(3_000), "a way to a place is nobody's");
}

/// Slow enough that it is on its way for as long as its lease lasts.
const RIGHT: Ask = Ask::MoveContinuous {
    pan: Velocity(20),
    tilt: Velocity(0),
    lease_ms: 500,
};

#[test]
fn r60_a_relative_move_goes_from_where_a_continuous_one_is_and_not_from_its_end_stop() {
    for by in [-100, 100] {
        let mut hand = Hand::online();
        hand.ask(0, Role::USER, RIGHT);
        hand.pass(300);
        let at = hand.camera.pan_tilt().pose(hand.now.after(1));
        let (pan, tilt, speed) = (Cdeg(by), Cdeg(0), Speed(0));
        let asked = hand.ask(0, Role::USER, Ask::MoveRelative { pan, tilt, speed });
        assert_eq!(answers(&asked), [Answer::Moving]);
        let (to, _) = hand.camera.pan_tilt().target(hand.now);
        assert_eq!(to.pan, Cdeg(at.pan.0 + by));
    }
}

/// Or it would turn on to its end stop, by nobody's lease.
#[test]
fn r62_a_move_of_one_axis_ends_a_continuous_move_of_the_other() {
    let up = Ask::MoveAbsolute {
        pan: None,
        tilt: Some(Cdeg(100)),
        speed: Speed(0),
    };
    let mut hand = Hand::online();
    hand.ask(0, Role::USER, RIGHT);
    hand.pass(300);
    hand.ask(0, Role::USER, up);
    assert_eq!(hand.camera.driver(), None);
    hand.pass(60_000);
    let stands = hand.camera.pan_tilt().pose(hand.now);
    assert_eq!(stands.tilt, Cdeg(100));
    assert!(stands.pan < Cdeg(2_000), "it goes on to {stands:?}");
}

/// What it has been sent to by itself, it goes on to.
#[test]
fn r60_a_move_of_one_axis_leaves_the_other_on_its_way() {
    let up = Ask::MoveAbsolute {
        pan: None,
        tilt: Some(Cdeg(100)),
        speed: Speed(0),
    };
    let mut hand = Hand::online();
    hand.ask(0, Role::USER, ASIDE);
    hand.ask(0, Role::USER, up);
    hand.pass(60_000);
    let (pan, tilt) = (Cdeg(3_000), Cdeg(100));
    assert_eq!(hand.camera.pan_tilt().pose(hand.now), Pose { pan, tilt });
}

#[test]
fn r61_a_patrol_without_a_servo_is_refused_as_a_move_is() {
    let mut spec = REFERENCE.spec().clone();
    (spec.motion.pan, spec.motion.tilt) = (AxisLimits::NONE, AxisLimits::NONE);
    let fixed = Box::leak(Box::new(Profile::new(spec).expect("a sound profile")));
    let stop = PatrolStop {
        preset: 0,
        dwell_s: 5,
    };
    let settings = Values::DEFAULT
        .with(SettingId::PRESETS, Effect::Preset(Pose::HOME))
        .with(SettingId::PATROL, Effect::Patrol(Stops::of(&[stop])));
    let stored = Stored { settings, ..KNOWN };
    let (mut hand, _) = Hand::at(Instant::from_millis(0), fixed, &stored);
    let begun = hand.ask(0, Role::USER, Ask::RunPatrol(true));
    assert_eq!(refusals(&begun), [Refusal::NO_SERVO]);
    let ended = hand.ask(0, Role::USER, Ask::RunPatrol(false));
    assert_eq!(answers(&ended), [Answer::Done]);
}

#[test]
fn r61_only_a_head_that_was_left_at_home_is_called_parked() {
    let (mut lost, _) = Hand::at(Instant::from_millis(0), &DELIBERATE, &KNOWN);
    assert!(!is_called_parked(&lost.pass(LONG_MS)));
    assert!(is_called_parked(&homed().pass(LONG_MS)));
    let mut aside = homed();
    aside.ask(0, Role::USER, ASIDE);
    assert!(!is_called_parked(&aside.pass(LONG_MS)));
    aside.ask(0, Role::USER, Ask::Home);
    assert!(is_called_parked(&aside.pass(LONG_MS)));
}

#[test]
fn r61_a_patrol_that_stands_at_home_is_not_left_there() {
    let stop = PatrolStop {
        preset: 0,
        dwell_s: 100,
    };
    let settings = Values::DEFAULT
        .with(SettingId::PRESETS, Effect::Preset(Pose::HOME))
        .with(SettingId::PATROL, Effect::Patrol(Stops::of(&[stop])));
    let stored = Stored { settings, ..KNOWN };
    let (mut hand, _) = Hand::at(Instant::from_millis(0), &DELIBERATE, &stored);
    let asked = hand.ask(0, Role::USER, Ask::Home);
    let (op, result) = (home(&asked), OpResult::Done);
    hand.step(1, Input::Done { op, result });
    let begun = hand.ask(0, Role::USER, Ask::RunPatrol(true));
    assert_eq!(answers(&begun), [Answer::Done]);
    assert!(!is_called_parked(&hand.pass(DELIBERATE.motion.parked_ms)));
    let ended = hand.ask(0, Role::USER, Ask::RunPatrol(false));
    assert_eq!(answers(&ended), [Answer::Done]);
    assert!(is_called_parked(&hand.pass(LONG_MS)));
}

#[test]
fn r21_nothing_is_called_parked_beside_a_reset() {
    let mut hand = homed();
    hand.hold(11_000);
    assert!(hand.camera.reset().is_active());
    let parked_ms = DELIBERATE.motion.parked_ms;
    assert!(!is_called_parked(&hand.pass(parked_ms + 1_000)));
}

#[test]
fn r61_a_preset_waits_for_home_like_any_place() {
    let pan = Cdeg(2_000);
    let tilt = Cdeg(0);
    let settings = Values::DEFAULT.with(SettingId::PRESETS, Effect::Preset(Pose { pan, tilt }));
    let stored = Stored { settings, ..KNOWN };
    let (mut hand, _) = Hand::at(Instant::from_millis(0), &DELIBERATE, &stored);
    let speed = Speed(0);
    let asked = hand.ask(0, Role::USER, Ask::GoToPreset { place: 0, speed });
    assert_eq!(answers(&asked), []);
    let (op, result) = (home(&asked), OpResult::Done);
    let found = hand.step(1, Input::Done { op, result });
    assert_eq!(answers(&found), [Answer::Moving]);
    assert_eq!(hand.camera.pan_tilt().target(hand.now).0.pan, pan);
}

#[test]
fn r61_a_stuck_servo_is_not_forgotten_when_the_head_leaves_its_park() {
    let parked = Stored {
        head_is_parked: true,
        ..KNOWN
    };
    let (mut hand, _) = Hand::at(Instant::from_millis(0), &DELIBERATE, &parked);
    let (axis, stalled) = (Axis::Pan, true);
    hand.step(1, Input::ServoStalled { axis, stalled });
    let asked = hand.ask(0, Role::USER, ASIDE);
    let refused = hand.finish(&asked, OpResult::Done);
    assert_eq!(refusals(&refused), [Refusal::STALLED]);
}

#[test]
fn r61_a_head_that_comes_home_is_not_stuck() {
    let (mut hand, _) = Hand::at(Instant::from_millis(0), &DELIBERATE, &KNOWN);
    let (axis, stalled) = (Axis::Pan, true);
    hand.step(1, Input::ServoStalled { axis, stalled });
    assert_eq!(hand.fault(), Fault::SERVO);
    let asked = hand.ask(0, Role::USER, ASIDE);
    let (op, result) = (home(&asked), OpResult::Done);
    let found = hand.step(1, Input::Done { op, result });
    assert_eq!(answers(&found), [Answer::Moving]);
    assert_eq!(hand.fault(), Fault::NONE);
}

#[test]
fn r60_it_stands_anywhere_until_it_knows_and_then_within_its_error() {
    let limits = &DELIBERATE.motion;
    let (lost, _) = Hand::at(Instant::from_millis(0), &DELIBERATE, &KNOWN);
    let span = limits.pan.max_cdeg - limits.pan.min_cdeg;
    assert_eq!(lost.camera.uncertainty(), Cdeg(span));
    let error = Cdeg(limits.uncertainty_cdeg.into());
    assert_eq!(homed().camera.uncertainty(), error);
}

#[test]
fn r60_who_holds_the_head_may_go_on_and_nobody_else_until_the_lease_is_over() {
    let mut hand = Hand::online();
    for _ in 0..3 {
        assert_eq!(answers(&hand.ask(0, Role::USER, LEFT)), [Answer::Moving]);
        hand.step(500, Input::Tick);
    }
    let other = hand.ask(1, Role::USER, ASIDE);
    assert_eq!(refusals(&other), [Refusal::HELD_BY_OTHER]);
    hand.pass(5_000);
    assert_eq!(answers(&hand.ask(1, Role::USER, ASIDE)), [Answer::Moving]);
}

#[test]
fn r54_a_stop_does_not_keep_a_private_lens_from_its_park() {
    let mut hand = Hand::online();
    hand.ask(0, Role::USER, ASIDE);
    hand.pass(10_000);
    let set = Ask::Set(SettingId::PRIVACY, Effect::Privacy(true));
    let saving = hand.ask(0, Role::USER, set);
    let op = op_of(&saving);
    let result = OpResult::Done;
    hand.step(1, Input::Done { op, result });
    assert!(hand.camera.pan_tilt().is_moving(hand.now));
    hand.ask(0, Role::USER, Ask::Stop);
    hand.pass(60_000);
    assert_eq!(hand.camera.pan_tilt().pose(hand.now), Pose::HOME);
}

#[test]
fn r56_the_time_that_it_was_told_goes_on() {
    let mut hand = Hand::online();
    assert_eq!(hand.camera.unix_s(hand.now), None);
    hand.ask(0, Role::USER, Ask::SetTime { unix_s: 1_000 });
    hand.step(5_000, Input::Tick);
    assert_eq!(hand.camera.unix_s(hand.now), Some(1_005));
}

#[test]
fn r11_a_head_that_has_come_to_rest_wakes_nobody() {
    let mut hand = Hand::online();
    hand.pass(1_000);
    let at_rest = hand.wake_at;
    hand.ask(0, Role::USER, ASIDE);
    assert_ne!(hand.wake_at, at_rest);
    let (_, rests_in_ms) = hand.camera.pan_tilt().target(hand.now);
    hand.step(rests_in_ms, Input::Tick);
    assert_eq!(hand.wake_at, at_rest);
}

#[test]
fn r60_at_an_end_stop_it_goes_only_back() {
    let (now, limits) = (Instant::from_millis(0), &REFERENCE.motion);
    let ends = [
        (limits.pan.min_cdeg, limits.tilt.min_cdeg, -1),
        (limits.pan.max_cdeg, limits.tilt.max_cdeg, 1),
    ];
    let speed = Speed(0);
    for (pan, tilt, out) in ends {
        let mut head = PanTilt::new();
        let aim = Aim {
            pan: Some(Cdeg(pan)),
            tilt: Some(Cdeg(tilt)),
            speed,
        };
        head.move_to(now, &aim, limits).expect("it can point there");
        let mut by = |pan, tilt| head.move_by(now, Cdeg(pan), Cdeg(tilt), speed, limits);
        assert_eq!(by(out, 0), Err(Refusal::AT_LIMIT));
        assert_eq!(by(0, out), Err(Refusal::AT_LIMIT));
        assert_eq!(by(-out, 0), Ok(()));
        assert_eq!(by(0, -out), Ok(()));
    }
}

#[test]
fn r60_a_lease_that_is_renewed_goes_on_without_a_hitch() {
    let (at, limits) = (Instant::from_millis, &REFERENCE.motion);
    for (pan, tilt) in [(-30, 0), (0, 30), (-20, 30)] {
        let (pan, tilt) = (Velocity(pan), Velocity(tilt));
        let [mut once, mut renewed, mut slower] = [PanTilt::new(); 3];
        for head in [&mut once, &mut renewed, &mut slower] {
            head.move_on(at(0), pan, tilt, 2_000, limits)
                .expect("it turns");
        }
        assert_eq!(once.due(at(0)), Some(at(u64::from(FRAME_MS))));
        let again = renewed.move_on(at(500), pan, tilt, 2_000, limits);
        again.expect("it goes on");
        let half = |Velocity(percent)| Velocity(percent / 2);
        let slowly = slower.move_on(at(500), half(pan), half(tilt), 2_000, limits);
        slowly.expect("it goes on, slower");
        for ms in (500..2_000).step_by(100) {
            assert_eq!(renewed.pose(at(ms)), once.pose(at(ms)), "after {ms} ms");
        }
        assert_ne!(slower.pose(at(1_900)), once.pose(at(1_900)));
        assert_eq!(renewed.lease(), Some(at(2_500)));
    }
}
