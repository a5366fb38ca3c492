//! The cloud, by a function that is asked until it knows.

use core::ffi::c_void;

use camera_fsm::action::OpId;
use camera_fsm::input::OpResult;
use camera_fsm::time::Instant;
use camera_hal::cloud::Cloud;
use camera_proto::message::Refused;
use camera_proto::vocab::Refusal;

/// How often it is asked, in milliseconds.
const ASKED_MS: u32 = 100;

/// What the cloud, if there is one, says to a reset.
pub(crate) struct Told {
    pub(super) context: *mut c_void,
    pub(super) unbind: Option<extern "C" fn(*mut c_void) -> i32>,
    pub(super) telling: Option<(OpId, Instant)>,
}

impl Cloud for Told {
    fn unbind(&mut self, now: Instant, op: OpId) {
        self.telling = Some((op, now));
    }

    fn poll(&mut self, now: Instant) -> Option<(OpId, OpResult)> {
        let (op, _) = self.telling.filter(|(_, at)| *at <= now)?;
        let why = Refused::because(Refusal::NO_INTERNET);
        let result = match self.unbind.map_or(1, |unbind| unbind(self.context)) {
            1 => OpResult::Done,
            0 => {
                self.telling = Some((op, now.after(ASKED_MS)));
                return None;
            }
            _ => OpResult::Failed(why),
        };
        self.telling = None;
        Some((op, result))
    }

    fn due(&self) -> Option<Instant> {
        self.telling.map(|(_, at)| at)
    }
}
