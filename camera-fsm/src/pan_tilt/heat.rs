//! How warm the head is from turning (R60): a servo that never rests burns.
//! It cools as fast as it warms.

use crate::time::Instant;

/// Until when it cools, if nobody turns it any more; past: it is cool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Heat {
    cool_at: Instant,
}

impl Heat {
    pub(super) const COOL: Self = Self {
        cool_at: Instant::from_millis(0),
    };

    /// As it is after it has turned from one instant to another.
    pub(super) fn turned(self, from: Instant, until: Instant) -> Self {
        match until.ms_since(from) {
            0 => self,
            // As long as it has turned, and it did not cool meanwhile.
            turned_ms => Self {
                cool_at: self
                    .cool_at
                    .max(from)
                    .after(turned_ms.saturating_add(turned_ms)),
            },
        }
    }

    /// For how long it must rest to be cool, in milliseconds.
    pub(super) fn rest_ms(self, now: Instant) -> u32 {
        self.cool_at.ms_since(now)
    }

    #[cfg(feature = "explore")]
    pub(super) fn rebase(&mut self, to: &crate::explore::Rebase<'_>) {
        to.shift_or_past(&mut self.cool_at);
    }
}
