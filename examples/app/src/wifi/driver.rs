//! What a Wi-Fi chip's driver is asked for, and what it tells.

use camera_proto::vocab::{Bssid, Network, Passphrase, Security, Ssid};
use heapless::Vec;

/// The name of the temporary network.
pub type ApName = Vec<u8, 32>;

/// A Wi-Fi chip's driver, with IP on top of it. Both calls return at once.
///
/// A driver that waits (for the vendor's calls, on embassy) has a task of its own
/// beside this: orders go to it, events come from it.
pub trait Driver {
    /// Does that from now on, and gives up what it did.
    fn begin(&mut self, number: u16, order: Order);

    /// What has happened, oldest first, and the number of the order that was
    /// the last one by then.
    fn happened(&mut self) -> Option<(u16, Event)>;
}

/// What a driver is asked for. Whatever it does not mention stays as it is.
#[derive(Debug)]
pub enum Order {
    /// Leave everything, be silent. Ends with [`Event::Done`].
    Off,
    /// Leave the network, and open the temporary one, without a password.
    /// Ends with [`Event::Done`].
    Open(ApName),
    /// Close the temporary network; the camera stays on the other one. Ends with
    /// [`Event::Done`].
    Close,
    /// Tell each network that is heard, and those that hide this name. Ends with
    /// [`Event::Done`].
    Scan(Option<Ssid>),
    /// Leave the network, and join that one. Ends with [`Event::Associated`], or
    /// with [`Event::Left`].
    Join {
        /// Which.
        target: Target,
        /// The temporary network, if it is to stay up. Else it is closed.
        keeps: Option<ApName>,
    },
    /// Get an address. Ends with [`Event::Address`], or never.
    Address,
    /// Ask the internet what time it is. Ends with [`Event::Internet`], or never.
    Probe,
}

/// A network to join, as a scan has heard it.
#[derive(Debug)]
pub struct Target {
    /// Its name.
    pub ssid: Ssid,
    /// Its password.
    pub passphrase: Passphrase,
    /// How it is secured; nothing weaker will do.
    pub security: Security,
    /// Only this access point.
    pub bssid: Option<Bssid>,
    /// Where it was heard: 1–14.
    pub channel: u8,
}

/// What a driver tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It is done.
    Done,
    /// The driver refuses, by its own code.
    Failed(i16),
    /// A network that the scan has heard.
    Heard(Network),
    /// On the network: its handshake is over.
    Associated(Security),
    /// Not on the network: the handshake failed, or it was lost later.
    Left {
        /// 802.11's reason code, or the vendor's from 200 on.
        reason: u16,
    },
    /// It has an address.
    Address,
    /// What asking the internet for something has shown.
    Internet {
        /// Whether there is internet behind the network.
        is_there: bool,
        /// What time it is there, in seconds since 1970 UTC.
        unix_s: Option<u64>,
    },
}
