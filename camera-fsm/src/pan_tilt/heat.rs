//! How warm the head is from turning (R60): a servo that never rests burns.
//! It cools as fast as it warms.

use crate::time::Instant;

/// Until when it cools, if nobody turns it any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Heat {
    cool_at: Option<Instant>,
}

impl Heat {
    pub(super) const COOL: Self = Self { cool_at: None };

    /// As it is after it has turned from one instant to another.
    pub(super) fn turned(self, from: Instant, until: Instant) -> Self {
        let turned_ms = u32::try_from(until.since(from)).unwrap_or(u32::MAX);
        if turned_ms == 0 {
            return self;
        }
        let warm_until = self.cool_at.map_or(from, |at| at.max(from));
        // As long as it has turned, and it did not cool meanwhile.
        Self {
            cool_at: Some(warm_until.after(turned_ms).after(turned_ms)),
        }
    }

    /// For how long it must rest to be cool, in milliseconds.
    pub(super) fn rest_ms(self, now: Instant) -> u64 {
        self.cool_at.map_or(0, |at| at.since(now))
    }

    #[cfg(feature = "explore")]
    pub(super) fn rebase(&mut self, to: &crate::explore::Rebase<'_>) {
        self.cool_at = self.cool_at.filter(|at| *at > to.now());
        if let Some(at) = &mut self.cool_at {
            to.shift(at);
        }
    }
}
