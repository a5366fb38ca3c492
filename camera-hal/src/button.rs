//! The reset button.

use camera_fsm::input::PinLevel;
use embedded_hal::digital::InputPin;

use crate::part::PartError;

/// Reads the reset button. Bounce is welcome: the machine filters it.
pub trait Button {
    /// What the pin says now.
    ///
    /// # Errors
    /// When it cannot be read: then it counts as not pressed, so that a fault
    /// never looks like a hold.
    fn level(&mut self) -> Result<PinLevel, PartError>;
}

/// A button on a GPIO pin.
#[derive(Debug)]
pub struct PinButton<P> {
    pin: P,
    pressed_is_high: bool,
}

impl<P: InputPin> PinButton<P> {
    /// A button that pulls the pin low when pressed; the pin has a pull-up.
    pub const fn active_low(pin: P) -> Self {
        Self {
            pin,
            pressed_is_high: false,
        }
    }

    /// A button that pulls the pin high when pressed; the pin has a pull-down.
    pub const fn active_high(pin: P) -> Self {
        Self {
            pin,
            pressed_is_high: true,
        }
    }

    /// The pin, for a board that sleeps until it changes.
    pub const fn pin(&mut self) -> &mut P {
        &mut self.pin
    }
}

impl<P: InputPin> Button for PinButton<P> {
    fn level(&mut self) -> Result<PinLevel, PartError> {
        let is_high = self.pin.is_high().map_err(|_| PartError::Read)?;
        Ok(match is_high == self.pressed_is_high {
            true => PinLevel::Down,
            false => PinLevel::Up,
        })
    }
}

/// A camera without a button.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoButton;

impl Button for NoButton {
    fn level(&mut self) -> Result<PinLevel, PartError> {
        Ok(PinLevel::Up)
    }
}
