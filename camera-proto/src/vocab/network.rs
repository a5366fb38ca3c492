//! Words of Wi-Fi (R41, R42).

use core::fmt;

use heapless::Vec;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The longest Wi-Fi password that the wire carries, in bytes: a WPA
/// passphrase has 8–63, a raw key 64 hex digits.
pub const PASSPHRASE_MAX: usize = 64;

/// The longest name of a network, in bytes.
pub const SSID_MAX: usize = 32;

/// A network's name: 1–32 bytes of any value, not only UTF-8 (IEEE 802.11).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<u8, SSID_MAX>", into = "Vec<u8, SSID_MAX>")]
pub struct Ssid(Vec<u8, SSID_MAX>);

/// Not a network's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SsidError {
    /// It has no bytes.
    #[error("a network name needs at least one byte")]
    Empty,
    /// It has more than 32 bytes.
    #[error("a network name has at most 32 bytes, this one has {0}")]
    TooLong(usize),
}

impl Ssid {
    /// The name with these bytes.
    ///
    /// # Errors
    /// Unless there are 1–32 of them.
    pub fn new(bytes: &[u8]) -> Result<Self, SsidError> {
        match Vec::from_slice(bytes) {
            Ok(name) => Self::try_from(name),
            Err(_) => Err(SsidError::TooLong(bytes.len())),
        }
    }

    /// The bytes of the name.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl TryFrom<Vec<u8, SSID_MAX>> for Ssid {
    type Error = SsidError;

    fn try_from(name: Vec<u8, SSID_MAX>) -> Result<Self, SsidError> {
        if name.is_empty() {
            return Err(SsidError::Empty);
        }
        Ok(Self(name))
    }
}

impl From<Ssid> for Vec<u8, SSID_MAX> {
    fn from(ssid: Ssid) -> Self {
        ssid.0
    }
}

impl fmt::Debug for Ssid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0.escape_ascii())
    }
}

/// A Wi-Fi password: 0–64 raw bytes. Its length is judged by whoever uses
/// it, never refused by a parser (design 2.9). It prints nothing and is wiped
/// on drop.
#[derive(Clone, Default, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Passphrase(Vec<u8, PASSPHRASE_MAX>);

impl Passphrase {
    /// The password with these bytes, or `None` when there are more than 64.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        Vec::from_slice(bytes).ok().map(Self)
    }

    /// Whether it is a raw key instead of a password: 64 hex digits (WPA).
    #[must_use]
    pub fn is_raw_key(&self) -> bool {
        self.0.len() == PASSPHRASE_MAX && self.0.iter().all(u8::is_ascii_hexdigit)
    }

    /// The bytes: for the radio driver and the store, nothing else.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

/// An access point's hardware address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bssid(#[serde(with = "crate::codec::byte_array")] pub [u8; 6]);

/// How a network is secured, as an open code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Security(pub u8);

impl Security {
    /// No password.
    pub const OPEN: Self = Self(0);
    /// Broken since 2001; recognised, never joined.
    pub const WEP: Self = Self(1);
    /// WPA with TKIP; recognised, never joined.
    pub const WPA: Self = Self(2);
    /// WPA2-Personal.
    pub const WPA2: Self = Self(3);
    /// WPA3-Personal (SAE).
    pub const WPA3: Self = Self(4);
    /// WPA2/WPA3 mixed.
    pub const WPA2_WPA3: Self = Self(5);
    /// 802.1X; recognised, never joined.
    pub const ENTERPRISE: Self = Self(6);

    /// Every code this version knows, with its name.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::OPEN, "open"),
        (Self::WEP, "wep"),
        (Self::WPA, "wpa"),
        (Self::WPA2, "wpa2"),
        (Self::WPA3, "wpa3"),
        (Self::WPA2_WPA3, "wpa2-wpa3"),
        (Self::ENTERPRISE, "enterprise"),
    ];

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        super::name_in(Self::ALL, self)
    }

    /// The code with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(code, _)| *code)
    }
}

impl fmt::Debug for Security {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}

/// A radio band, as the controller saw it: the camera itself hears only 2.4 GHz.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Band {
    /// The controller does not know.
    Unknown,
    /// 2.4 GHz.
    Ghz2_4,
    /// 5 GHz.
    Ghz5,
    /// 6 GHz.
    Ghz6,
}

/// One network of a scan (R41).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// Its name.
    pub ssid: Ssid,
    /// The access point that was heard best.
    pub bssid: Bssid,
    /// Signal strength in dBm: about −30 (near) to −90 (hardly).
    pub rssi_dbm: i8,
    /// How it is secured.
    pub security: Security,
    /// Channel 1–14.
    pub channel: u8,
}

/// Credentials travel in fixed-size fields, so that the size of a sealed
/// frame tells nothing about them.
mod padded {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
    use zeroize::Zeroize as _;

    use super::Vec;

    #[derive(Serialize, Deserialize)]
    struct Padded(u8, #[serde(with = "crate::codec::byte_array")] [u8; 64]);

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        let mut padded = Padded(bytes.len() as u8, [0; 64]);
        for (room, byte) in padded.1.iter_mut().zip(bytes) {
            *room = *byte;
        }
        let sent = padded.serialize(to);
        padded.1.zeroize();
        sent
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
        from: D,
    ) -> Result<Vec<u8, N>, D::Error> {
        let mut padded = Padded::deserialize(from)?;
        let unpadded = unpad(&padded);
        padded.1.zeroize();
        unpadded.ok_or_else(|| D::Error::custom("too long, or the padding is not zero"))
    }

    fn unpad<const N: usize>(Padded(len, bytes): &Padded) -> Option<Vec<u8, N>> {
        let (bytes, padding) = bytes.split_at_checked(usize::from(*len))?;
        match padding.iter().all(|byte| *byte == 0) {
            true => Vec::from_slice(bytes).ok(),
            false => None,
        }
    }
}

/// `#[serde(with)]` for a name of fixed size on the wire.
pub(crate) mod padded_ssid {
    use serde::{Deserializer, Serializer, de::Error};

    use super::{Ssid, padded};

    pub(crate) fn serialize<S: Serializer>(ssid: &Ssid, to: S) -> Result<S::Ok, S::Error> {
        padded::serialize(ssid.as_bytes(), to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Ssid, D::Error> {
        Ssid::try_from(padded::deserialize(from)?).map_err(D::Error::custom)
    }
}

/// `#[serde(with)]` for a password of fixed size on the wire.
pub(crate) mod padded_passphrase {
    use serde::{Deserializer, Serializer};

    use super::{Passphrase, padded};

    pub(crate) fn serialize<S: Serializer>(pass: &Passphrase, to: S) -> Result<S::Ok, S::Error> {
        padded::serialize(pass.as_bytes(), to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Passphrase, D::Error> {
        Ok(Passphrase(padded::deserialize(from)?))
    }
}
