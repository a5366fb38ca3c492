//! What controllers have given the camera: its network, their keys, a code of
//! their own, and settings. All of it lies in the user region.

use camera_fsm::action::StoreJob;
use camera_fsm::settings::Effect;
use camera_proto::codec;
use camera_proto::message::{CodeRecord, Provision, Setting};
use camera_proto::vocab::{KeyId, MAX_CONTROLLERS, Role, SettingId};
use embedded_storage::nor_flash::NorFlash;
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::log::MAX_VALUE;
use super::records::{CODE, CONTROLLER, ControllerRecord, NETWORK};
use super::{Log, Store, made, read};
use crate::slots::{Slots, What};

impl Store {
    /// The Wi-Fi credentials, if there are any.
    pub fn network<F: NorFlash>(&self, flash: &mut F) -> Option<Provision> {
        self.given(flash, NETWORK)
    }

    /// The controller in that place.
    pub fn controller<F: NorFlash>(&self, flash: &mut F, place: u8) -> Option<ControllerRecord> {
        self.given(flash, CONTROLLER + place)
    }

    /// The record of the code that the owner has chosen, if there is one.
    pub fn code<F: NorFlash>(&self, flash: &mut F) -> Option<CodeRecord> {
        self.given(flash, CODE)
    }

    /// That setting, unless it is at its default. So it is when its record
    /// cannot be read, or says what no camera takes (R55).
    pub fn setting<F: NorFlash>(&self, flash: &mut F, id: SettingId) -> Option<Setting> {
        read_setting(self.user.as_ref(), flash, id).flatten()
    }

    /// The place of the controller with that key.
    pub fn place_of<F: NorFlash>(&self, flash: &mut F, key_id: KeyId) -> Option<u8> {
        (0..MAX_CONTROLLERS as u8).find(|place| {
            self.controller(flash, *place)
                .is_some_and(|controller| controller.key_id == key_id)
        })
    }

    /// What the machine is told of it at boot.
    pub(super) fn find_given<F: NorFlash>(&mut self, flash: &mut F) {
        self.stored.network = self.network(flash).is_some();
        for place in 0..MAX_CONTROLLERS as u8 {
            if let Some(controller) = self.controller(flash, place) {
                self.stored.controllers += 1;
                self.stored.owners += u8::from(controller.role == Role::OWNER);
            }
        }
        for id in SettingId::all() {
            let settings = &mut self.stored.settings;
            let is_lost = || self.user.as_ref().is_some_and(|user| user.has_lost(id.0));
            match read_setting(self.user.as_ref(), flash, id) {
                None if !is_lost() => {}
                Some(Some(setting)) => settings.set(id, &Effect::of(&setting)),
                // It is at its default, and the owner shall know (R55).
                None | Some(None) => settings.unreadable = settings.unreadable.with(id, true),
            }
        }
    }

    /// Keeps what a controller gives, or forgets it.
    pub(super) fn keep_given<F: NorFlash>(
        &mut self,
        flash: &mut F,
        job: StoreJob,
        slots: &mut Slots,
    ) -> Option<()> {
        match job {
            StoreJob::SaveNetwork => self.put_given(flash, NETWORK, slots.trial.as_ref()?),
            StoreJob::SaveController { client, role } => {
                let What::Controller(enrolling) = slots.staged(client)? else {
                    return None;
                };
                enrolling.role = role;
                let free = (0..MAX_CONTROLLERS as u8)
                    .find(|place| self.controller(flash, *place).is_none())?;
                self.put_given(flash, CONTROLLER + free, enrolling)
            }
            StoreJob::RemoveController { place } => {
                made(self.user.as_mut()?.remove(flash, CONTROLLER + place))
            }
            StoreJob::RenameController { client, place } => {
                let What::Name(name) = slots.staged(client)? else {
                    return None;
                };
                let mut controller = self.controller(flash, place)?;
                controller.name.clone_from(name);
                self.put_given(flash, CONTROLLER + place, &controller)
            }
            StoreJob::SetRole { place, role } => {
                let mut controller = self.controller(flash, place)?;
                controller.role = role;
                self.put_given(flash, CONTROLLER + place, &controller)
            }
            StoreJob::SaveCode { client } => match slots.staged(client)? {
                What::Code(record) => self.put_given(flash, CODE, record),
                _ => None,
            },
            StoreJob::SaveSetting { client, setting } => match slots.staged(client)? {
                What::Setting(value) => {
                    let mut body = [0; MAX_VALUE];
                    let len = encode_setting(value, &mut body)?;
                    let body = body.get(..len)?;
                    made(self.user.as_mut()?.put(flash, setting.0, body))
                }
                _ => None,
            },
            StoreJob::ClearSetting { setting } => {
                made(self.user.as_mut()?.remove(flash, setting.0))
            }
            // The others are the camera's own.
            _ => None,
        }
    }

    fn given<V: DeserializeOwned, F: NorFlash>(&self, flash: &mut F, key: u8) -> Option<V> {
        let mut buffer = Zeroizing::new([0; MAX_VALUE]);
        let body = read(self.user.as_ref()?, flash, key, &mut buffer)?;
        codec::decode(body).ok()
    }

    fn put_given<F: NorFlash>(
        &mut self,
        flash: &mut F,
        key: u8,
        record: &impl Serialize,
    ) -> Option<()> {
        let mut buffer = Zeroizing::new([0; MAX_VALUE]);
        let len = codec::encode(record, &mut *buffer).ok()?;
        self.put_secret(flash, key, buffer.get(..len)?)
    }
}

/// The record of that setting, if there is one, and what it says, if it can be read.
fn read_setting<F: NorFlash>(
    user: Option<&Log>,
    flash: &mut F,
    id: SettingId,
) -> Option<Option<Setting>> {
    let mut buffer = [0; MAX_VALUE];
    let record = read(user?, flash, id.0, &mut buffer)?;
    Some(decode_setting(id, record))
}

/// Writes a setting, and says how long its record is.
fn encode_setting(setting: &Setting, out: &mut [u8]) -> Option<usize> {
    let (kind, body) = out.split_first_mut()?;
    *kind = setting.kind();
    Some(1 + setting.encode(body).ok()?)
}

/// Reads the record of that setting, of this version or the one before: that
/// wrote the body alone, whose first byte is no kind of a setting. (Only the
/// brightness of the LED comes as high, and that body has another length.)
///
/// `None` when it says nothing that a camera may take (R55).
fn decode_setting(id: SettingId, record: &[u8]) -> Option<Setting> {
    let kind = Setting::kind_of(id)?;
    let of_kind = |body: &[u8]| {
        let setting = Setting::decode(kind, body).ok()?;
        (setting.id() == Ok(id) && setting.check().is_ok()).then_some(setting)
    };
    let this = record.split_first().filter(|(first, _)| **first == kind);
    this.and_then(|(_, body)| of_kind(body))
        .or_else(|| of_kind(record))
}
