//! What a page is told, as JSON.

use camera_fsm::profile::{AxisLimits, Colors, Profile};
use camera_fsm::scenario::Outcome;
use camera_proto::controller::{advice, cause, message, remedy, symptom};
use camera_proto::message::Finding;
use camera_proto::vocab::NO_ZONE;
use serde_json::{Value, json};

use crate::camctl::{setting, words};
use crate::phone::{Noticed, Phone};
use crate::sim::flash::Region;
use crate::sim::flash_map;
use crate::sim::router::{AccessPoint, Router};
use crate::world::House;

/// `button`, `power_cycles` and `only_color` are null where the model has none.
pub(super) fn profile(profile: &Profile) -> Value {
    let (button, motion) = (&profile.button, &profile.motion);
    let limits =
        |axis: &AxisLimits| json!({ "min_cdeg": axis.min_cdeg, "max_cdeg": axis.max_cdeg });
    let button = json!({
        "debounce_ms": button.debounce_ms,
        "setup_from_ms": button.setup_from_ms,
        "setup_until_ms": button.setup_until_ms,
        "reset_from_ms": button.reset_from_ms,
        "hold_ms_max": button.hold_ms_max,
        "stuck_ms": button.stuck_ms,
    });
    let cycles = profile.power.cycles;
    let only_color = match profile.led.colors {
        Colors::Only(color) => color.name(),
        Colors::Full => None,
    };
    json!({
        "name": profile.name,
        "button": profile.has_button.then_some(button),
        "power_cycles": cycles.map(|cycles| json!({
            "count": cycles.count,
            "within_ms": cycles.within_ms,
        })),
        "only_color": only_color,
        "motion": { "pan": limits(&motion.pan), "tilt": limits(&motion.tilt) },
    })
}

pub(super) fn phone(phone: &Phone) -> Value {
    let (reply, why) = match phone.outcome {
        Outcome::Pending => ("pending", None),
        Outcome::Done => ("done", None),
        Outcome::Offline => ("offline", None),
        Outcome::Refused(why) => (why.name().unwrap_or("Unknown"), Some(why)),
    };
    let networks: Vec<_> = phone
        .networks
        .iter()
        .map(|network| {
            json!({
                "ssid": String::from_utf8_lossy(network.ssid.as_bytes()),
                "ssid_hex": hex(network.ssid.as_bytes()),
                "rssi_dbm": network.rssi_dbm,
                "security": network.security.name(),
                "channel": network.channel,
            })
        })
        .collect();
    let losses: Vec<_> = phone
        .losses
        .iter()
        .map(|loss| json!({ "kind": loss.kind.name(), "count": loss.count }))
        .collect();
    json!({
        "reply": reply,
        "message": why.map(message),
        "next": why.map(advice),
        "networks": networks,
        "losses": losses,
        "receipt": phone.receipt.map(|receipt| json!({
            "epoch": receipt.epoch,
            "count": receipt.count,
            "cause": receipt.cause.name(),
        })),
        "settings": setting::file::values(&phone.settings),
        "status": phone.status.as_ref().map(words::status),
        "controllers": phone.controllers().len(),
        "findings": phone.findings.iter().map(finding).collect::<Vec<_>>(),
        "watching": phone.is_watching(),
        "noticed": phone.noticed.as_ref().map(noticed),
        "has_key": phone.has_key(),
        "linked": phone.is_linked(),
    })
}

/// As sentences for people.
fn finding(finding: &Finding) -> Value {
    json!({
        "symptom": symptom(finding.symptom),
        "cause": cause(finding.cause),
        "remedy": remedy(finding.advice),
    })
}

/// `zone` is null when the whole picture counts.
fn noticed(noticed: &Noticed) -> Value {
    let motion = noticed.motion;
    json!({
        "zone": (motion.zone != NO_ZONE).then_some(motion.zone),
        "walk_test": motion.walk_test,
        "t_ms": noticed.at.as_millis(),
    })
}

pub(super) fn flash(house: &mut House) -> Value {
    let flash = &house.camera.board().flash;
    let maps = Region::ALL.map(|region| {
        (
            region.name().to_owned(),
            json!(flash_map::map(flash, region)),
        )
    });
    Value::Object(maps.into_iter().collect())
}

pub(super) fn router(router: &Router) -> Value {
    let network = |point: &AccessPoint| {
        json!({
            "ssid": String::from_utf8_lossy(point.ssid.as_bytes()),
            "ssid_hex": hex(point.ssid.as_bytes()),
            "password": point.password,
            "security": point.security.name(),
            "band": if point.is_5_ghz { "5" } else { "2.4" },
            "rssi": point.rssi_dbm,
            "dhcp": point.dhcp,
            "internet": point.internet,
            "hidden": point.hidden,
        })
    };
    json!({ "network": router.network.iter().map(network).collect::<Vec<_>>() })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
