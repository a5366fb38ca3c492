//! The camera's clock: it does not wrap, and nothing of the machine does near
//! its ends.

use crate::hand::{Hand, JOINED, KNOWN, op_of};
use camera_fsm::button::{Button, Hold};
use camera_fsm::clock::Clock;
use camera_fsm::input::{Input, PinLevel, Stored};
use camera_fsm::levels::Pose;
use camera_fsm::pan_tilt::{Aim, PanTilt};
use camera_fsm::profile::{ALL, REFERENCE};
use camera_fsm::time::Instant;
use camera_proto::vocab::{CameraState, Cdeg, Speed};

/// Where a machine that may be on for so long can begin.
fn starts() -> [u64; 6] {
    let end = u64::MAX - u64::from(u32::MAX);
    // A 32-bit count of milliseconds wraps after 49.7 days.
    let wrap = u64::from(u32::MAX);
    [0, wrap - 3_000, wrap, wrap + 1, end / 2, end - 4_000_000]
}

#[test]
fn an_instant_is_what_it_was_made_of() {
    for ms in starts() {
        assert_eq!(Instant::from_millis(ms).as_millis(), ms);
    }
    let end = Instant::from_millis(u64::MAX);
    assert_eq!(end.as_millis(), u64::MAX - 1, "the end of time");
    assert_eq!(end.after(1), end);
    assert_eq!(end.after(u32::MAX), end);
    assert_eq!(end.since(Instant::default()), u64::MAX - 1);
    assert_eq!(Instant::default().since(end), 0);
}

/// `Hand::step` holds that every wake-up lies ahead.
#[test]
fn r11_a_wake_up_lies_ahead_whenever_the_camera_was_switched_on() {
    for profile in ALL {
        for start in starts() {
            let (mut hand, _) = Hand::at(Instant::from_millis(start), profile, &Stored::BLANK);
            hand.pass(700_000);
            let reset_ms = profile.button.reset_from_ms;
            hand.step(1, Input::Button(PinLevel::Down));
            hand.pass(reset_ms + 50);
            hand.step(1, Input::Button(PinLevel::Up));
            hand.pass(50);
            assert_eq!(hand.state(), CameraState::RESETTING, "from {start} ms on");
            hand.pass(1_000_000);
        }
    }
}

#[test]
fn a_camera_does_the_same_whenever_it_was_switched_on() {
    let run = |start: u64| {
        let (mut hand, joining) = Hand::at(Instant::from_millis(start), ALL[0], &KNOWN);
        let op = op_of(&joining);
        let mut seen = Vec::new();
        for input in [
            Input::Tick,
            Input::Done { op, result: JOINED },
            Input::LinkLost,
            Input::Button(PinLevel::Down),
            Input::Button(PinLevel::Up),
            Input::Tick,
        ] {
            let actions = hand.step(2_500, input);
            let wake_ms = hand.wake_at.map(|at| at.since(hand.now));
            seen.push((actions, wake_ms, hand.camera.levels(hand.now)));
            seen.push((hand.pass(40_000), None, hand.camera.levels(hand.now)));
        }
        seen
    };
    for start in starts() {
        assert_eq!(run(start), run(1_000), "from {start} ms on");
    }
}

#[test]
fn seconds_are_a_thousandth_of_milliseconds_for_as_long_as_time_lasts() {
    let begin = Instant::default();
    let mut ms: u64 = 1;
    // Digits of all kinds: powers of three, and their neighbours.
    while ms < u64::MAX / 3 {
        for ms in [ms - 1, ms, ms + 1, ms / 1_000 * 1_000, ms | 0xffff_0000] {
            let since = Instant::from_millis(ms).seconds_since(begin);
            assert_eq!(since, ms / 1_000, "{ms} ms");
        }
        ms *= 3;
    }
}

/// 32 bits of milliseconds are 49.7 days, and then they begin anew.
#[test]
fn r02_a_hold_of_50_days_is_no_short_one() {
    let (at, times) = (Instant::from_millis, &REFERENCE.button);
    let mut button = Button::new(at(0), PinLevel::Up);
    button.sample(at(1_000), PinLevel::Down);
    let pressed = at(1_000).after(times.debounce_ms);
    button.expire(pressed, times);
    assert_eq!(button.hold(pressed, times), Some(Hold::Short));
    let much_later = pressed.after(u32::MAX).after(1_000);
    assert_eq!(button.hold(much_later, times), Some(Hold::Cancelled));
}

#[test]
fn r60_before_it_was_told_to_turn_a_head_had_not_set_off() {
    let mut head = PanTilt::new();
    let aim = Aim {
        pan: Some(Cdeg(9_000)),
        tilt: None,
        speed: Speed(0),
    };
    let told_at = Instant::from_millis(5_000);
    head.move_to(told_at, &aim, &REFERENCE.motion)
        .expect("in range");
    assert_eq!(head.pose(Instant::from_millis(4_000)), Pose::HOME);
    assert_ne!(head.pose(Instant::from_millis(6_000)), Pose::HOME);
}

#[test]
fn r56_a_second_begins_when_it_was_said_to() {
    let at = Instant::from_millis;
    for unix_s in [1_000, 1_700_000_000, 1 << 40] {
        let clock = Clock::new(at(500), unix_s);
        assert_eq!(clock.unix_s(at(500)), unix_s);
        assert_eq!(clock.unix_s(at(1_499)), unix_s);
        assert_eq!(clock.unix_s(at(1_500)), unix_s + 1);
    }
}

#[test]
fn r81_it_says_for_how_long_it_has_been_on() {
    let (mut hand, _) = Hand::at(Instant::from_millis(7_000), ALL[0], &KNOWN);
    assert_eq!(hand.status().uptime_s, 0);
    hand.pass(9_999);
    assert_eq!(hand.status().uptime_s, 9);
    hand.pass(1);
    assert_eq!(hand.status().uptime_s, 10);
}

#[test]
fn r40_a_window_says_for_how_many_begun_seconds_it_is_open() {
    let mut hand = Hand::in_setup();
    let open_s = (ALL[0].provision.window_ms / 1_000) as u16;
    let left_s = hand.status().window_s;
    assert!(left_s <= open_s && left_s + 1 >= open_s, "{left_s} s left");
    hand.pass(10_000);
    assert_eq!(hand.status().window_s, left_s - 10);
}
