//! What is to be seen of a camera, and what it asks its board for: millisecond by millisecond.

use core::fmt::Write as _;

use camera_fsm::action::Action;
use camera_fsm::levels::{Eyes, LedFrame, Pose};
use camera_fsm::part::Part;
use camera_fsm::scenario::{Line, Sight, World};
use camera_fsm::time::Instant;
use camera_hal::mock::journal::{Deed, Entry};
use camera_proto::vocab::{CameraState, Fault};

use crate::alone;
use crate::camera::is_asked_for;
use crate::house::House;

/// What a person sees from outside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Seen {
    led: LedFrame,
    state: Option<(CameraState, Fault)>,
    /// Where the head is told to point, and what lens and night light do.
    pose: Option<Pose>,
    eyes: Option<Eyes>,
}

/// What is seen at the end of each millisecond in which that changes, and what the board was asked for in it.
pub(crate) type Timeline = Vec<(u64, Seen, Vec<Deed>)>;

/// Both worlds show the camera.
pub(crate) trait Shows: World {
    /// `last` is what was seen before.
    fn shown(&mut self, last: Option<&Seen>) -> Seen;

    /// What its board was asked for since the last call.
    fn asked(&mut self) -> Vec<Deed>;
}

impl Shows for alone::World {
    fn shown(&mut self, last: Option<&Seen>) -> Seen {
        let now = self.now();
        let levels = self.camera().map(|camera| camera.levels(now));
        let known = self.camera().map(|camera| camera.facts(now).failed);
        let failed = self.failed;
        let Sight { light, status, .. } = self.see();
        let mut seen = Seen {
            led: light,
            state: status.map(|status| (status.state, status.fault)),
            pose: levels.map(|levels| levels.pose),
            eyes: levels.map(|levels| levels.eyes),
        };
        // A part that fails stays as it was, until the runner has found out that it works.
        let (Some(known), Some(last)) = (known, last.filter(|last| last.pose.is_some())) else {
            return seen;
        };
        let stays = |part| failed.has(part) || known.has(part);
        if stays(Part::StatusLed) {
            seen.led = last.led;
        }
        if stays(Part::Head) {
            seen.pose = last.pose;
        }
        if stays(Part::Imaging) {
            seen.eyes = last.eyes;
        }
        seen
    }

    fn asked(&mut self) -> Vec<Deed> {
        let did = self.did.as_mut().map(core::mem::take).unwrap_or_default();
        let deed = |action| match action {
            Action::Radio { job, .. } => Some(Deed::Radio(job)),
            Action::Unbind { .. } => Some(Deed::Unbind),
            Action::FindHome { .. } => Some(Deed::FindHome),
            Action::Audio { ms, .. } => Some(Deed::Audio { ms }),
            Action::Reboot => Some(Deed::Reboot),
            _ => None,
        };
        did.into_iter().filter_map(deed).collect()
    }
}

impl Shows for House {
    fn shown(&mut self, _last: Option<&Seen>) -> Seen {
        let (pose, eyes) = {
            let mut camera = self.camera.borrow_mut();
            let is_on = camera.runner().is_some();
            let board = camera.board();
            let (pose, eyes) = (board.head.part.told, board.imaging.part.0);
            (pose.filter(|_| is_on), eyes)
        };
        let Sight { light, status, .. } = self.see();
        Seen {
            led: light,
            state: status.map(|status| (status.state, status.fault)),
            pose,
            eyes,
        }
    }

    fn asked(&mut self) -> Vec<Deed> {
        let entries = self.camera.borrow().take_deeds().into_iter();
        let deeds = entries.map(|Entry { deed, .. }| deed);
        deeds.filter(is_asked_for).collect()
    }
}

/// A world whose timeline is kept.
pub(crate) struct Watched<W> {
    pub(crate) world: W,
    pub(crate) timeline: Timeline,
}

impl<W: Shows> Watched<W> {
    pub(crate) fn new(world: W) -> Self {
        let timeline = Vec::new();
        Self { world, timeline }
    }

    fn look(&mut self) {
        let ms = self.world.now().as_millis();
        let last = self.timeline.last().map(|(_, seen, _)| seen);
        let (seen, mut asked) = (self.world.shown(last), self.world.asked());
        if let Some((_, _, before)) = self.timeline.pop_if(|(last, ..)| *last == ms) {
            asked.splice(..0, before);
        }
        let is_new = self
            .timeline
            .last()
            .is_none_or(|(_, last, _)| *last != seen);
        if is_new || !asked.is_empty() {
            self.timeline.push((ms, seen, asked));
        }
    }
}

impl<W: Shows> World for Watched<W> {
    type Error = W::Error;

    fn act(&mut self, line: &Line<'_>) -> Result<(), W::Error> {
        self.world.act(line)?;
        self.look();
        Ok(())
    }

    fn now(&self) -> Instant {
        self.world.now()
    }

    fn advance(&mut self, ms: u32) {
        let limit = self.now().after(ms);
        while self.now() < limit {
            self.advance_to_change(limit);
        }
    }

    fn advance_to_change(&mut self, limit: Instant) {
        self.world.advance_to_change(limit);
        self.look();
    }

    fn see(&mut self) -> Sight<'_> {
        self.world.see()
    }
}

/// How the two differ first, if they do.
pub(crate) fn difference(one: &Timeline, other: &Timeline) -> Option<String> {
    if one == other {
        return None;
    }
    let both = one.iter().zip(other);
    let at = both.take_while(|(one, other)| one == other).count();
    let mut text = String::new();
    let _ = write!(
        text,
        "{at} alike, then {:?}, and {:?}",
        one.get(at),
        other.get(at)
    );
    Some(text)
}
