//! A file of settings that a page has been given, as lines of a story.

use core::fmt::Write as _;

use camera_proto::message::{NightVision, Preset, Schedule, Setting, StatusLed, Zone};
use camera_proto::vocab::{Cdeg, ScheduleKind};
use serde_json::{Value, json};

use crate::camctl::setting::{file, text, title_of};
use crate::camctl::week;

/// What the file changes of what is known to be set, each with the line that does it.
///
/// # Errors
/// What is wrong with the file, as a sentence.
pub(super) fn changes(content: &str, known: &[Setting]) -> Result<Value, String> {
    let wanted = file::read(content.as_bytes()).map_err(|error| {
        let why = file::why(&error);
        format!("Line {} of the file is refused: {why}.", error.line())
    })?;
    let change = |new: &Setting| {
        let old = known.iter().find(|old| old.id() == new.id());
        json!({
            "setting": title_of(new),
            "from": old.map(text::value),
            "to": text::value(new),
            "line": format!("controller set {}", line(new)),
        })
    };
    let new = wanted.iter().filter(|new| !known.contains(new));
    let changes: Vec<_> = new.map(change).collect();
    Ok(json!({ "unchanged": wanted.len() - changes.len(), "changes": changes }))
}

/// What comes after `controller set`.
fn line(setting: &Setting) -> String {
    match setting {
        Setting::Name(value) => format!("name {}", quoted(&value.name)),
        Setting::TimeZone(value) => format!("time-zone {}", quoted(&value.posix)),
        Setting::Zone(zone) => zone_line(zone),
        Setting::Schedule(schedule) => schedule_line(schedule),
        Setting::Recording(value) => format!("recording {}", known(value.mode.name())),
        Setting::NightVision(NightVision {
            mode,
            brightness,
            sensitivity,
        }) => {
            let mode = known(mode.name());
            format!("night-vision {mode} brightness {brightness} sensitivity {sensitivity}")
        }
        Setting::Storage(value) => format!("storage {}", known(value.choice.name())),
        Setting::Privacy(value) => format!("privacy {}", if value.on { "on" } else { "off" }),
        Setting::StatusLed(StatusLed { brightness, night }) => {
            format!(
                "status-led {brightness}{}",
                if *night { " night" } else { "" }
            )
        }
        Setting::Preset(Preset {
            place,
            name,
            pan,
            tilt,
        }) => {
            let (name, pan, tilt) = (quoted(name), degrees(*pan), degrees(*tilt));
            format!("preset {place} {name} {pan} {tilt}")
        }
        Setting::Patrol(patrol) => {
            let mut line = "patrol".to_owned();
            for stop in &patrol.stops {
                // A text takes what is written to it.
                let _ = write!(line, " {} {}s", stop.preset, stop.dwell_s);
            }
            line
        }
    }
}

fn zone_line(zone: &Zone) -> String {
    let Zone {
        place,
        left,
        top,
        right,
        bottom,
        sensitivity,
        ..
    } = zone;
    let at = zone
        .preset
        .map_or_else(String::new, |preset| format!(" at {preset}"));
    let name = quoted(&zone.name);
    format!("zone {place} {name} {left} {top} {right} {bottom}{at} sensitivity {sensitivity}")
}

fn schedule_line(schedule: &Schedule) -> String {
    let of = match schedule.of {
        ScheduleKind::RECORDING => "recording-times",
        _ => "alerts",
    };
    let times = schedule.entries.iter().map(week::show);
    let times: Vec<_> = times.map(|times| format!("\"{times}\"")).collect();
    match times.is_empty() {
        true => format!("{of} always"),
        false => format!("{of} {}", times.join(" ")),
    }
}

/// A file has no code without a name: it was checked.
fn known(name: Option<&'static str>) -> &'static str {
    name.unwrap_or("unknown")
}

fn degrees(Cdeg(cdeg): Cdeg) -> String {
    (f64::from(cdeg) / 100.0).to_string()
}

/// A word of a line, of any bytes.
fn quoted(bytes: &[u8]) -> String {
    let mut word = "\"".to_owned();
    for &byte in bytes {
        let _ = match byte {
            b'"' | b'\\' => write!(word, "\\{}", char::from(byte)),
            b' '..=b'~' => write!(word, "{}", char::from(byte)),
            _ => write!(word, "\\x{byte:02x}"),
        };
    }
    word.push('"');
    word
}

#[cfg(test)]
mod tests {
    use camera_fsm::scenario::{Line, Verb};

    use super::*;

    const FILE: &str = r#"{"camera-settings": 1, "settings": {
        "alert-schedule": ["Mon-Fri 22:00-06:00", "Sat-Sun 00:00-24:00"],
        "name": "Küche \"a\\b\"",
        "night-vision": {"mode": "on", "brightness": 80, "sensitivity": 5},
        "patrol": [{"preset": 0, "dwell_s": 30}, {"preset": 7, "dwell_s": 65535}],
        "preset 0": {"name": "door", "pan": -4507, "tilt": 1},
        "preset 7": {"name": "a", "pan": 17000, "tilt": -1050},
        "privacy": true,
        "recording": "motion",
        "recording-schedule": [],
        "status-led": {"brightness": 40, "night": true},
        "storage": "local",
        "time-zone": "CET-1CEST,M3.5.0,M10.5.0/3",
        "zone 0": {"name": "door", "preset": 0, "left": 100, "top": 1, "right": 455, "bottom": 999, "sensitivity": 70},
        "zone 7": {"name": "all", "left": 0, "top": 0, "right": 1000, "bottom": 1000, "sensitivity": 50}
    }}"#;

    #[test]
    fn r55_the_lines_set_what_the_file_says() {
        let wanted = file::read(FILE.as_bytes()).expect("a good file");
        let told = changes(FILE, &wanted[..1]).expect("changes");
        assert_eq!(told["unchanged"], 1);
        let lines = told["changes"].as_array().expect("a list");
        assert_eq!(lines.len(), wanted.len() - 1);
        for (told, wanted) in lines.iter().zip(&wanted[1..]) {
            let line = told["line"].as_str().expect("a line");
            let Ok(Line::Controller {
                verb: Verb::Set(set),
                ..
            }) = Line::parse(line)
            else {
                panic!("{line}: {:?}", Line::parse(line));
            };
            assert_eq!(&set, wanted, "{line}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let said = changes(
            "{\"camera-settings\": 1, \"settings\": {\n\"privacy\": 1}}",
            &[],
        );
        let said = said.expect_err("it is no setting");
        assert!(
            said.starts_with("Line 2 of the file is refused: privacy: invalid type"),
            "{said}"
        );
    }
}
