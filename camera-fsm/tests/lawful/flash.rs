//! The flash as the machine's world sees it: a journal of whole records, and
//! the user's log in one of two sectors. That real flash keeps these promises
//! is proven where the store is.

use camera_fsm::action::{ResetRecord, StoreJob};
use camera_fsm::input::Stored;
use camera_fsm::power::{BootCause, PowerRecord};
use camera_fsm::settings::{Effect, SettingSet};
use camera_proto::vocab::{Fault, ResetScope, Role, SettingId};

use super::chosen::Chosen;

/// How far a write had come when the power went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    Before,
    Half,
    Whole,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Flash {
    pub(crate) reset: Option<ResetRecord>,
    pub(crate) attempts: u8,
    pub(crate) power: PowerRecord,
    pub(crate) head_is_parked: bool,
    pub(crate) fault: Fault,
    /// No test of it passes any more.
    pub(crate) worn: bool,
    /// Writing down a hardware fault is a job like any other, and not done at once.
    pub(crate) notes_slowly: bool,
    sectors: [Sector; 2],
}

/// What a user gave, as far as it matters here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Kept {
    pub(crate) network: bool,
    pub(crate) owners: u8,
    pub(crate) users: u8,
    pub(crate) settings: SettingSet,
    pub(crate) chosen: Chosen,
}

impl Kept {
    /// What the controller in that place may do: owners come first.
    pub(crate) fn role_at(&self, place: u8) -> Option<Role> {
        match place {
            _ if place < self.owners => Some(Role::OWNER),
            _ if place < self.owners + self.users => Some(Role::USER),
            _ => None,
        }
    }

    /// A user has set one.
    pub(crate) fn with(mut self, setting: SettingId, effect: Effect) -> Self {
        self.settings = self.settings.with(setting, true);
        self.chosen.set(setting, effect);
        self
    }

    fn forget_settings(&mut self) {
        self.settings = SettingSet::NONE;
        self.chosen = Chosen::default();
    }

    fn count(&mut self, role: Role) -> &mut u8 {
        match role {
            Role::OWNER => &mut self.owners,
            _ => &mut self.users,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
enum Sector {
    #[default]
    Blank,
    Log(Kept),
    /// Half erased: no log any more, but its bytes can still be read.
    Torn,
}

impl Flash {
    pub(crate) fn with(kept: Kept) -> Self {
        let mut flash = Self {
            reset: None,
            attempts: 0,
            power: PowerRecord::default(),
            head_is_parked: false,
            fault: Fault::NONE,
            worn: false,
            notes_slowly: false,
            sectors: [Sector::Log(kept), Sector::Blank],
        };
        // A log that is in use has moved on.
        if kept != Kept::default() {
            flash.sectors.swap(0, 1);
        }
        flash
    }

    /// Whether a reset is committed and not finished.
    pub(crate) fn is_resetting(&self) -> bool {
        self.reset.is_some_and(|record| !record.finished)
    }

    pub(crate) fn kept(&self) -> Kept {
        self.sectors.iter().find_map(log).unwrap_or_default()
    }

    /// The board has started: what the machine is told. A storage that was
    /// called broken is tested first. Nothing of the user's part is
    /// looked at while a reset of everything is unfinished; else what a cut
    /// has left to scrub is scrubbed.
    pub(crate) fn mount(&mut self, cause: BootCause) -> Stored {
        let mut stored = Stored {
            reset: self.reset,
            attempts: self.attempts,
            power: self.power,
            head_is_parked: self.head_is_parked,
            fault: self.fault,
            cause,
            ..Stored::BLANK
        };
        let everything = |record: &ResetRecord| record.scope == ResetScope::Everything;
        if self.is_resetting() && self.reset.as_ref().is_some_and(everything) {
            return stored;
        }
        if matches!(self.fault, Fault::STORE | Fault::RESET_TIMEOUT) && !self.worn {
            self.fault = Fault::NONE;
            stored.fault = Fault::NONE;
        }
        if self.sectors == [Sector::Blank, Sector::Blank] {
            self.sectors = [Sector::Log(Kept::default()), Sector::Blank];
        }
        if self.sectors.iter().any(|sector| log(sector).is_some()) {
            for sector in &mut self.sectors {
                if *sector == Sector::Torn {
                    *sector = Sector::Blank;
                }
            }
        } else {
            stored.damage = Fault::USER_DATA;
        }
        let kept = self.kept();
        Stored {
            network: kept.network,
            controllers: kept.owners + kept.users,
            owners: kept.owners,
            settings: kept.chosen.values(kept.settings),
            ..stored
        }
    }

    /// Does a job up to there; `false` when it cannot be done.
    pub(crate) fn apply(&mut self, job: StoreJob, extent: Extent) -> bool {
        match (extent, job) {
            (Extent::Before, _) => {}
            (Extent::Half, StoreJob::EraseUser { sector }) => {
                let sector = &mut self.sectors[usize::from(sector)];
                if *sector != Sector::Blank {
                    *sector = Sector::Torn;
                }
            }
            // The new log stands, the old one is not scrubbed yet.
            (Extent::Half, StoreJob::Forget(scope)) => {
                self.forget(scope, Sector::Torn);
            }
            // A record of a log is there or it is not.
            (Extent::Half, _) => {}
            (Extent::Whole, StoreJob::SaveAttempts(attempts)) => self.attempts = attempts,
            (Extent::Whole, StoreJob::SavePower(power)) => self.power = power,
            (Extent::Whole, StoreJob::SaveParked(parked)) => self.head_is_parked = parked,
            (Extent::Whole, StoreJob::SaveFault(fault)) => self.fault = fault,
            (Extent::Whole, StoreJob::SaveReset(record)) => self.reset = Some(record),
            (Extent::Whole, StoreJob::EraseUser { sector }) => {
                self.sectors[usize::from(sector)] = Sector::Blank;
            }
            (Extent::Whole, StoreJob::CheckUser) => {
                return self.sectors == [Sector::Blank, Sector::Blank];
            }
            // The other sector is blank, or should be.
            (Extent::Whole, StoreJob::FormatUser) => {
                self.sectors[0] = Sector::Log(Kept::default());
            }
            (Extent::Whole, StoreJob::Forget(scope)) => return self.forget(scope, Sector::Blank),
            (Extent::Whole, job) => return self.change(job),
        }
        true
    }

    /// What the setting that was written means.
    pub(crate) fn choose(&mut self, setting: SettingId, effect: Effect) {
        for sector in &mut self.sectors {
            if let Sector::Log(kept) = sector {
                kept.chosen.set(setting, effect);
            }
        }
    }

    /// Whether all of that scope is gone, and no older copy is left of it.
    pub(crate) fn is_free_of(&self, scope: ResetScope) -> bool {
        let kept = self.kept();
        let gone = match scope {
            ResetScope::Everything => kept == Kept::default() && self.attempts == 0,
            ResetScope::ForgetNetwork => !kept.network,
            ResetScope::KeepNetwork => kept.settings == SettingSet::NONE,
        };
        gone && self.sectors.contains(&Sector::Blank)
    }

    fn forget(&mut self, scope: ResetScope, old: Sector) -> bool {
        let at = self.sectors.iter().position(|sector| log(sector).is_some());
        let Some(at) = at else {
            return false;
        };
        let mut kept = self.kept();
        match scope {
            ResetScope::ForgetNetwork => kept.network = false,
            ResetScope::KeepNetwork => kept.forget_settings(),
            ResetScope::Everything => kept = Kept::default(),
        }
        self.sectors[at] = old;
        self.sectors[1 - at] = Sector::Log(kept);
        true
    }

    fn change(&mut self, job: StoreJob) -> bool {
        let mut logs = self.sectors.iter_mut().filter_map(|sector| match sector {
            Sector::Log(kept) => Some(kept),
            Sector::Blank | Sector::Torn => None,
        });
        let Some(kept) = logs.next() else {
            return false;
        };
        match job {
            StoreJob::SaveNetwork => kept.network = true,
            StoreJob::SaveController { role, .. } => *kept.count(role) += 1,
            StoreJob::RemoveController { place } => {
                let Some(role) = kept.role_at(place) else {
                    return false;
                };
                *kept.count(role) -= 1;
            }
            StoreJob::SetRole { place, role } => {
                let Some(former) = kept.role_at(place) else {
                    return false;
                };
                *kept.count(former) -= 1;
                *kept.count(role) += 1;
            }
            StoreJob::SaveSetting { setting, .. } => {
                kept.settings = kept.settings.with(setting, true)
            }
            StoreJob::ClearSetting { setting } => {
                kept.settings = kept.settings.with(setting, false);
                kept.chosen.clear(setting);
            }
            _ => {}
        }
        true
    }
}

fn log(sector: &Sector) -> Option<Kept> {
    match sector {
        Sector::Log(kept) => Some(*kept),
        Sector::Blank | Sector::Torn => None,
    }
}
