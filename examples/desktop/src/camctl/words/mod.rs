//! The words of the wire as JSON and as text.
//!
//! An open code that this version does not know is `unknown-7`. Texts from
//! outside are shown without control characters, which could forge output.

mod camera;
mod next;

use camera_proto::message::{Controller, ControllerNews, Motion, Moving, SettingNews};
use camera_proto::vocab::{
    Bssid, ErasedScope, Flags, LossItem, NO_ZONE, Network, Receipt, Refusal, Role, Status,
};
use serde_json::{Value, json};

use super::{hex, setting};

pub use camera::{abilities, capabilities, finding, info, last_reset, position, support, time};
pub use next::{advice, remedy};

/// The name of a refusal.
#[must_use]
pub fn refusal(why: Refusal) -> String {
    name(why.name(), why.0)
}

/// The name of a role.
#[must_use]
pub fn role(role: Role) -> String {
    name(role.name(), role.0)
}

/// The name of a scope, as `--scope` takes it.
#[must_use]
pub fn scope(scope: ErasedScope) -> String {
    name(scope.name(), scope.0)
}

/// The name of an open code.
#[must_use]
pub fn name(known: Option<&'static str>, code: u8) -> String {
    known.map_or_else(|| format!("unknown-{code}"), str::to_owned)
}

/// Bytes that should be UTF-8, safe to print.
#[must_use]
pub fn text(bytes: &[u8]) -> String {
    printable(&String::from_utf8_lossy(bytes))
}

/// Text without characters that steer: that control a terminal, or turn the order of
/// others or begin a line (Unicode's marks, embeddings, overrides and isolates).
#[must_use]
pub fn printable(text: &str) -> String {
    let steers = |character: char| {
        let turns = '\u{2028}'..='\u{202e}';
        character.is_control()
            || turns.contains(&character)
            || matches!(
                character,
                '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}'
            )
    };
    let mut shown = String::new();
    for character in text.chars() {
        if steers(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// A hardware address, as everybody writes it.
#[must_use]
pub fn bssid(bssid: Bssid) -> String {
    bssid.0.map(|byte| format!("{byte:02x}")).join(":")
}

/// A status, its fields by their names.
#[must_use]
pub fn status(status: &Status) -> Value {
    json!({
        "state": name(status.state.name(), status.state.0),
        "led": {
            "color": name(status.led.color.name(), status.led.color.0),
            "pattern": name(status.led.pattern.name(), status.led.pattern.0),
        },
        "pan": status.pan.0,
        "tilt": status.tilt.0,
        "moving": status.flags.has(Flags::MOVING),
        "patrolling": status.flags.has(Flags::PATROLLING),
        "privacy": status.flags.has(Flags::PRIVACY),
        "recording": status.flags.has(Flags::RECORDING),
        "walk_test": status.flags.has(Flags::WALK_TEST),
        "time_known": status.flags.has(Flags::TIME_KNOWN),
        "inviting": status.flags.has(Flags::INVITING),
        "fault": name(status.fault.name(), status.fault.0),
        "reset": name(status.reset.name(), status.reset.0),
        "last_setup": refusal(status.last_setup),
        "rssi_dbm": status.rssi_dbm,
        "window_s": status.window_s,
        "uptime_s": status.uptime_s,
        "epoch": status.epoch,
    })
}

/// A network of a scan.
#[must_use]
pub fn network(network: &Network) -> Value {
    json!({
        "ssid": String::from_utf8_lossy(network.ssid.as_bytes()),
        "ssid_hex": hex::encode(network.ssid.as_bytes()),
        "bssid": bssid(network.bssid),
        "rssi_dbm": network.rssi_dbm,
        "security": name(network.security.name(), network.security.0),
        "channel": network.channel,
    })
}

/// A controller of the list.
#[must_use]
pub fn controller(controller: &Controller) -> Value {
    json!({
        "key_id": hex::encode(&controller.key_id.0),
        "name": String::from_utf8_lossy(&controller.name),
        "role": role(controller.role),
        "is_you": controller.is_you,
    })
}

/// Where the head goes.
#[must_use]
pub fn moving(moving: &Moving) -> Value {
    json!({
        "pan": moving.pan.0,
        "tilt": moving.tilt.0,
        "arrives_in_ms": moving.arrives_in_ms,
    })
}

/// A line of what a reset erases: how many, and what they are called.
#[must_use]
pub fn loss(item: &LossItem, names: &[String]) -> Value {
    json!({
        "kind": name(item.kind.name(), item.kind.0),
        "count": item.count,
        "names": names,
    })
}

/// News of a controller.
#[must_use]
pub fn controller_news(news: &ControllerNews) -> Value {
    json!({
        "change": name(news.change.name(), news.change.0),
        "key_id": hex::encode(&news.key_id.0),
        "name": String::from_utf8_lossy(&news.name),
        "role": role(news.role),
    })
}

/// News of a setting.
#[must_use]
pub fn setting_news(news: &SettingNews) -> Value {
    json!({ "name": setting::title(news.setting) })
}

/// In which zone something moved; none while the whole picture counts.
#[must_use]
pub fn zone_of(motion: &Motion) -> Option<u8> {
    (motion.zone != NO_ZONE).then_some(motion.zone)
}

/// Something has moved.
#[must_use]
pub fn motion(motion: &Motion) -> Value {
    json!({
        "zone": zone_of(motion),
        "unix_s": motion.unix_s,
        "walk_test": motion.walk_test,
    })
}

/// The receipt of a reset.
#[must_use]
pub fn receipt(receipt: &Receipt) -> Value {
    json!({
        "epoch": receipt.epoch,
        "count": receipt.count,
        "cause": name(receipt.cause.name(), receipt.cause.0),
        "scope": scope(receipt.scope),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_code_keeps_its_number() {
        assert_eq!(refusal(Refusal(200)), "unknown-200");
        assert_eq!(refusal(Refusal::AUTH_FAILURE), "AuthFailure");
    }

    #[test]
    fn a_name_from_outside_cannot_steer_the_terminal() {
        assert_eq!(text(b"a\x1b[2Jb\n\xff"), "a\\u{1b}[2Jb\\n\u{fffd}");
        // Nor can it turn round what comes after it, or begin a line.
        let turned = "a\u{202e}b\u{2066}c\u{2028}d\u{61c}";
        assert_eq!(printable(turned), "a\\u{202e}b\\u{2066}c\\u{2028}d\\u{61c}");
        assert_eq!(printable("Küche 廚房 מטבח"), "Küche 廚房 מטבח");
    }
}
