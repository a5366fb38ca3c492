//! What the flash has lost, or not let go of: who asks what is wrong is told.

use camera_fsm::action::StoreJob;
use camera_fsm::device::Device;
use camera_fsm::diagnosis::{Facts, InFlash};
use camera_proto::vocab::{MAX_CONTROLLERS, ResetScope};
use embedded_storage::nor_flash::NorFlash;

use super::records::{CODE, CONTROLLER, NETWORK};
use super::{Store, read};
use crate::store::log::{Log, MAX_VALUE};

impl Store {
    /// What a diagnosis follows from: all that the machine knows, and what it
    /// does not have to (R26, R55, R80).
    #[must_use]
    pub fn facts(&self, device: &Device) -> Facts {
        let owes = |log: Option<Log>| log.is_some_and(|log| log.scrub_owed());
        Facts {
            in_flash: InFlash {
                leftovers: owes(self.user) || owes(self.journal),
                ..self.lost
            },
            ..device.facts()
        }
    }

    /// At the start that finds it: the log drops what is broken.
    pub(super) fn find_lost<F: NorFlash>(&mut self, flash: &mut F) {
        let is_unread = self.network(flash).is_none();
        self.lost.network_lost = self.is_lost(flash, NETWORK, is_unread);
        let is_unread = self.code(flash).is_none();
        self.lost.access_lost = self.is_lost(flash, CODE, is_unread);
        for place in 0..MAX_CONTROLLERS as u8 {
            let is_unread = self.controller(flash, place).is_none();
            self.lost.access_lost |= self.is_lost(flash, CONTROLLER + place, is_unread);
        }
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

    /// Whether the newest record of that key has rotted, or says nothing that
    /// can be read.
    fn is_lost<F: NorFlash>(&self, flash: &mut F, key: u8, is_unread: bool) -> bool {
        let Some(user) = &self.user else {
            return false;
        };
        user.has_lost(key) || (is_unread && read(user, flash, key, &mut [0; MAX_VALUE]).is_some())
    }
}
