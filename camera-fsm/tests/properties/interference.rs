//! What the camera sees, hears and turns to is no business of resetting, setting
//! up and pairing: with it and without it, these do the same.

mod happens;

use core::cell::Cell;
use core::ops::Add;
use std::collections::VecDeque;

use camera_fsm::action::{Action, Answer, OpId, RadioJob, StoreJob};
use camera_fsm::device::Device;
use camera_fsm::input::{Ask, ClientId, Input, PinLevel, Stored};
use camera_fsm::profile::{ALL, Profile};
use camera_fsm::settings::{Effect, Values};
use camera_fsm::time::Instant;
use camera_proto::vocab::{CameraState, Fault, Flags, Refusal, ResetStage, Role};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::nudges::{stored, wait_ms};
use happens::{Beside, Happens, SET_BESIDE, happens};

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

/// A device, and what goes on: the core's operations, and those beside it.
struct Life {
    device: Device,
    going_on: Vec<(OpId, Asked)>,
    beside: VecDeque<OpId>,
    seen: Seen,
}

/// How often something came of what is beside.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    motion: usize,
    written: usize,
    failed: usize,
    stuck: usize,
    broken: usize,
}

impl Add for Seen {
    type Output = Self;

    fn add(self, more: Self) -> Self {
        Self {
            motion: self.motion + more.motion,
            written: self.written + more.written,
            failed: self.failed + more.failed,
            stuck: self.stuck + more.stuck,
            broken: self.broken + more.broken,
        }
    }
}

impl Life {
    fn new(profile: &'static Profile, now: Instant) -> Self {
        Self {
            device: Device::new(profile, now, PinLevel::Up),
            going_on: Vec::new(),
            beside: VecDeque::new(),
            seen: Seen::default(),
        }
    }

    /// What the core asks for.
    fn step(&mut self, now: Instant, input: Input<'_>) -> Vec<Asked> {
        let mut asked = Vec::new();
        for action in self.device.step(now, input).actions {
            let what = match action {
                // Nor is the core concerned with where the head is.
                Action::FindHome { op }
                | Action::Audio { op, ms: 1.. }
                | Action::Store {
                    op,
                    job:
                        StoreJob::SaveSetting { .. }
                        | StoreJob::SaveParked(_)
                        | StoreJob::SaveFirstSetup(_),
                } => {
                    self.beside.push_back(op);
                    continue;
                }
                Action::Motion { .. } => {
                    self.seen.motion += 1;
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
        asked
    }

    /// What happens beside the core, as the machine is told.
    fn beside(&mut self, what: Beside) -> Input<'static> {
        let seen = &mut self.seen;
        match what {
            Beside::Moved(cells) => Input::Moved(self.device.hit(&cells)),
            Beside::Light(percent) => Input::Light { percent },
            Beside::Asked(ask) => request(BESIDE, BESIDE_ID, Role::OWNER, ask),
            Beside::Ended(result) => {
                let Some(op) = self.beside.pop_front() else {
                    return Input::Tick;
                };
                match result.failure() {
                    Some(_) => seen.failed += 1,
                    None => seen.written += 1,
                }
                Input::Done { op, result }
            }
            Beside::Stalled(axis, stalled) => {
                seen.stuck += usize::from(stalled);
                Input::ServoStalled { axis, stalled }
            }
            Beside::Part(part, works) => {
                seen.broken += usize::from(!works);
                Input::Part { part, works }
            }
            Beside::HungUp => Input::Disconnected(BESIDE),
        }
    }

    fn happen(&mut self, now: Instant, id: u16, what: &Happens) -> Vec<Asked> {
        let input = match *what {
            Happens::Pin(level) => Input::Button(level),
            Happens::Ask(client, role, ask) => request(ClientId(client), id, role, ask),
            Happens::End(_) if self.going_on.is_empty() => Input::Tick,
            Happens::End(result) => {
                let (op, _) = self.going_on.remove(0);
                Input::Done { op, result }
            }
            Happens::Flushed(client) => Input::Flushed(ClientId(client)),
            Happens::Disconnected(client) => Input::Disconnected(ClientId(client)),
            Happens::LinkLost => Input::LinkLost,
            Happens::Beside(what) => self.beside(what),
        };
        self.step(now, input)
    }

    fn see(&self, now: Instant, asked: Vec<Asked>) -> Sight {
        let (status, parts) = (self.device.status(now), self.device.situation(now));
        let fault = match status.fault {
            // They come last: there is no other.
            Fault::SERVO | Fault::PART => Fault::NONE,
            fault => fault,
        };
        Sight {
            asked,
            state: status.state,
            reset: status.reset,
            fault,
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

fn request(client: ClientId, id: u16, role: Role, ask: Ask) -> Input<'static> {
    Input::Request {
        client,
        id,
        role,
        ask,
    }
}

/// Of whatever it asks: its answers are not looked at.
const BESIDE_ID: u16 = 0;

/// Two lives, of which one has all that is beside in between: to the core they
/// are the same. Says what came of that, and how many resets ended.
fn compare(
    profile: &'static Profile,
    stored: &Stored,
    run: &[(u32, Happens)],
) -> Result<(Seen, usize), TestCaseError> {
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
                *life = Life {
                    seen: life.seen,
                    ..Life::new(profile, now)
                };
                let again = Stored {
                    settings: stored.settings,
                    ..Stored::BLANK
                };
                life.step(now, Input::Boot(&again));
            }
        }
    }
    Ok((lives[1].seen, resets))
}

#[test]
fn what_is_seen_heard_and_turned_to_changes_nothing_of_the_core() {
    let (all_seen, resets) = (Cell::new(Seen::default()), Cell::new(0));
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
        let (seen, ended) = compare(profile, &stored, &run)?;
        all_seen.set(all_seen.get() + seen);
        resets.set(resets.get() + ended);
        Ok(())
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
    let seen = all_seen.get();
    println!("{seen:?}, {} resets ended", resets.get());
    let least = [
        seen.motion,
        seen.written,
        seen.failed,
        seen.stuck,
        seen.broken,
    ];
    assert!(
        least.iter().all(|count| *count > 2_000) && resets.get() > 300,
        "too little came of it"
    );
}
