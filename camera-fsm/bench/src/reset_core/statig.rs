//! With statig's macro, and its superstate.

use measure::{Subject, step};
use statig::prelude::*;

use super::{ARM_MS, Action, CANCEL_MS, EVENTS_A_STEP, Event, RETRY_MS, TRIES, Walk, only_walk};

pub const SUBJECT: Subject<Walk> = Subject {
    name: "statig 0.4",
    steps: &[step("walk", only_walk), step("events", events)],
};

fn events(walk: &mut Walk) {
    for _ in 0..EVENTS_A_STEP {
        let (event, now_ms) = walk.draw();
        let action = walk.statig.handle(event, now_ms);
        walk.take(action);
    }
}

/// What is beside the state.
#[derive(Debug, Default)]
pub struct Beside {
    since_ms: u32,
    tries: u8,
}

#[derive(Debug, Clone, Copy)]
pub struct At {
    event: Event,
    now_ms: u32,
}

#[state_machine(initial = "State::idle()")]
impl Beside {
    #[state]
    fn idle(&mut self, event: &At, context: &mut Action) -> Outcome<State> {
        match event.event {
            Event::Press => self.hold(event, context),
            Event::Ask => say(context, Action::Offer),
            Event::Confirm => self.intend(context),
            _ => Handled,
        }
    }

    #[state]
    fn held(&mut self, event: &At, context: &mut Action) -> Outcome<State> {
        match event.event {
            Event::Tick if self.held_ms(event) >= ARM_MS => {
                go(context, Action::ShowArmed, State::armed())
            }
            Event::Release => go(context, Action::ShowIdle, State::idle()),
            Event::Stuck => go(context, Action::Fault, State::failed()),
            _ => Handled,
        }
    }

    #[state]
    fn armed(&mut self, event: &At, context: &mut Action) -> Outcome<State> {
        match event.event {
            Event::Release => self.intend(context),
            Event::Tick if self.held_ms(event) >= CANCEL_MS => {
                go(context, Action::ShowIdle, State::idle())
            }
            Event::Withdraw => go(context, Action::ShowIdle, State::idle()),
            Event::Stuck => go(context, Action::Fault, State::failed()),
            _ => Handled,
        }
    }

    #[superstate]
    fn taken(event: &At, context: &mut Action) -> Outcome<State> {
        match event.event {
            Event::Press | Event::Ask | Event::Confirm => say(context, Action::Busy),
            Event::Watchdog => go(context, Action::Fault, State::failed()),
            Event::Power => go(context, Action::Erase, State::erasing()),
            _ => Handled,
        }
    }

    #[state(superstate = "taken")]
    fn intent(event: &At, context: &mut Action) -> Outcome<State> {
        match event.event {
            Event::Done => go(context, Action::Erase, State::erasing()),
            Event::Failed => go(context, Action::Fault, State::failed()),
            _ => Super,
        }
    }

    #[state(superstate = "taken")]
    fn erasing(&mut self, event: &At, context: &mut Action) -> Outcome<State> {
        match event.event {
            Event::Done => go(context, Action::Reboot, State::rebooting()),
            Event::Failed if self.tries > 0 => {
                self.tries -= 1;
                self.since_ms = event.now_ms;
                go(context, Action::Wait, State::waiting())
            }
            Event::Failed => go(context, Action::Fault, State::failed()),
            _ => Super,
        }
    }

    #[state(superstate = "taken")]
    fn waiting(&mut self, event: &At, context: &mut Action) -> Outcome<State> {
        match event.event {
            Event::Tick if self.held_ms(event) >= RETRY_MS => {
                go(context, Action::Erase, State::erasing())
            }
            _ => Super,
        }
    }

    #[state]
    fn rebooting(event: &At, context: &mut Action) -> Outcome<State> {
        match event.event {
            Event::Power => go(context, Action::ShowIdle, State::idle()),
            _ => Handled,
        }
    }

    #[state]
    fn failed(&mut self, event: &At, context: &mut Action) -> Outcome<State> {
        match event.event {
            Event::Press => self.hold(event, context),
            Event::Power => go(context, Action::ShowIdle, State::idle()),
            _ => Handled,
        }
    }
}

fn say(context: &mut Action, action: Action) -> Outcome<State> {
    *context = action;
    Handled
}

fn go(context: &mut Action, action: Action, to: State) -> Outcome<State> {
    *context = action;
    Transition(to)
}

impl Beside {
    fn held_ms(&self, event: &At) -> u32 {
        event.now_ms.wrapping_sub(self.since_ms)
    }

    fn hold(&mut self, event: &At, context: &mut Action) -> Outcome<State> {
        self.since_ms = event.now_ms;
        go(context, Action::ShowHold, State::held())
    }

    fn intend(&mut self, context: &mut Action) -> Outcome<State> {
        self.tries = TRIES;
        go(context, Action::SaveIntent, State::intent())
    }
}

pub struct Core(statig::blocking::InitializedStateMachine<Beside>);

impl Core {
    pub fn new() -> Self {
        let machine = Beside::default().uninitialized_state_machine();
        Self(machine.init_with_context(&mut Action::Nothing))
    }

    #[inline(never)]
    pub fn handle(&mut self, event: Event, now_ms: u32) -> Action {
        let mut action = Action::Nothing;
        self.0
            .handle_with_context(&At { event, now_ms }, &mut action);
        action
    }
}

impl Default for Core {
    fn default() -> Self {
        Self::new()
    }
}
