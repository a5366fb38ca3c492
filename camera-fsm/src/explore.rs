//! For exhaustive search: a device is set back in time, so that situations
//! that act alike are equal values, and there are finitely many of them.
//!
//! Instants become distances from [`BASE`], counters stop where they stop to
//! matter, operations get the names that the searcher gives them. Exploration
//! goes on *from the device that was set back*, so equal situations have equal
//! futures; that setting back changes nothing else is a law of the tests.

use crate::action::{OpId, ResetRecord};
use crate::profile::ProvisionTimes;
use crate::time::Instant;

/// What "now" is in a device that was set back: far enough from 0 for all that
/// lies in its past.
pub const BASE: Instant = Instant::from_millis(1 << 40);

/// How a device is set back: [`Device::rebased`](crate::device::Device::rebased).
pub struct Rebase<'a> {
    now: Instant,
    epoch: u32,
    rename: &'a mut dyn FnMut(OpId) -> OpId,
}

impl<'a> Rebase<'a> {
    /// `now` becomes [`BASE`] and ownership epochs are counted from `epoch`;
    /// `rename` is asked for each operation that the device waits for.
    pub fn new(now: Instant, epoch: u32, rename: &'a mut dyn FnMut(OpId) -> OpId) -> Self {
        Self { now, epoch, rename }
    }

    /// The record with its epoch counted from there. How many resets there were
    /// is only ever told, never judged.
    #[must_use]
    pub fn record(&self, record: ResetRecord) -> ResetRecord {
        ResetRecord {
            epoch: record.epoch.wrapping_sub(self.epoch),
            count: 0,
            ..record
        }
    }

    pub(crate) fn now(&self) -> Instant {
        self.now
    }

    /// As far from `BASE` as it was from now.
    pub(crate) fn shift(&self, at: &mut Instant) {
        let ms = (BASE.as_millis() + at.as_millis()).saturating_sub(self.now.as_millis());
        *at = Instant::from_millis(ms);
    }

    /// As [`shift`](Self::shift), where nobody asks how long ago it was.
    pub(crate) fn shift_or_past(&self, at: &mut Instant) {
        self.shift(at);
        *at = (*at).max(BASE);
    }

    pub(crate) fn op(&mut self, op: &mut OpId) {
        *op = (self.rename)(*op);
    }
}

/// What the parts of a device are doing, by name: for state charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Situation {
    /// The button.
    pub button: &'static str,
    /// The factory reset.
    pub reset: &'static str,
    /// Setup and the network.
    pub provision: &'static str,
    /// All of it, in the words of the wire.
    pub whole: &'static str,
    /// The head: who turns it, and whether it knows where it points.
    pub head: &'static str,
    /// What is made of motion in the picture.
    pub motion: &'static str,
    /// Whether pictures are recorded.
    pub recording: &'static str,
    /// Whether it is night.
    pub night_vision: &'static str,
    /// The test of speaker and microphone.
    pub audio_test: &'static str,
}

/// That many wrong codes, or the least number that has the same consequences:
/// locked, and with the longest wait.
#[must_use]
pub fn wrong_codes_that_count(attempts: u8, times: &ProvisionTimes) -> u8 {
    let longest = doublings(times.penalty_ms, times.penalty_ms_max);
    let longest = longest.saturating_add(times.free_attempts);
    attempts.min(longest.max(times.attempts_max))
}

/// How often `first` doubles before it reaches `most`; the machine doubles 16
/// times at most.
pub(crate) fn doublings(first: u32, most: u32) -> u8 {
    (0..16)
        .find(|times| first.saturating_mul(1 << times) >= most)
        .unwrap_or(16)
}
