//! A device that is set back in time acts like the one it was: what
//! exploration relies on.

use crate::bench::Nudge;
use crate::nudges::{nudge, stored, wait_ms};
use camera_fsm::action::{Action, OpId, ResetRecord, StoreJob};
use camera_fsm::device::Device;
use camera_fsm::explore::{BASE, Rebase, wrong_codes_that_count};
use camera_fsm::input::{ClientId, Input, PinLevel, Stored};
use camera_fsm::motion_detection::ZoneSet;
use camera_fsm::profile::{ALL, Profile};
use camera_fsm::time::Instant;
use camera_proto::vocab::Status;
use proptest::prelude::*;

/// The same device twice: one lives on, one is set back after every step.
struct Twins {
    now: Instant,
    real: Device,
    set_back: Device,
    profile: &'static Profile,
    /// Operations that go on, as each of the two calls them.
    going_on: Vec<[OpId; 2]>,
    next_id: u16,
}

/// Everything that can be seen of a device but what time it tells.
#[derive(Debug, PartialEq)]
struct Sight {
    actions: Vec<Action>,
    status: Status,
    due_in_ms: Option<u64>,
    device: Device,
}

impl Twins {
    fn new(profile: &'static Profile, stored: &Stored) -> Self {
        let now = Instant::from_millis(1_000);
        let mut twins = Self {
            now,
            real: Device::new(profile, now, PinLevel::Up),
            set_back: Device::new(profile, BASE, PinLevel::Up),
            profile,
            going_on: Vec::new(),
            next_id: 0,
        };
        let boot = Input::Boot(stored);
        twins.step(0, [boot, boot]);
        twins
    }

    /// Both step, and are seen to be the same.
    fn step(&mut self, wait_ms: u32, [real, set_back]: [Input<'_>; 2]) {
        self.now = self.now.after(wait_ms);
        let then = BASE.after(wait_ms);
        let epochs = [&self.real, &self.set_back].map(|device| device.reset().epoch());
        let real = self.real.step(self.now, real).actions;
        let set_back = self.set_back.step(then, set_back).actions;
        for (mine, other) in real.iter().zip(&set_back) {
            match (mine, other) {
                (Action::Store { op, .. }, Action::Store { op: twin, .. })
                | (Action::Radio { op, .. }, Action::Radio { op: twin, .. })
                | (Action::Unbind { op }, Action::Unbind { op: twin })
                | (Action::Audio { op, .. }, Action::Audio { op: twin, .. })
                | (Action::FindHome { op }, Action::FindHome { op: twin }) => {
                    self.going_on.push([*op, *twin]);
                }
                _ => {}
            }
        }
        let one = self.see(0, &self.real, self.now, &real, epochs[0]);
        let two = self.see(1, &self.set_back, then, &set_back, epochs[1]);
        assert_eq!(one, two);
        self.set_back = two.device;
        for (place, [_, twin]) in self.going_on.iter_mut().enumerate() {
            *twin = name(place);
        }
    }

    fn see(
        &self,
        who: usize,
        device: &Device,
        now: Instant,
        asked: &[Action],
        epoch: u32,
    ) -> Sight {
        let mut rename = |op| {
            let place = self.going_on.iter().position(|ops| ops[who] == op);
            place.map_or(OpId(0), name)
        };
        let actions = asked.iter().map(|action| self.canonical(*action, epoch));
        let mut to = Rebase::new(now, device.reset().epoch(), &mut rename);
        Sight {
            actions: actions.collect(),
            status: Status {
                uptime_s: 0,
                epoch: 0,
                ..device.status(now)
            },
            due_in_ms: device.due(now).map(|due| due.since(now)),
            device: device.rebased(&mut to),
        }
    }

    /// Without the names of operations, and with counts as far as they matter.
    fn canonical(&self, action: Action, epoch: u32) -> Action {
        let op = OpId(0);
        match action {
            Action::Radio { job, .. } => Action::Radio { op, job },
            Action::Audio { ms, .. } => Action::Audio { op, ms },
            Action::Unbind { .. } => Action::Unbind { op },
            Action::FindHome { .. } => Action::FindHome { op },
            Action::Store { job, .. } => {
                let job = match job {
                    StoreJob::SaveFirstSetup(_) => StoreJob::SaveFirstSetup(0),
                    StoreJob::SaveAttempts(count) => {
                        let times = &self.profile.provision;
                        StoreJob::SaveAttempts(wrong_codes_that_count(count, times))
                    }
                    StoreJob::SaveReset(record) => StoreJob::SaveReset(ResetRecord {
                        epoch: record.epoch.wrapping_sub(epoch),
                        count: 0,
                        ..record
                    }),
                    job => job,
                };
                Action::Store { op, job }
            }
            action => action,
        }
    }

    fn nudge(&mut self, wait_ms: u32, nudge: &Nudge) {
        let input = match *nudge {
            Nudge::Pin(level) => Input::Button(level),
            Nudge::Ask(client, role, ask) => {
                self.next_id += 1;
                let (client, id) = (ClientId(client), self.next_id);
                Input::Request {
                    client,
                    id,
                    role,
                    ask,
                }
            }
            Nudge::Finish(which, result) => {
                if which >= self.going_on.len() {
                    return self.step(wait_ms, [Input::Tick; 2]);
                }
                let ends = self.going_on[which].map(|op| Input::Done { op, result });
                self.step(wait_ms, ends);
                self.going_on.remove(which);
                return;
            }
            Nudge::Flushed(client) => Input::Flushed(ClientId(client)),
            Nudge::Disconnected(client) => Input::Disconnected(ClientId(client)),
            Nudge::LinkLost => Input::LinkLost,
            Nudge::Stall(axis, stalled) => Input::ServoStalled { axis, stalled },
            Nudge::Part(part, works) => Input::Part { part, works },
            Nudge::Moved => Input::Moved(ZoneSet::PICTURE),
            Nudge::Light(percent) => Input::Light { percent },
            Nudge::Nothing => Input::Tick,
        };
        self.step(wait_ms, [input; 2]);
    }

    /// From wake-up to wake-up, or asleep until then.
    fn pass(&mut self, wait_ms: u32, on_time: bool) -> u32 {
        let mut left_ms = wait_ms;
        while let Some(due) = self.real.due(self.now).filter(|_| on_time) {
            let ms = due.since(self.now);
            if ms > u64::from(left_ms) {
                break;
            }
            self.step(ms as u32, [Input::Tick; 2]);
            left_ms -= ms as u32;
        }
        left_ms
    }
}

/// What the one that is set back calls the operation in that place.
fn name(place: usize) -> OpId {
    OpId(place as u16 + 1)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn rebasing_changes_nothing(
        profile in 0..ALL.len(),
        stored in stored(),
        run in prop::collection::vec((wait_ms(), nudge()), 1..60),
        on_time: bool,
    ) {
        let mut twins = Twins::new(ALL[profile], &stored);
        for (wait_ms, nudge) in &run {
            let left_ms = twins.pass(*wait_ms, on_time);
            twins.nudge(left_ms, nudge);
        }
    }
}
