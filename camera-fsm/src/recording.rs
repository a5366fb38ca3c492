//! When the camera records (R52): always, for motion, by its schedule, never.

use camera_proto::vocab::{RecordingMode, StorageChoice};

use crate::settings::Values;
use crate::time::{Instant, take_due};

/// What it follows from, besides the settings and their schedule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Recording {
    /// Something has moved: it goes on until then.
    moved_until: Option<Instant>,
}

impl Recording {
    /// Before boot.
    #[must_use]
    pub const fn new() -> Self {
        Self { moved_until: None }
    }

    /// Whether it records, where the schedule says so or not. It never does in
    /// privacy mode, nor before a user has said where recordings go (R54).
    #[must_use]
    pub fn is_on(&self, now: Instant, values: &Values, is_scheduled: bool) -> bool {
        let wanted = match values.recording {
            RecordingMode::CONTINUOUS => true,
            RecordingMode::MOTION => self.moved_until.is_some_and(|until| until > now),
            RecordingMode::SCHEDULED => is_scheduled,
            _ => false,
        };
        wanted && values.storage != StorageChoice::NONE && !values.privacy
    }

    /// When that may change.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        self.moved_until
    }

    /// Something moves.
    pub fn moved(&mut self, until: Instant) {
        self.moved_until = Some(until);
    }

    /// What is over by now.
    pub fn expire(&mut self, now: Instant) {
        take_due(&mut self.moved_until, now);
    }
}

#[cfg(feature = "explore")]
impl Recording {
    /// Sets it back in time, for an exhaustive search.
    pub fn rebase(&mut self, to: &crate::explore::Rebase<'_>) {
        let Self { moved_until } = self;
        if let Some(until) = moved_until {
            to.shift(until);
        }
    }
}
