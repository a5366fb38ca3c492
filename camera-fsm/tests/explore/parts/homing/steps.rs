//! What happens to a head, and how a device and its board hand that on.

use camera_fsm::action::{Actions, Context};
use camera_fsm::explore::BASE;
use camera_fsm::input::{ClientId, OpResult};
use camera_fsm::pan_tilt::{Aim, Ended, Wanted};
use camera_fsm::time::Instant;
use camera_proto::vocab::{Cdeg, Refusal, Speed};

use super::{Head, Input, Job, Sown};
use crate::parts::asked::{FAILED, STALE, asker, replies};
use crate::parts::{Broken, OP, law};

fn aim(away: bool) -> Aim {
    let pan = Cdeg(if away { 1_000 } else { 0 });
    let (tilt, speed) = (Some(Cdeg(0)), Speed(0));
    Aim {
        pan: Some(pan),
        tilt,
        speed,
    }
}

/// Who is refused, and why.
type Told = Vec<(u8, Option<Refusal>)>;

impl Head {
    fn turn(&mut self, away: bool) {
        (self.is_home, self.is_counted_home) = (!away, !away);
    }

    /// Somebody else wants it now.
    fn want(&mut self, waits: Option<u8>, away: bool, cx: &mut Context<'_>) -> Told {
        let away_in_words = away || self.is(Sown::HomeIsTakenForAway);
        let (asker, aim) = (waits.map(asker), aim(away_in_words));
        self.homing.want(Wanted { asker, aim }, cx);
        let before = self.wanted.replace((waits, away));
        told(before, Refusal::CANCELLED)
    }

    fn happens(&mut self, input: Input, cx: &mut Context<'_>) -> Result<Told, Broken> {
        let is_ready = self.homing.is_ready(&self.profile.motion);
        let is_rash = self.is(Sown::MovesBeforeThatIsWritten) && self.homing.is_known();
        match input {
            Input::Turn(_, away) if is_ready || is_rash => self.turn(away),
            Input::Turn(client, away) => return Ok(self.want(Some(client), away, cx)),
            Input::Nudge if is_ready => self.turn(true),
            Input::Nudge => return Ok(self.want(None, false, cx)),
            Input::Stop if self.stops_nobody() => self.wanted = None,
            Input::Stop => {
                self.homing.drop_wanted(Refusal::CANCELLED, cx);
                return Ok(told(self.wanted.take(), Refusal::CANCELLED));
            }
            Input::Gone(client) => {
                if !self.is(Sown::WhoIsGoneIsNotTold) {
                    self.homing.disconnected(ClientId(client));
                }
                // What nobody waits for, nobody takes away by leaving.
                self.wanted.take_if(|(waits, _)| *waits == Some(client));
            }
            Input::Free(free) => self.is_free = free,
            Input::Done(OP, works) if self.job.is_some() => return self.end(works, cx),
            Input::Done(op, _) => {
                let is_stale = op == STALE && !self.is(Sown::StaleEndsAreItsOwn);
                let told = if is_stale { op } else { OP };
                let ended = self.homing.done((told, OpResult::Done), cx);
                law(ended == Ended::Other, "it knows its own operation")?;
            }
            Input::PowerCut(kept) => {
                match self.job {
                    Some(Job::Noting(parked)) if kept => self.keeps(parked),
                    _ => {}
                }
                self.boot(cx);
            }
            Input::Time => {}
        }
        Ok(Told::new())
    }

    /// A stop that nobody is told of, unless somebody waits: sown.
    fn stops_nobody(&self) -> bool {
        let waits = self.wanted.and_then(|(waits, _)| waits);
        self.is(Sown::StopsOnlyForWhoWaits) && waits.is_none()
    }

    /// The flash says so from now on.
    fn keeps(&mut self, parked: bool) {
        if parked || !self.is(Sown::UnparkedInWords) {
            self.is_parked = parked;
        }
    }

    /// What goes on has ended; if it knows then, it turns where it shall.
    fn end(&mut self, works: bool, cx: &mut Context<'_>) -> Result<Told, Broken> {
        let Some(job) = self.job.take() else {
            return Ok(Told::new());
        };
        let end = match works {
            true => (OP, OpResult::Done),
            false if self.is(Sown::FailuresPassForSuccess) => (OP, OpResult::Done),
            false if self.is(Sown::FailuresAreLost) => (STALE, FAILED),
            false => (OP, FAILED),
        };
        let ended = self.homing.done(end, cx);
        let is_found = works && job == Job::Finding;
        law(
            (ended == Ended::Found) == is_found,
            "it knows what it has found",
        )?;
        law(
            (ended == Ended::Lost) == (!works && job == Job::Finding),
            "it knows that it has not",
        )?;
        if is_found {
            (self.is_home, self.is_counted_home) = (!self.is(Sown::HomesInWords), true);
        }
        match job {
            Job::Noting(parked) if works => self.keeps(parked),
            Job::Finding if !works => return Ok(told(self.wanted.take(), Refusal::NOT_HOMED)),
            Job::Noting(false) if !works => {
                return Ok(told(self.wanted.take(), Refusal::STORE_FAILURE));
            }
            _ => {}
        }
        if let Some(goes) = self.homing.take_wanted(&self.profile.motion) {
            let (waits, away) = self.wanted.take().ok_or("nobody wants it to turn")?;
            law(
                goes.aim.pan == aim(away).pan,
                "it turns where it was told last",
            )?;
            let told = goes.asker.filter(|_| !self.is(Sown::TurnsForNobody));
            law(told == waits.map(asker), "who waits is told that it turns")?;
            if !self.is(Sown::MovesInWords) {
                self.is_home = !away;
            }
            self.is_counted_home = !away;
        }
        Ok(Told::new())
    }

    /// It has looked for too long; or it may be called parked.
    fn expire(&mut self, at: Instant, cx: &mut Context<'_>) -> Result<Told, Broken> {
        if self.job.is_none() && self.is(Sown::NeverTicksAtRest) {
            return Ok(Told::new());
        }
        let is_due = self.homing.due().is_some_and(|due| due <= at);
        let ended = self.homing.expire(cx);
        let is_lost = ended == Ended::Lost && !self.is(Sown::TheLossIsNotTold);
        let gives_up = self.job.take_if(|job| is_due && *job == Job::Finding);
        law(
            is_lost == gives_up.is_some(),
            "it says that it is lost when it has looked for too long",
        )?;
        Ok(match gives_up {
            Some(_) => told(self.wanted.take(), Refusal::NOT_HOMED),
            None => Told::new(),
        })
    }

    /// One step of a device: what is due, then what happens, then how it rests.
    pub(super) fn step(&mut self, at: Instant, input: Input) -> Result<(), Broken> {
        let (was_free, profile) = (self.is_free, self.told());
        let mut actions = Actions::new();
        let cx = &mut Context::new(at, profile, &mut actions, OP);
        let mut due = Told::new();
        match input {
            // What was due then does not happen.
            Input::PowerCut(_) => due.extend(self.happens(input, cx)?),
            // Who is gone is told nothing any more.
            Input::Gone(_) => {
                due.extend(self.happens(input, cx)?);
                due.extend(self.expire(at, cx)?);
            }
            _ => {
                due.extend(self.expire(at, cx)?);
                due.extend(self.happens(input, cx)?);
            }
        }
        let is_free = self.is_free || self.is(Sown::ResetsAreNotTold);
        let rests = self.is_counted_home && is_free && !self.is(Sown::RestIsNotTold);
        let now = if self.is(Sown::ItsClockStandsStill) {
            BASE
        } else {
            at
        };
        if !self.knows_by_itself() {
            self.homing.rests(rests, now, &profile.motion);
        }
        law(
            replies(&actions) == due,
            "whoever waits gets one answer, and nobody else",
        )?;
        for job in self.begun(input, &actions) {
            law(self.job.is_none(), "it does one thing at a time")?;
            law(
                was_free || job != Job::Noting(true),
                "it writes while others do",
            )?;
            self.job = Some(job);
            self.is_home &= job != Job::Finding;
        }
        Ok(())
    }
}

fn told(wanted: Option<(Option<u8>, bool)>, why: Refusal) -> Told {
    let waits = wanted.and_then(|(waits, _)| waits);
    waits
        .map(|client| (client, Some(why)))
        .into_iter()
        .collect()
}
