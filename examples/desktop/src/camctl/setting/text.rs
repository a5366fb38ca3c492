//! The value of a setting in a line for people.

use camera_proto::message::{NightVision, PatrolStop, Setting, StatusLed, Zone};

use crate::camctl::{angle, share, span, week, words};

/// The value, without the setting's name.
#[must_use]
pub fn value(setting: &Setting) -> String {
    match setting {
        Setting::Name(value) => words::text(&value.name),
        Setting::TimeZone(value) => words::text(&value.posix),
        Setting::Zone(value) => zone(value),
        Setting::Schedule(value) => {
            let times: Vec<_> = value.entries.iter().map(week::show).collect();
            or(times.join("; "), "always")
        }
        Setting::Recording(value) => words::name(value.mode.name(), value.mode.0),
        Setting::NightVision(value) => night_vision(value),
        Setting::Storage(value) => words::name(value.choice.name(), value.choice.0),
        Setting::Privacy(value) => if value.on { "on" } else { "off" }.to_owned(),
        Setting::StatusLed(StatusLed { brightness, night }) => {
            let night = if *night {
                ", dark unless there is something to say"
            } else {
                ""
            };
            format!("{brightness}%{night}")
        }
        Setting::Preset(preset) => {
            let (pan, tilt) = (angle::show(preset.pan), angle::show(preset.tilt));
            format!("{}: pan {pan}, tilt {tilt}", words::text(&preset.name))
        }
        Setting::Patrol(patrol) => {
            let stop = |stop: &PatrolStop| {
                let dwell = span::show(stop.dwell_s.into());
                format!("preset {} for {dwell}", stop.preset)
            };
            let stops: Vec<_> = patrol.stops.iter().map(stop).collect();
            or(stops.join(", "), "nowhere")
        }
    }
}

fn zone(zone: &Zone) -> String {
    let [left, top, right, bottom] =
        [zone.left, zone.top, zone.right, zone.bottom].map(share::show);
    let preset = zone.preset.map(|preset| format!(", at preset {preset}"));
    format!(
        "{}: {left} to {right} across, {top} to {bottom} down{}, sensitivity {}%",
        words::text(&zone.name),
        preset.unwrap_or_default(),
        zone.sensitivity
    )
}

fn night_vision(night: &NightVision) -> String {
    let mode = words::name(night.mode.name(), night.mode.0);
    format!(
        "{mode}, brightness {}%, sensitivity {}%",
        night.brightness, night.sensitivity
    )
}

fn or(text: String, otherwise: &str) -> String {
    match text.is_empty() {
        true => otherwise.to_owned(),
        false => text,
    }
}
