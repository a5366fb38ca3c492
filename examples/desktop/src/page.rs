//! The loop's side of the page: what it is told, and what it may say.

use core::time::Duration;

use camera_fsm::scenario::{ErrorKind, Line, Moment, Outcome};
use camera_proto::controller::{advice, message};
use camera_proto::vocab::Refusal;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::changes::Change;
use crate::phone::Phone;
use crate::sim::flash::Region;
use crate::sim::flash_map;
use crate::sim::router::{AccessPoint, Router};
use crate::web::{Page, Wish};
use crate::world::House;
use crate::{control, cut};

/// What is remembered for pages that come later.
pub struct Pages {
    page: Page,
    label: Value,
    speed: f64,
    /// The controller of the page: it comes to the wire's port like any other.
    phone: Phone,
    /// The last value of every key of a change.
    view: serde_json::Map<String, Value>,
    told_phone: Value,
    told_router: Value,
    flash: Value,
}

/// How soon the socket of the page's controller is looked at again while it
/// waits for an answer.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// What a page says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    id: u64,
    line: Option<String>,
    cut: Option<Cut>,
    /// Without a line and without a cut: how many cuts there are.
    #[serde(default, rename = "cuts")]
    _cuts: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cut {
    unit: u32,
    moment: String,
}

impl Pages {
    /// The pages of that camera.
    #[must_use]
    pub fn new(page: Page, label: Value, speed: f64, phone: Phone) -> Self {
        Self {
            page,
            label,
            speed,
            phone,
            view: serde_json::Map::new(),
            told_phone: Value::Null,
            told_router: Value::Null,
            flash: Value::Null,
        }
    }

    /// Tells what has changed.
    pub fn tell(&mut self, house: &mut House, changes: &[Change]) {
        for change in changes {
            let Ok(Value::Object(keys)) = serde_json::to_value(change) else {
                continue;
            };
            self.page.tell(&json!({ "change": keys }));
            self.view.extend(keys);
        }
        let t_ms = house.camera.now().as_millis();
        let now = house.camera.now();
        while self.phone.hear(now, &mut house.camera.board().wire) {}
        for talk in self.phone.take_talk() {
            let mut message = json!(talk);
            message["t_ms"] = json!(t_ms);
            self.page.tell(&json!({ "message": message }));
        }
        let phone = phone(&self.phone);
        if phone != self.told_phone {
            self.page.tell(&json!({ "phone": phone }));
            self.told_phone = phone;
        }
        let router = router(&house.camera.board().radio.router);
        if router != self.told_router {
            self.page.tell(&json!({ "router": router }));
            self.told_router = router;
        }
        let is_new = self.flash.is_null() || changes.iter().any(|change| change.flash.is_some());
        if is_new {
            self.flash = flash(house);
            self.page.tell(&json!({ "flash": self.flash }));
        }
    }

    /// Grants a page's wish.
    pub fn grant(&mut self, house: &mut House, wish: Wish) {
        // A page that has gone in the meantime hears nothing.
        let _ = match wish {
            Wish::Hello { answer } => answer.send(vec![self.hello(house).to_string()]),
            Wish::Said { text, answer } => {
                let answers = self.said(house, &text);
                answer.send(answers.iter().map(Value::to_string).collect())
            }
        };
    }

    /// How long the loop may wait for other things: the controller's socket is
    /// looked at, not listened to.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        self.phone.is_waiting().then_some(LOOK_AGAIN)
    }

    fn said(&mut self, house: &mut House, text: &str) -> Vec<Value> {
        let said: Said = match serde_json::from_str(text) {
            Ok(said) => said,
            Err(error) => return vec![wrong(None, "Syntax", &error.to_string())],
        };
        let id = said.id;
        let profile = house.camera.profile();
        if let Some(line) = &said.line {
            let mut answer = json!(self.line(house, line));
            answer["id"] = json!(id);
            return vec![json!({ "answer": answer })];
        }
        let done = json!({ "answer": { "id": id, "ok": true } });
        let answers = match said.cut {
            Some(wanted) => cut::cut(profile, wanted.unit, moment(&wanted.moment))
                .map(|healed| vec![healed_json(&wanted, healed), done]),
            None => cut::units(profile).map(|of| {
                vec![json!({ "answer": { "id": id, "ok": true, "cuts": { "of": of } } })]
            }),
        };
        answers.unwrap_or_else(|error| vec![wrong(Some(id), "World", &error.to_string())])
    }

    /// A line of a story; what is the controller's is done by the page's own.
    fn line(&mut self, house: &mut House, line: &str) -> control::Answer {
        match Line::parse(line) {
            Ok(Line::Controller(verb)) => {
                let begun = house.lend(&mut self.phone, &verb);
                let begun = begun.map_err(|error| ErrorKind::World(error.into()));
                control::answer_to(house, begun)
            }
            _ => control::line(house, line),
        }
    }

    fn hello(&self, house: &mut House) -> Value {
        let profile = house.camera.profile();
        let (button, motion) = (&profile.button, &profile.motion);
        let limits = |axis: &camera_fsm::profile::AxisLimits| json!({ "min_cdeg": axis.min_cdeg, "max_cdeg": axis.max_cdeg });
        let ap = house
            .camera
            .runner()
            .map(|runner| String::from_utf8_lossy(runner.ap()).into_owned());
        let mut hello = json!({
            "ap": ap,
            "profile": {
                "name": profile.name,
                "button": {
                    "setup_from_ms": button.setup_from_ms,
                    "setup_until_ms": button.setup_until_ms,
                    "reset_from_ms": button.reset_from_ms,
                    "hold_ms_max": button.hold_ms_max,
                    "stuck_ms": button.stuck_ms,
                },
                "motion": { "pan": limits(&motion.pan), "tilt": limits(&motion.tilt) },
            },
            "router": self.told_router,
            "now_ms": house.camera.now().as_millis(),
            "speed": self.speed,
            "view": self.view,
            "phone": self.told_phone,
            "flash": self.flash,
        });
        if let (Some(hello), Some(label)) = (hello.as_object_mut(), self.label.as_object()) {
            hello.extend(label.clone());
        }
        json!({ "hello": hello })
    }
}

fn moment(name: &str) -> Moment {
    match name {
        "before" => Moment::Before,
        "after" => Moment::After,
        _ => Moment::Half,
    }
}

fn wrong(id: Option<u64>, code: &str, message: &str) -> Value {
    let error = json!({ "code": code, "message": message });
    json!({ "answer": { "id": id, "ok": false, "error": error } })
}

fn healed_json(wanted: &Cut, healed: cut::Healed) -> Value {
    let cut::Healed { changes, mut house } = healed;
    let now = house.camera.now();
    let status = house
        .camera
        .runner()
        .map(|runner| runner.device().status(now));
    let held = house
        .secrets()
        .iter()
        .any(|secret| house.flash_holds(secret));
    // The story has one reset: whatever is held after it was to be erased.
    let is_reset = status.is_some_and(|status| status.epoch > 0);
    let secrets = is_reset && held;
    let state = status.and_then(|status| status.state.name());
    let words = match state {
        Some("online") => "Untouched: online again with all it had.",
        Some("setup") if is_reset => "Finished: everything is erased, and setup is open.",
        Some("setup") => "Not set up yet: the setup that was cut off left no network.",
        _ => "Still on its way.",
    };
    json!({ "cut": {
        "chosen": wanted.unit,
        "moment": wanted.moment,
        "changes": changes,
        "end": {
            "state": state,
            "epoch": status.map(|status| status.epoch),
            "secrets": secrets,
            "words": words,
        },
        "flash": flash(&mut house),
    }})
}

fn phone(phone: &Phone) -> Value {
    let (reply, why) = match phone.outcome {
        Outcome::Pending => ("pending", None),
        Outcome::Done => ("done", None),
        Outcome::Offline => ("offline", None),
        Outcome::Refused(why) => (why.name().unwrap_or("Unknown"), Some(why)),
    };
    let why = why.unwrap_or(Refusal::NONE);
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
        "message": message(why),
        "next": advice(why),
        "networks": networks,
        "losses": losses,
        "receipt": phone.receipt.map(|receipt| json!({
            "epoch": receipt.epoch,
            "count": receipt.count,
            "cause": receipt.cause.name(),
        })),
        "controllers": phone.controllers().len(),
        "has_key": phone.has_key(),
        "linked": phone.is_linked(),
    })
}

fn flash(house: &mut House) -> Value {
    let flash = &house.camera.board().flash;
    let maps = Region::ALL.map(|region| {
        (
            region.name().to_owned(),
            json!(flash_map::map(flash, region)),
        )
    });
    Value::Object(maps.into_iter().collect())
}

fn router(router: &Router) -> Value {
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
