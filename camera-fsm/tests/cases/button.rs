//! The button alone, where chance hardly comes by.

use core::iter;

use camera_fsm::button::{Button, Gesture};
use camera_fsm::input::{Input, PinLevel, Stored};
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_proto::vocab::Fault;

use crate::hand::Hand;

/// Lets happen what is due by then.
fn pass(button: &mut Button, until: Instant) -> Vec<Gesture> {
    let times = &REFERENCE.button;
    let mut gestures = Vec::new();
    gestures.extend(iter::from_fn(|| button.expire(until, times)));
    gestures
}

#[test]
fn r03_a_bounce_at_the_end_of_a_hold_begins_no_other() {
    let (at, times) = (Instant::from_millis, &REFERENCE.button);
    let mut button = Button::new(at(0), PinLevel::Up);
    button.sample(at(1_000), PinLevel::Down);
    let ends = at(1_000).after(times.debounce_ms).after(times.hold_ms_max);
    // It is down again exactly as long before its end as a bounce may last.
    let again = Instant::from_millis(ends.as_millis() - u64::from(times.debounce_ms));
    for (now, level) in [
        (at(again.as_millis() - 5), PinLevel::Up),
        (again, PinLevel::Down),
    ] {
        assert_eq!(pass(&mut button, now), []);
        button.sample(now, level);
    }
    assert_eq!(pass(&mut button, ends), [Gesture::Cancelled]);
}

#[test]
fn r05_a_bounce_seen_by_a_late_look_leaves_nothing_overdue() {
    let (mut hand, _) = Hand::new(&Stored::BLANK);
    let look = |hand: &mut Hand, after_ms, level, looked_at| {
        hand.step(after_ms, Input::Polled { level, looked_at });
        hand.now
    };
    let pressed = look(&mut hand, 1_000, PinLevel::Down, Instant::from_millis(0));
    hand.step(20, Input::Tick);
    let late = look(&mut hand, 3_600_000, PinLevel::Up, pressed);
    // `Hand::step` holds that the next wake-up lies ahead.
    look(&mut hand, 0, PinLevel::Down, late);
    assert_eq!(hand.status().fault, Fault::BUTTON_STUCK);
}
