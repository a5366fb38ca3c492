//! A button and an LED on two pins, and nothing else of the machine.

use camera_fsm::button::Button;
use camera_fsm::input::PinLevel;
use camera_fsm::led::{Cue, Light, Look};
use camera_fsm::levels::LedFrame;
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use measure::{Subject, step};

pub const SUBJECTS: [Subject<Pins>; 2] = [
    Subject::NOTHING,
    Subject {
        name: "button and LED on two pins",
        steps: &[step("a sample and a frame", turn)],
    },
];

pub struct Pins {
    button: Button,
    light: Light,
    level: PinLevel,
    now_ms: u64,
    lit: Option<LedFrame>,
}

impl Default for Pins {
    fn default() -> Self {
        let now = Instant::from_millis(0);
        Self {
            button: Button::new(now, PinLevel::Up),
            light: Light::new(now, Cue::Online),
            level: PinLevel::Up,
            now_ms: 0,
            lit: None,
        }
    }
}

/// The loop of the README's doctest.
fn turn(pins: &mut Pins) {
    let (times, table) = (&REFERENCE.button, &REFERENCE.led);
    let now = Instant::from_millis(pins.now_ms);
    while let Some(gesture) = pins.button.expire(now, times) {
        core::hint::black_box(gesture);
    }
    pins.button.sample(now, pins.level);
    let cue = pins
        .button
        .hold(now, times)
        .map_or(Cue::Online, Cue::of_hold);
    pins.light.follow(now, cue, table, Look::FULL);
    let (frame, _) = pins.light.shown();
    pins.lit = Some(frame);
}
