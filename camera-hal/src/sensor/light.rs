//! How bright it is, by whatever converts a voltage: a photoresistor or a
//! phototransistor on an ADC. `embedded-hal` 1.0 has no trait for one.

use camera_fsm::motion_detection::grid::Cells;

use super::Sensors;
use crate::part::PartError;

/// How a reading becomes percent: two points of a straight line, measured on the
/// board, in its own case. The camera needs no lux: its owner sets from how much
/// of the range on it is dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LightCalibration {
    /// What is read in the dark.
    pub dark: u16,
    /// What is read in daylight; less than in the dark, where light pulls down.
    pub bright: u16,
}

impl LightCalibration {
    /// How bright that reading is, 0–100 %; beyond the two points, 0 or 100. Two
    /// points that are the same tell nothing: it is day, always.
    ///
    /// ```
    /// use camera_hal::sensor::light::LightCalibration;
    /// let pulls_down = LightCalibration { dark: 4_000, bright: 400 };
    /// assert_eq!(pulls_down.percent(4_095), 0);
    /// assert_eq!(pulls_down.percent(2_200), 50);
    /// assert_eq!(pulls_down.percent(0), 100);
    /// ```
    #[must_use]
    pub const fn percent(&self, reading: u16) -> u8 {
        let range = self.bright as i32 - self.dark as i32;
        if range == 0 {
            return 100;
        }
        let percent = (reading as i32 - self.dark as i32) * 100 / range;
        match percent {
            ..0 => 0,
            0..=100 => percent as u8,
            _ => 100,
        }
    }
}

/// A light sensor beside what senses motion, which may be
/// [`NoSensors`](super::NoSensors).
///
/// `read` starts a conversion, or takes its result: `None` while there is none
/// yet, so that nobody waits (of `nb`'s errors, `WouldBlock`). It is asked at
/// every turn; a board that sleeps turns every few seconds, which is enough for
/// a dusk. Flicker is welcome: the machine follows the light slowly (R53).
///
/// ```
/// use camera_hal::sensor::light::{LightCalibration, WithLight};
/// use camera_hal::sensor::{NoSensors, Sensors};
/// let calibration = LightCalibration { dark: 100, bright: 3_900 };
/// // `|| adc.read(&mut channel)`, with a driver that answers at once:
/// let read = || Ok::<_, ()>(Some(2_000));
/// let mut sensors = WithLight::new(NoSensors, read, calibration);
/// assert_eq!(sensors.light_percent(), Ok(Some(50)));
/// assert_eq!(sensors.light_percent(), Ok(None), "it is as it was");
/// ```
#[derive(Debug)]
pub struct WithLight<M, R> {
    motion: M,
    read: R,
    calibration: LightCalibration,
    /// What was said last, in percent.
    told: Option<u8>,
}

impl<M, R> WithLight<M, R> {
    /// Nothing was read yet.
    pub const fn new(motion: M, read: R, calibration: LightCalibration) -> Self {
        Self {
            motion,
            read,
            calibration,
            told: None,
        }
    }

    /// What senses motion, for a board that sleeps until it does.
    pub const fn motion(&mut self) -> &mut M {
        &mut self.motion
    }
}

impl<M, R, E> Sensors for WithLight<M, R>
where
    M: Sensors,
    R: FnMut() -> Result<Option<u16>, E>,
{
    fn moved(&mut self) -> Result<Option<Cells>, PartError> {
        self.motion.moved()
    }

    fn light_percent(&mut self) -> Result<Option<u8>, PartError> {
        let reading = (self.read)().map_err(|_| {
            // What it says when it works again is news.
            self.told = None;
            PartError::Read
        })?;
        let percent = reading.map(|reading| self.calibration.percent(reading));
        let news = percent.filter(|percent| Some(*percent) != self.told);
        self.told = news.or(self.told);
        Ok(news)
    }

    fn picture_changed(&mut self) {
        self.motion.picture_changed();
    }
}
