//! What time it is, once somebody has said so (R56).

use crate::time::{Instant, parts};

/// What time it was said to be, in seconds since 1970 UTC, and when that was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Clock {
    told_at: Instant,
    told_s: u64,
}

impl Clock {
    /// It is so late, in seconds since 1970 UTC.
    #[must_use]
    pub const fn new(now: Instant, unix_s: u64) -> Self {
        Self {
            told_at: now,
            told_s: unix_s,
        }
    }

    /// Seconds since 1970 UTC.
    #[must_use]
    pub const fn unix_s(&self, now: Instant) -> u64 {
        self.shows(now).0
    }

    /// Seconds since 1970 UTC, and how many milliseconds of the next one are past.
    pub(crate) const fn shows(&self, now: Instant) -> (u64, u32) {
        let (past_s, past_ms) = parts(now.since(self.told_at), 1_000);
        (self.told_s.saturating_add(past_s), past_ms)
    }
}

#[cfg(feature = "explore")]
impl Clock {
    /// What time it tells is nothing that the machine goes by, but for schedules.
    pub(crate) fn rebase(&mut self) {
        *self = Self::new(crate::explore::BASE, 0);
    }
}
