//! How fast an axis turns (R60).

/// How fast an axis turns, and how soon: with what an order to the head would
/// have to divide for, worked out while compiling. An M0+ divides in software.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    speed_cdeg_s: u32,
    accel_cdeg_s2: u32,
    ramp_ms: u32,
    ramp_ms_max: u32,
    /// At the speed that a ramp of whole milliseconds leads to, from above, in 2⁻¹⁶.
    ms_a_cdeg: u32,
    /// In 2⁻¹⁶ square milliseconds.
    ms2_a_cdeg: u32,
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
        Self {
            speed_cdeg_s,
            accel_cdeg_s2,
            ramp_ms: ramp_ms as u32,
            ramp_ms_max: root(((ms2_a_cdeg * TURN_CDEG) >> 16) as u32),
            ms_a_cdeg: (ms2_a_cdeg / ramp_ms + 1) as u32,
            ms2_a_cdeg: ms2_a_cdeg as u32,
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

    /// How long it takes from rest to its highest speed, in milliseconds: at least 1.
    pub(crate) const fn ramp_ms(&self) -> u32 {
        self.ramp_ms
    }

    /// How long a way takes at its highest speed, in milliseconds, from above.
    pub(crate) const fn way_ms(&self, distance_cdeg: u32) -> u32 {
        scaled(self.ms_a_cdeg, distance_cdeg) + 1
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
