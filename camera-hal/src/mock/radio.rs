//! A radio among networks, and what each of them says to who wants in.

use camera_fsm::action::{OpId, RadioJob};
use camera_fsm::input::OpResult;
use camera_fsm::time::Instant;
use camera_proto::message::{Provision, Refused};
use camera_proto::vocab::{Network, Passphrase, Refusal, Security};
use heapless::Vec;

use super::journal::{Deed, Pen};
use crate::radio::{Radio, RadioEvent};

/// How many networks a [`MockRadio`] is in the reach of, at most.
pub const NETWORKS_MAX: usize = 16;

/// Signals below this are too weak to join, in dBm.
const WEAK_DBM: i8 = -85;

/// The driver's own code for a handshake that ends in silence: 802.11's reason
/// "4-way handshake timeout".
const HANDSHAKE_TIMEOUT: i16 = 15;

/// The driver's own code when WPA3 tells a wrong password: 802.11's status
/// "authentication rejected because of challenge failure".
const CHALLENGE_FAILURE: i16 = 15;

/// A network, and what is behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessPoint {
    /// As a scan hears it.
    pub network: Network,
    /// Its password.
    pub passphrase: Passphrase,
    /// Whether it is a 5 GHz network, which the camera cannot hear.
    pub is_5_ghz: bool,
    /// Whether it keeps its name to itself.
    pub hidden: bool,
    /// Whether it gives addresses.
    pub dhcp: bool,
    /// Whether there is internet behind it.
    pub internet: bool,
}

impl AccessPoint {
    /// A network with nothing against it.
    #[must_use]
    pub const fn new(network: Network, passphrase: Passphrase) -> Self {
        Self {
            network,
            passphrase,
            is_5_ghz: false,
            hidden: false,
            dhcp: true,
            internet: true,
        }
    }

    /// Whether it is the one that is meant, by its name or by a pin.
    fn is_meant(&self, wanted: &Provision) -> bool {
        self.network.ssid == wanted.ssid
            && !self.is_5_ghz
            && (!self.hidden || wanted.hidden)
            && wanted.bssid.is_none_or(|pin| pin == self.network.bssid)
    }

    /// What comes of trying to join it: each reason of R42 that a radio can
    /// tell. A wrong password is told by WPA3; with WPA2 the handshake times out.
    fn join(&self, wanted: &Provision) -> OpResult {
        let (security, rssi_dbm) = (self.network.security, self.network.rssi_dbm);
        let passphrase = wanted.passphrase.as_bytes();
        let is_open = security == Security::OPEN;
        let is_mixed = security == Security::WPA2_WPA3;
        let is_supported =
            is_open || is_mixed || matches!(security, Security::WPA2 | Security::WPA3);
        let is_agreed = wanted.security.is_none_or(|asked| {
            asked == security || (is_mixed && matches!(asked, Security::WPA2 | Security::WPA3))
        });
        // A password for an open network is no reason to send it into the clear.
        if !is_supported || !is_agreed || passphrase.is_empty() != is_open {
            return failed(Refusal::UNSUPPORTED_SECURITY);
        }
        if rssi_dbm < WEAK_DBM {
            return failed(Refusal::WEAK_SIGNAL);
        }
        if !is_open && passphrase != self.passphrase.as_bytes() {
            let tells =
                security == Security::WPA3 || (is_mixed && wanted.security != Some(Security::WPA2));
            return match tells {
                true => OpResult::Failed(Refused {
                    driver_code: CHALLENGE_FAILURE,
                    ..Refused::because(Refusal::AUTH_FAILURE)
                }),
                false => OpResult::HandshakeTimeout {
                    rssi_dbm,
                    driver_code: HANDSHAKE_TIMEOUT,
                },
            };
        }
        if !self.dhcp {
            return failed(Refusal::NO_ADDRESS);
        }
        OpResult::Joined {
            internet: self.internet,
            rssi_dbm,
        }
    }
}

/// How long the jobs of a [`MockRadio`] take, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RadioPace {
    /// The temporary network, until it is on the air.
    pub ap_ms: u32,
    /// The same, when it is there already.
    pub ap_again_ms: u32,
    /// The radio or the temporary network, until it is off.
    pub off_ms: u32,
    /// A scan.
    pub scan_ms: u32,
    /// A join, whatever comes of it.
    pub join_ms: u32,
}

impl RadioPace {
    /// Each takes 300 ms.
    pub const EVEN: Self = Self {
        ap_ms: 300,
        ap_again_ms: 300,
        off_ms: 300,
        scan_ms: 300,
        join_ms: 300,
    };
}

impl Default for RadioPace {
    fn default() -> Self {
        Self::EVEN
    }
}

/// A radio in a house with networks.
#[derive(Debug, Default)]
pub struct MockRadio {
    /// What is on the air.
    pub networks: Vec<AccessPoint, NETWORKS_MAX>,
    /// How long its jobs take.
    pub pace: RadioPace,
    is_broken: bool,
    job: Option<Job>,
    /// The name of the temporary network, while it is up.
    ap: Option<Vec<u8, 32>>,
    /// What it is on a network with.
    station: Option<Provision>,
    pub(super) pen: Pen,
}

#[derive(Debug)]
struct Job {
    op: OpId,
    what: RadioJob,
    network: Option<Provision>,
    ap: Vec<u8, 32>,
    due: Instant,
    /// How many of the networks a scan has told of.
    told: usize,
}

impl MockRadio {
    /// Whatever it is asked to do fails from now on, or works again.
    pub fn fail(&mut self, fails: bool) {
        self.is_broken = fails;
        if fails {
            self.ap = None;
        }
    }

    /// Power is gone: nothing is on the air.
    pub fn power_off(&mut self) {
        self.job = None;
        self.ap = None;
        self.station = None;
    }

    /// The name of the temporary network, while it is up.
    #[must_use]
    pub fn ap(&self) -> Option<&[u8]> {
        self.ap.as_deref()
    }

    /// Whether the camera is on a network.
    #[must_use]
    pub fn is_station(&self) -> bool {
        self.station.is_some()
    }

    /// Whether it is about to join one.
    #[must_use]
    pub fn is_joining(&self) -> bool {
        let job = self.job.as_ref();
        job.is_some_and(|job| matches!(job.what, RadioJob::JoinTrial | RadioJob::JoinStored))
    }

    fn join(&self, wanted: &Provision) -> OpResult {
        let meant = self.networks.iter().find(|point| point.is_meant(wanted));
        meant.map_or(failed(Refusal::NETWORK_NOT_FOUND), |point| {
            point.join(wanted)
        })
    }

    /// Whether what the camera sends comes through to the internet.
    #[must_use]
    pub fn has_internet(&self) -> bool {
        let station = self.station.as_ref().filter(|_| !self.is_broken);
        let joined = station.map(|station| self.join(station));
        matches!(joined, Some(OpResult::Joined { internet: true, .. }))
    }

    /// The next network that a scan tells of.
    fn heard(&self, job: &mut Job) -> Option<Network> {
        let is_heard = |point: &AccessPoint| !point.is_5_ghz && !point.hidden && !self.is_broken;
        loop {
            let point = self.networks.get(job.told)?;
            job.told += 1;
            if is_heard(point) {
                return Some(point.network.clone());
            }
        }
    }

    fn end(&mut self, job: Job) -> OpResult {
        match job.what {
            _ if self.is_broken => failed(Refusal::UNSUPPORTED),
            RadioJob::StartAp => {
                self.ap = Some(job.ap);
                OpResult::Done
            }
            RadioJob::Scan | RadioJob::StopAp | RadioJob::Off => OpResult::Done,
            RadioJob::JoinTrial | RadioJob::JoinStored => {
                let wanted = job.network.as_ref();
                let joined = wanted.map_or(failed(Refusal::NETWORK_NOT_FOUND), |wanted| {
                    self.join(wanted)
                });
                if let OpResult::Joined { .. } = joined {
                    self.station = job.network;
                }
                joined
            }
        }
    }
}

impl Radio for MockRadio {
    fn start(
        &mut self,
        now: Instant,
        op: OpId,
        what: RadioJob,
        network: Option<&Provision>,
        ap: &[u8],
    ) {
        self.pen.note(Deed::Radio(what));
        let pace = self.pace;
        let ms = match what {
            RadioJob::StartAp if self.ap.is_some() => pace.ap_again_ms,
            RadioJob::StartAp => pace.ap_ms,
            RadioJob::StopAp | RadioJob::Off => pace.off_ms,
            RadioJob::Scan => pace.scan_ms,
            RadioJob::JoinTrial | RadioJob::JoinStored => pace.join_ms,
        };
        if matches!(
            what,
            RadioJob::StopAp | RadioJob::Off | RadioJob::JoinStored
        ) {
            self.ap = None;
        }
        if !matches!(what, RadioJob::StopAp | RadioJob::Scan) {
            self.station = None;
        }
        self.job = Some(Job {
            op,
            what,
            network: network.cloned(),
            ap: Vec::from_slice(ap).unwrap_or_default(),
            due: now.after(ms),
            told: 0,
        });
    }

    fn poll(&mut self, now: Instant) -> Option<RadioEvent> {
        if let Some(mut job) = self.job.take_if(|job| job.due <= now) {
            if job.what == RadioJob::Scan
                && let Some(network) = self.heard(&mut job)
            {
                self.job = Some(job);
                return Some(RadioEvent::Heard(network));
            }
            let op = job.op;
            return Some(RadioEvent::Done(op, self.end(job)));
        }
        let station = self.station.as_ref()?;
        if self.is_broken || self.join(station).failure().is_some() {
            self.station = None;
            return Some(RadioEvent::LinkLost);
        }
        None
    }

    fn due(&self) -> Option<Instant> {
        self.job.as_ref().map(|job| job.due)
    }
}

fn failed(why: Refusal) -> OpResult {
    OpResult::Failed(Refused::because(why))
}
