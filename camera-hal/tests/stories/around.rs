//! What is around a camera in a story, whatever it runs on: how fast its radio is, and
//! what networks there are; and what its flash holds where.

use camera_fsm::levels::LedFrame;
use camera_fsm::scenario::{Kept, RadioMode, UserFlash};
use camera_hal::mock::board::LAYOUT;
use camera_hal::mock::radio::{AccessPoint, MockRadio, RadioPace};
use camera_hal::mock::rot::lies_at;
use camera_hal::store::records::{CONTROLLER, NETWORK};
use camera_proto::vocab::{Bssid, Color, Network, Passphrase};

use crate::alone::air::{self, Air};

/// As the jobs take in the world of the machine alone.
pub(crate) const PACE: RadioPace = RadioPace {
    ap_ms: 300,
    ap_again_ms: 300,
    off_ms: 1,
    scan_ms: 1_500,
    join_ms: 800,
};

pub(crate) const DARK: LedFrame = LedFrame {
    color: Color::OFF,
    brightness: 0,
};

pub(crate) fn networks(Air(points): &Air) -> heapless::Vec<AccessPoint, 16> {
    let point = |(at, point): (usize, &air::AccessPoint)| AccessPoint {
        network: Network {
            ssid: point.ssid.clone(),
            bssid: Bssid([2, 0, 0, 0, 0, at as u8]),
            rssi_dbm: point.rssi_dbm,
            security: point.security,
            channel: 6,
        },
        passphrase: Passphrase::new(&point.password).expect("at most 64 bytes"),
        is_5_ghz: !point.audible,
        hidden: point.hidden,
        dhcp: point.dhcp,
        internet: point.internet,
    };
    points.iter().enumerate().map(point).collect()
}

pub(crate) fn mode(radio: &MockRadio) -> RadioMode {
    if radio.is_joining() {
        RadioMode::Joining
    } else if radio.is_station() {
        RadioMode::Station
    } else if radio.ap().is_some() {
        RadioMode::Ap
    } else {
        RadioMode::Off
    }
}

/// A byte without which nobody can read it.
pub(crate) fn place_of(image: &[u8], what: Kept) -> Option<usize> {
    let record = |key| lies_at(image, LAYOUT.user, key);
    match what {
        Kept::Factory => Some(LAYOUT.factory as usize + 20),
        Kept::Network => record(NETWORK),
        Kept::Controller => record(CONTROLLER),
        Kept::Setting(id) => record(id.0),
    }
}

/// A formatted region holds nothing but one seal of 12 bytes.
pub(crate) fn user_flash(region: &[u8]) -> UserFlash {
    match region.iter().filter(|byte| **byte != 0xff).count() {
        0 => UserFlash::Blank,
        1..=12 => UserFlash::Formatted,
        _ => UserFlash::Used,
    }
}
