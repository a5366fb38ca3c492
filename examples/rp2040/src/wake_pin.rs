//! An input that the camera's loop reads, and sleeps on.

use core::convert::Infallible;

use embassy_rp::gpio::Input;
use embedded_hal::digital::{ErrorType, InputPin};

/// A pin that knows what was read from it last.
pub(crate) struct WakePin {
    input: Input<'static>,
    was_high: bool,
}

impl WakePin {
    pub(crate) fn new(input: Input<'static>) -> Self {
        let was_high = input.is_high();
        Self { input, was_high }
    }

    /// What was read from it last.
    pub(crate) fn was_high(&self) -> bool {
        self.was_high
    }

    /// Returns once the pin is not what was read last: at once, when it has
    /// changed since. An edge between reading and sleeping is not lost.
    pub(crate) async fn changed(&mut self) {
        match self.was_high {
            true => self.input.wait_for_low().await,
            false => self.input.wait_for_high().await,
        }
    }
}

impl ErrorType for WakePin {
    type Error = Infallible;
}

impl InputPin for WakePin {
    fn is_high(&mut self) -> Result<bool, Infallible> {
        self.was_high = self.input.is_high();
        Ok(self.was_high)
    }

    fn is_low(&mut self) -> Result<bool, Infallible> {
        self.is_high().map(|high| !high)
    }
}
