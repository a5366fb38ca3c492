//! What only a person can do or see: the button, the LED, the head.

use core::fmt;

use camera_fsm::button;
use camera_fsm::input::PinLevel;
use camera_fsm::levels::{LedFrame, Pose};
use camera_fsm::profile::{AxisLimits, Colors};
use camera_proto::vocab::{Cdeg, Color};

use super::{Bench, Failure, Plan, wait};
use crate::board::Board;
use crate::button::Button as _;
use crate::led::StatusLed as _;
use crate::servo::Head as _;

const PRESSES: u8 = 3;
const PRESSING_MS: u32 = 10_000;
/// How often the head is told where to point, in milliseconds.
const STEP_MS: u32 = 20;

/// How long a person may look before they answer, in milliseconds. Whoever says
/// nothing has not seen it.
const LOOKS_MS: u32 = 60_000;
/// How often it is looked whether they have answered, in milliseconds.
const ANSWER_MS: u32 = 10;

/// A check that may fail, while writing to the bench may.
type Checked = Result<Result<(), Failure>, fmt::Error>;

/// Presses as the camera would feel them: by the same debounce.
pub(super) fn button<B: Board>(board: &mut B, bench: &mut impl Bench, plan: &Plan) -> Checked {
    let times = &plan.profile.button;
    let level = match board.parts().button.level() {
        Ok(PinLevel::Down) => return Ok(Err(Failure::PressedAtRest)),
        Ok(level) => level,
        Err(error) => return Ok(Err(error.into())),
    };
    writeln!(bench, "Press the button three times, then leave it.\r")?;
    let mut button = button::Button::new(bench.now(), level);
    let (mut presses, mut was_down) = (0_u8, false);
    for _ in 0..PRESSING_MS {
        wait(board, bench, 1);
        let now = bench.now();
        match board.parts().button.level() {
            Ok(level) => button.sample(now, level),
            Err(error) => return Ok(Err(error.into())),
        }
        while button.expire(now, times).is_some() {}
        let is_down = button.hold(now, times).is_some();
        presses = presses.saturating_add(u8::from(is_down && !was_down));
        was_down = is_down;
    }
    Ok(match presses {
        PRESSES => Ok(()),
        other => Err(Failure::Presses(other)),
    })
}

/// Every colour that the model has, and none.
pub(super) fn led<B: Board>(board: &mut B, bench: &mut impl Bench, plan: &Plan) -> Checked {
    let table = &plan.profile.led;
    let full = [Color::BLUE, Color::WHITE, Color::AMBER, Color::RED];
    let only;
    let colors = match table.colors {
        Colors::Full => &full[..],
        Colors::Only(color) => {
            only = [color];
            &only[..]
        }
    };
    for color in colors.iter().copied().chain([Color::OFF]) {
        let brightness = table.brightness;
        if let Err(error) = board.parts().led.show(LedFrame { color, brightness }) {
            return Ok(Err(error.into()));
        }
        write!(bench, "Is the LED {color:?}? ")?;
        if !is_so(board, bench)? {
            return Ok(Err(Failure::Looks(color)));
        }
    }
    Ok(Ok(()))
}

/// To both ends of each axis, and back.
pub(super) fn head<B: Board>(board: &mut B, bench: &mut impl Bench, plan: &Plan) -> Checked {
    let motion = &plan.profile.motion;
    let ahead = Pose::default();
    let across = |cdeg| Pose {
        pan: Cdeg(cdeg),
        ..ahead
    };
    let upwards = |cdeg| Pose {
        tilt: Cdeg(cdeg),
        ..ahead
    };
    let stops = [
        (&motion.pan, "left", across(motion.pan.min_cdeg)),
        (&motion.pan, "right", across(motion.pan.max_cdeg)),
        (&motion.tilt, "down", upwards(motion.tilt.min_cdeg)),
        (&motion.tilt, "up", upwards(motion.tilt.max_cdeg)),
        (&motion.pan, "straight ahead", ahead),
    ];
    let mut pose = ahead;
    for (_, way, stop) in stops.into_iter().filter(|(axis, ..)| axis.has_servo()) {
        while pose != stop {
            pose = Pose {
                pan: step_towards(pose.pan, stop.pan, &motion.pan),
                tilt: step_towards(pose.tilt, stop.tilt, &motion.tilt),
            };
            if let Err(error) = board.parts().head.point(pose) {
                return Ok(Err(error.into()));
            }
            wait(board, bench, STEP_MS);
        }
        write!(bench, "Does it point {way}? ")?;
        if !is_so(board, bench)? {
            return Ok(Err(Failure::Points(way)));
        }
    }
    Ok(Ok(()))
}

/// What the person answers; ends the line.
fn is_so<B: Board>(board: &mut B, bench: &mut impl Bench) -> Result<bool, fmt::Error> {
    let mut answer = None;
    for _ in 0..LOOKS_MS / ANSWER_MS {
        answer = bench.answer();
        if answer.is_some() {
            break;
        }
        wait(board, bench, ANSWER_MS);
    }
    let is_so = answer.unwrap_or(false);
    writeln!(bench, "{}\r", if is_so { "y" } else { "n" })?;
    Ok(is_so)
}

/// At half of its speed: nothing is known yet of how it brakes.
fn step_towards(Cdeg(from): Cdeg, Cdeg(to): Cdeg, limits: &AxisLimits) -> Cdeg {
    let step_cdeg = (limits.pace.speed_cdeg_s() * STEP_MS / 2_000).max(1) as i32;
    Cdeg(from + (to - from).clamp(-step_cdeg, step_cdeg))
}
