//! One servo of the head: what it may be told, and what it does then.

use camera_proto::vocab::{Cdeg, Refusal, Speed, Velocity};

use super::motion::Motion;
use crate::profile::AxisLimits;
use crate::time::Instant;

/// One axis of the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Servo {
    rests_at: Instant,
    motion: Motion,
    /// How fast its continuous move goes; 0 when it makes none.
    velocity: Velocity,
    is_stalled: bool,
}

impl Servo {
    pub(super) const fn new() -> Self {
        Self {
            rests_at: Instant::from_millis(0),
            motion: Motion::new(),
            velocity: Velocity(0),
            is_stalled: false,
        }
    }

    pub(super) fn position(&self, now: Instant) -> Cdeg {
        Cdeg(self.motion.position(self.left_ms(now)))
    }

    /// How long it moves yet.
    fn left_ms(&self, now: Instant) -> u32 {
        self.rests_at.ms_since(now)
    }

    pub(super) fn rests_at(&self) -> Instant {
        self.rests_at
    }

    /// Where it stands, or will.
    pub(super) fn target(&self) -> Cdeg {
        Cdeg(self.motion.target_cdeg())
    }

    /// So far from there, if it shall turn at all.
    pub(super) fn target_by(
        &self,
        Cdeg(by): Cdeg,
        limits: &AxisLimits,
    ) -> Result<Option<Cdeg>, Refusal> {
        let from = self.motion.target_cdeg();
        let is_at_end = match by.signum() {
            0 => return Ok(None),
            1 => from >= limits.max_cdeg,
            _ => from <= limits.min_cdeg,
        };
        match is_at_end && limits.has_servo() {
            true => Err(Refusal::AT_LIMIT),
            false => Ok(Some(Cdeg(from.saturating_add(by)))),
        }
    }

    /// Whether it can be sent there.
    pub(super) fn may_go(
        &self,
        to: Option<Cdeg>,
        Speed(percent): Speed,
        limits: &AxisLimits,
    ) -> Result<(), Refusal> {
        match to {
            Some(_) if !limits.has_servo() => Err(Refusal::NO_SERVO),
            Some(Cdeg(to)) if to < limits.min_cdeg || to > limits.max_cdeg => {
                Err(Refusal::OUT_OF_RANGE)
            }
            _ if percent > 100 => Err(Refusal::OUT_OF_RANGE),
            Some(_) if self.is_stalled => Err(Refusal::STALLED),
            _ => Ok(()),
        }
    }

    /// It is sent there, if anywhere.
    pub(super) fn go(&mut self, now: Instant, to: Option<Cdeg>, speed: Speed, limits: &AxisLimits) {
        self.velocity = Velocity(0);
        if let Some(Cdeg(to)) = to {
            self.redirect(now, to, speed, limits);
        }
    }

    fn redirect(&mut self, now: Instant, to: i32, speed: Speed, limits: &AxisLimits) {
        let left_ms = self.left_ms(now);
        self.rests_at = now.after(self.motion.redirect(left_ms, to, speed, limits));
    }

    /// Whether it can turn on like that; not (`false`) when it stands at that end.
    pub(super) fn may_turn(
        &self,
        now: Instant,
        velocity: Velocity,
        limits: &AxisLimits,
    ) -> Result<bool, Refusal> {
        let end = end(velocity, limits);
        self.may_go(end, speed(velocity), limits)?;
        Ok(end.is_some_and(|end| end != self.position(now)))
    }

    /// Turns on towards its end stop, or brakes.
    pub(super) fn turn(&mut self, now: Instant, velocity: Velocity, limits: &AxisLimits) {
        match end(velocity, limits) {
            None => self.rests_at = now.after(self.motion.stop(self.left_ms(now), limits)),
            // It goes that way already.
            Some(end) if self.velocity == velocity && self.target() == end => {}
            Some(Cdeg(end)) => self.redirect(now, end, speed(velocity), limits),
        }
        self.velocity = velocity;
    }

    /// A stuck one stops where it is.
    pub(super) fn stalled(&mut self, now: Instant, is_stalled: bool) {
        self.is_stalled = is_stalled;
        if is_stalled {
            self.motion.stick(self.left_ms(now));
            self.rests_at = now;
        }
    }

    pub(super) fn is_stalled(&self) -> bool {
        self.is_stalled
    }

    pub(super) fn slack_cdeg(&self, limits: &AxisLimits) -> u16 {
        self.motion.slack_cdeg(limits)
    }

    #[cfg(feature = "explore")]
    pub(super) fn rebase(&mut self, to: &crate::explore::Rebase<'_>) {
        let Self {
            rests_at,
            motion,
            velocity: _,
            is_stalled: _,
        } = self;
        if *rests_at <= to.now() {
            *rests_at = crate::explore::BASE;
            motion.rebase();
        } else {
            to.shift(rests_at);
        }
    }
}

/// Towards which end stop that is.
fn end(Velocity(percent): Velocity, limits: &AxisLimits) -> Option<Cdeg> {
    match percent.signum() {
        0 => None,
        -1 => Some(Cdeg(limits.min_cdeg)),
        _ => Some(Cdeg(limits.max_cdeg)),
    }
}

fn speed(Velocity(percent): Velocity) -> Speed {
    Speed(percent.unsigned_abs())
}
