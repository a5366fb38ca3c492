//! The vendor's words for networks, and ours.

use core::hash::{Hash as _, Hasher};

use camera_app::wifi::reason::OTHER;
use camera_app::wifi::{ApName, Event, Target};
use camera_proto::vocab::{Bssid, Network, Security, Ssid};
use esp_radio::wifi::ap::{AccessPointConfig, AccessPointInfo};
use esp_radio::wifi::sta::StationConfig;
use esp_radio::wifi::{AuthenticationMethod, AuthenticationMethodConfig, WifiError};

/// The temporary network: without a password, since what matters is sealed.
pub(super) fn open(name: &ApName) -> Result<AccessPointConfig, WifiError> {
    Ok(AccessPointConfig::default()
        .with_ssid(name.as_slice().try_into()?)
        .with_authentication(AuthenticationMethodConfig::Open)
        .with_max_connections(4))
}

pub(super) fn station(target: &Target) -> Result<StationConfig, WifiError> {
    let password = target.passphrase.as_bytes().try_into()?;
    let authentication = match target.security {
        Security::OPEN => AuthenticationMethodConfig::Open,
        // At least that: the driver also takes WPA3, and prefers it.
        _ => AuthenticationMethodConfig::Wpa2Personal(password),
    };
    let station = StationConfig::default()
        .with_ssid(target.ssid.as_bytes().try_into()?)
        .with_channel(target.channel)
        .with_authentication(authentication);
    Ok(match target.bssid {
        Some(Bssid(bssid)) => station.with_bssid(bssid),
        None => station,
    })
}

/// `None` for what hides its name.
pub(super) fn network(heard: &AccessPointInfo) -> Option<Network> {
    // The driver's crate gives out what of a name is UTF-8, but hashes all of it:
    // 32 bytes, and then how many of them count.
    let mut whole = Whole::default();
    heard.ssid.hash(&mut whole);
    let (name, _) = whole.0.split_last_chunk::<1>()?;
    let (_, name) = name.split_last_chunk::<32>()?;
    Some(Network {
        ssid: Ssid::new(name.get(..heard.ssid.len())?).ok()?,
        bssid: Bssid(heard.bssid),
        rssi_dbm: heard.signal_strength,
        security: heard.auth_method.map_or(OTHER, heard_security),
        channel: heard.channel,
    })
}

/// All that is hashed.
#[derive(Default)]
struct Whole(heapless::Vec<u8, 64>);

impl Hasher for Whole {
    fn write(&mut self, bytes: &[u8]) {
        let _ = self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}

fn heard_security(method: AuthenticationMethod) -> Security {
    use AuthenticationMethod as Heard;
    match method {
        Heard::None => Security::OPEN,
        Heard::Wep => Security::WEP,
        Heard::Wpa => Security::WPA,
        Heard::Wpa2Personal | Heard::WpaWpa2Personal => Security::WPA2,
        Heard::Wpa3Personal => Security::WPA3,
        Heard::Wpa2Wpa3Personal => Security::WPA2_WPA3,
        Heard::Wpa2Enterprise
        | Heard::Wpa3Enterprise
        | Heard::Wpa2Wpa3Enterprise
        | Heard::WpaEnterprise => Security::ENTERPRISE,
        _ => OTHER,
    }
}

/// The driver's crate gives out a few words of its own, and not the vendor's codes.
pub(super) fn failed(error: WifiError) -> Event {
    Event::Failed(1 + error as i16)
}
