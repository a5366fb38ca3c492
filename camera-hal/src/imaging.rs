//! What a camera does with what it sees: lens and microphone, recordings, and
//! the night light (R52–R54).

use camera_fsm::levels::Eyes;
use embedded_hal::pwm::SetDutyCycle;

use crate::part::PartError;

/// Follows what the machine wants of lens, recordings and night light.
pub trait Imaging {
    /// From now on.
    ///
    /// # Errors
    /// When something of it cannot be told; the rest follows all the same.
    fn follow(&mut self, eyes: Eyes) -> Result<(), PartError>;
}

/// A night light on a PWM channel, where somebody else records.
#[derive(Debug)]
pub struct PwmNightLight<P> {
    channel: P,
}

impl<P: SetDutyCycle> PwmNightLight<P> {
    /// A light on this channel.
    pub const fn new(channel: P) -> Self {
        Self { channel }
    }
}

impl<P: SetDutyCycle> Imaging for PwmNightLight<P> {
    fn follow(&mut self, eyes: Eyes) -> Result<(), PartError> {
        let percent = eyes.night_light_percent.min(100);
        let set = self.channel.set_duty_cycle_percent(percent);
        set.map_err(|_| PartError::Write)
    }
}

/// A camera without a lens of its own: it turns one.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoImaging;

impl Imaging for NoImaging {
    fn follow(&mut self, _eyes: Eyes) -> Result<(), PartError> {
        Ok(())
    }
}
