//! What is to be seen of the emulated board: the LED on its pins, the head by its
//! pulses, the state at the console, what is stored in the flash, and the rest by
//! who has a session.

use camera_fsm::action::ResetRecord;
use camera_fsm::led::Cue;
use camera_fsm::levels::{Eyes, LedFrame};
use camera_fsm::profile::REFERENCE;
use camera_fsm::scenario::{Expectation, Sight, UserFlash};
use camera_hal::led::rgb;
use camera_hal::mock::board::LAYOUT;
use camera_hal::mock::flash::SimFlash;
use camera_hal::servo::PulseCalibration;
use camera_hal::store::Store;
use camera_proto::controller::{cause, remedy, symptom};
use camera_proto::message::Finding;
use camera_proto::vocab::{
    Advice, CameraState, Cause, Cdeg, Color, Fault, Flags, LedState, Refusal, ResetStage, Status,
    Symptom,
};

use super::house::House;
use crate::around::{DARK, mode, user_flash};
use crate::factory::hex;
use crate::head::{PAN, TILT};

/// The board is late by a tick at most, in milliseconds.
pub(super) const TICK_MS: f64 = 1.1;

/// Until a change of the LED is told, in milliseconds.
const TOLD_MS: f64 = 0.7;

/// What does not turn for so long stands, in milliseconds: a slow head turns by a
/// microsecond of its pulse each 200 ms.
const STANDS_MS: f64 = 300.0;

/// How often it glances at the console, at most, in milliseconds.
const GLANCES_MS: f64 = 900.0;

/// From a question at the console to its answer, in milliseconds, while nothing
/// else is done.
const ASKED_MS: f64 = 10.0;

/// How long a round of any rhythm is, at most, in milliseconds.
const ROUND_MS: u64 = 10_000;

/// What is seen besides the status.
#[derive(Default)]
pub(super) struct Seen {
    light: Option<LedFrame>,
    user_flash: Option<UserFlash>,
    secrets: bool,
}

/// Of what nobody looks at.
const NOTHING: Status = Status {
    state: CameraState(u8::MAX),
    led: LedState {
        color: Color::OFF,
        pattern: camera_proto::vocab::Pattern(u8::MAX),
    },
    pan: Cdeg(0),
    tilt: Cdeg(0),
    flags: Flags(0),
    fault: Fault(u8::MAX),
    reset: ResetStage(u8::MAX),
    last_setup: Refusal(u8::MAX),
    rssi_dbm: 0,
    window_s: 0,
    uptime_s: 0,
    epoch: u32::MAX,
};

impl House {
    /// Looks at what the story asks for.
    pub(super) fn look(&mut self) -> Result<(Option<Status>, Seen), String> {
        let mut status = NOTHING;
        let mut seen = Seen::default();
        let Some(what) = self.what.clone() else {
            return Ok((None, seen));
        };
        match &what {
            Expectation::Light(wanted) => seen.light = Some(self.light(*wanted)?),
            Expectation::UserFlash(_) => {
                let store = self.store()?;
                seen.user_flash = store.get(LAYOUT.user.base as usize..).map(user_flash);
            }
            Expectation::Secrets(_) => seen.secrets = self.holds_a_secret()?,
            _ if !self.board.is_on => return Ok((None, seen)),
            Expectation::State(CameraState::RESETTING) if self.is_resetting()? => {
                status.state = CameraState::RESETTING;
            }
            Expectation::Led(led) if *led == resetting() && self.is_resetting()? => {
                self.shows(Cue::Resetting)?;
                status.led = *led;
            }
            Expectation::Reset(ResetStage::ERASING) if self.is_resetting()? => {
                status.reset = ResetStage::ERASING;
            }
            Expectation::State(_)
            | Expectation::Led(_)
            | Expectation::LedOff
            | Expectation::Fault(_)
            | Expectation::Window(_) => {
                let Some(said) = self.type_in("status")? else {
                    return Ok((None, seen));
                };
                status = self.by_console(&said, status)?;
            }
            Expectation::LastSetup(_) => {
                let said = self.type_in("support")?.unwrap_or_default();
                let all = Refusal::ALL.iter();
                let named = |(code, name): &(Refusal, &str)| {
                    (format!("{code:?}") == value(&said, "last setup: "))
                        .then_some((*code, name.len()))
                };
                status.last_setup = all
                    .filter_map(named)
                    .map(|(code, _)| code)
                    .next()
                    .unwrap_or(status.last_setup);
            }
            Expectation::Pan(_) | Expectation::Tilt(_) | Expectation::Moving(_) => {
                let [pan, tilt] = self.board.pulses_us;
                (status.pan, status.tilt) = (angle(PAN, pan), angle(TILT, tilt));
                // Whoever was just told to turn does not yet.
                let since_ms = match what {
                    Expectation::Moving(false) => self.board.turned_at_ms.max(self.began_ms),
                    _ => self.board.turned_at_ms,
                };
                let stands = self.board.ms - since_ms > STANDS_MS;
                status.flags = Flags(0).with(Flags::MOVING, !stands);
            }
            Expectation::Reset(_) | Expectation::Epoch(_) => {
                (status.reset, status.epoch) = self.reset()?;
            }
            Expectation::Flag { flag, .. } => match self.status_by_wire()? {
                Some(told) => status = told,
                // Without a session, the LED says so.
                None if *flag == Flags::PRIVACY => {
                    let said = self.type_in("status")?.unwrap_or_default();
                    let is_private = value(&said, "LED: ") == Cue::Privacy.meaning();
                    status.flags = Flags(0).with(Flags::PRIVACY, is_private);
                }
                None => return Err("nobody has a session to ask by".into()),
            },
            _ => {}
        }
        Ok((self.board.is_on.then_some(status), seen))
    }

    pub(super) fn sight(&self, status: Option<Status>, seen: Seen) -> Sight<'_> {
        let phone = &self.phones[self.talking];
        let radio = mode(&self.radio);
        Sight {
            status,
            light: seen.light.unwrap_or(DARK),
            radio,
            reply: phone.outcome,
            receipt: phone.receipt,
            losses: &phone.losses,
            networks: &phone.networks,
            listed: &phone.listed,
            noticed: phone.noticed,
            eyes: Eyes {
                night_light_percent: self.board.night_light,
                ..Eyes::default()
            },
            findings: &phone.findings,
            support: phone.support,
            user_flash: seen.user_flash.unwrap_or(UserFlash::Used),
            secrets: seen.secrets,
        }
    }

    /// Looks at the console now and then, so that the LED can be held to what it says.
    pub(super) fn glance(&mut self) -> Result<(), String> {
        if self.board.is_on && self.board.ms > self.asked_ms + GLANCES_MS {
            let said = self.type_in("status")?;
            said.map(|said| self.by_console(&said, NOTHING))
                .transpose()?;
        }
        Ok(())
    }

    /// What the LED shows at this instant of the story, where a tick does not matter.
    fn light(&mut self, wanted: LedFrame) -> Result<LedFrame, String> {
        let now_ms = camera_fsm::scenario::World::now(self).as_millis() as f64;
        while self.board.ms < now_ms + TICK_MS + TOLD_MS {
            self.ask(&format!(
                "run {:.3}",
                now_ms + TICK_MS + TOLD_MS - self.board.ms
            ))?;
        }
        let shown = self.shown(now_ms - TICK_MS, now_ms + TICK_MS);
        let is_wanted = |color: &[u8; 3]| *color == rgb(wanted);
        Ok(match shown.iter().find(|color| is_wanted(color)) {
            Some(_) => wanted,
            None => shown.last().map_or(DARK, |color| frame_of(*color)),
        })
    }

    /// What the LED has shown between two instants.
    fn shown(&self, from_ms: f64, to_ms: f64) -> Vec<[u8; 3]> {
        let until = |at: usize| {
            self.seen
                .led
                .get(at + 1)
                .map_or(f64::INFINITY, |(ms, _)| *ms)
        };
        let changes = self.seen.led.iter().enumerate();
        let within = changes.filter(|(at, (ms, _))| *ms <= to_ms && until(*at) >= from_ms);
        within.map(|(_, (_, color))| *color).collect()
    }

    /// What the console says; the LED's pins must have just shown that, or dark.
    fn by_console(&mut self, said: &str, status: Status) -> Result<Status, String> {
        let states = (0..u8::MAX).map(CameraState);
        let faults = (0..u8::MAX).map(Fault);
        let meaning = value(said, "LED: ");
        let cue = Cue::ALL.into_iter().find(|cue| cue.meaning() == meaning);
        let cue = cue.ok_or_else(|| format!("no cue: {said:?}"))?;
        let fault = by_name(faults, value(said, "fault: ")).unwrap_or(status.fault);
        let cue = match cue {
            // The first of four that say the same: which one it is, the fault says.
            Cue::FaultTwo => Cue::of_fault(fault).unwrap_or(cue),
            cue => cue,
        };
        self.seen.cues.push((self.asked_ms, Some(cue)));
        self.shows(cue)?;
        Ok(Status {
            state: by_name(states, value(said, "state: ")).unwrap_or(status.state),
            fault,
            window_s: value(said, "setup window: ")
                .trim_end_matches(" s")
                .parse()
                .unwrap_or(u16::MAX),
            led: look_of(cue),
            ..status
        })
    }

    /// Its pins have just shown something that is of that cue, or dark: whether it comes
    /// out of that in time, `rhythm` holds.
    fn shows(&self, cue: Cue) -> Result<(), String> {
        let rhythm = REFERENCE.led.rhythm(cue);
        let shown = self.shown(self.board.ms - ASKED_MS, self.board.ms);
        let is_of_it = |shown: &[u8; 3]| {
            let color = frame_of(*shown).color;
            color == Color::OFF || (0..ROUND_MS).step_by(10).any(|ms| rhythm.at(ms).0 == color)
        };
        match shown.iter().any(is_of_it) {
            true => Ok(()),
            false => Err(format!("its LED is {shown:?}, and it says {cue:?}")),
        }
    }

    /// Whether the flash says so. The console waits while the flash is changed, and a
    /// reset is over before it answers.
    fn is_resetting(&mut self) -> Result<bool, String> {
        Ok(self.record()?.is_some_and(|record| !record.finished))
    }

    /// Of the last reset.
    fn record(&mut self) -> Result<Option<ResetRecord>, String> {
        let store = self.store()?;
        let image = store.try_into().map_err(|_| "a store of 20 KiB")?;
        let mut flash = SimFlash::<0x5000>::from_image(image);
        Ok(Store::mount(&mut flash, LAYOUT, 0).stored().reset)
    }

    /// How far a reset is, and of which epoch the camera is, by what is stored.
    fn reset(&mut self) -> Result<(ResetStage, u32), String> {
        let Some(record) = self.record()? else {
            return Ok((ResetStage::IDLE, 0));
        };
        if record.finished {
            return Ok((ResetStage::IDLE, record.epoch));
        }
        let said = self.type_in("status")?.unwrap_or_default();
        let stage = match value(&said, "state: ") {
            "resetting" => ResetStage::ERASING,
            _ => ResetStage::FAILED,
        };
        Ok((stage, record.epoch))
    }

    fn holds_a_secret(&mut self) -> Result<bool, String> {
        let phones = self.phones.iter();
        let secrets: Vec<_> = phones
            .flat_map(|phone| &phone.secrets)
            .map(|secret| hex(secret))
            .collect();
        if secrets.is_empty() {
            return Ok(false);
        }
        self.tell(&format!("holds {}", secrets.join(" ")))?;
        Ok(self.board.holds)
    }
}

fn look_of(cue: Cue) -> LedState {
    LedState {
        color: REFERENCE.led.rhythm(cue).color(),
        pattern: cue.pattern(),
    }
}

fn resetting() -> LedState {
    look_of(Cue::Resetting)
}

/// What stands behind that name.
fn value<'a>(said: &'a str, name: &str) -> &'a str {
    let mut lines = said.lines();
    lines
        .find_map(|line| line.strip_prefix(name))
        .unwrap_or_default()
}

fn by_name<T: core::fmt::Debug>(mut all: impl Iterator<Item = T>, name: &str) -> Option<T> {
    all.find(|one| format!("{one:?}") == name)
}

/// The roundest angle that has that pulse: one of a whole microsecond is as wide
/// as many.
fn angle(calibration: PulseCalibration, us: u16) -> Cdeg {
    let all = || {
        (-18_000..=18_000)
            .map(Cdeg)
            .filter(|at| calibration.pulse_us(*at) == us)
    };
    let round = [100, 50, 25, 10, 1].into_iter();
    let mut found = round.filter_map(|step| all().find(|at| at.0 % step == 0));
    found.next().unwrap_or(Cdeg(i32::MAX))
}

/// A frame that looks like that.
pub(super) fn frame_of(color: [u8; 3]) -> LedFrame {
    let colors = [Color::BLUE, Color::WHITE, Color::AMBER, Color::RED];
    let frames = colors
        .into_iter()
        .flat_map(|color| (1..=u8::MAX).map(move |brightness| LedFrame { color, brightness }));
    let mut frames = frames.filter(|frame| rgb(*frame) == color);
    frames.next().unwrap_or(DARK)
}

/// What somebody reads at the console.
pub(super) fn findings(said: &str) -> Vec<Finding> {
    let lines: Vec<&str> = said.lines().collect();
    let found = |lines: &[&str]| {
        let [seen, why, helps] = lines else {
            return None;
        };
        let seen = seen.strip_prefix("- ")?;
        let (why, helps) = (why.strip_prefix("  ")?, helps.strip_prefix("  ")?);
        Some(Finding {
            symptom: Symptom::ALL
                .iter()
                .map(|(code, _)| *code)
                .find(|code| symptom(*code) == seen)?,
            cause: Cause::ALL
                .iter()
                .map(|(code, _)| *code)
                .find(|code| why.starts_with(cause(*code)))?,
            advice: Advice::ALL
                .iter()
                .map(|(code, _)| *code)
                .find(|code| remedy(*code) == helps)?,
            detail: 0,
        })
    };
    lines.chunks(3).filter_map(found).collect()
}
