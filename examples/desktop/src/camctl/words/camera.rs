//! What a camera says of itself, as JSON.

use camera_proto::message::{Abilities, Finding, Info, Position, Support, Time};
use camera_proto::vocab::{Capabilities, ResetCause};
use serde_json::{Value, json};

use super::{name, refusal};
use crate::camctl::utc;

/// Who it is.
#[must_use]
pub fn info(info: &Info) -> Value {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    json!({
        "model": text(&info.model),
        "serial": text(&info.serial),
        "firmware": text(&info.firmware),
        "made_on": info.made_on,
        "name": text(&info.name),
    })
}

/// What it can do.
#[must_use]
pub fn abilities(abilities: &Abilities) -> Value {
    json!({
        "can": capabilities(abilities.can),
        "pan": abilities.pan.map(|end| end.0),
        "tilt": abilities.tilt.map(|end| end.0),
        "stream_uri": String::from_utf8_lossy(&abilities.stream_uri),
    })
}

/// Each by its name; a bit that this version does not know is `unknown-256`.
#[must_use]
pub fn capabilities(can: Capabilities) -> Vec<String> {
    const NAMES: &[(Capabilities, &str)] = &[
        (Capabilities::PAN, "pan"),
        (Capabilities::TILT, "tilt"),
        (Capabilities::AUDIO, "audio"),
        (Capabilities::NIGHT_VISION, "night-vision"),
        (Capabilities::MOTION_DETECTION, "motion-detection"),
        (Capabilities::LOCAL_STORAGE, "local-storage"),
        (Capabilities::CLOUD_STORAGE, "cloud-storage"),
        (Capabilities::UPDATE, "update"),
    ];
    let bits = (0..u32::BITS).map(|bit| Capabilities(1 << bit));
    let named = |bit: Capabilities| {
        let known = NAMES.iter().find(|(known, _)| *known == bit);
        known.map_or_else(
            || format!("unknown-{}", bit.0),
            |(_, name)| (*name).to_owned(),
        )
    };
    bits.filter(|bit| can.has(*bit)).map(named).collect()
}

/// What support would ask for, besides who it is.
#[must_use]
pub fn support(support: &Support) -> Value {
    json!({
        "uptime_s": support.uptime_s,
        "first_setup_s": known(support.first_setup_s),
        "resets": support.resets,
        "last_reset": last_reset(support.last_reset),
        "fault": name(support.fault.name(), support.fault.0),
        "last_setup": refusal(support.last_setup),
        "rssi_dbm": support.rssi_dbm,
        "controllers": support.controllers,
        "wrong_codes": support.wrong_codes,
    })
}

/// The wire says 0 for what is not known.
fn known(unix_s: u64) -> Option<u64> {
    (unix_s != 0).then_some(unix_s)
}

/// What asked for the last reset, if there was one.
#[must_use]
pub fn last_reset(cause: ResetCause) -> Option<String> {
    (cause.0 != 0).then(|| name(cause.name(), cause.0))
}

/// A line of a diagnosis.
#[must_use]
pub fn finding(finding: &Finding) -> Value {
    json!({
        "symptom": name(finding.symptom.name(), finding.symptom.0),
        "cause": name(finding.cause.name(), finding.cause.0),
        "advice": name(finding.advice.name(), finding.advice.0),
        "detail": finding.detail,
    })
}

/// What time it is there.
#[must_use]
pub fn time(time: &Time) -> Value {
    json!({ "unix_s": time.unix_s, "utc": time.unix_s.map(utc::show) })
}

/// Where the head points, and how surely.
#[must_use]
pub fn position(position: &Position) -> Value {
    json!({
        "pan": position.pan.0,
        "tilt": position.tilt.0,
        "uncertainty": position.uncertainty.0,
        "moving": position.moving,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_ability_keeps_its_bit() {
        let can = Capabilities::PAN.with(Capabilities(1 << 31), true);
        assert_eq!(capabilities(can), ["pan", "unknown-2147483648"]);
    }
}
