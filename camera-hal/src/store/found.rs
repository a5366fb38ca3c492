//! What the flash has lost, or not let go of: who asks what is wrong is told.

use camera_fsm::action::StoreJob;
use camera_fsm::device::Device;
use camera_fsm::diagnosis::{Facts, InFlash};
use camera_fsm::time::Instant;
use camera_proto::vocab::{MAX_CONTROLLERS, ResetScope};

use super::Store;
use super::log::Log;
use super::records::{CODE, CONTROLLER, FIRST_SETUP, MEDIA_KEY, NETWORK};

impl Store {
    /// What a diagnosis follows from: all that the machine knows, and what it
    /// does not have to (R26, R55, R80); of the recordings, how much of another key is
    /// left, in KiB.
    pub(crate) fn facts(&self, now: Instant, device: &Device, dead_kib: u32) -> Facts {
        let owes = |log: &Option<Log>| log.as_ref().is_some_and(Log::scrub_owed);
        Facts {
            in_flash: InFlash {
                unsound: self.lost.unsound || owes(&self.user) || owes(&self.journal),
                ..self.lost
            },
            dead_kib,
            ..device.facts(now)
        }
    }

    /// At the start that finds it: the log drops what is broken.
    pub(super) fn find_lost(&mut self) {
        let has_lost = |key| self.user.as_ref().is_some_and(|user| user.has_lost(key));
        let mut controllers = (0..MAX_CONTROLLERS as u8).map(|place| CONTROLLER + place);
        self.lost = InFlash {
            network_lost: has_lost(NETWORK),
            access_lost: has_lost(CODE) || controllers.any(has_lost),
            unsound: has_lost(FIRST_SETUP)
                || has_lost(MEDIA_KEY)
                || self.journal.as_ref().is_some_and(|log| log.lost() > 0),
        };
    }

    /// There is a new one, or nobody misses it any more.
    pub(super) fn is_found(&mut self, job: StoreJob) {
        match job {
            StoreJob::SaveNetwork | StoreJob::Forget(ResetScope::ForgetNetwork) => {
                self.lost.network_lost = false;
            }
            StoreJob::SaveController { .. } | StoreJob::SaveCode { .. } => {
                self.lost.access_lost = false;
            }
            StoreJob::FormatUser => self.lost = InFlash::SOUND,
            _ => {}
        }
    }
}
