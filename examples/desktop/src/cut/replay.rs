//! A story on its way: what was cut so far, and what must be gone at the end.

use camera_fsm::profile::Profile;
use camera_fsm::scenario::{Line, Moment, Power, Sight, Verb, World, step};
use camera_fsm::time::Instant;
use camera_proto::vocab::Status;

use super::{CutError, Story, Tell};
use crate::changes::Change;
use crate::world::{House, HouseError};

/// The same story is the same run.
const SEED: u64 = 1;

pub(super) struct Replay {
    pub(super) house: House,
    /// Where the power is cut; none: nowhere.
    plan: Option<(u32, Moment)>,
    /// Flash operations before the flash last lost its power.
    units_before: u32,
    /// The story has a cut of its own to come, before ours.
    is_theirs: bool,
    seen: Vec<Change>,
    epoch: u32,
    /// How many of the controller's secrets a reset has doomed.
    doomed: usize,
    /// Whether a setup was tried since the last reset.
    pub(super) tried_setup: bool,
    /// The first line that went otherwise here.
    pub(super) differs: Option<String>,
    /// How long the rest of a line goes on behind the cut, in which nothing
    /// happens any more.
    skipped_ms: u32,
}

/// Time stands still for the house once the power is cut, so that the plug is
/// not out for as long as a line happens to take.
impl World for Replay {
    type Error = HouseError;

    fn act(&mut self, line: &Line<'_>) -> Result<(), HouseError> {
        if self.is_cut() {
            return Ok(());
        }
        match line {
            Line::Power(Power::CutAtFlashOp { op, .. }) => {
                self.is_theirs = self.left().is_none_or(|left| *op < left);
                if !self.is_theirs {
                    self.arm();
                    return Ok(());
                }
            }
            Line::Power(Power::On) => self.power_on(),
            Line::Controller {
                verb: Verb::Setup(_),
                ..
            } => self.tried_setup = true,
            _ => {}
        }
        self.house.act(line)
    }

    fn now(&self) -> Instant {
        self.house.now().after(self.skipped_ms)
    }

    fn advance(&mut self, ms: u32) {
        let to = self.now().after(ms);
        while self.now() < to {
            self.advance_to_change(to);
        }
    }

    fn advance_to_change(&mut self, limit: Instant) {
        if self.is_cut() {
            let ms = limit.since(self.now());
            self.skipped_ms += u32::try_from(ms).unwrap_or(u32::MAX);
        } else {
            self.house.advance_to_change(limit);
        }
    }

    fn see(&mut self) -> Sight<'_> {
        self.house.see()
    }
}

impl Replay {
    pub(super) fn new(
        profile: &'static Profile,
        plan: Option<(u32, Moment)>,
    ) -> Result<Self, CutError> {
        let house = House::in_memory(profile, SEED).map_err(CutError::Camera)?;
        let mut replay = Self {
            house,
            plan,
            units_before: 0,
            is_theirs: false,
            seen: Vec::new(),
            epoch: 0,
            doomed: 0,
            tried_setup: false,
            differs: None,
            skipped_ms: 0,
        };
        replay.arm();
        Ok(replay)
    }

    /// Until the end, or until the power is cut as planned.
    pub(super) fn play(&mut self, story: &Story<'_>, tell: Tell<'_>) -> Result<(), CutError> {
        let of = story.lines.len().max(1) as f64;
        for (at, (number, line)) in story.lines.iter().enumerate() {
            if !tell(at as f64 / of) {
                return Err(CutError::Abandoned);
            }
            let done = step(self, line, Instant::default());
            if self.is_cut() {
                return Ok(());
            }
            if let Err(error) = done {
                self.differs
                    .get_or_insert(format!("line {number}: {error}"));
            }
            self.look();
        }
        Ok(())
    }

    /// Whether the power is gone as planned.
    pub(super) fn is_cut(&mut self) -> bool {
        !self.is_theirs && !self.house.camera.board().flash.is_powered()
    }

    /// Words programmed and sectors erased so far.
    pub(super) fn units(&mut self) -> u32 {
        self.units_before + self.house.camera.board().flash.units()
    }

    pub(super) fn status(&self) -> Option<Status> {
        let now = self.house.camera.now();
        let runner = self.house.camera.runner()?;
        Some(runner.device().status(now))
    }

    /// What was seen since the last call.
    pub(super) fn changes(&mut self) -> Vec<Change> {
        self.seen.extend(self.house.camera.take_changes());
        core::mem::take(&mut self.seen)
    }

    /// Notes whether a reset has begun that erases all that was given so far.
    pub(super) fn look(&mut self) {
        self.seen.extend(self.house.camera.take_changes());
        let epoch = self.status().map_or(self.epoch, |status| status.epoch);
        if epoch > self.epoch {
            self.epoch = epoch;
            self.doomed = self.house.secrets().len();
            self.tried_setup = false;
        }
    }

    /// Whether the flash holds what a reset was to erase. A password that was
    /// given again since then may be there.
    pub(super) fn holds_doomed(&mut self) -> bool {
        let mut doomed = self.house.secrets();
        let fresh = doomed.split_off(self.doomed);
        doomed
            .iter()
            .any(|secret| !fresh.contains(secret) && self.house.flash_holds(secret))
    }

    /// After a cut of the story's own, ours is still to come.
    fn power_on(&mut self) {
        if self.house.camera.board().flash.is_powered() {
            return;
        }
        self.units_before = self.units();
        self.house.camera.board().flash.power_on();
        self.is_theirs = false;
        self.arm();
    }

    /// How many operations are left before ours.
    fn left(&mut self) -> Option<u32> {
        let (unit, _) = self.plan?;
        Some(unit.saturating_sub(self.units()))
    }

    fn arm(&mut self) {
        if let (Some(op), Some((_, moment))) = (self.left(), self.plan) {
            let cut = Line::Power(Power::CutAtFlashOp { op, moment });
            // Nothing in a house can be against it.
            let _ = self.house.act(&cut);
        }
    }
}
