//! A whole board in RAM: a pin, a light, two servos, a flash, a house with
//! Wi-Fi and a cable for each controller. Nothing happens by itself; time is
//! what the test says it is.

use camera_fsm::part::Part;
use camera_fsm::power::BootCause;
use camera_fsm::time::Instant;
use camera_proto::codec::TooLong;
use camera_proto::vocab::Capabilities;
use rand_core::CryptoRng;

use super::breakable::Breakable;
use super::cloud::MockCloud;
use super::flash::SimFlash;
use super::journal::{Deed, Journal, Pen};
use super::parts::{
    MockAudio, MockButton, MockHead, MockImaging, MockLed, MockRecordings, MockSensors,
};
use super::radio::MockRadio;
use super::wire::MockWire;
use crate::board::{About, Board, Parts};
use crate::store::Layout;
use crate::store::factory::Factory;
use crate::store::log::Area;
use crate::system::System;
use camera_fsm::input::PinLevel;

/// Where everything lies in [`MockBoard::flash`].
pub const LAYOUT: Layout = Layout {
    factory: 0,
    journal: Area {
        base: 0x1000,
        sector_bytes: 0x1000,
    },
    user: Area {
        base: 0x3000,
        sector_bytes: 0x1000,
    },
};

/// All parts of a camera.
#[derive(Debug)]
pub struct MockBoard<R> {
    /// The reset button.
    pub button: Breakable<MockButton>,
    /// The status LED.
    pub led: Breakable<MockLed>,
    /// The servos.
    pub head: Breakable<MockHead>,
    /// What it senses next.
    pub sensors: Breakable<MockSensors>,
    /// Lens, recordings and night light.
    pub imaging: Breakable<MockImaging>,
    /// What it has recorded.
    pub recordings: Breakable<MockRecordings>,
    /// Speaker and microphone.
    pub audio: MockAudio,
    /// The flash, by [`LAYOUT`].
    pub flash: SimFlash<0x5000>,
    /// The radio, and the networks around it.
    pub radio: MockRadio,
    /// The cloud.
    pub cloud: MockCloud,
    /// The watchdog.
    pub watchdog: MockWatchdog,
    /// The cables to controllers.
    pub wire: MockWire,
    /// What it draws its random numbers from. It may repeat: it guards nothing.
    pub rng: R,
    /// Why it starts next.
    pub boot_cause: BootCause,
    pen: Pen,
}

impl<R> MockBoard<R> {
    /// A camera as it leaves the factory. `rng` may repeat: it guards nothing.
    ///
    /// # Errors
    /// When the factory's record is longer than its region.
    pub fn new(factory: &Factory, rng: R) -> Result<Self, TooLong> {
        let mut flash = SimFlash::new();
        let record = factory.encode()?;
        for (to, from) in flash.image_mut().iter_mut().zip(record) {
            *to = from;
        }
        Ok(Self {
            button: Breakable::new(MockButton(PinLevel::Up)),
            led: Breakable::new(MockLed::default()),
            head: Breakable::new(MockHead::default()),
            sensors: Breakable::new(MockSensors::default()),
            imaging: Breakable::new(MockImaging::default()),
            recordings: Breakable::new(MockRecordings::default()),
            audio: MockAudio::default(),
            flash,
            radio: MockRadio::default(),
            cloud: MockCloud::default(),
            watchdog: MockWatchdog::default(),
            wire: MockWire::default(),
            rng,
            boot_cause: BootCause::PowerOn,
            pen: Pen::default(),
        })
    }

    /// From now on all that its parts do is written there.
    pub fn keep_journal(&mut self, journal: &'static Journal) {
        let pen = Pen(Some(journal));
        self.pen = pen;
        self.led.part.1 = pen;
        self.head.part.pen = pen;
        self.imaging.part.1 = pen;
        self.recordings.part.pen = pen;
        self.audio.pen = pen;
        self.flash.pen = pen;
        self.radio.pen = pen;
        self.cloud.pen = pen;
        self.wire.pen = pen;
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

    /// Power is gone, or the board restarts: what has no power keeps nothing, but
    /// for the flash, and what is stored on the medium.
    pub fn power_off(&mut self) {
        self.led.part.power_off();
        self.head.part.power_off();
        self.sensors.part.power_off();
        self.imaging.part.power_off();
        self.audio.power_off();
        self.recordings.part.power_off();
        self.radio.power_off();
        self.cloud.power_off();
        self.wire.power_off();
    }
}

impl<R: CryptoRng> Board for MockBoard<R> {
    type Button = Breakable<MockButton>;
    type Led = Breakable<MockLed>;
    type Head = Breakable<MockHead>;
    type Sensors = Breakable<MockSensors>;
    type Imaging = Breakable<MockImaging>;
    type Recordings = Breakable<MockRecordings>;
    type Audio = MockAudio;
    type Flash = SimFlash<0x5000>;
    type Radio = MockRadio;
    type Cloud = MockCloud;
    type Wire = MockWire;
    type Rng = R;

    fn parts(&mut self) -> Parts<'_, Self> {
        const ABOUT: &About = &About {
            firmware: "0.1.0",
            stream_uri: "",
            can: Capabilities::PAN,
        };
        let eyes = self.imaging.part.0.unwrap_or_default();
        self.recordings.part.record(eyes.records);
        let radio = &self.radio;
        self.wire.follow(radio.ap().is_some(), radio.is_station());
        self.cloud.follow(radio.has_internet());
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
            about: ABOUT,
        }
    }
}

impl<R> System for MockBoard<R> {
    fn reboot(&mut self) {
        self.pen.note(Deed::Reboot);
    }

    fn boot_cause(&self) -> BootCause {
        match self.watchdog.has_bitten {
            true => BootCause::Crash,
            false => self.boot_cause,
        }
    }

    fn watchdog_ms(&self) -> Option<u32> {
        self.watchdog.hungry_ms
    }

    fn feed_watchdog(&mut self, now: Instant) {
        self.watchdog.pass(now);
        self.watchdog.fed_at = Some(now);
    }
}

/// A watchdog that begins with its first meal. It cannot restart anything: it
/// remembers that it would have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MockWatchdog {
    /// How long it goes hungry, in milliseconds; `None`: there is none.
    pub hungry_ms: Option<u32>,
    /// When it was fed last.
    pub fed_at: Option<Instant>,
    /// Whether it was once too late.
    pub has_bitten: bool,
}

impl MockWatchdog {
    /// So late it is now.
    pub fn pass(&mut self, now: Instant) {
        let bites_at = self.fed_at.zip(self.hungry_ms);
        self.has_bitten |= bites_at.is_some_and(|(fed_at, ms)| fed_at.after(ms) <= now);
    }
}
