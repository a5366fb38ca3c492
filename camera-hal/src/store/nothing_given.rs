//! What controllers have given a camera that is built without pairing: nothing.
//! What another firmware has kept of them lies in the user region, unread, until
//! a reset erases it.

use camera_fsm::action::StoreJob;
use camera_proto::message::Provision;
use embedded_storage::nor_flash::NorFlash;

use super::Store;
use crate::slots::Slots;

impl Store {
    /// The Wi-Fi credentials: there are none.
    pub const fn network<F: NorFlash>(&self, _flash: &mut F) -> Option<Provision> {
        None
    }

    /// The machine is told of nothing at boot.
    pub(super) const fn find_given<F: NorFlash>(&mut self, _flash: &mut F) {}

    /// Nobody gives anything.
    pub(super) const fn keep_given<F: NorFlash>(
        &mut self,
        _flash: &mut F,
        _job: StoreJob,
        _slots: &mut Slots,
    ) -> Option<()> {
        None
    }
}
