//! The settings: each travels as one message, the same to the camera and from
//! it, and lies in the flash as that message's body.

use heapless::Vec;
use serde::{Deserialize, Serialize};

use super::{DecodeError, kind};
use crate::codec::{Reader, TooLong, Writer};
use crate::time_zone::PosixZone;
use crate::vocab::{
    Cdeg, MAX_PATROL_STOPS, MAX_PRESETS, MAX_SCHEDULE_ENTRIES, NAME_MAX, NightMode, PLACE_NAME_MAX,
    RecordingMode, Refusal, ScheduleKind, SettingId, StorageChoice, TIME_ZONE_MAX, check_name,
};

/// One setting with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The camera's name (R46, R82).
    Name(Name),
    /// The time zone (R56).
    TimeZone(TimeZone),
    /// A motion zone (R50).
    Zone(Zone),
    /// A weekly schedule (R51, R52).
    Schedule(Schedule),
    /// When to record (R52).
    Recording(Recording),
    /// Night vision (R53).
    NightVision(NightVision),
    /// Where recordings go (R54).
    Storage(Storage),
    /// Privacy mode (R54).
    Privacy(Privacy),
    /// Brightness of the status LED.
    StatusLed(StatusLed),
    /// A preset of the head (R60).
    Preset(Preset),
    /// The patrol (R60).
    Patrol(Patrol),
}

/// Value of [`Setting::Name`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// 1–32 bytes of UTF-8.
    pub name: Vec<u8, NAME_MAX>,
}

/// Value of [`Setting::TimeZone`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeZone {
    /// As POSIX writes it: `CET-1CEST,M3.5.0,M10.5.0/3`.
    pub posix: Vec<u8, TIME_ZONE_MAX>,
}

/// Value of [`Setting::Zone`]: a rectangle of the picture, in thousandths of
/// its width and height from the top left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// Which: below [`MAX_ZONES`](crate::vocab::MAX_ZONES).
    pub place: u8,
    /// UTF-8.
    pub name: Vec<u8, PLACE_NAME_MAX>,
    /// The preset at which it holds, or `None`: wherever the head points.
    pub preset: Option<u8>,
    /// Its left edge.
    pub left: u16,
    /// Its upper edge.
    pub top: u16,
    /// Its right edge: at most 1000.
    pub right: u16,
    /// Its lower edge: at most 1000.
    pub bottom: u16,
    /// 1 (hardly anything) to 100 (every leaf), in percent.
    pub sensitivity: u8,
}

/// Value of [`Setting::Schedule`]: no entry at all means always.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// What for.
    pub of: ScheduleKind,
    /// When.
    pub entries: Vec<ScheduleEntry, MAX_SCHEDULE_ENTRIES>,
}

/// A time that returns every week, in local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleEntry {
    /// The days on which it begins: bit 0 is Monday, bit 6 Sunday.
    pub days: u8,
    /// When it begins, in minutes since midnight.
    pub from_min: u16,
    /// When it ends; at or before `from_min` means on the next day.
    pub to_min: u16,
}

/// Value of [`Setting::Recording`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// When.
    pub mode: RecordingMode,
}

/// Value of [`Setting::NightVision`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NightVision {
    /// When the night light is on.
    pub mode: NightMode,
    /// How bright it is, 1–100 %.
    pub brightness: u8,
    /// How early it goes on, 1 (at night only) to 100 (at dusk), in percent.
    pub sensitivity: u8,
}

/// Value of [`Setting::Storage`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Storage {
    /// Where recordings go.
    pub choice: StorageChoice,
}

/// Value of [`Setting::Privacy`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Privacy {
    /// Lens parked, sensors off.
    pub on: bool,
}

/// Value of [`Setting::StatusLed`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusLed {
    /// How bright it is, 1–100 %. Faults, a reset and a held button show at full.
    pub brightness: u8,
    /// Stay dark while the camera is online and all is well.
    pub night: bool,
}

/// Value of [`Setting::Preset`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preset {
    /// Which: below [`MAX_PRESETS`].
    pub place: u8,
    /// UTF-8.
    pub name: Vec<u8, PLACE_NAME_MAX>,
    /// Left to right.
    pub pan: Cdeg,
    /// Down to up.
    pub tilt: Cdeg,
}

/// Value of [`Setting::Patrol`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patrol {
    /// Where it goes, in order, and then again from the first.
    pub stops: Vec<PatrolStop, MAX_PATROL_STOPS>,
}

/// A stop of a patrol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PatrolStop {
    /// Which preset.
    pub preset: u8,
    /// For how long it looks there, in seconds: at least 1.
    pub dwell_s: u16,
}

impl Setting {
    /// The kind of the message that sets it. The one that tells it has the
    /// high bit set besides.
    #[must_use]
    pub const fn kind(&self) -> u8 {
        match self {
            Self::Name(_) => kind::SET_NAME,
            Self::TimeZone(_) => kind::SET_TIME_ZONE,
            Self::Zone(_) => kind::SET_ZONE,
            Self::Schedule(_) => kind::SET_SCHEDULE,
            Self::Recording(_) => kind::SET_RECORDING,
            Self::NightVision(_) => kind::SET_NIGHT_VISION,
            Self::Storage(_) => kind::SET_STORAGE,
            Self::Privacy(_) => kind::SET_PRIVACY,
            Self::StatusLed(_) => kind::SET_STATUS_LED,
            Self::Preset(_) => kind::SET_PRESET,
            Self::Patrol(_) => kind::SET_PATROL,
        }
    }

    /// Which setting it is.
    ///
    /// # Errors
    /// `NoSuchSetting` when there is no such place.
    pub fn id(&self) -> Result<SettingId, Refusal> {
        let id = match self {
            Self::Name(_) => Some(SettingId::NAME),
            Self::TimeZone(_) => Some(SettingId::TIME_ZONE),
            Self::Zone(zone) => SettingId::zone(zone.place),
            Self::Schedule(schedule) => match schedule.of {
                ScheduleKind::ALERTS => Some(SettingId::ALERT_SCHEDULE),
                ScheduleKind::RECORDING => Some(SettingId::RECORDING_SCHEDULE),
                _ => None,
            },
            Self::Recording(_) => Some(SettingId::RECORDING),
            Self::NightVision(_) => Some(SettingId::NIGHT_VISION),
            Self::Storage(_) => Some(SettingId::STORAGE),
            Self::Privacy(_) => Some(SettingId::PRIVACY),
            Self::StatusLed(_) => Some(SettingId::STATUS_LED),
            Self::Preset(preset) => SettingId::preset(preset.place),
            Self::Patrol(_) => Some(SettingId::PATROL),
        };
        id.ok_or(Refusal::NO_SUCH_SETTING)
    }

    /// The kind of the message that sets what has that id.
    #[must_use]
    pub fn kind_of(id: SettingId) -> Option<u8> {
        Some(match id {
            SettingId::NAME => kind::SET_NAME,
            SettingId::TIME_ZONE => kind::SET_TIME_ZONE,
            SettingId::RECORDING => kind::SET_RECORDING,
            SettingId::NIGHT_VISION => kind::SET_NIGHT_VISION,
            SettingId::STORAGE => kind::SET_STORAGE,
            SettingId::PRIVACY => kind::SET_PRIVACY,
            SettingId::STATUS_LED => kind::SET_STATUS_LED,
            SettingId::ALERT_SCHEDULE | SettingId::RECORDING_SCHEDULE => kind::SET_SCHEDULE,
            SettingId::PATROL => kind::SET_PATROL,
            _ if id >= SettingId::PRESETS => id.place().map(|_| kind::SET_PRESET)?,
            _ => id.place().map(|_| kind::SET_ZONE)?,
        })
    }

    /// Whether a camera may take it (R55): both sides ask before they do.
    ///
    /// # Errors
    /// The one reason why not.
    ///
    /// ```
    /// use camera_proto::message::{Name, NightVision, Setting};
    /// use camera_proto::vocab::{NightMode, Refusal};
    /// let nameless = Setting::Name(Name { name: heapless::Vec::new() });
    /// assert_eq!(nameless.check(), Err(Refusal::INVALID_NAME));
    /// let dark = NightVision { mode: NightMode::AUTO, brightness: 0, sensitivity: 50 };
    /// assert_eq!(Setting::NightVision(dark).check(), Err(Refusal::OUT_OF_RANGE));
    /// ```
    pub fn check(&self) -> Result<(), Refusal> {
        self.id()?;
        match self {
            Self::Name(name) => check_name(&name.name),
            Self::TimeZone(zone) => is_time_zone(&zone.posix),
            Self::Zone(zone) => zone.check(),
            Self::Schedule(schedule) => schedule.check(),
            Self::Recording(recording) => known(recording.mode.name()),
            Self::NightVision(night) => known(night.mode.name())
                .and_then(|()| percent(night.brightness))
                .and_then(|()| percent(night.sensitivity)),
            Self::Storage(storage) => known(storage.choice.name()),
            Self::Privacy(_) => Ok(()),
            Self::StatusLed(led) => percent(led.brightness),
            Self::Preset(preset) => check_name(&preset.name),
            Self::Patrol(patrol) => patrol.check(),
        }
    }

    /// Writes the body and says how long it is, in bytes.
    ///
    /// # Errors
    /// When `out` is too small; [`MAX_BODY`](super::MAX_BODY) always suffices.
    pub fn encode(&self, out: &mut [u8]) -> Result<usize, TooLong> {
        let mut writer = Writer::new(out);
        self.write(&mut writer)?;
        Ok(writer.len())
    }

    pub(super) fn write(&self, writer: &mut Writer<'_>) -> Result<(), TooLong> {
        match self {
            Self::Name(value) => writer.write(value),
            Self::TimeZone(value) => writer.write(value),
            Self::Zone(value) => writer.write(value),
            Self::Schedule(value) => writer.write(value),
            Self::Recording(value) => writer.write(value),
            Self::NightVision(value) => writer.write(value),
            Self::Storage(value) => writer.write(value),
            Self::Privacy(value) => writer.write(value),
            Self::StatusLed(value) => writer.write(value),
            Self::Preset(value) => writer.write(value),
            Self::Patrol(value) => writer.write(value),
        }
    }

    /// Reads the body of the message that sets it.
    ///
    /// # Errors
    /// When the kind is unknown, or the body malformed.
    pub fn decode(kind: u8, body: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(body);
        let setting = match kind {
            kind::SET_NAME => reader.read().map(Self::Name),
            kind::SET_TIME_ZONE => reader.read().map(Self::TimeZone),
            kind::SET_ZONE => reader.read().map(Self::Zone),
            kind::SET_SCHEDULE => reader.read().map(Self::Schedule),
            kind::SET_RECORDING => reader.read().map(Self::Recording),
            kind::SET_NIGHT_VISION => reader.read().map(Self::NightVision),
            kind::SET_STORAGE => reader.read().map(Self::Storage),
            kind::SET_PRIVACY => reader.read().map(Self::Privacy),
            kind::SET_STATUS_LED => reader.read().map(Self::StatusLed),
            kind::SET_PRESET => reader.read().map(Self::Preset),
            kind::SET_PATROL => reader.read().map(Self::Patrol),
            unknown => return Err(DecodeError::UnknownKind(unknown)),
        };
        match setting {
            Ok(setting) if reader.is_empty() => Ok(setting),
            _ => Err(DecodeError::Malformed(kind)),
        }
    }
}

impl Zone {
    fn check(&self) -> Result<(), Refusal> {
        let inside = self.left < self.right && self.right <= 1_000;
        let upright = self.top < self.bottom && self.bottom <= 1_000;
        if !inside || !upright {
            return Err(Refusal::INVALID_ZONE);
        }
        if self.preset.is_some_and(|place| place >= MAX_PRESETS) {
            return Err(Refusal::NO_SUCH_PRESET);
        }
        check_name(&self.name).and_then(|()| percent(self.sensitivity))
    }
}

impl Schedule {
    fn check(&self) -> Result<(), Refusal> {
        const DAY_MIN: u16 = 24 * 60;
        let fits = |entry: &ScheduleEntry| {
            let on_a_day = entry.days > 0 && entry.days < 1 << 7;
            on_a_day && entry.from_min < DAY_MIN && entry.to_min <= DAY_MIN
        };
        match self.entries.iter().all(fits) {
            true => Ok(()),
            false => Err(Refusal::INVALID_SCHEDULE),
        }
    }
}

impl Patrol {
    fn check(&self) -> Result<(), Refusal> {
        if self.stops.iter().any(|stop| stop.preset >= MAX_PRESETS) {
            return Err(Refusal::NO_SUCH_PRESET);
        }
        match self.stops.iter().all(|stop| stop.dwell_s > 0) {
            true => Ok(()),
            false => Err(Refusal::OUT_OF_RANGE),
        }
    }
}

/// By the reader that tells the time by it: app and camera judge alike.
fn is_time_zone(posix: &[u8]) -> Result<(), Refusal> {
    PosixZone::parse(posix).map(|_| ())
}

fn percent(value: u8) -> Result<(), Refusal> {
    match (1..=100).contains(&value) {
        true => Ok(()),
        false => Err(Refusal::OUT_OF_RANGE),
    }
}

fn known(name: Option<&str>) -> Result<(), Refusal> {
    name.map(|_| ()).ok_or(Refusal::INVALID_CHOICE)
}
