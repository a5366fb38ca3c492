//! The button alone, where chance hardly comes by.

use camera_fsm::button::{Button, Gesture};
use camera_fsm::input::PinLevel;
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;

/// Lets happen what is due by then.
fn pass(button: &mut Button, until: Instant) -> Vec<Gesture> {
    let times = &REFERENCE.button;
    let mut gestures = Vec::new();
    while let Some(due) = button.due(times).filter(|due| *due <= until) {
        gestures.extend(button.expire(due, times));
    }
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
