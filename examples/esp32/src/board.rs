//! The parts, wired together.

use camera_app::parts::{SEEN_MS, WANTED, WATCHDOG_MS, about};
use camera_app::stream::{NEWS, Peers};
use camera_app::wake_pin::WakePin;
use camera_fsm::power::BootCause;
use camera_fsm::time::{Instant, earliest};
use camera_hal::audio::NoAudio;
use camera_hal::board::{About, Board, Parts};
use camera_hal::button::PinButton;
use camera_hal::cloud::NoCloud;
use camera_hal::imaging::PwmNightLight;
use camera_hal::led::SmartLed;
use camera_hal::recordings::NoRecordings;
use camera_hal::sensor::Pir;
use camera_hal::sensor::light::{LightCalibration, WithLight};
use camera_hal::servo::PwmHead;
use camera_hal::store::factory::FACTORY_MAX;
use camera_hal::system::System;
use chacha20::ChaCha20Rng;
use embassy_futures::select::select4;
use embassy_time::Timer;
use embedded_storage::nor_flash::ReadNorFlash as _;
use esp_hal::Blocking;
use esp_hal::analog::adc::{Adc, AdcConfig, Attenuation};
use esp_hal::gpio::{Input, InputConfig, Pull};
use esp_hal::peripherals::{ADC1, RTC_TIMER};
use esp_hal::ram;
use esp_hal::rmt::Rmt;
use esp_hal::rtc_cntl::{Rtc, Rwdt, RwdtStage, SocResetReason};
use esp_hal::system::{reset_reason, software_reset};
use esp_hal::time::{Duration, Rate};
use esp_hal_smartled::{RmtSmartLeds, WS2812_TIMING, buffer_size, color_order};
use portable_atomic::{AtomicU32, Ordering};
use rand_core::SeedableRng as _;
use smart_leds_trait::RGB8;

use crate::flash::{CARRIED_SEED, Flash, LAYOUT};
use crate::pwm::{self, Channel};
use crate::wifi::Radio;
use crate::{WIRES, entropy, pins};

/// A photoresistor to 3.3 V, 10 kΩ to ground, in a case: 12 bits at 11 dB.
const LIGHT: LightCalibration = LightCalibration {
    dark: 100,
    bright: 3_000,
};

/// Survives every restart but one by power; [`WANTED`] after one that was.
#[ram(unstable(rtc_fast, persistent))]
static WHY: AtomicU32 = AtomicU32::new(0);

const ABOUT: About = about(concat!("camera-esp32 ", env!("CARGO_PKG_VERSION")));

type Led =
    SmartLed<RmtSmartLeds<'static, { buffer_size::<RGB8>(1) }, Blocking, RGB8, color_order::Grb>>;
type Pin = WakePin<Input<'static>>;

/// An ESP32 with its parts. `L` reads the light sensor.
pub(crate) struct Esp32<L> {
    button: PinButton<Pin>,
    led: Led,
    head: PwmHead<Channel, Channel>,
    sensors: WithLight<Pir<Pin>, L>,
    imaging: PwmNightLight<Channel>,
    recordings: NoRecordings,
    audio: NoAudio,
    flash: Flash,
    radio: Radio,
    cloud: NoCloud,
    wire: Peers<WIRES>,
    rng: ChaCha20Rng,
    watchdog: Rwdt,
    boot_cause: BootCause,
}

fn watchdog(rtc: RTC_TIMER<'static>) -> Rwdt {
    let mut watchdog = Rtc::new(rtc).rwdt;
    let timeout = Duration::from_millis(u64::from(WATCHDOG_MS));
    watchdog.enable();
    watchdog.set_timeout(RwdtStage::Stage0, timeout);
    watchdog
}

/// The board, with what reads its light sensor.
pub(crate) fn new(
    pins: pins::Parts,
    mut noise: pins::Entropy,
    wire: Peers<WIRES>,
    radio: Radio,
) -> Esp32<impl FnMut() -> Result<Option<u16>, ()>> {
    let watchdog = watchdog(pins.watchdog);
    let mut flash = Flash::new(pins.flash);
    let mut name = [0; FACTORY_MAX];
    // Without a name it is one of many; the seed is random all the same.
    let _ = flash.read(LAYOUT.factory, &mut name);
    let rng = entropy::generator(&mut noise, &mut flash, CARRIED_SEED, &name);
    let (head, imaging) = pwm::new(pins.pwm);
    let pir = Input::new(pins.pir, InputConfig::default().with_pull(Pull::Down));
    let light = light(pins.light, noise.adc);
    let button = Input::new(pins.button, InputConfig::default().with_pull(Pull::Up));
    Esp32 {
        button: PinButton::active_low(WakePin::new(button)),
        led: led(pins.led),
        head,
        sensors: WithLight::new(Pir::new(WakePin::new(pir)), light, LIGHT),
        imaging,
        recordings: NoRecordings,
        audio: NoAudio::default(),
        flash,
        radio,
        cloud: NoCloud::default(),
        wire,
        rng,
        watchdog,
        boot_cause: boot_cause(),
    }
}

fn led(pins: pins::Led) -> Led {
    const CLOCK: Rate = Rate::from_mhz(80);
    let rmt = Rmt::new(pins.rmt, CLOCK).expect("that is the bus's own clock");
    let leds = RmtSmartLeds::new(WS2812_TIMING, rmt.channel0, pins.pin, CLOCK);
    SmartLed::new(leds.expect("its pulses are some ticks of it"))
}

/// What reads the light sensor; a conversion that goes on is read at the next turn.
fn light(
    pin: esp_hal::peripherals::GPIO3<'static>,
    adc: ADC1<'static>,
) -> impl FnMut() -> Result<Option<u16>, ()> {
    let mut config = AdcConfig::new();
    let mut pin = config.enable_pin(pin, Attenuation::_11dB);
    let mut adc = Adc::new(adc, config);
    move || Ok(adc.read_oneshot(&mut pin).ok())
}

impl<L> Esp32<L> {
    /// A generator for somebody else, seeded by this one's.
    pub(crate) fn another_rng(&mut self) -> ChaCha20Rng {
        ChaCha20Rng::from_rng(&mut self.rng)
    }

    /// Sleeps until then, or until something happens.
    pub(crate) async fn wait(&mut self, now: Instant, wake_at: Option<Instant>) {
        let pir = self.sensors.motion().pin();
        let seen = pir.was_high().then(|| now.after(SEEN_MS));
        // Who restarts has nothing to wake up for.
        let until = earliest(wake_at, seen).unwrap_or_else(|| now.after(SEEN_MS));
        select4(
            Timer::at(embassy_time::Instant::from_millis(until.as_millis())),
            NEWS.wait(),
            self.button.pin().changed(),
            pir.changed(),
        )
        .await;
    }
}

impl<L: FnMut() -> Result<Option<u16>, ()>> Board for Esp32<L> {
    type Button = PinButton<Pin>;
    type Led = Led;
    type Head = PwmHead<Channel, Channel>;
    type Sensors = WithLight<Pir<Pin>, L>;
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

impl<L> System for Esp32<L> {
    fn reboot(&mut self) {
        crate::console::finish();
        WHY.store(WANTED, Ordering::Relaxed);
        software_reset();
    }

    fn boot_cause(&self) -> BootCause {
        self.boot_cause
    }

    fn watchdog_ms(&self) -> Option<u32> {
        Some(WATCHDOG_MS)
    }

    fn feed_watchdog(&mut self, _now: Instant) {
        self.watchdog.feed();
    }
}

/// The chip keeps why it has started, and a panic restarts it as [`Board::reboot`] does.
fn boot_cause() -> BootCause {
    let wanted = WHY.load(Ordering::Relaxed) == WANTED;
    WHY.store(0, Ordering::Relaxed);
    match reset_reason() {
        Some(SocResetReason::CoreSw | SocResetReason::Cpu0Sw) if wanted => BootCause::Restart,
        // Whoever flashes it, by USB, also restarts it.
        Some(
            SocResetReason::ChipPowerOn | SocResetReason::CoreUsbUart | SocResetReason::CoreUsbJtag,
        )
        | None => BootCause::PowerOn,
        // Watchdogs, panics, brown-outs and glitches.
        Some(_) => BootCause::Crash,
    }
}
