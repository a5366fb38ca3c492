//! A button and an LED on two pins, and nothing else of the machine.

use camera_fsm::button::{Button, Hold};
use camera_fsm::input::PinLevel;
use camera_fsm::led::Cue;
use camera_fsm::levels::LedFrame;
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use measure::{Subject, step};

pub const SUBJECTS: [Subject<Pins>; 2] = [
    Subject::NOTHING,
    Subject {
        name: "button and LED on two pins",
        steps: &[step("a sample and a frame", poll)],
    },
];

pub struct Pins {
    button: Button,
    level: PinLevel,
    now_ms: u64,
    lit: Option<LedFrame>,
}

impl Default for Pins {
    fn default() -> Self {
        Self {
            button: Button::new(Instant::from_millis(0), PinLevel::Up),
            level: PinLevel::Up,
            now_ms: 0,
            lit: None,
        }
    }
}

fn poll(pins: &mut Pins) {
    let (times, now) = (&REFERENCE.button, Instant::from_millis(pins.now_ms));
    pins.button.sample(now, pins.level);
    while pins.button.due(times).is_some_and(|due| due <= now) {
        core::hint::black_box(pins.button.expire(now, times));
    }
    let cue = match pins.button.hold(now, times) {
        None => Cue::Online,
        Some(Hold::Short) => Cue::HoldShort,
        Some(Hold::Setup) => Cue::HoldSetup,
        Some(Hold::Gap) => Cue::HoldGap,
        Some(Hold::FactoryReset) => Cue::HoldReset,
    };
    let elapsed_ms = pins.now_ms;
    let (frame, _) = REFERENCE.led.rhythm(cue).frame(elapsed_ms, REFERENCE.led.brightness);
    pins.lit = Some(frame);
}
