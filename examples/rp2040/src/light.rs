//! How bright it is: a voltage on the ADC.

use core::convert::Infallible;
use core::mem::forget;

use camera_hal::sensor::light::LightCalibration;
use embassy_rp::adc::{Adc, Channel, Config};
use embassy_rp::gpio::Pull;
use embassy_rp::pac::ADC;

use crate::pins;

/// Reads it: 0 to 4095.
pub(crate) type Read = fn() -> Result<Option<u16>, Infallible>;

/// A photoresistor to ground, 10 kΩ to 3.3 V, and the pull-down inside, of about
/// 50 kΩ: with nothing there it is day.
pub(crate) const CALIBRATION: LightCalibration = LightCalibration {
    dark: 3_200,
    bright: 400,
};

/// The channel of [`pins::Light`], as the chip counts them.
const CHANNEL: u8 = 0;

/// Sets the converter up, for ever.
pub(crate) fn sensor(pins: pins::Light) -> Read {
    forget(Adc::new_blocking(pins.adc, Config::default()));
    forget(Channel::new_pin(pins.pin, Pull::Down));
    read
}

fn read() -> Result<Option<u16>, Infallible> {
    ADC.cs().modify(|w| {
        w.set_ainsel(CHANNEL);
        w.set_start_once(true);
    });
    // 2 µs.
    while !ADC.cs().read().ready() {}
    Ok(Some(ADC.result().read().result()))
}
