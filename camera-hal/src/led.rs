//! The status LED: on a pin, dimmed, in colour, or one of a strip.

use camera_fsm::levels::LedFrame;
use camera_proto::vocab::Color;
use embedded_hal::digital::OutputPin;
use embedded_hal::pwm::SetDutyCycle;
use smart_leds_trait::{RGB8, SmartLedsWrite};

use crate::part::PartError;

/// Shows one frame of the status LED until the next one.
pub trait StatusLed {
    /// Shows it. An LED that fails stays as it is, and is told again.
    ///
    /// # Errors
    /// When it does not take the frame; nothing else depends on it.
    fn show(&mut self, frame: LedFrame) -> Result<(), PartError>;
}

/// An LED of one colour on a pin: on, or off. Its model's profile says that it
/// has one colour only, so that rhythm says everything (R10).
#[derive(Debug)]
pub struct PinLed<P> {
    pin: P,
    lit_is_high: bool,
}

impl<P: OutputPin> PinLed<P> {
    /// An LED that is lit while the pin is high.
    pub const fn active_high(pin: P) -> Self {
        Self {
            pin,
            lit_is_high: true,
        }
    }

    /// An LED that is lit while the pin is low.
    pub const fn active_low(pin: P) -> Self {
        Self {
            pin,
            lit_is_high: false,
        }
    }
}

impl<P: OutputPin> StatusLed for PinLed<P> {
    fn show(&mut self, frame: LedFrame) -> Result<(), PartError> {
        let is_high = is_lit(frame) == self.lit_is_high;
        let set = self.pin.set_state(is_high.into());
        set.map_err(|_| PartError::Write)
    }
}

/// An LED of one colour on a PWM channel: it can be dimmed.
#[derive(Debug)]
pub struct PwmLed<P> {
    channel: P,
}

impl<P: SetDutyCycle> PwmLed<P> {
    /// An LED on this channel; full duty is full brightness.
    pub const fn new(channel: P) -> Self {
        Self { channel }
    }
}

impl<P: SetDutyCycle> StatusLed for PwmLed<P> {
    fn show(&mut self, frame: LedFrame) -> Result<(), PartError> {
        let brightness = match is_lit(frame) {
            true => frame.brightness,
            false => 0,
        };
        dim(&mut self.channel, brightness)
    }
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
    fn show(&mut self, frame: LedFrame) -> Result<(), PartError> {
        let [red, green, blue] = rgb(frame);
        // A channel that fails leaves the others right.
        let red = dim(&mut self.red, red);
        let green = dim(&mut self.green, green);
        let blue = dim(&mut self.blue, blue);
        red.and(green).and(blue)
    }
}

/// An addressable LED, the first of its strip (WS2812 and the like). The
/// driver's order of colours is its own business.
#[derive(Debug)]
pub struct SmartLed<S> {
    strip: S,
}

impl<S: SmartLedsWrite<Color: From<RGB8>>> SmartLed<S> {
    /// The first LED of this strip.
    pub const fn new(strip: S) -> Self {
        Self { strip }
    }
}

impl<S: SmartLedsWrite<Color: From<RGB8>>> StatusLed for SmartLed<S> {
    fn show(&mut self, frame: LedFrame) -> Result<(), PartError> {
        let shown = self.strip.write([RGB8::from(rgb(frame))]);
        shown.map_err(|_| PartError::Write)
    }
}

fn is_lit(frame: LedFrame) -> bool {
    frame.color != Color::OFF && frame.brightness > 0
}

fn dim(channel: &mut impl SetDutyCycle, brightness: u8) -> Result<(), PartError> {
    let set = channel.set_duty_cycle_fraction(brightness.into(), 255);
    set.map_err(|_| PartError::Write)
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
    fn show(&mut self, _frame: LedFrame) -> Result<(), PartError> {
        Ok(())
    }
}
