//! The networks in the air, and the radio that hears them.

use std::string::{String, ToString as _};
use std::vec::Vec;

use camera_fsm::action::RadioJob;
use camera_fsm::input::OpResult;
use camera_fsm::scenario::RadioMode;
use camera_proto::message::Provision;
use camera_proto::vocab::{Bssid, Network, Refusal, Security, Ssid};
use serde_json::Value;

use super::failed;

/// Fainter than this, nobody stays connected.
const WEAK_DBM: i8 = -85;

#[derive(Clone, Debug, Default)]
pub(crate) struct Air(pub(crate) Vec<AccessPoint>);

#[derive(Clone, Debug)]
pub(crate) struct AccessPoint {
    pub(crate) ssid: Ssid,
    pub(crate) password: Vec<u8>,
    pub(crate) security: Security,
    pub(crate) audible: bool,
    pub(crate) rssi_dbm: i8,
    pub(crate) dhcp: bool,
    pub(crate) internet: bool,
    pub(crate) hidden: bool,
}

impl Air {
    pub(crate) fn from_json(json: &str) -> Result<Self, String> {
        let json: Value = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let networks = json["network"].as_array().ok_or("a list: `network`")?;
        networks
            .iter()
            .map(access_point)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// What a scan hears: one entry a name, the loudest.
    fn heard(&self) -> Vec<Network> {
        let mut heard: Vec<Network> = Vec::new();
        for ap in self.0.iter().filter(|ap| ap.audible && !ap.hidden) {
            let network = Network {
                ssid: ap.ssid.clone(),
                bssid: Bssid([2, 0, 0, 0, 0, 1]),
                rssi_dbm: ap.rssi_dbm,
                security: ap.security,
                channel: 6,
            };
            match heard.iter_mut().find(|known| known.ssid == ap.ssid) {
                Some(known) if known.rssi_dbm < ap.rssi_dbm => *known = network,
                Some(_) => {}
                None => heard.push(network),
            }
        }
        heard
    }

    /// What a router says to these credentials.
    fn judge(&self, with: &Provision) -> OpResult {
        let named = self
            .0
            .iter()
            .filter(|ap| ap.ssid == with.ssid && ap.audible && (!ap.hidden || with.hidden));
        let Some(ap) = named.max_by_key(|ap| ap.rssi_dbm) else {
            return failed(Refusal::NETWORK_NOT_FOUND);
        };
        let password = with.passphrase.as_bytes();
        let supported = match ap.security {
            Security::OPEN => password.is_empty(),
            Security::WPA2 | Security::WPA3 | Security::WPA2_WPA3 => true,
            _ => false,
        };
        let insisted = with.security.is_none_or(|asked| {
            let mixed = matches!(asked, Security::WPA2 | Security::WPA3);
            asked == ap.security || (mixed && ap.security == Security::WPA2_WPA3)
        });
        if ap.rssi_dbm < WEAK_DBM {
            failed(Refusal::WEAK_SIGNAL)
        } else if !supported || !insisted {
            failed(Refusal::UNSUPPORTED_SECURITY)
        } else if password != ap.password && says_no(ap.security, with.security) {
            failed(Refusal::AUTH_FAILURE)
        } else if password != ap.password {
            let (rssi_dbm, driver_code) = (ap.rssi_dbm, 15);
            OpResult::HandshakeTimeout {
                rssi_dbm,
                driver_code,
            }
        } else if !ap.dhcp {
            failed(Refusal::NO_ADDRESS)
        } else {
            let (internet, rssi_dbm) = (ap.internet, ap.rssi_dbm);
            OpResult::Joined { internet, rssi_dbm }
        }
    }
}

/// WPA3 tells a wrong password; a WPA2 handshake only times out.
fn says_no(security: Security, asked: Option<Security>) -> bool {
    let mixed = security == Security::WPA2_WPA3 && asked != Some(Security::WPA2);
    security == Security::WPA3 || mixed
}

fn access_point(json: &Value) -> Result<AccessPoint, String> {
    let name = match (&json["ssid"], &json["ssid_hex"]) {
        (Value::String(text), _) => text.clone().into_bytes(),
        (_, Value::String(hex)) => hex
            .as_bytes()
            .chunks(2)
            .map(|digits| {
                let digits = core::str::from_utf8(digits).map_err(|error| error.to_string())?;
                u8::from_str_radix(digits, 16).map_err(|error| error.to_string())
            })
            .collect::<Result<_, _>>()?,
        _ => return Err("a network needs `ssid` or `ssid_hex`".into()),
    };
    let password = json["password"].as_str().unwrap_or_default();
    let default = if password.is_empty() { "open" } else { "wpa2" };
    let security = json["security"].as_str().unwrap_or(default);
    let yes = |key: &str| json[key].as_bool().unwrap_or(true);
    Ok(AccessPoint {
        ssid: Ssid::new(&name).map_err(|error| error.to_string())?,
        password: password.into(),
        security: Security::from_name(security).ok_or("an unknown `security`")?,
        audible: json["band"].as_str().unwrap_or("2.4") == "2.4",
        rssi_dbm: json["rssi"].as_i64().unwrap_or(-50) as i8,
        dhcp: yes("dhcp"),
        internet: yes("internet"),
        hidden: json["hidden"].as_bool().unwrap_or(false),
    })
}

/// The camera's radio.
#[derive(Debug, Default)]
pub(crate) struct Radio {
    ap: bool,
    joining: bool,
    /// The credentials it is on a network with.
    station: Option<Provision>,
    pub(crate) heard: Vec<Network>,
    /// Whatever it is asked to do fails.
    pub(crate) is_broken: bool,
}

impl Radio {
    pub(crate) fn lose_power(&mut self) {
        let is_broken = self.is_broken;
        *self = Self {
            is_broken,
            ..Self::default()
        };
    }

    /// Begins a job; `true` when that ends the links of controllers.
    pub(crate) fn begin(&mut self, job: RadioJob) -> bool {
        let was_on = (self.ap, self.station.is_some());
        match job {
            RadioJob::Scan => return false,
            RadioJob::StartAp | RadioJob::JoinTrial => self.station = None,
            RadioJob::StopAp => self.ap = false,
            RadioJob::JoinStored | RadioJob::Off => {
                self.station = None;
                self.ap = false;
            }
        }
        self.joining = matches!(job, RadioJob::JoinTrial | RadioJob::JoinStored);
        // Whoever came over the temporary network stays while that does.
        was_on.0 != self.ap || (!self.ap && was_on.1 && self.station.is_none())
    }

    /// Ends a job.
    pub(crate) fn end(&mut self, job: RadioJob, with: Option<&Provision>, air: &Air) -> OpResult {
        self.joining &= !matches!(job, RadioJob::JoinTrial | RadioJob::JoinStored);
        if self.is_broken {
            return failed(Refusal::UNSUPPORTED);
        }
        match job {
            RadioJob::StartAp => self.ap = true,
            RadioJob::Scan => self.heard = air.heard(),
            RadioJob::StopAp | RadioJob::Off => {}
            RadioJob::JoinTrial | RadioJob::JoinStored => {
                let Some(with) = with else {
                    return failed(Refusal::BUG);
                };
                let result = air.judge(with);
                if let OpResult::Joined { .. } = result {
                    self.station = Some(super::phone::copy(with));
                }
                return result;
            }
        }
        OpResult::Done
    }

    /// The cloud hears whatever comes through to the internet.
    pub(crate) fn tell_the_cloud(&self, air: &Air) -> OpResult {
        let heard = self.station.as_ref().map(|with| air.judge(with));
        match heard {
            Some(OpResult::Joined { internet: true, .. }) if !self.is_broken => OpResult::Done,
            _ => failed(Refusal::NO_INTERNET),
        }
    }

    /// Whether the network that it was on is gone. One that is broken is off the air.
    pub(crate) fn has_lost_its_network(&mut self, air: &Air) -> bool {
        self.ap &= !self.is_broken;
        let lost = self.station.take_if(|with| match air.judge(with) {
            OpResult::Joined { .. } => self.is_broken,
            OpResult::Done | OpResult::HandshakeTimeout { .. } | OpResult::Failed(_) => true,
        });
        lost.is_some()
    }

    pub(crate) fn is_reachable(&self) -> bool {
        self.ap || self.station.is_some()
    }

    pub(crate) fn mode(&self) -> RadioMode {
        match (self.joining, self.station.is_some(), self.ap) {
            (true, ..) => RadioMode::Joining,
            (_, true, _) => RadioMode::Station,
            (.., true) => RadioMode::Ap,
            _ => RadioMode::Off,
        }
    }
}
