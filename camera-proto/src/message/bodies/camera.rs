//! The camera as a whole: who it is, how it is, what time it is (R56, R57,
//! R80–R82).

use heapless::Vec;
use serde::{Deserialize, Serialize};

use crate::vocab::{
    Advice, Capabilities, Cause, Cdeg, Fault, NAME_MAX, Refusal, ResetCause, SettingId, Symptom,
};

/// The longest name of a model, in bytes.
pub const MODEL_MAX: usize = 24;
/// The longest serial number, in bytes.
pub const SERIAL_MAX: usize = 16;
/// The longest version of a firmware, in bytes.
pub const FIRMWARE_MAX: usize = 24;
/// The longest address of a stream, in bytes.
pub const STREAM_URI_MAX: usize = 128;

/// Body of every request for a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// How many items to leave out: 0, or what the last page's end said.
    pub from: u16,
}

/// Body of [`Reply::End`](crate::message::Reply::End).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// How many items there were up to here, when there are more; 0 when that
    /// was all.
    pub next: u16,
}

/// Body of [`Request::Identify`](crate::message::Request::Identify).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identify {
    /// For how long, in seconds; 0 stops.
    pub seconds: u8,
}

/// Body of [`Reply::Refused`](crate::message::Reply::Refused).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Why.
    pub why: Refusal,
    /// When it makes sense to ask again, in seconds; 0 when waiting does not help.
    pub retry_s: u16,
    /// How many more tries there are, where tries are counted; else 0.
    pub attempts_left: u8,
    /// The radio driver's own reason code; 0 when there is none. With `HeldByOther`
    /// it says [who holds the head](Self::holder).
    pub driver_code: i16,
}

impl Refused {
    /// A refusal with nothing more to say.
    #[must_use]
    pub const fn because(why: Refusal) -> Self {
        Self {
            why,
            retry_s: 0,
            attempts_left: 0,
            driver_code: 0,
        }
    }

    /// Who holds the head, of a `HeldByOther`: the first of the list that
    /// [`Request::Controllers`](crate::message::Request::Controllers) asks for from
    /// there. An older camera does not say.
    ///
    /// ```
    /// use camera_proto::message::Refused;
    /// use camera_proto::vocab::Refusal;
    /// let held = Refused { driver_code: 3, ..Refused::because(Refusal::HELD_BY_OTHER) };
    /// assert_eq!(held.holder(), Some(2));
    /// assert_eq!(Refused::because(Refusal::HELD_BY_OTHER).holder(), None);
    /// ```
    #[must_use]
    pub fn holder(&self) -> Option<u16> {
        let number = u16::try_from(self.driver_code).unwrap_or(0);
        number
            .checked_sub(1)
            .filter(|_| self.why == Refusal::HELD_BY_OTHER)
    }
}

/// Body of [`Reply::Info`](crate::message::Reply::Info).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Info {
    /// The model's name, UTF-8.
    pub model: Vec<u8, MODEL_MAX>,
    /// The serial number on the label.
    pub serial: Vec<u8, SERIAL_MAX>,
    /// The firmware's version, as its maker writes it.
    pub firmware: Vec<u8, FIRMWARE_MAX>,
    /// Day of manufacture, as yyyymmdd.
    pub made_on: u32,
    /// What its owner calls it, UTF-8; empty when it has no name yet.
    pub name: Vec<u8, NAME_MAX>,
}

/// Body of [`Reply::Abilities`](crate::message::Reply::Abilities).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abilities {
    /// What it can do.
    pub can: Capabilities,
    /// The end stops of pan: left and right.
    pub pan: [Cdeg; 2],
    /// The end stops of tilt: down and up.
    pub tilt: [Cdeg; 2],
    /// Where its pictures are to be had: an address that the maker's player
    /// understands. Nothing here looks into it; empty when there is none.
    pub stream_uri: Vec<u8, STREAM_URI_MAX>,
}

/// Body of [`Reply::Support`](crate::message::Reply::Support): with
/// [`Info`], what support would ask for (R81).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Support {
    /// Seconds since power on or restart.
    pub uptime_s: u32,
    /// When it was first set up, in seconds since 1970 UTC; 0 when the camera
    /// did not know the time, or was not set up yet.
    pub first_setup_s: u64,
    /// How many resets it has finished in its life.
    pub resets: u32,
    /// What asked for the last of them; 0 when there was none.
    pub last_reset: ResetCause,
    /// What is broken.
    pub fault: Fault,
    /// How the last setup that a controller asked for ended.
    pub last_setup: Refusal,
    /// Signal strength in dBm; 0 while there is none.
    pub rssi_dbm: i8,
    /// How many controllers hold a key.
    pub controllers: u8,
    /// Wrong codes since the last right one or reset (R45).
    pub wrong_codes: u8,
}

/// Body of [`Reply::Finding`](crate::message::Reply::Finding): one line of a diagnosis (R80).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What a person sees.
    pub symptom: Symptom,
    /// Why.
    pub cause: Cause,
    /// What helps.
    pub advice: Advice,
    /// A number that says more: of the cause, which names its unit.
    pub detail: i32,
}

/// Body of [`Request::SetTime`](crate::message::Request::SetTime).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetTime {
    /// Seconds since 1970 UTC, without leap seconds.
    pub unix_s: u64,
}

/// Body of [`Reply::Time`](crate::message::Reply::Time).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Time {
    /// Seconds since 1970 UTC; `None` when the camera was not told (R56).
    pub unix_s: Option<u64>,
}

/// Body of [`Request::WalkTest`](crate::message::Request::WalkTest).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalkTest {
    /// For how long, in seconds; 0 ends it.
    pub seconds: u16,
}

/// Body of [`Request::AudioTest`](crate::message::Request::AudioTest).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AudioTest {
    /// For how long, in seconds; 0 ends it.
    pub seconds: u8,
}

/// Body of [`Request::ClearSetting`](crate::message::Request::ClearSetting).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearSetting {
    /// Which goes back to its default.
    pub setting: SettingId,
}

/// Body of [`Notice::Setting`](crate::message::Notice::Setting).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingNews {
    /// Which is another one now.
    pub setting: SettingId,
}

/// Body of [`Notice::Motion`](crate::message::Notice::Motion).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Motion {
    /// In which zone: its place.
    pub zone: u8,
    /// When, in seconds since 1970 UTC; `None` while the camera does not know the time.
    pub unix_s: Option<u64>,
    /// Whether it is of a walk test, and alerts nobody (R57).
    pub walk_test: bool,
}
