//! Whether the head knows where it points (R61). A hobby servo always does. A
//! stepper knows since it was homed; and after a cut of the power only if it was
//! parked before, and the flash says that nobody has turned it since.

use camera_proto::vocab::{Refusal, Speed};

use super::Aim;
use crate::action::{Asker, Context, OpId, StoreJob};
use crate::input::{ClientId, OpResult};
use crate::profile::MotionLimits;
use crate::time::{Instant, take_due};

/// How a head gets to know where it points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Homes {
    /// Its servos know by themselves.
    Never,
    /// Before the first move.
    BeforeMoving,
    /// As soon as there is power.
    AtBoot,
}

/// What it knows, and what it does about that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Homing {
    is_known: bool,
    /// Whether the flash says that it is parked: what a cut of the power leaves.
    is_parked: bool,
    has_failed: bool,
    job: Option<Job>,
    wanted: Option<Wanted>,
    /// When it gives up looking for its home; or, while it does nothing, when it
    /// has stood still there for long enough to be called parked.
    until: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Job {
    /// It looks for its home.
    Finding(OpId),
    /// The flash is told whether it is parked.
    Noting(OpId, bool),
}

/// Where somebody wants it to point, as soon as it knows where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wanted {
    /// Who waits for it, if anybody does.
    pub asker: Option<Asker>,
    /// Where.
    pub aim: Aim,
}

impl Wanted {
    /// Its home, where it stands as soon as it can be turned; nobody waits for it.
    pub const HOME: Self = Self {
        asker: None,
        aim: Aim {
            pan: None,
            tilt: None,
            speed: Speed(0),
        },
    };
}

/// What the end of an operation means, or of its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was none of these, or it goes on.
    Other,
    /// The flash was told; the head has not turned.
    Noted,
    /// It has looked for its home in vain.
    Lost,
    /// The head stands at home, and knows it.
    Found,
}

impl Homing {
    /// Before boot.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            is_known: false,
            is_parked: false,
            has_failed: false,
            job: None,
            wanted: None,
            until: None,
        }
    }

    /// Power is on.
    pub fn boot(&mut self, is_parked: bool, cx: &mut Context<'_>) {
        let limits = &cx.profile.motion;
        self.is_known = is_parked || limits.homes == Homes::Never;
        self.is_parked = is_parked;
        if limits.homes == Homes::AtBoot && !self.is_known {
            self.find(cx);
        }
    }

    /// Whether it can be turned at once.
    #[must_use]
    #[inline(never)] // three ask
    pub fn is_ready(&self, limits: &MotionLimits) -> bool {
        limits.homes == Homes::Never || self.is_known && !self.is_parked && self.job.is_none()
    }

    /// Whether it knows where it points.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.is_known
    }

    /// Whether it has looked for its home and not found it.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// Whether it looks for its home now.
    #[must_use]
    pub fn is_finding(&self) -> bool {
        matches!(self.job, Some(Job::Finding(_)))
    }

    /// When it gives up looking for its home, or is parked.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        self.until
    }

    /// Somebody wants it to point there. What somebody wanted before does not
    /// happen any more.
    pub fn want(&mut self, wanted: Wanted, cx: &mut Context<'_>) {
        self.drop_wanted(Refusal::CANCELLED, cx);
        self.wanted = Some(wanted);
        self.go_on(cx);
    }

    /// Looks for home, or tells the flash that it will move, if need be and
    /// nothing else goes on.
    fn go_on(&mut self, cx: &mut Context<'_>) {
        if self.job.is_some() || self.wanted.is_none() {
            return;
        }
        if !self.is_known {
            self.find(cx);
        } else if self.is_parked {
            self.note(false, cx);
        }
    }

    /// Where it shall point now that it can.
    pub fn take_wanted(&mut self, limits: &MotionLimits) -> Option<Wanted> {
        match self.is_ready(limits) {
            true => self.wanted.take(),
            false => None,
        }
    }

    /// It shall not turn any more: a stop, a reset, privacy.
    pub fn drop_wanted(&mut self, why: Refusal, cx: &mut Context<'_>) {
        if let Some(wanted) = self.wanted.take() {
            cx.refuse(wanted.asker, why);
        }
    }

    /// That client is gone, and with it what it wanted.
    pub fn disconnected(&mut self, client: ClientId) {
        let is_its = |asker: Asker| asker.client() == client;
        self.wanted
            .take_if(|wanted| wanted.asker.is_some_and(is_its));
    }

    /// It stands at home, or does not.
    pub fn rests(&mut self, at_home: bool, now: Instant, limits: &MotionLimits) {
        if self.job.is_some() {
            return;
        }
        let is_news = self.is_known && !self.is_parked;
        match (at_home && is_news, self.until) {
            (false, _) => self.until = None,
            (true, None) => self.until = Some(now.after(limits.parked_ms)),
            (true, Some(_)) => {}
        }
    }

    /// It has looked for too long, and is lost; or it stood still for long enough, and
    /// the flash is told so.
    #[must_use = "a search that has failed has moved all of the picture"]
    pub fn expire(&mut self, cx: &mut Context<'_>) -> Ended {
        if !take_due(&mut self.until, cx.now) {
            return Ended::Other;
        }
        match self.job.take() {
            Some(_) => self.fail(cx),
            None => {
                self.note(true, cx);
                Ended::Other
            }
        }
    }

    /// An operation ended.
    pub fn done(&mut self, (op, result): (OpId, OpResult), cx: &mut Context<'_>) -> Ended {
        let is_its = |job: &mut Job| match *job {
            Job::Finding(mine) | Job::Noting(mine, _) => mine == op,
        };
        let Some(job) = self.job.take_if(is_its) else {
            return Ended::Other;
        };
        self.until = None;
        match (job, result.is_failure()) {
            (Job::Finding(_), true) => return self.fail(cx),
            (Job::Finding(_), false) => {
                (self.is_known, self.has_failed) = (true, false);
                return Ended::Found;
            }
            // It must not move while the flash says that it is parked.
            (Job::Noting(_, false), true) => {
                self.drop_wanted(Refusal::STORE_FAILURE, cx);
            }
            // Then it is homed once more than it need be.
            (Job::Noting(_, true), true) => {}
            (Job::Noting(_, parked), false) => self.is_parked = parked,
        }
        self.go_on(cx);
        Ended::Noted
    }

    fn find(&mut self, cx: &mut Context<'_>) {
        let limits = &cx.profile.motion;
        self.until = Some(cx.now.after(limits.home_ms_max));
        self.job = Some(Job::Finding(cx.find_home()));
    }

    fn note(&mut self, parked: bool, cx: &mut Context<'_>) {
        self.until = None;
        let op = cx.store(StoreJob::SaveParked(parked));
        self.job = Some(Job::Noting(op, parked));
    }

    fn fail(&mut self, cx: &mut Context<'_>) -> Ended {
        self.has_failed = true;
        self.drop_wanted(Refusal::NOT_HOMED, cx);
        Ended::Lost
    }
}

impl Default for Homing {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(feature = "explore")]
impl Homing {
    /// Sets it back in time, for an exhaustive search.
    pub fn rebase(&mut self, to: &mut crate::explore::Rebase<'_>) {
        let Self {
            is_known: _,
            is_parked: _,
            has_failed: _,
            job,
            wanted: _,
            until,
        } = self;
        match job {
            Some(Job::Finding(op) | Job::Noting(op, _)) => to.op(op),
            None => {}
        }
        if let Some(until) = until {
            to.shift(until);
        }
    }
}
