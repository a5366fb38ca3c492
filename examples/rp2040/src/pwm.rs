//! The timers that make pulses: LED, servos, night light.

use camera_app::parts::{PAN, TILT};
use camera_hal::imaging::PwmNightLight;
use camera_hal::led::RgbLed;
use camera_hal::servo::PwmHead;
use embassy_rp::clocks::clk_sys_freq;
use embassy_rp::pwm::{Config, Pwm, PwmOutput};

use crate::pins;

/// A channel of the timers.
pub(crate) type Channel = PwmOutput<'static>;

/// Steps of a servo's period, a microsecond each. The chip counts one more, and
/// a duty of 1500 of 20000 is 1500 µs exactly; the period is 20.001 ms.
const SERVO_STEPS: u16 = 20_000;

/// Steps of a light's period: 980 Hz, which no eye and no picture sees, and a
/// multiple of 255, so that each brightness is exact.
const LIGHT_STEPS: u16 = 4 * 255;

pub(crate) fn led(pins: pins::Led) -> RgbLed<Channel, Channel, Channel> {
    let config = steps_of_1_us(LIGHT_STEPS);
    let red_green = Pwm::new_output_ab(pins.red_green, pins.red, pins.green, config.clone());
    let [red, green] = both(red_green);
    let blue = first(Pwm::new_output_a(pins.blue_alone, pins.blue, config));
    RgbLed::new(red, green, blue)
}

pub(crate) fn head(pins: pins::Head) -> PwmHead<Channel, Channel> {
    let config = steps_of_1_us(SERVO_STEPS);
    let [pan, tilt] = both(Pwm::new_output_ab(pins.slice, pins.pan, pins.tilt, config));
    PwmHead::new((pan, PAN), (tilt, TILT))
}

pub(crate) fn night_light(pins: pins::NightLight) -> PwmNightLight<Channel> {
    let config = steps_of_1_us(LIGHT_STEPS);
    PwmNightLight::new(first(Pwm::new_output_a(pins.slice, pins.pin, config)))
}

fn steps_of_1_us(top: u16) -> Config {
    let mut config = Config::default();
    config.divider = ((clk_sys_freq() / 1_000_000) as u8).into();
    config.top = top;
    config
}

fn both(pwm: Pwm<'static>) -> [Channel; 2] {
    let (Some(a), Some(b)) = pwm.split() else {
        unreachable!("both pins were given");
    };
    [a, b]
}

fn first(pwm: Pwm<'static>) -> Channel {
    let (Some(a), _) = pwm.split() else {
        unreachable!("the first pin was given");
    };
    a
}
