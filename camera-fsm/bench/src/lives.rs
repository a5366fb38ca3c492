//! What is done to a camera, in order: step by step, each on what the one before
//! it left.

use core::hint::black_box;

use camera_fsm::input::{Ask, ClientId, Input, Stored};
use camera_fsm::motion_detection::grid::Cells;
use camera_fsm::profile::{BUTTONLESS, DELIBERATE};
use camera_fsm::settings::Effect;
use camera_proto::vocab::{Axis, Cdeg, PairingSecret, ResetToken, Role, SettingId, Speed};
use measure::{Subject, step};

use crate::machine::*;

pub const SUBJECTS: [Subject<Camera>; 12] = [
    Subject::NOTHING,
    IDLE,
    BUTTON,
    OWNER,
    HEAD,
    EYES,
    STARTS,
    SETUP,
    GEARS,
    KEPT,
    MORE,
    ANYTHING,
];

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

/// Starts that are none of the usual ones.
const STARTS: Subject<Camera> = Subject {
    name: "starts",
    steps: &[
        step("boot after a crash", |camera| {
            camera.boot(const { &after_crashes(1) })
        }),
        step("", |camera| *camera = Camera::default()),
        step("boot after one crash too many", |camera| {
            camera.boot(const { &after_crashes(5) });
        }),
        step("", |camera| *camera = Camera::of(&BUTTONLESS)),
        step("boot after so many starts that it resets", |camera| {
            camera.boot(const { &switched_on_and_off(4) });
        }),
    ],
};

/// From a stranger with the code to a network.
const SETUP: Subject<Camera> = Subject {
    name: "setup",
    steps: &[
        step("", boot),
        step("", |camera| tick_after(camera, 3000)),
        step("", done),
        step("a code is tried", tried),
        step("it is counted", done),
        step("", |camera| camera.ask(Ask::PairProven)),
        step("", done),
        step("", |camera| {
            let by = PairingSecret::CODE;
            camera.ask(Ask::Enroll { by });
        }),
        step("", done),
        step("a scan", |camera| camera.ask(Ask::Scan)),
        step("", done),
        step("a network is given", |camera| {
            camera.ask(Ask::Provision(TRIAL))
        }),
        step("", silent),
        step("", joined),
        step("it is kept, and answered", done),
        step("", |camera| {
            camera.step(Input::Flushed(ClientId(0)));
        }),
        step("setup is over", |camera| tick_after(camera, 1_000)),
        step("", |camera| *camera = Camera::default()),
        step("", |camera| {
            camera.boot(&Stored {
                attempts: 9,
                ..Stored::BLANK
            });
        }),
        step("", |camera| tick_after(camera, 3_000)),
        step("", done),
        step("", |camera| tick_after(camera, 400_000)),
        step("", tried),
        step("", done),
        step("one wrong code too many", |camera| {
            camera.ask(Ask::PairFailed)
        }),
    ],
};

/// Steppers with gears, which are homed first and come from below.
const GEARS: Subject<Camera> = Subject {
    name: "gears",
    steps: &[
        step("", |camera| *camera = Camera::of(&DELIBERATE)),
        step("", boot_owned),
        step("", joined),
        step("", moved),
        step("it has found it, and goes", done),
        step("", |camera| tick_after(camera, 20_000)),
        step("slowly down, on gears", |camera| {
            camera.ask(Ask::MoveAbsolute {
                pan: Some(Cdeg(-9_000)),
                tilt: Some(Cdeg(0)),
                speed: Speed(37),
            });
        }),
        step("", |camera| tick_after(camera, 1_000)),
        step("slowly further down, on gears", |camera| {
            camera.ask(Ask::MoveAbsolute {
                pan: Some(Cdeg(-10_000)),
                tilt: Some(Cdeg(-1_000)),
                speed: Speed(37),
            });
        }),
        step("", |camera| tick_after(camera, 1_000)),
        step("as slowly as it can, on gears", |camera| {
            camera.ask(Ask::MoveAbsolute {
                pan: Some(Cdeg(-11_000)),
                tilt: Some(Cdeg(-2_000)),
                speed: Speed(1),
            });
        }),
    ],
};

/// Settings that are kept while the head moves, and it knows the time.
const KEPT: Subject<Camera> = Subject {
    name: "settings",
    steps: &[
        step("", boot_set),
        step("", joined),
        step("", set_time),
        step("motion while the calendar works", seen),
        step("", |camera| set_moving(camera, SettingId::PATROL)),
        step("a patrol is kept while it moves", done),
        step("", |camera| set_moving(camera, SettingId::ZONES)),
        step("a zone is kept while it moves", done),
        step("", |camera| set_moving(camera, SettingId::ALERT_SCHEDULE)),
        step("a schedule is kept while it moves", done),
        step("", |camera| set_moving(camera, SettingId::TIME_ZONE)),
        step("a time zone is kept while it moves", done),
        step("", |camera| set_moving(camera, SettingId::NIGHT_VISION)),
        step("a night light is kept while it moves", done),
    ],
};

/// What else an owner asks for, while the head moves.
const MORE: Subject<Camera> = Subject {
    name: "more",
    steps: &[
        step("", boot_set),
        step("", joined),
        step("", set_time),
        step("", |camera| (0..5).for_each(|_| tick_after(camera, 1))),
        step("", |camera| turn_on(camera, 100)),
        step("", |camera| tick_after(camera, 600)),
        step("to a preset", |camera| {
            let speed = Speed(37);
            camera.ask(Ask::GoToPreset { place: 7, speed });
        }),
        step("", |camera| tick_after(camera, 600)),
        step("by so much, slowly", |camera| {
            camera.ask(Ask::MoveRelative {
                pan: Cdeg(-2_000),
                tilt: Cdeg(-2_000),
                speed: Speed(37),
            });
        }),
        step("", |camera| tick_after(camera, 600)),
        step("slowly on", |camera| turn_on(camera, 37)),
        step("", |camera| tick_after(camera, 2_000)),
        step("", |camera| turn_on(camera, -100)),
        step("a walk test", |camera| {
            camera.ask(Ask::WalkTest { ms: 60_000 })
        }),
        step("", |camera| {
            camera.ask(Ask::AudioTest { ms: 5_000 });
        }),
        step("", |camera| camera.step(Input::Light { percent: 1 })),
        step("somebody looks for it", |camera| {
            camera.ask(Ask::Identify { ms: 5_000 });
        }),
        step("", |camera| turn_on(camera, -100)),
        step("", |camera| tick_after(camera, 600)),
        step("a servo is stuck", |camera| {
            camera.step(Input::ServoStalled {
                axis: Axis::Pan,
                stalled: true,
            });
        }),
        step("", |camera| {
            camera.step(Input::ServoStalled {
                axis: Axis::Pan,
                stalled: false,
            });
        }),
        step("", |camera| turn_on(camera, 100)),
        step("", |camera| tick_after(camera, 600)),
        step("", reset),
        step("a reset is confirmed while it moves", |camera| {
            let token = ResetToken([1; 8]);
            camera.ask(Ask::ResetConfirm { token });
        }),
        step("", done),
        step("its answer is out", |camera| {
            camera.step(Input::Flushed(ClientId(0)));
        }),
        step("", |camera| *camera = Camera::default()),
        step("", boot_set),
        step("", joined),
        step("", set_time),
        step("", |camera| camera.ask(Ask::RunPatrol(true))),
        step("", |camera| camera.ask(Ask::WalkTest { ms: 60_000 })),
        step("", |camera| camera.ask(Ask::AudioTest { ms: 5_000 })),
        step("", |camera| camera.ask(Ask::Identify { ms: 5_000 })),
        step("", |camera| camera.step(Input::Light { percent: 1 })),
        step("", |camera| {
            camera.ask(Ask::Invite {
                role: Role::USER,
                valid_s: 60,
            });
        }),
        step("", seen),
        step("", |camera| camera.ask(Ask::Scan)),
        step("all of that, a day late", |camera| {
            tick_after(camera, 86_400_000);
        }),
    ],
};

/// Any input there is, and what a link asks besides: for its size alone.
const ANYTHING: Subject<Camera> = Subject {
    name: "all of it",
    steps: &[step("anything", anything)],
};
