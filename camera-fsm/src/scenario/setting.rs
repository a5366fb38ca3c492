//! The settings that a story knows words for: those that a person makes when
//! the camera is new, and a reset takes away again.

use camera_proto::message::{
    Name, NightVision, Patrol, PatrolStop, Preset, Privacy, Recording, Schedule, ScheduleEntry,
    Setting, StatusLed, Storage, TimeZone, Zone,
};
use camera_proto::vocab::{NightMode, PLACE_NAME_MAX, RecordingMode, ScheduleKind, StorageChoice};
use heapless::Vec;

use super::week::times_of_week;
use super::words::{SyntaxError, Words};

/// Reads what comes after `controller set`.
pub(super) fn setting(words: &mut Words<'_>) -> Result<Setting, SyntaxError> {
    const SETTING: &str = "`name`, `time-zone`, `zone`, `alerts`, `recording`, `recording-times`, \
                           `night-vision`, `storage`, `privacy`, `preset`, `patrol` or `status-led`";
    Ok(match words.keyword(SETTING)? {
        "name" => Setting::Name(Name {
            name: words.bytes("a name of at most 32 bytes")?,
        }),
        "time-zone" => Setting::TimeZone(TimeZone {
            posix: words.bytes("a time zone as POSIX writes it")?,
        }),
        "zone" => zone(words)?,
        "alerts" => schedule(words, ScheduleKind::ALERTS)?,
        "recording-times" => schedule(words, ScheduleKind::RECORDING)?,
        "recording" => Setting::Recording(Recording {
            mode: words.code(RecordingMode, RecordingMode::name, "when to record")?,
        }),
        "night-vision" => Setting::NightVision(NightVision {
            mode: words.code(NightMode, NightMode::name, "`auto`, `on` or `off`")?,
            brightness: percent(words, "brightness", 100)?,
            sensitivity: percent(words, "sensitivity", 50)?,
        }),
        "storage" => Setting::Storage(Storage {
            choice: words.code(StorageChoice, StorageChoice::name, "where recordings go")?,
        }),
        "privacy" => Setting::Privacy(Privacy {
            on: words.one_of(&[("on", true), ("off", false)], "`on` or `off`")?,
        }),
        "preset" => Setting::Preset(Preset {
            place: words.small("the place of a preset")?,
            name: place_name(words)?,
            pan: words.degrees()?,
            tilt: words.degrees()?,
        }),
        "patrol" => patrol(words)?,
        "status-led" => Setting::StatusLed(StatusLed {
            brightness: words.small("how bright, in percent")?,
            night: words.accept("night"),
        }),
        _ => return Err(words.wrong(SETTING)),
    })
}

/// The whole picture or a part of it, wherever the head points or at a preset.
fn zone(words: &mut Words<'_>) -> Result<Setting, SyntaxError> {
    const PRESET: &str = "the place of a preset";
    let (place, name) = (words.small("the place of a zone")?, place_name(words)?);
    let mut zone = Zone {
        place,
        name,
        preset: None,
        left: 0,
        top: 0,
        right: 1_000,
        bottom: 1_000,
        sensitivity: 50,
    };
    if !words.is_at_end() && !words.next_is("at") && !words.next_is("sensitivity") {
        zone = rectangle(words, place, zone.name)?;
    }
    if words.accept("at") {
        zone.preset = Some(words.small(PRESET)?);
    }
    zone.sensitivity = percent(words, "sensitivity", zone.sensitivity)?;
    Ok(Setting::Zone(zone))
}

/// A part of the picture: left, top, right and bottom, in thousandths.
pub(super) fn rectangle(
    words: &mut Words<'_>,
    place: u8,
    name: Vec<u8, PLACE_NAME_MAX>,
) -> Result<Zone, SyntaxError> {
    let mut edge = || {
        let edge = words.number("an edge, 0 to 1000", 0)?;
        Ok(u16::try_from(edge).unwrap_or(u16::MAX))
    };
    Ok(Zone {
        left: edge()?,
        top: edge()?,
        right: edge()?,
        bottom: edge()?,
        place,
        name,
        preset: None,
        sensitivity: 50,
    })
}

/// Always, every day in whole hours, or at times of the week.
fn schedule(words: &mut Words<'_>, of: ScheduleKind) -> Result<Setting, SyntaxError> {
    const TIMES: &str = "at most 8 times such as `\"Mon-Fri 22:00-06:00\"`";
    let mut entries = Vec::new();
    let mut add = |entry, words: &Words<'_>| entries.push(entry).map_err(|_| words.wrong(TIMES));
    if words.accept("always") {
        // It has no times.
    } else if words.rest().starts_with('"') {
        while !words.is_at_end() {
            let text: Vec<u8, 48> = words.bytes(TIMES)?;
            let text = core::str::from_utf8(&text).ok();
            add(
                text.and_then(times_of_week)
                    .ok_or_else(|| words.wrong(TIMES))?,
                words,
            )?;
        }
    } else {
        add(every_day(words)?, words)?;
    }
    Ok(Setting::Schedule(Schedule { of, entries }))
}

fn every_day(words: &mut Words<'_>) -> Result<ScheduleEntry, SyntaxError> {
    const HOUR: &str = "an hour, 0 to 23";
    let mut hour = || match words.small(HOUR)? {
        hour @ 0..=23 => Ok(u16::from(hour) * 60),
        _ => Err(words.wrong(HOUR)),
    };
    Ok(ScheduleEntry {
        days: 0x7f,
        from_min: hour()?,
        to_min: hour()?,
    })
}

/// A share that need not be said.
fn percent(words: &mut Words<'_>, of: &'static str, unless: u8) -> Result<u8, SyntaxError> {
    match words.accept(of) {
        true => words.small("a percentage"),
        false => Ok(unless),
    }
}

/// Presets, each with how long the head looks there.
fn patrol(words: &mut Words<'_>) -> Result<Setting, SyntaxError> {
    const MORE: &str = "the end of the line: a patrol has 8 stops at most";
    let mut stops = Vec::new();
    while !words.is_at_end() {
        let stop = PatrolStop {
            preset: words.small("the place of a preset")?,
            dwell_s: u16::try_from(words.duration()? / 1_000).unwrap_or(u16::MAX),
        };
        stops.push(stop).map_err(|_| words.wrong(MORE))?;
    }
    Ok(Setting::Patrol(Patrol { stops }))
}

fn place_name<const N: usize>(words: &mut Words<'_>) -> Result<Vec<u8, N>, SyntaxError> {
    words.bytes("a name of at most 16 bytes")
}
