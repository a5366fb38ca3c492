//! The suite that any board can run: a good board passes, and each of a list of broken ones fails by what is broken.

use core::cell::{Cell, RefCell};
use core::fmt;
use std::format;
use std::rc::Rc;
use std::string::String;

use camera_fsm::input::PinLevel;
use camera_fsm::levels::{LedFrame, Pose};
use camera_fsm::power::BootCause;
use camera_fsm::profile::{ALL, Colors, REFERENCE};
use camera_fsm::time::Instant;
use camera_hal::audio::NoAudio;
use camera_hal::board::{About, Board, Parts};
use camera_hal::button::Button;
use camera_hal::conformance::{Bench, Plan, Report, resume, run};
use camera_hal::imaging::NoImaging;
use camera_hal::led::StatusLed;
use camera_hal::mock::flash::{SimFlash, SimFlashError};
use camera_hal::part::PartError;
use camera_hal::radio::NoRadio;
use camera_hal::recordings::NoRecordings;
use camera_hal::sensor::NoSensors;
use camera_hal::servo::Head;
use camera_hal::wire::NoWire;
use camera_proto::vocab::{Cdeg, Color};
use embedded_storage::nor_flash::{ErrorType, NorFlash, ReadNorFlash};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Infallible, SeedableRng as _, TryCryptoRng, TryRng};

/// What is wrong with a board.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Wrong {
    Nothing,
    ButtonReadsInverted,
    ButtonIsOnAnotherPin,
    ButtonBouncesForLong,
    ButtonFails,
    LedIsDark,
    LedStaysLit,
    LedHasRedAndBlueSwapped,
    LedFails,
    HeadStands,
    HeadIsMountedTheOtherWay,
    HeadFails,
    ClockStands,
    ClockGoesBack,
    ClockIsTooFast,
    RandomIsConstant,
    RandomRepeats,
    RandomHasAStuckBit,
    RandomLeans,
    FlashDoesNotErase,
    FlashErasesTwoSectors,
    FlashWritesNothing,
    FlashHasAStuckBit,
    FlashWraps,
    FlashFails,
    RestartLooksLikePowerOn,
}

/// Each, and the line by which the suite tells it.
pub(crate) const BROKEN: [(Wrong, &str); 25] = [
    (
        Wrong::ButtonReadsInverted,
        "FAIL button: it reads as pressed while nobody presses it",
    ),
    (
        Wrong::ButtonIsOnAnotherPin,
        "FAIL button: of three presses, 0 were felt",
    ),
    (
        Wrong::ButtonBouncesForLong,
        "FAIL button: of three presses, 6 were felt",
    ),
    (Wrong::ButtonFails, "FAIL button: it cannot be read"),
    (Wrong::LedIsDark, "FAIL led: it does not look blue"),
    (Wrong::LedStaysLit, "FAIL led: it does not look off"),
    (
        Wrong::LedHasRedAndBlueSwapped,
        "FAIL led: it does not look blue",
    ),
    (
        Wrong::LedFails,
        "FAIL led: it does not take what it is told",
    ),
    (Wrong::HeadStands, "FAIL head: it does not point left"),
    (
        Wrong::HeadIsMountedTheOtherWay,
        "FAIL head: it does not point left",
    ),
    (
        Wrong::HeadFails,
        "FAIL head: it does not take what it is told",
    ),
    (
        Wrong::ClockStands,
        "FAIL clock: the clock stands, or goes back",
    ),
    (
        Wrong::ClockGoesBack,
        "FAIL clock: the clock stands, or goes back",
    ),
    (
        Wrong::ClockIsTooFast,
        "FAIL clock: 100 ms by the timer are 200 ms by the clock",
    ),
    (
        Wrong::RandomIsConstant,
        "FAIL entropy: some of its bits never change, or they repeat",
    ),
    (
        Wrong::RandomRepeats,
        "FAIL entropy: some of its bits never change, or they repeat",
    ),
    (
        Wrong::RandomHasAStuckBit,
        "FAIL entropy: some of its bits never change, or they repeat",
    ),
    (
        Wrong::RandomLeans,
        "FAIL entropy: some of its bits never change, or they repeat",
    ),
    (
        Wrong::FlashDoesNotErase,
        "FAIL flash: a sector is not blank after its erase",
    ),
    (
        Wrong::FlashErasesTwoSectors,
        "FAIL flash: the sector beside it has changed",
    ),
    (
        Wrong::FlashWritesNothing,
        "FAIL flash: it does not read as it was written",
    ),
    (
        Wrong::FlashHasAStuckBit,
        "FAIL flash: a sector is not blank after its erase",
    ),
    (
        Wrong::FlashWraps,
        "FAIL flash: it takes what lies beyond its end",
    ),
    (
        Wrong::FlashFails,
        "FAIL flash: it refuses to be read, written or erased",
    ),
    (
        Wrong::RestartLooksLikePowerOn,
        "FAIL reboot: it says that it started by PowerOn, not by a restart",
    ),
];

/// What the board and the person in front of it both see.
struct World {
    wrong: Wrong,
    ms: Cell<u64>,
    led: Cell<Color>,
    pose: Cell<Pose>,
    says: RefCell<String>,
    restarts: Cell<bool>,
}

/// Three presses of a quarter of a second, of a switch that bounces for 5 ms; a worn one opens for long in between.
fn pressed(ms: u64, is_worn: bool) -> bool {
    let at = ms % 2_000;
    let is_one = (2_000..8_000).contains(&ms) && at < 250;
    let bounces = at < 5 && at % 2 == 1;
    let opens = is_worn && (100..150).contains(&at);
    is_one && !bounces && !opens
}

type Shared = Rc<World>;

struct Pin(Shared);

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

struct Led(Shared);

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

struct Servos(Shared);

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

struct Random(Shared, ChaCha20Rng);

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

const BYTES: usize = 0x5000;
const SECTOR: u32 = 0x1000;

struct Flash(Shared, SimFlash<BYTES>);

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
        let stuck = 3 * SECTOR + 0x777;
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

struct Tried {
    world: Shared,
    button: Pin,
    led: Led,
    head: Servos,
    flash: Flash,
    rng: Random,
    cause: BootCause,
    rest: (NoSensors, NoImaging, NoRecordings, NoAudio, NoRadio, NoWire),
}

impl Board for Tried {
    type Button = Pin;
    type Led = Led;
    type Head = Servos;
    type Sensors = NoSensors;
    type Imaging = NoImaging;
    type Recordings = NoRecordings;
    type Audio = NoAudio;
    type Flash = Flash;
    type Radio = NoRadio;
    type Wire = NoWire;
    type Rng = Random;

    fn parts(&mut self) -> Parts<'_, Self> {
        const ABOUT: &About = &About {
            firmware: "",
            stream_uri: "",
            can: camera_proto::vocab::Capabilities::PAN,
        };
        let (sensors, imaging, recordings, audio, radio, wire) = &mut self.rest;
        Parts {
            button: &mut self.button,
            led: &mut self.led,
            head: &mut self.head,
            sensors,
            imaging,
            recordings,
            audio,
            flash: &mut self.flash,
            radio,
            wire,
            rng: &mut self.rng,
            about: ABOUT,
        }
    }

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
}

/// A person, who looks before they answer.
struct Person(Shared);

impl fmt::Write for Person {
    fn write_str(&mut self, text: &str) -> fmt::Result {
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
        self.0.ms.set(self.0.ms.get() + u64::from(ms));
    }

    fn is_so(&mut self) -> bool {
        let mut says = self.0.says.borrow_mut();
        let asked = says.lines().last().unwrap_or_default();
        let mut pose = self.0.pose.get();
        if self.0.wrong == Wrong::HeadIsMountedTheOtherWay {
            pose.pan.0 = -pose.pan.0;
        }
        let limits = &REFERENCE.motion;
        let is_so = match asked.trim_end() {
            "Does it point left?" => pose.pan.0 == limits.pan.min_cdeg,
            "Does it point right?" => pose.pan.0 == limits.pan.max_cdeg,
            "Does it point down?" => pose.tilt.0 == limits.tilt.min_cdeg,
            "Does it point up?" => pose.tilt.0 == limits.tilt.max_cdeg,
            "Does it point straight ahead?" => pose == Pose::default(),
            led => led == format!("Is the LED {:?}?", self.0.led.get()),
        };
        says.push_str(if is_so { "y\r\n" } else { "n\r\n" });
        is_so
    }
}

fn board(wrong: Wrong) -> (Tried, Person) {
    let world = Rc::new(World {
        wrong,
        ms: Cell::new(0),
        led: Cell::new(Color::OFF),
        pose: Cell::new(Pose::default()),
        says: RefCell::default(),
        restarts: Cell::new(false),
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
        rest: Default::default(),
        world: share(),
    };
    (board, Person(world))
}

fn plan() -> Plan {
    Plan {
        profile: &REFERENCE,
        has_button: true,
        scratch: 3 * SECTOR..5 * SECTOR,
    }
}

/// Both halves of the suite, and what they have said.
pub(crate) fn tried(wrong: Wrong) -> (Report, Option<Report>, String) {
    let (mut board, mut person) = board(wrong);
    assert_eq!(
        resume(&mut board, &mut person, &plan()),
        Ok(None),
        "{wrong:?}"
    );
    let report = run(&mut board, &mut person, &plan()).unwrap();
    let resumed = resume(&mut board, &mut person, &plan()).unwrap();
    assert!(person.0.restarts.get(), "{wrong:?}");
    let again = resume(&mut board, &mut person, &plan());
    assert_eq!(again, Ok(None), "{wrong:?}: the mark is taken once");
    let says = person.0.says.take();
    assert_eq!(resumed.is_some(), !says.contains("FAIL flash"), "{says}");
    if resumed.is_some() {
        let rest = &board.flash.1.image()[..3 * SECTOR as usize];
        assert!(
            rest.iter().all(|byte| *byte == 0x5A),
            "it keeps to the scratch"
        );
    }
    (report, resumed, says)
}

#[test]
fn a_good_board_passes() {
    let (report, resumed, says) = tried(Wrong::Nothing);
    assert_eq!(
        report,
        Report {
            passed: 6,
            failed: 0
        },
        "{says}"
    );
    assert_eq!(
        resumed,
        Some(Report {
            passed: 1,
            failed: 0
        })
    );
    let lines: Vec<_> = says.split_inclusive('\n').collect();
    assert!(
        lines.iter().all(|line| line.ends_with("\r\n")),
        "terminals want both: {lines:?}"
    );
    assert!(
        says.ends_with("6 passed, 0 failed. It restarts.\r\nPASS reboot\r\n"),
        "{says}"
    );
}

#[test]
fn each_broken_board_fails_by_what_is_broken() {
    for (wrong, line) in BROKEN {
        let (report, resumed, says) = tried(wrong);
        let failed = report.failed + resumed.unwrap_or_default().failed;
        assert!(says.contains(line), "{wrong:?}: {says}");
        let alone = match wrong {
            // Presses are felt in time.
            Wrong::ClockStands | Wrong::ClockGoesBack => 2,
            _ => 1,
        };
        assert_eq!(failed, alone, "{wrong:?}: {says}");
    }
    println!("{} broken boards, each found", BROKEN.len());
}

#[test]
fn r61_a_board_is_asked_for_what_its_model_has() {
    for profile in ALL {
        let (mut board, mut person) = board(Wrong::Nothing);
        let has_button = profile.power.cycles.is_none();
        let plan = Plan {
            profile,
            has_button,
            ..plan()
        };
        run(&mut board, &mut person, &plan).unwrap();
        let says = person.0.says.take();
        let asks = |question| says.contains(question);
        let is_colorful = profile.led.colors == Colors::Full;
        assert_eq!(asks("Is the LED red?"), is_colorful, "{says}");
        let turns = profile.motion.pan.has_servo();
        assert_eq!(asks("Does it point left?"), turns, "{says}");
        assert_eq!(asks("Press the button"), has_button, "{says}");
    }
}
