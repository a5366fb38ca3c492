//! A reset with 8 states, 12 events, a superstate, 3 timed guards and a retry
//! counter, written in the ways that state machines are written in Rust. All
//! do the same on any events: `tests/same.rs`.

use measure::{Subject, step};

pub mod plain;
pub mod smlang;
pub mod statig;
pub mod table;

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Event {
    Press,
    Release,
    Tick,
    Ask,
    Confirm,
    Withdraw,
    Done,
    Failed,
    Lost,
    Stuck,
    Watchdog,
    Power,
}

pub const EVENTS: [Event; 12] = [
    Event::Press,
    Event::Release,
    Event::Tick,
    Event::Ask,
    Event::Confirm,
    Event::Withdraw,
    Event::Done,
    Event::Failed,
    Event::Lost,
    Event::Stuck,
    Event::Watchdog,
    Event::Power,
];

/// What is to be done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Action {
    #[default]
    Nothing,
    ShowHold,
    ShowArmed,
    ShowIdle,
    Offer,
    SaveIntent,
    Erase,
    Wait,
    Reboot,
    Fault,
    Busy,
}

/// Held for so long, it is armed.
pub const ARM_MS: u32 = 5_000;
/// Held for so long, it means nothing.
pub const CANCEL_MS: u32 = 30_000;
/// Between two tries.
pub const RETRY_MS: u32 = 500;
pub const TRIES: u8 = 3;

/// How many events a step of the bench takes.
pub const EVENTS_A_STEP: u32 = 64;

/// Random events, for all cores the same.
pub struct Walk {
    seed: u32,
    now_ms: u32,
    pub plain: plain::Core,
    pub table: table::Core,
    pub smlang: smlang::Core,
    pub statig: statig::Core,
    /// So that nothing is left out.
    pub sum: u32,
}

impl Default for Walk {
    fn default() -> Self {
        Self {
            seed: 1,
            now_ms: 0,
            plain: plain::Core::new(),
            table: table::Core::new(),
            smlang: smlang::Core::new(),
            statig: statig::Core::new(),
            sum: 0,
        }
    }
}

impl Walk {
    /// The next event and its time, up to eight seconds later.
    pub fn draw(&mut self) -> (Event, u32) {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 17;
        self.seed ^= self.seed << 5;
        self.now_ms = self.now_ms.wrapping_add(self.seed >> 19);
        let at = ((self.seed & 0xff) * 12) >> 8;
        (EVENTS[at as usize], self.now_ms)
    }

    fn take(&mut self, action: Action) {
        self.sum = self.sum.wrapping_add(action as u32);
    }
}

/// The walk alone.
pub const ONLY_WALK: Subject<Walk> = Subject {
    name: "only the walk",
    steps: &[step("walk", only_walk), step("events", only_walk)],
};

/// What the walk costs by itself, to be taken from the others.
pub fn only_walk(walk: &mut Walk) {
    for _ in 0..EVENTS_A_STEP {
        let (event, now_ms) = walk.draw();
        let action = core::hint::black_box((event, now_ms)).0 as u32;
        walk.sum = walk.sum.wrapping_add(action);
    }
}
