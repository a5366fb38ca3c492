//! The noise of a sensor, the same on every machine.

/// A generator of pseudo-random numbers (xorshift, period 2⁶⁴ − 1).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        (0..8).for_each(|_| {
            random.next();
        });
        random
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// From 0 up to 1.
    pub(crate) fn part(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1 << 24) as f32
    }
}

/// Draws from the normal distribution: sums of twelve even ones, drawn before.
pub(crate) struct Normal(Vec<f32>);

impl Normal {
    pub(crate) fn new() -> Self {
        let mut random = Random::new(12);
        let sum = |_| (0..12).map(|_| random.part()).sum::<f32>() - 6.0;
        Self((0..1 << 14).map(sum).collect())
    }

    pub(crate) fn draw(&self, random: &mut Random) -> f32 {
        self.0[(random.next() >> 50) as usize]
    }
}
