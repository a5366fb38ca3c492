//! Settings in the flash: what is read back, what is not, and what a version
//! before this one has written (R55).
#![cfg(feature = "pairing")]

mod kept;

use camera_fsm::action::StoreJob;
use camera_fsm::led::Look;
use camera_fsm::settings::{Effect, SettingSet, Values};
use camera_hal::mock::board::LAYOUT;
use camera_hal::slots::{Slots, What};
use camera_hal::store::Store;
use camera_hal::store::log::{Log, Mount};
use camera_proto::message::{Setting, StatusLed};
use camera_proto::vocab::SettingId;

use kept::{CLIENT, Flash, done, flash, full, staged, value};

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
