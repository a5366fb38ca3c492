//! Time is an argument: milliseconds on the camera's own clock.

use core::cmp::Reverse;
use core::fmt;
use core::num::NonZeroU64;

/// A point on the camera's clock, in milliseconds since power on. 64 bits:
/// it does not wrap in half a billion years.
///
/// Counted down inside, from `u64::MAX` at power on, so that a deadline that
/// may not be is as small as one that is, and later than all of them by itself:
/// a device has a dozen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Reverse<NonZeroU64>);

impl Instant {
    /// This many milliseconds after power on; the end of time is one before
    /// `u64::MAX`.
    #[must_use]
    pub const fn from_millis(ms: u64) -> Self {
        Self::left(u64::MAX - ms)
    }

    /// Milliseconds after power on.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        u64::MAX - self.ms_left()
    }

    /// `ms` later; stays at the end of time rather than wrapping. A machine
    /// that has `u32::MAX` ms left before it always finds its next wake-up
    /// ahead (R11); no camera lives to see the rest.
    #[must_use]
    #[inline(never)] // it is everywhere, and 24 bytes longer than its call
    pub const fn after(self, ms: u32) -> Self {
        let left = self.ms_left();
        match (left >> 32) as u32 {
            // The last 49 days.
            0 => Self::left((left as u32).saturating_sub(ms) as u64),
            _ => Self::left(left - ms as u64),
        }
    }

    /// Milliseconds since `earlier`; 0 when that lies in the future.
    #[must_use]
    #[inline(never)] // as above
    pub const fn since(self, earlier: Self) -> u64 {
        earlier.ms_left().saturating_sub(self.ms_left())
    }

    /// As [`since`](Self::since), where 49 days are as good as more: `u32::MAX`.
    #[inline(never)] // as above
    pub(crate) const fn ms_since(self, earlier: Self) -> u32 {
        let ms = earlier.ms_left().wrapping_sub(self.ms_left());
        match (ms >> 32) as u32 {
            0 => ms as u32,
            _ if self.ms_left() > earlier.ms_left() => 0,
            _ => u32::MAX,
        }
    }

    /// So long before `u64::MAX`, and one before it at the latest.
    const fn left(ms: u64) -> Self {
        match NonZeroU64::new(ms) {
            Some(ms) => Self(Reverse(ms)),
            None => Self(Reverse(NonZeroU64::MIN)),
        }
    }

    const fn ms_left(self) -> u64 {
        let Self(Reverse(ms)) = self;
        ms.get()
    }

    /// Whole seconds since `earlier`; 0 when that lies in the future.
    #[must_use]
    pub const fn seconds_since(self, earlier: Self) -> u64 {
        parts(self.since(earlier), 1_000).0
    }

    /// Seconds from `now` until then, begun ones too, as the wire has them: 0
    /// when it is past, and at most 65,535.
    #[must_use]
    pub const fn seconds_from(self, now: Self) -> u16 {
        match parts(self.since(now).saturating_add(999), 1_000).0 {
            seconds @ 0..=0xfffe => seconds as u16,
            _ => u16::MAX,
        }
    }
}

/// A time in whole parts of that many milliseconds, and what is left of it; of
/// parts of none there are none.
///
/// Digit by digit of 16 bits, as on paper: a core that divides in software
/// would link half a kilobyte for 64 bits at once.
pub(crate) const fn parts(ms: u64, part_ms: u16) -> (u64, u32) {
    let (high, low, part) = ((ms >> 32) as u32, ms as u32, part_ms as u32);
    if ms < part_ms as u64 || part == 0 {
        return (0, low);
    }
    if high == 0 {
        return ((low / part) as u64, low % part);
    }
    let (first, left) = (high / part, high % part);
    let next = (left << 16) | (low >> 16);
    let (second, left) = (next / part, next % part);
    let next = (left << 16) | (low & 0xffff);
    let (third, left) = (next / part, next % part);
    (
        ((first as u64) << 32) + ((second as u64) << 16) + third as u64,
        left,
    )
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Instant").field(&self.as_millis()).finish()
    }
}

impl Default for Instant {
    fn default() -> Self {
        Self::from_millis(0)
    }
}

const _: () = assert!(
    size_of::<Option<Instant>>() == 8,
    "no deadline costs nothing"
);

/// The earlier of two deadlines, either of which may not be.
#[must_use]
pub fn earliest(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    NonZeroU64::new(ms_left(a).max(ms_left(b))).map(|ms| Instant(Reverse(ms)))
}

/// Whether a deadline that may not be has come.
#[must_use]
pub fn is_due(deadline: Option<Instant>, now: Instant) -> bool {
    ms_left(deadline) >= now.ms_left()
}

/// Ends a deadline that has come; `true`: it had.
pub(crate) fn take_due(deadline: &mut Option<Instant>, now: Instant) -> bool {
    let is_due = is_due(*deadline, now);
    if is_due {
        *deadline = None;
    }
    is_due
}

/// Until a deadline that may not be: none is the end of time.
fn ms_left(deadline: Option<Instant>) -> u64 {
    deadline.map_or(0, Instant::ms_left)
}
