//! One cell of the picture: what it uses to look like, and how much it strays
//! from that by itself.

/// Brightness, in 1/256 of a step of [`Luma`](super::grid::Luma).
pub(super) type Level = u16;

/// How many times as bright as before everything is, in 1/1024.
pub(super) type Gain = u32;

/// The light is what it was.
pub(super) const SAME: Gain = 1 << GAIN_BITS;
const GAIN_BITS: u32 = 10;

/// Added to both sides of every proportion: near black a proportion says
/// nothing, and 1 is not twice as bright as 0.
const PEDESTAL: u32 = 8 << 8;

/// How often its mean deviation a cell must stray: 3.2 σ of a normal one.
const DEVIATIONS: u32 = 4;
/// What it must stray besides, for a cell that never did.
const FLOOR: u32 = 1 << 8;
/// And this part of its brightness: lenses breathe, and light is never still.
const PART: u32 = 32;
/// Whoever comes strays so many times as far as that, where they end.
const FAR: u32 = 3;
/// A cell full of leaves shall calm down, but never become blind.
const NOISE_MAX: Level = 4 << 8;

/// What a cell uses to look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    background: Level,
    /// The mean of how far it strays.
    noise: Level,
}

/// How a cell looks beside what was expected of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// As ever.
    Usual,
    /// Different, but as in the last look.
    Other,
    /// Different, and from the last look too.
    Jumped,
}

/// How fast a cell learns: each look is a part of 2⁻ⁿ in its mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Of what it uses to look like.
    pub(super) usual: u32,
    /// Of how far it strays.
    pub(super) noise: u32,
    /// Of something that has come and stays: it becomes background.
    pub(super) other: u32,
}

/// Something that moves on and on becomes background too, at last.
const JUMPED_PACE: u32 = 9;
/// And what strays so far again and again is noise, sooner.
const JUMPED_NOISE_PACE: u32 = 8;

impl Cell {
    /// Seen for the first time: what it strays is a guess.
    pub(super) const fn new(now: u8) -> Self {
        Self {
            background: level(now),
            noise: 1 << 8,
        }
    }

    /// Whether it is at least so many times as bright as it used to be.
    pub(super) const fn is_as_bright(&self, now: u8, gain: Gain) -> bool {
        let (now, before) = (level(now) as u32, self.background as u32);
        (now + PEDESTAL) << GAIN_BITS >= (before + PEDESTAL) * gain
    }

    pub(super) fn sight(&self, now: u8, before: u8, gain: Gain) -> Sight {
        let expected = lit(self.background, gain);
        let bound = self.bound(expected, gain);
        let strays = |from: Level| u32::from(level(now).abs_diff(from)) > bound;
        match strays(expected) {
            false => Sight::Usual,
            true if strays(lit(level(before), gain)) => Sight::Jumped,
            true => Sight::Other,
        }
    }

    /// Whether it strays by far.
    pub(super) fn is_far(&self, now: u8, gain: Gain) -> bool {
        let expected = lit(self.background, gain);
        let strays = u32::from(level(now).abs_diff(expected));
        strays > self.bound(expected, gain) * FAR
    }

    /// How far it may stray. The brighter it is, the more of it may be white
    /// already, which does not follow the light.
    fn bound(&self, expected: Level, gain: Gain) -> u32 {
        let expected = u32::from(expected);
        let change = (expected * gain.abs_diff(SAME)) >> GAIN_BITS;
        let white = (change * (expected >> 8)) >> 8;
        u32::from(self.noise) * DEVIATIONS + FLOOR + expected / PART + white
    }

    pub(super) fn learn(&mut self, now: u8, gain: Gain, sight: Sight, pace: Pace) {
        let expected = lit(self.background, gain);
        let strays = level(now).abs_diff(expected);
        let (pace, noise_pace) = match sight {
            Sight::Usual => (pace.usual, Some(pace.noise)),
            Sight::Other => (pace.other, None),
            Sight::Jumped => (JUMPED_PACE, Some(JUMPED_NOISE_PACE)),
        };
        self.background = closer(expected, level(now), pace);
        if let Some(pace) = noise_pace {
            self.noise = closer(self.noise, strays, pace).min(NOISE_MAX);
        }
    }
}

const fn level(luma: u8) -> Level {
    (luma as Level) << 8
}

/// What becomes of a brightness in that light: white at most.
fn lit(before: Level, gain: Gain) -> Level {
    const WHITE: u32 = level(u8::MAX) as u32;
    let lit = ((u32::from(before) + PEDESTAL) * gain) >> GAIN_BITS;
    lit.saturating_sub(PEDESTAL).min(WHITE) as Level
}

/// By 2⁻ⁿ of the way.
fn closer(from: Level, to: Level, pace: u32) -> Level {
    let way = from.abs_diff(to) >> pace;
    match from < to {
        true => from + way,
        false => from - way,
    }
}
