//! Pan and tilt: where the head points at an instant, in closed form (R60–R62).
//!
//! A move is a trapezoid of speed: it accelerates, travels and brakes. A new
//! order while the head moves brakes first and then goes on from where it
//! stands, so that speed and acceleration stay within their limits.

use camera_proto::vocab::{Axis, Cdeg, Direction, Refusal};

use crate::levels::Pose;
use crate::profile::{AxisLimits, MotionLimits};
use crate::time::{Instant, earliest};

/// How often the set-points are renewed while the head moves, in
/// milliseconds: the frame of a hobby servo.
pub const FRAME_MS: u32 = 20;

/// The head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PanTilt {
    pan: Motion,
    tilt: Motion,
    lease: Option<Instant>,
    stalled: [bool; 2],
}

/// One axis: brakes from an older move, then travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Motion {
    start: Instant,
    brake: Brake,
    travel: Travel,
}

/// From a speed to rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Brake {
    from_cdeg: i32,
    /// Signed, in centidegrees a second.
    speed: i32,
    accel: u32,
    ms: u32,
}

/// From rest to rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Travel {
    from_cdeg: i32,
    to_cdeg: i32,
    accel: u32,
    /// Ends of acceleration, of even speed and of braking, in milliseconds.
    ms: [u32; 3],
}

impl PanTilt {
    /// A head that points straight ahead.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            pan: Motion::at_rest(0),
            tilt: Motion::at_rest(0),
            lease: None,
            stalled: [false; 2],
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
        let pose = Pose {
            pan: Cdeg(self.pan.travel.to_cdeg),
            tilt: Cdeg(self.tilt.travel.to_cdeg),
        };
        let rest = self.pan.rests_at().max(self.tilt.rests_at());
        (pose, u32::try_from(rest.since(now)).unwrap_or(u32::MAX))
    }

    /// Whether it moves.
    #[must_use]
    pub fn is_moving(&self, now: Instant) -> bool {
        self.pan.rests_at() > now || self.tilt.rests_at() > now
    }

    /// When the set-points change next, or the lease runs out.
    #[must_use]
    pub fn due(&self, now: Instant) -> Option<Instant> {
        let frame = self.is_moving(now).then(|| now.after(FRAME_MS));
        earliest(frame, self.lease)
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
    /// `OutOfRange` outside the soft end stops, `Stalled` for a stuck servo:
    /// then nothing moves.
    pub fn move_to(
        &mut self,
        now: Instant,
        pan: Option<Cdeg>,
        tilt: Option<Cdeg>,
        limits: &MotionLimits,
    ) -> Result<(), Refusal> {
        let outside = |to: Option<Cdeg>, axis: &AxisLimits| {
            to.is_some_and(|Cdeg(cdeg)| cdeg < axis.min_cdeg || cdeg > axis.max_cdeg)
        };
        if outside(pan, &limits.pan) || outside(tilt, &limits.tilt) {
            return Err(Refusal::OUT_OF_RANGE);
        }
        let [pan_stalled, tilt_stalled] = self.stalled;
        if (pan.is_some() && pan_stalled) || (tilt.is_some() && tilt_stalled) {
            return Err(Refusal::STALLED);
        }
        self.lease = None;
        if let Some(Cdeg(to)) = pan {
            self.pan = self.pan.redirected(now, to, &limits.pan);
        }
        if let Some(Cdeg(to)) = tilt {
            self.tilt = self.tilt.redirected(now, to, &limits.tilt);
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
        limits: &MotionLimits,
    ) -> Result<(), Refusal> {
        let (stand, _) = self.target(now);
        let at_limit = |Cdeg(by): Cdeg, Cdeg(from): Cdeg, axis: &AxisLimits| {
            (by > 0 && from >= axis.max_cdeg) || (by < 0 && from <= axis.min_cdeg)
        };
        if at_limit(pan, stand.pan, &limits.pan) || at_limit(tilt, stand.tilt, &limits.tilt) {
            return Err(Refusal::AT_LIMIT);
        }
        let to =
            |Cdeg(by): Cdeg, Cdeg(from): Cdeg| (by != 0).then_some(Cdeg(from.saturating_add(by)));
        self.move_to(now, to(pan, stand.pan), to(tilt, stand.tilt), limits)
    }

    /// Turns towards the end stops until the lease runs out.
    ///
    /// # Errors
    /// `OutOfRange` for a lease of 0 or above the profile's maximum; else as
    /// [`move_by`](Self::move_by).
    pub fn move_on(
        &mut self,
        now: Instant,
        pan: Direction,
        tilt: Direction,
        lease_ms: u16,
        limits: &MotionLimits,
    ) -> Result<(), Refusal> {
        if lease_ms == 0 || lease_ms > limits.lease_ms_max {
            return Err(Refusal::OUT_OF_RANGE);
        }
        let end = |way: Direction, axis: &AxisLimits| match way {
            Direction::Hold => None,
            Direction::Negative => Some(Cdeg(axis.min_cdeg)),
            Direction::Positive => Some(Cdeg(axis.max_cdeg)),
        };
        let (pan_end, tilt_end) = (end(pan, &limits.pan), end(tilt, &limits.tilt));
        let here = self.pose(now);
        let there = |to: Option<Cdeg>, at: Cdeg| to.is_none_or(|to| to == at);
        let asked = pan_end.is_some() || tilt_end.is_some();
        if asked && there(pan_end, here.pan) && there(tilt_end, here.tilt) {
            return Err(Refusal::AT_LIMIT);
        }
        // Asked again while it goes that way already: only the lease is renewed.
        let new_pan = pan_end.filter(|Cdeg(to)| *to != self.pan.travel.to_cdeg);
        let new_tilt = tilt_end.filter(|Cdeg(to)| *to != self.tilt.travel.to_cdeg);
        self.move_to(now, new_pan, new_tilt, limits)?;
        if pan_end.is_none() {
            self.pan = self.pan.stopped(now, &limits.pan);
        }
        if tilt_end.is_none() {
            self.tilt = self.tilt.stopped(now, &limits.tilt);
        }
        self.lease = Some(now.after(u32::from(lease_ms)));
        Ok(())
    }

    /// Brakes to rest.
    pub fn stop(&mut self, now: Instant, limits: &MotionLimits) {
        self.lease = None;
        self.pan = self.pan.stopped(now, &limits.pan);
        self.tilt = self.tilt.stopped(now, &limits.tilt);
    }

    /// A servo is stuck, or free again; a stuck one stops where it is (R61).
    pub fn stalled(&mut self, now: Instant, axis: Axis, stalled: bool) {
        let [pan, tilt] = &mut self.stalled;
        let (flag, motion) = match axis {
            Axis::Pan => (pan, &mut self.pan),
            Axis::Tilt => (tilt, &mut self.tilt),
        };
        *flag = stalled;
        if stalled {
            *motion = Motion::at_rest(motion.position(now));
        }
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

impl Motion {
    const fn at_rest(cdeg: i32) -> Self {
        Self {
            start: Instant::from_millis(0),
            brake: Brake {
                from_cdeg: cdeg,
                speed: 0,
                accel: 1,
                ms: 0,
            },
            travel: Travel {
                from_cdeg: cdeg,
                to_cdeg: cdeg,
                accel: 1,
                ms: [0; 3],
            },
        }
    }

    fn rests_at(&self) -> Instant {
        let [.., arrived] = self.travel.ms;
        self.start.after(self.brake.ms).after(arrived)
    }

    fn position(&self, now: Instant) -> i32 {
        let elapsed = now.since(self.start);
        match elapsed.checked_sub(u64::from(self.brake.ms)) {
            None => self.brake.position(elapsed as u32),
            Some(travelled) => self.travel.position(travelled),
        }
    }

    /// Signed, in centidegrees a second.
    fn speed(&self, now: Instant) -> i32 {
        let elapsed = now.since(self.start);
        match elapsed.checked_sub(u64::from(self.brake.ms)) {
            None => self.brake.speed_at(elapsed as u32),
            Some(travelled) => self.travel.speed_at(travelled),
        }
    }

    fn stopped(&self, now: Instant, limits: &AxisLimits) -> Self {
        let speed = self.speed(now);
        let here = self.position(now);
        if speed == 0 {
            return Self::at_rest(here);
        }
        let brake = Brake::new(here, speed, limits);
        let rest = brake.position(brake.ms);
        Self {
            start: now,
            brake,
            travel: Travel::new(rest, rest, limits),
        }
    }

    fn redirected(&self, now: Instant, to_cdeg: i32, limits: &AxisLimits) -> Self {
        let stopped = self.stopped(now, limits);
        Self {
            start: now,
            travel: Travel::new(stopped.travel.to_cdeg, to_cdeg, limits),
            ..stopped
        }
    }
}

impl Brake {
    fn new(from_cdeg: i32, speed: i32, limits: &AxisLimits) -> Self {
        let accel = limits.accel_cdeg_s2;
        let mut brake = Self {
            from_cdeg,
            speed,
            accel,
            ms: (u64::from(speed.unsigned_abs()) * 1_000 / u64::from(accel)) as u32,
        };
        // Rounding must not carry it over the end stop.
        let rest = brake.position(brake.ms);
        brake.from_cdeg += rest.clamp(limits.min_cdeg, limits.max_cdeg) - rest;
        brake
    }

    fn speed_at(&self, ms: u32) -> i32 {
        let lost = (u64::from(self.accel) * u64::from(ms) / 1_000) as i32;
        (self.speed.abs() - lost).max(0) * self.speed.signum()
    }

    fn position(&self, ms: u32) -> i32 {
        let t = i64::from(ms.min(self.ms));
        // One division, so that rounding never carries it past where it rests.
        let speed = i64::from(self.speed.unsigned_abs());
        let there = (speed * t * 2_000 - i64::from(self.accel) * t * t) / 2_000_000;
        self.from_cdeg + there as i32 * self.speed.signum()
    }
}

impl Travel {
    fn new(from_cdeg: i32, to_cdeg: i32, limits: &AxisLimits) -> Self {
        let distance = u64::from(from_cdeg.abs_diff(to_cdeg));
        let accel = u64::from(limits.accel_cdeg_s2);
        let speed = u64::from(limits.speed_cdeg_s);
        // Too short for full speed: accelerate for half of the way.
        let ramp_ms = (speed * 1_000 / accel).min((distance * 1_000_000 / accel).isqrt());
        let ramps_cdeg = accel * ramp_ms * ramp_ms / 1_000_000;
        let cruise_ms = match (accel * ramp_ms / 1_000, distance.saturating_sub(ramps_cdeg)) {
            (0, 0) => 0,
            (0, left) => left * 1_000,
            (top, left) => (left * 1_000).div_ceil(top),
        };
        let ms = [ramp_ms, ramp_ms + cruise_ms, 2 * ramp_ms + cruise_ms];
        Self {
            from_cdeg,
            to_cdeg,
            accel: limits.accel_cdeg_s2,
            ms: ms.map(|ms| u32::try_from(ms).unwrap_or(u32::MAX)),
        }
    }

    fn speed_at(&self, ms: u64) -> i32 {
        let [ramp, brake, arrived] = self.ms.map(u64::from);
        let ramped = if ms >= arrived {
            0
        } else if ms > brake {
            arrived - ms
        } else {
            ms.min(ramp)
        };
        let speed = (u64::from(self.accel) * ramped / 1_000) as i32;
        speed * (self.to_cdeg - self.from_cdeg).signum()
    }

    fn position(&self, ms: u64) -> i32 {
        let [ramp, brake, arrived] = self.ms.map(u64::from);
        let ramp_cdeg = |ms: u64| u64::from(self.accel) * ms * ms / 2_000_000;
        let way = (self.to_cdeg - self.from_cdeg).signum();
        let distance = u64::from(self.from_cdeg.abs_diff(self.to_cdeg));
        let there = if ms >= arrived {
            distance
        } else if ms > brake {
            distance.saturating_sub(ramp_cdeg(arrived - ms))
        } else if ms > ramp {
            ramp_cdeg(ramp) + u64::from(self.accel) * ramp / 1_000 * (ms - ramp) / 1_000
        } else {
            ramp_cdeg(ms)
        };
        self.from_cdeg + there.min(distance) as i32 * way
    }
}
