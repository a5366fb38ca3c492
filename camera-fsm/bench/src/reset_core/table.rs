//! The limit: a table of all states and events.

use measure::{Subject, step};

use super::{ARM_MS, Action, CANCEL_MS, EVENTS_A_STEP, Event, RETRY_MS, TRIES, Walk, only_walk};

pub const SUBJECT: Subject<Walk> = Subject {
    name: "table",
    steps: &[step("walk", only_walk), step("events", events)],
};

fn events(walk: &mut Walk) {
    for _ in 0..EVENTS_A_STEP {
        let (event, now_ms) = walk.draw();
        let action = walk.table.handle(event, now_ms);
        walk.take(action);
    }
}

#[derive(Debug)]
pub struct Core {
    since_ms: u32,
    state: u8,
    tries: u8,
}

const IDLE: u8 = 0;
const HELD: u8 = 1;
const ARMED: u8 = 2;
const INTENT: u8 = 3;
const ERASING: u8 = 4;
const WAITING: u8 = 5;
const REBOOTING: u8 = 6;
const FAILED: u8 = 7;

/// A cell: the next state in the high four bits, what to do in the low ones.
/// `STAY` is no cell of any state.
const fn to(state: u8, action: Action) -> u8 {
    state << 4 | action as u8
}

const fn cell(state: u8, event: u8) -> u8 {
    use Action::{
        Busy, Erase, Fault, Nothing, Offer, Reboot, SaveIntent, ShowArmed, ShowHold, ShowIdle,
    };
    let stay = to(state, Nothing);
    match (state, event) {
        (IDLE | FAILED, 0) => to(HELD, ShowHold),
        (IDLE, 3) => to(IDLE, Offer),
        (IDLE, 4) | (ARMED, 1) => to(INTENT, SaveIntent),
        (HELD, 2) => to(ARMED, ShowArmed),
        (ARMED, 2) | (HELD, 1) | (ARMED, 5) | (REBOOTING | FAILED, 11) => to(IDLE, ShowIdle),
        (INTENT, 6) | (WAITING, 2) | (INTENT | ERASING | WAITING, 11) => to(ERASING, Erase),
        (ERASING, 6) => to(REBOOTING, Reboot),
        (ERASING, 7) => to(WAITING, Action::Wait),
        (INTENT, 7) | (HELD | ARMED, 9) | (INTENT | ERASING | WAITING, 10) => to(FAILED, Fault),
        (INTENT | ERASING | WAITING, 0 | 3 | 4) => to(state, Busy),
        _ => stay,
    }
}

static TABLE: [[u8; 12]; 8] = {
    let mut table = [[0; 12]; 8];
    let mut at = 0;
    while at < 96 {
        table[at / 12][at % 12] = cell((at / 12) as u8, (at % 12) as u8);
        at += 1;
    }
    table
};

/// For how long a state must have lasted before a tick ends it.
static TICKS_AFTER_MS: [u32; 8] = [0, ARM_MS, CANCEL_MS, 0, 0, RETRY_MS, 0, 0];

const ACTIONS: [Action; 11] = [
    Action::Nothing,
    Action::ShowHold,
    Action::ShowArmed,
    Action::ShowIdle,
    Action::Offer,
    Action::SaveIntent,
    Action::Erase,
    Action::Wait,
    Action::Reboot,
    Action::Fault,
    Action::Busy,
];

impl Core {
    pub const fn new() -> Self {
        Self {
            since_ms: 0,
            state: IDLE,
            tries: 0,
        }
    }

    #[inline(never)]
    pub fn handle(&mut self, event: Event, now_ms: u32) -> Action {
        let state = usize::from(self.state & 7);
        if event == Event::Tick && now_ms.wrapping_sub(self.since_ms) < TICKS_AFTER_MS[state] {
            return Action::Nothing;
        }
        let mut cell = TABLE[state][event as usize];
        match ACTIONS[usize::from(cell & 15) % 11] {
            Action::Wait if self.tries == 0 => cell = to(FAILED, Action::Fault),
            Action::Wait => {
                self.tries -= 1;
                self.since_ms = now_ms;
            }
            Action::ShowHold => self.since_ms = now_ms,
            Action::SaveIntent => self.tries = TRIES,
            _ => {}
        }
        self.state = cell >> 4;
        ACTIONS[usize::from(cell & 15) % 11]
    }
}

impl Default for Core {
    fn default() -> Self {
        Self::new()
    }
}
