//! A cloud that hears whatever comes through to the internet.

use camera_fsm::action::OpId;
use camera_fsm::input::OpResult;
use camera_fsm::time::Instant;
use camera_proto::message::Refused;
use camera_proto::vocab::Refusal;

use super::journal::{Deed, Pen};
use crate::cloud::Cloud;

/// The camera's way to it.
#[derive(Clone, Copy, Debug)]
pub struct MockCloud {
    /// Whether nobody there hears.
    pub is_away: bool,
    /// How long it takes to hear, in milliseconds.
    pub hears_ms: u32,
    has_internet: bool,
    telling: Option<(OpId, Instant)>,
    pub(super) pen: Pen,
}

impl Default for MockCloud {
    /// Out of reach, until there is a way to the internet.
    fn default() -> Self {
        Self {
            is_away: false,
            hears_ms: 200,
            has_internet: false,
            telling: None,
            pen: Pen::default(),
        }
    }
}

impl MockCloud {
    /// Whether there is a way to it.
    pub fn follow(&mut self, has_internet: bool) {
        self.has_internet = has_internet;
    }

    /// Power is gone, and nobody tells it anything.
    pub fn power_off(&mut self) {
        self.telling = None;
    }
}

impl Cloud for MockCloud {
    fn unbind(&mut self, now: Instant, op: OpId) {
        self.telling = Some((op, now.after(self.hears_ms)));
        self.pen.note(Deed::Unbind);
    }

    fn poll(&mut self, now: Instant) -> Option<(OpId, OpResult)> {
        let (op, _) = self.telling.take_if(|(_, until)| *until <= now)?;
        match self.has_internet && !self.is_away {
            true => Some((op, OpResult::Done)),
            false => {
                let why = Refused::because(Refusal::NO_INTERNET);
                Some((op, OpResult::Failed(why)))
            }
        }
    }

    fn due(&self) -> Option<Instant> {
        self.telling.map(|(_, until)| until)
    }
}
