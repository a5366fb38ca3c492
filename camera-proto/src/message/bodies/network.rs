//! Joining a network (R41, R42).

use serde::{Deserialize, Serialize};

use crate::vocab::{Band, Bssid, Passphrase, Security, Ssid};

/// Body of [`Request::Provision`](crate::message::Request::Provision). Name
/// and password have the same size on the wire, however long they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provision {
    /// The network's name.
    #[serde(with = "crate::vocab::padded_ssid")]
    pub ssid: Ssid,
    /// Its password.
    #[serde(with = "crate::vocab::padded_passphrase")]
    pub passphrase: Passphrase,
    /// The security to insist on, or `None` to take what the network offers.
    /// There is no downgrade: `Some` joins nothing weaker.
    pub security: Option<Security>,
    /// Only this access point.
    pub bssid: Option<Bssid>,
    /// The network does not announce its name.
    pub hidden: bool,
    /// Be content with an address, without internet behind it.
    pub allow_no_internet: bool,
    /// Where the controller itself has seen that name.
    pub seen_on: Band,
}
