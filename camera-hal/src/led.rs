//! The status LED.

use camera_fsm::levels::LedFrame;
use camera_proto::vocab::Color;
use embedded_hal::pwm::SetDutyCycle;

/// Shows one frame of the status LED until the next one.
pub trait StatusLed {
    /// Shows it. An LED that fails stays as it is: nothing else depends on it.
    fn show(&mut self, frame: LedFrame);
}

/// An RGB LED on three PWM channels.
#[derive(Debug)]
pub struct RgbLed<R, G, B> {
    red: R,
    green: G,
    blue: B,
}

impl<R: SetDutyCycle, G: SetDutyCycle, B: SetDutyCycle> RgbLed<R, G, B> {
    /// An LED on these channels; full duty is full brightness.
    pub const fn new(red: R, green: G, blue: B) -> Self {
        Self { red, green, blue }
    }
}

impl<R: SetDutyCycle, G: SetDutyCycle, B: SetDutyCycle> StatusLed for RgbLed<R, G, B> {
    fn show(&mut self, frame: LedFrame) {
        let [red, green, blue] = rgb(frame);
        // A channel that fails leaves the others right.
        let _ = self.red.set_duty_cycle_fraction(red.into(), 255);
        let _ = self.green.set_duty_cycle_fraction(green.into(), 255);
        let _ = self.blue.set_duty_cycle_fraction(blue.into(), 255);
    }
}

/// The frame as red, green and blue, 0–255 each.
#[must_use]
pub fn rgb(frame: LedFrame) -> [u8; 3] {
    let full = match frame.color {
        Color::BLUE => [0, 0, 255],
        Color::WHITE => [255, 255, 255],
        Color::AMBER => [255, 120, 0],
        Color::RED => [255, 0, 0],
        _ => [0, 0, 0],
    };
    full.map(|part: u16| (part * u16::from(frame.brightness) / 255) as u8)
}

/// A camera without a status LED.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoLed;

impl StatusLed for NoLed {
    fn show(&mut self, _frame: LedFrame) {}
}
