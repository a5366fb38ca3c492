//! All that can happen to the core, and beside it.

use camera_fsm::input::{Ask, OpResult, PinLevel, Trial};
use camera_fsm::levels::Pose;
use camera_fsm::motion_detection::PlacedZone;
use camera_fsm::motion_detection::grid::Cells;
use camera_fsm::night_vision::NightLight;
use camera_fsm::part::Part;
use camera_fsm::schedule::Schedule;
use camera_fsm::settings::{Effect, Stops};
use camera_proto::message::{self, PatrolStop, Refused, ScheduleEntry};
use camera_proto::vocab::{
    Axis, Band, Cdeg, NightMode, PairingSecret, RecordingMode, Refusal, ResetScope, ResetToken,
    Role, ScheduleKind, SettingId, Speed, StorageChoice, Velocity,
};
use proptest::prelude::*;

use crate::nudges::{asker, result};

/// Something that happens to the core, or beside it.
#[derive(Clone, Debug)]
pub(super) enum Happens {
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
pub(super) enum Beside {
    Moved(Cells),
    Light(u8),
    Asked(Ask),
    /// What goes on beside it the longest ends: it is done, or it has failed.
    Ended(OpResult),
    /// A servo gets stuck, or free again.
    Stalled(Axis, bool),
    /// A part of the board fails, or works again.
    Part(Part, bool),
    HungUp,
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
pub(super) const SET_BESIDE: [SettingId; 9] = [
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

const FAILED: OpResult = OpResult::Failed(Refused::because(Refusal::STORE_FAILURE));

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
    let ends = vec![OpResult::Done, OpResult::Done, FAILED];
    let axis = prop::sample::select(vec![Axis::Pan, Axis::Tilt]);
    let part = prop::sample::select(Part::ALL.to_vec());
    prop_oneof![
        4 => Just(Beside::Moved(Cells::EVERYWHERE)),
        6 => prop::sample::select(ends).prop_map(Beside::Ended),
        1 => (axis, any::<bool>()).prop_map(|(axis, stalled)| Beside::Stalled(axis, stalled)),
        1 => (part, any::<bool>()).prop_map(|(part, works)| Beside::Part(part, works)),
        2 => (0_u8..=100).prop_map(Beside::Light),
        4 => prop::sample::select(asks).prop_map(Beside::Asked),
        4 => effect_beside().prop_map(Beside::Asked),
        1 => Just(Beside::HungUp),
    ]
}

pub(super) fn happens() -> impl Strategy<Value = Happens> {
    let client = || 0_u8..2;
    let level = prop::sample::select(vec![PinLevel::Up, PinLevel::Down]);
    prop_oneof![
        2 => level.prop_map(Happens::Pin),
        6 => (client(), asker(), core_ask()).prop_map(|(at, role, ask)| Happens::Ask(at, role, ask)),
        8 => result().prop_map(Happens::End),
        2 => client().prop_map(Happens::Flushed),
        1 => client().prop_map(Happens::Disconnected),
        1 => Just(Happens::LinkLost),
        12 => beside().prop_map(Happens::Beside),
    ]
}
