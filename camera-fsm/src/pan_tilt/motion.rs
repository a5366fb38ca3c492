//! One axis on its way, in closed form: it brakes from an older move, then
//! travels on a trapezoid of speed.

use crate::profile::AxisLimits;
use crate::time::Instant;

/// One axis: brakes from an older move, then travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Motion {
    start: Instant,
    brake: Brake,
    travel: Travel,
}

/// From a speed to rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Brake {
    from_cdeg: i32,
    /// Signed, in centidegrees a second.
    speed: i32,
    accel: u32,
    ms: u32,
}

/// From rest to rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Travel {
    from_cdeg: i32,
    to_cdeg: i32,
    accel: u32,
    /// Ends of acceleration, of even speed and of braking, in milliseconds.
    ms: [u32; 3],
}

impl Motion {
    pub(super) const fn at_rest(cdeg: i32) -> Self {
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

    /// Where it will stand.
    pub(super) fn target_cdeg(&self) -> i32 {
        self.travel.to_cdeg
    }

    pub(super) fn rests_at(&self) -> Instant {
        let [.., arrived] = self.travel.ms;
        self.start.after(self.brake.ms).after(arrived)
    }

    pub(super) fn position(&self, now: Instant) -> i32 {
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

    pub(super) fn stopped(&self, now: Instant, limits: &AxisLimits) -> Self {
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

    pub(super) fn redirected(&self, now: Instant, to_cdeg: i32, limits: &AxisLimits) -> Self {
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

#[cfg(feature = "explore")]
impl Motion {
    pub(super) fn rebase(&mut self, to: &crate::explore::Rebase<'_>) {
        if self.rests_at() <= to.now() {
            *self = Self::at_rest(self.target_cdeg());
        } else {
            // The rest of it counts from its start.
            to.shift(&mut self.start);
        }
    }
}
