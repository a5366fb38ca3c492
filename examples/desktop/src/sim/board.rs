//! The board that the real runner runs on.

use camera_fsm::action::OpId;
use camera_fsm::input::{OpResult, PinLevel};
use camera_fsm::levels::{Eyes, LedFrame, Pose};
use camera_fsm::motion_detection::grid::Cells;
use camera_fsm::part::Part;
use camera_fsm::power::BootCause;
use camera_fsm::time::Instant;
use camera_hal::audio::Audio;
use camera_hal::board::{About, Board, Parts};
use camera_hal::button::Button;
use camera_hal::imaging::Imaging;
use camera_hal::led::StatusLed;
use camera_hal::mock::board::MockRecordings;
use camera_hal::mock::breakable::Breakable;
use camera_hal::part::PartError;
use camera_hal::sensor::Sensors;
use camera_hal::servo::Head;
use camera_hal::system::System;
use camera_proto::message::Refused;
use camera_proto::vocab::{Axis, Capabilities, Color, Refusal};
use rand::rngs::StdRng;

use super::cloud::SimCloud;
use super::flash::FileFlash;
use super::radio::SimRadio;
use super::wire::SimWire;

/// This program is the firmware; it has no pictures to show.
const ABOUT: About = About {
    firmware: concat!("camera-desktop ", env!("CARGO_PKG_VERSION")),
    stream_uri: "",
    can: Capabilities::PAN
        .with(Capabilities::TILT, true)
        .with(Capabilities::AUDIO, true)
        .with(Capabilities::NIGHT_VISION, true)
        .with(Capabilities::MOTION_DETECTION, true),
};

/// All parts. What has no power keeps nothing, but for the flash.
pub struct SimBoard {
    /// The reset button.
    pub button: Breakable<SimButton>,
    /// The status LED.
    pub led: Breakable<SimLed>,
    /// The servos.
    pub head: Breakable<SimHead>,
    /// What moves, and how bright it is.
    pub sensors: Breakable<SimSensors>,
    /// Lens, recordings and night light.
    pub imaging: Breakable<SimImaging>,
    /// What it has recorded, as long as this program runs.
    pub recordings: Breakable<MockRecordings>,
    /// Speaker and microphone.
    pub audio: SimAudio,
    /// The flash.
    pub flash: FileFlash,
    /// The radio.
    pub radio: SimRadio,
    /// The way to the cloud.
    pub cloud: SimCloud,
    /// The streams to controllers.
    pub wire: SimWire,
    /// Entropy.
    pub rng: StdRng,
    /// Why it starts next.
    pub boot_cause: BootCause,
}

/// A button that somebody else presses.
#[derive(Clone, Copy, Debug)]
pub struct SimButton(pub PinLevel);

/// An LED to look at.
#[derive(Clone, Copy, Debug)]
pub struct SimLed(pub LedFrame);

/// Servos that obey, unless they are jammed.
#[derive(Debug, Default)]
pub struct SimHead {
    /// Where the head points.
    pub pose: Pose,
    /// Where it was told to point: a servo that is jammed does not.
    pub told: Pose,
    news: Vec<(Axis, bool)>,
    jammed: [bool; 2],
    /// It looks for its home, until then.
    homes: Option<(OpId, Instant)>,
}

/// How long a head takes to find its home, in milliseconds.
const HOME_MS: u32 = 4_000;

/// A room in which something moves now and then, and it becomes dark.
#[derive(Debug, Default)]
pub struct SimSensors {
    moved: Option<Cells>,
    light_percent: Option<u8>,
    light_is_new: bool,
}

/// A lens to look at from outside.
#[derive(Debug, Default)]
pub struct SimImaging(pub Eyes);

/// A speaker in the hearing of a microphone.
#[derive(Debug, Default)]
pub struct SimAudio {
    /// Whether the microphone hears nothing.
    pub is_deaf: bool,
    playing: Option<(OpId, Instant)>,
}

/// The LED without power.
pub const DARK: LedFrame = LedFrame {
    color: Color::OFF,
    brightness: 0,
};

impl SimBoard {
    /// A board without power, in that house.
    #[must_use]
    pub fn new(flash: FileFlash, radio: SimRadio, rng: StdRng) -> Self {
        Self {
            button: Breakable::new(SimButton(PinLevel::Up)),
            led: Breakable::new(SimLed(DARK)),
            head: Breakable::new(SimHead::default()),
            sensors: Breakable::new(SimSensors::default()),
            imaging: Breakable::new(SimImaging::default()),
            recordings: Breakable::new(MockRecordings::default()),
            audio: SimAudio::default(),
            flash,
            radio,
            cloud: SimCloud::new(),
            wire: SimWire::default(),
            rng,
            boot_cause: BootCause::PowerOn,
        }
    }

    /// Breaks a part, or mends it.
    pub fn fail(&mut self, part: Part, fails: bool) {
        match part {
            Part::Button => self.button.fails = fails,
            Part::StatusLed => self.led.fails = fails,
            Part::Head => self.head.fails = fails,
            Part::Sensors => self.sensors.fails = fails,
            Part::Imaging => self.imaging.fails = fails,
            Part::Recordings => self.recordings.fails = fails,
        }
    }

    /// Power is gone.
    pub fn power_off(&mut self) {
        self.boot_cause = BootCause::PowerOn;
        self.led.part = SimLed(DARK);
        self.imaging.part = SimImaging::default();
        self.audio.playing = None;
        self.recordings.part.power_off();
        self.radio.power_off();
        self.cloud.power_off();
        self.wire.follow_radio(false, false);
    }
}

impl SimHead {
    /// Jams a servo, or frees it.
    pub fn jam(&mut self, axis: Axis, jammed: bool) {
        self.jammed[axis as usize] = jammed;
        self.news.push((axis, jammed));
    }

    /// Power is back: what is jammed is found out again.
    pub fn power_on(&mut self) {
        let axes = [Axis::Pan, Axis::Tilt].into_iter();
        self.homes = None;
        self.news = axes
            .filter(|axis| self.jammed[*axis as usize])
            .map(|axis| (axis, true))
            .collect();
    }
}

impl SimSensors {
    /// Something moves there.
    pub fn show(&mut self, cells: Cells) {
        self.moved = Some(cells);
    }

    /// It is that bright from now on.
    pub fn light(&mut self, percent: u8) {
        self.light_percent = Some(percent);
        self.light_is_new = true;
    }

    /// Power is back: it is found out again how bright it is.
    pub fn power_on(&mut self) {
        self.moved = None;
        self.light_is_new = true;
    }
}

impl Sensors for SimSensors {
    fn moved(&mut self) -> Result<Option<Cells>, PartError> {
        Ok(self.moved.take())
    }

    fn light_percent(&mut self) -> Result<Option<u8>, PartError> {
        let is_new = core::mem::take(&mut self.light_is_new);
        Ok(self.light_percent.filter(|_| is_new))
    }
}

impl Imaging for SimImaging {
    fn follow(&mut self, eyes: Eyes) -> Result<(), PartError> {
        self.0 = eyes;
        Ok(())
    }
}

impl Audio for SimAudio {
    fn start(&mut self, now: Instant, op: OpId, ms: u32) {
        self.playing = (ms > 0).then(|| (op, now.after(ms)));
    }

    fn poll(&mut self, now: Instant) -> Option<(OpId, OpResult)> {
        let (op, _) = self.playing.take_if(|(_, until)| *until <= now)?;
        let why = Refused::because(Refusal::NOT_HEARD);
        match self.is_deaf {
            true => Some((op, OpResult::Failed(why))),
            false => Some((op, OpResult::Done)),
        }
    }

    fn due(&self) -> Option<Instant> {
        self.playing.map(|(_, until)| until)
    }
}

impl Button for SimButton {
    fn level(&mut self) -> Result<PinLevel, PartError> {
        Ok(self.0)
    }
}

impl StatusLed for SimLed {
    fn show(&mut self, frame: LedFrame) -> Result<(), PartError> {
        self.0 = frame;
        Ok(())
    }
}

impl Head for SimHead {
    fn point(&mut self, pose: Pose) -> Result<(), PartError> {
        self.told = pose;
        let [pan, tilt] = self.jammed;
        if !pan {
            self.pose.pan = pose.pan;
        }
        if !tilt {
            self.pose.tilt = pose.tilt;
        }
        Ok(())
    }

    fn stalled(&mut self) -> Option<(Axis, bool)> {
        self.news.pop()
    }

    fn find_home(&mut self, now: Instant, op: OpId) {
        self.homes = Some((op, now.after(HOME_MS)));
    }

    fn found_home(&mut self, now: Instant) -> Option<(OpId, OpResult)> {
        let (op, _) = self.homes.take_if(|(_, until)| *until <= now)?;
        let why = Refused::because(Refusal::STALLED);
        match self.jammed {
            [false, false] => Some((op, OpResult::Done)),
            _ => Some((op, OpResult::Failed(why))),
        }
    }

    fn due(&self) -> Option<Instant> {
        self.homes.map(|(_, until)| until)
    }
}

impl Board for SimBoard {
    type Button = Breakable<SimButton>;
    type Led = Breakable<SimLed>;
    type Head = Breakable<SimHead>;
    type Sensors = Breakable<SimSensors>;
    type Imaging = Breakable<SimImaging>;
    type Recordings = Breakable<MockRecordings>;
    type Audio = SimAudio;
    type Flash = FileFlash;
    type Radio = SimRadio;
    type Cloud = SimCloud;
    type Wire = SimWire;
    type Rng = StdRng;

    fn parts(&mut self) -> Parts<'_, Self> {
        self.recordings.part.record(self.imaging.part.0.records);
        let ap_is_up = self.radio.ap().is_some();
        self.wire.follow_radio(ap_is_up, self.radio.is_station());
        self.cloud.follow_radio(self.radio.has_internet());
        Parts {
            button: &mut self.button,
            led: &mut self.led,
            head: &mut self.head,
            sensors: &mut self.sensors,
            imaging: &mut self.imaging,
            recordings: &mut self.recordings,
            audio: &mut self.audio,
            flash: &mut self.flash,
            radio: &mut self.radio,
            cloud: &mut self.cloud,
            wire: &mut self.wire,
            rng: &mut self.rng,
            about: &ABOUT,
        }
    }
}

impl System for SimBoard {
    /// The simulation starts a new runner.
    fn reboot(&mut self) {}

    fn boot_cause(&self) -> BootCause {
        self.boot_cause
    }
}
