//! The flash as data: a journal that survives resets, and the user's log in
//! two sectors, one of them live.

use std::vec::Vec;

use camera_fsm::action::{ResetRecord, StoreJob};
use camera_fsm::device::Device;
use camera_fsm::diagnosis::{Facts, InFlash};
use camera_fsm::input::Stored;
use camera_fsm::power::PowerRecord;
use camera_fsm::scenario::{Kept, UserFlash};
use camera_fsm::settings::{Effect, SettingSet};
use camera_fsm::time::Instant;
use camera_proto::message::Provision;
use camera_proto::vocab::{ControllerName, Fault, ResetScope, Role, SettingId};

use super::phone::{KeyNumber, Phone, copy};

/// A controller that the flash knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) key: KeyNumber,
    pub(crate) role: Role,
    pub(crate) name: ControllerName,
}

#[derive(Debug, Default)]
pub(crate) struct Flash {
    pub(crate) reset: Option<ResetRecord>,
    pub(crate) attempts: u8,
    power: PowerRecord,
    head_is_parked: bool,
    fault: Fault,
    sectors: [Sector; 2],
    /// What has rotted, until there is a new one.
    lost: InFlash,
    unreadable: SettingSet,
    factory_is_lost: bool,
    /// On a medium beside it: of this owner, and of one before.
    pub(crate) has_recorded: bool,
    pub(crate) has_old_recordings: bool,
}

#[derive(Debug, Default)]
enum Sector {
    #[default]
    Blank,
    Log {
        generation: u32,
        records: Vec<Record>,
    },
    /// Half erased: nobody can read it as a log, but its bytes are there.
    Torn(Vec<Record>),
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Record {
    Network(Provision),
    /// A controller, or what has changed about it.
    Controller(Known),
    /// That controller is forgotten; its key is in the flash until a rewrite.
    Removed(KeyNumber),
    Setting(SettingId, Effect),
    FirstSetup(u32),
    /// The owner has chosen another code than the label's.
    Code,
}

impl Flash {
    /// What the machine is told at boot: nothing of the user's part while a
    /// reset is unfinished. Else a flash that was called broken is tested.
    pub(crate) fn mount(&mut self, is_sound: bool) -> Stored {
        let resetting = self.reset.is_some_and(|record| !record.finished);
        if matches!(self.fault, Fault::STORE | Fault::RESET_TIMEOUT) && is_sound && !resetting {
            self.fault = Fault::NONE;
        }
        let stored = Stored {
            reset: self.reset,
            attempts: self.attempts,
            power: self.power,
            head_is_parked: self.head_is_parked,
            fault: self.fault,
            damage: match self.factory_is_lost {
                true => Fault::FACTORY_DATA,
                false => Fault::NONE,
            },
            ..Stored::BLANK
        };
        if resetting {
            return stored;
        }
        let mut stored = Stored {
            network: self.network().is_some(),
            controllers: self.controllers().len() as u8,
            owners: self.owners(),
            first_setup_s: self.first_setup_s(),
            ..stored
        };
        for setting in self.settings() {
            stored.settings.set(setting, &self.effect_of(setting));
        }
        stored.settings.unreadable = self.unreadable;
        stored
    }

    /// Nobody can read that any more.
    pub(crate) fn rot(&mut self, what: Kept) {
        self.factory_is_lost |= what == Kept::Factory;
        let Some(live) = self.live() else { return };
        let Sector::Log { records, .. } = &mut self.sectors[live] else {
            return;
        };
        match what {
            Kept::Factory => {}
            Kept::Network => {
                records.retain(|record| !matches!(record, Record::Network(_)));
                self.lost.network_lost = true;
            }
            Kept::Controller => {
                records.retain(|record| !matches!(record, Record::Controller(_)));
                self.lost.access_lost = true;
            }
            Kept::Setting(rotten) => {
                records.retain(|record| !matches!(record, Record::Setting(id, _) if *id == rotten));
                self.unreadable = self.unreadable.with(rotten, true);
            }
        }
    }

    /// What a diagnosis follows from, as who owns the store says it.
    pub(crate) fn facts(&self, camera: &Device, now: Instant) -> Facts {
        Facts {
            in_flash: self.lost,
            dead_kib: self.has_old_recordings.into(),
            ..camera.facts(now)
        }
    }

    pub(crate) fn network(&self) -> Option<&Provision> {
        let mut networks = self.records().iter().filter_map(|record| match record {
            Record::Network(network) => Some(network),
            _ => None,
        });
        networks.next_back()
    }

    fn first_setup_s(&self) -> u32 {
        let mut noted = self.records().iter().filter_map(|record| match record {
            Record::FirstSetup(unix_s) => Some(*unix_s),
            _ => None,
        });
        noted.next_back().unwrap_or(0)
    }

    /// Whether the code on the label is not the camera's any more.
    pub(crate) fn is_code_changed(&self) -> bool {
        self.records().contains(&Record::Code)
    }

    pub(crate) fn role_of(&self, key: KeyNumber) -> Option<Role> {
        let mut known = self.controllers().into_iter();
        known.find(|known| known.key == key).map(|known| known.role)
    }

    fn owners(&self) -> u8 {
        let all = self.controllers();
        let owners = all.iter().filter(|known| known.role == Role::OWNER);
        owners.count() as u8
    }

    pub(crate) fn controllers(&self) -> Vec<Known> {
        let mut all: Vec<Known> = Vec::new();
        for record in self.records() {
            match record {
                Record::Controller(one) => match all.iter_mut().find(|old| old.key == one.key) {
                    Some(old) => old.clone_from(one),
                    None => all.push(one.clone()),
                },
                Record::Removed(key) => all.retain(|known| known.key != *key),
                Record::Network(_) | Record::Setting(..) | Record::FirstSetup(_) | Record::Code => {
                }
            }
        }
        all
    }

    pub(crate) fn settings(&self) -> Vec<SettingId> {
        let records = self.records().iter();
        let mut all: Vec<_> = records
            .filter_map(|record| match record {
                Record::Setting(setting, _) => Some(*setting),
                _ => None,
            })
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What that setting means, by its last record.
    fn effect_of(&self, setting: SettingId) -> Effect {
        let mut records = self.records().iter().rev();
        let effect = records.find_map(|record| match record {
            Record::Setting(id, effect) if *id == setting => Some(*effect),
            _ => None,
        });
        effect.unwrap_or(Effect::None)
    }

    pub(crate) fn user(&self) -> UserFlash {
        match &self.sectors {
            [Sector::Blank, Sector::Blank] => UserFlash::Blank,
            [Sector::Log { records, .. }, Sector::Blank]
            | [Sector::Blank, Sector::Log { records, .. }]
                if records.is_empty() =>
            {
                UserFlash::Formatted
            }
            _ => UserFlash::Used,
        }
    }

    pub(crate) fn has_secrets(&self) -> bool {
        self.sectors.iter().any(|sector| match sector {
            Sector::Blank => false,
            Sector::Log { records, .. } | Sector::Torn(records) => records
                .iter()
                .any(|record| matches!(record, Record::Network(_) | Record::Controller(..))),
        })
    }

    /// Does the job; keys, names and credentials come from the slots of the link.
    pub(crate) fn apply(&mut self, job: StoreJob, slots: &[Phone]) {
        self.is_found(job);
        match job {
            StoreJob::SaveAttempts(attempts) => self.attempts = attempts,
            StoreJob::SavePower(power) => self.power = power,
            StoreJob::SaveFirstSetup(unix_s) => self.append(Record::FirstSetup(unix_s)),
            StoreJob::SaveParked(parked) => self.head_is_parked = parked,
            StoreJob::SaveFault(fault) => self.fault = fault,
            StoreJob::SaveReset(record) => self.reset = Some(record),
            StoreJob::EraseUser { sector } => self.sectors[usize::from(sector)] = Sector::Blank,
            StoreJob::CheckUser => assert_eq!(self.user(), UserFlash::Blank),
            StoreJob::FormatUser => {
                self.sectors = [Self::log(1, Vec::new()), Sector::Blank];
            }
            StoreJob::Forget(scope) => self.forget(scope),
            StoreJob::SaveNetwork => {
                let mut trials = slots.iter().filter_map(|slots| slots.trial.as_ref());
                let network = trials.next().expect("credentials lie in the slot");
                self.append(Record::Network(copy(network)));
            }
            StoreJob::SaveController { client, role } => {
                let slots = &slots[usize::from(client.0)];
                let key = slots.new_key.expect("a key lies in the slot");
                let name = slots.name.clone();
                self.append(Record::Controller(Known { key, role, name }));
            }
            StoreJob::RemoveController { place } => {
                let key = self.controllers()[usize::from(place)].key;
                self.append(Record::Removed(key));
            }
            StoreJob::RenameController { client, place } => {
                let known = self.controllers().swap_remove(usize::from(place));
                let name = slots[usize::from(client.0)].name.clone();
                self.append(Record::Controller(Known { name, ..known }));
            }
            StoreJob::SetRole { place, role } => {
                let known = self.controllers().swap_remove(usize::from(place));
                self.append(Record::Controller(Known { role, ..known }));
            }
            StoreJob::SaveSetting { client, setting } => {
                let effect = slots[usize::from(client.0)].effect;
                self.append(Record::Setting(setting, effect));
            }
            StoreJob::SaveCode { .. } => self.append(Record::Code),
            // The stories of this world do not ask for it.
            StoreJob::ClearSetting { .. } => {}
        }
    }

    /// There is a new one, or nobody misses it any more; and what seals the
    /// recordings is erased.
    fn is_found(&mut self, job: StoreJob) {
        match job {
            StoreJob::SaveNetwork | StoreJob::Forget(ResetScope::ForgetNetwork) => {
                self.lost.network_lost = false;
            }
            StoreJob::SaveController { .. } | StoreJob::SaveCode { .. } => {
                self.lost.access_lost = false;
            }
            StoreJob::SaveSetting { setting, .. } => {
                self.unreadable = self.unreadable.with(setting, false);
            }
            StoreJob::FormatUser => (self.lost, self.unreadable) = Default::default(),
            _ => {}
        }
        if matches!(
            job,
            StoreJob::FormatUser | StoreJob::Forget(ResetScope::KeepNetwork)
        ) {
            self.has_old_recordings |= core::mem::take(&mut self.has_recorded);
        }
    }

    /// The job is cut off in the middle: a torn record does not count, a torn
    /// erase leaves bytes.
    pub(crate) fn tear(&mut self, job: StoreJob) {
        if let StoreJob::EraseUser { sector } = job {
            let sector = &mut self.sectors[usize::from(sector)];
            *sector = match core::mem::take(sector) {
                Sector::Blank => Sector::Blank,
                Sector::Log { records, .. } | Sector::Torn(records) => Sector::Torn(records),
            };
        }
    }

    fn log(generation: u32, records: Vec<Record>) -> Sector {
        Sector::Log {
            generation,
            records,
        }
    }

    fn live(&self) -> Option<usize> {
        let generation = |index: &usize| match self.sectors[*index] {
            Sector::Log { generation, .. } => Some(generation),
            Sector::Blank | Sector::Torn(_) => None,
        };
        let live = (0..2).max_by_key(generation);
        live.filter(|index| generation(index).is_some())
    }

    fn records(&self) -> &[Record] {
        match self.live().map(|live| &self.sectors[live]) {
            Some(Sector::Log { records, .. }) => records,
            _ => &[],
        }
    }

    fn append(&mut self, record: Record) {
        let live = self.live().unwrap_or_else(|| {
            self.sectors = [Self::log(1, Vec::new()), Sector::Blank];
            0
        });
        if let Sector::Log { records, .. } = &mut self.sectors[live] {
            records.push(record);
        }
    }

    /// Rewrites the log to the other sector without what the scope names.
    fn forget(&mut self, scope: ResetScope) {
        let mut kept: Vec<Record> = Vec::new();
        if scope == ResetScope::KeepNetwork {
            kept.extend(self.network().map(|network| Record::Network(copy(network))));
        } else {
            let record = |setting| Record::Setting(setting, self.effect_of(setting));
            kept.extend(self.settings().into_iter().map(record));
        }
        kept.extend(self.controllers().into_iter().map(Record::Controller));
        kept.push(Record::FirstSetup(self.first_setup_s()));
        kept.extend(self.is_code_changed().then_some(Record::Code));
        let live = self.live().unwrap_or(1);
        self.sectors[1 - live] = Self::log(2, kept);
        self.sectors[live] = Sector::Blank;
    }
}

/// What takes a sector's erase on a real flash, whatever is in it.
pub(crate) fn erases(job: StoreJob) -> bool {
    match job {
        StoreJob::EraseUser { .. }
        | StoreJob::FormatUser
        | StoreJob::Forget(_)
        | StoreJob::SaveNetwork
        | StoreJob::SaveController { .. }
        | StoreJob::RemoveController { .. }
        | StoreJob::RenameController { .. }
        | StoreJob::SetRole { .. }
        | StoreJob::SaveCode { .. }
        | StoreJob::ClearSetting { .. } => true,
        StoreJob::SaveReset(_)
        | StoreJob::CheckUser
        | StoreJob::SaveAttempts(_)
        | StoreJob::SaveParked(_)
        | StoreJob::SavePower(_)
        | StoreJob::SaveFault(_)
        | StoreJob::SaveFirstSetup(_)
        | StoreJob::SaveSetting { .. } => false,
    }
}
