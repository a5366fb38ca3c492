//! What a driver's codes say to a person (R42). That of a failure is always kept.

use camera_fsm::input::OpResult;
use camera_proto::message::Refused;
use camera_proto::vocab::{Refusal, Security};

/// Something that no camera joins, and no version of the wire has a name for.
pub const OTHER: Security = Security(u8::MAX);

/// How a network was joined, by the code of Espressif's driver
/// (`wifi_auth_mode_t`).
#[must_use]
pub fn security(auth_mode: u32) -> Security {
    match auth_mode {
        0 => Security::OPEN,
        3 => Security::WPA2,
        6 => Security::WPA3,
        // Those of a scan alone (what is both is joined as one), or never joined.
        _ => OTHER,
    }
}

/// Why the network was not joined, by the driver's reason: 802.11's codes (IEEE
/// 802.11-2020, table 9-49), and from 200 on those of Espressif's driver
/// (`wifi_err_reason_t`). `rssi_dbm` is how loud it was heard before.
#[must_use]
pub fn result(reason: u16, rssi_dbm: i8) -> OpResult {
    let driver_code = i16::try_from(reason).unwrap_or(i16::MAX);
    let why = match reason {
        AUTH_EXPIRE | FOUR_WAY_TIMEOUT | TIMEOUT | HANDSHAKE_TIMEOUT => {
            return OpResult::HandshakeTimeout {
                rssi_dbm,
                driver_code,
            };
        }
        MIC_FAILURE | AUTH_FAIL => Refusal::AUTH_FAILURE,
        IE_INVALID
        | IE_DIFFERS..=AKMP_INVALID
        | RSN_VERSION..=CIPHER_REJECTED
        | BAD_CIPHER_OR_AKM
        | NO_AP_COMPATIBLE
        | NO_AP_AUTHMODE => Refusal::UNSUPPORTED_SECURITY,
        NO_AP => Refusal::NETWORK_NOT_FOUND,
        // Nothing else keeps a camera out that its router can hear.
        _ => Refusal::WEAK_SIGNAL,
    };
    OpResult::Failed(Refused {
        driver_code,
        ..Refused::because(why)
    })
}

/// No answer to the authentication.
const AUTH_EXPIRE: u16 = 2;
const IE_INVALID: u16 = 13;
/// A key of the handshake does not fit.
const MIC_FAILURE: u16 = 14;
/// WPA2's way to say that the password is wrong, or that nobody was heard.
const FOUR_WAY_TIMEOUT: u16 = 15;
/// The router says one thing in its beacon and another one in the handshake.
const IE_DIFFERS: u16 = 17;
const AKMP_INVALID: u16 = 20;
const RSN_VERSION: u16 = 21;
/// With 802.1X on the way there: a company's network.
const CIPHER_REJECTED: u16 = 24;
const BAD_CIPHER_OR_AKM: u16 = 29;
const TIMEOUT: u16 = 39;
const NO_AP: u16 = 201;
/// WPA3's way to say that the password is wrong.
const AUTH_FAIL: u16 = 202;
const HANDSHAKE_TIMEOUT: u16 = 204;
const NO_AP_COMPATIBLE: u16 = 210;
const NO_AP_AUTHMODE: u16 = 211;
