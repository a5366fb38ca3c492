//! Settings in the flash: what is read back, what is not, and what a version
//! before this one, or after it, has written (R55).
#![cfg(feature = "pairing")]

mod frozen;
mod kept;

use camera_fsm::action::StoreJob;
use camera_fsm::led::Look;
use camera_fsm::settings::{Effect, SettingSet, Values};
use camera_hal::mock::board::LAYOUT;
use camera_hal::slots::{Slots, What};
use camera_hal::store::Store;
use camera_hal::store::log::{Log, Mount};
use camera_proto::message::{Name, Setting, StatusLed, kind};
use camera_proto::vocab::{ResetScope, SettingId};

use kept::{CLIENT, Flash, SECTOR, done, flash, full, staged, value};

#[test]
fn r55_what_is_kept_is_counted_at_boot_and_a_cleared_setting_is_gone() {
    let (mut flash, mut store) = full();
    let stored = *Store::mount(&mut flash, LAYOUT, 1).stored();
    let all = SettingId::all().fold(SettingSet::NONE, |set, id| set.with(id, true));
    assert_eq!(stored.settings.kept, all);
    assert_eq!((stored.controllers, stored.owners), (8, 8));
    let setting = SettingId::PRIVACY;
    assert_eq!(store.setting(&mut flash, setting), Some(value(setting)));
    let job = StoreJob::ClearSetting { setting };
    done(&mut store, &mut flash, job, &mut Slots::default());
    let stored = *Store::mount(&mut flash, LAYOUT, 1).stored();
    assert_eq!(stored.settings.kept, all.with(setting, false));
}

#[test]
fn r10_the_look_of_the_led_is_told_at_boot() {
    let (mut flash, mut store) = full();
    let look = Store::mount(&mut flash, LAYOUT, 1).stored().settings.look;
    let (percent, night) = (40, true);
    assert_eq!(look, Look { percent, night });
    let setting = SettingId::STATUS_LED;
    let job = StoreJob::ClearSetting { setting };
    done(&mut store, &mut flash, job, &mut Slots::default());
    let look = Store::mount(&mut flash, LAYOUT, 1).stored().settings.look;
    assert_eq!(look, Look::FULL);
}

/// What a flash holds in which these are the records of the user region.
fn holding(records: &[(SettingId, &[u8])]) -> (Flash, Store) {
    let mut flash = flash();
    let mut log = Log::format(&mut flash, LAYOUT.user).unwrap();
    for (id, record) in records {
        log.put(&mut flash, id.0, record).unwrap();
    }
    let store = Store::mount(&mut flash, LAYOUT, 1);
    (flash, store)
}

fn body(setting: &Setting) -> std::vec::Vec<u8> {
    let mut body = [0; 64];
    let len = setting.encode(&mut body).unwrap();
    body[..len].to_vec()
}

#[test]
fn r55_every_record_of_the_version_before_is_read_and_replaced_by_the_next_change() {
    for id in SettingId::all() {
        let was = body(&value(id));
        let (mut flash, mut store) = holding(&[(id, &was)]);
        assert_eq!(store.setting(&mut flash, id), Some(value(id)));
        let values = store.stored().settings;
        assert_eq!(values.unreadable, SettingSet::NONE);
        assert_eq!(values, Values::DEFAULT.with(id, Effect::of(&value(id))));
        // Set again, it has the kind of its message before it.
        let job = StoreJob::SaveSetting {
            client: CLIENT,
            setting: id,
        };
        let what = What::Setting(value(id));
        staged(&mut store, &mut flash, job, &mut Slots::default(), what);
        let Ok(Mount::Ready(log)) = Log::mount(&mut flash, LAYOUT.user) else {
            panic!("the log is gone");
        };
        let mut record = [0; 64];
        let len = log.get(&mut flash, id.0, &mut record).unwrap().unwrap();
        assert_eq!(record[0], value(id).kind());
        assert_eq!(record[1..len], was);
        assert_eq!(store.setting(&mut flash, id), Some(value(id)));
    }
}

/// Its first byte comes as high as a kind, in the version before.
#[test]
fn r55_no_brightness_of_the_version_before_is_taken_for_a_kind() {
    for (brightness, night) in (1..=100).flat_map(|b| [(b, false), (b, true)]) {
        let led = Setting::StatusLed(StatusLed { brightness, night });
        let (mut flash, store) = holding(&[(SettingId::STATUS_LED, &body(&led))]);
        assert_eq!(store.setting(&mut flash, SettingId::STATUS_LED), Some(led));
    }
}

#[test]
fn r55_a_bad_record_is_at_its_default_and_reported_until_it_is_set_again() {
    // Nothing at all; no such kind; a body cut short; a value that no camera
    // takes; what belongs under another key.
    let bad: [(SettingId, &[u8]); 5] = [
        (SettingId::NAME, &[]),
        (SettingId::PRIVACY, &[0x99, 1]),
        (SettingId::NIGHT_VISION, &[0x45, 0, 80]),
        (SettingId::STATUS_LED, &[0x48, 0, 0]),
        (SettingId::PRESETS, &[0x49, 3, 1, b'w', 0, 0]),
    ];
    let (mut flash, mut store) = holding(&bad);
    let settings = store.stored().settings;
    let all = bad
        .iter()
        .fold(SettingSet::NONE, |set, (id, _)| set.with(*id, true));
    assert_eq!(
        settings,
        Values {
            unreadable: all,
            ..Values::DEFAULT
        }
    );
    for (id, _) in bad {
        assert_eq!(store.setting(&mut flash, id), None);
        let job = StoreJob::SaveSetting {
            client: CLIENT,
            setting: id,
        };
        let what = What::Setting(value(id));
        staged(&mut store, &mut flash, job, &mut Slots::default(), what);
    }
    let settings = Store::mount(&mut flash, LAYOUT, 1).stored().settings;
    assert_eq!(
        (settings.kept, settings.unreadable),
        (all, SettingSet::NONE)
    );
}

#[test]
fn r55_what_a_version_has_written_every_later_one_reads_and_this_one_writes() {
    let all = frozen::all();
    for id in SettingId::all() {
        let kind = Setting::kind_of(id);
        let is_frozen = all.iter().any(|it| Setting::kind_of(it.id) == kind);
        assert!(is_frozen, "no record of {id:?} is frozen");
    }
    for it in &all {
        for record in [it.first, it.second] {
            let (mut flash, store) = holding(&[(it.id, record)]);
            let says = store.setting(&mut flash, it.id);
            assert_eq!(says.as_ref(), Some(&it.says), "{record:x?}");
            let values = Values::DEFAULT.with(it.id, Effect::of(&it.says));
            assert_eq!(store.stored().settings, values, "{record:x?}");
        }
        let (mut flash, mut store) = holding(&[]);
        save(&mut store, &mut flash, it.id, it.says.clone());
        assert_eq!(record_of(&mut flash, it.id), it.second);
    }
}

fn save(store: &mut Store, flash: &mut Flash, setting: SettingId, value: Setting) {
    let client = CLIENT;
    let job = StoreJob::SaveSetting { client, setting };
    let what = What::Setting(value);
    staged(store, flash, job, &mut Slots::default(), what);
}

/// What lies under that code, byte by byte.
fn record_of(flash: &mut Flash, id: SettingId) -> std::vec::Vec<u8> {
    let Ok(Mount::Ready(log)) = Log::mount(flash, LAYOUT.user) else {
        panic!("the log is gone");
    };
    let mut record = [0; 256];
    let len = log.get(flash, id.0, &mut record).unwrap().unwrap_or(0);
    record[..len].to_vec()
}

/// The first kind of message that no version has, and of those the last but for
/// what updates have for themselves.
const NEWER: core::ops::RangeInclusive<u8> = kind::SET_PATROL + 1..=kind::UPDATE_FIRST - 1;

/// A newer version has a message of its own for it, which says more.
fn newer(kind: u8, setting: &Setting) -> std::vec::Vec<u8> {
    let mut record = std::vec![kind];
    record.extend(body(setting));
    record.push(1);
    record
}

#[test]
fn r55_a_record_of_a_newer_version_is_at_its_default_reported_and_left_as_it_is() {
    let records: std::vec::Vec<_> = SettingId::all()
        .filter(|id| *id != SettingId::NAME)
        .map(|id| (id, newer(*NEWER.start(), &value(id))))
        .collect();
    let them: std::vec::Vec<_> = records.iter().map(|(id, it)| (*id, &it[..])).collect();
    let (mut flash, mut store) = holding(&them);
    let all = SettingId::all().fold(SettingSet::NONE, |set, id| set.with(id, true));
    let unreadable = all.with(SettingId::NAME, false);
    // Life goes on with what this version knows, until the log is written anew.
    for round in 0..SECTOR / 8 {
        let name = if round % 2 == 0 { "Kitchen" } else { "Hall" };
        let name = Setting::Name(Name {
            name: heapless::Vec::from_slice(name.as_bytes()).unwrap(),
        });
        save(&mut store, &mut flash, SettingId::NAME, name);
        if round % 50 == 0 {
            store = Store::mount(&mut flash, LAYOUT, 1);
        }
    }
    store = Store::mount(&mut flash, LAYOUT, 1);
    let values = Values::DEFAULT.with(SettingId::NAME, Effect::None);
    assert_eq!(
        store.stored().settings,
        Values {
            unreadable,
            ..values
        }
    );
    for (id, record) in &records {
        assert_eq!(store.setting(&mut flash, *id), None);
        // The version that wrote it finds it again.
        assert_eq!(record_of(&mut flash, *id), *record);
    }
    // Who sets it here means what is set here; who clears it is not told again.
    save(
        &mut store,
        &mut flash,
        SettingId::PRIVACY,
        value(SettingId::PRIVACY),
    );
    let setting = SettingId::PATROL;
    let job = StoreJob::ClearSetting { setting };
    done(&mut store, &mut flash, job, &mut Slots::default());
    let settings = Store::mount(&mut flash, LAYOUT, 1).stored().settings;
    let left = unreadable
        .with(SettingId::PRIVACY, false)
        .with(setting, false);
    assert!(settings.privacy && settings.unreadable == left);
}

/// The version before wrote bodies alone: those begin lower, but for a brightness.
#[test]
fn r55_no_record_of_a_newer_version_is_taken_for_one_of_the_version_before() {
    let all = frozen::all();
    for (it, kind) in all.iter().flat_map(|it| NEWER.map(move |kind| (it, kind))) {
        let same = newer(kind, &it.says);
        for record in [&same[..], &same[..same.len() - 1]] {
            let (mut flash, store) = holding(&[(it.id, record)]);
            assert_eq!(store.setting(&mut flash, it.id), None, "{record:x?}");
            assert!(store.stored().settings.unreadable.has(it.id), "{record:x?}");
        }
    }
}

#[test]
fn r20_r55_a_setting_that_only_a_newer_version_has_is_left_alone_until_a_reset() {
    let unknown = SettingId(0x2a);
    assert_eq!(unknown.name(), None);
    let (mut flash, mut store) = holding(&[(unknown, &[0x4b, 1, 2, 3])]);
    assert_eq!(store.stored().settings, Values::DEFAULT);
    for _ in 0..SECTOR / 8 {
        save(
            &mut store,
            &mut flash,
            SettingId::PRIVACY,
            value(SettingId::PRIVACY),
        );
    }
    assert_eq!(record_of(&mut flash, unknown), [0x4b, 1, 2, 3]);
    let job = StoreJob::Forget(ResetScope::KeepNetwork);
    done(&mut store, &mut flash, job, &mut Slots::default());
    assert!(record_of(&mut flash, unknown).is_empty());
}
