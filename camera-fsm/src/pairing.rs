//! Who gets in: counting wrong codes (R43, R45). The cryptography is the
//! link's; here is what it may answer.
//!
//! An attempt is counted in the flash *before* the camera's confirmation
//! leaves, because that confirmation tells an attacker right from wrong.
//!
//! It works alone, too, before whatever asks for a code:
//!
//! ```
//! use camera_fsm::action::{Action, Actions, Answer, Asker, Context, OpId, StoreJob};
//! use camera_fsm::input::{ClientId, OpResult};
//! use camera_fsm::{pairing::Pairing, profile::REFERENCE, time::Instant};
//! use camera_proto::vocab::PairingSecret;
//!
//! let now = Instant::from_millis(0);
//! let (mut door, asker) = (Pairing::new(), Asker::new(ClientId(0), 1));
//! let mut actions = Actions::new();
//! let mut cx = Context::new(now, &REFERENCE, &mut actions, OpId(0));
//! door.attempt(asker, (PairingSecret::CODE, true), &mut cx);
//! let Some(Action::Store { op, job: StoreJob::SaveAttempts(1) }) = actions.pop() else {
//!     panic!("it counts first");
//! };
//! let mut cx = Context::new(now, &REFERENCE, &mut actions, op);
//! door.done(op, OpResult::Done, &mut cx);
//! assert!(matches!(actions.pop(), Some(Action::Reply { answer: Answer::PairShare, .. })));
//! let mut cx = Context::new(now, &REFERENCE, &mut actions, op);
//! assert!(!door.failed(asker, &mut cx)); // not one too many
//! assert_eq!(door.attempts(), 1);
//! ```

use camera_proto::message::Refused;
use camera_proto::vocab::{PairingSecret, Refusal};

use crate::action::{Answer, Asker, Context, OpId, StoreJob, forget};
use crate::input::{ClientId, OpResult, Stored};
use crate::profile::ProvisionTimes;
use crate::time::Instant;

/// The doorkeeper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pairing {
    attempts: u8,
    not_before: Instant,
    run: Option<Run>,
}

/// One run of the pairing protocol; there is at most one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Run {
    /// The attempt is being counted; nothing has been answered yet. Who hangs
    /// up here has had no answer to learn from, but is counted all the same.
    Counting {
        op: OpId,
        asker: Option<Asker>,
        by: PairingSecret,
    },
    /// The camera has answered, and waits for the confirmation.
    Answered {
        client: ClientId,
        by: PairingSecret,
        until: Instant,
    },
    /// The code was right; the count is being cleared.
    Clearing { op: OpId, asker: Option<Asker> },
}

impl Run {
    /// What it waits for, unless that is a person.
    fn op(&self) -> Option<OpId> {
        match *self {
            Self::Counting { op, .. } | Self::Clearing { op, .. } => Some(op),
            Self::Answered { .. } => None,
        }
    }
}

impl Pairing {
    /// Before boot.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            attempts: 0,
            not_before: Instant::from_millis(0),
            run: None,
        }
    }

    /// Power is on. A wait that was going on starts again.
    pub fn boot(&mut self, stored: &Stored, cx: &Context<'_>) {
        self.attempts = stored.attempts;
        self.not_before = cx
            .now
            .after(penalty_ms(self.attempts, &cx.profile.provision));
    }

    /// Whether so many codes were wrong that only a button hold opens the
    /// window again (R45).
    #[must_use]
    pub fn is_locked(&self, times: &ProvisionTimes) -> bool {
        self.attempts >= times.attempts_max
    }

    /// Wrong codes since the last right one or reset.
    #[must_use]
    pub fn attempts(&self) -> u8 {
        self.attempts
    }

    /// Somebody wants to try a code, and it is the time for that or not.
    pub fn attempt(
        &mut self,
        asker: Asker,
        (by, is_open): (PairingSecret, bool),
        cx: &mut Context<'_>,
    ) {
        let times = &cx.profile.provision;
        if !is_open {
            let why = match by {
                _ if self.is_locked(times) => Refusal::LOCKED,
                PairingSecret::CODE => Refusal::WINDOW_CLOSED,
                PairingSecret::INVITATION => Refusal::NO_INVITATION,
                _ => Refusal::UNSUPPORTED,
            };
            cx.refuse(asker, why);
        } else if self.run.is_some() {
            cx.refuse(asker, Refusal::BUSY);
        } else if cx.now < self.not_before {
            let refused = self.refused(Refusal::RATE_LIMITED, cx);
            cx.reply(asker, Answer::Refused(refused));
        } else {
            let count = self.attempts.saturating_add(1);
            let op = cx.store(StoreJob::SaveAttempts(count));
            let asker = Some(asker);
            self.run = Some(Run::Counting { op, asker, by });
        }
    }

    /// The confirmation matched; says what was proven.
    pub fn proven(&mut self, asker: Asker, cx: &mut Context<'_>) -> Option<PairingSecret> {
        let proven = self.answered(asker.client());
        if proven.is_some() {
            let op = cx.store(StoreJob::SaveAttempts(0));
            let asker = Some(asker);
            self.run = Some(Run::Clearing { op, asker });
        } else {
            cx.refuse(asker, Refusal::NOT_ALLOWED);
        }
        proven
    }

    /// The confirmation did not match. `true`: that was one too many.
    pub fn failed(&mut self, asker: Asker, cx: &mut Context<'_>) -> bool {
        let refused = self.refused(Refusal::WRONG_CODE, cx);
        cx.reply(asker, Answer::Refused(refused));
        self.abandon(asker.client(), cx)
    }

    /// An operation ended. `true`: whoever it was for is gone, and that was
    /// one too many.
    pub fn done(&mut self, op: OpId, result: OpResult, cx: &mut Context<'_>) -> bool {
        let Some(run) = self.run.take_if(|run| run.op() == Some(op)) else {
            return false;
        };
        match run {
            Run::Counting { asker, .. } | Run::Clearing { asker, .. } if result.is_failure() => {
                cx.refuse(asker, Refusal::STORE_FAILURE);
            }
            Run::Counting { asker, by, .. } => {
                let times = &cx.profile.provision;
                self.attempts = self.attempts.saturating_add(1);
                self.not_before = cx.now.after(penalty_ms(self.attempts, times));
                let Some(asker) = asker else {
                    return self.is_locked(times);
                };
                cx.reply(asker, Answer::PairShare);
                self.run = Some(Run::Answered {
                    client: asker.client(),
                    by,
                    until: cx.now.after(times.pairing_ms),
                });
            }
            Run::Clearing { asker, .. } => {
                self.attempts = 0;
                self.not_before = cx.now;
                cx.reply(asker, Answer::Done);
            }
            Run::Answered { .. } => {}
        }
        false
    }

    /// That client is gone; an attempt it did not finish counts as wrong.
    /// `true`: that was one too many.
    pub fn disconnected(&mut self, client: ClientId, cx: &Context<'_>) -> bool {
        if let Some(Run::Counting { asker, .. } | Run::Clearing { asker, .. }) = &mut self.run {
            forget(asker, client);
        }
        self.abandon(client, cx)
    }

    /// When an attempt has taken too long.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        match self.run {
            Some(Run::Answered { until, .. }) => Some(until),
            _ => None,
        }
    }

    /// Gives up on an attempt that takes too long. `true`: one too many.
    pub fn expire(&mut self, cx: &Context<'_>) -> bool {
        match self.run {
            Some(Run::Answered { client, until, .. }) if until <= cx.now => {
                self.abandon(client, cx)
            }
            _ => false,
        }
    }

    /// By what that client pairs, once it has the camera's answer.
    fn answered(&self, client: ClientId) -> Option<PairingSecret> {
        match self.run {
            Some(Run::Answered {
                client: mine, by, ..
            }) if mine == client => Some(by),
            _ => None,
        }
    }

    fn abandon(&mut self, client: ClientId, cx: &Context<'_>) -> bool {
        if self.answered(client).is_none() {
            return false;
        }
        self.run = None;
        self.is_locked(&cx.profile.provision)
    }

    fn refused(&self, why: Refusal, cx: &Context<'_>) -> Refused {
        let attempts_max = cx.profile.provision.attempts_max;
        Refused {
            retry_s: self.not_before.seconds_from(cx.now),
            attempts_left: attempts_max.saturating_sub(self.attempts),
            ..Refused::because(why)
        }
    }
}

impl Default for Pairing {
    fn default() -> Self {
        Self::new()
    }
}

/// The wait after that many wrong codes: none for the free ones, then doubling.
fn penalty_ms(attempts: u8, times: &ProvisionTimes) -> u32 {
    match attempts.checked_sub(times.free_attempts) {
        None => 0,
        Some(costly) => times
            .penalty_ms
            .saturating_mul(1 << costly.min(16))
            .min(times.penalty_ms_max),
    }
}

#[cfg(feature = "explore")]
impl Pairing {
    pub(crate) fn rebase(&mut self, to: &mut crate::explore::Rebase<'_>, times: &ProvisionTimes) {
        let Self {
            attempts,
            not_before,
            run,
        } = self;
        *attempts = crate::explore::wrong_codes_that_count(*attempts, times);
        to.shift_or_past(not_before);
        match run {
            Some(Run::Counting { op, .. } | Run::Clearing { op, .. }) => to.op(op),
            Some(Run::Answered { until, .. }) => to.shift(until),
            None => {}
        }
    }
}
