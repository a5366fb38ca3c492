//! One axis on its way, in closed form: it brakes from an older move, then
//! travels on a trapezoid of speed. Where its gears have play, it comes to its
//! target from below, whichever side it came from: from above it goes a little
//! too far first.
//!
//! Fixed point, in centidegrees and milliseconds: an M0+ divides in software, so
//! what an order may cost in divisions, a position at an instant does without.

use crate::profile::AxisLimits;
use crate::time::Instant;

/// One axis: brakes from an older move, then travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Motion {
    start: Instant,
    accel: Accel,
    brake: Brake,
    travel: Travel,
    /// The last bit, upwards.
    approach: Travel,
    /// It comes to rest from above: by its play it may stand off.
    is_slack: bool,
}

/// From a speed to rest, where the travel begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Brake {
    /// The sign of its direction.
    way: i32,
    /// How long it takes: as long as it took to that speed.
    ms: u32,
}

/// From rest to rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Travel {
    from_cdeg: i32,
    to_cdeg: i32,
    /// How long it accelerates, and brakes.
    ramp_ms: u32,
    /// How long it goes at even speed, in between.
    even_ms: u32,
}

/// Half of an acceleration, in 2⁻³² centidegrees a millisecond, a millisecond:
/// times t² it is the way, in the high word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Accel(u32);

impl Accel {
    const fn of(limits: &AxisLimits) -> Self {
        /// 2³² / 2,000,000, in 2⁻¹⁰.
        const HALF_A_CDEG_S2: u64 = 2_199_023;
        Self(((limits.accel_cdeg_s2 as u64 * HALF_A_CDEG_S2) >> 10) as u32)
    }

    /// How far it gets from rest in that time.
    const fn way_cdeg(self, ms: u32) -> u32 {
        ((self.0 as u64 * ms as u64 * ms as u64) >> 32) as u32
    }

    /// How fast it is after that time, in 2⁻¹⁶ centidegrees a millisecond.
    const fn speed(self, ms: u32) -> u32 {
        ((self.0 as u64 * ms as u64) >> 15) as u32
    }
}

impl Motion {
    pub(super) const fn at_rest(cdeg: i32) -> Self {
        Self {
            start: Instant::from_millis(0),
            accel: Accel(0),
            brake: Brake { way: 0, ms: 0 },
            travel: Travel::none(cdeg),
            approach: Travel::none(cdeg),
            is_slack: false,
        }
    }

    /// A servo is stuck there: nobody knows on which side of its play.
    pub(super) fn stuck_at(cdeg: i32) -> Self {
        Self {
            is_slack: true,
            ..Self::at_rest(cdeg)
        }
    }

    /// Where it will stand.
    pub(super) fn target_cdeg(&self) -> i32 {
        self.approach.to_cdeg
    }

    /// By how much it may stand off for the play of its gears.
    pub(super) fn slack_cdeg(&self, limits: &AxisLimits) -> u16 {
        match self.is_slack {
            true => limits.backlash_cdeg,
            false => 0,
        }
    }

    pub(super) fn rests_at(&self) -> Instant {
        let ms = self.brake.ms + self.travel.ms() + self.approach.ms();
        self.start.after(ms)
    }

    pub(super) fn position(&self, now: Instant) -> i32 {
        let elapsed_ms = self.elapsed_ms(now);
        match elapsed_ms.checked_sub(self.brake.ms) {
            None => {
                let left = self.accel.way_cdeg(self.brake.ms - elapsed_ms);
                self.travel.from_cdeg - left as i32 * self.brake.way
            }
            Some(travelled_ms) => {
                let (leg, ms) = self.leg(travelled_ms);
                leg.position(ms, self.accel)
            }
        }
    }

    /// The leg on which it is so long after it has braked, and for how long.
    fn leg(&self, travelled_ms: u32) -> (&Travel, u32) {
        match travelled_ms.checked_sub(self.travel.ms()) {
            None => (&self.travel, travelled_ms),
            Some(ms) => (&self.approach, ms),
        }
    }

    /// The sign of its direction, and how long it takes to its speed.
    fn speed(&self, now: Instant) -> (i32, u32) {
        let elapsed_ms = self.elapsed_ms(now);
        match elapsed_ms.checked_sub(self.brake.ms) {
            None => (self.brake.way, self.brake.ms - elapsed_ms),
            Some(travelled_ms) => {
                let (leg, ms) = self.leg(travelled_ms);
                (leg.way(), leg.ramped_ms(ms))
            }
        }
    }

    /// No move takes 49 days.
    fn elapsed_ms(&self, now: Instant) -> u32 {
        u32::try_from(now.since(self.start)).unwrap_or(u32::MAX)
    }

    /// Brakes to rest.
    pub(super) fn stop(&mut self, now: Instant, limits: &AxisLimits) {
        if self.rests_at() <= now {
            let is_slack = self.is_slack;
            *self = Self::at_rest(self.target_cdeg());
            return self.is_slack = is_slack;
        }
        let ((way, ms), here) = (self.speed(now), self.position(now));
        // So far upwards, and the play is taken up.
        let travels = self.brake.ms..self.brake.ms + self.travel.ms();
        let up_cdeg = match travels.contains(&self.elapsed_ms(now)) {
            true => (here - self.travel.from_cdeg).max(0),
            false => 0,
        };
        self.start = now;
        // Rounding must not carry it over the end stop.
        let to_cdeg = here + self.accel.way_cdeg(ms) as i32 * way;
        let to_cdeg = to_cdeg.clamp(limits.min_cdeg, limits.max_cdeg);
        self.brake = Brake { way, ms };
        self.travel = Travel::none(to_cdeg);
        self.approach = self.travel;
        self.is_slack = i32::from(limits.backlash_cdeg) > up_cdeg;
    }

    /// Brakes to rest, then goes there.
    pub(super) fn redirect(
        &mut self,
        now: Instant,
        to_cdeg: i32,
        speed_cdeg_s: u32,
        limits: &AxisLimits,
    ) {
        self.stop(now, limits);
        let from_cdeg = self.travel.to_cdeg;
        if from_cdeg == to_cdeg && !self.is_slack {
            return;
        }
        let below_cdeg = to_cdeg - i32::from(limits.backlash_cdeg);
        // So far upwards takes up the play by itself.
        let is_from_below = from_cdeg < to_cdeg && (!self.is_slack || from_cdeg <= below_cdeg);
        let via_cdeg = match is_from_below {
            true => to_cdeg,
            false => below_cdeg.max(limits.min_cdeg),
        };
        self.start = now;
        self.accel = Accel::of(limits);
        self.travel = Travel::new(from_cdeg, via_cdeg, self.accel, limits, speed_cdeg_s);
        self.approach = match via_cdeg == to_cdeg {
            true => Travel::none(to_cdeg),
            false => Travel::new(via_cdeg, to_cdeg, self.accel, limits, speed_cdeg_s),
        };
        // Next to its end stop it cannot come from below.
        self.is_slack = !is_from_below && via_cdeg > below_cdeg;
    }
}

impl Travel {
    const fn none(cdeg: i32) -> Self {
        Self {
            from_cdeg: cdeg,
            to_cdeg: cdeg,
            ramp_ms: 0,
            even_ms: 0,
        }
    }

    fn new(
        from_cdeg: i32,
        to_cdeg: i32,
        accel: Accel,
        limits: &AxisLimits,
        speed_cdeg_s: u32,
    ) -> Self {
        let distance = from_cdeg.abs_diff(to_cdeg);
        // As slow as a millisecond of acceleration: less would be no move.
        let speed_ms = (speed_cdeg_s * 1_000 / limits.accel_cdeg_s2).max(1);
        // Too short for that speed: accelerate for half of the way.
        let ramp_ms = speed_ms.min(half_way_ms(distance, limits.accel_cdeg_s2));
        let even = distance.saturating_sub(2 * accel.way_cdeg(ramp_ms));
        let even_ms = match accel.speed(ramp_ms) {
            0 => even * 1_000,
            speed => (even << 16).div_ceil(speed),
        };
        Self {
            from_cdeg,
            to_cdeg,
            ramp_ms,
            even_ms,
        }
    }

    fn ms(&self) -> u32 {
        2 * self.ramp_ms + self.even_ms
    }

    fn way(&self) -> i32 {
        (self.to_cdeg - self.from_cdeg).signum()
    }

    /// How long it takes to the speed that it has then.
    fn ramped_ms(&self, ms: u32) -> u32 {
        let left_ms = self.ms().saturating_sub(ms);
        ms.min(left_ms).min(self.ramp_ms)
    }

    fn position(&self, ms: u32, accel: Accel) -> i32 {
        let left_ms = self.ms().saturating_sub(ms);
        if left_ms == 0 {
            return self.to_cdeg;
        }
        let distance = self.from_cdeg.abs_diff(self.to_cdeg);
        let there = if left_ms < self.ramp_ms {
            distance.saturating_sub(accel.way_cdeg(left_ms))
        } else {
            let ramped = accel.way_cdeg(ms.min(self.ramp_ms));
            let even_ms = ms.saturating_sub(self.ramp_ms);
            // A turn at most, in 2⁻¹⁶ centidegrees: it fits.
            let even = accel.speed(self.ramp_ms) * even_ms;
            // Its time was rounded up: it waits for the rest of it.
            (ramped + (even >> 16)).min(distance - ramped)
        };
        self.from_cdeg + there as i32 * self.way()
    }
}

/// How long half of that way takes from rest: √(distance / accel), from below.
fn half_way_ms(distance_cdeg: u32, accel_cdeg_s2: u32) -> u32 {
    // With as many binary digits as a word holds, before the division and after.
    let shift = distance_cdeg.leading_zeros() & !1;
    if distance_cdeg == 0 {
        return 0;
    }
    let seconds2 = (distance_cdeg << shift) / accel_cdeg_s2;
    let more = seconds2.leading_zeros() & !1;
    (root(seconds2 << more) * 1_000) >> ((shift + more) / 2)
}

/// √square, from below: digit by digit, as on paper. The library's divides, and
/// a core that does so in software takes twice as long for it, and 0.8 KB.
const fn root(square: u32) -> u32 {
    let (mut left, mut root, mut digit) = (square, 0, 1 << 30);
    while digit > 0 {
        let next = root + digit;
        root >>= 1;
        if left >= next {
            left -= next;
            root += digit;
        }
        digit >>= 2;
    }
    root
}

const _: () = assert!(root(u32::MAX) == 65_535 && root(24) == 4 && root(25) == 5);

#[cfg(feature = "explore")]
impl Motion {
    pub(super) fn rebase(&mut self, to: &crate::explore::Rebase<'_>) {
        if self.rests_at() <= to.now() {
            let is_slack = self.is_slack;
            *self = Self::at_rest(self.target_cdeg());
            self.is_slack = is_slack;
        } else {
            // The rest of it counts from its start.
            to.shift(&mut self.start);
        }
    }
}
