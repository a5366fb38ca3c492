//! Who may control a camera (R49), and by which code (R43).

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use serde_json::{Value, json};

use crate::harness::{Camctl, Camera, PATIENCE, holds, images, json as parse};
use crate::story::HOLD;

/// Long enough to open setup, too short to reset.
const HOLD_SETUP: &str = "button trace 0 down 2500 up";

/// A `camctl watch` that runs; dropping it ends it.
pub(crate) struct Watch {
    child: Child,
    lines: Receiver<Value>,
}

impl Watch {
    /// Waits until it watches.
    pub(crate) fn begin(camctl: &Camctl<'_>) -> Self {
        let mut child = camctl
            .command(&["watch"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                let _ = sender.send(parse(line.as_bytes()));
            }
        });
        let watch = Self { child, lines };
        assert!(watch.next()["state"].is_string());
        watch
    }

    fn next(&self) -> Value {
        self.lines.recv_timeout(PATIENCE).expect("news")
    }

    /// The next news of that kind.
    pub(crate) fn news(&self, of: &str) -> Value {
        loop {
            let mut line = self.next();
            if line.get(of).is_some_and(Value::is_object) {
                return line[of].take();
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An owner's camera, online.
fn owned<'a>(state: &std::path::Path, keys: &'a std::path::Path) -> (Camera, Camctl<'a>) {
    let (mut camera, owner) = (Camera::start(state), Camctl(keys));
    owner.set_up(&mut camera);
    (camera, owner)
}

/// The arguments of somebody who pairs by an invitation.
fn invited(camera: &Camera) -> Vec<String> {
    let args = [
        "pair",
        "--invitation",
        "--code-stdin",
        "--name",
        "guest",
        "--connect",
    ];
    args.map(str::to_owned)
        .into_iter()
        .chain([camera.address()])
        .collect()
}

fn code_of(invitation: &Value) -> String {
    invitation["invitation"]["code"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn r49_an_invited_controller_pairs_and_the_other_is_told() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (camera, owner) = owned(state.path(), keys.path());
    let guest_keys = tempfile::tempdir().unwrap();
    let guest = Camctl(guest_keys.path());
    let args = invited(&camera);
    let args: Vec<_> = args.iter().map(String::as_str).collect();

    // Nobody is invited yet, and the button is not held.
    let uninvited = guest.refused(&args, "1234-5678-9018");
    assert_eq!(uninvited["code"], "NoInvitation");

    let watch = Watch::begin(&owner);
    let code = code_of(&owner.ok(&["invite"]));
    assert_eq!(owner.ok(&["status"])["inviting"], true);
    assert_eq!(guest.refused(&args, "1234-5678-9018")["code"], "WrongCode");
    let key = guest.ok_with(&args, &code)["paired"]["key_id"].take();
    let news = json!({ "change": "enrolled", "key_id": key, "name": "guest", "role": "user" });
    assert_eq!(watch.news("controller"), news);
    assert_eq!(owner.ok(&["status"])["inviting"], false);
    assert_eq!(guest.ok(&["status"])["state"], "online");
    assert_eq!(guest.refused(&["invite"], "")["code"], "NotAllowed");

    // It worked once.
    let late_keys = tempfile::tempdir().unwrap();
    let late = Camctl(late_keys.path());
    assert_eq!(late.refused(&args, &code)["code"], "NoInvitation");
    let code = code_of(&owner.ok(&["invite", "--role", "owner", "--valid", "1h"]));
    owner.ok(&["invite", "--cancel"]);
    assert_eq!(late.refused(&args, &code)["code"], "NoInvitation");
}

#[test]
fn r49_controllers_are_renamed_given_roles_and_revoked() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (camera, owner) = owned(state.path(), keys.path());
    let guest_keys = tempfile::tempdir().unwrap();
    let guest = Camctl(guest_keys.path());
    let args = invited(&camera);
    let args: Vec<_> = args.iter().map(String::as_str).collect();
    let code = code_of(&owner.ok(&["invite"]));
    let key = guest.ok_with(&args, &code)["paired"]["key_id"].take();
    let key = key.as_str().unwrap();

    let watch = Watch::begin(&owner);
    guest.ok(&["rename", "me", "tablet"]);
    let news = |role| json!({ "change": "changed", "key_id": key, "name": "tablet", "role": role });
    assert_eq!(watch.news("controller"), news("user"));
    assert_eq!(
        owner.refused(&["role", "me", "user"], "")["code"],
        "LastOwner"
    );
    owner.ok(&["role", key, "owner"]);
    assert_eq!(watch.news("controller"), news("owner"));
    let list = guest.ok(&["controllers"])["controllers"].take();
    let me = json!({ "key_id": key, "name": "tablet", "role": "owner", "is_you": true });
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert!(list.as_array().unwrap().contains(&me), "{list}");
    let names = json!([list[0]["name"], list[1]["name"]]);
    let losses = guest.ok(&["losses", "--kind", "controllers"])["losses"].take();
    assert_eq!(losses[0]["names"], names);

    owner.ok(&["rename", key, "old tablet"]);
    owner.ok(&["revoke", key]);
    let gone = json!({ "change": "revoked", "key_id": key, "name": "old tablet", "role": "owner" });
    assert_eq!(watch.news("controller")["change"], "changed");
    assert_eq!(watch.news("controller"), gone);
    assert_eq!(guest.refused(&["status"], "")["code"], "UnknownController");
    assert_eq!(
        owner.refused(&["revoke", key], "")["code"],
        "NoSuchController"
    );
}

#[test]
fn r43_r49_a_changed_code_pairs_until_a_factory_reset() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut camera, camctl) = owned(state.path(), keys.path());
    let label = camera.code();
    let pair = ["pair", "--code-stdin"];
    let code = camctl.ok(&["change-code"])["code_changed"]["code"].take();
    let code = code.as_str().unwrap();
    assert_ne!(code, label);
    for text in [code, &code.replace('-', "")] {
        assert!(
            !holds(&images(state.path()), text.as_bytes()),
            "the code is in the flash"
        );
    }

    // The last owner goes: whoever has the code and the button comes next.
    camctl.ok(&["revoke", "me"]);
    camera.ok(HOLD_SETUP);
    camera.ok("advance 1s");
    assert_eq!(camctl.refused(&pair, &label)["code"], "WrongCode");
    assert_eq!(camctl.ok_with(&pair, code)["paired"]["role"], "owner");

    camera.ok(HOLD);
    camera.until("state", "resetting");
    camera.until("state", "setup");
    assert_eq!(camctl.refused(&pair, code)["code"], "WrongCode");
    assert_eq!(camctl.ok_with(&pair, &label)["paired"]["role"], "owner");
}

#[test]
fn r49_a_code_of_ones_own_is_taken_too() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut camera, camctl) = owned(state.path(), keys.path());
    camctl.ok_with(&["change-code", "--code-stdin"], "1234-5678-9018\n");
    camctl.ok(&["revoke", "me"]);
    camera.ok(HOLD_SETUP);
    camera.ok("advance 1s");
    camctl.ok_with(&["pair", "--code-stdin"], "123456789018");
}
