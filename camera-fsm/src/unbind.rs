//! Telling the cloud that this camera was reset (R22). Recordings in the cloud
//! cannot be erased from here, and at the time of a reset the camera may be
//! offline: the reset leaves an obligation in its journal record, which holds
//! no user data, and the next owner's network pays it.

use crate::action::{Context, OpId, ResetRecord, StoreJob};
use crate::input::OpResult;
use crate::time::{Instant, is_due};

/// How far the telling has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Unbind {
    state: State,
    /// Tries that failed in a row.
    failures: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum State {
    /// Nothing is owed, or there is no network to tell it by.
    Resting,
    Telling {
        op: OpId,
        until: Instant,
    },
    /// It was told; that nothing is owed any more is being written.
    Noting {
        op: OpId,
    },
    /// It could not be told: later again.
    Waiting {
        until: Instant,
    },
}

impl Unbind {
    pub(crate) const fn new() -> Self {
        Self {
            state: State::Resting,
            failures: 0,
        }
    }

    /// At the end of every step. The cloud has yet to hear of a finished reset,
    /// or not; the radio is `free` while the camera is online and nobody scans or
    /// tries a network: whoever does goes first.
    pub(crate) fn follow(&mut self, owes: bool, free: bool, cx: &mut Context<'_>) {
        match self.state {
            State::Resting if free && owes => {
                self.state = State::Telling {
                    op: cx.unbind(),
                    until: cx.now.after(cx.profile.provision.join_ms),
                };
            }
            State::Telling { .. } if !free => self.state = State::Resting,
            _ => {}
        }
    }

    /// A reset takes over: its own record carries on what is owed.
    pub(crate) fn halt(&mut self) {
        *self = Self::new();
    }

    /// An operation ended. `true`: nothing is owed any more.
    pub(crate) fn done(
        &mut self,
        (op, result): (OpId, OpResult),
        owing: Option<ResetRecord>,
        cx: &mut Context<'_>,
    ) -> bool {
        let (mine, noted) = match self.state {
            State::Telling { op, .. } => (op, false),
            State::Noting { op } => (op, true),
            State::Resting | State::Waiting { .. } => return false,
        };
        match owing {
            _ if mine != op => return false,
            Some(_) if result.is_failure() => self.wait(cx),
            Some(record) if !noted => {
                let op = cx.store(StoreJob::SaveReset(ResetRecord {
                    unbind_owed: false,
                    ..record
                }));
                self.state = State::Noting { op };
            }
            _ => self.halt(),
        }
        noted && self.state == State::Resting
    }

    pub(crate) fn due(&self) -> Option<Instant> {
        match self.state {
            State::Telling { until, .. } | State::Waiting { until } => Some(until),
            State::Resting | State::Noting { .. } => None,
        }
    }

    pub(crate) fn expire(&mut self, cx: &Context<'_>) {
        if !is_due(self.due(), cx.now) {
            return;
        }
        match self.state {
            State::Telling { .. } => self.wait(cx),
            // `follow` tells it, as soon as there is a network.
            State::Waiting { .. } => self.state = State::Resting,
            State::Resting | State::Noting { .. } => {}
        }
    }

    /// Doubles like the waits for a router, and as far.
    fn wait(&mut self, cx: &Context<'_>) {
        let times = &cx.profile.provision;
        let doubled = times.backoff_ms.saturating_mul(1 << self.failures.min(16));
        self.failures = self.failures.saturating_add(1);
        self.state = State::Waiting {
            until: cx.now.after(doubled.min(times.backoff_ms_max)),
        };
    }
}

#[cfg(feature = "explore")]
impl Unbind {
    pub(crate) fn rebase(
        &mut self,
        to: &mut crate::explore::Rebase<'_>,
        times: &crate::profile::ProvisionTimes,
    ) {
        let Self { state, failures } = self;
        match state {
            State::Resting => {}
            State::Telling { op, until } => {
                to.op(op);
                to.shift(until);
            }
            State::Noting { op } => to.op(op),
            State::Waiting { until } => to.shift(until),
        }
        let most = crate::explore::doublings(times.backoff_ms, times.backoff_ms_max);
        *failures = (*failures).min(most);
    }
}
