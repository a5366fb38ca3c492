//! What a change of the store means to those who watch: every pairing is
//! announced to all controllers (R49), and so is every changed setting (R55).

use camera_fsm::action::StoreJob;
use camera_proto::message::{ControllerNews, Notice, SettingNews};
use camera_proto::vocab::{ControllerChange, ControllerName, Role};
use embedded_storage::nor_flash::NorFlash;

use crate::slots::{Slots, What};
use crate::store::Store;
use crate::store::records::ControllerRecord;

/// The news of a change that is about to be made, as it will be.
pub(crate) fn of<F: NorFlash>(
    job: StoreJob,
    store: &Store,
    flash: &mut F,
    slots: &mut Slots,
) -> Option<Notice> {
    match job {
        StoreJob::SaveController { client, role } => match slots.staged(client)? {
            What::Controller(new) => Some(controller(ControllerChange::ENROLLED, new, role)),
            _ => None,
        },
        StoreJob::RemoveController { place } => {
            let old = store.controller(flash, place)?;
            Some(controller(ControllerChange::REVOKED, &old, old.role))
        }
        StoreJob::RenameController { client, place } => match slots.staged(client)? {
            What::Name(name) => {
                let mut renamed = store.controller(flash, place)?;
                renamed.name = ControllerName::clone(name);
                let role = renamed.role;
                Some(controller(ControllerChange::CHANGED, &renamed, role))
            }
            _ => None,
        },
        StoreJob::SetRole { place, role } => {
            let changed = store.controller(flash, place)?;
            Some(controller(ControllerChange::CHANGED, &changed, role))
        }
        StoreJob::SaveSetting { setting, .. } | StoreJob::ClearSetting { setting } => {
            Some(Notice::Setting(SettingNews { setting }))
        }
        _ => None,
    }
}

fn controller(change: ControllerChange, record: &ControllerRecord, role: Role) -> Notice {
    Notice::Controller(ControllerNews {
        change,
        key_id: record.key_id,
        name: record.name.clone(),
        role,
    })
}
