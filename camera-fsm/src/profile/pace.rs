//! How fast an axis turns (R60).

use camera_proto::vocab::Speed;

/// How fast an axis turns, how soon, and how much play its gears have: with what an
/// order to the head would have to divide for, worked out while compiling. An M0+
/// divides in software.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    speed_cdeg_s: u32,
    accel_cdeg_s2: u32,
    ramp_ms: u32,
    ramp_ms_max: u32,
    /// The highest digit of a ramp, in binary.
    ramp_digit: u32,
    /// At the speed that a ramp of whole milliseconds leads to, from above, in 2⁻¹⁶.
    ms_a_cdeg: u32,
    /// In 2⁻¹⁶ square milliseconds.
    ms2_a_cdeg: u32,
    /// The play of its gears; and how long it takes to take that up, and how long of
    /// that it accelerates.
    backlash_cdeg: u16,
    backlash_ms: (u32, u32),
}

/// From stop to stop it is a turn at most.
const TURN_CDEG: u64 = 36_000;

impl Pace {
    /// Its highest speed, in centidegrees a second: 1–100,000. Its acceleration,
    /// in centidegrees a second, a second: 16–1,000,000.
    #[must_use]
    pub const fn new(speed_cdeg_s: u32, accel_cdeg_s2: u32) -> Self {
        // What is wrong with them, the profile says.
        let accel = match accel_cdeg_s2 {
            ..16 => 16,
            accel => accel as u64,
        };
        let ms2_a_cdeg = (1_000_000 << 16) / accel;
        let ramp_ms = match speed_cdeg_s as u64 * 1_000 / accel {
            0 => 1,
            ms => ms,
        };
        let ramp_ms_max = root(((ms2_a_cdeg * TURN_CDEG) >> 16) as u32, 1 << 15);
        let mut ramp_digit = 1 << 15;
        while ramp_digit > ramp_ms as u32 {
            ramp_digit >>= 1;
        }
        Self {
            speed_cdeg_s,
            accel_cdeg_s2,
            ramp_ms: ramp_ms as u32,
            ramp_ms_max,
            ramp_digit,
            ms_a_cdeg: (ms2_a_cdeg / ramp_ms + 1) as u32,
            ms2_a_cdeg: ms2_a_cdeg as u32,
            backlash_cdeg: 0,
            backlash_ms: (0, 0),
        }
    }

    /// The same, where its gears have so much play, in centidegrees: at most 1,000. A
    /// target is come to from below, so that it makes no difference.
    #[must_use]
    pub const fn with_backlash(self, cdeg: u16) -> Self {
        let plain = Self::new(self.speed_cdeg_s, self.accel_cdeg_s2);
        Self {
            backlash_cdeg: cdeg,
            backlash_ms: plain.times_ms(cdeg as u32, plain.ramp_ms(Speed(0))),
            ..plain
        }
    }

    /// Its highest speed, in centidegrees a second; 0: there is no servo.
    #[must_use]
    pub const fn speed_cdeg_s(&self) -> u32 {
        self.speed_cdeg_s
    }

    /// Its acceleration, in centidegrees a second, a second.
    #[must_use]
    pub const fn accel_cdeg_s2(&self) -> u32 {
        self.accel_cdeg_s2
    }

    /// The play of its gears, in centidegrees.
    #[must_use]
    pub const fn backlash_cdeg(&self) -> u16 {
        self.backlash_cdeg
    }

    /// How long a way takes at the speed which it gets to in `ramp_ms`, and how long of
    /// that it accelerates, in milliseconds.
    #[inline(never)] // both legs of a way ask it
    pub(crate) const fn times_ms(&self, distance_cdeg: u32, ramp_ms: u32) -> (u32, u32) {
        let (_, backlash_ramp_ms) = self.backlash_ms;
        if distance_cdeg == self.backlash_cdeg as u32 && ramp_ms >= backlash_ramp_ms {
            // The end of every way down.
            return self.backlash_ms;
        }
        // From below by less than 2: its root is how long half of it takes from rest.
        let ms2 = scaled(self.ms2_a_cdeg, distance_cdeg);
        if ramp_ms * ramp_ms >= ms2 {
            // Too short for that speed: it accelerates for half of the way.
            return half_way_ms(ms2, self.ramp_digit);
        }
        // From above.
        let even_ms = match ramp_ms == self.ramp_ms {
            true => scaled(self.ms_a_cdeg, distance_cdeg) + 1,
            false => (ms2 + 2).div_ceil(ramp_ms),
        };
        // A ramp takes twice as long as its way does evenly.
        (even_ms + ramp_ms, ramp_ms)
    }

    /// How long it accelerates to that share of its highest speed, in milliseconds: 0 is
    /// all of it.
    pub(crate) const fn ramp_ms(&self, Speed(percent): Speed) -> u32 {
        let ramp_ms = match percent {
            // In 2⁻¹⁶, rounded up.
            1..100 => scaled(self.ramp_ms, (percent as u32 * 41_943 + 63) >> 6),
            _ => self.ramp_ms,
        };
        let ramp_ms = match ramp_ms > self.ramp_ms_max {
            true => self.ramp_ms_max,
            false => ramp_ms,
        };
        match ramp_ms {
            // As slow as a millisecond of acceleration: less would be no move.
            0 => 1,
            _ => ramp_ms,
        }
    }
}

/// How long a way takes where it brakes right after it has accelerated, with what
/// rounding leaves of it; and how long it accelerates.
const fn half_way_ms(ms2: u32, digit: u32) -> (u32, u32) {
    let ramp_ms = root(ms2, digit);
    let left = ms2 + 2 - ramp_ms * ramp_ms;
    let even_ms = 1 + (left > ramp_ms) as u32 + (left > 2 * ramp_ms) as u32;
    (2 * ramp_ms + even_ms, ramp_ms)
}

/// `number · by / 2¹⁶`, from below, where that fits a word: a core that
/// multiplies only words takes ten times as long for 64 bits.
pub(crate) const fn scaled(number: u32, by: u32) -> u32 {
    (number >> 16) * by + (((number & 0xffff) * by) >> 16)
}

/// √square, from below: digit by digit, as on paper, from the highest that it may
/// have. The library's divides, and a core that does so in software takes four times
/// as long for it, and 0.8 KB.
const fn root(square: u32, highest_digit: u32) -> u32 {
    let (mut root, mut digit) = (0, highest_digit);
    while digit > 0 {
        let next = root + digit;
        if next * next <= square {
            root = next;
        }
        digit >>= 1;
    }
    root
}

const _: () = {
    assert!(root(u32::MAX, 1 << 15) == 65_535);
    assert!(root(24, 4) == 4 && root(25, 4) == 5 && root(0, 4) == 0);
};
