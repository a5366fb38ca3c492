//! How far and how fast a head turns, each axis on its own, and when it knows where it
//! points.

use camera_proto::vocab::Cdeg;

use super::Pace;
use crate::levels::Pose;
use crate::pan_tilt::Homes;

/// Limits of the head (R60), each axis on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MotionLimits {
    /// Left and right.
    pub pan: AxisLimits,
    /// Down and up.
    pub tilt: AxisLimits,
    /// By how much the head may stand off where it was sent, either way, in
    /// centidegrees: the servo's own error, at most 1,000.
    pub uncertainty_cdeg: u16,
    /// How long it may turn at a stretch before it must cool, in milliseconds: then
    /// every move but stop and parking is refused. It cools as fast as it warms.
    /// As long as the longest lease at least.
    pub turn_ms_max: u32,
    /// The longest lease of a continuous move, in milliseconds (R62).
    pub lease_ms_max: u16,
    /// How long the patrol waits after somebody else has turned the head, in
    /// milliseconds: as long as the longest lease at least, or it would take the
    /// head from who holds that (R60, R62).
    pub patrol_pause_ms: u32,
    /// Whether it must find its home to know where it points (R61).
    pub homes: Homes,
    /// How long that may take, in milliseconds.
    pub home_ms_max: u32,
    /// How long it stands at home before the flash is told that it is parked, in
    /// milliseconds: then it need not look for it after a cut of the power.
    pub parked_ms: u32,
}

impl MotionLimits {
    /// Whether that lies between the soft end stops; where there is no servo, only 0
    /// does.
    #[must_use]
    pub const fn has(&self, pose: Pose) -> bool {
        self.pan.has(pose.pan) && self.tilt.has(pose.tilt)
    }

    /// Whether there is any servo.
    #[must_use]
    pub const fn has_servo(&self) -> bool {
        self.pan.has_servo() || self.tilt.has_servo()
    }

    /// What of a pose there are servos for.
    #[must_use]
    pub fn reachable(&self, pose: Pose) -> (Option<Cdeg>, Option<Cdeg>) {
        let pan = self.pan.has_servo().then_some(pose.pan);
        let tilt = self.tilt.has_servo().then_some(pose.tilt);
        (pan, tilt)
    }
}

/// Limits of one axis, in centidegrees and seconds. From stop to stop it is a
/// turn at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AxisLimits {
    /// The soft end stop on the negative side.
    pub min_cdeg: i32,
    /// The soft end stop on the positive side.
    pub max_cdeg: i32,
    /// How fast it turns, and how much play its gears have.
    pub pace: Pace,
}

impl AxisLimits {
    /// No servo: whoever wants to turn it hears `NoServo` (R61).
    pub const NONE: Self = Self {
        min_cdeg: 0,
        max_cdeg: 0,
        pace: Pace::new(0, 0),
    };

    /// Whether that lies between the soft end stops.
    #[must_use]
    pub const fn has(&self, Cdeg(cdeg): Cdeg) -> bool {
        self.min_cdeg <= cdeg && cdeg <= self.max_cdeg
    }

    /// Whether there is a servo.
    #[must_use]
    pub const fn has_servo(&self) -> bool {
        self.pace.speed_cdeg_s() > 0
    }
}
