//! One axis on its way, in closed form: it brakes from an older move, then
//! travels on a trapezoid of speed. Where its gears have play, it comes to its
//! target from below, whichever side it came from: from above it goes a little
//! too far first.
//!
//! All of it counts back from when it comes to rest, in words of centidegrees and
//! milliseconds: an M0+ has neither division nor products of 64 bits, so what an
//! order may cost of these, a position at an instant does without.

use camera_proto::vocab::Speed;

use crate::profile::{AxisLimits, root, scaled};

/// One axis: brakes from an older move, then travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Motion {
    accel: Accel,
    travel: Travel,
    /// The last bit, upwards.
    approach: Travel,
    /// The sign of the direction in which it brakes, before it travels.
    brakes: i8,
    /// It comes to rest from above: by its play it may stand off.
    is_slack: bool,
}

/// From rest to rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Travel {
    from_cdeg: i32,
    to_cdeg: i32,
    /// How long it takes.
    ms: u32,
    /// How long of that it accelerates, and as long it brakes.
    ramp_ms: u32,
}

/// An acceleration, in centidegrees a second, a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Accel(u32);

impl Accel {
    /// How fast it is after that time, in 2⁻¹⁶ centidegrees a millisecond.
    const fn speed(self, ms: u32) -> u32 {
        /// 2¹⁶ · 2¹⁶ / 1,000,000
        const A_CDEG_S2_MS: u32 = 4_295;
        scaled(self.0 * ms, A_CDEG_S2_MS)
    }

    /// How far it gets from rest in that time: half of a turn at most.
    const fn way_cdeg(self, ms: u32) -> u32 {
        (self.speed(ms) * ms) >> 17
    }
}

impl Motion {
    /// Straight ahead.
    pub(super) const fn new() -> Self {
        Self {
            accel: Accel(0),
            travel: Travel::none(0),
            approach: Travel::none(0),
            brakes: 0,
            is_slack: false,
        }
    }

    /// It is stuck where it is: nobody knows on which side of its play.
    pub(super) fn stick(&mut self, left_ms: u32) {
        self.rest_at(self.position(left_ms));
        self.is_slack = true;
    }

    fn rest_at(&mut self, cdeg: i32) {
        self.travel = Travel::none(cdeg);
        self.approach = self.travel;
    }

    /// Where it will stand.
    pub(super) const fn target_cdeg(&self) -> i32 {
        self.approach.to_cdeg
    }

    /// By how much it may stand off for the play of its gears.
    pub(super) const fn slack_cdeg(&self, limits: &AxisLimits) -> u16 {
        match self.is_slack {
            true => limits.backlash_cdeg,
            false => 0,
        }
    }

    /// Where it is so long before it comes to rest.
    pub(super) fn position(&self, left_ms: u32) -> i32 {
        let (leg, left_ms) = self.leg(left_ms);
        match left_ms.checked_sub(leg.ms) {
            Some(brakes_ms) => leg.from_cdeg - self.way_cdeg(brakes_ms),
            None => leg.position(left_ms, self.accel),
        }
    }

    /// The leg on which it is, and how long that takes yet: longer than all of
    /// it while it brakes before.
    fn leg(&self, left_ms: u32) -> (&Travel, u32) {
        match left_ms.checked_sub(self.approach.ms) {
            Some(left_ms) => (&self.travel, left_ms),
            None => (&self.approach, left_ms),
        }
    }

    /// How far it gets while it brakes for so long.
    fn way_cdeg(&self, brakes_ms: u32) -> i32 {
        self.accel.way_cdeg(brakes_ms) as i32 * i32::from(self.brakes)
    }

    /// Brakes to rest, so long before it would have come to it. Says for how long.
    pub(super) fn stop(&mut self, left_ms: u32, limits: &AxisLimits) -> u32 {
        if left_ms == 0 {
            self.brakes = 0;
            return 0;
        }
        let (leg, left_ms) = self.leg(left_ms);
        let (ms, to_cdeg, up_cdeg) = match left_ms.checked_sub(leg.ms) {
            // It brakes already.
            Some(ms) => (ms, leg.from_cdeg, 0),
            None => {
                let (there, ramp_ms, ramp) = leg.place(left_ms, self.accel);
                // So far upwards, and the play is taken up.
                let up_cdeg = leg.towards(there) - leg.from_cdeg;
                let to_cdeg = leg.towards(there + ramp);
                self.brakes = leg.way() as i8;
                (ramp_ms, to_cdeg, up_cdeg)
            }
        };
        self.rest_at(to_cdeg);
        self.is_slack = i32::from(limits.backlash_cdeg) > up_cdeg.max(0);
        ms
    }

    /// Brakes to rest, then goes there. Says how long all of that takes.
    pub(super) fn redirect(
        &mut self,
        left_ms: u32,
        to_cdeg: i32,
        speed: Speed,
        limits: &AxisLimits,
    ) -> u32 {
        let brakes_ms = self.stop(left_ms, limits);
        let from_cdeg = self.target_cdeg();
        if from_cdeg == to_cdeg && !self.is_slack {
            return brakes_ms;
        }
        let below_cdeg = to_cdeg - i32::from(limits.backlash_cdeg);
        // So far upwards takes up the play by itself.
        let is_from_below = from_cdeg < to_cdeg && (!self.is_slack || from_cdeg <= below_cdeg);
        let via_cdeg = match is_from_below {
            true => to_cdeg,
            false => below_cdeg.max(limits.min_cdeg),
        };
        self.accel = Accel(limits.pace.accel_cdeg_s2());
        self.travel = Travel::new(from_cdeg, via_cdeg, speed, limits);
        self.approach = match via_cdeg == to_cdeg {
            true => Travel::none(to_cdeg),
            false => Travel::new(via_cdeg, to_cdeg, speed, limits),
        };
        // Next to its end stop it cannot come from below.
        self.is_slack = !is_from_below && via_cdeg > below_cdeg;
        brakes_ms + self.travel.ms + self.approach.ms
    }
}

impl Travel {
    const fn none(cdeg: i32) -> Self {
        Self {
            from_cdeg: cdeg,
            to_cdeg: cdeg,
            ms: 0,
            ramp_ms: 0,
        }
    }

    fn new(from_cdeg: i32, to_cdeg: i32, speed: Speed, limits: &AxisLimits) -> Self {
        let (pace, distance) = (&limits.pace, from_cdeg.abs_diff(to_cdeg));
        let ms2 = pace.way_ms2(distance);
        // As slow as a millisecond of acceleration: less would be no move.
        let ramp_ms = share(pace.ramp_ms(), speed).min(pace.ramp_ms_max()).max(1);
        let (ramp_ms, ms) = if ramp_ms * ramp_ms >= ms2 {
            // Too short for that speed: it accelerates for half of the way.
            half_way_ms(ms2)
        } else {
            let even_ms = match ramp_ms == pace.ramp_ms() {
                true => pace.way_ms(distance),
                false => (ms2 + 2).div_ceil(ramp_ms),
            };
            // A ramp takes twice as long as its way does evenly.
            (ramp_ms, even_ms + ramp_ms)
        };
        Self {
            from_cdeg,
            to_cdeg,
            ms,
            ramp_ms,
        }
    }

    fn way(&self) -> i32 {
        (self.to_cdeg - self.from_cdeg).signum()
    }

    /// That far from where it began; rounding must not carry it too far.
    fn towards(&self, cdeg: u32) -> i32 {
        let cdeg = cdeg.min(self.from_cdeg.abs_diff(self.to_cdeg));
        self.from_cdeg + cdeg as i32 * self.way()
    }

    /// How far it is, and how long a ramp to the speed that it has then takes, and
    /// how far.
    fn place(&self, left_ms: u32, accel: Accel) -> (u32, u32, u32) {
        let distance = self.from_cdeg.abs_diff(self.to_cdeg);
        let ms = self.ms - left_ms;
        let ramp_ms = left_ms.min(ms).min(self.ramp_ms);
        let ramp = accel.way_cdeg(ramp_ms);
        let there = match left_ms <= ramp_ms {
            true => distance.saturating_sub(ramp),
            // A turn at most, in 2⁻¹⁶ centidegrees: it fits. Its time was rounded up:
            // it waits for the rest of it.
            false => {
                let even = accel.speed(ramp_ms) * (ms - ramp_ms);
                (ramp + (even >> 16)).min(distance.saturating_sub(ramp))
            }
        };
        (there, ramp_ms, ramp)
    }

    fn position(&self, left_ms: u32, accel: Accel) -> i32 {
        let (there, _, _) = self.place(left_ms, accel);
        self.towards(there)
    }
}

/// How long it accelerates where it brakes right after, and how long both take,
/// with what rounding leaves of the way.
fn half_way_ms(ms2: u32) -> (u32, u32) {
    let ramp_ms = root(ms2);
    let left = ms2 + 2 - ramp_ms * ramp_ms;
    let even_ms = 1 + u32::from(left > ramp_ms) + u32::from(left > 2 * ramp_ms);
    (ramp_ms, 2 * ramp_ms + even_ms)
}

/// That share of the time to the highest speed: 0 is all of it.
const fn share(ramp_ms: u32, Speed(percent): Speed) -> u32 {
    match percent {
        // In 2⁻¹⁶, rounded up.
        1..100 => scaled(ramp_ms, (percent as u32 * 41_943 + 63) >> 6),
        _ => ramp_ms,
    }
}

#[cfg(feature = "explore")]
impl Motion {
    /// It has come to rest, and how it did so does not matter.
    pub(super) fn rebase(&mut self) {
        self.rest_at(self.target_cdeg());
        (self.accel, self.brakes) = (Accel(0), 0);
    }
}
