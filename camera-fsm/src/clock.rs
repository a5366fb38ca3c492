//! What time it is, once somebody has said so (R56).

use camera_proto::time_zone::PosixZone;

use crate::schedule::Schedule;
use crate::time::Instant;

/// What time it was, at an instant of the camera's own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Clock {
    at: Instant,
    unix_s: u64,
}

impl Clock {
    /// It is so late, in seconds since 1970 UTC.
    #[must_use]
    pub const fn new(at: Instant, unix_s: u64) -> Self {
        Self { at, unix_s }
    }

    /// Seconds since 1970 UTC.
    #[must_use]
    pub const fn unix_s(&self, now: Instant) -> u64 {
        self.unix_s.saturating_add(now.seconds_since(self.at))
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
            let ms = unix_s.saturating_sub(self.unix_s).saturating_mul(1_000);
            Instant::from_millis(self.at.as_millis().saturating_add(ms))
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
