//! The cloud: it hears whatever comes through to the internet.

use camera_fsm::action::OpId;
use camera_fsm::input::OpResult;
use camera_fsm::time::Instant;
use camera_hal::cloud::Cloud;
use camera_proto::message::Refused;
use camera_proto::vocab::Refusal;

use super::pace::Pace;

/// The camera's way to it.
#[derive(Debug)]
pub struct SimCloud {
    has_internet: bool,
    telling: Option<(OpId, Instant)>,
    pace: Pace,
}

impl SimCloud {
    /// Out of reach.
    #[must_use]
    pub fn new() -> Self {
        Self {
            has_internet: false,
            telling: None,
            pace: Pace::LIKELY,
        }
    }

    /// It takes so long from now on.
    pub(super) fn set_pace(&mut self, pace: Pace) {
        self.pace = pace;
    }

    /// Whether it is in reach.
    pub(super) fn follow_radio(&mut self, has_internet: bool) {
        self.has_internet = has_internet;
    }

    /// Power is gone.
    pub(super) fn power_off(&mut self) {
        self.telling = None;
    }
}

impl Default for SimCloud {
    fn default() -> Self {
        Self::new()
    }
}

impl Cloud for SimCloud {
    fn unbind(&mut self, now: Instant, op: OpId) {
        self.telling = Some((op, now.after(self.pace.unbind_ms)));
    }

    fn poll(&mut self, now: Instant) -> Option<(OpId, OpResult)> {
        let (op, _) = self.telling.take_if(|(_, until)| *until <= now)?;
        let why = Refused::because(Refusal::NO_INTERNET);
        match self.has_internet {
            true => Some((op, OpResult::Done)),
            false => Some((op, OpResult::Failed(why))),
        }
    }

    fn due(&self) -> Option<Instant> {
        self.telling.map(|(_, until)| until)
    }
}
