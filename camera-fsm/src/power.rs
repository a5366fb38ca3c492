//! How the camera came to be on: power cycles that a person counts, and
//! crashes that nobody wants.
//!
//! A camera without a button is reset by switching it on and off a few times,
//! where its profile says so (R01). A camera that crashes again and again first
//! tries as ever, then does less, then opens setup so that its owner can reach
//! it. It never erases anything by itself (R71).

use camera_proto::vocab::Fault;

use crate::action::{Context, OpId, StoreJob};
use crate::input::OpResult;
use crate::time::{Instant, earliest, take_due};

/// Why the board has started. Only the board knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BootCause {
    /// It was switched on.
    #[default]
    PowerOn,
    /// The machine, or a console, asked for it.
    Restart,
    /// A watchdog, a panic or a brown-out.
    Crash,
}

/// What the journal counts of that. No user data (R22).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PowerRecord {
    /// Times it was switched on in a row, each for a short time.
    pub cycles: u8,
    /// Crashes in a row, none of them long after the one before.
    pub crashes: u8,
}

/// What a profile says of power cycles and crashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PowerTimes {
    /// How a person resets the camera by switching it on and off; `None`: not
    /// at all, and nothing is counted.
    pub cycles: Option<Cycles>,
    /// After so many crashes in a row the camera does less: the head stays,
    /// and nobody scans.
    pub crashes_safe: u8,
    /// After so many it also opens setup, once a start.
    pub crashes_setup: u8,
    /// A camera that has been on for so long does not crash in a row, in
    /// milliseconds.
    pub stable_ms: u32,
}

/// A reset by power cycles (R01).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cycles {
    /// How many starts, the last one included.
    pub count: u8,
    /// A start counts when the camera is off again before that, in
    /// milliseconds.
    pub within_ms: u32,
}

impl PowerTimes {
    pub(crate) const fn is_sound(&self) -> bool {
        let cycles = match self.cycles {
            // Fewer happen to everybody whose power flickers.
            Some(cycles) => cycles.count >= 3 && cycles.within_ms > 0,
            None => true,
        };
        cycles
            && self.stable_ms > 0
            && self.crashes_safe > 0
            && self.crashes_safe <= self.crashes_setup
    }
}

/// What follows from how the camera came to be on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    AsEver,
    /// A person has switched it on and off so often.
    Reset,
    /// It has crashed so often that its owner must be able to reach it.
    Setup,
}

/// The counts, and when they end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Power {
    record: PowerRecord,
    /// When a cycle no longer counts, or a count that could not be cleared is tried again.
    cycle_ends: Option<Instant>,
    stable_at: Option<Instant>,
    is_safe: bool,
    /// The write that clears a count goes on.
    clearing: Option<OpId>,
}

impl Power {
    pub(crate) const fn new() -> Self {
        Self {
            record: PowerRecord {
                cycles: 0,
                crashes: 0,
            },
            cycle_ends: None,
            stable_at: None,
            is_safe: false,
            clearing: None,
        }
    }

    /// Counts this start before anything else happens, so that a crash or a
    /// cut right after it is counted too. What cannot be written is not
    /// counted: that never erases anything.
    pub(crate) fn boot(
        &mut self,
        (before, cause): (PowerRecord, BootCause),
        cx: &mut Context<'_>,
    ) -> Start {
        let times = &cx.profile.power;
        let cycles = match (times.cycles, cause) {
            (Some(_), BootCause::PowerOn) => before.cycles.saturating_add(1),
            _ => 0,
        };
        let crashes = match cause {
            BootCause::Crash => before.crashes.saturating_add(1),
            BootCause::PowerOn | BootCause::Restart => before.crashes,
        };
        self.record = PowerRecord { cycles, crashes };
        let enough = times.cycles.filter(|wanted| cycles >= wanted.count);
        if self.record != before && enough.is_none() {
            cx.store(StoreJob::SavePower(self.record));
        }
        self.is_safe = crashes >= times.crashes_safe;
        self.cycle_ends = times
            .cycles
            .filter(|_| cycles > 0)
            .map(|cycles| cx.now.after(cycles.within_ms));
        self.stable_at = (crashes > 0).then(|| cx.now.after(times.stable_ms));
        match enough {
            Some(_) => Start::Reset,
            None if crashes >= times.crashes_setup => Start::Setup,
            None => Start::AsEver,
        }
    }

    /// The reset that the person wanted has begun: the next start is the first
    /// one again. After its intent, so that a cut in between loses neither.
    pub(crate) fn cycles_are_used(&mut self, cx: &mut Context<'_>) {
        self.cycle_ends = None;
        self.record.cycles = 0;
        self.clear(cx);
    }

    fn clear(&mut self, cx: &mut Context<'_>) {
        self.clearing = Some(cx.store(StoreJob::SavePower(self.record)));
    }

    /// An operation ended. A count that could not be cleared would be one too many
    /// the next time: it is tried again.
    pub(crate) fn done(&mut self, op: OpId, result: OpResult, cx: &Context<'_>) {
        if self.clearing.take_if(|clearing| *clearing == op).is_some() && result.is_failure() {
            self.cycle_ends = Some(cx.now.after(cx.profile.power.stable_ms));
        }
    }

    /// Crashes in a row, until it has been on for long enough.
    pub(crate) fn crashes(&self) -> u8 {
        self.record.crashes
    }

    pub(crate) fn due(&self) -> Option<Instant> {
        earliest(self.cycle_ends, self.stable_at)
    }

    pub(crate) fn expire(&mut self, cx: &mut Context<'_>) {
        let cycle = take_due(&mut self.cycle_ends, cx.now);
        if cycle {
            self.record.cycles = 0;
        }
        let stable = take_due(&mut self.stable_at, cx.now);
        if stable {
            self.record.crashes = 0;
            self.is_safe = false;
        }
        if cycle || stable {
            self.clear(cx);
        }
    }

    /// Whether it does less than it could, after crashes.
    pub(crate) fn is_safe(&self) -> bool {
        self.is_safe
    }

    /// And until when.
    pub(crate) fn safe_until(&self) -> Option<Instant> {
        self.stable_at.filter(|_| self.is_safe)
    }

    pub(crate) fn fault(&self) -> Fault {
        match self.is_safe {
            true => Fault::CRASH_LOOP,
            false => Fault::NONE,
        }
    }
}

#[cfg(feature = "explore")]
impl Power {
    pub(crate) fn rebase(&mut self, to: &mut crate::explore::Rebase<'_>) {
        let Self {
            record: _,
            cycle_ends,
            stable_at,
            is_safe: _,
            clearing,
        } = self;
        if let Some(op) = clearing {
            to.op(op);
        }
        for end in [cycle_ends, stable_at].into_iter().flatten() {
            to.shift(end);
        }
    }
}
