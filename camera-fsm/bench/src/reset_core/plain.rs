//! As camera-fsm is written: data, and one `match`.

use measure::{Subject, step};

use super::{ARM_MS, Action, CANCEL_MS, EVENTS_A_STEP, Event, RETRY_MS, TRIES, Walk, only_walk};

pub const SUBJECT: Subject<Walk> = Subject {
    name: "plain match",
    steps: &[step("walk", only_walk), step("events", events)],
};

fn events(walk: &mut Walk) {
    for _ in 0..EVENTS_A_STEP {
        let (event, now_ms) = walk.draw();
        let action = walk.plain.handle(event, now_ms);
        walk.take(action);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Idle,
    Held,
    Armed,
    Intent,
    Erasing,
    Waiting,
    Rebooting,
    Failed,
}

#[derive(Debug)]
pub struct Core {
    since_ms: u32,
    state: State,
    tries: u8,
}

impl Core {
    pub const fn new() -> Self {
        Self {
            since_ms: 0,
            state: State::Idle,
            tries: 0,
        }
    }

    #[inline(never)]
    pub fn handle(&mut self, event: Event, now_ms: u32) -> Action {
        let held_ms = now_ms.wrapping_sub(self.since_ms);
        let (state, action) = match (self.state, event) {
            (State::Idle | State::Failed, Event::Press) => {
                self.since_ms = now_ms;
                (State::Held, Action::ShowHold)
            }
            (State::Idle, Event::Ask) => (State::Idle, Action::Offer),
            (State::Idle, Event::Confirm) | (State::Armed, Event::Release) => {
                self.tries = TRIES;
                (State::Intent, Action::SaveIntent)
            }
            (State::Held, Event::Tick) if held_ms >= ARM_MS => (State::Armed, Action::ShowArmed),
            (State::Armed, Event::Tick) if held_ms >= CANCEL_MS => (State::Idle, Action::ShowIdle),
            (State::Held, Event::Release)
            | (State::Armed, Event::Withdraw)
            | (State::Rebooting | State::Failed, Event::Power) => (State::Idle, Action::ShowIdle),
            (State::Intent, Event::Done) => (State::Erasing, Action::Erase),
            (State::Erasing, Event::Done) => (State::Rebooting, Action::Reboot),
            (State::Erasing, Event::Failed) if self.tries > 0 => {
                self.tries -= 1;
                self.since_ms = now_ms;
                (State::Waiting, Action::Wait)
            }
            (State::Waiting, Event::Tick) if held_ms >= RETRY_MS => (State::Erasing, Action::Erase),
            (State::Intent | State::Erasing, Event::Failed)
            | (State::Held | State::Armed, Event::Stuck)
            | (State::Intent | State::Erasing | State::Waiting, Event::Watchdog) => {
                (State::Failed, Action::Fault)
            }
            (State::Intent | State::Erasing | State::Waiting, Event::Power) => {
                (State::Erasing, Action::Erase)
            }
            (
                State::Intent | State::Erasing | State::Waiting,
                Event::Press | Event::Ask | Event::Confirm,
            ) => (self.state, Action::Busy),
            (state, _) => (state, Action::Nothing),
        };
        self.state = state;
        action
    }
}

impl Default for Core {
    fn default() -> Self {
        Self::new()
    }
}
