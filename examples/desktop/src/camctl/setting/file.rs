//! The file of `settings export`: readable, with a version, without a secret.
//! All of it is checked before any of it is used; what is wrong is said with
//! the setting's name and the line.

use core::fmt;

use camera_proto::message::Setting;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

use super::form::{ValueOf, to_json};
use super::{title_of, titled};

/// The version of the file's layout.
const VERSION: u64 = 1;

/// What a file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "camera-settings", deserialize_with = "version")]
    _version: (),
    settings: Settings,
}

#[derive(Debug)]
struct Settings(Vec<Setting>);

/// The settings by their names.
#[must_use]
pub fn values<'a>(settings: impl IntoIterator<Item = &'a Setting>) -> Value {
    let value = |setting: &'a Setting| (title_of(setting), to_json(setting));
    settings
        .into_iter()
        .map(value)
        .collect::<Map<_, _>>()
        .into()
}

/// A file of these settings.
#[must_use]
pub fn write(settings: &[Setting]) -> Value {
    json!({ "camera-settings": VERSION, "settings": values(settings) })
}

/// The settings of a file, in the order in which it has them.
///
/// # Errors
/// When a part of it is not a setting that a camera could take.
pub fn read(text: &[u8]) -> Result<Vec<Setting>, serde_json::Error> {
    serde_json::from_slice(text).map(|file: File| file.settings.0)
}

/// Why a file is refused, without the place, which the error has too.
#[must_use]
pub fn why(error: &serde_json::Error) -> String {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let why = error.to_string();
    why.strip_suffix(&place).unwrap_or(&why).to_owned()
}

fn version<'de, D: Deserializer<'de>>(from: D) -> Result<(), D::Error> {
    match u64::deserialize(from)? {
        VERSION => Ok(()),
        other => Err(D::Error::custom(format!(
            "the file has version {other}, and only {VERSION} is known"
        ))),
    }
}

impl<'de> Deserialize<'de> for Settings {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(ByName)
    }
}

struct ByName;

impl<'de> Visitor<'de> for ByName {
    type Value = Settings;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("settings by their names")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Settings, A::Error> {
        let mut settings: Vec<Setting> = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            let id = titled(&name)
                .ok_or_else(|| A::Error::custom(format!("there is no setting {name:?}")))?;
            if settings.iter().any(|setting| setting.id() == Ok(id)) {
                return Err(A::Error::custom(format!("{name} is there twice")));
            }
            // The message keeps the line.
            let value = map.next_value_seed(ValueOf(id));
            settings.push(value.map_err(|why| A::Error::custom(format!("{name}: {why}")))?);
        }
        Ok(Settings(settings))
    }
}

#[cfg(test)]
mod tests {
    use camera_proto::message::{
        Name, NightVision, Patrol, PatrolStop, Preset, Privacy, Recording, Schedule, ScheduleEntry,
        StatusLed, Storage, TimeZone, Zone,
    };
    use camera_proto::vocab::{Cdeg, NightMode, RecordingMode, ScheduleKind, StorageChoice};

    use super::*;

    /// One of each, and of what has places the first and the last.
    fn all() -> Vec<Setting> {
        let entry = |days, from_min, to_min| ScheduleEntry {
            days,
            from_min,
            to_min,
        };
        let zone = |place, preset| Zone {
            place,
            name: "döor".bytes().collect(),
            preset,
            left: 0,
            top: 1,
            right: 999,
            bottom: 1_000,
            sensitivity: 70,
        };
        let preset = |place| Preset {
            place,
            name: "a \"window\"".bytes().collect(),
            pan: Cdeg(-17_000),
            tilt: Cdeg(1),
        };
        let schedule = |of, entries: &[ScheduleEntry]| Schedule {
            of,
            entries: entries.iter().copied().collect(),
        };
        let weekly = [entry(0x1f, 1_320, 360), entry(0x60, 0, 1_440)];
        let stop = |preset| PatrolStop {
            preset,
            dwell_s: u16::MAX,
        };
        vec![
            Setting::Name(Name {
                name: "Küche".bytes().collect(),
            }),
            Setting::TimeZone(TimeZone {
                posix: "CET-1CEST,M3.5.0,M10.5.0/3".bytes().collect(),
            }),
            Setting::Recording(Recording {
                mode: RecordingMode::MOTION,
            }),
            Setting::NightVision(NightVision {
                mode: NightMode::AUTO,
                brightness: 80,
                sensitivity: 50,
            }),
            Setting::Storage(Storage {
                choice: StorageChoice::BOTH,
            }),
            Setting::Privacy(Privacy { on: true }),
            Setting::StatusLed(StatusLed {
                brightness: 40,
                night: true,
            }),
            Setting::Schedule(schedule(ScheduleKind::ALERTS, &weekly)),
            Setting::Schedule(schedule(ScheduleKind::RECORDING, &[])),
            Setting::Patrol(Patrol {
                stops: [stop(0), stop(7)].into_iter().collect(),
            }),
            Setting::Zone(zone(0, None)),
            Setting::Zone(zone(7, Some(7))),
            Setting::Preset(preset(0)),
            Setting::Preset(preset(7)),
        ]
    }

    #[test]
    fn r55_what_is_written_is_read_back() {
        let mut read = read(write(&all()).to_string().as_bytes()).unwrap();
        read.sort_by_key(|setting| setting.id().unwrap());
        assert_eq!(read, all());
    }

    #[test]
    fn a_bad_file_is_refused_with_name_and_line() {
        let file = |settings: &str| {
            format!("{{\"camera-settings\": 1, \"settings\": {{\n{settings}\n}}}}")
        };
        for (settings, why, line) in [
            (
                "\"privacy\": \"on\"",
                "privacy: invalid type: string \"on\", expected a boolean",
                2,
            ),
            (
                "\"privacy\": true,\n\"privcy\": true",
                "there is no setting \"privcy\"",
                3,
            ),
            (
                "\"privacy\": true,\n\n\"privacy\": true",
                "privacy is there twice",
                4,
            ),
            (
                "\"name\": \"\"",
                "name: That name is empty, too long, or not text",
                2,
            ),
            (
                "\"recording\": \"never\"",
                "recording: \"never\" is none of off, continuous, motion, scheduled",
                2,
            ),
            (
                "\"recording\": \"unknown-9\"",
                "recording: The camera does not know that mode",
                2,
            ),
            (
                "\"status-led\": {\"brightness\": 0, \"night\": true}",
                "status-led: That value is outside its range",
                2,
            ),
            (
                "\"status-led\": {\"brightness\": 256}",
                "status-led: invalid value",
                2,
            ),
            (
                "\"status-led\": {\"brightness\": 1, \"nite\": 2}",
                "status-led: unknown field `nite`",
                2,
            ),
            (
                "\n\"zone 0\": {\"name\": \"a\"}",
                "zone 0: missing field `left`",
                3,
            ),
            ("\"zone 8\": {}", "there is no setting \"zone 8\"", 2),
            (
                "\"alert-schedule\": [\"Mon\"]",
                "alert-schedule: \"Mon\": not times such as",
                2,
            ),
            (
                "\"alert-schedule\": [\"Mon 24:00-08:00\"]",
                "alert-schedule: A time of that schedule is outside",
                2,
            ),
            (
                "\"patrol\": [{\"preset\":8,\"dwell_s\":1}]",
                "patrol: The camera has no preset",
                2,
            ),
        ] {
            let said = read(file(settings).as_bytes()).unwrap_err().to_string();
            assert!(said.starts_with(why), "{said}");
            assert!(said.contains(&format!(" at line {line} column ")), "{said}");
        }
        let many = ["\"daily 00:00-01:00\""; 9].join(",");
        let said = read(file(&format!("\"alert-schedule\": [{many}]")).as_bytes()).unwrap_err();
        assert!(
            said.to_string().contains("more than 8 are too many"),
            "{said}"
        );
        for (text, why) in [
            ("", "EOF"),
            ("[]", "invalid length"),
            ("{}", "missing field `camera-settings`"),
            (
                "{\"camera-settings\": 2, \"settings\": {}}",
                "the file has version 2",
            ),
            ("{\"camera-settings\": 1}", "missing field `settings`"),
            (
                "{\"camera-settings\": 1, \"settings\": {}, \"key\": 1}",
                "unknown field `key`",
            ),
        ] {
            let said = read(text.as_bytes()).unwrap_err().to_string();
            assert!(said.contains(why), "{text}: {said}");
        }
    }
}
