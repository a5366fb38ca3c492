//! The parts, wired together.

#[cfg(feature = "radio")]
use camera_app::coprocessor::Coprocessor;
use camera_app::parts::{SEEN_MS, WANTED, WATCHDOG_MS, about};
#[cfg(feature = "radio")]
use camera_app::stream::Stream;
use camera_app::stream::{NEWS, Peers};
use camera_app::wake_pin::WakePin;
use camera_app::{carried_seed, layout};
use camera_fsm::power::BootCause;
use camera_fsm::time::{Instant, earliest};
use camera_hal::audio::NoAudio;
use camera_hal::board::{About, Board, Parts};
use camera_hal::button::PinButton;
use camera_hal::cloud::NoCloud;
use camera_hal::imaging::PwmNightLight;
#[cfg(not(feature = "radio"))]
use camera_hal::radio::NoRadio;
use camera_hal::recordings::NoRecordings;
use camera_hal::sensor::Pir;
use camera_hal::sensor::light::WithLight;
use camera_hal::servo::PwmHead;
use camera_hal::store::Layout;
use camera_hal::store::factory::FACTORY_MAX;
use camera_hal::system::System;
use chacha20::ChaCha20Rng;
use embassy_futures::select::select4;
use embassy_rp::gpio::{Input, Pull};
use embassy_rp::pac::watchdog::regs::Load;
use embassy_rp::watchdog::{ResetReason, Watchdog};
use embassy_rp::{flash, pac, peripherals as chip};
use embassy_time::{Duration, Timer};

use crate::led::Led;
use crate::light::{self, CALIBRATION};
use crate::pwm::{self, Channel};
use crate::{entropy, pins};

/// The Pico's flash, in bytes.
pub(crate) const FLASH_BYTES: usize = 2 * 1024 * 1024;

/// Where the store lies in it.
pub(crate) const LAYOUT: Layout = layout(FLASH_BYTES as u32);

/// Where a seed is carried from start to start.
const CARRIED_SEED: u32 = carried_seed(FLASH_BYTES as u32);

const ABOUT: About = about(concat!("camera-rp2040 ", env!("CARGO_PKG_VERSION")));

/// Places for those who come over the radio: two controllers, and whoever finds
/// no place among the four ([`DOORSTEP`](camera_hal::wire::DOORSTEP)).
pub(crate) const GUESTS: usize = 3 * cfg!(feature = "radio") as usize;

/// Places for those by USB and by UART.
pub(crate) const CABLES: usize = 1 + cfg!(feature = "serial") as usize;

pub(crate) const WIRES: usize = CABLES + GUESTS;

#[cfg(feature = "radio")]
pub(crate) type Radio = Coprocessor<&'static Stream, &'static Stream, GUESTS>;
#[cfg(not(feature = "radio"))]
pub(crate) type Radio = NoRadio;

type Sensors = WithLight<Pir<WakePin<Input<'static>>>, light::Read>;

/// A Pico with its parts.
pub(crate) struct Pico {
    button: PinButton<WakePin<Input<'static>>>,
    led: Led,
    head: PwmHead<Channel, Channel>,
    sensors: Sensors,
    imaging: PwmNightLight<Channel>,
    recordings: NoRecordings,
    audio: NoAudio,
    flash: Flash,
    radio: Radio,
    cloud: NoCloud,
    wire: Peers<WIRES>,
    rng: ChaCha20Rng,
    watchdog: Watchdog,
    boot_cause: BootCause,
}

type Flash = flash::Flash<'static, chip::FLASH, flash::Blocking, FLASH_BYTES>;

impl Pico {
    #[inline(never)] // what is done once, with all its locals, is no part of what goes on for ever
    pub(crate) fn new(pins: pins::Parts, wire: Peers<WIRES>, radio: Radio) -> Self {
        let mut watchdog = Watchdog::new(pins.watchdog);
        let boot_cause = boot_cause(&mut watchdog);
        watchdog.start(Duration::from_millis(WATCHDOG_MS.into()));
        let mut flash = Flash::new_blocking(pins.flash);
        let mut name = [0; FACTORY_MAX];
        // Without a name it is one of many; the seed is random all the same.
        let _ = flash.blocking_read(LAYOUT.factory, &mut name);
        let rng = entropy::generator(&mut flash, CARRIED_SEED, &name);
        let pir = Pir::new(WakePin::new(Input::new(pins.pir, Pull::Down)));
        Self {
            button: PinButton::active_low(WakePin::new(Input::new(pins.button, Pull::Up))),
            led: Led::new(pins.led, pins.strip),
            head: pwm::head(pins.head),
            sensors: WithLight::new(pir, light::sensor(pins.light), CALIBRATION),
            imaging: pwm::night_light(pins.night_light),
            recordings: NoRecordings,
            audio: NoAudio::default(),
            flash,
            radio,
            cloud: NoCloud::default(),
            wire,
            rng,
            watchdog,
            boot_cause,
        }
    }

    /// A generator for somebody else, seeded by this one's.
    #[cfg(feature = "pairing")]
    pub(crate) fn another_rng(&mut self) -> ChaCha20Rng {
        rand_core::SeedableRng::from_rng(&mut self.rng)
    }

    /// Sleeps until then, or until something happens.
    pub(crate) async fn wait(&mut self, now: Instant, wake_at: Option<Instant>) {
        let moves = self.sensors.motion().pin().was_high();
        let seen = moves.then(|| now.after(SEEN_MS));
        // Who restarts has nothing to wake up for.
        let until = earliest(wake_at, seen).unwrap_or_else(|| now.after(SEEN_MS));
        select4(
            Timer::at(embassy_time::Instant::from_millis(until.as_millis())),
            NEWS.wait(),
            self.button.pin().changed(),
            self.sensors.motion().pin().changed(),
        )
        .await;
    }
}

impl Board for Pico {
    type Button = PinButton<WakePin<Input<'static>>>;
    type Led = Led;
    type Head = PwmHead<Channel, Channel>;
    type Sensors = Sensors;
    type Imaging = PwmNightLight<Channel>;
    type Recordings = NoRecordings;
    type Audio = NoAudio;
    type Flash = Flash;
    type Radio = Radio;
    type Cloud = NoCloud;
    type Wire = Peers<WIRES>;
    type Rng = ChaCha20Rng;

    fn parts(&mut self) -> Parts<'_, Self> {
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

impl System for Pico {
    fn reboot(&mut self) {
        #[cfg(feature = "console")]
        crate::console::finish();
        self.watchdog.set_scratch(0, WANTED);
        self.watchdog.trigger_reset();
    }

    fn boot_cause(&self) -> BootCause {
        self.boot_cause
    }

    fn watchdog_ms(&self) -> Option<u32> {
        Some(WATCHDOG_MS)
    }

    fn feed_watchdog(&mut self, _now: Instant) {
        // As `Watchdog::feed`, which would divide: the chip counts twice a microsecond (RP2040-E1).
        const LOAD: u32 = 2_000 * WATCHDOG_MS;
        const { assert!(LOAD < 1 << 24, "the chip counts in 24 bits") }
        pac::WATCHDOG.load().write_value(Load(LOAD));
    }
}

/// The watchdog keeps why it has bitten; whatever it does not know of was
/// power. A panic bites by itself.
fn boot_cause(watchdog: &mut Watchdog) -> BootCause {
    let wanted = watchdog.get_scratch(0) == WANTED;
    watchdog.set_scratch(0, 0);
    match watchdog.reset_reason() {
        Some(ResetReason::Forced) if wanted => BootCause::Restart,
        Some(ResetReason::Forced | ResetReason::TimedOut) => BootCause::Crash,
        None => BootCause::PowerOn,
    }
}
