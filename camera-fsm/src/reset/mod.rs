//! The factory reset: one write begins it, one write ends it, and whatever a
//! power cut leaves in between is finished on the next boot (R20–R34).
//!
//! ```text
//! intent written → (answer leaves) → erase 0, erase 1 → read back blank → format → attempts cleared → receipt written → reboot
//! ```
//!
//! A scope other than `Everything` replaces the erasing by one rewrite of the
//! user log without the records that the scope names.

mod offer;

use camera_proto::message::Refused;
use camera_proto::vocab::{Fault, Receipt, Refusal, ResetCause, ResetScope, ResetStage};

use crate::action::{Action, Answer, Asker, OpId, Outbox, RadioJob, ResetRecord, StoreJob};
use crate::input::{ClientId, OpResult};
use crate::profile::ResetTimes;
use crate::time::Instant;
pub use offer::Losses;
use offer::Offer;

/// The factory reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reset {
    state: State,
    record: Option<ResetRecord>,
    offer: Option<Offer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Idle,
    /// Nothing is lost yet: the intent is being written.
    Intent {
        op: OpId,
        asker: Option<Asker>,
        tries: u8,
    },
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
    },
    /// Finished; the board restarts.
    Rebooting,
    /// It cannot be finished (R25).
    Failed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Job {
    Intent(Option<Asker>),
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
        }
    }

    /// Power is on. An unfinished reset goes on (R21).
    pub(crate) fn boot(
        &mut self,
        record: Option<ResetRecord>,
        times: &ResetTimes,
        out: &mut Outbox<'_>,
    ) {
        self.record = record;
        if record.is_some_and(|record| !record.finished) {
            self.work(times, out);
        }
    }

    /// Begins a reset, unless one is going on already, which absorbs it (R04).
    /// One of everything that was committed stays one of everything (R21).
    pub(crate) fn begin(
        &mut self,
        cause: ResetCause,
        scope: ResetScope,
        asker: Option<Asker>,
        times: &ResetTimes,
        out: &mut Outbox<'_>,
    ) {
        if self.is_active() {
            return;
        }
        self.offer = None;
        let (epoch, count, goes_on) = match self.record {
            Some(record) if !record.finished => {
                let everything = record.scope == ResetScope::Everything;
                (record.epoch, record.count, everything)
            }
            Some(record) => (record.epoch, record.count.saturating_add(1), false),
            None => (0, 1, false),
        };
        let scope = match goes_on {
            true => ResetScope::Everything,
            false => scope,
        };
        let new_owner = scope == ResetScope::Everything && !goes_on;
        let record = ResetRecord {
            epoch: epoch.saturating_add(u32::from(new_owner)),
            count,
            cause,
            scope,
            finished: false,
        };
        self.record = Some(record);
        self.start(Job::Intent(asker), times.tries, out);
    }

    /// That client is gone, and with it the list it was shown.
    pub(crate) fn disconnected(
        &mut self,
        client: ClientId,
        times: &ResetTimes,
        out: &mut Outbox<'_>,
    ) {
        if self.offer.is_some_and(|offer| offer.client == client) {
            self.offer = None;
        }
        match &mut self.state {
            State::Intent { asker, .. }
            | State::Waiting {
                job: Job::Intent(asker),
                ..
            } if asker.is_some_and(|asker| asker.client == client) => *asker = None,
            _ => self.flushed(client, times, out),
        }
    }

    /// That client has its answer.
    pub(crate) fn flushed(&mut self, client: ClientId, times: &ResetTimes, out: &mut Outbox<'_>) {
        match self.state {
            State::Farewell {
                client: waiting, ..
            } if waiting == client => self.work(times, out),
            State::Refusing {
                client: waiting, ..
            } if waiting == client => self.fail(out),
            _ => {}
        }
    }

    /// A job ended; `true` when the operation was this reset's.
    pub(crate) fn done(
        &mut self,
        now: Instant,
        op: OpId,
        result: OpResult,
        times: &ResetTimes,
        out: &mut Outbox<'_>,
    ) -> bool {
        let (job, tries) = match self.state {
            State::Intent {
                op: mine,
                asker,
                tries,
            } if mine == op => (Job::Intent(asker), tries),
            State::Working {
                job,
                op: mine,
                tries,
            } if mine == op => (job, tries),
            _ => return false,
        };
        match (result, tries.saturating_sub(1)) {
            (OpResult::Failed(_), 0) => self.give_up(now, job, times, out),
            (OpResult::Failed(_), tries) => {
                let until = now.after(times.retry_ms);
                self.state = State::Waiting { job, until, tries };
            }
            (OpResult::Done | OpResult::Joined { .. }, _) => self.succeeded(now, job, times, out),
        }
        true
    }

    /// When something is due.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        match self.state {
            State::Farewell { until, .. }
            | State::Refusing { until, .. }
            | State::Waiting { until, .. } => Some(until),
            // An offer needs no deadline of its own: it is judged when confirmed.
            _ => None,
        }
    }

    /// Lets what is due happen.
    pub(crate) fn expire(&mut self, now: Instant, times: &ResetTimes, out: &mut Outbox<'_>) {
        match self.state {
            State::Farewell { until, .. } if until <= now => self.work(times, out),
            State::Refusing { until, .. } if until <= now => self.fail(out),
            State::Waiting { job, until, tries } if until <= now => self.start(job, tries, out),
            _ => {}
        }
    }

    /// How far it has come (R24).
    #[must_use]
    pub fn stage(&self) -> ResetStage {
        match self.state {
            State::Idle => ResetStage::IDLE,
            State::Intent { .. } | State::Farewell { .. } | State::Refusing { .. } => {
                ResetStage::INTENT
            }
            State::Working { job, .. } | State::Waiting { job, .. } => match job {
                Job::Intent(_) => ResetStage::INTENT,
                Job::Erase(_) | Job::Forget(_) => ResetStage::ERASING,
                Job::Check => ResetStage::CHECKING,
                Job::Format | Job::Pardon => ResetStage::FORMATTING,
                Job::Receipt => ResetStage::RECEIPT,
            },
            State::Rebooting => ResetStage::RESTARTING,
            State::Failed => ResetStage::FAILED,
        }
    }

    /// Whether a reset is going on: a second one is absorbed (R04).
    #[must_use]
    pub fn is_active(&self) -> bool {
        !matches!(self.state, State::Idle | State::Failed)
    }

    /// Whether one was committed that could not be finished (R25).
    #[must_use]
    pub fn has_failed(&self) -> bool {
        matches!(self.state, State::Failed)
    }

    /// Whether it is past its commit point and has silenced the radio.
    #[must_use]
    pub fn has_taken_over(&self) -> bool {
        match self.state {
            State::Working { .. } | State::Rebooting => true,
            State::Waiting { job, .. } => !matches!(job, Job::Intent(_)),
            State::Failed => self.record.is_some_and(|record| !record.finished),
            State::Idle
            | State::Intent { .. }
            | State::Farewell { .. }
            | State::Refusing { .. } => false,
        }
    }

    /// What is broken, if it could not be finished (R25).
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self.state {
            State::Failed => Fault::STORE,
            _ => Fault::NONE,
        }
    }

    /// The ownership epoch: grows with every reset of everything (R32).
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.record.map_or(0, |record| record.epoch)
    }

    /// The receipt of the last reset that was finished (R32).
    #[must_use]
    pub fn receipt(&self) -> Option<Receipt> {
        let record = self.record.filter(|record| record.finished)?;
        Some(Receipt {
            epoch: record.epoch,
            count: record.count,
            cause: record.cause,
            scope: record.scope,
        })
    }

    fn succeeded(&mut self, now: Instant, job: Job, times: &ResetTimes, out: &mut Outbox<'_>) {
        let next = match job {
            Job::Intent(Some(asker)) => {
                out.reply(asker, Answer::Done);
                self.state = State::Farewell {
                    client: asker.client,
                    until: now.after(times.farewell_ms),
                };
                return;
            }
            Job::Intent(None) => return self.work(times, out),
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
                out.push(Action::Reboot);
                return;
            }
        };
        self.start(next, times.tries, out);
    }

    /// From here on nothing but this reset happens.
    fn work(&mut self, times: &ResetTimes, out: &mut Outbox<'_>) {
        out.radio(RadioJob::Off);
        let first = match self.record {
            Some(ResetRecord {
                scope: scope @ (ResetScope::ForgetNetwork | ResetScope::KeepNetwork),
                ..
            }) => Job::Forget(scope),
            _ => Job::Erase(0),
        };
        self.start(first, times.tries, out);
    }

    fn start(&mut self, job: Job, tries: u8, out: &mut Outbox<'_>) {
        let Some(record) = self.record else {
            self.state = State::Failed;
            return;
        };
        let op = out.store(match job {
            Job::Intent(_) => StoreJob::SaveReset(record),
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
        self.state = match job {
            Job::Intent(asker) => State::Intent { op, asker, tries },
            job => State::Working { job, op, tries },
        };
    }

    /// Never a silent success (R25). Whoever asked hears of it while there is
    /// still a radio to tell it by (R32).
    fn give_up(&mut self, now: Instant, job: Job, times: &ResetTimes, out: &mut Outbox<'_>) {
        let Job::Intent(Some(asker)) = job else {
            return self.fail(out);
        };
        out.refuse(asker, Refused::because(Refusal::STORE_FAILURE));
        self.state = State::Refusing {
            client: asker.client,
            until: now.after(times.farewell_ms),
        };
    }

    /// An intent that could not be written may be in the flash all the same,
    /// so it still counts as unfinished.
    fn fail(&mut self, out: &mut Outbox<'_>) {
        out.radio(RadioJob::Off);
        self.state = State::Failed;
    }
}

impl Default for Reset {
    fn default() -> Self {
        Self::new()
    }
}
