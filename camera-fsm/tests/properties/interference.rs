//! What the camera sees, hears and turns to is no business of resetting, setting
//! up and pairing: with it and without it, these do the same.

use core::cell::Cell;

use camera_fsm::action::{Action, Answer, OpId, RadioJob, StoreJob};
use camera_fsm::device::Device;
use camera_fsm::input::{Ask, ClientId, Input, OpResult, PinLevel, Stored, Trial};
use camera_fsm::levels::Pose;
use camera_fsm::motion_detection::PlacedZone;
use camera_fsm::motion_detection::grid::Cells;
use camera_fsm::night_vision::NightLight;
use camera_fsm::profile::{ALL, Profile};
use camera_fsm::schedule::Schedule;
use camera_fsm::settings::{Effect, Stops, Values};
use camera_fsm::time::Instant;
use camera_proto::message::{self, PatrolStop, ScheduleEntry};
use camera_proto::vocab::{
    Band, CameraState, Cdeg, Fault, Flags, NightMode, PairingSecret, RecordingMode, Refusal,
    ResetScope, ResetStage, ResetToken, Role, ScheduleKind, SettingId, Speed, StorageChoice,
    Velocity,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::nudges::{result, stored, wait_ms};

/// Something that happens to the core, or beside it.
#[derive(Clone, Debug)]
enum Happens {
    Pin(PinLevel),
    Ask(u8, Role, Ask),
    /// The first operation that goes on ends.
    End(OpResult),
    Flushed(u8),
    Disconnected(u8),
    LinkLost,
    Beside(Beside),
}

#[derive(Clone, Copy, Debug)]
enum Beside {
    Moved(Cells),
    Light(u8),
    Asked(Ask),
    HungUp,
}

/// Who asks for all that is beside: nobody else is called so.
const BESIDE: ClientId = ClientId(2);

/// What the core asks for; what it calls its operations is its own affair.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Asked {
    Store(StoreJob),
    Radio(RadioJob),
    Unbind,
    Reply(ClientId, u16, Answer),
    ForgetTrial,
    Reboot,
}

/// What is seen of the core.
#[derive(Debug, PartialEq)]
struct Sight {
    asked: Vec<Asked>,
    state: CameraState,
    reset: ResetStage,
    fault: Fault,
    last_setup: Refusal,
    window_s: u16,
    epoch: u32,
    /// Button, reset and setup.
    parts: [&'static str; 3],
    wrong_codes: u8,
    controllers: u8,
    is_inviting: bool,
    is_debtor: bool,
}

/// A device, and the core's operations that go on.
struct Life {
    device: Device,
    going_on: Vec<(OpId, Asked)>,
    told_of_motion: usize,
}

impl Life {
    fn new(profile: &'static Profile, now: Instant) -> Self {
        Self {
            device: Device::new(profile, now, PinLevel::Up),
            going_on: Vec::new(),
            told_of_motion: 0,
        }
    }

    /// What the core asks for; and what a setting asks for is done at once.
    fn step(&mut self, now: Instant, input: Input<'_>) -> Vec<Asked> {
        let mut asked = Vec::new();
        let mut settings = Vec::new();
        for action in self.device.step(now, input).actions {
            let what = match action {
                // Nor is the core concerned with where the head is.
                Action::FindHome { op }
                | Action::Store {
                    op,
                    job:
                        StoreJob::SaveSetting { .. }
                        | StoreJob::SaveParked(_)
                        | StoreJob::SaveFirstSetup(_),
                } => {
                    settings.push(op);
                    continue;
                }
                Action::Motion { .. } => {
                    self.told_of_motion += 1;
                    continue;
                }
                Action::Audio { .. } | Action::Reply { client: BESIDE, .. } => continue,
                Action::Store { job, .. } => Asked::Store(job),
                Action::Radio { job, .. } => Asked::Radio(job),
                Action::Reply { client, id, answer } => Asked::Reply(client, id, answer),
                Action::Unbind { .. } => Asked::Unbind,
                Action::ForgetTrial => Asked::ForgetTrial,
                Action::Reboot => Asked::Reboot,
            };
            match action {
                Action::Store { op, .. } | Action::Unbind { op } => self.going_on.push((op, what)),
                Action::Radio { op, .. } => {
                    self.going_on
                        .retain(|(_, it)| !matches!(it, Asked::Radio(_)));
                    self.going_on.push((op, what));
                }
                _ => {}
            }
            asked.push(what);
        }
        for op in settings {
            let result = OpResult::Done;
            asked.extend(self.step(now, Input::Done { op, result }));
        }
        asked
    }

    fn happen(&mut self, now: Instant, id: u16, what: &Happens) -> Vec<Asked> {
        let request = |client, role, ask| Input::Request {
            client,
            id,
            role,
            ask,
        };
        let input = match *what {
            Happens::Pin(level) => Input::Button(level),
            Happens::Ask(client, role, ask) => request(ClientId(client), role, ask),
            Happens::End(_) if self.going_on.is_empty() => Input::Tick,
            Happens::End(result) => {
                let (op, _) = self.going_on.remove(0);
                Input::Done { op, result }
            }
            Happens::Flushed(client) => Input::Flushed(ClientId(client)),
            Happens::Disconnected(client) => Input::Disconnected(ClientId(client)),
            Happens::LinkLost => Input::LinkLost,
            Happens::Beside(Beside::Moved(cells)) => Input::Moved(self.device.hit(&cells)),
            Happens::Beside(Beside::Light(percent)) => Input::Light { percent },
            Happens::Beside(Beside::Asked(ask)) => request(BESIDE, Role::OWNER, ask),
            Happens::Beside(Beside::HungUp) => Input::Disconnected(BESIDE),
        };
        self.step(now, input)
    }

    fn see(&self, now: Instant, asked: Vec<Asked>) -> Sight {
        let (status, parts) = (self.device.status(now), self.device.situation(now));
        Sight {
            asked,
            state: status.state,
            reset: status.reset,
            fault: status.fault,
            last_setup: status.last_setup,
            window_s: status.window_s,
            epoch: status.epoch,
            parts: [parts.button, parts.reset, parts.provision],
            wrong_codes: self.device.pairing().attempts(),
            controllers: self.device.controllers().count(),
            is_inviting: self.device.controllers().is_inviting(),
            is_debtor: status.flags.has(Flags::UNBIND_OWED),
        }
    }
}

const CODE: PairingSecret = PairingSecret::CODE;
const INVITATION: PairingSecret = PairingSecret::INVITATION;
const TOKEN: ResetToken = ResetToken([1; 8]);

fn core_ask() -> impl Strategy<Value = Ask> {
    let scope = prop::sample::select(vec![
        ResetScope::Everything,
        ResetScope::KeepNetwork,
        ResetScope::ForgetNetwork,
    ]);
    let trial = Trial {
        passphrase_len: 10,
        is_raw_key: false,
        security: None,
        allow_no_internet: false,
        seen_on: Band::Unknown,
    };
    let (role, valid_s) = (Role::USER, 60);
    prop_oneof![
        3 => scope.prop_map(|scope| Ask::ResetRequest { scope, token: TOKEN }),
        3 => Just(Ask::ResetConfirm { token: TOKEN }),
        3 => Just(Ask::Provision(trial)),
        6 => prop::sample::select(vec![
            Ask::PairAttempt { by: CODE },
            Ask::PairAttempt { by: INVITATION },
            Ask::PairProven,
            Ask::PairFailed,
            Ask::Enroll { by: CODE },
            Ask::Enroll { by: INVITATION },
            Ask::Invite { role, valid_s },
            Ask::ChangeCode,
            Ask::Scan,
            Ask::Restart,
        ]),
    ]
}

/// All that these asks set is kept from the start: how many settings there are
/// is what a reset lists, and must not change between its offer and its yes.
const SET_BESIDE: [SettingId; 9] = [
    SettingId::PRIVACY,
    SettingId::RECORDING,
    SettingId::STORAGE,
    SettingId::NIGHT_VISION,
    SettingId::ALERT_SCHEDULE,
    SettingId::RECORDING_SCHEDULE,
    SettingId::PATROL,
    SettingId::ZONES,
    SettingId::PRESETS,
];

fn effect_beside() -> impl Strategy<Value = Ask> {
    let zone = |sensitivity| {
        PlacedZone::of(&message::Zone {
            place: 0,
            name: heapless::Vec::new(),
            preset: None,
            left: 0,
            top: 0,
            right: 500,
            bottom: 1_000,
            sensitivity,
        })
    };
    let times = |from_min| {
        let entry = ScheduleEntry {
            days: 0x7f,
            from_min,
            to_min: 600,
        };
        Schedule::new(&message::Schedule {
            of: ScheduleKind::ALERTS,
            entries: heapless::Vec::from_iter([entry]),
        })
    };
    let night = NightLight {
        mode: NightMode::ON,
        ..NightLight::DEFAULT
    };
    let stop = |preset| PatrolStop { preset, dwell_s: 2 };
    let aside = Pose {
        pan: Cdeg(2_000),
        ..Pose::default()
    };
    let set = |(setting, effect)| Ask::Set(setting, effect);
    prop_oneof![
        any::<bool>().prop_map(|on| (SettingId::PRIVACY, Effect::Privacy(on))),
        (0_u8..4).prop_map(|mode| (SettingId::RECORDING, Effect::Recording(RecordingMode(mode)))),
        (0_u8..4).prop_map(|to| (SettingId::STORAGE, Effect::Storage(StorageChoice(to)))),
        Just((SettingId::NIGHT_VISION, Effect::NightLight(night))),
        (0_u16..1_440).prop_map(move |at| (SettingId::ALERT_SCHEDULE, Effect::Schedule(times(at)))),
        (0_u16..1_440)
            .prop_map(move |at| (SettingId::RECORDING_SCHEDULE, Effect::Schedule(times(at)))),
        Just((
            SettingId::PATROL,
            Effect::Patrol(Stops::of(&[stop(0), stop(1)]))
        )),
        (1_u8..=100).prop_map(move |by| (SettingId::ZONES, Effect::Zone(zone(by)))),
        Just((SettingId::PRESETS, Effect::Preset(aside))),
    ]
    .prop_map(set)
}

fn beside() -> impl Strategy<Value = Beside> {
    let asks = vec![
        Ask::WalkTest { ms: 9_000 },
        Ask::WalkTest { ms: 0 },
        Ask::AudioTest { ms: 1_000 },
        Ask::AudioTest { ms: 0 },
        Ask::RunPatrol(true),
        Ask::RunPatrol(false),
        Ask::Home,
        Ask::Stop,
        Ask::MoveAbsolute {
            pan: Some(Cdeg(9_000)),
            tilt: None,
            speed: Speed(0),
        },
        Ask::MoveContinuous {
            pan: Velocity(100),
            tilt: Velocity(0),
            lease_ms: 1_000,
        },
        Ask::SetTime { unix_s: 1 << 30 },
    ];
    prop_oneof![
        4 => Just(Beside::Moved(Cells::EVERYWHERE)),
        2 => (0_u8..=100).prop_map(Beside::Light),
        4 => prop::sample::select(asks).prop_map(Beside::Asked),
        4 => effect_beside().prop_map(Beside::Asked),
        1 => Just(Beside::HungUp),
    ]
}

fn happens() -> impl Strategy<Value = Happens> {
    let client = || 0_u8..2;
    let role = prop::sample::select(vec![
        Role::STRANGER,
        Role::PROVEN,
        Role::USER,
        Role::OWNER,
        Role::OWNER,
    ]);
    let level = prop::sample::select(vec![PinLevel::Up, PinLevel::Down]);
    prop_oneof![
        2 => level.prop_map(Happens::Pin),
        6 => (client(), role, core_ask()).prop_map(|(at, role, ask)| Happens::Ask(at, role, ask)),
        8 => result().prop_map(Happens::End),
        2 => client().prop_map(Happens::Flushed),
        1 => client().prop_map(Happens::Disconnected),
        1 => Just(Happens::LinkLost),
        9 => beside().prop_map(Happens::Beside),
    ]
}

/// Two lives, of which one has all that is beside in between: to the core they
/// are the same. Says how often motion was told of, and how many resets ended.
fn compare(
    profile: &'static Profile,
    stored: &Stored,
    run: &[(u32, Happens)],
) -> Result<(usize, usize), TestCaseError> {
    let mut now = Instant::from_millis(1_000);
    let mut lives = [Life::new(profile, now), Life::new(profile, now)];
    for life in &mut lives {
        life.step(now, Input::Boot(stored));
    }
    let mut resets = 0;
    for (id, (wait_ms, what)) in (0..).zip(run) {
        now = now.after(*wait_ms);
        let [without, with] = &mut lives;
        let asked = match what {
            Happens::Beside(_) => without.step(now, Input::Tick),
            core => without.happen(now, id, core),
        };
        let restarts = asked.contains(&Asked::Reboot);
        resets += usize::from(asked.iter().any(|it| match it {
            Asked::Store(StoreJob::SaveReset(record)) => record.finished,
            _ => false,
        }));
        let one = without.see(now, asked);
        let asked = with.happen(now, id, what);
        let other = with.see(now, asked);
        prop_assert_eq!(one, other, "after {:?}", what);
        if restarts {
            for life in &mut lives {
                let told_of_motion = life.told_of_motion;
                *life = Life::new(profile, now);
                life.told_of_motion = told_of_motion;
                let again = Stored {
                    settings: stored.settings,
                    ..Stored::BLANK
                };
                life.step(now, Input::Boot(&again));
            }
        }
    }
    Ok((lives[1].told_of_motion, resets))
}

#[test]
fn what_is_seen_heard_and_turned_to_changes_nothing_of_the_core() {
    let (told, resets) = (Cell::new(0), Cell::new(0));
    let given = (
        prop::sample::select(ALL.to_vec()),
        stored(),
        prop::collection::vec((wait_ms(), happens()), 40..160),
    );
    let mut runner = TestRunner::new(Config {
        cases: 4_000,
        failure_persistence: None,
        ..Config::default()
    });
    let ran = runner.run(&given, |(profile, stored, run)| {
        let keep = |values: Values, setting| values.with(setting, Effect::None);
        let stored = Stored {
            settings: SET_BESIDE.into_iter().fold(stored.settings, keep),
            ..stored
        };
        let (motion, ended) = compare(profile, &stored, &run)?;
        told.set(told.get() + motion);
        resets.set(resets.get() + ended);
        Ok(())
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
    println!(
        "motion told {} times, {} resets ended",
        told.get(),
        resets.get()
    );
    assert!(
        told.get() > 4_000 && resets.get() > 300,
        "too little came of it"
    );
}
