//! How a cue looks: a closed form without counters (R11), and the laws of how
//! far apart two of them must be (R12).

use camera_proto::vocab::Color;

use crate::time::parts;

/// How a cue looks: `base`, interrupted at the start of each period by a group
/// of pulses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// Between the pulses.
    pub base: Color,
    /// Of the odd and of the even pulses.
    pub pulse: [Color; 2],
    /// How many pulses a period; 0 is steady.
    pub pulses: u8,
    /// How long a pulse is.
    pub pulse_ms: u16,
    /// How long the base shows between two pulses of a group.
    pub gap_ms: u16,
    /// From group to group.
    pub period_ms: u16,
}

impl Rhythm {
    /// One colour, always.
    #[must_use]
    pub const fn solid(color: Color) -> Self {
        Self::dips(color, 0, 0, 0, 1)
    }

    /// Lit, but for `count` dark dips a period.
    #[must_use]
    pub const fn dips(color: Color, count: u8, dip_ms: u16, gap_ms: u16, period_ms: u16) -> Self {
        Self {
            base: color,
            pulse: [Color::OFF, Color::OFF],
            pulses: count,
            pulse_ms: dip_ms,
            gap_ms,
            period_ms,
        }
    }

    /// Dark, but for `count` flashes a period.
    #[must_use]
    pub const fn flashes(
        colors: [Color; 2],
        count: u8,
        flash_ms: u16,
        gap_ms: u16,
        period_ms: u16,
    ) -> Self {
        Self {
            base: Color::OFF,
            pulse: colors,
            pulses: count,
            pulse_ms: flash_ms,
            gap_ms,
            period_ms,
        }
    }

    /// The colour that names it: what is seen of it.
    #[must_use]
    pub const fn color(&self) -> Color {
        match self.base {
            Color::OFF => self.pulse[0],
            lit => lit,
        }
    }

    /// Milliseconds lit in each period.
    #[must_use]
    pub const fn lit_ms(&self) -> u32 {
        let pulses = self.pulses as u32 * self.pulse_ms as u32;
        match self.base {
            Color::OFF => pulses,
            _ => (self.period_ms as u32).saturating_sub(pulses),
        }
    }

    /// The colour after the cue has been shown for `elapsed_ms`, and in how
    /// many milliseconds it changes; `None` when it never does.
    ///
    /// ```
    /// use camera_fsm::led::Rhythm;
    /// use camera_proto::vocab::Color;
    /// let blinking = Rhythm::flashes([Color::BLUE; 2], 1, 500, 0, 1000);
    /// assert_eq!(blinking.at(1_200), (Color::BLUE, Some(300)));
    /// assert_eq!(blinking.at(1_500), (Color::OFF, Some(500)));
    /// ```
    #[must_use]
    pub const fn at(&self, elapsed_ms: u64) -> (Color, Option<u32>) {
        if self.has_no_length() {
            return (self.base, None);
        }
        let (_, phase) = self.place(elapsed_ms);
        self.at_phase(phase)
    }

    /// How many periods have passed since it began, and how long the last one
    /// goes on.
    pub(super) const fn place(&self, elapsed_ms: u64) -> (u64, u32) {
        match self.is_steady() {
            true => (0, 0),
            false => parts(elapsed_ms, self.period_ms),
        }
    }

    const fn is_steady(&self) -> bool {
        self.pulses == 0
    }

    /// Whether its pulses, which no profile has then, would never end or never be seen.
    const fn has_no_length(&self) -> bool {
        self.pulse_ms == 0 || self.period_ms == 0
    }

    /// As [`at`](Self::at), where it begins.
    pub(super) const fn first(&self) -> (Color, Option<u32>) {
        match self.is_steady() {
            true => (self.base, None),
            false => (self.pulse[0], Some(self.pulse_ms as u32)),
        }
    }

    /// As [`at`](Self::at), so long after a period began.
    pub(super) const fn at_phase(&self, phase: u32) -> (Color, Option<u32>) {
        if self.is_steady() {
            return (self.base, None);
        }
        let beat = self.pulse_ms as u32 + self.gap_ms as u32;
        let mut pulse = 0;
        while pulse < self.pulses {
            let start = pulse as u32 * beat;
            let end = start + self.pulse_ms as u32;
            if phase < start {
                return (self.base, Some(start - phase));
            }
            if phase < end {
                let [odd, even] = self.pulse;
                let color = if pulse % 2 == 0 { odd } else { even };
                return (color, Some(end - phase));
            }
            pulse += 1;
        }
        (self.base, (self.period_ms as u32).checked_sub(phase))
    }

    /// Whether a person can tell two rhythms apart without their colours:
    /// period, number of pulses or lit share differ by a quarter (design 5).
    #[must_use]
    pub const fn tells_apart(&self, other: &Self) -> bool {
        let steady = self.pulses == 0 || other.pulses == 0;
        if steady {
            return self.pulses != other.pulses;
        }
        let ((pulses, period_ms), (other_pulses, other_period_ms)) = (self.seen(), other.seen());
        differ(pulses, other_pulses)
            || differ(period_ms, other_period_ms)
            || differ(
                self.lit_ms() as u64 * other.period_ms as u64,
                other.lit_ms() as u64 * self.period_ms as u64,
            )
    }

    /// Pulses and period as somebody sees them who does not see colours:
    /// pulses that follow each other evenly are one a beat.
    const fn seen(&self) -> (u64, u64) {
        let beat = self.pulse_ms as u64 + self.gap_ms as u64;
        match self.pulses as u64 * beat == self.period_ms as u64 {
            true => (1, beat),
            false => (self.pulses as u64, self.period_ms as u64),
        }
    }

    /// Milliseconds from one flash to the next, at their closest; `u32::MAX`
    /// when it never flashes (flash safety, design 5).
    #[must_use]
    pub const fn flashes_apart_ms(&self) -> u32 {
        if self.pulses == 0 {
            return u32::MAX;
        }
        let beat = self.pulse_ms as u32 + self.gap_ms as u32;
        let last = (self.pulses as u32 - 1) * beat;
        let rest = (self.period_ms as u32).saturating_sub(last);
        match self.pulses > 1 && beat < rest {
            true => beat,
            false => rest,
        }
    }

    /// Whether no second ever holds more than three of its flashes.
    #[must_use]
    pub const fn is_calm(&self) -> bool {
        self.flashes_apart_ms() >= FLASHES_APART_MS
    }

    /// Whether a flash comes of beginning, or soon after, that is closer to the
    /// one before than its own are.
    pub(super) const fn flashes_soon(&self, was_lit: bool) -> bool {
        let dips = self.pulses > 0 && !matches!(self.base, Color::OFF);
        (dips || !was_lit) && !matches!(self.color(), Color::OFF) && self.is_calm()
    }

    /// How long ago it last turned from dark to lit, in milliseconds; `None`
    /// when it has not since it began, whatever was shown before that.
    #[must_use]
    pub const fn since_flash_ms(&self, elapsed_ms: u64) -> Option<u32> {
        if self.has_no_length() {
            return None;
        }
        let (periods, phase) = self.place(elapsed_ms);
        self.since_flash_at(periods, phase)
    }

    /// As [`since_flash_ms`](Self::since_flash_ms), in that place.
    pub(super) const fn since_flash_at(&self, periods: u64, phase: u32) -> Option<u32> {
        if self.is_steady() {
            return None;
        }
        // A flash begins where a pulse does, or where a dip ends.
        let first = match self.base {
            Color::OFF => 0,
            _ => self.pulse_ms as u32,
        };
        let beat = self.pulse_ms as u32 + self.gap_ms as u32;
        let mut pulses = self.pulses as u32;
        let last = first + (pulses - 1) * beat;
        while pulses > 0 {
            pulses -= 1;
            let at = first + pulses * beat;
            // Whether its very beginning is one depends on what was shown before.
            if at <= phase && (at > 0 || periods > 0) {
                return Some(phase - at);
            }
        }
        match periods {
            0 => None,
            _ => Some((phase + self.period_ms as u32).saturating_sub(last)),
        }
    }
}

/// Flashes that are this far apart are three a second at most, in any second
/// (design 5).
pub const FLASHES_APART_MS: u32 = 334;

const fn differ(a: u64, b: u64) -> bool {
    a * 4 >= b * 5 || b * 4 >= a * 5
}
