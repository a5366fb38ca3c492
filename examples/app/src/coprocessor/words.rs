//! What is said on the radio's line.

use camera_fsm::action::RadioJob;
use camera_fsm::input::OpResult;
use camera_proto::message::{Provision, Refused};
use heapless::Vec;
use serde::{Deserialize, Serialize};

/// The kinds of frames. None of them is a kind of the camera's own wire.
pub mod kind {
    /// Camera to radio: start that job; what you do is given up.
    pub const START: u8 = 0x60;
    /// Both ways: heard, and not to be said again. An empty body.
    pub const TAKEN: u8 = 0x61;
    /// Radio to camera: a network, by a scan.
    pub const HEARD: u8 = 0x62;
    /// Radio to camera: how the job ended.
    pub const ENDED: u8 = 0x63;
    /// Radio to camera: the network that it was on is gone. An empty body.
    pub const LINK_LOST: u8 = 0x64;
    /// Radio to camera: what time it is.
    pub const TIME: u8 = 0x65;
    /// Radio to camera: a controller has connected.
    pub const CONNECTED: u8 = 0x66;
    /// Camera to radio: it has a place.
    pub const ACCEPTED: u8 = 0x67;
    /// Both ways: bytes of the controller's, or for it.
    pub const BYTES: u8 = 0x68;
    /// Both ways: that many have arrived where they were to.
    pub const ARRIVED: u8 = 0x69;
    /// Both ways: that connection is over; 0: all of them, by who has just
    /// started. An empty body.
    pub const CLOSED: u8 = 0x6a;
}

/// Bytes of a connection that travel in one frame, at most.
pub const PIECE_MAX: usize = 112;

/// Body of [`kind::TIME`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Time {
    /// Seconds since 1970 UTC.
    pub unix_s: u64,
}

/// Body of [`kind::CONNECTED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connected {
    /// How many bytes for the controller may be on their way.
    pub room: u16,
}

/// Body of [`kind::ACCEPTED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// How many bytes of the controller's may be on their way.
    pub room: u16,
}

/// Body of [`kind::BYTES`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bytes {
    /// How many came before these on that connection; the count wraps.
    pub at: u16,
    /// At least one.
    pub bytes: Vec<u8, PIECE_MAX>,
}

/// Body of [`kind::ARRIVED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrived {
    /// How many of that connection have arrived; the count wraps.
    pub upto: u16,
}

/// Body of [`kind::START`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// What to do.
    pub job: Job,
    /// The name of the temporary network.
    pub ap: Vec<u8, 32>,
    /// The network to join; comes with the two jobs that join one.
    pub network: Option<Provision>,
}

/// A job of the radio, as the machine knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each is named after its `RadioJob`")]
pub enum Job {
    StartAp,
    StopAp,
    Scan,
    JoinTrial,
    JoinStored,
    Off,
}

impl From<RadioJob> for Job {
    fn from(job: RadioJob) -> Self {
        match job {
            RadioJob::StartAp => Self::StartAp,
            RadioJob::StopAp => Self::StopAp,
            RadioJob::Scan => Self::Scan,
            RadioJob::JoinTrial => Self::JoinTrial,
            RadioJob::JoinStored => Self::JoinStored,
            RadioJob::Off => Self::Off,
        }
    }
}

/// Body of [`kind::ENDED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ended {
    /// Well.
    Done,
    /// On a network.
    Joined {
        /// Whether there is internet behind it.
        internet: bool,
        /// Signal strength in dBm.
        rssi_dbm: i8,
    },
    /// Not on a network: the handshake ended in silence.
    HandshakeTimeout {
        /// Signal strength in dBm.
        rssi_dbm: i8,
        /// The radio's own reason.
        driver_code: i16,
    },
    /// Not, and this is why.
    Failed(Refused),
}

impl From<Ended> for OpResult {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Done => Self::Done,
            Ended::Joined { internet, rssi_dbm } => Self::Joined { internet, rssi_dbm },
            Ended::HandshakeTimeout {
                rssi_dbm,
                driver_code,
            } => Self::HandshakeTimeout {
                rssi_dbm,
                driver_code,
            },
            Ended::Failed(why) => Self::Failed(why),
        }
    }
}
