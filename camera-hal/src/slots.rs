//! The bulk that passes beside the machine (design 2.4): it hears that
//! something is staged, and never sees it.

use camera_proto::message::Provision;
use camera_proto::vocab::{MAX_CLIENTS, Network};
use heapless::Vec;

use crate::radio::SCAN_MAX;
use crate::store::records::ControllerRecord;

/// Everything that is staged. What is secret is wiped on drop.
#[derive(Debug, Default)]
pub struct Slots {
    /// Wi-Fi credentials that a request has just brought. The machine takes
    /// them on trial in the same step, or they are wiped.
    pub offered: Option<Provision>,
    /// Wi-Fi credentials on trial.
    pub trial: Option<Provision>,
    /// What the last scan heard.
    pub networks: Vec<Network, SCAN_MAX>,
    /// The controller that each client is about to become.
    pub enrolling: [Option<ControllerRecord>; MAX_CLIENTS],
}
