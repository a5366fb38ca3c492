//! Who gets in: counting wrong codes, and keeping the list of controllers
//! (R43, R45, R49). The cryptography is the link's; here is what it may answer.
//!
//! An attempt is counted in the flash *before* the camera's confirmation
//! leaves, because that confirmation tells an attacker right from wrong.

use camera_proto::message::Refused;
use camera_proto::vocab::{MAX_CONTROLLERS, Refusal, Role};

use crate::action::{Answer, Asker, OpId, Outbox, StoreJob};
use crate::input::{ClientId, OpResult, Stored};
use crate::profile::ProvisionTimes;
use crate::time::Instant;

/// The doorkeeper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pairing {
    attempts: u8,
    not_before: Instant,
    run: Option<Run>,
    change: Option<(OpId, Asker, Change)>,
    controllers: u8,
}

/// One run of the pairing protocol; there is at most one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Run {
    /// The attempt is being counted; nothing has been answered yet.
    Counting { op: OpId, asker: Asker },
    /// The camera has answered, and waits for the confirmation.
    Answered { client: ClientId, until: Instant },
    /// The code was right; the count is being cleared.
    Clearing { op: OpId, asker: Asker },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Enroll(Role),
    Revoke,
}

impl Pairing {
    /// Before boot.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            attempts: 0,
            not_before: Instant::from_millis(0),
            run: None,
            change: None,
            controllers: 0,
        }
    }

    /// Power is on. A wait that was going on starts again.
    pub(crate) fn boot(&mut self, now: Instant, stored: &Stored, times: &ProvisionTimes) {
        self.attempts = stored.attempts;
        self.controllers = stored.controllers;
        self.not_before = now.after(penalty_ms(self.attempts, times));
    }

    /// Whether so many codes were wrong that only a button hold opens the
    /// window again (R45).
    #[must_use]
    pub fn is_locked(&self, times: &ProvisionTimes) -> bool {
        self.attempts >= times.attempts_max
    }

    /// How many controllers hold a key.
    #[must_use]
    pub fn controllers(&self) -> u8 {
        self.controllers
    }

    /// Somebody wants to try a code.
    pub(crate) fn attempt(
        &mut self,
        now: Instant,
        asker: Asker,
        window_is_open: bool,
        times: &ProvisionTimes,
        out: &mut Outbox<'_>,
    ) {
        if !window_is_open {
            let why = match self.is_locked(times) {
                true => Refusal::LOCKED,
                false => Refusal::WINDOW_CLOSED,
            };
            out.refuse(asker, Refused::because(why));
        } else if self.run.is_some() {
            out.refuse(asker, Refused::because(Refusal::BUSY));
        } else if now < self.not_before {
            out.refuse(asker, self.refused(now, Refusal::RATE_LIMITED, times));
        } else {
            let count = self.attempts.saturating_add(1);
            let op = out.store(StoreJob::SaveAttempts(count));
            self.run = Some(Run::Counting { op, asker });
        }
    }

    /// The confirmation matched.
    pub(crate) fn proven(&mut self, asker: Asker, out: &mut Outbox<'_>) {
        if self.answered(asker.client) {
            let op = out.store(StoreJob::SaveAttempts(0));
            self.run = Some(Run::Clearing { op, asker });
        } else {
            out.refuse(asker, Refused::because(Refusal::NOT_ALLOWED));
        }
    }

    /// The confirmation did not match. `true`: that was one too many.
    pub(crate) fn failed(
        &mut self,
        now: Instant,
        asker: Asker,
        times: &ProvisionTimes,
        out: &mut Outbox<'_>,
    ) -> bool {
        let refused = self.refused(now, Refusal::WRONG_CODE, times);
        out.refuse(asker, refused);
        self.abandon(asker.client, times)
    }

    /// Makes a client that knows the code a controller: the first one owns the
    /// camera, and then strangers need an invitation (R49).
    pub(crate) fn enroll(&mut self, asker: Asker, out: &mut Outbox<'_>) {
        let refused = if self.controllers > 0 {
            Refusal::OWNED
        } else if self.change.is_some() {
            Refusal::BUSY
        } else {
            let role = Role::OWNER;
            let client = asker.client;
            let op = out.store(StoreJob::SaveController { client, role });
            self.change = Some((op, asker, Change::Enroll(role)));
            return;
        };
        out.refuse(asker, Refused::because(refused));
    }

    /// Forgets the controller in that place (R49).
    pub(crate) fn revoke(&mut self, asker: Asker, place: Option<u8>, out: &mut Outbox<'_>) {
        let refused = match place {
            None => Refusal::NO_SUCH_CONTROLLER,
            Some(_) if self.change.is_some() => Refusal::BUSY,
            Some(place) => {
                let op = out.store(StoreJob::RemoveController { place });
                self.change = Some((op, asker, Change::Revoke));
                return;
            }
        };
        out.refuse(asker, Refused::because(refused));
    }

    /// An operation ended; `true` when it was one of these.
    pub(crate) fn done(
        &mut self,
        now: Instant,
        op: OpId,
        result: OpResult,
        times: &ProvisionTimes,
        out: &mut Outbox<'_>,
    ) -> bool {
        let failed = matches!(result, OpResult::Failed(_));
        let no_store = Refused::because(Refusal::STORE_FAILURE);
        match self.run {
            Some(Run::Counting { op: mine, asker }) if mine == op => {
                if failed {
                    self.run = None;
                    out.refuse(asker, no_store);
                    return true;
                }
                self.attempts = self.attempts.saturating_add(1);
                self.not_before = now.after(penalty_ms(self.attempts, times));
                self.run = Some(Run::Answered {
                    client: asker.client,
                    until: now.after(times.pairing_ms),
                });
                out.reply(asker, Answer::PairShare);
                return true;
            }
            Some(Run::Clearing { op: mine, asker }) if mine == op => {
                self.run = None;
                if failed {
                    out.refuse(asker, no_store);
                } else {
                    self.attempts = 0;
                    self.not_before = now;
                    out.reply(asker, Answer::Done);
                }
                return true;
            }
            _ => {}
        }
        let Some((_, asker, change)) = self.change.take_if(|(mine, ..)| *mine == op) else {
            return false;
        };
        match change {
            _ if failed => out.refuse(asker, no_store),
            Change::Enroll(role) => {
                self.controllers = self
                    .controllers
                    .saturating_add(1)
                    .min(MAX_CONTROLLERS as u8);
                out.reply(asker, Answer::Enrolled(role));
            }
            Change::Revoke => {
                self.controllers = self.controllers.saturating_sub(1);
                out.reply(asker, Answer::Done);
            }
        }
        true
    }

    /// That client is gone; an attempt it did not finish counts as wrong.
    /// `true`: that was one too many.
    pub(crate) fn disconnected(&mut self, client: ClientId, times: &ProvisionTimes) -> bool {
        self.answered(client) && self.abandon(client, times)
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
    pub(crate) fn expire(&mut self, now: Instant, times: &ProvisionTimes) -> bool {
        match self.run {
            Some(Run::Answered { client, until }) if until <= now => self.abandon(client, times),
            _ => false,
        }
    }

    fn answered(&self, client: ClientId) -> bool {
        matches!(self.run, Some(Run::Answered { client: mine, .. }) if mine == client)
    }

    fn abandon(&mut self, client: ClientId, times: &ProvisionTimes) -> bool {
        if self.answered(client) {
            self.run = None;
        }
        self.is_locked(times)
    }

    fn refused(&self, now: Instant, why: Refusal, times: &ProvisionTimes) -> Refused {
        let wait_ms = self.not_before.since(now);
        Refused {
            retry_s: u16::try_from(wait_ms.div_ceil(1_000)).unwrap_or(u16::MAX),
            attempts_left: times.attempts_max.saturating_sub(self.attempts),
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
