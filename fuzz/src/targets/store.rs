//! The flash: the log under power cuts, and any image at all.

use camera_fsm::action::{ResetRecord, StoreJob};
use camera_fsm::input::OpResult;
use camera_hal::mock::flash::Tear;
use camera_hal::slots::Slots;
use camera_hal::store::Store;
use camera_hal::store::log::{Log, LogError, MAX_VALUE};
use camera_proto::vocab::{Fault, MAX_CONTROLLERS, ResetCause, ResetScope, SettingId};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use crate::board::{BLANK, Flash, LAYOUT, OWNED};
use crate::bytes::Bytes;

#[path = "../../../camera-hal/tests/log/mod.rs"]
mod log;

use log::{AREA, Model, Op, contents, holds, ready, recover, replaced};

/// The log is a map that forgets, whatever is done to it and wherever its power is cut: after a cut the old or the
/// new map is there, and what was to be forgotten is nowhere.
pub fn store_log(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let mut flash = log::Flash::new();
    let mut log = Log::format(&mut flash, AREA).expect("a flash that works");
    let mut model = Model::new();
    let mut values = ChaCha8Rng::seed_from_u64(1);
    while !bytes.is_empty() {
        let op = op(&mut bytes, &mut values);
        let after = op.apply(&model);
        let cut = bytes.byte();
        if cut > 0 {
            flash.cut_at(cut.into(), tear(&mut bytes));
        }
        let result = op.run(&mut flash, &mut log);
        let found = if flash.is_powered() {
            // A cut that did not come about is called off.
            flash.power_on();
            assert!(matches!(result, Ok(()) | Err(LogError::Full)), "{result:?}");
            contents(&mut flash, &log)
        } else {
            let recovered = recover(&mut flash);
            log = recovered.0;
            recovered.1
        };
        let is_old = found == model && result.is_err();
        assert!(found == after || is_old, "{op:?}: {result:?}");
        if op.scrubs() && found == after && result != Err(LogError::Full) {
            let secrets = replaced(&model, &after);
            assert!(!secrets.iter().any(|value| holds(&flash, value)), "{op:?}");
        }
        model = found;
    }
    let log = ready(&mut flash);
    assert_eq!(contents(&mut flash, &log), model);
}

fn op(bytes: &mut Bytes<'_>, values: &mut ChaCha8Rng) -> Op {
    let key = |bytes: &mut Bytes<'_>| bytes.byte() % 12;
    // Values that look like none before: what one of them leaves behind can be told.
    let mut value = |bytes: &mut Bytes<'_>| {
        let mut value = vec![0; usize::from(bytes.byte()).min(MAX_VALUE)];
        values.fill_bytes(&mut value);
        value
    };
    match bytes.byte() % 8 {
        0 => Op::PutScrubbed(key(bytes), value(bytes)),
        1 => {
            let count = bytes.byte() % 4;
            Op::PutAll((0..count).map(|_| (key(bytes), value(bytes))).collect())
        }
        2 => Op::Remove(key(bytes)),
        3 => Op::Retain(bytes.byte()),
        4 => Op::Remount,
        _ => Op::Put(key(bytes), value(bytes)),
    }
}

fn tear(bytes: &mut Bytes<'_>) -> Tear {
    match bytes.byte() {
        0 => Tear::Before,
        1 => Tear::Half,
        2 => Tear::After,
        3 => Tear::Zeroed,
        seed => Tear::Random {
            sixteenths: 1 + seed % 15,
            seed: seed.into(),
        },
    }
}

const SECRET: &[u8] = b"a planted secret";

/// Any image of the flash mounts, can be read, and is reset, through power cuts too; then the user region holds
/// nothing of what was in it, and the camera is as new.
pub fn store_mount(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let mut flash = if bytes.flag() {
        Flash::from_image(*OWNED)
    } else {
        Flash::from_image(*BLANK)
    };
    let user = LAYOUT.user.base as usize..flash.image().len();
    for _ in 0..bytes.byte() % 8 {
        let at = usize::from(bytes.u16());
        overwrite(&mut flash, at, bytes.piece());
    }
    let room = user.len() - SECRET.len();
    overwrite(
        &mut flash,
        user.start + usize::from(bytes.u16()) % room,
        SECRET,
    );

    let mut store = Store::mount(&mut flash, LAYOUT, 1);
    read_all(&store, &mut flash);
    let cuts = bytes.byte() % 4;
    for _ in 0..cuts {
        flash.cut_at(bytes.byte().into(), tear(&mut bytes));
        let result = reset(&mut store, &mut flash);
        assert!(result.is_ok() || !flash.is_powered(), "{result:?}");
        flash.power_on();
        store = Store::mount(&mut flash, LAYOUT, 1);
        read_all(&store, &mut flash);
    }
    assert_eq!(reset(&mut store, &mut flash), Ok(()));

    let rest = &flash.image()[user];
    assert!(!rest.windows(SECRET.len()).any(|window| window == SECRET));
    let stored = *Store::mount(&mut flash, LAYOUT, 1).stored();
    assert!(!stored.network && stored.controllers == 0 && stored.settings.kept.count() == 0);
    assert_eq!(stored.reset, Some(record(true)));
    assert!([Fault::NONE, Fault::FACTORY_DATA].contains(&stored.damage));
}

fn overwrite(flash: &mut Flash, at: usize, with: &[u8]) {
    let cells = flash.image_mut();
    let at = at % cells.len();
    let len = with.len().min(cells.len() - at);
    cells[at..at + len].copy_from_slice(&with[..len]);
}

fn read_all(store: &Store, flash: &mut Flash) {
    let _ = (store.network(flash), store.code(flash), store.factory());
    for place in 0..MAX_CONTROLLERS as u8 {
        let _ = store.controller(flash, place);
    }
    for setting in SettingId::all() {
        let _ = store.setting(flash, setting);
    }
}

/// What the machine has done for a reset of everything, until one of it fails.
fn reset(store: &mut Store, flash: &mut Flash) -> Result<(), StoreJob> {
    let jobs = [
        StoreJob::SaveReset(record(false)),
        StoreJob::EraseUser { sector: 0 },
        StoreJob::EraseUser { sector: 1 },
        StoreJob::CheckUser,
        StoreJob::FormatUser,
        StoreJob::SaveReset(record(true)),
    ];
    for job in jobs {
        if store.run(flash, job, &mut Slots::default()) != OpResult::Done {
            return Err(job);
        }
    }
    Ok(())
}

fn record(finished: bool) -> ResetRecord {
    ResetRecord {
        epoch: 1,
        count: 1,
        cause: ResetCause::BUTTON,
        scope: ResetScope::Everything,
        finished,
        unbind_owed: false,
    }
}
