//! One axis on its way, in closed form: it brakes from an older move, then
//! travels on a trapezoid of speed. Where its gears have play, it comes to its
//! target from below, whichever side it came from: from above it goes a little
//! too far first.
//!
//! All of it counts back from when it comes to rest, in words of centidegrees and
//! milliseconds: an M0+ has neither division nor products of 64 bits, so what an
//! order may cost of these, a position at an instant does without.

use camera_proto::vocab::Speed;

use crate::profile::{AxisLimits, Pace, scaled};

/// One axis: brakes from an older move, then travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Motion {
    accel: Accel,
    /// Where it came from when it began to brake, before it travels.
    came_from_cdeg: i32,
    travel: Travel,
    /// The last bit, upwards; or, where it only brakes, all of it.
    approach: Travel,
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
    const fn way_cdeg(self, ms: u32) -> i32 {
        ((self.speed(ms) * ms) >> 17) as i32
    }
}

impl Motion {
    /// Straight ahead.
    pub(super) const fn new() -> Self {
        Self {
            accel: Accel(0),
            came_from_cdeg: 0,
            travel: Travel::none(0),
            approach: Travel::none(0),
            is_slack: false,
        }
    }

    /// It is stuck where it is: nobody knows on which side of its play.
    pub(super) fn stick(&mut self, left_ms: u32) {
        self.rest_at(self.position(left_ms));
        self.is_slack = true;
    }

    /// It stands straight ahead, and its gears have no play left to take up.
    pub(super) fn stands_home(&mut self) {
        self.rest_at(0);
        self.is_slack = false;
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
            true => limits.pace.backlash_cdeg(),
            false => 0,
        }
    }

    /// Where it is so long before it comes to rest.
    pub(super) fn position(&self, left_ms: u32) -> i32 {
        self.cut_short(left_ms).brakes_at_cdeg(self.accel)
    }

    /// What it travels, if it braked at once, so long before it comes to rest.
    #[inline(always)] // as below
    fn cut_short(&self, left_ms: u32) -> Travel {
        if left_ms <= self.approach.ms {
            return self.approach.cut_short(left_ms, self.accel);
        }
        let left_ms = left_ms - self.approach.ms;
        if left_ms < self.travel.ms {
            return self.travel.cut_short(left_ms, self.accel);
        }
        let ramp_ms = left_ms - self.travel.ms;
        Travel {
            from_cdeg: self.came_from_cdeg,
            to_cdeg: self.travel.from_cdeg,
            ms: 2 * ramp_ms,
            ramp_ms,
        }
    }

    /// Brakes to rest, so long before it would have come to it. Says for how long.
    pub(super) fn stop(&mut self, left_ms: u32, limits: &AxisLimits) -> u32 {
        if left_ms == 0 {
            self.approach.from_cdeg = self.approach.to_cdeg;
            return 0;
        }
        self.approach = self.cut_short(left_ms);
        // So far upwards, and the play is taken up.
        let play_cdeg = i32::from(limits.pace.backlash_cdeg());
        let up_cdeg = || self.approach.brakes_at_cdeg(self.accel) - self.approach.from_cdeg;
        self.is_slack = play_cdeg > 0 && up_cdeg() < play_cdeg;
        self.approach.ramp_ms
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
        let below_cdeg = to_cdeg - i32::from(limits.pace.backlash_cdeg());
        // So far upwards takes up the play by itself.
        let is_from_below = from_cdeg < to_cdeg && (!self.is_slack || from_cdeg <= below_cdeg);
        let via_cdeg = match is_from_below {
            true => to_cdeg,
            false => below_cdeg.max(limits.min_cdeg),
        };
        // Next to its end stop it cannot come from below.
        self.is_slack = !is_from_below && below_cdeg < limits.min_cdeg;
        self.accel = Accel(limits.pace.accel_cdeg_s2());
        self.came_from_cdeg = self.approach.from_cdeg;
        let ramp_ms = limits.pace.ramp_ms(speed);
        self.travel = Travel::new(from_cdeg, via_cdeg, ramp_ms, &limits.pace);
        self.approach = match via_cdeg == to_cdeg {
            true => Travel::none(to_cdeg),
            false => Travel::new(via_cdeg, to_cdeg, ramp_ms, &limits.pace),
        };
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

    #[inline(always)] // smaller
    const fn new(from_cdeg: i32, to_cdeg: i32, ramp_ms: u32, pace: &Pace) -> Self {
        let (ms, ramp_ms) = pace.times_ms(from_cdeg.abs_diff(to_cdeg), ramp_ms);
        Self {
            from_cdeg,
            to_cdeg,
            ms,
            ramp_ms,
        }
    }

    const fn is_up(&self) -> bool {
        self.from_cdeg < self.to_cdeg
    }

    /// Where it begins to brake.
    #[inline(always)] // smaller
    const fn brakes_at_cdeg(&self, accel: Accel) -> i32 {
        let ramp_cdeg = accel.way_cdeg(self.ramp_ms);
        match self.is_up() {
            true => self.to_cdeg - ramp_cdeg,
            false => self.to_cdeg + ramp_cdeg,
        }
    }

    /// Braked so long before it comes to rest: then it has gone at its highest speed
    /// for all of the time but that of a ramp.
    #[inline(always)] // 0.1 KB, and 40 instructions less of an order and of a tick
    fn cut_short(&self, left_ms: u32, accel: Accel) -> Self {
        let (from_cdeg, ms) = (self.from_cdeg, self.ms - left_ms);
        let ramp_ms = self.ramp_ms.min(left_ms).min(ms);
        // A turn at most, in 2⁻¹⁶ centidegrees: it fits.
        let way_cdeg = ((accel.speed(ramp_ms) * ms) >> 16) as i32;
        let to_cdeg = match self.is_up() {
            _ if ramp_ms == left_ms => self.to_cdeg,
            // Its time was rounded up: it waits for the rest of it.
            true => self.to_cdeg.min(from_cdeg + way_cdeg),
            false => self.to_cdeg.max(from_cdeg - way_cdeg),
        };
        Self {
            from_cdeg,
            to_cdeg,
            ms: ms + ramp_ms,
            ramp_ms,
        }
    }
}

#[cfg(feature = "explore")]
impl Motion {
    /// It has come to rest, and how it did so does not matter.
    pub(super) fn rebase(&mut self) {
        self.rest_at(self.target_cdeg());
        (self.accel, self.came_from_cdeg) = (Accel(0), 0);
    }
}
