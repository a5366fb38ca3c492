//! An input that the camera's loop reads, and sleeps on.

use embedded_hal::digital::{ErrorType, InputPin};
use embedded_hal_async::digital::Wait;

/// A pin that knows what was read from it last.
#[derive(Debug)]
pub struct WakePin<P> {
    input: P,
    was_high: bool,
}

impl<P: InputPin> WakePin<P> {
    /// Nothing read yet: it counts as low.
    pub const fn new(input: P) -> Self {
        Self {
            input,
            was_high: false,
        }
    }

    /// What was read from it last.
    pub const fn was_high(&self) -> bool {
        self.was_high
    }
}

impl<P: Wait> WakePin<P> {
    /// Returns once the pin is not what was read last: at once, when it has
    /// changed since. An edge between reading and sleeping is not lost.
    pub async fn changed(&mut self) {
        let changed = match self.was_high {
            true => self.input.wait_for_low().await,
            false => self.input.wait_for_high().await,
        };
        if changed.is_err() {
            // What cannot wake anybody is still read at every turn.
            core::future::pending().await
        }
    }
}

impl<P: ErrorType> ErrorType for WakePin<P> {
    type Error = P::Error;
}

impl<P: InputPin> InputPin for WakePin<P> {
    fn is_high(&mut self) -> Result<bool, P::Error> {
        self.was_high = self.input.is_high()?;
        Ok(self.was_high)
    }

    fn is_low(&mut self) -> Result<bool, P::Error> {
        self.is_high().map(|high| !high)
    }
}
