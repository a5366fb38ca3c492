//! The Wi-Fi radio: start a job, then poll.

use camera_fsm::action::{OpId, RadioJob};
use camera_fsm::input::OpResult;
use camera_fsm::time::Instant;
use camera_proto::message::{Provision, Refused};
use camera_proto::vocab::{Network, Refusal};
use heapless::Vec;

/// How many networks a scan lists at most: the loudest ones (R41).
pub const SCAN_MAX: usize = 16;

/// Drives the radio. A driver keeps no credentials of its own: what it needs
/// comes with the job.
pub trait Radio {
    /// Starts a job; a job that is going on is given up. `network` comes with
    /// the two jobs that join one, `ap` names the temporary network.
    fn start(
        &mut self,
        now: Instant,
        op: OpId,
        job: RadioJob,
        network: Option<&Provision>,
        ap: &[u8],
    );

    /// What has happened by `now`, one thing a call; never waits.
    fn poll(&mut self, now: Instant) -> Option<RadioEvent>;

    /// When `poll` has something to tell next, if the driver knows.
    fn due(&self) -> Option<Instant> {
        None
    }
}

/// Something the radio reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RadioEvent {
    /// A job ended. A scan delivers its list before.
    Done(OpId, OpResult),
    /// A network that a scan has heard; heard twice counts once.
    Heard(Network),
    /// The network that the camera was on is gone.
    LinkLost,
    /// The network knows what time it is (R56). As with a controller's word, the
    /// last one counts.
    Time {
        /// Seconds since 1970 UTC.
        unix_s: u64,
    },
}

/// Adds what was heard: one entry a name, the loudest, and room for the
/// loudest names (R41).
pub fn add_heard(list: &mut Vec<Network, SCAN_MAX>, heard: Network) {
    if let Some(known) = list.iter_mut().find(|known| known.ssid == heard.ssid) {
        if heard.rssi_dbm > known.rssi_dbm {
            *known = heard;
        }
        return;
    }
    if let Err(heard) = list.push(heard)
        && let Some(faintest) = list.iter_mut().min_by_key(|known| known.rssi_dbm)
        && heard.rssi_dbm > faintest.rssi_dbm
    {
        *faintest = heard;
    }
}

/// A camera without a radio: every job fails, and says so.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRadio {
    failed: Option<OpId>,
}

impl Radio for NoRadio {
    fn start(&mut self, _: Instant, op: OpId, _: RadioJob, _: Option<&Provision>, _: &[u8]) {
        self.failed = Some(op);
    }

    fn poll(&mut self, _now: Instant) -> Option<RadioEvent> {
        let why = Refused::because(Refusal::UNSUPPORTED);
        let op = self.failed.take()?;
        Some(RadioEvent::Done(op, OpResult::Failed(why)))
    }

    /// At once.
    fn due(&self) -> Option<Instant> {
        self.failed.map(|_| Instant::default())
    }
}
