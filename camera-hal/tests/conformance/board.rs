//! A board that is broken on purpose, and the person in front of it.

use core::cell::{Cell, RefCell};
use core::fmt;
use core::ops::Range;
use std::format;
use std::rc::Rc;
use std::string::String;

use camera_fsm::input::PinLevel;
use camera_fsm::levels::{LedFrame, Pose};
use camera_fsm::power::BootCause;
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::audio::NoAudio;
use camera_hal::board::{About, Board, Parts};
use camera_hal::button::Button;
use camera_hal::cloud::NoCloud;
use camera_hal::conformance::{Bench, Plan};
use camera_hal::imaging::NoImaging;
use camera_hal::led::StatusLed;
use camera_hal::mock::flash::{SimFlash, SimFlashError};
use camera_hal::part::PartError;
use camera_hal::radio::NoRadio;
use camera_hal::recordings::{MediaKey, Recordings};
use camera_hal::sensor::NoSensors;
use camera_hal::servo::Head;
use camera_hal::system::System;
use camera_hal::wire::NoWire;
use camera_proto::vocab::{Cdeg, Color, NAME_MAX};
use embedded_storage::nor_flash::{ErrorType, NorFlash, ReadNorFlash};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Infallible, SeedableRng as _, TryCryptoRng, TryRng};

use super::Wrong;

/// What the board and the person in front of it both see.
pub(crate) struct World {
    pub(crate) wrong: Wrong,
    pub(crate) ms: Cell<u64>,
    pub(crate) led: Cell<Color>,
    pub(crate) pose: Cell<Pose>,
    pub(crate) says: RefCell<String>,
    pub(crate) restarts: Cell<bool>,
    pub(crate) fed_ms: Cell<u64>,
    /// The watchdog has bitten: until it starts again the chip does nothing.
    pub(crate) is_bitten: Cell<bool>,
}

/// Three presses of a quarter of a second, of a switch that bounces for 5 ms; a worn one opens for long in between.
fn pressed(ms: u64, is_worn: bool) -> bool {
    let at = ms % 2_000;
    let is_one = (2_000..8_000).contains(&ms) && at < 250;
    let bounces = at < 5 && at % 2 == 1;
    let opens = is_worn && (100..150).contains(&at);
    is_one && !bounces && !opens
}

pub(crate) type Shared = Rc<World>;

pub(crate) struct Pin(Shared);

impl Button for Pin {
    fn level(&mut self) -> Result<PinLevel, PartError> {
        let World { wrong, ms, .. } = &*self.0;
        let is_pressed = pressed(ms.get(), *wrong == Wrong::ButtonBouncesForLong);
        match (wrong, is_pressed) {
            (Wrong::ButtonFails, _) => Err(PartError::Read),
            (Wrong::ButtonIsOnAnotherPin, _) => Ok(PinLevel::Up),
            (Wrong::ButtonReadsInverted, false) => Ok(PinLevel::Down),
            (Wrong::ButtonReadsInverted, true) | (_, false) => Ok(PinLevel::Up),
            _ => Ok(PinLevel::Down),
        }
    }
}

pub(crate) struct Led(Shared);

impl StatusLed for Led {
    fn show(&mut self, frame: LedFrame) -> Result<(), PartError> {
        let looks = match (self.0.wrong, frame.color) {
            (Wrong::LedFails, _) => return Err(PartError::Write),
            (Wrong::LedIsDark, _) => Color::OFF,
            (Wrong::LedStaysLit, Color::OFF) => self.0.led.get(),
            (Wrong::LedHasRedAndBlueSwapped, Color::BLUE) => Color::RED,
            (_, color) => color,
        };
        self.0.led.set(looks);
        Ok(())
    }
}

pub(crate) struct Servos(Shared);

impl Head for Servos {
    fn point(&mut self, pose: Pose) -> Result<(), PartError> {
        let before = self.0.pose.get();
        match self.0.wrong {
            Wrong::HeadFails => return Err(PartError::Write),
            Wrong::HeadStands => return Ok(()),
            _ => self.0.pose.set(pose),
        }
        let far = |from: Cdeg, to: Cdeg| (from.0 - to.0).abs() > 200;
        let jumps = far(before.pan, pose.pan) || far(before.tilt, pose.tilt);
        assert!(!jumps, "{before:?} to {pose:?}");
        Ok(())
    }
}

pub(crate) struct Random(Shared, ChaCha20Rng);

impl TryRng for Random {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let word = self.1.try_next_u32()?;
        Ok(match self.0.wrong {
            Wrong::RandomIsConstant => 0x1234_5678,
            Wrong::RandomRepeats => {
                if self.1.get_word_pos().is_multiple_of(7) {
                    self.1.set_word_pos(0);
                }
                word
            }
            Wrong::RandomHasAStuckBit => word | 1 << 13,
            Wrong::RandomLeans => word | self.1.try_next_u32()? & self.1.try_next_u32()?,
            _ => word,
        })
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.1.try_next_u64()
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.1.try_fill_bytes(bytes)
    }
}

impl TryCryptoRng for Random {}

/// A medium with some recordings of its owner, and some of the one before.
pub(crate) struct Card {
    world: Shared,
    own: u16,
    pub(crate) dead_kib: u32,
}

impl Recordings for Card {
    fn open(&mut self, _key: &MediaKey) {}

    fn count(&self) -> u16 {
        self.own
    }

    fn name(&self, _at: u16) -> Option<heapless::Vec<u8, NAME_MAX>> {
        None
    }

    fn dead_kib(&self) -> u32 {
        self.dead_kib
    }

    fn erase_dead(&mut self) -> Result<(), PartError> {
        match self.world.wrong {
            Wrong::RecordingsFail => return Err(PartError::Write),
            Wrong::RecordingsDoNotGetOn => return Ok(()),
            // As one that counts again what it has put aside.
            Wrong::RecordingsGoBack if self.dead_kib < 50 => self.dead_kib += 8,
            Wrong::RecordingsTakeTheOwners => self.own = self.own.saturating_sub(1),
            _ => {}
        }
        self.dead_kib = self.dead_kib.saturating_sub(7);
        Ok(())
    }
}

const BYTES: usize = 0x9000;
pub(crate) const SECTOR: u32 = 0x1000;

/// Behind all that is stored, and a sector that is free.
pub(crate) const SCRATCH: Range<u32> = 6 * SECTOR..8 * SECTOR;

pub(crate) struct Flash(Shared, pub(crate) SimFlash<BYTES>);

impl Flash {
    /// Where a flash whose address lines end too early looks.
    fn place(&self, at: u32) -> u32 {
        match self.0.wrong {
            Wrong::FlashWraps => at % BYTES as u32,
            _ => at,
        }
    }
}

impl ErrorType for Flash {
    type Error = SimFlashError;
}

impl ReadNorFlash for Flash {
    const READ_SIZE: usize = 1;

    fn read(&mut self, at: u32, bytes: &mut [u8]) -> Result<(), SimFlashError> {
        self.1.read(self.place(at), bytes)?;
        let stuck = SCRATCH.start + 0x777;
        if self.0.wrong == Wrong::FlashHasAStuckBit
            && (at..at + bytes.len() as u32).contains(&stuck)
        {
            bytes[(stuck - at) as usize] &= 0xFE;
        }
        Ok(())
    }

    fn capacity(&self) -> usize {
        BYTES
    }
}

impl NorFlash for Flash {
    const WRITE_SIZE: usize = 4;
    const ERASE_SIZE: usize = SECTOR as usize;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), SimFlashError> {
        match self.0.wrong {
            _ if self.0.is_bitten.get() => Err(SimFlashError::Worn),
            Wrong::FlashFails => Err(SimFlashError::Worn),
            Wrong::FlashDoesNotErase => Ok(()),
            Wrong::FlashErasesTwoSectors => self.1.erase(from, (to + SECTOR).min(BYTES as u32)),
            _ => self
                .1
                .erase(self.place(from), self.place(from) + (to - from)),
        }
    }

    fn write(&mut self, at: u32, bytes: &[u8]) -> Result<(), SimFlashError> {
        match self.0.wrong {
            Wrong::FlashWritesNothing => Ok(()),
            _ => self.1.write(self.place(at), bytes),
        }
    }
}

pub(crate) struct Tried {
    world: Shared,
    button: Pin,
    led: Led,
    head: Servos,
    pub(crate) flash: Flash,
    rng: Random,
    cause: BootCause,
    pub(crate) recordings: Card,
    rest: (NoSensors, NoImaging, NoAudio, NoRadio, NoCloud, NoWire),
}

impl Tried {
    /// The chip starts again, if its watchdog has bitten.
    pub(crate) fn start_again(&mut self) -> bool {
        let is_bitten = self.world.is_bitten.take();
        if is_bitten {
            self.cause = match self.world.wrong {
                Wrong::BiteLooksLikePowerOn => BootCause::PowerOn,
                _ => BootCause::Crash,
            };
        }
        is_bitten
    }

    pub(crate) fn is_restarted(&self) -> bool {
        self.world.restarts.get()
    }
}

impl Board for Tried {
    type Button = Pin;
    type Led = Led;
    type Head = Servos;
    type Sensors = NoSensors;
    type Imaging = NoImaging;
    type Recordings = Card;
    type Audio = NoAudio;
    type Flash = Flash;
    type Radio = NoRadio;
    type Cloud = NoCloud;
    type Wire = NoWire;
    type Rng = Random;

    fn parts(&mut self) -> Parts<'_, Self> {
        const ABOUT: &About = &About {
            firmware: "",
            stream_uri: "",
            can: camera_proto::vocab::Capabilities::PAN,
        };
        let (sensors, imaging, audio, radio, cloud, wire) = &mut self.rest;
        Parts {
            button: &mut self.button,
            led: &mut self.led,
            head: &mut self.head,
            sensors,
            imaging,
            recordings: &mut self.recordings,
            audio,
            flash: &mut self.flash,
            radio,
            cloud,
            wire,
            rng: &mut self.rng,
            about: ABOUT,
        }
    }
}

impl System for Tried {
    fn reboot(&mut self) {
        self.world.restarts.set(true);
        self.cause = match self.world.wrong {
            Wrong::RestartLooksLikePowerOn => BootCause::PowerOn,
            _ => BootCause::Restart,
        };
    }

    fn boot_cause(&self) -> BootCause {
        self.cause
    }

    fn watchdog_ms(&self) -> Option<u32> {
        (self.world.wrong != Wrong::HasNoWatchdog).then_some(HUNGRY_MS)
    }

    fn feed_watchdog(&mut self, _now: Instant) {
        self.world.fed_ms.set(self.world.ms.get());
    }
}

/// A watchdog's clock is its own: this one is late.
const HUNGRY_MS: u32 = 8_000;
const BITES_MS: u64 = 9_500;

/// A person, who looks before they answer.
pub(crate) struct Person(pub(crate) Shared, Option<u64>);

impl fmt::Write for Person {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.0.is_bitten.get() {
            return Err(fmt::Error);
        }
        self.0.says.borrow_mut().push_str(text);
        Ok(())
    }
}

impl Bench for Person {
    fn now(&mut self) -> Instant {
        let ms = self.0.ms.get();
        Instant::from_millis(match self.0.wrong {
            Wrong::ClockStands => 0,
            Wrong::ClockGoesBack => 1_000_000 - ms,
            Wrong::ClockIsTooFast => 2 * ms,
            _ => ms,
        })
    }

    fn wait_ms(&mut self, ms: u32) {
        self.0.pass(ms);
    }

    /// After having looked for a while, each time longer than a watchdog waits.
    fn answer(&mut self) -> Option<bool> {
        let looks_since_ms = *self.1.get_or_insert(self.0.ms.get());
        let has_looked = self.0.ms.get() - looks_since_ms > 2 * BITES_MS;
        has_looked.then(|| {
            self.1 = None;
            self.0.is_so()
        })
    }
}

impl World {
    /// Time passes for the watchdog, too.
    pub(crate) fn pass(&self, ms: u32) {
        self.ms.set(self.ms.get() + u64::from(ms));
        let is_late = self.ms.get() - self.fed_ms.get() >= BITES_MS;
        let is_there = !matches!(
            self.wrong,
            Wrong::WatchdogDoesNotBite | Wrong::HasNoWatchdog
        );
        if is_late && is_there {
            self.is_bitten.set(true);
        }
    }

    /// What a person sees who has just been asked.
    pub(crate) fn is_so(&self) -> bool {
        let says = self.says.borrow();
        let asked = says.lines().last().unwrap_or_default();
        let mut pose = self.pose.get();
        if self.wrong == Wrong::HeadIsMountedTheOtherWay {
            pose.pan.0 = -pose.pan.0;
        }
        let limits = &REFERENCE.motion;
        match asked.trim_end() {
            "Does it point left?" => pose.pan.0 == limits.pan.min_cdeg,
            "Does it point right?" => pose.pan.0 == limits.pan.max_cdeg,
            "Does it point down?" => pose.tilt.0 == limits.tilt.min_cdeg,
            "Does it point up?" => pose.tilt.0 == limits.tilt.max_cdeg,
            "Does it point straight ahead?" => pose == Pose::default(),
            led => led == format!("Is the LED {:?}?", self.led.get()),
        }
    }
}

pub(crate) fn board(wrong: Wrong) -> (Tried, Person) {
    let world = Rc::new(World {
        wrong,
        ms: Cell::new(0),
        led: Cell::new(Color::OFF),
        pose: Cell::new(Pose::default()),
        says: RefCell::default(),
        restarts: Cell::new(false),
        fed_ms: Cell::new(0),
        is_bitten: Cell::new(false),
    });
    let share = || Rc::clone(&world);
    let board = Tried {
        button: Pin(share()),
        led: Led(share()),
        head: Servos(share()),
        // Something lies in the scratch.
        flash: Flash(share(), SimFlash::from_image([0x5A; BYTES])),
        rng: Random(share(), ChaCha20Rng::seed_from_u64(7)),
        cause: BootCause::PowerOn,
        recordings: Card {
            world: share(),
            own: 3,
            dead_kib: 100,
        },
        rest: Default::default(),
        world: share(),
    };
    (board, Person(world, None))
}

pub(crate) fn plan() -> Plan {
    Plan {
        profile: &REFERENCE,
        has_button: true,
        scratch: SCRATCH,
        erases_recordings: true,
    }
}
