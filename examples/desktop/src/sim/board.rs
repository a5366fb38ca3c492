//! The board that the real runner runs on.

use camera_fsm::input::PinLevel;
use camera_fsm::levels::{Eyes, LedFrame};
use camera_fsm::part::Part;
use camera_fsm::power::BootCause;
use camera_hal::board::{About, Board, Parts};
use camera_hal::mock::breakable::Breakable;
use camera_hal::mock::cloud::MockCloud;
use camera_hal::mock::parts::{
    MockAudio, MockButton, MockHead, MockImaging, MockLed, MockRecordings, MockSensors,
};
use camera_hal::mock::radio::{MockRadio, RadioPace};
use camera_hal::system::System;
use camera_proto::vocab::{Capabilities, Color};
use rand::rngs::StdRng;

use super::flash::FileFlash;
use super::router::Router;
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
    pub button: Breakable<MockButton>,
    /// The status LED.
    pub led: Breakable<MockLed>,
    /// The servos.
    pub head: Breakable<MockHead>,
    /// What moves, and how bright it is.
    pub sensors: Breakable<MockSensors>,
    /// Lens, recordings and night light.
    pub imaging: Breakable<MockImaging>,
    /// What it has recorded, as long as this program runs.
    pub recordings: Breakable<MockRecordings>,
    /// Speaker and microphone.
    pub audio: MockAudio,
    /// The flash.
    pub flash: FileFlash,
    /// The radio.
    pub radio: MockRadio,
    /// The way to the cloud.
    pub cloud: MockCloud,
    /// The streams to controllers.
    pub wire: SimWire,
    /// Entropy.
    pub rng: StdRng,
    /// Why it starts next.
    pub boot_cause: BootCause,
    /// What the radio hears, as people wrote it.
    router: Router,
}

/// How long a head takes to find its home, in milliseconds.
const HOME_MS: u32 = 4_000;

/// How long the cloud takes to hear, in milliseconds.
const CLOUD_MS: u32 = 400;

/// As most radios.
const PACE: RadioPace = RadioPace {
    ap_ms: 300,
    ap_again_ms: 0,
    off_ms: 0,
    scan_ms: 900,
    join_ms: 1_500,
};

/// The LED without power.
const DARK: LedFrame = LedFrame {
    color: Color::OFF,
    brightness: 0,
};

impl SimBoard {
    /// A board without power, in that house.
    #[must_use]
    pub fn new(flash: FileFlash, router: Router, rng: StdRng) -> Self {
        let mut board = Self {
            button: Breakable::new(MockButton(PinLevel::Up)),
            led: Breakable::default(),
            head: Breakable::default(),
            sensors: Breakable::default(),
            imaging: Breakable::default(),
            recordings: Breakable::default(),
            audio: MockAudio::default(),
            flash,
            radio: MockRadio::default(),
            cloud: MockCloud::default(),
            wire: SimWire::default(),
            rng,
            boot_cause: BootCause::PowerOn,
            router: Router::default(),
        };
        board.head.part.home_ms = HOME_MS;
        board.radio.pace = PACE;
        board.cloud.hears_ms = CLOUD_MS;
        board.set_router(router);
        board
    }

    /// The networks around it are these from now on.
    pub fn set_router(&mut self, router: Router) {
        self.radio.networks = router.on_air();
        self.router = router;
    }

    /// The networks around it.
    #[must_use]
    pub fn router(&self) -> &Router {
        &self.router
    }

    /// What the LED shows: nothing without power.
    #[must_use]
    pub fn light(&self) -> LedFrame {
        self.led.part.0.unwrap_or(DARK)
    }

    /// What the camera does with what it sees: nothing without power.
    #[must_use]
    pub fn eyes(&self) -> Eyes {
        self.imaging.part.0.unwrap_or_default()
    }

    /// What the radio does, in a word.
    #[must_use]
    pub fn on_air(&self) -> &'static str {
        match (self.radio.ap(), self.radio.is_station()) {
            _ if self.radio.is_joining() => "joining",
            (Some(_), true) => "ap+station",
            (Some(_), false) => "ap",
            (None, true) => "station",
            (None, false) => "off",
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
        self.led.part.power_off();
        self.head.part.power_off();
        self.sensors.part.power_off();
        self.imaging.part.power_off();
        self.audio.power_off();
        self.recordings.part.power_off();
        self.radio.power_off();
        self.cloud.power_off();
        self.wire.follow_radio(false, false);
    }
}

impl Board for SimBoard {
    type Button = Breakable<MockButton>;
    type Led = Breakable<MockLed>;
    type Head = Breakable<MockHead>;
    type Sensors = Breakable<MockSensors>;
    type Imaging = Breakable<MockImaging>;
    type Recordings = Breakable<MockRecordings>;
    type Audio = MockAudio;
    type Flash = FileFlash;
    type Radio = MockRadio;
    type Cloud = MockCloud;
    type Wire = SimWire;
    type Rng = StdRng;

    fn parts(&mut self) -> Parts<'_, Self> {
        let records = self.eyes().records;
        self.recordings.part.record(records);
        let ap_is_up = self.radio.ap().is_some();
        self.wire.follow_radio(ap_is_up, self.radio.is_station());
        self.cloud.follow(self.radio.has_internet());
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
