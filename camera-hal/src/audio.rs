//! The test of two-way audio (R53).

use camera_fsm::action::OpId;
use camera_fsm::input::OpResult;
use camera_fsm::time::Instant;
use camera_proto::message::Refused;
use camera_proto::vocab::Refusal;

/// Plays a tone, and hears it.
pub trait Audio {
    /// Plays a tone for so many milliseconds and listens for it; 0 ends the
    /// one that plays. What went on before is given up.
    fn start(&mut self, now: Instant, op: OpId, ms: u32);

    /// How a test ended; never waits. `NotHeard` when the microphone has not
    /// heard what the speaker played.
    fn poll(&mut self, now: Instant) -> Option<(OpId, OpResult)>;

    /// When `poll` has something to tell next, if the driver knows.
    fn due(&self) -> Option<Instant> {
        None
    }
}

/// A camera that neither hears nor speaks: it says so.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoAudio {
    failed: Option<OpId>,
}

impl Audio for NoAudio {
    fn start(&mut self, _now: Instant, op: OpId, ms: u32) {
        self.failed = (ms > 0).then_some(op);
    }

    fn poll(&mut self, _now: Instant) -> Option<(OpId, OpResult)> {
        let why = Refused::because(Refusal::UNSUPPORTED);
        Some((self.failed.take()?, OpResult::Failed(why)))
    }

    /// At once.
    fn due(&self) -> Option<Instant> {
        self.failed.map(|_| Instant::default())
    }
}
