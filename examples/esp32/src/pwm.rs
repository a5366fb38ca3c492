//! The timers that make pulses: servos and night light.

use camera_app::parts::{PAN, TILT};
use camera_hal::imaging::PwmNightLight;
use camera_hal::servo::PwmHead;
use esp_hal::gpio::DriveMode;
use esp_hal::gpio::interconnect::PeripheralOutput;
use esp_hal::ledc::channel::{self, ChannelIFace as _};
use esp_hal::ledc::timer::{self, TimerIFace as _, config::Duty};
use esp_hal::ledc::{LSGlobalClkSource, Ledc, LowSpeed};
use esp_hal::time::Rate;
use static_cell::StaticCell;

use crate::pins;

/// A channel of the timers.
pub(crate) type Channel = channel::Channel<'static, LowSpeed>;

type Timer = timer::Timer<'static, LowSpeed>;

/// A servo's period in 14 bits: steps of 1.2 µs, a tenth of a degree.
const SERVO: Rate = Rate::from_hz(50);
/// No eye and no picture sees that.
const LIGHT: Rate = Rate::from_hz(1_000);

/// The head, and the night light. Until the machine says where to point, the
/// servos get no pulses.
pub(crate) fn new(pins: pins::Pwm) -> (PwmHead<Channel, Channel>, PwmNightLight<Channel>) {
    static SERVO_TIMER: StaticCell<Timer> = StaticCell::new();
    static LIGHT_TIMER: StaticCell<Timer> = StaticCell::new();
    let mut ledc = Ledc::new(pins.ledc);
    ledc.set_global_slow_clock(LSGlobalClkSource::APBClk);
    let servos = SERVO_TIMER.init(timer(&ledc, timer::Number::Timer0, SERVO));
    let light = LIGHT_TIMER.init(timer(&ledc, timer::Number::Timer1, LIGHT));
    let pan = channel(&ledc, channel::Number::Channel0, pins.pan, servos);
    let tilt = channel(&ledc, channel::Number::Channel1, pins.tilt, servos);
    let night_light = channel(&ledc, channel::Number::Channel2, pins.night_light, light);
    (
        PwmHead::new((pan, PAN), (tilt, TILT)),
        PwmNightLight::new(night_light),
    )
}

fn timer(ledc: &Ledc<'static>, number: timer::Number, frequency: Rate) -> Timer {
    let mut timer = ledc.timer(number);
    let config = timer::config::Config {
        duty: Duty::Duty14Bit,
        clock_source: timer::LSClockSource::APBClk,
        frequency,
    };
    timer.configure(config).expect("80 MHz divide down to it");
    timer
}

fn channel(
    ledc: &Ledc<'static>,
    number: channel::Number,
    pin: impl PeripheralOutput<'static>,
    timer: &'static Timer,
) -> Channel {
    let mut channel = ledc.channel(number, pin);
    let config = channel::config::Config {
        timer,
        duty_pct: 0,
        drive_mode: DriveMode::PushPull,
    };
    channel.configure(config).expect("its timer runs");
    channel
}
