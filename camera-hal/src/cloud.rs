//! Where recordings may also lie: a cloud, which must hear that the camera was
//! reset (R22). Nothing else is said to it here.

use camera_fsm::action::OpId;
use camera_fsm::input::OpResult;
use camera_fsm::time::Instant;

/// Tells the maker's cloud, over whichever network the camera is on.
///
/// The machine asks for it once the camera is online after a reset, again and
/// again with growing waits until it was told, over power cuts and later resets;
/// whoever scans or sets up a network goes first.
pub trait Cloud {
    /// Starts telling it that the camera was reset. By what the cloud knows it is
    /// this part's business. What went on before is given up. The network may go
    /// meanwhile: that is a failure like any other.
    fn unbind(&mut self, now: Instant, op: OpId);

    /// How that ended; never waits. `Done` only when the cloud has said that it
    /// knows: it is not told again.
    fn poll(&mut self, now: Instant) -> Option<(OpId, OpResult)>;

    /// When `poll` has something to tell next, if the driver knows.
    fn due(&self) -> Option<Instant> {
        None
    }
}

/// No cloud knows this camera: there is nobody to tell, and so it is done at once.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoCloud {
    done: Option<OpId>,
}

impl Cloud for NoCloud {
    fn unbind(&mut self, _now: Instant, op: OpId) {
        self.done = Some(op);
    }

    fn poll(&mut self, _now: Instant) -> Option<(OpId, OpResult)> {
        Some((self.done.take()?, OpResult::Done))
    }

    /// At once.
    fn due(&self) -> Option<Instant> {
        self.done.map(|_| Instant::default())
    }
}
