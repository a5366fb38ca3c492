//! The servos of the head.

use camera_fsm::action::OpId;
use camera_fsm::input::OpResult;
use camera_fsm::levels::Pose;
use camera_fsm::time::Instant;
use camera_proto::vocab::{Axis, Cdeg};
use embedded_hal::pwm::SetDutyCycle;

use crate::part::PartError;

/// Turns the head. The machine gives a new set-point every 20 ms while it moves.
pub trait Head {
    /// Points it there.
    ///
    /// # Errors
    /// When a servo cannot be told; the other one turns all the same.
    fn point(&mut self, pose: Pose) -> Result<(), PartError>;

    /// A servo that reports since the last call that it is stuck (`true`) or
    /// free again. Hobby servos cannot tell.
    fn stalled(&mut self) -> Option<(Axis, bool)> {
        None
    }

    /// Turns it to its home, against the end stops or a switch. Servos that know
    /// where they point are never asked. It ends by itself, in the profile's
    /// `home_ms_max` or before: a stop that comes meanwhile leaves it alone, as a head
    /// that is stopped halfway is as lost as before.
    fn find_home(&mut self, _now: Instant, _op: OpId) {}

    /// How that ended; never waits.
    fn found_home(&mut self, _now: Instant) -> Option<(OpId, OpResult)> {
        None
    }

    /// When `found_home` has something to tell next, if the driver knows.
    fn due(&self) -> Option<Instant> {
        None
    }
}

/// A hobby servo gets a pulse so often, in microseconds: 50 Hz.
pub const PERIOD_US: u16 = 20_000;

/// How an angle becomes a pulse: two points of a straight line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PulseCalibration {
    /// Pulse at 0°, in microseconds.
    pub centre_us: u16,
    /// Microseconds for each 90° towards positive angles; negative for a
    /// servo that is mounted the other way round.
    pub us_per_90_deg: i16,
}

impl PulseCalibration {
    /// The pulse for an angle, in microseconds.
    ///
    /// ```
    /// use camera_hal::servo::PulseCalibration;
    /// use camera_proto::vocab::Cdeg;
    /// let servo = PulseCalibration { centre_us: 1_500, us_per_90_deg: 1_000 };
    /// assert_eq!(servo.pulse_us(Cdeg(-4_500)), 1_000);
    /// ```
    #[must_use]
    pub fn pulse_us(&self, Cdeg(cdeg): Cdeg) -> u16 {
        let offset = cdeg.saturating_mul(i32::from(self.us_per_90_deg)) / 9_000;
        let pulse = i32::from(self.centre_us).saturating_add(offset);
        pulse.clamp(0, i32::from(PERIOD_US)) as u16
    }
}

/// Two hobby servos on PWM channels with a period of [`PERIOD_US`].
#[derive(Debug)]
pub struct PwmHead<P, T> {
    pan: (P, PulseCalibration),
    tilt: (T, PulseCalibration),
}

impl<P: SetDutyCycle, T: SetDutyCycle> PwmHead<P, T> {
    /// A head on these channels.
    pub const fn new(pan: (P, PulseCalibration), tilt: (T, PulseCalibration)) -> Self {
        Self { pan, tilt }
    }
}

impl<P: SetDutyCycle, T: SetDutyCycle> Head for PwmHead<P, T> {
    fn point(&mut self, pose: Pose) -> Result<(), PartError> {
        // A channel that fails keeps its last pulse; the other one still moves.
        let pan_us = self.pan.1.pulse_us(pose.pan);
        let pan = self.pan.0.set_duty_cycle_fraction(pan_us, PERIOD_US);
        let tilt_us = self.tilt.1.pulse_us(pose.tilt);
        let tilt = self.tilt.0.set_duty_cycle_fraction(tilt_us, PERIOD_US);
        match (pan, tilt) {
            (Ok(()), Ok(())) => Ok(()),
            _ => Err(PartError::Write),
        }
    }
}

/// A camera that does not turn.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoHead;

impl Head for NoHead {
    fn point(&mut self, _pose: Pose) -> Result<(), PartError> {
        Ok(())
    }
}
