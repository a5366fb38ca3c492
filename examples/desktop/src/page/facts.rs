//! What a page is told, as JSON.

use camera_fsm::profile::{AxisLimits, Colors, Profile};
use camera_fsm::scenario::Outcome;
use camera_fsm::time::Instant;
use camera_proto::controller::{
    advice, advice_without_button, cause, message, remedy, remedy_without_button, symptom,
};
use camera_proto::message::{Finding, Notice, Support};
use camera_proto::vocab::{Advice, NO_ZONE, Refusal, Status};
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
        "motion": {
            "pan": limits(&motion.pan),
            "tilt": limits(&motion.tilt),
            "lease_ms_max": motion.lease_ms_max,
        },
    })
}

/// By whom the head is held: by number where its name could not be had.
fn by(phone: &Phone) -> String {
    match (
        &phone.holder,
        phone.refused.and_then(|refused| refused.holder()),
    ) {
        (Some(name), _) => format!(" It is {}.", words::text(name)),
        (None, Some(at)) => format!(" It is number {} of the controllers.", at + 1),
        (None, None) => String::new(),
    }
}

/// `has_button`: whether the camera's model has one; it is in no sentence else.
pub(super) fn phone(phone: &Phone, has_button: bool) -> Value {
    let (advice, remedy) = match has_button {
        true => (advice as fn(_) -> _, remedy as fn(_) -> _),
        false => (advice_without_button as _, remedy_without_button as _),
    };
    let (reply, why) = match phone.outcome {
        Outcome::Pending => ("pending", None),
        Outcome::Done => ("done", None),
        Outcome::Offline => ("offline", None),
        Outcome::Refused(why) => (why.name().unwrap_or("Unknown"), Some(why)),
    };
    let losses: Vec<_> = phone
        .losses
        .iter()
        .map(|loss| json!({ "kind": loss.kind.name(), "count": loss.count }))
        .collect();
    json!({
        "reply": reply,
        "waiting": phone.is_waiting(),
        "message": why.map(|why| message(why).to_owned() + &by(phone)),
        "next": why.map(advice),
        "retry_s": phone.refused.map_or(0, |refused| refused.retry_s),
        "networks": phone.networks.iter().map(words::network).collect::<Vec<_>>(),
        "losses": losses,
        "listed": phone.listed.iter().map(|name| String::from_utf8_lossy(name)).collect::<Vec<_>>(),
        "receipt": phone.receipt.as_ref().map(words::receipt),
        "settings": setting::file::values(&phone.settings),
        "status": phone.status.as_ref().map(status),
        "controllers": phone.controllers.iter().map(words::controller).collect::<Vec<_>>(),
        "info": phone.info.as_ref().map(words::info),
        "abilities": phone.abilities.as_ref().map(words::abilities),
        "support": phone.support.as_ref().map(support),
        "position": phone.position.as_ref().map(words::position),
        "time": phone.time.as_ref().map(words::time),
        "findings": phone.findings.iter().map(|found| finding(found, remedy)).collect::<Vec<_>>(),
        "watching": phone.is_watching(),
        "noticed": phone.noticed.as_ref().map(noticed),
        "news": phone.news.as_ref().map(news),
        "gave": {
            "invitation": phone.gave.invitation.is_some(),
            "code": phone.gave.code.is_some(),
        },
        "has_key": phone.has_key(),
        "linked": phone.is_linked(),
    })
}

/// As sentences for people.
fn finding(finding: &Finding, remedy: fn(Advice) -> &'static str) -> Value {
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

/// What else has changed: a controller, or a setting.
fn news((notice, at): &(Notice, Instant)) -> Value {
    let t_ms = at.as_millis();
    match notice {
        Notice::Controller(news) => {
            json!({ "controller": words::controller_news(news), "t_ms": t_ms })
        }
        Notice::Setting(news) => json!({ "setting": words::setting_news(news), "t_ms": t_ms }),
        // These are told otherwise.
        Notice::Status(_) | Notice::Motion(_) => json!(null),
    }
}

/// With what stopped the last setup as a sentence; null when it did not fail.
fn status(status: &Status) -> Value {
    let mut told = words::status(status);
    told["last_setup"] = json!(failed(status.last_setup));
    told
}

/// The same.
fn support(support: &Support) -> Value {
    let mut told = words::support(support);
    told["last_setup"] = json!(failed(support.last_setup));
    told
}

fn failed(why: Refusal) -> Option<&'static str> {
    (why != Refusal::NONE).then(|| message(why))
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
