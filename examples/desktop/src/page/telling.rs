//! What pages are told of their own accord: what changes, and all of it at
//! the beginning.

use camera_fsm::scenario::{UserFlash, World as _};
use serde_json::{Value, json};

use super::past::Message;
use super::{Pages, facts};
use crate::changes::Change;
use crate::web::MESSAGE_MAX;
use crate::world::House;

/// More changes at once are a jump in time, and told as a new beginning: a page
/// that took them one by one would fall behind, and lose its connection.
const AT_ONCE_MAX: usize = 1_000;

impl Pages {
    /// Tells what has changed.
    pub fn tell(&mut self, house: &mut House, changes: &[Change]) {
        let is_jump = changes.len() > AT_ONCE_MAX;
        for change in changes {
            self.past.change(change);
            let Ok(Value::Object(keys)) = serde_json::to_value(change) else {
                continue;
            };
            if !is_jump {
                self.page.tell(&json!({ "change": keys }));
            }
            self.view.extend(keys);
        }
        self.tell_messages(house);
        self.tell_phone(house);
        let router = facts::router(house.camera.board().router());
        if router != self.told_router {
            self.page.tell(&json!({ "router": router }));
            self.told_router = router;
        }
        if self.beginning.is_null() {
            let is_used = house.see().user_flash == UserFlash::Used;
            self.beginning = json!({ "router": self.told_router, "used": is_used });
        }
        let is_new = self.flash.is_null() || changes.iter().any(|change| change.flash.is_some());
        if is_new {
            self.flash = facts::flash(house);
            self.page.tell(&json!({ "flash": self.flash }));
        }
        if is_jump {
            self.page.tell(&self.hello(house));
        }
    }

    fn tell_messages(&mut self, house: &mut House) {
        let t_ms = house.camera.now().as_millis();
        let now = house.camera.now();
        while self.phone.hear(now, &mut house.camera.board().wire) {}
        for talk in self.phone.take_talk() {
            let message = Message { t_ms, talk };
            self.page.tell(&json!({ "message": message }));
            self.past.message(message);
        }
    }

    pub(super) fn tell_phone(&mut self, house: &House) {
        let mut phone = facts::phone(&self.phone, house.camera.profile().has_button);
        phone["nth"] = json!(self.phones_told);
        if phone != self.told_phone {
            self.phones_told += 1;
            phone["nth"] = json!(self.phones_told);
            self.page.tell(&json!({ "phone": phone }));
            self.told_phone = phone;
        }
    }

    pub(super) fn hello(&self, house: &House) -> Value {
        let ap = house
            .camera
            .runner()
            .map(|runner| String::from_utf8_lossy(runner.ap()).into_owned());
        let mut hello = json!({
            "ap": ap,
            "profile": facts::profile(house.camera.profile()),
            "router": self.told_router,
            "now_ms": house.camera.now().as_millis(),
            "message_max": MESSAGE_MAX,
            "speed": self.speed,
            "view": self.view,
            "phone": self.told_phone,
            "flash": self.flash,
            "beginning": self.beginning,
            "past": self.past,
        });
        if let (Some(hello), Some(label)) = (hello.as_object_mut(), self.label.as_object()) {
            hello.extend(label.clone());
        }
        json!({ "hello": hello })
    }
}
