//! The reset button: pin level and time in, gesture out (R01–R05).
//!
//! Bounce is filtered by waiting until the level has been stable for
//! `debounce_ms`. Press and release are both late by that time, so a hold is
//! as long as it was. The gesture timers fire at the instant they were due,
//! however late the runner is: it sees the same gesture.

use crate::input::PinLevel;
use crate::profile::{ButtonTimes, Fires};
use crate::time::Instant;

/// What a person did with the button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gesture {
    /// Released after a hold that means nothing.
    Nothing,
    /// Released after a hold that means setup mode.
    Setup,
    /// Released after a hold that means factory reset, or held for so long
    /// where the profile says [`Fires::WhileHeld`] (R03).
    FactoryReset,
    /// Held for so long that releasing it means nothing any more (R03).
    Cancelled,
    /// Held for so long that it must be stuck (R03).
    Stuck,
    /// Released after it was stuck.
    Unstuck,
}

/// What releasing the button now would do: shown while it is held (R02).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Nothing yet.
    Short,
    /// Open the setup window.
    Setup,
    /// Nothing: between setup and reset.
    Gap,
    /// A factory reset.
    FactoryReset,
    /// Nothing any more.
    Cancelled,
}

/// The button. Starts with the pin's level unknown: one that is down at power
/// on must come up before it means anything (R03).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Button {
    raw: PinLevel,
    raw_since: Instant,
    /// Until when it was down for certain, before `raw_since`.
    held_until: Instant,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum State {
    Up,
    Down {
        since: Instant,
    },
    /// Down, but its release means nothing: cancelled, down at power on, or
    /// its reset has already fired.
    Void {
        since: Instant,
        cancelled: bool,
    },
    Stuck,
}

impl Button {
    /// The button at power on.
    #[must_use]
    pub const fn new(now: Instant, level: PinLevel) -> Self {
        let state = match level {
            PinLevel::Up => State::Up,
            PinLevel::Down => State::Void {
                since: now,
                cancelled: false,
            },
        };
        Self {
            raw: level,
            raw_since: now,
            held_until: now,
            state,
        }
    }

    /// Takes the level of a pin that an interrupt watches: what is new is so
    /// since `now`. Call [`expire`](Self::expire) first, until nothing is due.
    pub fn sample(&mut self, now: Instant, level: PinLevel) {
        self.poll(now, now, level);
    }

    /// Takes the level of a pin that is only looked at now and then, last at
    /// `looked_at`. Call [`expire`](Self::expire) first, up to that instant.
    ///
    /// A hold is as long as it was seen: a look that comes late never makes a
    /// long press out of a short one. (Two short ones with a look in each, and
    /// none between them, look like one hold to anybody.)
    pub fn poll(&mut self, now: Instant, looked_at: Instant, level: PinLevel) {
        if level != self.raw {
            self.raw = level;
            self.raw_since = now;
            self.held_until = looked_at;
        }
    }

    /// When something is due next: end of bounce, or a threshold of the hold.
    #[must_use]
    pub fn due(&self, times: &ButtonTimes) -> Option<Instant> {
        // While it bounces no threshold counts: perhaps it is released.
        if self.bounces() {
            return Some(self.raw_since.after(times.debounce_ms));
        }
        match self.state {
            State::Up | State::Stuck => None,
            State::Down { since } => Some(since.after(match times.fires {
                Fires::OnRelease => times.hold_ms_max,
                Fires::WhileHeld => times.reset_from_ms,
            })),
            State::Void { since, .. } => Some(since.after(times.stuck_ms)),
        }
    }

    /// When the meaning of the hold changes next: the LED must follow.
    #[must_use]
    pub fn next_hold(&self, now: Instant, times: &ButtonTimes) -> Option<Instant> {
        let State::Down { since } = self.state else {
            return None;
        };
        let meanings_from_ms = [
            times.setup_from_ms,
            times.setup_until_ms,
            times.reset_from_ms,
            // Also while its release bounces, which may yet be none.
            times.hold_ms_max,
        ];
        let held_ms = now.ms_since(since);
        let next = meanings_from_ms.iter().find(|ms| **ms > held_ms);
        next.map(|ms| since.after(*ms))
    }

    /// Lets what was due by `until` happen, as far as the next gesture; `None`: all of
    /// it has.
    pub fn expire(&mut self, until: Instant, times: &ButtonTimes) -> Option<Gesture> {
        // A bounce ends, a hold is cancelled, a button is stuck: no more can be due at once.
        while let Some(due) = self.due(times).filter(|due| *due <= until) {
            let gesture = self.pass(due, times);
            if gesture.is_some() {
                return gesture;
            }
        }
        None
    }

    /// Lets the earliest due thing happen.
    fn pass(&mut self, due: Instant, times: &ButtonTimes) -> Option<Gesture> {
        if self.bounces() {
            return self.settle(due, times);
        }
        match self.state {
            State::Down { since } => {
                let cancelled = matches!(times.fires, Fires::OnRelease);
                self.state = State::Void { since, cancelled };
                Some(match times.fires {
                    Fires::OnRelease => Gesture::Cancelled,
                    Fires::WhileHeld => Gesture::FactoryReset,
                })
            }
            State::Void { .. } => {
                self.state = State::Stuck;
                Some(Gesture::Stuck)
            }
            State::Up | State::Stuck => None,
        }
    }

    /// What releasing the button at `now` would do, or `None` when it is not held.
    #[must_use]
    pub fn hold(&self, now: Instant, times: &ButtonTimes) -> Option<Hold> {
        match self.state {
            State::Down { since } => Some(hold(now.ms_since(since), times)),
            State::Void {
                cancelled: true, ..
            } => Some(Hold::Cancelled),
            State::Void { .. } | State::Up | State::Stuck => None,
        }
    }

    /// Whether it is up for certain: then nothing is due.
    pub(crate) fn is_up(&self) -> bool {
        self.state == State::Up && !self.bounces()
    }

    /// Whether the pin says otherwise than what it was held for last.
    fn bounces(&self) -> bool {
        let is_down = self.state != State::Up;
        is_down != (self.raw == PinLevel::Down)
    }

    fn settle(&mut self, at: Instant, times: &ButtonTimes) -> Option<Gesture> {
        let before = self.state;
        self.state = match self.raw {
            PinLevel::Up => State::Up,
            PinLevel::Down => State::Down { since: at },
        };
        match before {
            State::Up => None,
            State::Down { since } => {
                // Press and release are late by the same time.
                let until = self.held_until.after(times.debounce_ms);
                Some(match hold(until.ms_since(since), times) {
                    Hold::Setup => Gesture::Setup,
                    Hold::FactoryReset => Gesture::FactoryReset,
                    Hold::Short | Hold::Gap | Hold::Cancelled => Gesture::Nothing,
                })
            }
            State::Void { .. } => Some(Gesture::Nothing),
            State::Stuck => Some(Gesture::Unstuck),
        }
    }
}

/// Thresholds are inclusive at their lower edge.
fn hold(held_ms: u32, times: &ButtonTimes) -> Hold {
    if held_ms >= times.hold_ms_max {
        Hold::Cancelled
    } else if held_ms >= times.reset_from_ms {
        Hold::FactoryReset
    } else if held_ms >= times.setup_until_ms {
        Hold::Gap
    } else if held_ms >= times.setup_from_ms {
        Hold::Setup
    } else {
        Hold::Short
    }
}

#[cfg(feature = "explore")]
impl Button {
    pub(crate) fn rebase(&mut self, to: &crate::explore::Rebase<'_>) {
        let bounces = self.bounces();
        let Self {
            raw: _,
            raw_since,
            held_until,
            state,
        } = self;
        match bounces {
            false => (*raw_since, *held_until) = (crate::explore::BASE, crate::explore::BASE),
            true => {
                to.shift(raw_since);
                to.shift(held_until);
            }
        }
        match state {
            State::Up | State::Stuck => {}
            State::Down { since } | State::Void { since, .. } => to.shift(since),
        }
    }

    pub(crate) fn situation(&self, now: Instant, times: &ButtonTimes) -> &'static str {
        match (self.state, self.hold(now, times)) {
            (State::Up, _) => "up",
            (State::Stuck, _) => "stuck",
            (_, Some(Hold::Short)) => "held",
            (_, Some(Hold::Setup)) => "held for setup",
            (_, Some(Hold::Gap)) => "held for nothing",
            (_, Some(Hold::FactoryReset)) => "held for reset",
            (_, Some(Hold::Cancelled)) => "cancelled",
            (_, None) => "down at power on",
        }
    }
}
