//! What time it is, once somebody has said so (R56).

use core::num::NonZeroU64;

use camera_proto::time_zone::PosixZone;

use crate::schedule::Schedule;
use crate::time::{Instant, parts};

/// What time it was when power came on, since 1970 UTC. In seconds, so that to say
/// what time it is takes no division of 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Clock {
    /// One more than it was.
    power_on_s: NonZeroU64,
    /// And so many milliseconds: below 1,000.
    ms: u16,
}

impl Clock {
    /// It is so late, in seconds since 1970 UTC. Who says that it was switched
    /// on before 1970 is taken to mean 1970.
    #[must_use]
    pub const fn new(now: Instant, unix_s: u64) -> Self {
        let (on_s, ms) = match parts(now.as_millis(), 1_000) {
            (on_s, 0) => (on_s, 0),
            (on_s, ms) => (on_s + 1, 1_000 - ms),
        };
        let (power_on_s, ms) = match unix_s.checked_sub(on_s) {
            Some(power_on_s) => (power_on_s, ms),
            None => (0, 0),
        };
        Self {
            power_on_s: NonZeroU64::MIN.saturating_add(power_on_s),
            ms: ms as u16,
        }
    }

    const fn power_on_s(&self) -> u64 {
        self.power_on_s.get() - 1
    }

    /// Seconds since 1970 UTC.
    #[must_use]
    pub const fn unix_s(&self, now: Instant) -> u64 {
        let on_ms = now.as_millis().saturating_add(self.ms as u64);
        self.power_on_s().saturating_add(parts(on_ms, 1_000).0)
    }

    /// Whether a schedule is on, and until when that holds at least; `None`:
    /// for good.
    #[must_use]
    pub fn is_on(
        &self,
        now: Instant,
        schedule: &Schedule,
        zone: &PosixZone,
    ) -> (bool, Option<Instant>) {
        let span = schedule.at(self.unix_s(now), zone);
        let until = span.until_unix_s.map(|unix_s| {
            let on_ms = unix_s.saturating_sub(self.power_on_s()) * 1_000;
            Instant::from_millis(on_ms.saturating_sub(self.ms.into()))
        });
        (span.is_on, until)
    }
}

#[cfg(feature = "explore")]
impl Clock {
    /// What time it tells is nothing that the machine goes by, but for schedules.
    pub(crate) fn rebase(&mut self) {
        *self = Self::new(crate::explore::BASE, 0);
    }
}
