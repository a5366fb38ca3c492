//! Records of settings as they lie in the flash of cameras: do not change the
//! test. A layout that must change is a new message of another kind; its records
//! are added here, and `decode_setting` in the store reads those as well.

use camera_proto::message::{
    Name, NightVision, Patrol, PatrolStop, Preset, Privacy, Recording, Schedule, ScheduleEntry,
    Setting, StatusLed, Storage, TimeZone, Zone,
};
use camera_proto::vocab::{Cdeg, NightMode, RecordingMode, ScheduleKind, SettingId, StorageChoice};

/// Under which code it lies, the record, and what it says. The first version
/// wrote the body of the message alone; the second its kind before that.
pub(crate) struct Frozen {
    pub(crate) id: SettingId,
    pub(crate) first: &'static [u8],
    pub(crate) second: &'static [u8],
    pub(crate) says: Setting,
}

fn frozen(id: u8, second: &'static [u8], says: Setting) -> Frozen {
    let (_, first) = second.split_first().expect("a kind");
    let id = SettingId(id);
    Frozen {
        id,
        first,
        second,
        says,
    }
}

fn text<const N: usize>(text: &str) -> heapless::Vec<u8, N> {
    heapless::Vec::from_slice(text.as_bytes()).expect("room")
}

/// Each setting, and what is long or at an end of its range.
pub(crate) fn all() -> Vec<Frozen> {
    let mut all = plain();
    all.extend(placed());
    all.extend(weekly());
    all
}

fn plain() -> Vec<Frozen> {
    let name = |it| Setting::Name(Name { name: text(it) });
    let zone = |it| Setting::TimeZone(TimeZone { posix: text(it) });
    let led = |brightness, night| Setting::StatusLed(StatusLed { brightness, night });
    let night = |mode, brightness, sensitivity| {
        Setting::NightVision(NightVision {
            mode,
            brightness,
            sensitivity,
        })
    };
    let storage = |choice| Setting::Storage(Storage { choice });
    vec![
        frozen(0x20, b"\x40\x07Kitchen", name("Kitchen")),
        frozen(0x20, b"\x40\x01@", name("@")),
        frozen(
            0x20,
            b"\x40\x20Camera above the door of the hut",
            name("Camera above the door of the hut"),
        ),
        frozen(
            0x21,
            b"\x41\x1aCET-1CEST,M3.5.0,M10.5.0/3",
            zone("CET-1CEST,M3.5.0,M10.5.0/3"),
        ),
        frozen(0x22, &[0x44, 2], recording(RecordingMode::MOTION)),
        frozen(0x22, &[0x44, 3], recording(RecordingMode::SCHEDULED)),
        frozen(0x23, &[0x45, 0, 80, 50], night(NightMode::AUTO, 80, 50)),
        frozen(0x23, &[0x45, 1, 1, 100], night(NightMode::ON, 1, 100)),
        frozen(0x24, &[0x46, 1], storage(StorageChoice::LOCAL)),
        frozen(0x24, &[0x46, 2], storage(StorageChoice::CLOUD)),
        frozen(0x25, &[0x47, 1], Setting::Privacy(Privacy { on: true })),
        frozen(0x25, &[0x47, 0], Setting::Privacy(Privacy { on: false })),
        frozen(0x26, &[0x48, 40, 1], led(40, true)),
        // As bright as its kind.
        frozen(0x26, &[0x48, 0x48, 0], led(0x48, false)),
        frozen(0x26, &[0x48, 100, 0], led(100, false)),
    ]
}

fn recording(mode: RecordingMode) -> Setting {
    Setting::Recording(Recording { mode })
}

fn placed() -> Vec<Frozen> {
    let door = Zone {
        place: 0,
        name: text("door"),
        preset: Some(2),
        left: 100,
        top: 200,
        right: 600,
        bottom: 1_000,
        sensitivity: 70,
    };
    let last = Zone {
        place: 7,
        name: text("0123456789abcdef"),
        preset: None,
        left: 0,
        top: 0,
        right: 1_000,
        bottom: 1,
        sensitivity: 100,
    };
    let preset = |place, name, pan, tilt| {
        Setting::Preset(Preset {
            place,
            name: text(name),
            pan: Cdeg(pan),
            tilt: Cdeg(tilt),
        })
    };
    vec![
        frozen(
            0x30,
            b"\x42\x00\x04door\x01\x02\x64\xc8\x01\xd8\x04\xe8\x07\x46",
            Setting::Zone(door),
        ),
        frozen(
            0x37,
            b"\x42\x07\x100123456789abcdef\x00\x00\x00\xe8\x07\x01\x64",
            Setting::Zone(last),
        ),
        frozen(
            0x3a,
            b"\x49\x02\x06window\xa8\x46\xb7\x17",
            preset(2, "window", 4_500, -1_500),
        ),
        frozen(0x38, b"\x49\x00\x01w\x00\x00", preset(0, "w", 0, 0)),
    ]
}

fn weekly() -> Vec<Frozen> {
    let schedule = |of, entries: &[ScheduleEntry]| {
        let entries = heapless::Vec::from_slice(entries).expect("room");
        Setting::Schedule(Schedule { of, entries })
    };
    let week = ScheduleEntry {
        days: 0x1f,
        from_min: 1_320,
        to_min: 360,
    };
    let stop = |preset, dwell_s| PatrolStop { preset, dwell_s };
    let stops = heapless::Vec::from_slice(&[stop(0, 30), stop(2, 300)]).expect("room");
    vec![
        frozen(
            0x27,
            &[0x43, 0, 1, 0x1f, 0xa8, 0x0a, 0xe8, 0x02],
            schedule(ScheduleKind::ALERTS, &[week]),
        ),
        frozen(0x27, &[0x43, 0, 0], schedule(ScheduleKind::ALERTS, &[])),
        frozen(
            0x28,
            &[0x43, 1, 1, 0x1f, 0xa8, 0x0a, 0xe8, 0x02],
            schedule(ScheduleKind::RECORDING, &[week]),
        ),
        frozen(
            0x29,
            &[0x4a, 2, 0, 0x1e, 2, 0xac, 2],
            Setting::Patrol(Patrol { stops }),
        ),
    ]
}
