//! In smlang's language. What is beside the state, time and answer too, is its context.

use measure::{Subject, step};
use smlang::statemachine;

use super::{ARM_MS, Action, CANCEL_MS, EVENTS_A_STEP, Event, RETRY_MS, TRIES, Walk, only_walk};

pub const SUBJECT: Subject<Walk> = Subject {
    name: "smlang 0.8",
    steps: &[step("walk", only_walk), step("events", events)],
};

fn events(walk: &mut Walk) {
    for _ in 0..EVENTS_A_STEP {
        let (event, now_ms) = walk.draw();
        let action = walk.smlang.handle(event, now_ms);
        walk.take(action);
    }
}

statemachine! {
    transitions: {
        *Idle + Press / hold = Held,
        Idle + Ask / offer = Idle,
        Idle + Confirm / intend = Intent,
        Held + Tick [is_armed] / arm = Armed,
        Held + Release / idle = Idle,
        Held + Stuck / fail = Failed,
        Armed + Release / intend = Intent,
        Armed + Tick [is_cancelled] / idle = Idle,
        Armed + Withdraw / idle = Idle,
        Armed + Stuck / fail = Failed,
        Intent + Done / erase = Erasing,
        Intent + Fail / fail = Failed,
        Erasing + Done / reboot = Rebooting,
        Erasing + Fail [has_tries] / wait = Waiting,
        Erasing + Fail [!has_tries] / fail = Failed,
        Waiting + Tick [is_retry] / erase = Erasing,
        Intent | Erasing | Waiting + Watchdog / fail = Failed,
        Intent | Erasing | Waiting + Power / erase = Erasing,
        Intent + Press / busy = Intent,
        Intent + Ask / busy = Intent,
        Intent + Confirm / busy = Intent,
        Erasing + Press / busy = Erasing,
        Erasing + Ask / busy = Erasing,
        Erasing + Confirm / busy = Erasing,
        Waiting + Press / busy = Waiting,
        Waiting + Ask / busy = Waiting,
        Waiting + Confirm / busy = Waiting,
        Rebooting + Power / idle = Idle,
        Failed + Press / hold = Held,
        Failed + Power / idle = Idle,
        Failed + Lost = Failed,
    }
}

/// What is beside the state.
pub struct Beside {
    now_ms: u32,
    since_ms: u32,
    tries: u8,
    action: Action,
}

impl Beside {
    fn held_ms(&self) -> u32 {
        self.now_ms.wrapping_sub(self.since_ms)
    }

    fn say(&mut self, action: Action) -> Result<(), ()> {
        self.action = action;
        Ok(())
    }
}

impl StateMachineContext for Beside {
    fn is_armed(&self) -> Result<bool, ()> {
        Ok(self.held_ms() >= ARM_MS)
    }

    fn is_cancelled(&self) -> Result<bool, ()> {
        Ok(self.held_ms() >= CANCEL_MS)
    }

    fn is_retry(&self) -> Result<bool, ()> {
        Ok(self.held_ms() >= RETRY_MS)
    }

    fn has_tries(&self) -> Result<bool, ()> {
        Ok(self.tries > 0)
    }

    fn hold(&mut self) -> Result<(), ()> {
        self.since_ms = self.now_ms;
        self.say(Action::ShowHold)
    }

    fn arm(&mut self) -> Result<(), ()> {
        self.say(Action::ShowArmed)
    }

    fn idle(&mut self) -> Result<(), ()> {
        self.say(Action::ShowIdle)
    }

    fn offer(&mut self) -> Result<(), ()> {
        self.say(Action::Offer)
    }

    fn intend(&mut self) -> Result<(), ()> {
        self.tries = TRIES;
        self.say(Action::SaveIntent)
    }

    fn erase(&mut self) -> Result<(), ()> {
        self.say(Action::Erase)
    }

    fn wait(&mut self) -> Result<(), ()> {
        self.tries -= 1;
        self.since_ms = self.now_ms;
        self.say(Action::Wait)
    }

    fn reboot(&mut self) -> Result<(), ()> {
        self.say(Action::Reboot)
    }

    fn fail(&mut self) -> Result<(), ()> {
        self.say(Action::Fault)
    }

    fn busy(&mut self) -> Result<(), ()> {
        self.say(Action::Busy)
    }
}

pub struct Core(StateMachine<Beside>);

impl Core {
    pub fn new() -> Self {
        Self(StateMachine::new(Beside {
            now_ms: 0,
            since_ms: 0,
            tries: 0,
            action: Action::Nothing,
        }))
    }

    #[inline(never)]
    pub fn handle(&mut self, event: Event, now_ms: u32) -> Action {
        let beside = self.0.context_mut();
        beside.now_ms = now_ms;
        beside.action = Action::Nothing;
        // It refuses what has no arrow: nothing is done then.
        let _ = self.0.process_event(match event {
            Event::Press => Events::Press,
            Event::Release => Events::Release,
            Event::Tick => Events::Tick,
            Event::Ask => Events::Ask,
            Event::Confirm => Events::Confirm,
            Event::Withdraw => Events::Withdraw,
            Event::Done => Events::Done,
            Event::Failed => Events::Fail,
            Event::Lost => Events::Lost,
            Event::Stuck => Events::Stuck,
            Event::Watchdog => Events::Watchdog,
            Event::Power => Events::Power,
        });
        self.0.context().action
    }
}

impl Default for Core {
    fn default() -> Self {
        Self::new()
    }
}
