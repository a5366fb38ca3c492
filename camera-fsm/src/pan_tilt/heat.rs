//! How warm the head is from turning (R60): a servo that never rests burns.
//! It cools as fast as it warms.

/// For how long it must rest to be cool, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Heat(u32);

impl Heat {
    pub(super) const COOL: Self = Self(0);

    /// As it is `ms` later, if it turns for that long of them.
    pub(super) fn after(self, ms: u32, turns_ms: u32) -> Self {
        let turned_ms = turns_ms.min(ms);
        // As long as it has turned, and it did not cool meanwhile.
        let warmed_ms = turned_ms.saturating_add(turned_ms);
        Self(self.0.saturating_add(warmed_ms).saturating_sub(ms))
    }

    pub(super) fn rest_ms(self) -> u32 {
        self.0
    }
}
