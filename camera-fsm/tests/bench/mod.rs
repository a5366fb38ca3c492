//! A device on the bench: everything that can happen to it, in any order. The fuzzer drives it too.
#![allow(dead_code, reason = "each test uses its part of the bench")]

pub(crate) mod laws;

use std::collections::BTreeMap;

use camera_fsm::action::{Action, Actions, MAX_ACTIONS, OpId};
use camera_fsm::device::Device;
use camera_fsm::input::{Ask, ClientId, Input, OpResult, PinLevel, Stored};
use camera_fsm::motion_detection::grid::Cells;
use camera_fsm::part::Part;
use camera_fsm::profile::Profile;
use camera_fsm::time::Instant;
use camera_proto::vocab::{Axis, Role};

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
    Part(Part, bool),
    /// All of the picture moves.
    Moved,
    /// It is that bright, in percent.
    Light(u8),
    Nothing,
}

/// Who works on an operation: radio and cloud leave it for the next one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Worker {
    Radio,
    Cloud,
    Other,
}

/// A device, the operations that it has begun, and who waits for an answer.
pub(crate) struct Bench {
    pub(crate) now: Instant,
    pub(crate) camera: Device,
    pub(crate) wake_at: Option<Instant>,
    profile: &'static Profile,
    /// Whether time passes from wake-up to wake-up, or the runner sleeps through.
    on_time: bool,
    going_on: Vec<(OpId, Worker)>,
    waiting: BTreeMap<(u8, u16), Ask>,
    next_id: u16,
}

impl Bench {
    pub(crate) fn new(profile: &'static Profile, stored: &Stored, on_time: bool) -> Self {
        Self::starting_at(1_000, profile, stored, on_time)
    }

    /// With a clock that begins then.
    pub(crate) fn starting_at(
        start_ms: u64,
        profile: &'static Profile,
        stored: &Stored,
        on_time: bool,
    ) -> Self {
        let now = Instant::from_millis(start_ms);
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
                Action::Store { op, .. } | Action::Audio { op, .. } | Action::FindHome { op } => {
                    self.going_on.push((op, Worker::Other));
                }
                Action::Radio { op, .. } => self.begin(op, Worker::Radio),
                Action::Unbind { op } => self.begin(op, Worker::Cloud),
                Action::Reply { client, id, .. } => {
                    let asked = self.waiting.remove(&(client.0, id));
                    assert!(asked.is_some(), "nobody waits for {action:?}");
                }
                Action::ForgetTrial | Action::Motion { .. } => {}
                Action::Reboot => {
                    assert_eq!(index + 1, step.actions.len(), "nothing follows a reboot");
                    self.reboot();
                }
            }
        }
        step.actions
    }

    fn begin(&mut self, op: OpId, worker: Worker) {
        self.going_on.retain(|(_, busy)| *busy != worker);
        self.going_on.push((op, worker));
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
            Nudge::Disconnected(client) => {
                // From here on an answer to them would reach who comes next.
                self.waiting.retain(|(waiting, _), _| *waiting != client);
                Input::Disconnected(ClientId(client))
            }
            Nudge::LinkLost => Input::LinkLost,
            Nudge::Stall(axis, stalled) => Input::ServoStalled { axis, stalled },
            Nudge::Part(part, works) => Input::Part { part, works },
            Nudge::Moved => Input::Moved(self.camera.hit(&Cells::EVERYWHERE)),
            Nudge::Light(percent) => Input::Light { percent },
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
    pub(crate) fn unanswered(&self) -> Vec<Ask> {
        self.waiting.values().copied().collect()
    }
}
