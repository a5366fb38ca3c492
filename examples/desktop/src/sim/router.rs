//! The Wi-Fi around the camera: the router file, and what each network says to
//! somebody who wants in.

use camera_fsm::input::OpResult;
use camera_proto::message::{Provision, Refused};
use camera_proto::vocab::{Bssid, Network, Refusal, Security, Ssid};
use serde::Deserialize;

/// All networks in reach of the house. `[[network]]` tables in TOML.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Router {
    /// The networks.
    #[serde(default)]
    pub network: Vec<AccessPoint>,
}

/// One network.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, try_from = "Entry")]
pub struct AccessPoint {
    /// Its name.
    pub ssid: Ssid,
    /// Its password.
    pub password: String,
    /// How it is secured.
    pub security: Security,
    /// Whether it is a 5 GHz network, which the camera cannot hear.
    pub is_5_ghz: bool,
    /// How loud it is at the camera, in dBm.
    pub rssi_dbm: i8,
    /// Whether it gives addresses.
    pub dhcp: bool,
    /// Whether there is internet behind it.
    pub internet: bool,
    /// Whether it keeps its name to itself.
    pub hidden: bool,
}

/// A network as the file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    ssid: Option<String>,
    ssid_hex: Option<String>,
    #[serde(default)]
    password: String,
    security: Option<String>,
    band: Option<String>,
    rssi: Option<i8>,
    dhcp: Option<bool>,
    internet: Option<bool>,
    #[serde(default)]
    hidden: bool,
}

/// Why a network of the file is none.
#[derive(Debug, thiserror::Error)]
enum EntryError {
    #[error("a network needs either `ssid` or `ssid_hex`")]
    Name,
    #[error("`ssid_hex` must be pairs of hex digits")]
    Hex,
    #[error(transparent)]
    Ssid(#[from] camera_proto::vocab::SsidError),
    #[error(
        "`security` must be one of open, wep, wpa, wpa2, wpa3, wpa2-wpa3, enterprise, not {0:?}"
    )]
    Security(String),
    #[error("`band` must be \"2.4\" or \"5\", not {0:?}")]
    Band(String),
}

impl TryFrom<Entry> for AccessPoint {
    type Error = EntryError;

    fn try_from(entry: Entry) -> Result<Self, EntryError> {
        let ssid = match (&entry.ssid, &entry.ssid_hex) {
            (Some(name), None) => Ssid::new(name.as_bytes())?,
            (None, Some(hex)) => Ssid::new(&from_hex(hex).ok_or(EntryError::Hex)?)?,
            _ => return Err(EntryError::Name),
        };
        let security = match &entry.security {
            None if entry.password.is_empty() => Security::OPEN,
            None => Security::WPA2,
            Some(name) => {
                Security::from_name(name).ok_or_else(|| EntryError::Security(name.clone()))?
            }
        };
        let is_5_ghz = match entry.band.as_deref() {
            None | Some("2.4") => false,
            Some("5") => true,
            Some(other) => return Err(EntryError::Band(other.to_owned())),
        };
        Ok(Self {
            ssid,
            password: entry.password,
            security,
            is_5_ghz,
            rssi_dbm: entry.rssi.unwrap_or(-50),
            dhcp: entry.dhcp.unwrap_or(true),
            internet: entry.internet.unwrap_or(true),
            hidden: entry.hidden,
        })
    }
}

/// Bytes from pairs of hex digits.
#[must_use]
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|digit| digit.to_digit(16).map(|value| value as u8))
        .collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(
        digits
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect(),
    )
}

/// Signals below this are too weak to join, in dBm.
const WEAK_DBM: i8 = -85;

/// The driver's own code for a handshake that ends in silence: 802.11's reason
/// "4-way handshake timeout".
const HANDSHAKE_TIMEOUT: i16 = 15;

/// The driver's own code when WPA3 tells a wrong password: 802.11's status
/// "authentication rejected because of challenge failure".
const CHALLENGE_FAILURE: i16 = 15;

impl Router {
    /// A home with one network, and a neighbour.
    #[must_use]
    pub fn home() -> Self {
        let toml = r#"
            [[network]]
            ssid = "HomeNet"
            password = "correct horse"
            rssi = -48
            [[network]]
            ssid = "HomeNet 5G"
            password = "correct horse"
            band = "5"
            [[network]]
            ssid = "Neighbour"
            password = "not for you"
            security = "wpa3"
            rssi = -79
        "#;
        toml::from_str(toml).unwrap_or(Self {
            network: Vec::new(),
        })
    }

    /// What a scan hears: 2.4 GHz, and not hidden.
    pub fn heard(&self) -> impl Iterator<Item = Network> + '_ {
        let audible = |point: &&AccessPoint| !point.is_5_ghz && !point.hidden;
        self.network
            .iter()
            .enumerate()
            .filter(move |(_, point)| audible(point))
            .map(|(at, point)| Network {
                ssid: point.ssid.clone(),
                bssid: bssid(at),
                rssi_dbm: point.rssi_dbm,
                security: point.security,
                channel: [1, 6, 11][at % 3],
            })
    }

    /// What comes of trying to join: each reason of R42 that a radio can tell.
    /// A wrong password is told by WPA3; with WPA2 the handshake times out.
    #[must_use]
    pub fn join(&self, wanted: &Provision) -> OpResult {
        let refuse = |why| OpResult::Failed(Refused::because(why));
        let candidate = self.network.iter().enumerate().find(|(at, point)| {
            point.ssid == wanted.ssid
                && !point.is_5_ghz
                && (!point.hidden || wanted.hidden)
                && wanted.bssid.is_none_or(|pinned| pinned == bssid(*at))
        });
        let Some((_, point)) = candidate else {
            return refuse(Refusal::NETWORK_NOT_FOUND);
        };
        let passphrase = wanted.passphrase.as_bytes();
        let supported = matches!(
            point.security,
            Security::OPEN | Security::WPA2 | Security::WPA3 | Security::WPA2_WPA3
        );
        let agreed = match wanted.security {
            None => true,
            Some(Security::WPA2 | Security::WPA3) if point.security == Security::WPA2_WPA3 => true,
            Some(security) => security == point.security,
        };
        // A password for an open network is no reason to send it into the clear.
        let both_open = passphrase.is_empty() == (point.security == Security::OPEN);
        if !supported || !agreed || !both_open {
            return refuse(Refusal::UNSUPPORTED_SECURITY);
        }
        if point.rssi_dbm < WEAK_DBM {
            return refuse(Refusal::WEAK_SIGNAL);
        }
        if point.security != Security::OPEN && passphrase != point.password.as_bytes() {
            return wrong_password(point, wanted.security);
        }
        if !point.dhcp {
            return refuse(Refusal::NO_ADDRESS);
        }
        OpResult::Joined {
            internet: point.internet,
            rssi_dbm: point.rssi_dbm,
        }
    }
}

fn wrong_password(point: &AccessPoint, wanted: Option<Security>) -> OpResult {
    let is_wpa3 = match point.security {
        Security::WPA2_WPA3 => wanted != Some(Security::WPA2),
        security => security == Security::WPA3,
    };
    if is_wpa3 {
        return OpResult::Failed(Refused {
            driver_code: CHALLENGE_FAILURE,
            ..Refused::because(Refusal::AUTH_FAILURE)
        });
    }
    OpResult::HandshakeTimeout {
        rssi_dbm: point.rssi_dbm,
        driver_code: HANDSHAKE_TIMEOUT,
    }
}

fn bssid(at: usize) -> Bssid {
    Bssid([0x02, 0xca, 0x3e, 0x2a, 0x00, at as u8])
}
