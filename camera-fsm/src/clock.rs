//! What time it is, once somebody has said so (R56).

use core::num::NonZeroU64;

use camera_proto::time_zone::PosixZone;

use crate::schedule::Schedule;
use crate::time::{Instant, parts};

/// What time it was when power came on, in milliseconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Clock {
    power_on_ms: NonZeroU64,
}

impl Clock {
    /// It is so late, in seconds since 1970 UTC. Who says that it was switched
    /// on before 1970 is taken to mean 1970.
    #[must_use]
    pub const fn new(now: Instant, unix_s: u64) -> Self {
        let unix_ms = unix_s.saturating_mul(1_000);
        let power_on_ms = unix_ms.saturating_sub(now.as_millis());
        Self {
            power_on_ms: NonZeroU64::MIN.saturating_add(power_on_ms),
        }
    }

    const fn unix_ms(&self, now: Instant) -> u64 {
        (self.power_on_ms.get() - 1).saturating_add(now.as_millis())
    }

    /// Seconds since 1970 UTC.
    #[must_use]
    pub const fn unix_s(&self, now: Instant) -> u64 {
        parts(self.unix_ms(now), 1_000).0
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
            let unix_ms = unix_s.saturating_mul(1_000);
            Instant::from_millis(unix_ms.saturating_sub(self.power_on_ms.get() - 1))
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
