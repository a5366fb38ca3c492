//! One servo of the head: what it may be told, and what it does then.

use camera_proto::vocab::{Cdeg, Refusal, Speed, Velocity};

use super::motion::Motion;
use crate::profile::AxisLimits;

/// One axis of the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Servo {
    /// When it comes to rest, in milliseconds since the head was told something.
    rests_ms: u32,
    motion: Motion,
    /// How fast its continuous move goes; 0 when it makes none.
    velocity: Velocity,
    is_stalled: bool,
}

impl Servo {
    pub(super) const fn new() -> Self {
        Self {
            rests_ms: 0,
            motion: Motion::new(),
            velocity: Velocity(0),
            is_stalled: false,
        }
    }

    /// Where it is so long after the head was told something.
    pub(super) fn position(&self, ms: u32) -> Cdeg {
        Cdeg(self.motion.position(self.rests_ms.saturating_sub(ms)))
    }

    pub(super) fn rests_ms(&self) -> u32 {
        self.rests_ms
    }

    /// The head is told something, so long after it was the last time: what this
    /// one does yet, it does from then on.
    pub(super) fn pass(&mut self, ms: u32) {
        self.rests_ms = self.rests_ms.saturating_sub(ms);
    }

    /// Where it stands, or will.
    pub(super) fn target(&self) -> Cdeg {
        Cdeg(self.motion.target_cdeg())
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
            Some(to) if !limits.has(to) => Err(Refusal::OUT_OF_RANGE),
            _ if percent > 100 => Err(Refusal::OUT_OF_RANGE),
            Some(_) if self.is_stalled => Err(Refusal::STALLED),
            _ => Ok(()),
        }
    }

    /// It is sent there, if anywhere; else a continuous move of it ends.
    #[inline(always)] // smaller
    pub(super) fn go(&mut self, to: Option<Cdeg>, speed: Speed, limits: &AxisLimits) {
        match to {
            Some(Cdeg(to)) => self.redirect(to, speed, limits),
            None if self.velocity != Velocity(0) => self.turn(None, Velocity(0), limits),
            None => {}
        }
        self.velocity = Velocity(0);
    }

    /// It is sent straight ahead, if it is there at all.
    pub(super) fn go_home(&mut self, limits: &AxisLimits) {
        self.velocity = Velocity(0);
        if limits.has_servo() {
            self.redirect(0, Speed(0), limits);
        }
    }

    fn redirect(&mut self, to: i32, speed: Speed, limits: &AxisLimits) {
        self.rests_ms = self.motion.redirect(self.rests_ms, to, speed, limits);
    }

    /// Whether it has yet to turn to get to that end stop, so long after the head was
    /// told something.
    pub(super) fn may_turn(&self, ms: u32, end: Option<Cdeg>) -> bool {
        end.is_some_and(|end| end != self.target() || self.rests_ms > ms)
    }

    /// Turns on towards that end stop, or brakes.
    pub(super) fn turn(&mut self, end: Option<Cdeg>, velocity: Velocity, limits: &AxisLimits) {
        match end {
            None => self.rests_ms = self.motion.stop(self.rests_ms, limits),
            // It goes that way already.
            Some(end) if self.velocity == velocity && self.target() == end => {}
            Some(Cdeg(end)) => self.redirect(end, speed(velocity), limits),
        }
        self.velocity = velocity;
    }

    /// A stuck one stops where it is.
    pub(super) fn stalled(&mut self, is_stalled: bool) {
        self.is_stalled = is_stalled;
        if is_stalled {
            self.motion.stick(self.rests_ms);
            self.rests_ms = 0;
        }
    }

    /// It stands straight ahead, and nothing holds it.
    pub(super) fn stands_home(&mut self) {
        self.motion.stands_home();
        (self.rests_ms, self.velocity, self.is_stalled) = (0, Velocity(0), false);
    }

    pub(super) fn is_stalled(&self) -> bool {
        self.is_stalled
    }

    pub(super) fn slack_cdeg(&self, limits: &AxisLimits) -> u16 {
        self.motion.slack_cdeg(limits)
    }

    #[cfg(feature = "explore")]
    pub(super) fn rebase(&mut self) {
        let Self {
            rests_ms,
            motion,
            velocity: _,
            is_stalled: _,
        } = self;
        if *rests_ms == 0 {
            motion.rebase();
        }
    }
}

/// So far from there, if it shall turn at all.
pub(super) fn target_by(
    Cdeg(from): Cdeg,
    Cdeg(by): Cdeg,
    limits: &AxisLimits,
) -> Result<Option<Cdeg>, Refusal> {
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

/// Towards which end stop that is.
pub(super) fn end(Velocity(percent): Velocity, limits: &AxisLimits) -> Option<Cdeg> {
    match percent {
        0 => None,
        1.. => Some(Cdeg(limits.max_cdeg)),
        _ => Some(Cdeg(limits.min_cdeg)),
    }
}

pub(super) fn speed(Velocity(percent): Velocity) -> Speed {
    Speed(percent.unsigned_abs())
}
