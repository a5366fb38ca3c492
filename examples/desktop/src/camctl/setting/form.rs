//! The JSON of a setting, both ways: what is written is read back as it was.

use core::fmt::{self, Display};

use camera_proto::message::{
    Name, NightVision, Patrol, PatrolStop, Preset, Privacy, Recording, Schedule, Setting,
    StatusLed, Storage, TimeZone, Zone,
};
use camera_proto::vocab::{
    Cdeg, MAX_PATROL_STOPS, MAX_SCHEDULE_ENTRIES, NightMode, RecordingMode, Refusal, ScheduleKind,
    SettingId, StorageChoice,
};
use heapless::Vec as Bounded;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Error, IntoDeserializer as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use super::code;
use crate::camctl::{week, words};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ZoneForm {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    preset: Option<u8>,
    left: u16,
    top: u16,
    right: u16,
    bottom: u16,
    sensitivity: u8,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NightForm {
    mode: String,
    brightness: u8,
    sensitivity: u8,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LedForm {
    brightness: u8,
    night: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetForm {
    name: String,
    pan: i32,
    tilt: i32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StopForm {
    preset: u8,
    dwell_s: u16,
}

/// The value of a setting.
#[must_use]
pub fn to_json(setting: &Setting) -> Value {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match setting {
        Setting::Name(value) => json!(text(&value.name)),
        Setting::TimeZone(value) => json!(text(&value.posix)),
        Setting::Zone(zone) => json!(ZoneForm {
            name: text(&zone.name),
            preset: zone.preset,
            left: zone.left,
            top: zone.top,
            right: zone.right,
            bottom: zone.bottom,
            sensitivity: zone.sensitivity,
        }),
        Setting::Schedule(schedule) => schedule.entries.iter().map(week::show).collect(),
        Setting::Recording(value) => json!(words::name(value.mode.name(), value.mode.0)),
        Setting::NightVision(night) => json!(NightForm {
            mode: words::name(night.mode.name(), night.mode.0),
            brightness: night.brightness,
            sensitivity: night.sensitivity,
        }),
        Setting::Storage(value) => json!(words::name(value.choice.name(), value.choice.0)),
        Setting::Privacy(value) => json!(value.on),
        Setting::StatusLed(led) => json!(LedForm {
            brightness: led.brightness,
            night: led.night,
        }),
        Setting::Preset(preset) => json!(PresetForm {
            name: text(&preset.name),
            pan: preset.pan.0,
            tilt: preset.tilt.0,
        }),
        Setting::Patrol(patrol) => {
            let stop = |stop: &PatrolStop| {
                json!(StopForm {
                    preset: stop.preset,
                    dwell_s: stop.dwell_s,
                })
            };
            patrol.stops.iter().map(stop).collect()
        }
    }
}

/// Reads the value of that setting, and refuses what a camera would. It does
/// so while the value is visited, so that a refusal has the value's line.
#[derive(Clone, Copy)]
pub(super) struct ValueOf(pub(super) SettingId);

impl ValueOf {
    fn checked<'de, D: Deserializer<'de>>(self, from: D) -> Result<Setting, D::Error> {
        let setting = read(self.0, from)?;
        setting.check().map_err(refused)?;
        Ok(setting)
    }
}

impl<'de> DeserializeSeed<'de> for ValueOf {
    type Value = Setting;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Setting, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueOf {
    type Value = Setting;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value of a setting")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Setting, E> {
        self.checked(value.into_deserializer())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Setting, E> {
        self.checked(value.into_deserializer())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Setting, A::Error> {
        self.checked(SeqAccessDeserializer::new(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Setting, A::Error> {
        self.checked(MapAccessDeserializer::new(map))
    }
}

fn read<'de, D: Deserializer<'de>>(id: SettingId, from: D) -> Result<Setting, D::Error> {
    Ok(match id {
        SettingId::NAME => Setting::Name(Name {
            name: name(&String::deserialize(from)?)?,
        }),
        SettingId::TIME_ZONE => {
            let posix = String::deserialize(from)?;
            let posix = Bounded::from_slice(posix.as_bytes())
                .map_err(|_| refused(Refusal::INVALID_TIME_ZONE))?;
            Setting::TimeZone(TimeZone { posix })
        }
        SettingId::RECORDING => Setting::Recording(Recording {
            mode: choice(
                RecordingMode::ALL,
                RecordingMode,
                &String::deserialize(from)?,
            )?,
        }),
        SettingId::NIGHT_VISION => {
            let form = NightForm::deserialize(from)?;
            Setting::NightVision(NightVision {
                mode: choice(NightMode::ALL, NightMode, &form.mode)?,
                brightness: form.brightness,
                sensitivity: form.sensitivity,
            })
        }
        SettingId::STORAGE => Setting::Storage(Storage {
            choice: choice(
                StorageChoice::ALL,
                StorageChoice,
                &String::deserialize(from)?,
            )?,
        }),
        SettingId::PRIVACY => Setting::Privacy(Privacy {
            on: bool::deserialize(from)?,
        }),
        SettingId::STATUS_LED => {
            let LedForm { brightness, night } = LedForm::deserialize(from)?;
            Setting::StatusLed(StatusLed { brightness, night })
        }
        SettingId::ALERT_SCHEDULE => schedule(ScheduleKind::ALERTS, from)?,
        SettingId::RECORDING_SCHEDULE => schedule(ScheduleKind::RECORDING, from)?,
        SettingId::PATROL => patrol(from)?,
        _ if SettingId::zone(id.place().unwrap_or_default()) == Some(id) => zone(id, from)?,
        _ => preset(id, from)?,
    })
}

fn schedule<'de, D: Deserializer<'de>>(of: ScheduleKind, from: D) -> Result<Setting, D::Error> {
    let times = Vec::<String>::deserialize(from)?;
    let mut entries = Bounded::new();
    for time in &times {
        let entry =
            week::parse(time).map_err(|why| D::Error::custom(format!("{time:?}: {why}")))?;
        let room = entries.push(entry);
        room.map_err(|_| too_many::<D::Error>(MAX_SCHEDULE_ENTRIES))?;
    }
    Ok(Setting::Schedule(Schedule { of, entries }))
}

fn patrol<'de, D: Deserializer<'de>>(from: D) -> Result<Setting, D::Error> {
    let mut stops = Bounded::new();
    for StopForm { preset, dwell_s } in Vec::deserialize(from)? {
        let room = stops.push(PatrolStop { preset, dwell_s });
        room.map_err(|_| too_many::<D::Error>(MAX_PATROL_STOPS))?;
    }
    Ok(Setting::Patrol(Patrol { stops }))
}

fn zone<'de, D: Deserializer<'de>>(id: SettingId, from: D) -> Result<Setting, D::Error> {
    let form = ZoneForm::deserialize(from)?;
    Ok(Setting::Zone(Zone {
        place: id.place().unwrap_or_default(),
        name: name(&form.name)?,
        preset: form.preset,
        left: form.left,
        top: form.top,
        right: form.right,
        bottom: form.bottom,
        sensitivity: form.sensitivity,
    }))
}

fn preset<'de, D: Deserializer<'de>>(id: SettingId, from: D) -> Result<Setting, D::Error> {
    let form = PresetForm::deserialize(from)?;
    Ok(Setting::Preset(Preset {
        place: id.place().unwrap_or_default(),
        name: name(&form.name)?,
        pan: Cdeg(form.pan),
        tilt: Cdeg(form.tilt),
    }))
}

fn name<E: Error, const N: usize>(text: &str) -> Result<Bounded<u8, N>, E> {
    Bounded::from_slice(text.as_bytes()).map_err(|_| refused(Refusal::INVALID_NAME))
}

fn choice<C: Copy, E: Error>(known: &[(C, &str)], of: fn(u8) -> C, name: &str) -> Result<C, E> {
    code(known, of, name).ok_or_else(|| {
        let names: Vec<_> = known.iter().map(|(_, name)| *name).collect();
        E::custom(format!("{name:?} is none of {}", names.join(", ")))
    })
}

fn too_many<E: Error>(most: impl Display) -> E {
    E::custom(format!("more than {most} are too many"))
}

fn refused<E: Error>(why: Refusal) -> E {
    E::custom(camera_proto::controller::message(why).trim_end_matches('.'))
}
