//! A device on the bench: everything that can happen to it, in any order.

use std::collections::BTreeMap;

use camera_fsm::action::{Action, Actions, MAX_ACTIONS, OpId, ResetRecord};
use camera_fsm::device::Device;
use camera_fsm::input::{
    Ask, ClientId, Input, OpResult, PinLevel, SettingSet, Stored, Target, Topic, Trial,
};
use camera_fsm::profile::Profile;
use camera_fsm::time::Instant;
use camera_proto::message::Refused;
use camera_proto::vocab::{
    Axis, Band, Cdeg, Fault, PairingSecret, Refusal, ResetCause, ResetScope, ResetToken, Role,
    Security, SettingId, Speed, Velocity,
};
use proptest::prelude::*;

/// Something that happens to the device.
#[derive(Clone, Debug)]
pub(crate) enum Nudge {
    Pin(PinLevel),
    Ask(u8, Role, Ask),
    /// The `n`-th operation that is going on ends.
    Finish(usize, OpResult),
    Flushed(u8),
    Disconnected(u8),
    LinkLost,
    Stall(Axis, bool),
    Nothing,
}

pub(crate) fn nudge() -> impl Strategy<Value = Nudge> {
    let client = || 0_u8..3;
    let role = prop::sample::select(vec![
        Role::STRANGER,
        Role::PROVEN,
        Role::USER,
        Role::OWNER,
        Role::OWNER,
    ]);
    let axis = prop::sample::select(vec![Axis::Pan, Axis::Tilt]);
    let level = prop::sample::select(vec![PinLevel::Up, PinLevel::Down]);
    prop_oneof![
        3 => level.prop_map(Nudge::Pin),
        8 => (client(), role, ask()).prop_map(|(client, role, ask)| Nudge::Ask(client, role, ask)),
        8 => (0_usize..4, result()).prop_map(|(which, result)| Nudge::Finish(which, result)),
        2 => client().prop_map(Nudge::Flushed),
        1 => client().prop_map(Nudge::Disconnected),
        1 => Just(Nudge::LinkLost),
        1 => (axis, any::<bool>()).prop_map(|(axis, stalled)| Nudge::Stall(axis, stalled)),
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
        2 => why.prop_map(|why| OpResult::Failed(Refused::because(why))),
    ]
}

pub(crate) fn stored() -> impl Strategy<Value = Stored> {
    let record =
        (0_u32..3, any::<bool>(), scope()).prop_map(|(epoch, finished, scope)| ResetRecord {
            epoch,
            count: epoch,
            cause: ResetCause::BUTTON,
            scope,
            finished,
        });
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
        damage,
        any::<u32>(),
    )
        .prop_map(
            |(reset, network, controllers, attempts, damage, jitter)| Stored {
                reset,
                network,
                controllers,
                owners: controllers.min(1),
                settings: SettingSet::NONE.with(SettingId::NAME, true),
                attempts,
                damage,
                jitter,
            },
        )
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
        ]),
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
        1 => (0x1e_u8..0x42).prop_map(|id| Ask::Set(SettingId(id))),
        1 => (0x1e_u8..0x42).prop_map(|id| Ask::Clear(SettingId(id))),
        1 => any::<u64>().prop_map(|unix_s| Ask::SetTime { unix_s }),
    ]
}

/// A device, the operations that it has begun, and who waits for an answer.
pub(crate) struct Bench {
    pub(crate) now: Instant,
    pub(crate) camera: Device,
    pub(crate) wake_at: Option<Instant>,
    profile: &'static Profile,
    /// Whether time passes from wake-up to wake-up, or the runner sleeps through.
    on_time: bool,
    going_on: Vec<(OpId, bool)>,
    waiting: BTreeMap<(u8, u16), Ask>,
    next_id: u16,
}

impl Bench {
    pub(crate) fn new(profile: &'static Profile, stored: &Stored, on_time: bool) -> Self {
        let now = Instant::from_millis(1_000);
        let mut bench = Self {
            now,
            camera: Device::new(profile, now, PinLevel::Up),
            wake_at: None,
            profile,
            on_time,
            going_on: Vec::new(),
            waiting: BTreeMap::new(),
            next_id: 0,
        };
        bench.step(Input::Boot(stored));
        bench
    }

    /// One step, and what must hold after every one.
    pub(crate) fn step(&mut self, input: Input<'_>) -> Actions {
        let step = self.camera.step(self.now, input);
        assert!(step.actions.len() <= MAX_ACTIONS);
        assert_eq!(
            step.levels,
            self.camera.levels(self.now),
            "levels follow from the state"
        );
        let ahead = step.wake_at.is_none_or(|at| at > self.now);
        assert!(ahead, "{:?} is no wake-up at {:?}", step.wake_at, self.now);
        self.wake_at = step.wake_at;
        for (index, action) in step.actions.iter().enumerate() {
            match *action {
                Action::Store { op, .. } => self.going_on.push((op, false)),
                Action::Radio { op, .. } => {
                    self.going_on.retain(|(_, radio)| !radio);
                    self.going_on.push((op, true));
                }
                Action::Reply { client, id, .. } => {
                    let asked = self.waiting.remove(&(client.0, id));
                    assert!(asked.is_some(), "nobody waits for {action:?}");
                }
                Action::ForgetTrial => {}
                Action::Reboot => {
                    assert_eq!(index + 1, step.actions.len(), "nothing follows a reboot");
                    self.reboot();
                }
            }
        }
        step.actions
    }

    fn reboot(&mut self) {
        self.going_on.clear();
        self.waiting.clear();
        self.camera = Device::new(self.profile, self.now, PinLevel::Up);
        self.step(Input::Boot(&Stored::BLANK));
    }

    pub(crate) fn pass(&mut self, ms: u32) {
        let until = self.now.after(ms);
        while self.on_time && self.wake_at.is_some_and(|at| at <= until) {
            self.now = self.wake_at.unwrap_or(until);
            self.step(Input::Tick);
        }
        self.now = until;
    }

    pub(crate) fn nudge(&mut self, nudge: &Nudge) -> Actions {
        let input = match *nudge {
            Nudge::Pin(level) => Input::Button(level),
            Nudge::Ask(client, role, ask) => {
                self.next_id += 1;
                let id = self.next_id;
                self.waiting.insert((client, id), ask);
                let client = ClientId(client);
                Input::Request {
                    client,
                    id,
                    role,
                    ask,
                }
            }
            Nudge::Finish(which, result) => {
                if which >= self.going_on.len() {
                    return Actions::new();
                }
                let (op, _) = self.going_on.remove(which);
                Input::Done { op, result }
            }
            Nudge::Flushed(client) => Input::Flushed(ClientId(client)),
            // What is still on its way to them has no receiver: the link drops it.
            Nudge::Disconnected(client) => Input::Disconnected(ClientId(client)),
            Nudge::LinkLost => Input::LinkLost,
            Nudge::Stall(axis, stalled) => Input::ServoStalled { axis, stalled },
            Nudge::Nothing => Input::Tick,
        };
        self.step(input)
    }

    /// Everything ends well, and a long time passes.
    pub(crate) fn come_to_rest(&mut self) {
        self.step(Input::Button(PinLevel::Up));
        for _ in 0..200 {
            self.pass(5_000);
            self.step(Input::Tick);
            if !self.going_on.is_empty() {
                let (op, _) = self.going_on.remove(0);
                let result = OpResult::Done;
                self.step(Input::Done { op, result });
            }
        }
    }

    /// Requests of clients that are still there and were never answered.
    pub(crate) fn unanswered(&self, gone: &[u8]) -> Vec<Ask> {
        let there = self
            .waiting
            .iter()
            .filter(|((client, _), _)| !gone.contains(client));
        there.map(|(_, ask)| *ask).collect()
    }
}
