//! The Wi-Fi around the camera: the router file.

use camera_hal::mock::radio::{self as mock, NETWORKS_MAX};
use camera_proto::vocab::{Bssid, Network, Passphrase, Security, Ssid};
use serde::Deserialize;

/// All networks in reach of the house. `[[network]]` tables in TOML.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, try_from = "Entries")]
pub struct Router {
    /// The networks, at most [`NETWORKS_MAX`].
    pub network: Vec<AccessPoint>,
}

/// The file, whatever is in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entries {
    #[serde(default)]
    network: Vec<AccessPoint>,
}

/// There are more networks than the radio can hear.
#[derive(Debug, thiserror::Error)]
#[error("at most {NETWORKS_MAX} networks, not {0}")]
struct TooMany(usize);

impl TryFrom<Entries> for Router {
    type Error = TooMany;

    fn try_from(Entries { network }: Entries) -> Result<Self, TooMany> {
        match network.len() {
            0..=NETWORKS_MAX => Ok(Self { network }),
            more => Err(TooMany(more)),
        }
    }
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
    #[error("`password` has more than 64 bytes")]
    Password,
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
        if Passphrase::new(entry.password.as_bytes()).is_none() {
            return Err(EntryError::Password);
        }
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
        toml::from_str(toml).unwrap_or_default()
    }

    /// The same as the radio has them.
    pub fn on_air(&self) -> heapless::Vec<mock::AccessPoint, NETWORKS_MAX> {
        let point = |(at, point): (usize, &AccessPoint)| mock::AccessPoint {
            network: Network {
                ssid: point.ssid.clone(),
                bssid: bssid(at),
                rssi_dbm: point.rssi_dbm,
                security: point.security,
                channel: [1, 6, 11][at % 3],
            },
            passphrase: Passphrase::new(point.password.as_bytes()).unwrap_or_default(),
            is_5_ghz: point.is_5_ghz,
            hidden: point.hidden,
            dhcp: point.dhcp,
            internet: point.internet,
        };
        let all = self.network.iter().enumerate();
        all.take(NETWORKS_MAX).map(point).collect()
    }
}

fn bssid(at: usize) -> Bssid {
    Bssid([0x02, 0xca, 0x3e, 0x2a, 0x00, at as u8])
}
