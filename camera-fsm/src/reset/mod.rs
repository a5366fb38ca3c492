//! The factory reset: one write begins it, one write ends it, and whatever a
//! power cut leaves in between is finished on the next boot (R20–R34).
//!
//! ```text
//! intent written → (answer leaves) → erase 0, erase 1 → read back blank → format → attempts cleared → receipt written → reboot
//! ```
//!
//! A scope other than `Everything` replaces the erasing by one rewrite of the
//! user log without the records that the scope names.
//!
//! It works alone, too: a store to write to, and a restart. Here the power is cut
//! once, after each job in turn, and whatever the journal says then goes on:
//!
//! ```
//! use camera_fsm::action::{Action, Actions, Context, OpId, StoreJob};
//! use camera_fsm::{input::OpResult, profile::REFERENCE, reset::Reset, time::Instant};
//! use camera_proto::vocab::{ResetCause, ResetScope};
//!
//! let now = Instant::from_millis(0);
//! let what = (ResetCause::BUTTON, ResetScope::Everything, false);
//! for cut_after in 1..=6 {
//!     let (mut reset, mut actions) = (Reset::new(), Actions::new());
//!     let (mut journal, mut jobs) = (None, 0);
//!     reset.begin(what, None, &mut Context::new(now, &REFERENCE, &mut actions, OpId(0)));
//!     while actions.last() != Some(&Action::Reboot) {
//!         for action in core::mem::take(&mut actions) {
//!             match action {
//!                 // A real store writes, erases or reads back here.
//!                 Action::Store { op, job } => {
//!                     let mut cx = Context::new(now, &REFERENCE, &mut actions, op);
//!                     if let StoreJob::SaveReset(record) = job {
//!                         journal = Some(record);
//!                     }
//!                     jobs += 1;
//!                     if jobs == cut_after {
//!                         reset = Reset::new();
//!                         reset.boot(journal, &mut cx);
//!                     } else {
//!                         reset.done(op, OpResult::Done, &mut cx);
//!                     }
//!                 }
//!                 // Its radio shall be silent.
//!                 Action::Radio { .. } => {}
//!                 other => unreachable!("{other:?} is not asked of this board"),
//!             }
//!         }
//!     }
//!     assert!(journal.is_some_and(|record| record.finished && record.epoch == 1));
//! }
//! ```
//!
//! While it has a [`Reset::due`], call [`Reset::expire`] then; hand its
//! completions to [`Reset::done`].

mod look;
mod offer;
#[cfg(feature = "explore")]
mod rebase;

use camera_proto::vocab::{Fault, Refusal, ResetCause, ResetScope};

use crate::action::{
    Action, Answer, Asker, Context, OpId, RadioJob, ResetRecord, StoreJob, forget,
};
use crate::input::{ClientId, OpResult};
use crate::time::{Instant, earliest, is_due};
use offer::Offer;

/// The factory reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reset {
    state: State,
    record: Option<ResetRecord>,
    offer: Option<Offer>,
    /// Who asked for it, and waits for the intent to be written.
    asker: Option<Asker>,
    /// When the watchdog ends it: one time for all of it, from the intent on, or
    /// from the start that goes on with it. A farewell stops the watch.
    deadline: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum State {
    Idle,
    /// Committed; the answer to the controller is leaving (R32).
    Farewell {
        client: ClientId,
        until: Instant,
    },
    Working {
        job: Job,
        op: OpId,
        tries: u8,
    },
    /// A job failed and will be tried again (R25).
    Waiting {
        job: Job,
        until: Instant,
        tries: u8,
    },
    /// It cannot begin; the answer that says so is leaving.
    Refusing {
        client: ClientId,
        until: Instant,
        why: Fault,
    },
    /// Finished; the board restarts.
    Rebooting,
    /// It cannot be finished (R25).
    Failed {
        why: Fault,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Job {
    /// Until it is done, nothing is lost.
    Intent,
    Erase(u8),
    Check,
    Format,
    /// Wrong codes are forgiven (R45).
    Pardon,
    Forget(ResetScope),
    Receipt,
}

impl Reset {
    /// No reset has ever happened.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            state: State::Idle,
            record: None,
            offer: None,
            asker: None,
            deadline: None,
        }
    }

    /// Power is on, and this is the journal's record. An unfinished reset goes on (R21).
    pub fn boot(&mut self, record: Option<ResetRecord>, cx: &mut Context<'_>) {
        self.record = record;
        if record.is_some_and(|record| !record.finished) {
            self.work(cx);
        }
    }

    /// Begins a reset, with what asked for it, what it erases, and whether there
    /// may be a cloud that must hear of it; unless one is going on already, which absorbs it (R04).
    /// One of everything that was committed stays one of everything (R21).
    pub fn begin(
        &mut self,
        (cause, scope, has_cloud): (ResetCause, ResetScope, bool),
        asker: Option<Asker>,
        cx: &mut Context<'_>,
    ) {
        let times = &cx.profile.reset;
        if self.is_active() {
            return;
        }
        self.offer = None;
        let is_whole = |scope| scope == ResetScope::Everything;
        let mut record = self.record.unwrap_or(ResetRecord::NONE);
        if record.finished {
            record.count = record.count.saturating_add(1);
        }
        if record.finished || !is_whole(record.scope) {
            record.scope = scope;
            record.epoch = record.epoch.saturating_add(u32::from(is_whole(scope)));
        }
        record.unbind_owed |= has_cloud && is_whole(record.scope);
        (record.cause, record.finished) = (cause, false);
        self.record = Some(record);
        self.asker = asker;
        self.deadline = Some(cx.now.after(times.whole_ms));
        self.start(Job::Intent, times.tries, cx);
    }

    /// The cloud has heard of it, and that is written (R22). A reset that has
    /// begun since then owes on: its intent says so.
    pub(crate) fn unbound(&mut self) {
        if let Some(record) = self.record.as_mut().filter(|record| record.finished) {
            record.unbind_owed = false;
        }
    }

    /// That client is gone, and with it the list it was shown.
    pub fn disconnected(&mut self, client: ClientId, cx: &mut Context<'_>) {
        if self.offer.is_some_and(|offer| offer.client == client) {
            self.offer = None;
        }
        forget(&mut self.asker, client);
        self.flushed(client, cx);
    }

    /// That client has its answer.
    pub fn flushed(&mut self, client: ClientId, cx: &mut Context<'_>) {
        match self.state {
            State::Farewell {
                client: waiting,
                until,
            } if waiting == client => self.part(until, cx),
            State::Refusing {
                client: waiting,
                why,
                ..
            } if waiting == client => self.fail(why, cx),
            _ => {}
        }
    }

    /// A job ended; `true` when the operation was this reset's.
    pub fn done(&mut self, op: OpId, result: OpResult, cx: &mut Context<'_>) -> bool {
        let times = &cx.profile.reset;
        let (job, tries) = match self.state {
            State::Working {
                job,
                op: mine,
                tries,
            } if mine == op => (job, tries),
            _ => return false,
        };
        match (result.is_failure(), tries.saturating_sub(1)) {
            (true, 0) => self.give_up(Fault::STORE, cx),
            (true, tries) => {
                let until = cx.now.after(times.retry_ms);
                self.state = State::Waiting { job, until, tries };
            }
            (false, _) => self.succeeded(job, cx),
        }
        true
    }

    /// When something is due.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        match self.state {
            State::Farewell { until, .. } | State::Refusing { until, .. } => Some(until),
            State::Waiting { until, .. } => earliest(Some(until), self.deadline),
            State::Working { .. } => self.deadline,
            // An offer needs no deadline of its own: it is judged when confirmed.
            State::Idle | State::Rebooting | State::Failed { .. } => None,
        }
    }

    /// Lets what is due happen.
    pub fn expire(&mut self, cx: &mut Context<'_>) {
        if !is_due(self.due(), cx.now) {
            return;
        }
        let too_late = is_due(self.deadline, cx.now);
        match self.state {
            State::Farewell { until, .. } => self.part(until, cx),
            State::Refusing { why, .. } => self.fail(why, cx),
            State::Waiting { job, tries, .. } if !too_late => self.start(job, tries, cx),
            State::Waiting { .. } | State::Working { .. } => {
                self.give_up(Fault::RESET_TIMEOUT, cx);
            }
            State::Idle | State::Rebooting | State::Failed { .. } => {}
        }
    }

    fn succeeded(&mut self, job: Job, cx: &mut Context<'_>) {
        let times = &cx.profile.reset;
        let next = match job {
            Job::Intent => {
                let Some(asker) = self.asker.take() else {
                    return self.work(cx);
                };
                cx.reply(asker, Answer::Done);
                self.state = State::Farewell {
                    client: asker.client(),
                    until: cx.now.after(times.farewell_ms),
                };
                return;
            }
            Job::Erase(0) => Job::Erase(1),
            Job::Erase(_) => Job::Check,
            Job::Check => Job::Format,
            Job::Format => Job::Pardon,
            Job::Pardon | Job::Forget(_) => Job::Receipt,
            Job::Receipt => {
                if let Some(record) = &mut self.record {
                    record.finished = true;
                }
                self.state = State::Rebooting;
                cx.push(Action::Reboot);
                return;
            }
        };
        self.start(next, times.tries, cx);
    }

    /// The farewell that was to last until then is over.
    fn part(&mut self, until: Instant, cx: &mut Context<'_>) {
        let times = &cx.profile.reset;
        let lasted_ms = cx.now.after(times.farewell_ms).ms_since(until);
        self.deadline = self.deadline.map(|deadline| deadline.after(lasted_ms));
        self.work(cx);
    }

    /// From here on nothing but this reset happens.
    fn work(&mut self, cx: &mut Context<'_>) {
        let times = &cx.profile.reset;
        self.deadline.get_or_insert(cx.now.after(times.whole_ms));
        cx.radio(RadioJob::Off);
        let first = match self.record {
            Some(ResetRecord {
                scope: scope @ (ResetScope::ForgetNetwork | ResetScope::KeepNetwork),
                ..
            }) => Job::Forget(scope),
            _ => Job::Erase(0),
        };
        self.start(first, times.tries, cx);
    }

    fn start(&mut self, job: Job, tries: u8, cx: &mut Context<'_>) {
        let Some(record) = self.record else {
            self.state = State::Failed { why: Fault::STORE };
            return;
        };
        let op = cx.store(match job {
            Job::Intent => StoreJob::SaveReset(record),
            Job::Erase(sector) => StoreJob::EraseUser { sector },
            Job::Check => StoreJob::CheckUser,
            Job::Format => StoreJob::FormatUser,
            Job::Pardon => StoreJob::SaveAttempts(0),
            Job::Forget(scope) => StoreJob::Forget(scope),
            Job::Receipt => StoreJob::SaveReset(ResetRecord {
                finished: true,
                ..record
            }),
        });
        self.state = State::Working { job, op, tries };
    }

    /// Never a silent success (R25). Whoever asked hears of it while there is
    /// still a radio to tell it by (R32).
    fn give_up(&mut self, why: Fault, cx: &mut Context<'_>) {
        let times = &cx.profile.reset;
        let Some(asker) = self.asker.take() else {
            return self.fail(why, cx);
        };
        cx.refuse(asker, Refusal::STORE_FAILURE);
        self.state = State::Refusing {
            client: asker.client(),
            until: cx.now.after(times.farewell_ms),
            why,
        };
    }

    /// An intent that could not be written may be in the flash all the same,
    /// so it still counts as unfinished.
    fn fail(&mut self, why: Fault, cx: &mut Context<'_>) {
        cx.radio(RadioJob::Off);
        self.state = State::Failed { why };
    }
}

impl Default for Reset {
    fn default() -> Self {
        Self::new()
    }
}
