//! Pan and tilt: where the head points at an instant, in closed form (R60–R62).
//!
//! A move is a trapezoid of speed: it accelerates, travels and brakes. A new
//! order while the head moves brakes first and then goes on from where it
//! stands, so that speed and acceleration stay within their limits.

mod heat;
mod homing;
mod motion;
mod patrol;
mod servo;

use camera_proto::vocab::{Axis, Cdeg, Refusal, Speed, Velocity};

use heat::Heat;
use servo::Servo;

pub use homing::{Ended, Homes, Homing, Wanted};
pub use patrol::Patrol;

use crate::levels::Pose;
use crate::profile::MotionLimits;
use crate::time::{Instant, earliest, is_due};

/// How often the set-points are renewed while the head moves, in
/// milliseconds: the frame of a hobby servo.
pub const FRAME_MS: u32 = 20;

/// Where the head shall point; `None` leaves that axis on its way, and ends a
/// continuous move of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Aim {
    /// Left to right.
    pub pan: Option<Cdeg>,
    /// Down to up.
    pub tilt: Option<Cdeg>,
    /// How fast it turns there, at most.
    pub speed: Speed,
}

impl Aim {
    /// There, with what servos there are: a preset is a place for both.
    ///
    /// # Errors
    /// `NoServo` when there is none at all.
    pub fn at(pose: Pose, speed: Speed, limits: &MotionLimits) -> Result<Self, Refusal> {
        match limits.reachable(pose) {
            (None, None) => Err(Refusal::NO_SERVO),
            (pan, tilt) => Ok(Self { pan, tilt, speed }),
        }
    }
}

/// The head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PanTilt {
    pan: Servo,
    tilt: Servo,
    lease: Option<Instant>,
    /// When it was told last what to do: its servos count from there. And how warm
    /// it was then.
    told_at: Instant,
    heat: Heat,
}

impl PanTilt {
    /// A head that points straight ahead.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            pan: Servo::new(),
            tilt: Servo::new(),
            lease: None,
            told_at: Instant::from_millis(0),
            heat: Heat::COOL,
        }
    }

    /// Where the head points.
    #[must_use]
    pub fn pose(&self, now: Instant) -> Pose {
        let ms = self.ms(now);
        Pose {
            pan: self.pan.position(ms),
            tilt: self.tilt.position(ms),
        }
    }

    /// Where the head will stand, and in how many milliseconds.
    #[must_use]
    pub fn target(&self, now: Instant) -> (Pose, u32) {
        (self.stand(), self.rests_ms().saturating_sub(self.ms(now)))
    }

    /// When it has come to rest.
    pub(crate) fn rests_at(&self) -> Instant {
        self.told_at.after(self.rests_ms())
    }

    fn rests_ms(&self) -> u32 {
        self.pan.rests_ms().max(self.tilt.rests_ms())
    }

    /// Since it was told last what to do.
    fn ms(&self, now: Instant) -> u32 {
        now.ms_since(self.told_at)
    }

    /// Where the head stands, or will when it has come to rest.
    pub(crate) fn stand(&self) -> Pose {
        Pose {
            pan: self.pan.target(),
            tilt: self.tilt.target(),
        }
    }

    /// Whether it moves.
    #[must_use]
    pub fn is_moving(&self, now: Instant) -> bool {
        self.rests_at() > now
    }

    /// When the set-points change next, or the lease runs out.
    #[must_use]
    pub fn due(&self, now: Instant) -> Option<Instant> {
        let frame = self.is_moving(now).then(|| now.after(FRAME_MS));
        earliest(frame, self.lease)
    }

    /// When the lease of a continuous move runs out, if one is held (R62).
    #[must_use]
    pub fn lease(&self) -> Option<Instant> {
        self.lease
    }

    /// Stops when the lease of a continuous move has run out (R62).
    pub fn expire(&mut self, now: Instant, limits: &MotionLimits) {
        if is_due(self.lease, now) {
            self.stop(now, limits);
        }
    }

    /// Points there.
    ///
    /// # Errors
    /// `NoServo` where there is none, `OutOfRange` outside the soft end stops or
    /// for a speed above 100 %, `Stalled` for a stuck servo: then nothing moves.
    pub fn move_to(
        &mut self,
        now: Instant,
        aim: &Aim,
        limits: &MotionLimits,
    ) -> Result<(), Refusal> {
        self.may_go(aim, limits)?;
        self.go(now, aim, limits);
        Ok(())
    }

    /// Whether [`move_to`](Self::move_to) would turn it.
    ///
    /// # Errors
    /// As there.
    pub fn may_go(&self, aim: &Aim, limits: &MotionLimits) -> Result<(), Refusal> {
        self.pan.may_go(aim.pan, aim.speed, &limits.pan)?;
        self.tilt.may_go(aim.tilt, aim.speed, &limits.tilt)
    }

    fn go(&mut self, now: Instant, aim: &Aim, limits: &MotionLimits) {
        self.begin(now);
        self.pan.go(aim.pan, aim.speed, &limits.pan);
        self.tilt.go(aim.tilt, aim.speed, &limits.tilt);
    }

    /// Points straight ahead, with what servos there are.
    ///
    /// # Errors
    /// `NoServo` when there is none, `Stalled` for a stuck one.
    pub fn home(&mut self, now: Instant, limits: &MotionLimits) -> Result<(), Refusal> {
        if !limits.has_servo() {
            return Err(Refusal::NO_SERVO);
        }
        // Home lies within the limits.
        if self.is_stalled() {
            return Err(Refusal::STALLED);
        }
        self.begin(now);
        self.pan.go_home(&limits.pan);
        self.tilt.go_home(&limits.tilt);
        Ok(())
    }

    /// Turns by that much: from where it will stand or, since a continuous move goes
    /// nowhere, from where that is.
    ///
    /// # Errors
    /// As [`move_to`](Self::move_to); `AtLimit` when it stands at the end stop
    /// in that direction already.
    pub fn move_by(
        &mut self,
        now: Instant,
        pan: Cdeg,
        tilt: Cdeg,
        speed: Speed,
        limits: &MotionLimits,
    ) -> Result<(), Refusal> {
        let from = match self.lease {
            Some(_) => self.pose(now),
            None => self.stand(),
        };
        let pan = servo::target_by(from.pan, pan, &limits.pan)?;
        let tilt = servo::target_by(from.tilt, tilt, &limits.tilt)?;
        self.move_to(now, &Aim { pan, tilt, speed }, limits)
    }

    /// Turns towards the end stops until the lease runs out.
    ///
    /// # Errors
    /// `OutOfRange` for a lease of 0 or above the profile's maximum, or for a
    /// speed above 100 %; else as [`move_by`](Self::move_by).
    pub fn move_on(
        &mut self,
        now: Instant,
        pan: Velocity,
        tilt: Velocity,
        lease_ms: u16,
        limits: &MotionLimits,
    ) -> Result<(), Refusal> {
        if lease_ms == 0 || lease_ms > limits.lease_ms_max {
            return Err(Refusal::OUT_OF_RANGE);
        }
        let pan_end = servo::end(pan, &limits.pan);
        let tilt_end = servo::end(tilt, &limits.tilt);
        self.pan.may_go(pan_end, servo::speed(pan), &limits.pan)?;
        self.tilt
            .may_go(tilt_end, servo::speed(tilt), &limits.tilt)?;
        let ms = self.ms(now);
        let is_asked = pan_end.is_some() || tilt_end.is_some();
        if is_asked && !self.pan.may_turn(ms, pan_end) && !self.tilt.may_turn(ms, tilt_end) {
            return Err(Refusal::AT_LIMIT);
        }
        self.begin(now);
        self.pan.turn(pan_end, pan, &limits.pan);
        self.tilt.turn(tilt_end, tilt, &limits.tilt);
        self.lease = Some(now.after(u32::from(lease_ms)));
        Ok(())
    }

    /// Brakes to rest.
    pub fn stop(&mut self, now: Instant, limits: &MotionLimits) {
        self.begin(now);
        self.pan.turn(None, Velocity(0), &limits.pan);
        self.tilt.turn(None, Velocity(0), &limits.tilt);
    }

    /// A servo is stuck, or free again; a stuck one stops where it is (R61).
    pub fn stalled(&mut self, now: Instant, axis: Axis, stalled: bool) {
        self.pass(now);
        let servo = match axis {
            Axis::Pan => &mut self.pan,
            Axis::Tilt => &mut self.tilt,
        };
        servo.stalled(stalled);
    }

    /// It has found its home, and stands there: nothing is stuck, and no play is left.
    pub fn stands_home(&mut self) {
        self.pan.stands_home();
        self.tilt.stands_home();
        (self.lease, self.heat) = (None, Heat::COOL);
    }

    /// By how much it may stand off where it says, either way, in centidegrees:
    /// the servo's own error, and the play of gears that came from the wrong side.
    #[must_use]
    pub fn uncertainty(&self, limits: &MotionLimits) -> Cdeg {
        let pan = self.pan.slack_cdeg(&limits.pan);
        let tilt = self.tilt.slack_cdeg(&limits.tilt);
        Cdeg(i32::from(limits.uncertainty_cdeg) + i32::from(pan.max(tilt)))
    }

    /// Whether it has turned for so long that it must rest first.
    #[must_use]
    pub fn is_hot(&self, now: Instant, limits: &MotionLimits) -> bool {
        let heat = self.heat.after(self.ms(now), self.rests_ms());
        heat.rest_ms() >= limits.turn_ms_max
    }

    /// From now on its servos count from now.
    fn pass(&mut self, now: Instant) {
        let ms = self.ms(now);
        self.heat = self.heat.after(ms, self.rests_ms());
        self.pan.pass(ms);
        self.tilt.pass(ms);
        self.told_at = now;
    }

    /// A new order ends the lease of the one before.
    fn begin(&mut self, now: Instant) {
        self.pass(now);
        self.lease = None;
    }

    /// Whether a servo is stuck.
    #[must_use]
    pub fn is_stalled(&self) -> bool {
        self.pan.is_stalled() || self.tilt.is_stalled()
    }
}

impl Default for PanTilt {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(feature = "explore")]
impl PanTilt {
    /// Sets it back in time, for an exhaustive search.
    pub fn rebase(&mut self, to: &crate::explore::Rebase<'_>) {
        self.pass(to.now());
        let Self {
            pan,
            tilt,
            lease,
            told_at,
            heat: _,
        } = self;
        *told_at = crate::explore::BASE;
        pan.rebase();
        tilt.rebase();
        if let Some(end) = lease {
            to.shift(end);
        }
    }
}
