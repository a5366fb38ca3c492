//! The key of the recordings, and what is left of another one's.

use camera_fsm::part::Part;
use camera_proto::vocab::Fault;
use rand_core::Rng as _;

use super::Runner;
use crate::board::{Board, Parts};
use crate::part::PartError;
use crate::recordings::{MediaKey, Recordings as _};

impl<B: Board> Runner<B> {
    /// With the key that is kept, if there is one. While a reset is unfinished there is
    /// none, also where it is not the whole of the user's that goes (R21).
    pub(super) fn open_recordings(&mut self) {
        let reset = self.store.stored().reset;
        let Parts {
            flash, recordings, ..
        } = self.board.parts();
        if reset.is_none_or(|reset| reset.finished)
            && let Some(key) = self.store.media_key(flash)
        {
            recordings.open(&key);
            self.has_media_key = true;
        }
        // What a key has sealed that cannot be read now is not taken for dead.
        if self.store.stored().damage == Fault::NONE {
            self.dead_kib = self.board.parts().recordings.dead_kib();
        }
    }

    /// Whether there is more to erase. A medium that fails is not asked again
    /// at once.
    pub(super) fn has_work_on_recordings(&self) -> bool {
        self.dead_kib > 0 && !self.failed.has(Part::Recordings) && self.may_write()
    }

    /// When there is nothing better to do: a new key, before the first recording,
    /// or one piece of what an old one has sealed is erased. `true` when it was a
    /// key, which is a change of the flash like any other.
    pub(super) fn work_on_recordings(&mut self) -> bool {
        if !self.board.parts().recordings.is_there() || !self.may_write() {
            return false;
        }
        let records = self.eyes.is_some_and(|eyes| eyes.records);
        if records && !self.has_media_key && !self.failed.has(Part::Recordings) {
            self.has_media_key = self.make_key();
            // Without a key it records nothing, and somebody shall know.
            self.note(Part::Recordings, wrote(self.has_media_key));
            return true;
        }
        if self.dead_kib > 0 {
            let recordings = self.board.parts().recordings;
            let erased = recordings.erase_dead();
            let left_kib = recordings.dead_kib();
            // One that says so and does not get on would keep the camera awake for ever.
            let gets_on = wrote(left_kib < self.dead_kib);
            self.dead_kib = left_kib.min(self.dead_kib);
            self.note(Part::Recordings, erased.and(gets_on));
        }
        false
    }

    fn make_key(&mut self) -> bool {
        let Parts {
            flash,
            recordings,
            rng,
            ..
        } = self.board.parts();
        let mut key = MediaKey([0; 32]);
        rng.fill_bytes(&mut key.0);
        let is_kept = self.store.save_media_key(flash, &key);
        if is_kept {
            recordings.open(&key);
        }
        is_kept
    }

    /// While a reset erases, nobody else writes.
    fn may_write(&self) -> bool {
        let is_sound = self.store.stored().damage == Fault::NONE;
        is_sound && !self.is_rebooting && !self.device.reset().is_active()
    }
}

const fn wrote(has_written: bool) -> Result<(), PartError> {
    match has_written {
        true => Ok(()),
        false => Err(PartError::Write),
    }
}
