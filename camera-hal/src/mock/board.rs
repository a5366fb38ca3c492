//! A whole board in RAM: a pin, a light, two servos, a flash, a house with
//! Wi-Fi and a cable for each controller. Nothing happens by itself; time is
//! what the test says it is.

use camera_fsm::action::{OpId, RadioJob};
use camera_fsm::input::{OpResult, PinLevel};
use camera_fsm::levels::{Eyes, LedFrame, Pose};
use camera_fsm::motion_detection::grid::Cells;
use camera_fsm::part::Part;
use camera_fsm::power::BootCause;
use camera_fsm::time::Instant;
use camera_proto::codec::TooLong;
use camera_proto::message::{Provision, Refused};
use camera_proto::vocab::{Axis, Capabilities, NAME_MAX, Network, Passphrase, Refusal};
use heapless::Vec;
use rand_core::CryptoRng;

use super::breakable::Breakable;
use super::flash::SimFlash;
use super::journal::{Deed, Journal, Pen};
use super::wire::MockWire;
use crate::audio::Audio;
use crate::board::{About, Board, Parts};
use crate::button::Button;
use crate::cloud::Cloud;
use crate::imaging::Imaging;
use crate::led::StatusLed;
use crate::part::PartError;
use crate::radio::{Radio, RadioEvent};
use crate::recordings::{MediaKey, Recordings};
use crate::sensor::Sensors;
use crate::servo::Head;
use crate::store::Layout;
use crate::store::factory::Factory;
use crate::store::log::Area;
use crate::system::System;

/// How long every job of the radio takes, in milliseconds.
pub const RADIO_MS: u32 = 300;

/// How many networks a [`MockRadio`] is in the reach of, at most.
pub const NETWORKS_MAX: usize = 4;

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
            false => BootCause::PowerOn,
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

/// How long a cloud takes to hear, in milliseconds.
pub const CLOUD_MS: u32 = 200;

/// A cloud that hears, unless it is out of reach.
#[derive(Clone, Copy, Debug, Default)]
pub struct MockCloud {
    /// Whether nobody there hears.
    pub is_away: bool,
    telling: Option<(OpId, Instant)>,
    pen: Pen,
}

impl Cloud for MockCloud {
    fn unbind(&mut self, now: Instant, op: OpId) {
        self.telling = Some((op, now.after(CLOUD_MS)));
        self.pen.note(Deed::Unbind);
    }

    fn poll(&mut self, now: Instant) -> Option<(OpId, OpResult)> {
        let (op, _) = self.telling.take_if(|(_, until)| *until <= now)?;
        match self.is_away {
            true => Some((op, failed(Refusal::NO_INTERNET))),
            false => Some((op, OpResult::Done)),
        }
    }

    fn due(&self) -> Option<Instant> {
        self.telling.map(|(_, until)| until)
    }
}

/// A button that is as the test leaves it.
#[derive(Clone, Copy, Debug)]
pub struct MockButton(pub PinLevel);

impl Button for MockButton {
    fn level(&mut self) -> Result<PinLevel, PartError> {
        Ok(self.0)
    }
}

/// An LED that remembers what it shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct MockLed(pub Option<LedFrame>, Pen);

impl StatusLed for MockLed {
    fn show(&mut self, frame: LedFrame) -> Result<(), PartError> {
        self.0 = Some(frame);
        self.1.note(Deed::Led(frame));
        Ok(())
    }
}

/// Servos that stand where they were pointed at.
#[derive(Clone, Copy, Debug, Default)]
pub struct MockHead {
    /// Where.
    pub pose: Option<Pose>,
    /// What they tell next: an axis that stalls, or moves again.
    pub stalled: Option<(Axis, bool)>,
    homes: Option<OpId>,
    pen: Pen,
}

impl Head for MockHead {
    fn point(&mut self, pose: Pose) -> Result<(), PartError> {
        self.pose = Some(pose);
        self.pen.note(Deed::Head(pose));
        Ok(())
    }

    fn stalled(&mut self) -> Option<(Axis, bool)> {
        self.stalled.take()
    }

    fn find_home(&mut self, _now: Instant, op: OpId) {
        self.homes = Some(op);
        self.pen.note(Deed::FindHome);
    }

    fn found_home(&mut self, _now: Instant) -> Option<(OpId, OpResult)> {
        Some((self.homes.take()?, OpResult::Done))
    }
}

/// Sensors that say, once, what the test wants them to.
#[derive(Clone, Copy, Debug, Default)]
pub struct MockSensors {
    /// What moves.
    pub moved: Option<Cells>,
    /// How bright it is, in percent.
    pub light_percent: Option<u8>,
    /// How often it was told that the whole picture has changed.
    pub changes: u32,
}

impl Sensors for MockSensors {
    fn moved(&mut self) -> Result<Option<Cells>, PartError> {
        Ok(self.moved.take())
    }

    fn light_percent(&mut self) -> Result<Option<u8>, PartError> {
        Ok(self.light_percent.take())
    }

    fn picture_changed(&mut self) {
        self.changes += 1;
    }
}

/// A lens that remembers what it was told.
#[derive(Clone, Copy, Debug, Default)]
pub struct MockImaging(pub Option<Eyes>, Pen);

impl Imaging for MockImaging {
    fn follow(&mut self, eyes: Eyes) -> Result<(), PartError> {
        self.0 = Some(eyes);
        self.1.note(Deed::Eyes(eyes));
        Ok(())
    }
}

/// How long a recording of a mock is, in KiB. One is erased at once.
pub const RECORDING_KIB: u32 = 512;

/// A medium whose recordings are numbers: each is known by the key that sealed it.
#[derive(Clone, Debug, Default)]
pub struct MockRecordings {
    /// The first byte of the key of each recording.
    pub sealed_by: Vec<u8, 8>,
    /// Whether it says that it erases, and does not.
    pub is_stuck: bool,
    key: Option<u8>,
    is_on: bool,
    pen: Pen,
}

impl MockRecordings {
    /// Records, or not, from now on. Each time that it begins is a recording; it
    /// has room for a few, and the oldest goes first.
    pub fn record(&mut self, is_on: bool) {
        let began = is_on && !self.is_on;
        self.is_on = is_on && self.key.is_some();
        if let Some(key) = self.key.filter(|_| began) {
            if self.sealed_by.is_full() {
                self.sealed_by.remove(0);
            }
            let _ = self.sealed_by.push(key);
        }
    }

    /// Power is gone, and with it the key.
    pub fn power_off(&mut self) {
        self.key = None;
        self.is_on = false;
    }
}

impl Recordings for MockRecordings {
    fn open(&mut self, key: &MediaKey) {
        let MediaKey([first, ..]) = key;
        self.key = Some(*first);
        self.pen.note(Deed::OpenRecordings);
    }

    fn count(&self) -> u16 {
        let own = |sealed: &&u8| Some(**sealed) == self.key;
        self.sealed_by.iter().filter(own).count() as u16
    }

    fn name(&self, at: u16) -> Option<Vec<u8, NAME_MAX>> {
        (at < self.count()).then(|| Vec::from_iter([b'0' + at as u8]))
    }

    fn dead_kib(&self) -> u32 {
        let dead = self.sealed_by.len() - usize::from(self.count());
        dead as u32 * RECORDING_KIB
    }

    fn erase_dead(&mut self) -> Result<(), PartError> {
        let is_dead = |sealed: &u8| Some(*sealed) != self.key;
        let dead = self.sealed_by.iter().position(is_dead);
        if let Some(at) = dead.filter(|_| !self.is_stuck) {
            self.sealed_by.remove(at);
            self.pen.note(Deed::EraseRecordings);
        }
        Ok(())
    }
}

/// A speaker in the hearing of a microphone, unless that is deaf.
#[derive(Clone, Copy, Debug, Default)]
pub struct MockAudio {
    /// Whether it hears nothing.
    pub is_deaf: bool,
    playing: Option<(OpId, Instant)>,
    pen: Pen,
}

impl Audio for MockAudio {
    fn start(&mut self, now: Instant, op: OpId, ms: u32) {
        self.playing = (ms > 0).then(|| (op, now.after(ms)));
        self.pen.note(Deed::Audio { ms });
    }

    fn poll(&mut self, now: Instant) -> Option<(OpId, OpResult)> {
        let (op, _) = self.playing.take_if(|(_, until)| *until <= now)?;
        match self.is_deaf {
            true => Some((op, failed(Refusal::NOT_HEARD))),
            false => Some((op, OpResult::Done)),
        }
    }

    fn due(&self) -> Option<Instant> {
        self.playing.map(|(_, until)| until)
    }
}

/// A radio in a house with networks. Each job takes [`RADIO_MS`].
#[derive(Debug, Default)]
pub struct MockRadio {
    /// What is on the air, each with its password.
    pub networks: Vec<(Network, Passphrase), NETWORKS_MAX>,
    job: Option<(OpId, Instant, Outcome)>,
    pen: Pen,
}

#[derive(Clone, Copy, Debug)]
enum Outcome {
    Done(OpResult),
    /// The networks from that one on are yet to be told.
    Heard(usize),
}

impl Radio for MockRadio {
    fn start(
        &mut self,
        now: Instant,
        op: OpId,
        job: RadioJob,
        network: Option<&Provision>,
        _ap: &[u8],
    ) {
        self.pen.note(Deed::Radio(job));
        let outcome = match (job, network) {
            (RadioJob::Scan, _) => Outcome::Heard(0),
            (RadioJob::JoinTrial | RadioJob::JoinStored, Some(wanted)) => {
                Outcome::Done(self.join(wanted))
            }
            (RadioJob::JoinTrial | RadioJob::JoinStored, None) => {
                Outcome::Done(failed(Refusal::NETWORK_NOT_FOUND))
            }
            (RadioJob::StartAp | RadioJob::StopAp | RadioJob::Off, _) => {
                Outcome::Done(OpResult::Done)
            }
        };
        self.job = Some((op, now.after(RADIO_MS), outcome));
    }

    fn poll(&mut self, now: Instant) -> Option<RadioEvent> {
        let (op, due, outcome) = self.job.take_if(|(_, due, _)| *due <= now)?;
        match outcome {
            Outcome::Done(result) => Some(RadioEvent::Done(op, result)),
            Outcome::Heard(at) => match self.networks.get(at) {
                Some((network, _)) => {
                    self.job = Some((op, due, Outcome::Heard(at + 1)));
                    Some(RadioEvent::Heard(network.clone()))
                }
                None => Some(RadioEvent::Done(op, OpResult::Done)),
            },
        }
    }

    fn due(&self) -> Option<Instant> {
        self.job.map(|(_, due, _)| due)
    }
}

impl MockRadio {
    fn join(&self, wanted: &Provision) -> OpResult {
        let known = |(network, _): &&(Network, Passphrase)| network.ssid == wanted.ssid;
        match self.networks.iter().find(known) {
            None => failed(Refusal::NETWORK_NOT_FOUND),
            Some((_, password)) if password.as_bytes() != wanted.passphrase.as_bytes() => {
                failed(Refusal::AUTH_FAILURE)
            }
            Some((network, _)) => OpResult::Joined {
                internet: true,
                rssi_dbm: network.rssi_dbm,
            },
        }
    }
}

fn failed(why: Refusal) -> OpResult {
    OpResult::Failed(Refused::because(why))
}
