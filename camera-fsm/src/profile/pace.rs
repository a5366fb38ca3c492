//! How fast an axis turns (R60).

/// How fast an axis turns, and how soon: with what an order to the head would
/// have to divide for, worked out while compiling. An M0+ divides in software.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    speed_cdeg_s: u32,
    accel_cdeg_s2: u32,
    ramp_ms: u32,
    ramp_ms_max: u32,
    /// In 2⁻¹⁶ square milliseconds.
    ms2_a_cdeg: u32,
}

/// From stop to stop it is a turn at most.
const TURN_CDEG: u64 = 36_000;

impl Pace {
    /// Its highest speed, in centidegrees a second: 1–100,000. Its acceleration,
    /// in centidegrees a second, a second: 1–1,000,000.
    #[must_use]
    pub const fn new(speed_cdeg_s: u32, accel_cdeg_s2: u32) -> Self {
        // What is wrong with them, the profile says.
        let accel = match accel_cdeg_s2 {
            0 => 1,
            accel => accel as u64,
        };
        let ms2_a_cdeg = match (1_000_000 << 16) / accel {
            ms2 @ 0..=0xffff_ffff => ms2 as u32,
            // So slow that it may as well never be faster than that.
            _ => u32::MAX,
        };
        Self {
            speed_cdeg_s,
            accel_cdeg_s2,
            ramp_ms: (speed_cdeg_s as u64 * 1_000 / accel) as u32,
            ramp_ms_max: root(((ms2_a_cdeg as u64 * TURN_CDEG) >> 16) as u32),
            ms2_a_cdeg,
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

    /// How long it takes from rest to its highest speed, in milliseconds.
    pub(crate) const fn ramp_ms(&self) -> u32 {
        self.ramp_ms
    }

    /// How long half of any way takes from rest at most, in milliseconds.
    pub(crate) const fn ramp_ms_max(&self) -> u32 {
        self.ramp_ms_max
    }

    /// That way by its acceleration, in square milliseconds, from below by less
    /// than 2: its root is how long half of it takes from rest.
    pub(crate) const fn way_ms2(&self, distance_cdeg: u32) -> u32 {
        scaled(self.ms2_a_cdeg, distance_cdeg)
    }
}

/// `number · by / 2¹⁶`, from below, where that fits a word: a core that
/// multiplies only words takes ten times as long for 64 bits.
pub(crate) const fn scaled(number: u32, by: u32) -> u32 {
    (number >> 16) * by + (((number & 0xffff) * by) >> 16)
}

/// √square, from below: digit by digit, as on paper. The library's divides, and
/// a core that does so in software takes twice as long for it, and 0.8 KB.
pub(crate) const fn root(square: u32) -> u32 {
    let (mut left, mut root, mut digit) = (square, 0, 1 << 30);
    while digit > square {
        digit >>= 2;
    }
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

const _: () = assert!(root(u32::MAX) == 65_535 && root(24) == 4 && root(25) == 5 && root(0) == 0);
