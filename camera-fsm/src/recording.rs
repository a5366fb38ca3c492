//! When the camera records (R52): always, for motion, by its schedule, never.

use camera_proto::vocab::{RecordingMode, StorageChoice};

use crate::clock::Clock;
use crate::settings::Values;
use crate::time::{Instant, earliest, take_due};

/// Whether it records now, and what that follows from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Recording {
    /// Something has moved: it goes on until then.
    moved_until: Option<Instant>,
    /// What the schedule says, where it is asked.
    scheduled: Option<Scheduled>,
}

/// What the schedule says, and until when that holds; `None`: until the clock
/// or a setting changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Scheduled {
    is_on: bool,
    until: Option<Instant>,
}

impl Recording {
    /// Before boot.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            moved_until: None,
            scheduled: None,
        }
    }

    /// Whether it records. It never does in privacy mode, nor before a user has
    /// said where recordings go (R54).
    #[must_use]
    pub fn is_on(&self, now: Instant, values: &Values) -> bool {
        let wanted = match values.recording {
            RecordingMode::CONTINUOUS => true,
            RecordingMode::MOTION => self.moved_until.is_some_and(|until| until > now),
            RecordingMode::SCHEDULED => self.scheduled.is_none_or(|says| says.is_on),
            _ => false,
        };
        wanted && values.storage != StorageChoice::NONE && !values.privacy
    }

    /// When that may change.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        let says = self.scheduled.and_then(|says| says.until);
        earliest(self.moved_until, says)
    }

    /// Something moves.
    pub fn moved(&mut self, until: Instant) {
        self.moved_until = Some(until);
    }

    /// The clock or a setting has changed: the schedule must be asked anew.
    pub fn ask_again(&mut self) {
        self.scheduled = None;
    }

    /// Asks the schedule, when what it said last is over. While nobody knows
    /// what time it is, it counts as on (R56).
    pub fn follow(&mut self, now: Instant, clock: Option<&Clock>, values: &Values) {
        take_due(&mut self.moved_until, now);
        if values.recording != RecordingMode::SCHEDULED {
            return self.scheduled = None;
        }
        let holds = |says: Scheduled| says.until.is_none_or(|until| until > now);
        if self.scheduled.is_some_and(holds) {
            return;
        }
        let (is_on, until) = match clock {
            Some(clock) => clock.is_on(now, &values.recording_times, &values.time_zone),
            None => (true, None),
        };
        self.scheduled = Some(Scheduled { is_on, until });
    }
}

#[cfg(feature = "explore")]
impl Recording {
    /// Sets it back in time, for an exhaustive search.
    pub fn rebase(&mut self, to: &crate::explore::Rebase<'_>) {
        let Self {
            moved_until,
            scheduled,
        } = self;
        if let Some(until) = moved_until {
            to.shift(until);
        }
        if let Some(until) = scheduled.as_mut().and_then(|says| says.until.as_mut()) {
            to.shift(until);
        }
    }
}
