//! What takes long waits for the head: servos that are told nothing for a while
//! stand still on their way, and then jerk.

use camera_fsm::time::Instant;

use super::Runner;
use crate::board::Board;

/// For so long at most, in milliseconds: a single move has ended by then, and
/// whoever turns the head on and on keeps nobody else from pairing.
pub const WAITS_MS: u32 = 5_000;

impl<B: Board> Runner<B> {
    /// Whether the head stands. One that looks for its home is not told where to
    /// point: its driver turns it.
    pub(super) fn rests(&self, now: Instant) -> bool {
        !self.device.pan_tilt().is_moving(now)
    }

    /// Whether something that takes long, and is to be done, may begin.
    pub(super) fn may_begin(&mut self, now: Instant) -> bool {
        let waits_since = *self.waits_since.get_or_insert(now);
        let may = self.rests(now) || waits_since.after(WAITS_MS) <= now;
        if may {
            self.waits_since = None;
        }
        may
    }

    /// Whether the change of the flash that comes next may. Those that append a few
    /// words do, and so does the intent of a reset, which must not wait even where
    /// its log is full and an erase comes with it.
    pub(super) fn may_change_flash(&mut self, now: Instant) -> bool {
        match self.jobs.front() {
            None => false,
            Some((_, job)) => !self.store.erases::<B::Flash>(*job) || self.may_begin(now),
        }
    }
}
