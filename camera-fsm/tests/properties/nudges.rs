//! Random runs of everything that can happen to a device.

use camera_fsm::action::ResetRecord;
use camera_fsm::input::{Ask, OpResult, PinLevel, Stored, Target, Topic, Trial};
use camera_fsm::led::Look;
use camera_fsm::levels::Pose;
use camera_fsm::night_vision::NightLight;
use camera_fsm::part::Part;
use camera_fsm::power::{BootCause, PowerRecord};
use camera_fsm::settings::{Effect, Stops, Values};
use camera_proto::message::{PatrolStop, Refused};
use camera_proto::vocab::{
    Axis, Band, Cdeg, Fault, NightMode, PairingSecret, RecordingMode, Refusal, ResetCause,
    ResetScope, ResetToken, Role, Security, SettingId, Speed, StorageChoice, Velocity,
};
use proptest::prelude::*;

use crate::bench::Nudge;

/// Who asks: an owner as often as not.
pub(crate) fn asker() -> impl Strategy<Value = Role> {
    prop::sample::select(vec![
        Role::STRANGER,
        Role::PROVEN,
        Role::USER,
        Role::OWNER,
        Role::OWNER,
    ])
}

pub(crate) fn nudge() -> impl Strategy<Value = Nudge> {
    let client = || 0_u8..3;
    let axis = prop::sample::select(vec![Axis::Pan, Axis::Tilt]);
    let part = prop::sample::select(Part::ALL.to_vec());
    let level = prop::sample::select(vec![PinLevel::Up, PinLevel::Down]);
    prop_oneof![
        3 => level.prop_map(Nudge::Pin),
        8 => (client(), asker(), ask()).prop_map(|(client, role, ask)| Nudge::Ask(client, role, ask)),
        8 => (0_usize..4, result()).prop_map(|(which, result)| Nudge::Finish(which, result)),
        2 => client().prop_map(Nudge::Flushed),
        1 => client().prop_map(Nudge::Disconnected),
        1 => Just(Nudge::LinkLost),
        1 => (axis, any::<bool>()).prop_map(|(axis, stalled)| Nudge::Stall(axis, stalled)),
        1 => (part, any::<bool>()).prop_map(|(part, works)| Nudge::Part(part, works)),
        1 => Just(Nudge::Moved),
        1 => (0_u8..=100).prop_map(Nudge::Light),
        2 => Just(Nudge::Nothing),
    ]
}

/// Times on every scale of the machine.
pub(crate) fn wait_ms() -> impl Strategy<Value = u32> {
    prop_oneof![
        3 => Just(0_u32),
        3 => 1_u32..50,
        3 => 50_u32..1_500,
        3 => 1_500_u32..8_000,
        1 => 8_000_u32..700_000,
    ]
}

pub(crate) fn result() -> impl Strategy<Value = OpResult> {
    let why = prop::sample::select(vec![
        Refusal::AUTH_FAILURE,
        Refusal::NETWORK_NOT_FOUND,
        Refusal::STORE_FAILURE,
    ]);
    prop_oneof![
        4 => Just(OpResult::Done),
        3 => any::<bool>().prop_map(|internet| OpResult::Joined { internet, rssi_dbm: -50 }),
        1 => (-90_i8..-60).prop_map(|rssi_dbm| OpResult::HandshakeTimeout { rssi_dbm, driver_code: 15 }),
        2 => why.prop_map(|why| OpResult::Failed(Refused::because(why))),
    ]
}

pub(crate) fn stored() -> impl Strategy<Value = Stored> {
    let record = (0_u32..3, any::<bool>(), scope(), any::<bool>()).prop_map(
        |(epoch, finished, scope, unbind_owed)| ResetRecord {
            epoch,
            count: epoch,
            cause: ResetCause::BUTTON,
            scope,
            finished,
            unbind_owed,
        },
    );
    let remembered = prop_oneof![
        4 => Just(Fault::NONE),
        1 => Just(Fault::STORE),
        1 => Just(Fault::RESET_TIMEOUT),
        1 => Just(Fault::RADIO),
    ];
    let damage = prop::sample::select(vec![
        Fault::NONE,
        Fault::NONE,
        Fault::NONE,
        Fault::USER_DATA,
    ]);
    (
        prop::option::of(record),
        any::<bool>(),
        0_u8..3,
        0_u8..12,
        start(),
        (damage, remembered),
        (look(), any::<bool>()),
        any::<u32>(),
    )
        .prop_map(
            |(reset, network, controllers, attempts, started, broken, (look, privacy), jitter)| {
                let (power, cause) = started;
                let (damage, fault) = broken;
                Stored {
                    reset,
                    network,
                    controllers,
                    owners: controllers.min(1),
                    settings: Values::DEFAULT
                        .with(SettingId::STATUS_LED, Effect::Look(look))
                        .with(SettingId::PRIVACY, Effect::Privacy(privacy)),
                    attempts,
                    head_is_parked: jitter % 2 == 0,
                    first_setup_s: jitter % 3,
                    power,
                    cause,
                    fault,
                    damage,
                    jitter,
                }
            },
        )
}

fn look() -> impl Strategy<Value = Look> {
    (any::<u8>(), any::<bool>()).prop_map(|(percent, night)| Look { percent, night })
}

/// How the camera came to be on.
fn start() -> impl Strategy<Value = (PowerRecord, BootCause)> {
    let power = (0_u8..8, 0_u8..8).prop_map(|(cycles, crashes)| PowerRecord { cycles, crashes });
    let causes = vec![BootCause::PowerOn, BootCause::Restart, BootCause::Crash];
    (power, prop::sample::select(causes))
}

fn scope() -> impl Strategy<Value = ResetScope> {
    prop::sample::select(vec![
        ResetScope::Everything,
        ResetScope::KeepNetwork,
        ResetScope::ForgetNetwork,
    ])
}

fn role() -> impl Strategy<Value = Role> {
    (0_u8..5).prop_map(Role)
}

fn target() -> impl Strategy<Value = Target> {
    let target = (prop::option::of(0_u8..3), role(), any::<bool>());
    target.prop_map(|(place, role, is_self)| Target {
        place,
        role,
        is_self,
    })
}

/// Settings of what is seen, recorded and gone to.
fn seen() -> impl Strategy<Value = (SettingId, Effect)> {
    let pose = |pan| Pose {
        pan: Cdeg(pan),
        tilt: Cdeg(0),
    };
    let stops = [0, 1].map(|preset| PatrolStop { preset, dwell_s: 3 });
    prop_oneof![
        (0_u8..4).prop_map(|mode| (SettingId::RECORDING, Effect::Recording(RecordingMode(mode)))),
        (0_u8..4).prop_map(|to| (SettingId::STORAGE, Effect::Storage(StorageChoice(to)))),
        (0_u8..2, -17_000_i32..17_000).prop_map(move |(place, pan)| {
            let id = SettingId(SettingId::PRESETS.0 + place);
            (id, Effect::Preset(pose(pan)))
        }),
        Just((SettingId::PATROL, Effect::Patrol(Stops::of(&stops)))),
        (0_u8..3, 1_u8..=100).prop_map(|(mode, sensitivity_percent)| {
            let wanted = NightLight {
                mode: NightMode(mode),
                sensitivity_percent,
                ..NightLight::DEFAULT
            };
            (SettingId::NIGHT_VISION, Effect::NightLight(wanted))
        }),
    ]
}

fn ask() -> impl Strategy<Value = Ask> {
    let trial = (0_u8..70, prop::option::of(0_u8..9), any::<bool>()).prop_map(
        |(passphrase_len, security, allow_no_internet)| Trial {
            passphrase_len,
            is_raw_key: false,
            security: security.map(Security),
            allow_no_internet,
            seen_on: Band::Ghz5,
        },
    );
    let token = || (0_u8..2).prop_map(|byte| ResetToken([byte; 8]));
    let angle = || -18_000_i32..18_000;
    prop_oneof![
        2 => prop::sample::select(vec![
            Ask::PairAttempt { by: PairingSecret::CODE },
            Ask::PairAttempt { by: PairingSecret::INVITATION },
            Ask::PairProven,
            Ask::PairFailed,
            Ask::Enroll { by: PairingSecret::CODE },
            Ask::Enroll { by: PairingSecret::INVITATION },
            Ask::Tell(Topic::Status),
            Ask::Scan,
            Ask::Restart,
            Ask::Stop,
            Ask::Home,
            Ask::Tell(Topic::Receipt),
            Ask::Tell(Topic::Controllers),
            Ask::ChangeCode,
            Ask::RunPatrol(true),
            Ask::RunPatrol(false),
        ]),
        1 => (0_u8..9).prop_map(|place| Ask::GoToPreset { place, speed: Speed(0) }),
        1 => (0_u32..700_000).prop_map(|ms| Ask::WalkTest { ms }),
        1 => (0_u32..9_000).prop_map(|ms| Ask::AudioTest { ms }),
        2 => seen().prop_map(|(id, effect)| Ask::Set(id, effect)),
        2 => trial.prop_map(Ask::Provision),
        1 => (0_u32..9_000).prop_map(|ms| Ask::Identify { ms }),
        1 => angle().prop_map(|pan| Ask::MoveAbsolute { pan: Some(Cdeg(pan)), tilt: None, speed: Speed(0) }),
        1 => angle().prop_map(|pan| Ask::MoveRelative { pan: Cdeg(pan), tilt: Cdeg(10), speed: Speed(50) }),
        1 => (0_u16..2_100).prop_map(|lease_ms| Ask::MoveContinuous {
            pan: Velocity(100),
            tilt: Velocity(0),
            lease_ms,
        }),
        2 => (scope(), token()).prop_map(|(scope, token)| Ask::ResetRequest { scope, token }),
        2 => token().prop_map(|token| Ask::ResetConfirm { token }),
        1 => target().prop_map(Ask::Revoke),
        1 => target().prop_map(Ask::Rename),
        1 => (target(), role()).prop_map(|(target, role)| Ask::SetRole { target, role }),
        1 => (role(), 0_u16..9).prop_map(|(role, valid_s)| Ask::Invite { role, valid_s }),
        1 => ((0x1e_u8..0x42), look()).prop_map(|(id, look)| Ask::Set(SettingId(id), Effect::Look(look))),
        1 => any::<bool>().prop_map(|on| Ask::Set(SettingId::PRIVACY, Effect::Privacy(on))),
        1 => (0x1e_u8..0x42).prop_map(|id| Ask::Clear(SettingId(id))),
        1 => any::<u64>().prop_map(|unix_s| Ask::SetTime { unix_s }),
    ]
}
