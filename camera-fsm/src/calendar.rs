//! What the owner's schedules say of the time (R51, R52, R56).
//!
//! To look for the next change of a time zone, or to go through a schedule, takes
//! as long as all the rest of a step. So the answers hold until one may change, and are
//! then worked out one a tick, a year of the time zone or a schedule; the next tick is
//! due a millisecond later. Meanwhile what was said before counts.

use camera_proto::time_zone::Search;

use crate::clock::Clock;
use crate::settings::Values;
use crate::time::{Instant, earliest, is_due};

/// What was worked out last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Calendar {
    /// By how much the clock on the wall is ahead of UTC.
    offset_s: i32,
    search: Search,
    /// Whether motion alerts and a scheduled recording runs. While nobody knows what
    /// time it is, both do (R56).
    alerts: bool,
    records: bool,
    /// What is to be worked out next.
    owes: Owes,
    /// When all of it is to be worked out again; `None`: not until the clock or a
    /// setting changes. And whether that is for a schedule, before the clock on the
    /// wall is put forward or back.
    until: Option<Instant>,
    is_edge: bool,
}

/// What follows from the one before, in its order. Where an entry of a schedule begins
/// or ends, recordings follow at once: the clock on the wall goes on as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Owes {
    Nothing,
    Edge,
    Offset,
    Recordings,
    Alerts,
}

/// A change of the offset is looked for again after at most so many seconds: so the
/// milliseconds until then fit 32 bits. A power of two.
const AHEAD_S_MAX: u64 = 1 << 22;

/// What was to be worked out so long ago holds no longer: nobody has woken for it.
const LATE_MS: u32 = 60_000;

impl Calendar {
    /// Before anybody has said what time it is.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            offset_s: 0,
            search: Search::NONE,
            alerts: true,
            records: true,
            owes: Owes::Nothing,
            until: None,
            is_edge: false,
        }
    }

    /// Whether motion alerts. Where that has been overdue for a minute nobody knows,
    /// and it does.
    #[must_use]
    pub fn alerts(&self, now: Instant) -> bool {
        self.alerts || self.until.is_some_and(|until| until.after(LATE_MS) <= now)
    }

    /// Whether a scheduled recording runs.
    #[must_use]
    pub fn records(&self) -> bool {
        self.records
    }

    /// A clock or a setting has changed: nothing holds any longer.
    pub fn ask_again(&mut self) {
        (self.owes, self.search) = (Owes::Offset, Search::NONE);
    }

    /// Whether something is to be worked out now.
    #[must_use]
    pub fn is_due(&self, now: Instant) -> bool {
        self.owes != Owes::Nothing || is_due(self.until, now)
    }

    /// When something is to be worked out: a step later at the earliest.
    #[must_use]
    pub fn due(&self, now: Instant) -> Option<Instant> {
        let until = match self.owes {
            Owes::Nothing => self.until?,
            _ => now,
        };
        Some(until.max(now.after(1)))
    }

    /// Works one thing out that holds no longer; `false`: all of it holds.
    pub fn work(&mut self, now: Instant, clock: Option<&Clock>, values: &Values) -> bool {
        if self.owes == Owes::Nothing && is_due(self.until, now) {
            self.owes = match self.is_edge {
                true => Owes::Edge,
                false => Owes::Offset,
            };
        }
        let Some(clock) = clock.filter(|_| self.owes != Owes::Nothing) else {
            return false;
        };
        let (unix_s, past_ms) = clock.shows(now);
        let after_s = |seconds: u32| now.after(seconds * 1_000 - past_ms);
        let (says, schedule, then) = match self.owes {
            Owes::Edge => (&mut self.records, &values.recording_times, Owes::Offset),
            Owes::Recordings => (&mut self.records, &values.recording_times, Owes::Alerts),
            Owes::Alerts => (&mut self.alerts, &values.alert_times, Owes::Nothing),
            Owes::Nothing | Owes::Offset => {
                if let Some(offset) = values.time_zone.search(unix_s, &mut self.search) {
                    let again_s = (unix_s | (AHEAD_S_MAX - 1)).saturating_add(1);
                    let left_s = |until_s: u64| (until_s.min(again_s) - unix_s) as u32;
                    self.offset_s = offset.offset_s;
                    self.until = offset.until_unix_s.map(left_s).map(after_s);
                    self.is_edge = false;
                    self.owes = Owes::Recordings;
                }
                return true;
            }
        };
        let (is_on, left_s) = schedule.on_the_wall(unix_s, self.offset_s);
        (*says, self.owes) = (is_on, then);
        let edge = left_s.map(after_s);
        if edge.is_some() && earliest(edge, self.until) != self.until {
            (self.until, self.is_edge) = (edge, true);
        }
        true
    }
}

impl Default for Calendar {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(feature = "explore")]
impl Calendar {
    /// Sets it back in time, for an exhaustive search.
    pub fn rebase(&mut self, to: &crate::explore::Rebase<'_>) {
        let Self {
            offset_s: _,
            search: _,
            alerts: _,
            records: _,
            owes: _,
            until,
            is_edge: _,
        } = self;
        if let Some(until) = until {
            to.shift_or_past(until);
        }
    }
}
