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
#[cfg_attr(not(feature = "pairing"), path = "nothing_given.rs")]
mod given;
pub mod log;
pub mod records;
mod sector;

use core::ops::Range;

use camera_fsm::action::{ResetRecord, StoreJob};
use camera_fsm::diagnosis::InFlash;
use camera_fsm::input::{OpResult, Stored};
use camera_fsm::power::PowerRecord;
use camera_proto::message::Refused;
use camera_proto::vocab::{Fault, Refusal, ResetScope};
use embedded_storage::nor_flash::NorFlash;
use zeroize::Zeroizing;

use crate::recordings::MediaKey;
use crate::slots::Slots;
use factory::Factory;
use log::{Area, Log, LogError, MAX_VALUE, Mount};
use records::MEDIA_KEY;

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
    /// takes two erases (R13). While a reset of everything is unfinished, nothing
    /// is read from the user region (R21).
    #[inline(never)] // as `Runner::new`
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

    /// Does what the machine asked for. It takes at most one erase of a sector,
    /// or two where one has failed before, and no more words than a sector has.
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
            | StoreJob::SaveFault(_) => (&self.journal, 2),
            StoreJob::SaveFirstSetup(_) => (&self.user, 4),
            StoreJob::SaveSetting { .. } => (&self.user, MAX_VALUE),
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
        log.as_ref().is_some_and(|log| log.is_full::<F>(len))
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
        self.find_given(flash);
        let mut buffer = [0; MAX_VALUE];
        let first_setup = self
            .user
            .as_ref()
            .and_then(|user| read(user, flash, records::FIRST_SETUP, &mut buffer));
        self.stored.first_setup_s = first_setup
            .and_then(|bytes| <[u8; 4]>::try_from(bytes).ok())
            .map_or(0, u32::from_le_bytes);
    }

    #[inline(never)] // as `Runner::new`
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
            StoreJob::SaveNetwork
            | StoreJob::SaveController { .. }
            | StoreJob::RemoveController { .. }
            | StoreJob::RenameController { .. }
            | StoreJob::SetRole { .. }
            | StoreJob::SaveCode { .. }
            | StoreJob::SaveSetting { .. }
            | StoreJob::ClearSetting { .. } => self.keep_given(flash, job, slots),
        }
    }

    /// Writes a record that holds a secret: the one that it replaces does not
    /// stay in the flash (R26).
    fn put_secret<F: NorFlash>(&mut self, flash: &mut F, key: u8, record: &[u8]) -> Option<()> {
        made(self.user.as_mut()?.put_scrubbed(flash, key, record))
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

fn read<'b, F: NorFlash>(
    log: &Log,
    flash: &mut F,
    key: u8,
    buffer: &'b mut [u8; MAX_VALUE],
) -> Option<&'b [u8]> {
    let len = log.get(flash, key, buffer).ok()??;
    buffer.get(..len)
}
