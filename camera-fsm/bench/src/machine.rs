//! The whole machine: what a step costs when nothing is due, and what its
//! dearest steps cost.

use core::hint::black_box;

use camera_fsm::action::{Action, OpId, ResetRecord};
use camera_fsm::device::Device;
use camera_fsm::input::{Ask, ClientId, Input, OpResult, PinLevel, Stored, Topic};
use camera_fsm::levels::Pose;
use camera_fsm::motion_detection::grid::Cells;
use camera_fsm::motion_detection::{PlacedZone, ZoneSet, zone::Zone};
use camera_fsm::profile::REFERENCE;
use camera_fsm::schedule::Schedule;
use camera_fsm::settings::{Effect, Stops};
use camera_fsm::time::Instant;
use camera_proto::message::{self, PatrolStop, ScheduleEntry};
use camera_proto::time_zone::PosixZone;
use camera_proto::vocab::{
    Cdeg, RecordingMode, ResetCause, ResetScope, ResetToken, Role, ScheduleKind, SettingId, Speed,
    StorageChoice, Velocity,
};
use measure::{Subject, step};

pub const SUBJECTS: [Subject<Camera>; 7] =
    [Subject::NOTHING, IDLE, BUTTON, OWNER, HEAD, EYES, ANYTHING];

/// Steps before anything is due.
pub const IDLE: Subject<Camera> = Subject {
    name: "nothing is due",
    steps: &[step("idle step", tick)],
};

/// From the factory to a reset by the button.
const BUTTON: Subject<Camera> = Subject {
    name: "the button",
    steps: &[
        step("boot", boot),
        step("setup opens by itself", |camera| tick_after(camera, 3000)),
        step("its network is up", done),
        step("button down", down),
        step("debounced", |camera| tick_after(camera, 20)),
        step("hold for setup shows", |camera| tick_after(camera, 2000)),
        step("hold in the gap shows", |camera| tick_after(camera, 1000)),
        step("hold for reset shows", |camera| tick_after(camera, 2000)),
        step("button up", up),
        step("a reset begins", |camera| tick_after(camera, 20)),
        step("its intent is saved", done),
        step("a sector is erased", done),
        step("the other one is", done),
        step("they are read back", done),
        step("and formatted", done),
        step("the receipt is saved", done),
        step("", |camera| *camera = Camera::default()),
        step("boot within a reset", boot_within_reset),
    ],
};

/// What an owner asks of a camera on its network.
const OWNER: Subject<Camera> = Subject {
    name: "an owner",
    steps: &[
        step("boot with a network", boot_owned),
        step("joined", joined),
        step("status", status),
        step("move", moved),
        step("tick of a moving head", |camera| tick_after(camera, 100)),
        step("move elsewhere", moved_back),
        step("move slowly", moved_slowly),
        step("", |camera| tick_after(camera, 600)),
        step("stop", stop),
        step("", |camera| tick_after(camera, 10_000)),
        step("what a reset would erase", reset),
        step("network lost", lost),
        step("its LED goes on", |camera| tick_after(camera, 200)),
        step("the router is silent", silent),
        step("it tries again", |camera| tick_after(camera, 2_000)),
    ],
};

/// A head that never comes to rest before it is told something else.
const HEAD: Subject<Camera> = Subject {
    name: "the head",
    steps: &[
        step("", boot_owned),
        step("", joined),
        step("turn on", |camera| turn_on(camera, 100)),
        step("", |camera| tick_after(camera, 600)),
        step("turn back", |camera| turn_on(camera, -100)),
        step("", |camera| tick_after(camera, 300)),
        step("move while it brakes", moved),
        step("", |camera| tick_after(camera, 600)),
        step("turn on while it moves", |camera| turn_on(camera, -100)),
        step("", |camera| tick_after(camera, 600)),
        step("its controller is gone", gone),
        step("", |camera| tick_after(camera, 10_000)),
        step("", down),
        step("", |camera| tick_after(camera, 6_000)),
        step("", moved),
        step("", |camera| tick_after(camera, 600)),
        step("", up),
        step("a reset begins while it moves", |camera| {
            tick_after(camera, 20);
        }),
    ],
};

/// What an owner can set, all of it kept: zones, times, a patrol, a time zone
/// whose clocks change.
const EYES: Subject<Camera> = Subject {
    name: "the eyes",
    steps: &[
        step("", boot_set),
        step("", joined),
        step("it is told the time", set_time),
        step("", |camera| (0..5).for_each(|_| tick_after(camera, 1))),
        step("where it moves", |camera| {
            black_box(camera.device.hit(black_box(&Cells::EVERYWHERE)));
        }),
        step("motion", seen),
        step("motion again", seen),
        step("its recording ends", |camera| tick_after(camera, 20_000)),
        step("", |camera| camera.ask(Ask::Clear(SettingId::NIGHT_VISION))),
        step("", |camera| camera.now = camera.now.after(86_400_000)),
        step("another setting is kept", done),
        step("a year of its time zone", |camera| tick_after(camera, 1)),
        step("the next year", |camera| tick_after(camera, 1)),
        step("the last of them", |camera| tick_after(camera, 1)),
        step("a schedule of recordings", |camera| tick_after(camera, 1)),
        step("a schedule of alerts", |camera| tick_after(camera, 1)),
        step("a patrol begins", |camera| camera.ask(Ask::RunPatrol(true))),
        step("", |camera| tick_after(camera, 30_000)),
        step("it goes on", |camera| tick_after(camera, 30_000)),
        step("privacy", |camera| {
            let privacy = Effect::Privacy(true);
            camera.ask(Ask::Set(SettingId::PRIVACY, privacy));
        }),
        step("it is kept", done),
    ],
};

/// Any input there is, and what a link asks besides: for its size alone.
const ANYTHING: Subject<Camera> = Subject {
    name: "all of it",
    steps: &[step("anything", anything)],
};

/// A machine, and the operation it waits for.
pub struct Camera {
    device: Device,
    now: Instant,
    op: Option<OpId>,
}

impl Camera {
    /// On its network, with nothing to do.
    pub fn online() -> Self {
        let mut camera = Self::default();
        boot_owned(&mut camera);
        joined(&mut camera);
        camera.now = camera.now.after(60_000);
        tick(&mut camera);
        camera
    }

    fn step(&mut self, input: Input<'_>) {
        let step = self.device.step(self.now, input);
        black_box(&step);
        if let Some(Action::Store { op, .. } | Action::Radio { op, .. }) = step.actions.last() {
            self.op = Some(*op);
        }
    }

    /// Lays the question where the step reads it: to copy it there is no part of that.
    #[inline(always)]
    fn ask(&mut self, ask: Ask) {
        self.step(Input::Request {
            client: ClientId(0),
            id: 1,
            role: Role::OWNER,
            ask,
        });
    }

    fn end(&mut self, result: OpResult) {
        if let Some(op) = self.op.take() {
            self.step(Input::Done { op, result });
        }
    }
}

impl Default for Camera {
    fn default() -> Self {
        let now = Instant::from_millis(1_000);
        Self {
            device: Device::new(&REFERENCE, now, PinLevel::Up),
            now,
            op: None,
        }
    }
}

fn anything(camera: &mut Camera) {
    let now = camera.now;
    let _ = black_box(camera.device.step(now, black_box(Input::Tick)));
    black_box(camera.device.hit(black_box(&Cells::EVERYWHERE)));
    black_box(camera.device.due(now));
    black_box(camera.device.status(now));
    black_box(camera.device.losses(ResetScope::Everything));
}

fn tick(camera: &mut Camera) {
    camera.step(Input::Tick);
}

fn tick_after(camera: &mut Camera, ms: u32) {
    camera.now = camera.now.after(ms);
    tick(camera);
}

fn boot(camera: &mut Camera) {
    camera.step(Input::Boot(&Stored::BLANK));
}

fn boot_owned(camera: &mut Camera) {
    const OWNED: &Stored = &Stored {
        network: true,
        controllers: 1,
        owners: 1,
        ..Stored::BLANK
    };
    camera.step(Input::Boot(OWNED));
}

fn boot_within_reset(camera: &mut Camera) {
    const BEGUN: &Stored = &Stored {
        reset: Some(ResetRecord {
            epoch: 1,
            count: 1,
            cause: ResetCause::BUTTON,
            scope: ResetScope::Everything,
            finished: false,
            unbind_owed: true,
        }),
        network: true,
        controllers: 1,
        owners: 1,
        ..Stored::BLANK
    };
    camera.step(Input::Boot(BEGUN));
}

fn done(camera: &mut Camera) {
    camera.end(OpResult::Done);
}

fn joined(camera: &mut Camera) {
    camera.end(OpResult::Joined {
        internet: true,
        rssi_dbm: -50,
    });
}

fn lost(camera: &mut Camera) {
    camera.step(Input::LinkLost);
}

fn silent(camera: &mut Camera) {
    camera.end(OpResult::HandshakeTimeout {
        rssi_dbm: -80,
        driver_code: 0,
    });
}

fn down(camera: &mut Camera) {
    camera.step(Input::Button(PinLevel::Down));
}

fn up(camera: &mut Camera) {
    camera.step(Input::Button(PinLevel::Up));
}

fn status(camera: &mut Camera) {
    camera.ask(Ask::Tell(Topic::Status));
}

fn moved(camera: &mut Camera) {
    camera.ask(Ask::MoveAbsolute {
        pan: Some(Cdeg(9_000)),
        tilt: Some(Cdeg(4_000)),
        speed: Speed(100),
    });
}

fn moved_back(camera: &mut Camera) {
    camera.ask(Ask::MoveAbsolute {
        pan: Some(Cdeg(-9_000)),
        tilt: Some(Cdeg(0)),
        speed: Speed(100),
    });
}

fn moved_slowly(camera: &mut Camera) {
    camera.ask(Ask::MoveAbsolute {
        pan: Some(Cdeg(9_000)),
        tilt: Some(Cdeg(4_000)),
        speed: Speed(37),
    });
}

fn stop(camera: &mut Camera) {
    camera.ask(Ask::Stop);
}

fn reset(camera: &mut Camera) {
    camera.ask(Ask::ResetRequest {
        scope: ResetScope::Everything,
        token: ResetToken([1; 8]),
    });
}

fn turn_on(camera: &mut Camera, percent: i8) {
    camera.ask(Ask::MoveContinuous {
        pan: Velocity(percent),
        tilt: Velocity(percent),
        lease_ms: 2_000,
    });
}

fn gone(camera: &mut Camera) {
    camera.step(Input::Disconnected(ClientId(0)));
}

fn boot_set(camera: &mut Camera) {
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

fn set_time(camera: &mut Camera) {
    // Sunday, 15 November 2026, 6:30 in Santiago: the clocks change next in April.
    let unix_s = 1_794_735_000;
    camera.ask(Ask::SetTime { unix_s });
}

fn seen(camera: &mut Camera) {
    camera.now = camera.now.after(100);
    camera.step(Input::Moved((0..8).fold(ZoneSet::NONE, ZoneSet::with)));
}
