//! The radio, by two functions.

use core::ffi::c_void;
use core::ptr::null;

use camera_fsm::action::{OpId, RadioJob};
use camera_fsm::input::OpResult;
use camera_fsm::time::Instant;
use camera_hal::radio::{NoRadio, Radio, RadioEvent, SCAN_MAX};
use camera_proto::message::{Provision, Refused};
use camera_proto::vocab::{
    Band, Bssid, Network, PASSPHRASE_MAX, Passphrase, Refusal, SSID_MAX, Security, Ssid,
};

use crate::result::{CameraResult, Done};

/// How many networks a scan lists at most; more may be told, the loudest stay.
pub const CAMERA_NETWORKS_MAX: usize = 16;

const _: () = assert!(CAMERA_NETWORKS_MAX == SCAN_MAX);
const _: () = assert!(
    SSID_MAX == 32 && PASSPHRASE_MAX == 64,
    "as in `CameraNetwork`"
);

/// Something that the radio does.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraRadioJob {
    /// Leave any network and open the temporary one, without a password.
    StartAp = 0,
    /// Close the temporary network.
    StopAp = 1,
    /// Listen: tell what is heard, then the end.
    Scan = 2,
    /// Join that network; the temporary one stays up.
    JoinTrial = 3,
    /// Close the temporary network, if it is up, and join that one.
    JoinStored = 4,
    /// Leave everything and be silent.
    Off = 5,
}

impl From<RadioJob> for CameraRadioJob {
    fn from(job: RadioJob) -> Self {
        match job {
            RadioJob::StartAp => Self::StartAp,
            RadioJob::StopAp => Self::StopAp,
            RadioJob::Scan => Self::Scan,
            RadioJob::JoinTrial => Self::JoinTrial,
            RadioJob::JoinStored => Self::JoinStored,
            RadioJob::Off => Self::Off,
        }
    }
}

/// A network, with what is needed to join it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CameraNetwork {
    /// Its name, of any bytes.
    pub ssid: [u8; 32],
    /// 1 to 32.
    pub ssid_len: u8,
    /// Its password; 64 hex digits are a raw key.
    pub passphrase: [u8; 64],
    /// 0 to 64.
    pub passphrase_len: u8,
    /// The security to insist on, as a code of SPEC.md; 255 takes what there is.
    pub security: u8,
    /// Only this access point; all zeros are any.
    pub bssid: [u8; 6],
    /// Not 0: it does not announce its name.
    pub hidden: u8,
    /// Not 0: be content with an address, without internet behind it.
    pub allow_no_internet: u8,
}

/// Any security.
const ANY: u8 = u8::MAX;

impl CameraNetwork {
    pub(crate) fn of(provision: &Provision) -> Self {
        let (ssid, ssid_len) = padded(provision.ssid.as_bytes());
        let (passphrase, passphrase_len) = padded(provision.passphrase.as_bytes());
        Self {
            ssid,
            ssid_len,
            passphrase,
            passphrase_len,
            security: provision.security.map_or(ANY, |security| security.0),
            bssid: provision.bssid.map_or([0; 6], |bssid| bssid.0),
            hidden: provision.hidden.into(),
            allow_no_internet: provision.allow_no_internet.into(),
        }
    }

    pub(crate) fn provision(&self) -> Done<Provision> {
        let wrong = CameraResult::OutOfRange;
        let ssid = self.ssid.get(..self.ssid_len.into()).ok_or(wrong)?;
        let passphrase = self
            .passphrase
            .get(..self.passphrase_len.into())
            .ok_or(wrong)?;
        Ok(Provision {
            ssid: Ssid::new(ssid).map_err(|_| wrong)?,
            passphrase: Passphrase::new(passphrase).ok_or(wrong)?,
            security: (self.security != ANY).then_some(Security(self.security)),
            bssid: (self.bssid != [0; 6]).then_some(Bssid(self.bssid)),
            hidden: self.hidden != 0,
            allow_no_internet: self.allow_no_internet != 0,
            seen_on: Band::Unknown,
        })
    }
}

/// Bytes in a field of a fixed size, and how many they are.
pub(crate) fn padded<const N: usize>(bytes: &[u8]) -> ([u8; N], u8) {
    let mut field = [0; N];
    field
        .iter_mut()
        .zip(bytes)
        .for_each(|(to, from)| *to = *from);
    (field, bytes.len().min(N) as u8)
}

/// What the radio tells.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraRadioNews {
    /// A job ended well: `op`.
    Done = 0,
    /// A job that joins ended on a network: `op`, `rssi_dbm`, `internet`.
    Joined = 1,
    /// A job that joins ended in silence, in the middle of the handshake: `op`,
    /// `rssi_dbm`, `driver_code`.
    HandshakeTimeout = 2,
    /// A job did not end well: `op`, `refusal`, `driver_code`.
    Failed = 3,
    /// A scan has heard a network: `ssid`, `bssid`, `rssi_dbm`, `security`, `channel`.
    Heard = 4,
    /// The network that the camera was on is gone.
    LinkLost = 5,
    /// The network says what time it is: `unix_s`.
    Time = 6,
}

/// What the radio tells, and of it what that asks for.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct CameraRadioEvent {
    /// A `CameraRadioNews`. Any other is nothing.
    pub news: u8,
    /// Of the job that ended.
    pub op: u16,
    /// Why it did not end well, as a refusal of SPEC.md.
    pub refusal: u8,
    /// The driver's own reason.
    pub driver_code: i16,
    /// Signal strength in dBm.
    pub rssi_dbm: i8,
    /// Not 0: there is internet behind it.
    pub internet: u8,
    /// The name of the network.
    pub ssid: [u8; 32],
    /// 1 to 32.
    pub ssid_len: u8,
    /// The access point that was heard best.
    pub bssid: [u8; 6],
    /// How it is secured, as a code of SPEC.md.
    pub security: u8,
    /// 1 to 14.
    pub channel: u8,
    /// Seconds since 1970 UTC.
    pub unix_s: u64,
}

impl CameraRadioEvent {
    fn event(&self) -> Option<RadioEvent> {
        const DONE: u8 = CameraRadioNews::Done as u8;
        const JOINED: u8 = CameraRadioNews::Joined as u8;
        const TIMEOUT: u8 = CameraRadioNews::HandshakeTimeout as u8;
        const FAILED: u8 = CameraRadioNews::Failed as u8;
        const HEARD: u8 = CameraRadioNews::Heard as u8;
        const LOST: u8 = CameraRadioNews::LinkLost as u8;
        const TIME: u8 = CameraRadioNews::Time as u8;
        let (rssi_dbm, driver_code) = (self.rssi_dbm, self.driver_code);
        let ended = |result| Some(RadioEvent::Done(OpId(self.op), result));
        match self.news {
            DONE => ended(OpResult::Done),
            JOINED => ended(OpResult::Joined {
                internet: self.internet != 0,
                rssi_dbm,
            }),
            TIMEOUT => ended(OpResult::HandshakeTimeout {
                rssi_dbm,
                driver_code,
            }),
            FAILED => ended(OpResult::Failed(Refused {
                driver_code,
                ..Refused::because(Refusal(self.refusal))
            })),
            HEARD => Some(RadioEvent::Heard(Network {
                ssid: Ssid::new(self.ssid.get(..self.ssid_len.into())?).ok()?,
                bssid: Bssid(self.bssid),
                rssi_dbm,
                security: Security(self.security),
                channel: self.channel,
            })),
            LOST => Some(RadioEvent::LinkLost),
            TIME => Some(RadioEvent::Time {
                unix_s: self.unix_s,
            }),
            _ => None,
        }
    }
}

type Start = extern "C" fn(*mut c_void, u8, u16, *const CameraNetwork, *const u8, usize);
type Poll = extern "C" fn(*mut c_void, *mut CameraRadioEvent) -> bool;

pub(crate) struct Wifi {
    context: *mut c_void,
    functions: Option<(Start, Poll)>,
    /// What there is when there are none.
    none: NoRadio,
}

impl Wifi {
    /// Both functions, or neither.
    pub(super) fn new(
        context: *mut c_void,
        start: Option<Start>,
        poll: Option<Poll>,
    ) -> Done<Self> {
        if start.is_some() != poll.is_some() {
            return Err(CameraResult::Null);
        }
        Ok(Self {
            context,
            functions: start.zip(poll),
            none: NoRadio::default(),
        })
    }
}

impl Radio for Wifi {
    fn start(
        &mut self,
        now: Instant,
        op: OpId,
        job: RadioJob,
        network: Option<&Provision>,
        ap: &[u8],
    ) {
        let Some((start, _)) = self.functions else {
            return self.none.start(now, op, job, network, ap);
        };
        let network = network.map(CameraNetwork::of);
        let network = network
            .as_ref()
            .map_or(null(), |network| &raw const *network);
        let job = CameraRadioJob::from(job) as u8;
        start(self.context, job, op.0, network, ap.as_ptr(), ap.len());
    }

    fn poll(&mut self, now: Instant) -> Option<RadioEvent> {
        let Some((_, poll)) = self.functions else {
            return self.none.poll(now);
        };
        let mut event = CameraRadioEvent::default();
        // What makes no sense is dropped: a driver's slip is no end of a job.
        while poll(self.context, &raw mut event) {
            if let Some(event) = event.event() {
                return Some(event);
            }
            event = CameraRadioEvent::default();
        }
        None
    }
}
