//! All that a camera ever writes, as a list of changes; and what is in the flash then.
#![allow(dead_code, reason = "each test uses its part of it")]

use std::collections::BTreeMap;

use camera_fsm::action::{ResetRecord, StoreJob};
use camera_fsm::input::{ClientId, OpResult};
use camera_fsm::power::PowerRecord;
use camera_hal::mock::board::LAYOUT;
use camera_hal::mock::flash::SimFlash;
use camera_hal::slots::{Slots, What};
use camera_hal::store::Store;
use camera_hal::store::log::{Area, Log, MAX_VALUE, Mount};
use camera_hal::store::records;
use camera_proto::message::{CodeRecord, Provision};
use camera_proto::vocab::{Fault, Passphrase, ResetCause, ResetScope, Role, SettingId, Ssid};
use embedded_storage::nor_flash::NorFlash;
use heapless::Vec as Bounded;

use crate::kept;

pub(crate) const BYTES: usize = 0x5000;
const CLIENT: ClientId = ClientId(0);

/// What a change takes from the slots.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Given {
    Nothing,
    Network(&'static str, &'static str),
    Controller(u8),
    Name(&'static str),
    Code(u8),
    Setting(SettingId),
}

/// One job of the store.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Change {
    pub(crate) job: StoreJob,
    pub(crate) given: Given,
}

impl Change {
    /// Starts the camera, and does it.
    pub(crate) fn run<F: NorFlash>(&self, flash: &mut F) -> OpResult {
        let mut store = Store::mount(flash, LAYOUT, 1);
        self.run_on(&mut store, flash)
    }

    pub(crate) fn run_on<F: NorFlash>(&self, store: &mut Store, flash: &mut F) -> OpResult {
        let mut slots = Slots::default();
        let what = match self.given {
            Given::Nothing => None,
            Given::Network(ssid, passphrase) => {
                slots.trial = Some(Provision {
                    ssid: Ssid::new(ssid.as_bytes()).unwrap(),
                    passphrase: Passphrase::new(passphrase.as_bytes()).unwrap(),
                    ..kept::network()
                });
                None
            }
            Given::Controller(number) => Some(What::Controller(kept::controller(number))),
            Given::Name(name) => Some(What::Name(Bounded::from_slice(name.as_bytes()).unwrap())),
            Given::Code(number) => Some(What::Code(CodeRecord {
                w0: [0xa0 | number; 32],
                ..kept::code()
            })),
            Given::Setting(id) => Some(What::Setting(kept::value(id))),
        };
        if let Some(what) = what {
            assert!(slots.stage(CLIENT, 1, what));
        }
        store.run(flash, self.job, &mut slots)
    }
}

const fn plain(job: StoreJob) -> Change {
    let given = Given::Nothing;
    Change { job, given }
}

fn reset(epoch: u32, scope: ResetScope, finished: bool, unbind_owed: bool) -> Change {
    plain(StoreJob::SaveReset(ResetRecord {
        epoch,
        count: epoch,
        cause: ResetCause::BUTTON,
        scope,
        finished,
        unbind_owed,
    }))
}

pub(crate) fn network(ssid: &'static str, passphrase: &'static str) -> Change {
    let given = Given::Network(ssid, passphrase);
    let job = StoreJob::SaveNetwork;
    Change { job, given }
}

pub(crate) fn enrol(number: u8) -> Change {
    Change {
        job: StoreJob::SaveController {
            client: CLIENT,
            role: Role::OWNER,
        },
        given: Given::Controller(number),
    }
}

pub(crate) fn set(setting: SettingId) -> Change {
    Change {
        job: StoreJob::SaveSetting {
            client: CLIENT,
            setting,
        },
        given: Given::Setting(setting),
    }
}

pub(crate) fn attempt(count: u8) -> Change {
    plain(StoreJob::SaveAttempts(count))
}

pub(crate) fn power(cycles: u8) -> Change {
    let crashes = 0;
    plain(StoreJob::SavePower(PowerRecord { cycles, crashes }))
}

/// A first pairing and setup.
pub(crate) fn setup(ssid: &'static str, passphrase: &'static str, number: u8) -> Vec<Change> {
    vec![
        attempt(1),
        attempt(0),
        enrol(number),
        network(ssid, passphrase),
        plain(StoreJob::SaveFirstSetup(1_795_420_800)),
    ]
}

/// A reset of everything.
pub(crate) fn erase_everything(epoch: u32, unbind_owed: bool) -> Vec<Change> {
    let scope = ResetScope::Everything;
    vec![
        reset(epoch, scope, false, unbind_owed),
        plain(StoreJob::EraseUser { sector: 0 }),
        plain(StoreJob::EraseUser { sector: 1 }),
        plain(StoreJob::CheckUser),
        plain(StoreJob::FormatUser),
        reset(epoch, scope, true, unbind_owed),
    ]
}

pub(crate) fn forget(scope: ResetScope) -> Vec<Change> {
    vec![
        reset(0, scope, false, false),
        plain(StoreJob::Forget(scope)),
        reset(0, scope, true, false),
    ]
}

/// Two lives of a camera, with every kind of change in them.
pub(crate) fn life() -> Vec<Change> {
    let code = |number| Change {
        job: StoreJob::SaveCode { client: CLIENT },
        given: Given::Code(number),
    };
    let mut life = setup("SecretNetName", "secret password", 1);
    life.extend(SettingId::all().step_by(2).map(set));
    life.extend([
        enrol(2),
        enrol(3),
        Change {
            job: StoreJob::RenameController {
                client: CLIENT,
                place: 1,
            },
            given: Given::Name("tablet on the wall"),
        },
        plain(StoreJob::SetRole {
            place: 1,
            role: Role::USER,
        }),
        plain(StoreJob::RemoveController { place: 1 }),
        code(1),
        code(2),
        network("SecretNetName", "another password"),
        plain(StoreJob::ClearSetting {
            setting: SettingId::NAME,
        }),
        plain(StoreJob::SaveParked(true)),
        plain(StoreJob::SaveFault(Fault::RADIO)),
        power(3),
        attempt(7),
    ]);
    life.extend(forget(ResetScope::KeepNetwork));
    life.push(set(SettingId::NAME));
    life.extend(forget(ResetScope::ForgetNetwork));
    life.push(network("SecretNetName", "third password"));
    life.extend(erase_everything(1, true));
    // The cloud has heard of it.
    life.push(reset(1, ResetScope::Everything, true, false));
    life.extend(setup("The next one", "their password", 4));
    life
}

/// What must not be in a flash that has no record with it.
pub(crate) fn secrets() -> Vec<Vec<u8>> {
    let keys = (1..=4).map(|number| kept::controller(number).key.to_vec());
    let codes = (1..=2).map(|number| vec![0xa0 | number; 32]);
    let words = [
        "SecretNetName",
        "secret password",
        "another password",
        "third password",
        "The next one",
        "their password",
        "tablet on the wall",
    ];
    let words = words.map(|word| word.as_bytes().to_vec());
    keys.chain(codes).chain(words).collect()
}

/// A camera from the factory.
pub(crate) fn blank<const WORD: usize>() -> SimFlash<BYTES, WORD> {
    let image = kept::factory().encode().unwrap();
    let mut flash = SimFlash::new();
    flash.image_mut()[..image.len()].copy_from_slice(&image);
    flash
}

/// All that a flash says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) user: BTreeMap<u8, Vec<u8>>,
    pub(crate) journal: BTreeMap<u8, Vec<u8>>,
    pub(crate) damage: Fault,
}

impl Outcome {
    pub(crate) fn of<F: NorFlash>(flash: &mut F) -> Self {
        let damage = Store::mount(flash, LAYOUT, 1).stored().damage;
        Self {
            user: contents(flash, LAYOUT.user),
            journal: contents(flash, LAYOUT.journal),
            damage,
        }
    }

    /// What it has to do with none of the secrets it does not hold (R26).
    pub(crate) fn leak(&self, image: &[u8]) -> Option<Vec<u8>> {
        let values = || self.user.values();
        let has = |bytes: &[u8], secret: &[u8]| {
            bytes.windows(secret.len()).any(|window| window == secret)
        };
        let is_leak =
            |secret: &Vec<u8>| !values().any(|value| has(value, secret)) && has(image, secret);
        secrets().into_iter().find(is_leak)
    }
}

fn contents<F: NorFlash>(flash: &mut F, area: Area) -> BTreeMap<u8, Vec<u8>> {
    let Ok(Mount::Ready(log)) = Log::mount(flash, area) else {
        return BTreeMap::new();
    };
    let mut all = BTreeMap::new();
    let mut value = [0; MAX_VALUE];
    for key in 0..=u8::MAX {
        if let Ok(Some(len)) = log.get(flash, key, &mut value) {
            all.insert(key, value[..len].to_vec());
        }
    }
    all
}

/// Power comes back: the camera finishes the reset that it finds.
pub(crate) fn start<F: NorFlash>(flash: &mut F) -> OpResult {
    let mut store = Store::mount(flash, LAYOUT, 1);
    let Some(record) = store.stored().reset.filter(|record| !record.finished) else {
        return OpResult::Done;
    };
    let rest = match record.scope {
        ResetScope::Everything => erase_everything(record.epoch, record.unbind_owed),
        scope => forget(scope),
    };
    for change in rest.iter().skip(1) {
        let done = change.run_on(&mut store, flash);
        if done != OpResult::Done {
            return done;
        }
    }
    OpResult::Done
}

/// Whether every key of the user region is known to the list of them.
pub(crate) fn keys_are_known(outcome: &Outcome) -> bool {
    let known: Vec<u8> = records::user_keys().collect();
    outcome.user.keys().all(|key| known.contains(key))
}
