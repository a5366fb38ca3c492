//! A flash with a record under every key, for the tests of the store.
#![allow(dead_code, reason = "each test uses its part of it")]

use camera_fsm::action::StoreJob;
use camera_fsm::input::{ClientId, OpResult};
use camera_hal::mock::board::LAYOUT;
use camera_hal::mock::flash::SimFlash;
use camera_hal::recordings::MediaKey;
use camera_hal::slots::{Slots, What};
use camera_hal::store::Store;
use camera_hal::store::factory::Factory;
use camera_hal::store::records::ControllerRecord;
use camera_proto::message::{CodeRecord, Provision, Setting, kind};
use camera_proto::vocab::{Band, KeyId, MAX_CONTROLLERS, Passphrase, Role, SettingId, Ssid};
use heapless::Vec;

pub(crate) const CLIENT: ClientId = ClientId(0);
pub(crate) const SECTOR: usize = LAYOUT.user.sector_bytes as usize;
pub(crate) type Flash = SimFlash<{ 5 * SECTOR }>;

pub(crate) fn factory() -> Factory {
    Factory {
        serial: Vec::from_slice(b"VC00000001").unwrap(),
        model: Vec::from_slice(b"Spot PT-1").unwrap(),
        discriminator: 0xa1b2,
        made_on: 20_261_123,
        label: Vec::from_slice(&[7; 117]).unwrap(),
    }
}

pub(crate) fn flash() -> Flash {
    let factory = factory();
    let mut flash = Flash::new();
    let image = factory.encode().unwrap();
    flash.image_mut()[..image.len()].copy_from_slice(&image);
    flash
}

pub(crate) fn network() -> Provision {
    Provision {
        ssid: Ssid::new(b"SecretNetName").unwrap(),
        passphrase: Passphrase::new(b"secret password").unwrap(),
        security: None,
        bssid: None,
        hidden: false,
        allow_no_internet: false,
        seen_on: Band::Unknown,
    }
}

pub(crate) fn controller(number: u8) -> ControllerRecord {
    ControllerRecord {
        key_id: KeyId([number; 8]),
        key: [0xc0 | number; 32],
        role: Role::OWNER,
        name: Vec::from_slice(b"phone").unwrap(),
    }
}

pub(crate) fn done(store: &mut Store, flash: &mut Flash, job: StoreJob, slots: &mut Slots) {
    assert_eq!(store.run(flash, job, slots), OpResult::Done, "{job:?}");
}

/// A store with a record under every user key.
pub(crate) fn full() -> (Flash, Store) {
    let mut flash = flash();
    let mut store = Store::mount(&mut flash, LAYOUT, 1);
    let mut slots = Slots::default();
    slots.trial = Some(network());
    done(&mut store, &mut flash, StoreJob::SaveNetwork, &mut slots);
    for number in 0..MAX_CONTROLLERS as u8 {
        let what = What::Controller(controller(number));
        let (client, role) = (CLIENT, Role::OWNER);
        let job = StoreJob::SaveController { client, role };
        staged(&mut store, &mut flash, job, &mut slots, what);
    }
    let job = StoreJob::SaveFirstSetup(1_795_420_800);
    done(&mut store, &mut flash, job, &mut slots);
    let job = StoreJob::SaveCode { client: CLIENT };
    staged(&mut store, &mut flash, job, &mut slots, What::Code(code()));
    assert!(store.save_media_key(&mut flash, &MediaKey([0xa7; 32])));
    for setting in SettingId::all() {
        let client = CLIENT;
        let job = StoreJob::SaveSetting { client, setting };
        let what = What::Setting(value(setting));
        staged(&mut store, &mut flash, job, &mut slots, what);
    }
    (flash, store)
}

pub(crate) fn staged(
    store: &mut Store,
    flash: &mut Flash,
    job: StoreJob,
    slots: &mut Slots,
    what: What,
) {
    assert!(slots.stage(CLIENT, 1, what));
    done(store, flash, job, slots);
    slots.answered(CLIENT, 1);
}

pub(crate) fn code() -> CodeRecord {
    CodeRecord {
        salt: [1; 16],
        iterations: 100_000,
        w0: [0xd5; 32],
        l: [4; 65],
    }
}

/// Some value of that setting.
pub(crate) fn value(id: SettingId) -> Setting {
    let body: &[u8] = match Setting::kind_of(id).unwrap() {
        kind::SET_NAME => b"\x07Kitchen",
        kind::SET_TIME_ZONE => b"\x04UTC0",
        kind::SET_SCHEDULE if id == SettingId::ALERT_SCHEDULE => &[0, 0],
        kind::SET_SCHEDULE => &[1, 0],
        kind::SET_NIGHT_VISION => &[0, 80, 50],
        kind::SET_STATUS_LED => &[40, 1],
        kind::SET_PATROL => &[0],
        kind::SET_ZONE => &[0, 1, b'd', 0, 0, 0, 1, 1, 50],
        kind::SET_PRESET => &[0, 1, b'w', 0, 0],
        _ => &[1],
    };
    let mut body = body.to_vec();
    if let Some(place) = id.place() {
        body[0] = place;
    }
    let value = Setting::decode(Setting::kind_of(id).unwrap(), &body).unwrap();
    assert_eq!(value.id(), Ok(id));
    value
}
