//! Pan and tilt: where the head points at an instant, in closed form (R60–R62).
//!
//! A move is a trapezoid of speed: it accelerates, travels and brakes. A new
//! order while the head moves brakes first and then goes on from where it
//! stands, so that speed and acceleration stay within their limits.

mod heat;
mod homing;
mod motion;
mod patrol;

use camera_proto::vocab::{Axis, Cdeg, Refusal, Speed, Velocity};

use heat::Heat;
use motion::Motion;

pub(crate) use homing::{Ended, Wanted};
pub use homing::{Homes, Homing};
pub use patrol::Patrol;

use crate::levels::Pose;
use crate::profile::{AxisLimits, MotionLimits};
use crate::time::{Instant, earliest};

/// How often the set-points are renewed while the head moves, in
/// milliseconds: the frame of a hobby servo.
pub const FRAME_MS: u32 = 20;

/// The head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PanTilt {
    pan: Motion,
    tilt: Motion,
    lease: Option<Instant>,
    /// How fast the continuous move goes.
    velocity: [Velocity; 2],
    stalled: [bool; 2],
    /// How warm it was when it was told last what to do.
    heat: Heat,
    told_at: Instant,
}

impl PanTilt {
    /// A head that points straight ahead.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            pan: Motion::at_rest(0),
            tilt: Motion::at_rest(0),
            lease: None,
            velocity: [Velocity(0); 2],
            stalled: [false; 2],
            heat: Heat::COOL,
            told_at: Instant::from_millis(0),
        }
    }

    /// Where the head points.
    #[must_use]
    pub fn pose(&self, now: Instant) -> Pose {
        Pose {
            pan: Cdeg(self.pan.position(now)),
            tilt: Cdeg(self.tilt.position(now)),
        }
    }

    /// Where the head will stand, and in how many milliseconds.
    #[must_use]
    pub fn target(&self, now: Instant) -> (Pose, u32) {
        let rests_in_ms = u32::try_from(self.rests_at().since(now)).unwrap_or(u32::MAX);
        (self.stand(), rests_in_ms)
    }

    /// When it has come to rest.
    pub(crate) fn rests_at(&self) -> Instant {
        self.pan.rests_at().max(self.tilt.rests_at())
    }

    /// Where the head stands, or will when it has come to rest.
    pub(crate) fn stand(&self) -> Pose {
        Pose {
            pan: Cdeg(self.pan.target_cdeg()),
            tilt: Cdeg(self.tilt.target_cdeg()),
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
        earliest(self.frame(now), self.lease)
    }

    /// When the set-points change next.
    pub(crate) fn frame(&self, now: Instant) -> Option<Instant> {
        self.is_moving(now).then(|| now.after(FRAME_MS))
    }

    /// When the lease of a continuous move runs out, if one is held (R62).
    #[must_use]
    pub fn lease(&self) -> Option<Instant> {
        self.lease
    }

    /// Stops when the lease of a continuous move has run out (R62).
    pub fn expire(&mut self, now: Instant, limits: &MotionLimits) {
        if self.lease.is_some_and(|end| end <= now) {
            self.stop(now, limits);
        }
    }

    /// Points there; `None` leaves that axis as it goes.
    ///
    /// # Errors
    /// `NoServo` where there is none, `OutOfRange` outside the soft end stops or
    /// for a speed above 100 %, `Stalled` for a stuck servo: then nothing moves.
    pub fn move_to(
        &mut self,
        now: Instant,
        pan: Option<Cdeg>,
        tilt: Option<Cdeg>,
        speed: Speed,
        limits: &MotionLimits,
    ) -> Result<(), Refusal> {
        self.go(now, [pan, tilt], [speed; 2], limits)
    }

    /// Points there, with what servos there are: a preset is a place for both.
    ///
    /// # Errors
    /// As [`move_to`](Self::move_to); `NoServo` when there is none at all.
    pub fn go_to(
        &mut self,
        now: Instant,
        pose: Pose,
        speed: Speed,
        limits: &MotionLimits,
    ) -> Result<(), Refusal> {
        match limits.reachable(pose) {
            (None, None) => Err(Refusal::NO_SERVO),
            (pan, tilt) => self.move_to(now, pan, tilt, speed, limits),
        }
    }

    /// Points straight ahead, with what servos there are.
    ///
    /// # Errors
    /// `NoServo` when there is none, `Stalled` for a stuck one.
    pub fn home(&mut self, now: Instant, limits: &MotionLimits) -> Result<(), Refusal> {
        self.go_to(now, Pose::default(), Speed(0), limits)
    }

    fn go(
        &mut self,
        now: Instant,
        [pan, tilt]: [Option<Cdeg>; 2],
        [pan_speed, tilt_speed]: [Speed; 2],
        limits: &MotionLimits,
    ) -> Result<(), Refusal> {
        let outside = |to: Option<Cdeg>, axis: &AxisLimits| {
            to.is_some_and(|Cdeg(cdeg)| cdeg < axis.min_cdeg || cdeg > axis.max_cdeg)
        };
        check_servos([pan, tilt], limits)?;
        if outside(pan, &limits.pan) || outside(tilt, &limits.tilt) {
            return Err(Refusal::OUT_OF_RANGE);
        }
        let pan_cdeg_s = share(limits.pan.speed_cdeg_s, pan_speed)?;
        let tilt_cdeg_s = share(limits.tilt.speed_cdeg_s, tilt_speed)?;
        let [pan_stalled, tilt_stalled] = self.stalled;
        if (pan.is_some() && pan_stalled) || (tilt.is_some() && tilt_stalled) {
            return Err(Refusal::STALLED);
        }
        self.count_heat(now);
        self.lease = None;
        self.velocity = [Velocity(0); 2];
        if let Some(Cdeg(to)) = pan {
            self.pan.redirect(now, to, pan_cdeg_s, &limits.pan);
        }
        if let Some(Cdeg(to)) = tilt {
            self.tilt.redirect(now, to, tilt_cdeg_s, &limits.tilt);
        }
        Ok(())
    }

    /// Turns by that much, from where it will stand.
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
        let stand = self.stand();
        let at_limit = |Cdeg(by): Cdeg, Cdeg(from): Cdeg, axis: &AxisLimits| {
            let at_end = (by > 0 && from >= axis.max_cdeg) || (by < 0 && from <= axis.min_cdeg);
            at_end && axis.has_servo()
        };
        if at_limit(pan, stand.pan, &limits.pan) || at_limit(tilt, stand.tilt, &limits.tilt) {
            return Err(Refusal::AT_LIMIT);
        }
        let to =
            |Cdeg(by): Cdeg, Cdeg(from): Cdeg| (by != 0).then_some(Cdeg(from.saturating_add(by)));
        let (pan, tilt) = (to(pan, stand.pan), to(tilt, stand.tilt));
        self.move_to(now, pan, tilt, speed, limits)
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
        let end = |Velocity(percent): Velocity, axis: &AxisLimits| match percent.signum() {
            0 => None,
            -1 => Some(Cdeg(axis.min_cdeg)),
            _ => Some(Cdeg(axis.max_cdeg)),
        };
        let (pan_end, tilt_end) = (end(pan, &limits.pan), end(tilt, &limits.tilt));
        let here = self.pose(now);
        let there = |to: Option<Cdeg>, at: Cdeg| to.is_none_or(|to| to == at);
        check_servos([pan_end, tilt_end], limits)?;
        let asked = pan_end.is_some() || tilt_end.is_some();
        if asked && there(pan_end, here.pan) && there(tilt_end, here.tilt) {
            return Err(Refusal::AT_LIMIT);
        }
        // Asked again while it goes that way already: only the lease is renewed.
        let [old_pan, old_tilt] = self.velocity;
        let renews_pan = old_pan == pan && pan_end == Some(Cdeg(self.pan.target_cdeg()));
        let renews_tilt = old_tilt == tilt && tilt_end == Some(Cdeg(self.tilt.target_cdeg()));
        let to = [
            pan_end.filter(|_| !renews_pan),
            tilt_end.filter(|_| !renews_tilt),
        ];
        let speed = |Velocity(percent): Velocity| Speed(percent.unsigned_abs());
        self.go(now, to, [speed(pan), speed(tilt)], limits)?;
        self.velocity = [pan, tilt];
        if pan_end.is_none() {
            self.pan.stop(now, &limits.pan);
        }
        if tilt_end.is_none() {
            self.tilt.stop(now, &limits.tilt);
        }
        self.lease = Some(now.after(u32::from(lease_ms)));
        Ok(())
    }

    /// Brakes to rest.
    pub fn stop(&mut self, now: Instant, limits: &MotionLimits) {
        self.count_heat(now);
        self.lease = None;
        self.pan.stop(now, &limits.pan);
        self.tilt.stop(now, &limits.tilt);
    }

    /// A servo is stuck, or free again; a stuck one stops where it is (R61).
    pub fn stalled(&mut self, now: Instant, axis: Axis, stalled: bool) {
        self.count_heat(now);
        let [pan, tilt] = &mut self.stalled;
        let (flag, motion) = match axis {
            Axis::Pan => (pan, &mut self.pan),
            Axis::Tilt => (tilt, &mut self.tilt),
        };
        *flag = stalled;
        if stalled {
            *motion = Motion::stuck_at(motion.position(now));
        }
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
        self.heat_at(now).rest_ms(now) >= u64::from(limits.turn_ms_max)
    }

    fn heat_at(&self, now: Instant) -> Heat {
        self.heat.turned(self.told_at, self.rests_at().min(now))
    }

    fn count_heat(&mut self, now: Instant) {
        self.heat = self.heat_at(now);
        self.told_at = now;
    }

    /// Whether a servo is stuck.
    #[must_use]
    pub fn is_stalled(&self) -> bool {
        self.stalled != [false; 2]
    }
}

impl Default for PanTilt {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether there is a servo for all that shall turn (R61).
fn check_servos([pan, tilt]: [Option<Cdeg>; 2], limits: &MotionLimits) -> Result<(), Refusal> {
    let missing = |to: Option<Cdeg>, axis: &AxisLimits| to.is_some() && !axis.has_servo();
    match missing(pan, &limits.pan) || missing(tilt, &limits.tilt) {
        true => Err(Refusal::NO_SERVO),
        false => Ok(()),
    }
}

/// That share of the highest speed.
fn share(speed_cdeg_s: u32, Speed(percent): Speed) -> Result<u32, Refusal> {
    /// 2³² / 100, rounded up: exact for any speed that a profile may have.
    const PERCENT: u64 = 42_949_673;
    match percent {
        0 | 100 => Ok(speed_cdeg_s),
        1..100 => {
            let percents = u64::from(speed_cdeg_s * u32::from(percent));
            Ok(((percents * PERCENT) >> 32) as u32)
        }
        _ => Err(Refusal::OUT_OF_RANGE),
    }
}

#[cfg(feature = "explore")]
impl PanTilt {
    pub(crate) fn rebase(&mut self, to: &crate::explore::Rebase<'_>) {
        self.count_heat(to.now());
        let Self {
            pan,
            tilt,
            lease,
            velocity: _,
            stalled: _,
            heat,
            told_at,
        } = self;
        heat.rebase(to);
        *told_at = crate::explore::BASE;
        pan.rebase(to);
        tilt.rebase(to);
        if let Some(end) = lease {
            to.shift(end);
        }
    }
}
