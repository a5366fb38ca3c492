//! What the settings mean to the machine: their values, as far as it acts on
//! them (design 2.4). Names and records lie in the store and pass beside it.

use camera_proto::message::{PatrolStop, Setting};
use camera_proto::time_zone::PosixZone;
use camera_proto::vocab::{
    MAX_PATROL_STOPS, MAX_PRESETS, MAX_ZONES, RecordingMode, SettingId, StorageChoice,
};

use crate::led::Look;
use crate::levels::Pose;
use crate::motion_detection::PlacedZone;
use crate::night_vision::NightLight;
use crate::schedule::Schedule;

/// What a setting means for the machine: its value, where the machine acts on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Nothing: it is only kept.
    None,
    /// How the LED shall look (R10).
    Look(Look),
    /// Whether the camera shall neither see nor hear (R54).
    Privacy(bool),
    /// Where that preset is (R60).
    Preset(Pose),
    /// Where the patrol goes (R60).
    Patrol(Stops),
    /// Where motion counts (R50).
    Zone(PlacedZone),
    /// When motion alerts, or a scheduled recording runs (R51, R52).
    Schedule(Schedule),
    /// What the clock shows here (R56).
    TimeZone(PosixZone),
    /// When to record (R52).
    Recording(RecordingMode),
    /// Where recordings go (R54).
    Storage(StorageChoice),
    /// When there is a night light, and how much of it (R53).
    NightLight(NightLight),
}

impl Effect {
    /// What that setting means.
    #[must_use]
    pub fn of(setting: &Setting) -> Self {
        match setting {
            Setting::StatusLed(led) => Self::Look(Look {
                percent: led.brightness,
                night: led.night,
            }),
            Setting::Privacy(privacy) => Self::Privacy(privacy.on),
            Setting::Preset(preset) => Self::Preset(Pose {
                pan: preset.pan,
                tilt: preset.tilt,
            }),
            Setting::Patrol(patrol) => Self::Patrol(Stops::of(&patrol.stops)),
            Setting::Zone(zone) => Self::Zone(PlacedZone::of(zone)),
            Setting::Schedule(schedule) => Self::Schedule(Schedule::new(schedule)),
            // What does not parse was refused; from a flash it is the default.
            Setting::TimeZone(zone) => {
                PosixZone::parse(&zone.posix).map_or(Self::None, Self::TimeZone)
            }
            Setting::Recording(recording) => Self::Recording(recording.mode),
            Setting::Storage(storage) => Self::Storage(storage.choice),
            Setting::NightVision(night) => Self::NightLight(NightLight::of(night)),
            Setting::Name(_) => Self::None,
        }
    }
}

/// The values that the machine acts on, each at its default until it is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Values {
    /// Which settings are not at their default.
    pub kept: SettingSet,
    /// Which settings have a record that cannot be read: they are at their
    /// default until they are set again (R55).
    pub unreadable: SettingSet,
    /// How the owner wants the LED.
    pub look: Look,
    /// Whether privacy mode is on (R54).
    pub privacy: bool,
    /// Where each preset is, of those that are kept.
    pub presets: [Pose; MAX_PRESETS as usize],
    /// Where the patrol goes.
    pub patrol: Stops,
    /// Where motion counts.
    pub zones: [Option<PlacedZone>; MAX_ZONES as usize],
    /// When motion alerts.
    pub alert_times: Schedule,
    /// When a scheduled recording runs.
    pub recording_times: Schedule,
    /// What the clock shows here.
    pub time_zone: PosixZone,
    /// When to record.
    pub recording: RecordingMode,
    /// Where recordings go.
    pub storage: StorageChoice,
    /// When there is a night light.
    pub night_light: NightLight,
}

impl Values {
    /// All of them, before anybody has set one.
    pub const DEFAULT: Self = Self {
        kept: SettingSet::NONE,
        unreadable: SettingSet::NONE,
        look: Look::FULL,
        privacy: false,
        presets: [Pose::HOME; MAX_PRESETS as usize],
        patrol: Stops::NONE,
        zones: [None; MAX_ZONES as usize],
        alert_times: Schedule::ALWAYS,
        recording_times: Schedule::ALWAYS,
        time_zone: PosixZone::UTC,
        recording: RecordingMode::OFF,
        storage: StorageChoice::NONE,
        night_light: NightLight::DEFAULT,
    };

    /// One is set.
    pub fn set(&mut self, setting: SettingId, effect: &Effect) {
        self.kept = self.kept.with(setting, true);
        self.unreadable = self.unreadable.with(setting, false);
        match *effect {
            Effect::None => {}
            Effect::Look(look) => self.look = look,
            Effect::Privacy(on) => self.privacy = on,
            Effect::Preset(pose) => self.set_preset(setting, pose),
            Effect::Patrol(stops) => self.patrol = stops,
            Effect::Zone(zone) => self.set_zone(setting, Some(zone)),
            Effect::Schedule(times) if setting == SettingId::ALERT_SCHEDULE => {
                self.alert_times = times;
            }
            Effect::Schedule(times) => self.recording_times = times,
            Effect::TimeZone(zone) => self.time_zone = zone,
            Effect::Recording(mode) => self.recording = mode,
            Effect::Storage(choice) => self.storage = choice,
            Effect::NightLight(night) => self.night_light = night,
        }
    }

    /// One is at its default again.
    pub fn clear(&mut self, setting: SettingId) {
        self.kept = self.kept.with(setting, false);
        self.unreadable = self.unreadable.with(setting, false);
        match setting {
            SettingId::STATUS_LED => self.look = Self::DEFAULT.look,
            SettingId::PRIVACY => self.privacy = Self::DEFAULT.privacy,
            SettingId::PATROL => self.patrol = Self::DEFAULT.patrol,
            SettingId::ALERT_SCHEDULE => self.alert_times = Self::DEFAULT.alert_times,
            SettingId::RECORDING_SCHEDULE => self.recording_times = Self::DEFAULT.recording_times,
            SettingId::TIME_ZONE => self.time_zone = Self::DEFAULT.time_zone,
            SettingId::RECORDING => self.recording = Self::DEFAULT.recording,
            SettingId::STORAGE => self.storage = Self::DEFAULT.storage,
            SettingId::NIGHT_VISION => self.night_light = Self::DEFAULT.night_light,
            _ if setting >= SettingId::PRESETS => self.set_preset(setting, Pose::HOME),
            _ => self.set_zone(setting, None),
        }
    }

    /// These, with that one set: to describe a camera in one expression.
    ///
    /// ```
    /// use camera_fsm::settings::{Effect, Values};
    /// use camera_proto::vocab::SettingId;
    /// let private = Values::DEFAULT.with(SettingId::PRIVACY, Effect::Privacy(true));
    /// assert!(private.privacy && private.kept.has(SettingId::PRIVACY));
    /// ```
    #[must_use]
    pub fn with(mut self, setting: SettingId, effect: Effect) -> Self {
        self.set(setting, &effect);
        self
    }

    /// Where the preset in that place is, if there is one.
    #[must_use]
    pub fn preset(&self, place: u8) -> Option<Pose> {
        let is_kept = self.kept.has(SettingId::preset(place)?);
        let pose = self.presets.get(usize::from(place))?;
        is_kept.then_some(*pose)
    }

    fn set_zone(&mut self, setting: SettingId, to: Option<PlacedZone>) {
        let place = setting.place().map(usize::from);
        if let Some(zone) = place.and_then(|place| self.zones.get_mut(place)) {
            *zone = to;
        }
    }

    fn set_preset(&mut self, setting: SettingId, to: Pose) {
        let place = setting.place().map(usize::from);
        if let Some(preset) = place.and_then(|place| self.presets.get_mut(place)) {
            *preset = to;
        }
    }
}

/// The stops of a patrol (R60).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stops {
    presets: [u8; MAX_PATROL_STOPS],
    /// How long it looks there, in seconds; 0: there is no such stop.
    dwell_s: [u16; MAX_PATROL_STOPS],
}

impl Stops {
    /// No patrol.
    pub const NONE: Self = Self {
        presets: [0; MAX_PATROL_STOPS],
        dwell_s: [0; MAX_PATROL_STOPS],
    };

    /// These, as far as there is room.
    #[must_use]
    pub fn of(stops: &[PatrolStop]) -> Self {
        let mut all = Self::NONE;
        let places = all.presets.iter_mut().zip(&mut all.dwell_s);
        for ((preset, dwell_s), stop) in places.zip(stops) {
            (*preset, *dwell_s) = (stop.preset, stop.dwell_s);
        }
        all
    }

    fn stop(&self, place: u8) -> Option<PatrolStop> {
        let place = usize::from(place);
        let (preset, dwell_s) = (*self.presets.get(place)?, *self.dwell_s.get(place)?);
        (dwell_s > 0).then_some(PatrolStop { preset, dwell_s })
    }

    /// Whether any of them has a preset to point to.
    #[must_use]
    pub fn leads_somewhere(&self, values: &Values) -> bool {
        let mut stops = (0..MAX_PATROL_STOPS as u8).filter_map(|place| self.stop(place));
        stops.any(|stop| values.preset(stop.preset).is_some())
    }

    /// The stop in that place, and the place of the one after it; after the
    /// last comes the first. `None` when there are no stops at all.
    #[must_use]
    pub fn at(&self, place: u8) -> Option<(PatrolStop, u8)> {
        let (place, stop) = match self.stop(place) {
            Some(stop) => (place, stop),
            // The patrol has become shorter meanwhile.
            None => (0, self.stop(0)?),
        };
        let next = self.stop(place + 1).map_or(0, |_| place + 1);
        Some((stop, next))
    }
}

/// Some of the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SettingSet(u32);

impl SettingSet {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// These, with or without that one. A setting that this version does not
    /// know is not kept.
    #[must_use]
    pub fn with(self, setting: SettingId, is_in: bool) -> Self {
        let bit = bit(setting);
        match is_in {
            true => Self(self.0 | bit),
            false => Self(self.0 & !bit),
        }
    }

    /// Whether that one is among them.
    #[must_use]
    pub fn has(self, setting: SettingId) -> bool {
        self.0 & bit(setting) != 0
    }

    /// The one with the lowest code.
    #[must_use]
    pub fn first(self) -> Option<SettingId> {
        let at = self.0.trailing_zeros() as u8;
        (self.0 != 0).then_some(SettingId(SettingId::NAME.0 + at))
    }

    /// How many.
    #[must_use]
    pub fn count(self) -> u8 {
        self.0.count_ones() as u8
    }
}

/// The one bit of that setting; none of one that this version does not know.
fn bit(SettingId(code): SettingId) -> u32 {
    let at = code.checked_sub(SettingId::NAME.0).map(u32::from);
    at.and_then(|at| 1_u32.checked_shl(at)).unwrap_or(0)
}
