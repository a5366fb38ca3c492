//! The patrol (R60): from preset to preset and round again, until somebody
//! says stop. While somebody else turns the head, it waits.

use super::{Aim, PanTilt};
use crate::profile::MotionLimits;
use crate::settings::Values;
use crate::time::Instant;
use camera_proto::vocab::{Refusal, Speed};

/// The patrol; its stops are a setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Patrol {
    next: Option<Next>,
}

/// Where it goes next, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Next {
    stop: u8,
    at: Instant,
}

impl Patrol {
    /// One that has not begun.
    #[must_use]
    pub const fn new() -> Self {
        Self { next: None }
    }

    /// Whether it goes on, or waits for its head.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.next.is_some()
    }

    /// When it leaves for its next stop.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        self.next.map(|next| next.at)
    }

    /// Begins with the first stop, where a stuck servo ends it.
    ///
    /// # Errors
    /// `NoServo` where there is none; `NoSuchPreset` when there is no stop whose preset
    /// is kept.
    pub fn begin(
        &mut self,
        now: Instant,
        values: &Values,
        head: &mut PanTilt,
        limits: &MotionLimits,
    ) -> Result<(), Refusal> {
        if !limits.has_servo() {
            return Err(Refusal::NO_SERVO);
        }
        if !values.patrol.leads_somewhere(values) {
            return Err(Refusal::NO_SUCH_PRESET);
        }
        self.leave(0, true, now, values, head, limits);
        Ok(())
    }

    /// Ends; the head stays where it is going.
    pub fn end(&mut self) {
        self.next = None;
    }

    /// Somebody else has the head now, for that long.
    pub fn wait(&mut self, now: Instant, pause_ms: u32) {
        if let Some(next) = &mut self.next {
            next.at = now.after(pause_ms);
        }
    }

    /// Leaves for its next stop when it is time. A stop whose preset is gone,
    /// or out of reach, is waited out where the head is, and so is one at which
    /// it must cool.
    pub fn expire(
        &mut self,
        now: Instant,
        values: &Values,
        head: &mut PanTilt,
        limits: &MotionLimits,
    ) {
        if let Some(next) = self.next.filter(|next| next.at <= now) {
            let is_cool = !head.is_hot(now, limits);
            self.leave(next.stop, is_cool, now, values, head, limits);
        }
    }

    fn leave(
        &mut self,
        place: u8,
        is_cool: bool,
        now: Instant,
        values: &Values,
        head: &mut PanTilt,
        limits: &MotionLimits,
    ) {
        let Some((stop, after)) = values.patrol.at(place) else {
            return self.end();
        };
        if is_cool
            && let Some(pose) = values.preset(stop.preset)
            && let Ok(aim) = Aim::at(pose, Speed(0), limits)
            && head.move_to(now, &aim, limits) == Err(Refusal::STALLED)
        {
            return self.end();
        }
        let (_, rests_in_ms) = head.target(now);
        let dwell_ms = u32::from(stop.dwell_s) * 1_000;
        self.next = Some(Next {
            stop: after,
            at: now.after(rests_in_ms.saturating_add(dwell_ms)),
        });
    }
}

#[cfg(feature = "explore")]
impl Patrol {
    /// Sets it back in time, for an exhaustive search.
    pub fn rebase(&mut self, to: &crate::explore::Rebase<'_>) {
        let Self { next } = self;
        if let Some(next) = next {
            to.shift(&mut next.at);
        }
    }
}
