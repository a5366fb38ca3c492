//! What has changed: the lines of `--json`, and the words on the screen.

use camera_fsm::input::PinLevel;
use camera_fsm::led::Cue;
use camera_fsm::levels::{Eyes as Levels, LedFrame, Pose};
use camera_fsm::time::Instant;
use camera_proto::vocab::{Color, Pattern, Status};
use serde::Serialize;

use crate::sim::flash::FlashOp;

/// All that is told when it changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// What the LED shows.
    pub led: LedFrame,
    /// What the firmware says, while it runs.
    pub status: Option<(Status, Cue)>,
    /// Whether the power is on, and the firmware not yet running.
    pub boots: bool,
    /// What the radio does.
    pub radio: &'static str,
    /// Where the head points.
    pub pose: Pose,
    /// What it does with what it sees.
    pub eyes: Levels,
    /// The pin of the reset button; none: the model has no button.
    pub button: Option<PinLevel>,
}

/// One line of the event stream: only what has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Change {
    /// When, in milliseconds since the program began.
    pub t_ms: u64,
    /// The status LED.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub led: Option<Led>,
    /// What the camera does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<&'static str>,
    /// What the radio does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub radio: Option<&'static str>,
    /// Where the head points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub servo: Option<Servo>,
    /// What it does with what it sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eyes: Option<Eyes>,
    /// The reset button: `down` or `up`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub button: Option<&'static str>,
    /// What was done to the flash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flash: Option<Flash>,
    /// How far a reset has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset: Option<&'static str>,
    /// What is broken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<&'static str>,
}

impl Change {
    /// This change and an earlier one as one: how all stands after both. What
    /// was done to the flash is a moment, and stands nowhere.
    #[must_use]
    pub fn over(self, earlier: Self) -> Self {
        Self {
            t_ms: self.t_ms,
            led: self.led.or(earlier.led),
            state: self.state.or(earlier.state),
            radio: self.radio.or(earlier.radio),
            servo: self.servo.or(earlier.servo),
            eyes: self.eyes.or(earlier.eyes),
            button: self.button.or(earlier.button),
            flash: None,
            reset: self.reset.or(earlier.reset),
            fault: self.fault.or(earlier.fault),
        }
    }
}

/// The status LED.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Led {
    /// The colour it shows; while it is dark, the one it blinks in.
    pub color: &'static str,
    /// Its rhythm.
    pub pattern: &'static str,
    /// Whether it is lit now.
    pub on: bool,
    /// What it means, in words.
    pub meaning: &'static str,
}

/// Where the head points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Servo {
    /// Left to right, in centidegrees.
    pub pan_cdeg: i32,
    /// Down to up, in centidegrees.
    pub tilt_cdeg: i32,
}

/// What the camera does with what it sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Eyes {
    /// `open` or `shut`: lens, sensors and microphone.
    pub lens: &'static str,
    /// Whether pictures are recorded.
    pub recording: bool,
    /// How bright the night light is, in percent.
    pub night_light: u8,
}

impl From<Levels> for Eyes {
    fn from(levels: Levels) -> Self {
        Self {
            lens: if levels.open { "open" } else { "shut" },
            recording: levels.records,
            night_light: levels.night_light_percent,
        }
    }
}

/// An operation of the flash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Flash {
    /// `erase` or `program`.
    pub op: &'static str,
    /// `factory`, `journal` or `user`.
    pub region: &'static str,
    /// Where in the region, in bytes.
    pub addr: u32,
}

/// Compares what is with what was.
#[derive(Debug, Default)]
pub struct Watcher {
    told: Option<Told>,
    changes: Vec<Change>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Told {
    led: Led,
    state: &'static str,
    radio: &'static str,
    servo: Servo,
    eyes: Eyes,
    button: &'static str,
    reset: &'static str,
    fault: &'static str,
}

impl Watcher {
    /// Looks, and writes down what is new.
    pub fn look(&mut self, now: Instant, view: View, ops: Vec<FlashOp>) {
        let t_ms = now.as_millis();
        self.changes.extend(ops.into_iter().map(|op| Change {
            t_ms,
            flash: Some(Flash {
                op: if op.is_erase { "erase" } else { "program" },
                region: op.region.name(),
                addr: op.address,
            }),
            ..Change::default()
        }));
        let told = tell(&view);
        let before = self.told.replace(told);
        let change = Change {
            t_ms,
            led: news(before.map(|b| b.led), told.led),
            state: news(before.map(|b| b.state), told.state),
            radio: news(before.map(|b| b.radio), told.radio),
            servo: news(before.map(|b| b.servo), told.servo),
            eyes: news(before.map(|b| b.eyes), told.eyes),
            button: news(Some(before.map_or("up", |b| b.button)), told.button),
            flash: None,
            reset: news(Some(before.map_or("idle", |b| b.reset)), told.reset),
            fault: news(Some(before.map_or("none", |b| b.fault)), told.fault),
        };
        let nothing = Change {
            t_ms,
            ..Change::default()
        };
        if change != nothing {
            self.changes.push(change);
        }
    }

    /// What was written down since the last call.
    pub fn take(&mut self) -> Vec<Change> {
        core::mem::take(&mut self.changes)
    }
}

fn news<T: PartialEq>(before: Option<T>, now: T) -> Option<T> {
    (before.as_ref() != Some(&now)).then_some(now)
}

fn tell(view: &View) -> Told {
    let servo = Servo {
        pan_cdeg: view.pose.pan.0,
        tilt_cdeg: view.pose.tilt.0,
    };
    let eyes = view.eyes.into();
    let button = match view.button {
        Some(PinLevel::Down) => "down",
        Some(PinLevel::Up) | None => "up",
    };
    let Some((status, cue)) = &view.status else {
        let (state, meaning) = match view.boots {
            true => ("restarting", "restarting"),
            false => ("off", "no power"),
        };
        let led = Led {
            color: name(Color::OFF.name()),
            pattern: "off",
            on: false,
            meaning,
        };
        return Told {
            led,
            state,
            radio: view.radio,
            servo,
            eyes,
            button,
            reset: "idle",
            fault: "none",
        };
    };
    let on = view.led.color != Color::OFF;
    let color = if on { view.led.color } else { status.led.color };
    let led = Led {
        color: name(color.name()),
        pattern: name(Pattern::name(status.led.pattern)),
        on,
        meaning: match (cue, view.button) {
            (Cue::Unprovisioned, None) => "waiting to be set up; switch it off and on",
            _ => cue.meaning(),
        },
    };
    Told {
        led,
        state: name(status.state.name()),
        radio: view.radio,
        servo,
        eyes,
        button,
        reset: name(status.reset.name()),
        fault: name(status.fault.name()),
    }
}

/// Only codes of this very version are told here, so each has its name.
fn name(name: Option<&'static str>) -> &'static str {
    name.unwrap_or("unknown")
}
