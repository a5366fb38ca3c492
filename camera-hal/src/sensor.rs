//! What a camera senses beside its button: motion and light (R50, R53).

pub mod light;

use camera_fsm::motion_detection::eye::Eye;
use camera_fsm::motion_detection::grid::{Cells, Luma};
use embedded_hal::digital::InputPin;

use crate::part::PartError;

/// The sensors of a camera, asked at every turn.
pub trait Sensors {
    /// What moved since the last call; `None` when nothing did, or nobody has
    /// looked since. While something goes on moving, some time in a second.
    ///
    /// # Errors
    /// When the sensor cannot be read.
    fn moved(&mut self) -> Result<Option<Cells>, PartError>;

    /// How bright it is, in percent of the sensor's range, when that has
    /// changed since the last call.
    ///
    /// # Errors
    /// When the sensor cannot be read.
    fn light_percent(&mut self) -> Result<Option<u8>, PartError>;

    /// The head has moved, or the night light has changed: whoever compares
    /// pictures must learn anew.
    fn picture_changed(&mut self) {}
}

/// A passive infrared sensor: it says that something warm moves, not where.
#[derive(Debug)]
pub struct Pir<P> {
    pin: P,
}

impl<P: InputPin> Pir<P> {
    /// One whose pin is high while something moves.
    pub const fn new(pin: P) -> Self {
        Self { pin }
    }

    /// The pin, for a board that sleeps until it changes.
    pub const fn pin(&mut self) -> &mut P {
        &mut self.pin
    }
}

impl<P: InputPin> Sensors for Pir<P> {
    fn moved(&mut self) -> Result<Option<Cells>, PartError> {
        let moves = self.pin.is_high().map_err(|_| PartError::Read)?;
        Ok(moves.then_some(Cells::EVERYWHERE))
    }

    fn light_percent(&mut self) -> Result<Option<u8>, PartError> {
        Ok(None)
    }
}

/// A sensor of pictures, which somebody else averages down to a grid: give it
/// each with [`show`](Self::show), 5 to 10 times a second.
#[derive(Debug, Default)]
pub struct Pictures {
    eye: Eye,
    moved: Option<Cells>,
}

impl Pictures {
    /// Nothing seen yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            eye: Eye::new(),
            moved: None,
        }
    }

    /// Looks at the next picture.
    pub fn show(&mut self, picture: &Luma) {
        let moved = self.eye.look(picture);
        if !moved.is_none() {
            self.moved = Some(self.moved.map_or(moved, |before| before.or(moved)));
        }
    }
}

impl Sensors for Pictures {
    fn moved(&mut self) -> Result<Option<Cells>, PartError> {
        Ok(self.moved.take())
    }

    fn light_percent(&mut self) -> Result<Option<u8>, PartError> {
        Ok(None)
    }

    fn picture_changed(&mut self) {
        self.eye.forget();
        self.moved = None;
    }
}

/// A camera that senses nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoSensors;

impl Sensors for NoSensors {
    fn moved(&mut self) -> Result<Option<Cells>, PartError> {
        Ok(None)
    }

    fn light_percent(&mut self) -> Result<Option<u8>, PartError> {
        Ok(None)
    }
}
