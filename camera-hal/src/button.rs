//! The reset button.

use camera_fsm::input::PinLevel;
use camera_fsm::time::Instant;
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

    /// The next change that an interrupt has seen, and when; oldest first. A
    /// runner that comes late then sees what a punctual one would have seen.
    /// Without an interrupt: `None`, always.
    fn edge(&mut self) -> Option<(PinLevel, Instant)> {
        None
    }
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

#[cfg(feature = "embassy")]
impl<P: embedded_hal_async::digital::Wait> PinButton<P> {
    /// Ends when the pin has another level than `from`, the one that
    /// [the runner knows](crate::runner::Runner::button). It waits for a level:
    /// an edge may pass before anybody waits for it.
    pub async fn changed(&mut self, from: PinLevel) {
        let until_high = (from == PinLevel::Up) == self.pressed_is_high;
        let result = match until_high {
            true => self.pin.wait_for_high().await,
            false => self.pin.wait_for_low().await,
        };
        if result.is_err() {
            // What cannot wake anybody is still read at every turn.
            core::future::pending().await
        }
    }
}

/// A button whose edges an interrupt notes, with their instants: `edges` takes
/// the next one out of its queue. Sixteen places are enough: what finds no room
/// is lost, and the level says how it ended.
///
/// It is for boards whose loop may be late: one that polls, or that also computes
/// pairings. A loop that the pin's interrupt wakes and that nothing else delays,
/// as in `examples/`, reads the clock as soon: [`PinButton`] is enough there.
/// While flash is erased, most chips run no interrupt either.
#[derive(Debug)]
pub struct EdgeButton<B, E> {
    /// The button, to be read as well.
    pub button: B,
    /// The queue's other end.
    pub edges: E,
}

impl<B: Button, E: FnMut() -> Option<(PinLevel, Instant)>> Button for EdgeButton<B, E> {
    fn level(&mut self) -> Result<PinLevel, PartError> {
        self.button.level()
    }

    fn edge(&mut self) -> Option<(PinLevel, Instant)> {
        (self.edges)()
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
