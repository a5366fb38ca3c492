//! The three regions and their records: what a reset erases, and what stays.
#![cfg(feature = "pairing")]

mod kept;

use camera_fsm::action::{ResetRecord, StoreJob};
use camera_fsm::input::OpResult;
use camera_fsm::power::PowerRecord;
use camera_fsm::settings::SettingSet;
use camera_hal::mock::board::LAYOUT;
use camera_hal::slots::{Slots, What};
use camera_hal::store::Store;
use camera_hal::store::log::{Log, Mount};
use camera_hal::store::records::{self};
use camera_proto::message::Provision;
use camera_proto::vocab::{
    Fault, MAX_CONTROLLERS, Passphrase, ResetCause, ResetScope, Role, SettingId,
};
use heapless::Vec;

use kept::{CLIENT, Flash, SECTOR, code, controller, done, flash, full, network, staged};

fn record(scope: ResetScope, finished: bool) -> ResetRecord {
    ResetRecord {
        epoch: 1,
        count: 1,
        cause: ResetCause::BUTTON,
        scope,
        finished,
        unbind_owed: false,
    }
}

/// The keys of the user region that hold a record.
fn keys(flash: &mut Flash) -> std::vec::Vec<u8> {
    let Ok(Mount::Ready(log)) = Log::mount(flash, LAYOUT.user) else {
        return std::vec::Vec::new();
    };
    (0..=255)
        .filter(|key| matches!(log.get(flash, *key, &mut [0; 256]), Ok(Some(_))))
        .collect()
}

fn holds(flash: &Flash, secret: &[u8]) -> bool {
    flash
        .image()
        .windows(secret.len())
        .any(|window| window == secret)
}

fn holds_any_secret(flash: &Flash) -> bool {
    let keys = (0..MAX_CONTROLLERS as u8).map(|number| controller(number).key.to_vec());
    let words = [b"SecretNetName".to_vec(), b"secret password".to_vec()];
    let code = code().w0.to_vec();
    keys.chain(words)
        .chain([code])
        .any(|secret| holds(flash, &secret))
}

fn erase_everything(flash: &mut Flash, store: &mut Store) {
    let scope = ResetScope::Everything;
    for job in [
        StoreJob::SaveReset(record(scope, false)),
        StoreJob::EraseUser { sector: 0 },
        StoreJob::EraseUser { sector: 1 },
        StoreJob::CheckUser,
        StoreJob::FormatUser,
        StoreJob::SaveReset(record(scope, true)),
    ] {
        done(store, flash, job, &mut Slots::default());
    }
}

#[test]
fn r20_a_reset_of_everything_erases_every_record_key() {
    let (mut flash, mut store) = full();
    assert_eq!(
        keys(&mut flash),
        records::user_keys().collect::<std::vec::Vec<_>>()
    );
    assert!(holds_any_secret(&flash));
    erase_everything(&mut flash, &mut store);
    assert_eq!(keys(&mut flash), []);
    assert!(!holds_any_secret(&flash));
    let stored = *Store::mount(&mut flash, LAYOUT, 1).stored();
    assert!(!stored.network && stored.controllers == 0 && stored.damage == Fault::NONE);
    assert_eq!(stored.reset, Some(record(ResetScope::Everything, true)));
}

#[test]
fn r20_softer_scopes_erase_what_their_table_says() {
    for (scope, network_stays, access_stays, settings_stay) in [
        (ResetScope::ForgetNetwork, false, true, true),
        (ResetScope::KeepNetwork, true, true, false),
    ] {
        let (mut flash, mut store) = full();
        done(
            &mut store,
            &mut flash,
            StoreJob::Forget(scope),
            &mut Slots::default(),
        );
        assert_eq!(
            store.network(&mut flash).is_some(),
            network_stays,
            "{scope:?}"
        );
        assert_eq!(
            store.controller(&mut flash, 7).is_some(),
            access_stays,
            "{scope:?}"
        );
        assert_eq!(store.code(&mut flash).is_some(), access_stays, "{scope:?}");
        for id in SettingId::all() {
            let kept = store.setting(&mut flash, id).is_some();
            assert_eq!(kept, settings_stay, "{scope:?} {id:?}");
        }
        assert_eq!(
            holds(&flash, b"secret password"),
            network_stays,
            "{scope:?}"
        );
    }
}

#[test]
fn r49_a_role_and_a_name_change_and_the_key_stays() {
    let (mut flash, mut store) = full();
    let (place, role) = (3, Role::USER);
    let job = StoreJob::SetRole { place, role };
    done(&mut store, &mut flash, job, &mut Slots::default());
    let name = Vec::from_slice(b"tablet").unwrap();
    let client = CLIENT;
    let job = StoreJob::RenameController { client, place };
    let mut slots = Slots::default();
    staged(&mut store, &mut flash, job, &mut slots, What::Name(name));
    let changed = store.controller(&mut flash, 3).unwrap();
    assert_eq!((changed.role, changed.key), (role, controller(3).key));
    assert_eq!(changed.name, "tablet".as_bytes());
    assert_eq!(Store::mount(&mut flash, LAYOUT, 1).stored().owners, 7);
}

#[test]
fn r21_an_unfinished_reset_reads_nothing_of_the_user_region() {
    let (mut flash, mut store) = full();
    let intent = StoreJob::SaveReset(record(ResetScope::Everything, false));
    done(&mut store, &mut flash, intent, &mut Slots::default());
    let mut store = Store::mount(&mut flash, LAYOUT, 1);
    let stored = *store.stored();
    assert!(!stored.network && stored.controllers == 0);
    assert!(store.network(&mut flash).is_none());
    assert!(store.media_key(&mut flash).is_none());
    // And a half-erased sector is no damage to report, but work to finish.
    flash.image_mut()[LAYOUT.user.base as usize..][..64].fill(0);
    assert_eq!(
        Store::mount(&mut flash, LAYOUT, 1).stored().damage,
        Fault::NONE
    );
    erase_everything(&mut flash, &mut store);
    assert!(!holds_any_secret(&flash));
}

#[test]
fn r22_nothing_ever_writes_the_factory_region() {
    let before = flash().image()[..SECTOR].to_vec();
    let (mut flash, mut store) = full();
    erase_everything(&mut flash, &mut store);
    assert_eq!(flash.image()[..SECTOR], before);
    assert_eq!(
        store.factory().map(|factory| factory.discriminator),
        Some(0xa1b2)
    );
}

#[test]
fn r26_a_replaced_password_and_a_revoked_key_are_nowhere() {
    let (mut flash, mut store) = full();
    let mut slots = Slots::default();
    slots.trial = Some(Provision {
        passphrase: Passphrase::new(b"another word").unwrap(),
        ..network()
    });
    done(&mut store, &mut flash, StoreJob::SaveNetwork, &mut slots);
    assert!(!holds(&flash, b"secret password") && holds(&flash, b"another word"));
    done(
        &mut store,
        &mut flash,
        StoreJob::RemoveController { place: 3 },
        &mut slots,
    );
    assert!(!holds(&flash, &controller(3).key) && holds(&flash, &controller(4).key));
}

#[test]
fn r25_a_sector_that_does_not_erase_is_no_success() {
    let (mut flash, mut store) = full();
    flash.fail_erase(4, 1);
    let job = StoreJob::EraseUser { sector: 1 };
    let failed = store.run(&mut flash, job, &mut Slots::default());
    assert!(matches!(failed, OpResult::Failed(_)));
    let check = store.run(&mut flash, StoreJob::CheckUser, &mut Slots::default());
    assert!(matches!(check, OpResult::Failed(_)));
}

#[test]
fn r45_attempts_count_across_reboots() {
    let mut flash = flash();
    let mut store = Store::mount(&mut flash, LAYOUT, 1);
    done(
        &mut store,
        &mut flash,
        StoreJob::SaveAttempts(7),
        &mut Slots::default(),
    );
    assert_eq!(Store::mount(&mut flash, LAYOUT, 1).stored().attempts, 7);
}

#[test]
fn r55_a_damaged_region_is_reported_and_a_reset_repairs_it() {
    let damage = |from: u32| {
        let (mut flash, _) = full();
        flash.image_mut()[from as usize..][..2 * SECTOR].fill(0x55);
        flash
    };
    let mut user = damage(LAYOUT.user.base);
    let mut store = Store::mount(&mut user, LAYOUT, 1);
    assert_eq!(store.stored().damage, Fault::USER_DATA);
    erase_everything(&mut user, &mut store);
    assert_eq!(
        Store::mount(&mut user, LAYOUT, 1).stored().damage,
        Fault::NONE
    );

    let mut journal = damage(LAYOUT.journal.base);
    let mut store = Store::mount(&mut journal, LAYOUT, 1);
    assert_eq!(store.stored().damage, Fault::STORE);
    erase_everything(&mut journal, &mut store);
    assert_eq!(
        Store::mount(&mut journal, LAYOUT, 1).stored().damage,
        Fault::NONE
    );

    let mut factory = flash();
    factory.image_mut()[20] ^= 1;
    let store = Store::mount(&mut factory, LAYOUT, 1);
    assert_eq!(store.stored().damage, Fault::FACTORY_DATA);
    assert!(store.factory().is_none());
}

#[test]
fn r55_a_setting_whose_record_has_rotted_is_at_its_default_and_reported() {
    let (flash, mut store) = full();
    let rotten = |flash: &Flash, what: &[u8]| {
        let mut flash = flash.clone();
        let mut places = flash.image().windows(what.len());
        let at = places.position(|bytes| bytes == what).unwrap();
        flash.image_mut()[at] ^= 0x20;
        flash
    };
    let mut once = rotten(&flash, b"Kitchen");
    let settings = Store::mount(&mut once, LAYOUT, 1).stored().settings;
    let name = SettingSet::NONE.with(SettingId::NAME, true);
    assert_eq!(settings.unreadable, name);
    assert!(SettingId::all().all(|id| settings.kept.has(id) != (id == SettingId::NAME)));

    // A name that has a newer one is not missed; what was never stored is not either.
    let mut flash = flash;
    let what = What::Setting(kept::value(SettingId::NAME));
    let job = StoreJob::SaveSetting {
        client: CLIENT,
        setting: SettingId::NAME,
    };
    staged(&mut store, &mut flash, job, &mut Slots::default(), what);
    let settings = Store::mount(&mut rotten(&flash, b"Kitchen"), LAYOUT, 1)
        .stored()
        .settings;
    assert_eq!(settings.unreadable, SettingSet::NONE);
}

#[test]
fn r22_an_unbind_that_is_owed_survives_a_power_cycle() {
    let (mut flash, mut store) = full();
    let owing = ResetRecord {
        unbind_owed: true,
        ..record(ResetScope::Everything, true)
    };
    let save = StoreJob::SaveReset(owing);
    done(&mut store, &mut flash, save, &mut Slots::default());
    let store = Store::mount(&mut flash, LAYOUT, 1);
    assert_eq!(store.stored().reset, Some(owing));
}

#[test]
fn r22_a_reset_record_from_before_there_was_a_cloud_is_read() {
    let (mut flash, mut store) = full();
    let before = record(ResetScope::KeepNetwork, true);
    let save = StoreJob::SaveReset(before);
    done(&mut store, &mut flash, save, &mut Slots::default());
    let Ok(Mount::Ready(mut journal)) = Log::mount(&mut flash, LAYOUT.journal) else {
        panic!("a journal");
    };
    let short = [1, 0, 0, 0, 1, 0, 0, 0, ResetCause::BUTTON.0, 1, 1];
    journal.put(&mut flash, records::RESET, &short).unwrap();
    let store = Store::mount(&mut flash, LAYOUT, 1);
    assert_eq!(store.stored().reset, Some(before));
}

#[test]
fn r71_what_counts_crashes_survives_a_power_cycle_and_a_reset() {
    let (mut flash, mut store) = full();
    let power = PowerRecord {
        cycles: 2,
        crashes: 5,
    };
    let save = StoreJob::SavePower(power);
    done(&mut store, &mut flash, save, &mut Slots::default());
    assert_eq!(Store::mount(&mut flash, LAYOUT, 1).stored().power, power);
    erase_everything(&mut flash, &mut store);
    assert_eq!(Store::mount(&mut flash, LAYOUT, 1).stored().power, power);
}
