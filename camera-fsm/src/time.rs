//! Time is an argument: milliseconds on the camera's own clock.

use core::num::NonZeroU64;

/// A point on the camera's clock, in milliseconds since power on. 64 bits:
/// it does not wrap in half a billion years.
///
/// Counted from 1 inside, so that a deadline that may not be is as small as
/// one that is: a device has a dozen of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(NonZeroU64);

impl Instant {
    /// This many milliseconds after power on; the end of time is one before
    /// `u64::MAX`.
    #[must_use]
    pub const fn from_millis(ms: u64) -> Self {
        Self(NonZeroU64::MIN.saturating_add(ms))
    }

    /// Milliseconds after power on.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0.get() - 1
    }

    /// `ms` later; stays at the end of time rather than wrapping. A machine
    /// that has `u32::MAX` ms left before it always finds its next wake-up
    /// ahead (R11); no camera lives to see the rest.
    #[must_use]
    pub const fn after(self, ms: u32) -> Self {
        Self(self.0.saturating_add(ms as u64))
    }

    /// Milliseconds since `earlier`; 0 when that lies in the future.
    #[must_use]
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.get().saturating_sub(earlier.0.get())
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
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
