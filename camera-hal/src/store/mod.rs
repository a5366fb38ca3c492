//! The camera's flash: three regions with three lives (design 2.10).
//!
//! | region | written | holds |
//! | --- | --- | --- |
//! | factory | once, elsewhere | serial, model, label record |
//! | journal | always | last reset, wrong codes; survives a reset |
//! | user | always | all that a user gave: a reset erases it |

mod area;
pub mod factory;
mod found;
pub mod log;
pub mod records;
mod sector;

use core::ops::Range;

use camera_fsm::action::{ResetRecord, StoreJob};
use camera_fsm::diagnosis::InFlash;
use camera_fsm::input::{OpResult, Stored};
use camera_fsm::power::PowerRecord;
use camera_fsm::settings::Effect;
use camera_proto::codec;
use camera_proto::message::{CodeRecord, Provision, Refused, Setting};
use camera_proto::vocab::{Fault, KeyId, MAX_CONTROLLERS, Refusal, ResetScope, Role, SettingId};
use embedded_storage::nor_flash::NorFlash;
use serde::Serialize;
use zeroize::Zeroizing;

use crate::recordings::MediaKey;
use crate::slots::{Slots, What};
use factory::Factory;
use log::{Area, Log, LogError, MAX_VALUE, Mount};
use records::{CODE, CONTROLLER, ControllerRecord, MEDIA_KEY, NETWORK};

/// Where the three regions lie in the flash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Start of the factory region, one sector long.
    pub factory: u32,
    /// The journal.
    pub journal: Area,
    /// The user region.
    pub user: Area,
}

impl Layout {
    /// Whether any of these bytes belong to a region.
    #[must_use]
    pub fn overlaps(&self, bytes: &Range<u32>) -> bool {
        let two = |Area { base, sector_bytes }| (base, 2 * sector_bytes);
        let regions = [
            (self.factory, self.journal.sector_bytes),
            two(self.journal),
            two(self.user),
        ];
        regions
            .into_iter()
            .any(|(base, len)| bytes.start < base.saturating_add(len) && base < bytes.end)
    }
}

/// The store: where the logs stand. The flash itself is handed to every call.
#[derive(Debug)]
pub struct Store {
    layout: Layout,
    factory: Option<Factory>,
    journal: Option<Log>,
    user: Option<Log>,
    reset: Option<ResetRecord>,
    stored: Stored,
    lost: InFlash,
}

impl Store {
    /// Reads the flash after power on, and finishes what a power cut left
    /// undone in the logs. A flash that the journal calls broken is tested, which
    /// takes two erases (R13). While a reset is unfinished, nothing is read from
    /// the user region (R21).
    #[inline(never)]
    pub fn mount<F: NorFlash>(flash: &mut F, layout: Layout, jitter: u32) -> Self {
        let mut store = Self {
            layout,
            factory: Factory::read(flash, layout.factory),
            journal: None,
            user: None,
            reset: None,
            stored: Stored {
                jitter,
                ..Stored::BLANK
            },
            lost: InFlash::SOUND,
        };
        if store.factory.is_none() {
            store.stored.damage = Fault::FACTORY_DATA;
        }
        store.mount_journal(flash);
        let resetting = store.reset.filter(|reset| !reset.finished);
        match resetting.map(|reset| reset.scope) {
            // What is to be erased whole is not even looked at.
            Some(ResetScope::Everything) => {}
            Some(_) => store.mount_user(flash),
            None => {
                store.mount_user(flash);
                store.test(flash);
            }
        }
        store
    }

    /// A flash that was called broken is broken until it has passed a test (R13):
    /// both logs move, which erases, writes and reads back what any change does.
    fn test<F: NorFlash>(&mut self, flash: &mut F) {
        if !matches!(self.stored.fault, Fault::STORE | Fault::RESET_TIMEOUT) {
            return;
        }
        let moves = |log: &mut Option<Log>, flash: &mut F| {
            let log = log.as_mut();
            log.is_some_and(|log| log.retain(flash, |_| true).is_ok())
        };
        let passes = moves(&mut self.user, flash) && moves(&mut self.journal, flash);
        if passes && self.save_fault(flash, Fault::NONE).is_some() {
            self.stored.fault = Fault::NONE;
        }
    }

    fn save_fault<F: NorFlash>(&mut self, flash: &mut F, fault: Fault) -> Option<()> {
        made(
            self.journal
                .as_mut()?
                .put(flash, records::FAULT, &[fault.0]),
        )
    }

    /// Where everything lies.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// What the machine is told at boot.
    #[must_use]
    pub fn stored(&self) -> &Stored {
        &self.stored
    }

    /// What the factory gave, unless it is damaged.
    #[must_use]
    pub fn factory(&self) -> Option<&Factory> {
        self.factory.as_ref()
    }

    /// Does what the machine asked for. It may take as long as a sector erase.
    pub fn run<F: NorFlash>(
        &mut self,
        flash: &mut F,
        job: StoreJob,
        slots: &mut Slots,
    ) -> OpResult {
        match self.try_run(flash, job, slots) {
            // The change is made; if its old sector could not be erased, the next
            // mount tries again.
            Some(()) => {
                self.is_found(job);
                OpResult::Done
            }
            None => OpResult::Failed(Refused::because(Refusal::STORE_FAILURE)),
        }
    }

    /// Whether that change erases a sector, which takes long; what appends a few
    /// words does so only where they do not fit. The intent of a reset must not
    /// wait for anything, and says that it does not.
    #[must_use]
    pub fn erases<F: NorFlash>(&self, job: StoreJob) -> bool {
        let (log, len) = match job {
            StoreJob::SaveReset(_) | StoreJob::CheckUser => return false,
            StoreJob::SaveAttempts(_)
            | StoreJob::SaveParked(_)
            | StoreJob::SavePower(_)
            | StoreJob::SaveFault(_) => (self.journal, 2),
            StoreJob::SaveFirstSetup(_) => (self.user, 4),
            StoreJob::SaveSetting { .. } => (self.user, MAX_VALUE),
            StoreJob::EraseUser { .. }
            | StoreJob::FormatUser
            | StoreJob::Forget(_)
            | StoreJob::SaveNetwork
            | StoreJob::SaveController { .. }
            | StoreJob::RemoveController { .. }
            | StoreJob::RenameController { .. }
            | StoreJob::SetRole { .. }
            | StoreJob::SaveCode { .. }
            | StoreJob::ClearSetting { .. } => return true,
        };
        log.is_some_and(|log| log.is_full::<F>(len))
    }

    /// The Wi-Fi credentials, if there are any.
    pub fn network<F: NorFlash>(&self, flash: &mut F) -> Option<Provision> {
        let mut buffer = Zeroizing::new([0; MAX_VALUE]);
        let body = read(self.user.as_ref()?, flash, NETWORK, &mut buffer)?;
        codec::decode(body).ok()
    }

    /// The controller in that place.
    pub fn controller<F: NorFlash>(&self, flash: &mut F, place: u8) -> Option<ControllerRecord> {
        let mut buffer = Zeroizing::new([0; MAX_VALUE]);
        let body = read(self.user.as_ref()?, flash, CONTROLLER + place, &mut buffer)?;
        codec::decode(body).ok()
    }

    /// The record of the code that the owner has chosen, if there is one.
    pub fn code<F: NorFlash>(&self, flash: &mut F) -> Option<CodeRecord> {
        let mut buffer = Zeroizing::new([0; MAX_VALUE]);
        let body = read(self.user.as_ref()?, flash, CODE, &mut buffer)?;
        codec::decode(body).ok()
    }

    /// What seals the recordings, once there were any.
    pub fn media_key<F: NorFlash>(&self, flash: &mut F) -> Option<MediaKey> {
        let mut buffer = Zeroizing::new([0; MAX_VALUE]);
        let body = read(self.user.as_ref()?, flash, MEDIA_KEY, &mut buffer)?;
        body.try_into().ok().map(MediaKey)
    }

    /// Keeps what seals the recordings from now on; `false` when that failed.
    pub fn save_media_key<F: NorFlash>(&mut self, flash: &mut F, key: &MediaKey) -> bool {
        self.put_secret(flash, MEDIA_KEY, &key.0).is_some()
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

    fn mount_journal<F: NorFlash>(&mut self, flash: &mut F) {
        self.journal = match Log::mount(flash, self.layout.journal) {
            Ok(Mount::Ready(log)) => Some(log),
            Ok(Mount::Blank) => Log::format(flash, self.layout.journal).ok(),
            // A reset lays it out anew; until then nobody can pair.
            Ok(Mount::Damaged) | Err(_) => None,
        };
        let Some(journal) = &self.journal else {
            self.stored.damage = Fault::STORE;
            return;
        };
        let mut buffer = [0; MAX_VALUE];
        let reset = read(journal, flash, records::RESET, &mut buffer);
        self.reset = reset.and_then(records::decode_reset);
        self.stored.reset = self.reset;
        if let Some([attempts]) = read(journal, flash, records::ATTEMPTS, &mut buffer) {
            self.stored.attempts = *attempts;
        }
        if let Some([parked]) = read(journal, flash, records::PARKED, &mut buffer) {
            self.stored.head_is_parked = *parked == 1;
        }
        if let Some(&[fault]) = read(journal, flash, records::FAULT, &mut buffer) {
            self.stored.fault = Fault(fault);
        }
        if let Some(&[cycles, crashes]) = read(journal, flash, records::POWER, &mut buffer) {
            self.stored.power = PowerRecord { cycles, crashes };
        }
    }

    fn mount_user<F: NorFlash>(&mut self, flash: &mut F) {
        self.user = match Log::mount(flash, self.layout.user) {
            Ok(Mount::Ready(log)) => Some(log),
            Ok(Mount::Blank) => Log::format(flash, self.layout.user).ok(),
            Ok(Mount::Damaged) | Err(_) => None,
        };
        if self.user.is_none() && self.stored.damage == Fault::NONE {
            self.stored.damage = Fault::USER_DATA;
        }
        self.find_lost();
        self.stored.network = self.network(flash).is_some();
        let mut buffer = [0; MAX_VALUE];
        let first_setup = self
            .user
            .as_ref()
            .and_then(|user| read(user, flash, records::FIRST_SETUP, &mut buffer));
        self.stored.first_setup_s = first_setup
            .and_then(|bytes| <[u8; 4]>::try_from(bytes).ok())
            .map_or(0, u32::from_le_bytes);
        for place in 0..MAX_CONTROLLERS as u8 {
            if let Some(controller) = self.controller(flash, place) {
                self.stored.controllers += 1;
                self.stored.owners += u8::from(controller.role == Role::OWNER);
            }
        }
        for id in SettingId::all() {
            let settings = &mut self.stored.settings;
            let is_lost = || self.user.is_some_and(|user| user.has_lost(id.0));
            match read_setting(self.user.as_ref(), flash, id) {
                None if !is_lost() => {}
                Some(Some(setting)) => settings.set(id, Effect::of(&setting)),
                // It is at its default, and the owner shall know (R55).
                None | Some(None) => settings.unreadable = settings.unreadable.with(id, true),
            }
        }
    }

    #[inline(never)]
    fn try_run<F: NorFlash>(
        &mut self,
        flash: &mut F,
        job: StoreJob,
        slots: &mut Slots,
    ) -> Option<()> {
        match job {
            StoreJob::SaveAttempts(attempts) => {
                let journal = self.journal.as_mut()?;
                made(journal.put(flash, records::ATTEMPTS, &[attempts]))
            }
            StoreJob::SavePower(PowerRecord { cycles, crashes }) => {
                let journal = self.journal.as_mut()?;
                made(journal.put(flash, records::POWER, &[cycles, crashes]))
            }
            StoreJob::SaveParked(parked) => {
                let journal = self.journal.as_mut()?;
                made(journal.put(flash, records::PARKED, &[parked.into()]))
            }
            StoreJob::SaveFault(fault) => self.save_fault(flash, fault),
            StoreJob::SaveReset(record) => self.save_reset(flash, record),
            StoreJob::EraseUser { sector } => {
                self.user = None;
                made(self.layout.user.erase_sector(flash, sector))
            }
            StoreJob::CheckUser => match self.layout.user.is_blank(flash) {
                Ok(true) => Some(()),
                Ok(false) | Err(_) => None,
            },
            StoreJob::FormatUser => {
                self.user = Some(Log::format(flash, self.layout.user).ok()?);
                Some(())
            }
            StoreJob::Forget(scope) => {
                let user = self.user.as_mut()?;
                match user.retain(flash, |key| records::survives(scope, key)) {
                    Ok(()) => Some(()),
                    // Forgotten, but still to be read in the old sector.
                    Err(LogError::ScrubOwed) => user.scrub(flash).ok(),
                    Err(_) => None,
                }
            }
            StoreJob::SaveFirstSetup(unix_s) => {
                let bytes = unix_s.to_le_bytes();
                made(self.user.as_mut()?.put(flash, records::FIRST_SETUP, &bytes))
            }
            StoreJob::SaveNetwork => self.put_secret(flash, NETWORK, slots.trial.as_ref()?),
            StoreJob::SaveController { client, role } => {
                let What::Controller(enrolling) = slots.staged(client)? else {
                    return None;
                };
                enrolling.role = role;
                let free = (0..MAX_CONTROLLERS as u8)
                    .find(|place| self.controller(flash, *place).is_none())?;
                self.put_secret(flash, CONTROLLER + free, enrolling)
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
                self.put_secret(flash, CONTROLLER + place, &controller)
            }
            StoreJob::SetRole { place, role } => {
                let mut controller = self.controller(flash, place)?;
                controller.role = role;
                self.put_secret(flash, CONTROLLER + place, &controller)
            }
            StoreJob::SaveCode { client } => match slots.staged(client)? {
                What::Code(record) => self.put_secret(flash, CODE, record),
                _ => None,
            },
            StoreJob::SaveSetting { client, setting } => match slots.staged(client)? {
                What::Setting(value) => {
                    let mut body = [0; MAX_VALUE];
                    let len = records::encode_setting(value, &mut body)?;
                    let body = body.get(..len)?;
                    made(self.user.as_mut()?.put(flash, setting.0, body))
                }
                _ => None,
            },
            StoreJob::ClearSetting { setting } => {
                made(self.user.as_mut()?.remove(flash, setting.0))
            }
        }
    }

    /// Writes a record that holds a secret: the one that it replaces does not
    /// stay in the flash (R26).
    fn put_secret<F: NorFlash>(
        &mut self,
        flash: &mut F,
        key: u8,
        record: &impl Serialize,
    ) -> Option<()> {
        let mut buffer = Zeroizing::new([0; MAX_VALUE]);
        let len = codec::encode(record, &mut *buffer).ok()?;
        let body = buffer.get(..len)?;
        made(self.user.as_mut()?.put_scrubbed(flash, key, body))
    }

    /// The one write that begins a reset, and the one that ends it. A journal
    /// that is damaged is laid out anew first: a reset must always be possible.
    fn save_reset<F: NorFlash>(&mut self, flash: &mut F, record: ResetRecord) -> Option<()> {
        if self.journal.is_none() {
            self.journal = Some(Log::format(flash, self.layout.journal).ok()?);
        }
        let bytes = records::encode_reset(&record);
        made(self.journal.as_mut()?.put(flash, records::RESET, &bytes))?;
        self.reset = Some(record);
        Some(())
    }
}

/// `Some` when the change is in the flash, even if its old sector is still to
/// be erased: the next mount does that.
fn made(result: Result<(), LogError>) -> Option<()> {
    match result {
        Ok(()) | Err(LogError::ScrubOwed) => Some(()),
        Err(_) => None,
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
    Some(records::decode_setting(id, record))
}

fn read<'b, F: NorFlash>(
    log: &Log,
    flash: &mut F,
    key: u8,
    buffer: &'b mut [u8; MAX_VALUE],
) -> Option<&'b [u8]> {
    let len = log.get(flash, key, buffer).ok()??;
    buffer.get(..len)
}
