//! Words of the settings (R50–R57).

use core::fmt;

use serde::{Deserialize, Serialize};

/// How many motion zones a camera keeps. Each costs a record of at most 33
/// bytes in the user flash.
pub const MAX_ZONES: u8 = 8;

/// Where a notice of motion names no zone: the whole picture, which counts while
/// no zone is kept.
pub const NO_ZONE: u8 = 0xff;

/// How many presets a camera keeps. Each costs a record of at most 29 bytes
/// in the user flash.
pub const MAX_PRESETS: u8 = 8;

/// How many times a week a schedule can name.
pub const MAX_SCHEDULE_ENTRIES: usize = 8;

/// How many stops a patrol can have.
pub const MAX_PATROL_STOPS: usize = 8;

/// The longest name of a camera, in bytes.
pub const NAME_MAX: usize = 32;

/// The longest name of a zone or a preset, in bytes.
pub const PLACE_NAME_MAX: usize = 16;

/// The longest POSIX time zone, in bytes: `CET-1CEST,M3.5.0,M10.5.0/3` has 27.
pub const TIME_ZONE_MAX: usize = 48;

/// Names one setting, as an open code: what is listed, cleared and announced.
/// Zones and presets have a place each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SettingId(pub u8);

impl SettingId {
    /// The camera's name (R46, R82).
    pub const NAME: Self = Self(0x20);
    /// The time zone (R56).
    pub const TIME_ZONE: Self = Self(0x21);
    /// When to record (R52).
    pub const RECORDING: Self = Self(0x22);
    /// Night vision (R53).
    pub const NIGHT_VISION: Self = Self(0x23);
    /// Where recordings go (R54).
    pub const STORAGE: Self = Self(0x24);
    /// Privacy mode (R54).
    pub const PRIVACY: Self = Self(0x25);
    /// Brightness of the status LED.
    pub const STATUS_LED: Self = Self(0x26);
    /// When motion alerts (R51).
    pub const ALERT_SCHEDULE: Self = Self(0x27);
    /// When a scheduled recording runs (R52).
    pub const RECORDING_SCHEDULE: Self = Self(0x28);
    /// The patrol (R60).
    pub const PATROL: Self = Self(0x29);
    /// The first motion zone (R50); the others follow.
    pub const ZONES: Self = Self(0x30);
    /// The first preset (R60); the others follow.
    pub const PRESETS: Self = Self(0x38);

    /// Every setting that this version knows, in the order of its code.
    pub fn all() -> impl Iterator<Item = Self> {
        const { assert!(Self::ZONES.0 + MAX_ZONES == Self::PRESETS.0) };
        (Self::NAME.0..Self::PRESETS.0 + MAX_PRESETS)
            .filter(|code| *code <= Self::PATROL.0 || *code >= Self::ZONES.0)
            .map(Self)
    }

    /// The motion zone in that place, or `None` when there is no such place.
    #[must_use]
    pub fn zone(place: u8) -> Option<Self> {
        (place < MAX_ZONES).then(|| Self(Self::ZONES.0 + place))
    }

    /// The preset in that place, or `None` when there is no such place.
    #[must_use]
    pub fn preset(place: u8) -> Option<Self> {
        (place < MAX_PRESETS).then(|| Self(Self::PRESETS.0 + place))
    }

    /// The place of a zone or a preset: 0 for the first; `None` for what has none.
    #[must_use]
    pub fn place(self) -> Option<u8> {
        let in_zones = self
            .0
            .checked_sub(Self::ZONES.0)
            .filter(|at| *at < MAX_ZONES);
        let in_presets = self
            .0
            .checked_sub(Self::PRESETS.0)
            .filter(|at| *at < MAX_PRESETS);
        in_zones.or(in_presets)
    }

    /// The name of this code without its place, or `None` when this version
    /// does not know it.
    ///
    /// ```
    /// use camera_proto::vocab::SettingId;
    /// assert_eq!(SettingId::PRIVACY.name(), Some("privacy"));
    /// assert_eq!(SettingId::zone(3).and_then(SettingId::name), Some("zone"));
    /// assert_eq!(SettingId(0xff).name(), None);
    /// ```
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        const NAMES: &[(SettingId, &str)] = &[
            (SettingId::NAME, "name"),
            (SettingId::TIME_ZONE, "time-zone"),
            (SettingId::RECORDING, "recording"),
            (SettingId::NIGHT_VISION, "night-vision"),
            (SettingId::STORAGE, "storage"),
            (SettingId::PRIVACY, "privacy"),
            (SettingId::STATUS_LED, "status-led"),
            (SettingId::ALERT_SCHEDULE, "alert-schedule"),
            (SettingId::RECORDING_SCHEDULE, "recording-schedule"),
            (SettingId::PATROL, "patrol"),
        ];
        let placed = |first: Self, count| (first.0..first.0 + count).contains(&self.0);
        super::name_in(NAMES, self)
            .or_else(|| placed(Self::ZONES, MAX_ZONES).then_some("zone"))
            .or_else(|| placed(Self::PRESETS, MAX_PRESETS).then_some("preset"))
    }
}

impl fmt::Debug for SettingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)?;
        match self.place() {
            Some(place) => write!(f, " {place}"),
            None => Ok(()),
        }
    }
}

/// What a schedule is for, as an open code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ScheduleKind(pub u8);

impl ScheduleKind {
    /// When motion alerts (R51).
    pub const ALERTS: Self = Self(0);
    /// When a scheduled recording runs (R52).
    pub const RECORDING: Self = Self(1);

    /// Every code this version knows, with its name.
    pub const ALL: &'static [(Self, &'static str)] =
        &[(Self::ALERTS, "alerts"), (Self::RECORDING, "recording")];

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        super::name_in(Self::ALL, self)
    }
}

impl fmt::Debug for ScheduleKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}

/// When the camera records (R52), as an open code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordingMode(pub u8);

impl RecordingMode {
    /// Never.
    pub const OFF: Self = Self(0);
    /// Always.
    pub const CONTINUOUS: Self = Self(1);
    /// When something moves in a zone.
    pub const MOTION: Self = Self(2);
    /// At the times of its schedule.
    pub const SCHEDULED: Self = Self(3);

    /// Every code this version knows, with its name.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::OFF, "off"),
        (Self::CONTINUOUS, "continuous"),
        (Self::MOTION, "motion"),
        (Self::SCHEDULED, "scheduled"),
    ];

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        super::name_in(Self::ALL, self)
    }
}

impl fmt::Debug for RecordingMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}

/// When the night light is on (R53), as an open code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NightMode(pub u8);

impl NightMode {
    /// When the light sensor says that it is dark.
    pub const AUTO: Self = Self(0);
    /// Always.
    pub const ON: Self = Self(1);
    /// Never.
    pub const OFF: Self = Self(2);

    /// Every code this version knows, with its name.
    pub const ALL: &'static [(Self, &'static str)] =
        &[(Self::AUTO, "auto"), (Self::ON, "on"), (Self::OFF, "off")];

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        super::name_in(Self::ALL, self)
    }
}

impl fmt::Debug for NightMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}

/// Where recordings go (R54), as an open code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StorageChoice(pub u8);

impl StorageChoice {
    /// Nowhere, until a user chooses: so it is after a reset.
    pub const NONE: Self = Self(0);
    /// The camera's own.
    pub const LOCAL: Self = Self(1);
    /// The maker's.
    pub const CLOUD: Self = Self(2);
    /// Both.
    pub const BOTH: Self = Self(3);

    /// Every code this version knows, with its name.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::NONE, "none"),
        (Self::LOCAL, "local"),
        (Self::CLOUD, "cloud"),
        (Self::BOTH, "both"),
    ];

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        super::name_in(Self::ALL, self)
    }
}

impl fmt::Debug for StorageChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}
