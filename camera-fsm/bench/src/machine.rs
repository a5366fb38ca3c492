//! The whole machine, and what can happen to it.

use core::hint::black_box;

use camera_fsm::action::{Action, OpId, ResetRecord};
use camera_fsm::device::Device;
use camera_fsm::input::{Ask, ClientId, Input, OpResult, PinLevel, Stored, Topic, Trial};
use camera_fsm::levels::Pose;
use camera_fsm::motion_detection::grid::Cells;
use camera_fsm::motion_detection::{PlacedZone, ZoneSet, zone::Zone};
use camera_fsm::power::{BootCause, PowerRecord};
use camera_fsm::profile::{Profile, REFERENCE};
use camera_fsm::schedule::Schedule;
use camera_fsm::settings::{Effect, Stops};
use camera_fsm::time::Instant;
use camera_proto::message::{self, PatrolStop, ScheduleEntry};
use camera_proto::time_zone::PosixZone;
use camera_proto::vocab::{
    Band, Cdeg, PairingSecret, RecordingMode, ResetCause, ResetScope, ResetToken, Role,
    ScheduleKind, SettingId, Speed, StorageChoice, Velocity,
};

/// A machine, and the operation it waits for.
pub struct Camera {
    pub(crate) device: Device,
    pub(crate) now: Instant,
    op: Option<OpId>,
}

impl Camera {
    pub(crate) fn of(profile: &'static Profile) -> Self {
        let now = Instant::from_millis(1_000);
        Self {
            device: Device::new(profile, now, PinLevel::Up),
            now,
            op: None,
        }
    }

    /// On its network, with nothing to do.
    pub fn online() -> Self {
        let mut camera = Self::default();
        boot_owned(&mut camera);
        joined(&mut camera);
        camera.now = camera.now.after(60_000);
        tick(&mut camera);
        camera
    }

    pub(crate) fn step(&mut self, input: Input<'_>) {
        let step = self.device.step(self.now, input);
        black_box(&step);
        if let Some(Action::Store { op, .. } | Action::Radio { op, .. } | Action::FindHome { op }) =
            step.actions.last()
        {
            self.op = Some(*op);
        }
    }

    /// Lays the question where the step reads it: to copy it there is no part of that.
    #[inline(always)]
    pub(crate) fn ask(&mut self, ask: Ask) {
        self.step(Input::Request {
            client: ClientId(0),
            id: 1,
            role: Role::OWNER,
            ask,
        });
    }

    pub(crate) fn boot(&mut self, stored: &Stored) {
        self.step(Input::Boot(stored));
    }

    fn end(&mut self, result: OpResult) {
        if let Some(op) = self.op.take() {
            self.step(Input::Done { op, result });
        }
    }
}

impl Default for Camera {
    fn default() -> Self {
        Self::of(&REFERENCE)
    }
}

pub(crate) fn anything(camera: &mut Camera) {
    let now = camera.now;
    let _ = black_box(camera.device.step(now, black_box(Input::Tick)));
    black_box(camera.device.hit(black_box(&Cells::EVERYWHERE)));
    black_box(camera.device.due(now));
    black_box(camera.device.status(now));
    black_box(camera.device.losses(ResetScope::Everything));
}

pub(crate) fn tick(camera: &mut Camera) {
    camera.step(Input::Tick);
}

pub(crate) fn tick_after(camera: &mut Camera, ms: u32) {
    camera.now = camera.now.after(ms);
    tick(camera);
}

pub(crate) fn boot(camera: &mut Camera) {
    camera.step(Input::Boot(&Stored::BLANK));
}

const OWNED: Stored = Stored {
    network: true,
    controllers: 1,
    owners: 1,
    ..Stored::BLANK
};

pub(crate) fn boot_owned(camera: &mut Camera) {
    camera.boot(&OWNED);
}

pub(crate) fn boot_within_reset(camera: &mut Camera) {
    camera.boot(&Stored {
        reset: Some(ResetRecord {
            epoch: 1,
            count: 1,
            cause: ResetCause::BUTTON,
            scope: ResetScope::Everything,
            finished: false,
            unbind_owed: true,
        }),
        ..OWNED
    });
}

pub(crate) fn done(camera: &mut Camera) {
    camera.end(OpResult::Done);
}

pub(crate) fn joined(camera: &mut Camera) {
    camera.end(OpResult::Joined {
        internet: true,
        rssi_dbm: -50,
    });
}

pub(crate) fn lost(camera: &mut Camera) {
    camera.step(Input::LinkLost);
}

pub(crate) fn silent(camera: &mut Camera) {
    camera.end(OpResult::HandshakeTimeout {
        rssi_dbm: -80,
        driver_code: 0,
    });
}

pub(crate) fn down(camera: &mut Camera) {
    camera.step(Input::Button(PinLevel::Down));
}

pub(crate) fn up(camera: &mut Camera) {
    camera.step(Input::Button(PinLevel::Up));
}

pub(crate) fn status(camera: &mut Camera) {
    camera.ask(Ask::Tell(Topic::Status));
}

pub(crate) fn moved(camera: &mut Camera) {
    camera.ask(Ask::MoveAbsolute {
        pan: Some(Cdeg(9_000)),
        tilt: Some(Cdeg(4_000)),
        speed: Speed(100),
    });
}

pub(crate) fn moved_back(camera: &mut Camera) {
    camera.ask(Ask::MoveAbsolute {
        pan: Some(Cdeg(-9_000)),
        tilt: Some(Cdeg(0)),
        speed: Speed(100),
    });
}

pub(crate) fn moved_slowly(camera: &mut Camera) {
    camera.ask(Ask::MoveAbsolute {
        pan: Some(Cdeg(9_000)),
        tilt: Some(Cdeg(4_000)),
        speed: Speed(37),
    });
}

pub(crate) fn stop(camera: &mut Camera) {
    camera.ask(Ask::Stop);
}

pub(crate) fn reset(camera: &mut Camera) {
    camera.ask(Ask::ResetRequest {
        scope: ResetScope::Everything,
        token: ResetToken([1; 8]),
    });
}

pub(crate) fn turn_on(camera: &mut Camera, percent: i8) {
    camera.ask(Ask::MoveContinuous {
        pan: Velocity(percent),
        tilt: Velocity(percent),
        lease_ms: 2_000,
    });
}

pub(crate) fn gone(camera: &mut Camera) {
    camera.step(Input::Disconnected(ClientId(0)));
}

pub(crate) fn boot_set(camera: &mut Camera) {
    let mut stored = Stored {
        network: true,
        controllers: 1,
        owners: 1,
        ..Stored::BLANK
    };
    let values = &mut stored.settings;
    for place in 0..8 {
        let pose = Pose {
            pan: Cdeg(1_000 * i32::from(place)),
            tilt: Cdeg(8_000 - 1_000 * i32::from(place)),
        };
        let (zone, preset) = (SettingId::zone(place), SettingId::preset(place));
        values.set(preset.expect("a place"), &Effect::Preset(pose));
        let placed = PlacedZone {
            zone: Zone::PICTURE,
            preset: None,
        };
        values.set(zone.expect("a place"), &Effect::Zone(placed));
    }
    let stops = [7, 0, 7, 0, 7, 0, 7, 0].map(|preset| PatrolStop {
        preset,
        dwell_s: 10,
    });
    values.set(SettingId::PATROL, &Effect::Patrol(Stops::of(&stops)));
    // All of them have just been, and are looked for through a whole week.
    let a_quarter = |of_night: u16| ScheduleEntry {
        days: 0b100_0000,
        from_min: 30 * of_night,
        to_min: 30 * of_night + 15,
    };
    let entries = (0..8).map(a_quarter).collect();
    let schedule = Schedule::new(&message::Schedule {
        of: ScheduleKind::ALERTS,
        entries,
    });
    for of in [SettingId::ALERT_SCHEDULE, SettingId::RECORDING_SCHEDULE] {
        values.set(of, &Effect::Schedule(schedule));
    }
    let santiago = PosixZone::parse(b"<-04>4<-03>,M9.1.6/24,M4.1.6/24").expect("a zone");
    values.set(SettingId::TIME_ZONE, &Effect::TimeZone(santiago));
    let scheduled = Effect::Recording(RecordingMode::SCHEDULED);
    values.set(SettingId::RECORDING, &scheduled);
    values.set(SettingId::STORAGE, &Effect::Storage(StorageChoice::LOCAL));
    camera.step(Input::Boot(&stored));
}

pub(crate) fn set_time(camera: &mut Camera) {
    // Sunday, 15 November 2026, 6:30 in Santiago: the clocks change next in April.
    let unix_s = 1_794_735_000;
    camera.ask(Ask::SetTime { unix_s });
}

pub(crate) fn seen(camera: &mut Camera) {
    camera.now = camera.now.after(100);
    camera.step(Input::Moved((0..8).fold(ZoneSet::NONE, ZoneSet::with)));
}

/// The password's length is all that matters of it here.
pub(crate) const TRIAL: Trial = Trial {
    passphrase_len: 12,
    is_raw_key: false,
    security: None,
    allow_no_internet: false,
    seen_on: Band::Unknown,
};

pub(crate) fn tried(camera: &mut Camera) {
    let by = PairingSecret::CODE;
    camera.ask(Ask::PairAttempt { by });
}

/// It has crashed so often before, and once more.
pub(crate) const fn after_crashes(crashes: u8) -> Stored {
    Stored {
        power: PowerRecord { cycles: 0, crashes },
        cause: BootCause::Crash,
        ..OWNED
    }
}

/// It was switched on and off so often before.
pub(crate) const fn switched_on_and_off(cycles: u8) -> Stored {
    Stored {
        power: PowerRecord { cycles, crashes: 0 },
        ..OWNED
    }
}

/// Sets it to what it is, or all of the picture, while the head moves.
pub(crate) fn set_moving(camera: &mut Camera, setting: SettingId) {
    (0..5).for_each(|_| tick_after(camera, 1));
    turn_on(camera, 100);
    tick_after(camera, 300);
    turn_on(camera, -100);
    tick_after(camera, 100);
    let values = camera.device.settings().values();
    let effect = match setting {
        SettingId::PATROL => Effect::Patrol(values.patrol),
        SettingId::ALERT_SCHEDULE => Effect::Schedule(values.alert_times),
        SettingId::TIME_ZONE => Effect::TimeZone(values.time_zone),
        SettingId::NIGHT_VISION => Effect::NightLight(values.night_light),
        _ => Effect::Zone(PlacedZone {
            zone: Zone::PICTURE,
            preset: None,
        }),
    };
    camera.ask(Ask::Set(setting, effect));
}
