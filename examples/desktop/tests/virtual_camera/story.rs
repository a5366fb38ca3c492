//! The guide's whole story, with real TCP clients (issue 2, item 2).

use std::path::Path;

use serde_json::{Value, json};

use crate::harness::{Camctl, Camera, PASSWORD, SSID, assert_in_order, holds, images};

/// A hold of 7 s whose contact bounces at both ends.
pub(crate) const HOLD: &str =
    "button trace 0 down 2 up 3 down 5 up 6 down 7000 up 7003 down 7005 up";

/// The secret keys that camctl keeps, as bytes and as it writes them.
fn keys(folder: &Path) -> Vec<Vec<u8>> {
    let mut keys = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        if let Some(hex) = value["key"].as_str() {
            keys.push(camera_desktop::camctl::hex::decode(hex).unwrap());
            keys.push(hex.as_bytes().to_vec());
        }
    }
    keys
}

fn assert_forgotten(state: &Path, secrets: &[Vec<u8>]) {
    assert!(secrets.len() > 2, "a key and the passwords");
    let images = images(state);
    for secret in secrets {
        assert!(!holds(&images, secret), "{secret:?} is still in the flash");
    }
}

#[test]
fn r01_r02_r10_r20_r23_r26_r30_r32_r40_r44_r60_the_story_of_the_guide() {
    let (state, keys_folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    let camctl = Camctl(keys_folder.path());
    let join = ["setup", "--ssid", SSID, "--password-stdin"];
    let mut secrets = vec![PASSWORD.into(), b"Correct horse".to_vec(), SSID.into()];

    // Out of the box, and online.
    camctl.set_up(&mut camera);
    assert_in_order(
        &camera.told(&["led", "state", "radio"]),
        &[
            "state unprovisioned",
            "led blue blinking",
            "radio ap",
            "radio joining",
            "state online",
        ],
    );
    assert_eq!(camera.view["led"]["pattern"], "solid");
    assert!(
        holds(&images(state.path()), SSID.as_bytes()),
        "what is searched for can be found"
    );
    secrets.extend(keys(keys_folder.path()));

    // The paper clip: the LED counts along, and the camera erases on release.
    camera.events.clear();
    camera.ok(HOLD);
    camera.until("state", "setup");
    assert_in_order(
        &camera.told(&["led", "state", "reset", "flash"]),
        &[
            "led amber solid-with-quick-dips",
            "led amber rapid",
            "program journal",
            "led amber double-flashing",
            "state resetting",
            "reset erasing",
            "erase user",
            "reset checking",
            "reset formatting",
            "program user",
            "reset receipt",
            "program journal",
            "reset restarting",
            "led off off",
            "state restarting",
            "state unprovisioned",
            "state setup",
        ],
    );
    assert_eq!(camera.view["led"]["pattern"], "blinking");
    assert_forgotten(state.path(), &secrets);

    // Set up again, first with a slip of the finger.
    assert_eq!(camctl.refused(&["status"], "")["code"], "UnknownController");
    camctl.pair(&camera);
    let receipt = camctl.ok(&["receipt"])["receipt"].take();
    assert_eq!(
        (&receipt["cause"], &receipt["epoch"]),
        (&json!("button"), &json!(1))
    );
    let scan = camctl.ok(&["scan"]);
    let heard: Vec<_> = scan["networks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| &n["ssid"])
        .collect();
    assert_eq!(heard, ["HomeNet", "Neighbour"], "no 5 GHz");
    let error = camctl.refused(&join, "Correct horse\n");
    assert_eq!(error["code"], "AuthFailure");
    let status = camctl.ok(&["status"]);
    assert_eq!(
        (&status["state"], &status["last_setup"]),
        (&json!("setup"), &json!("AuthFailure"))
    );
    camera.until("state", "setup");
    camctl.ok_with(&join, "correct horse\n");
    camera.until("state", "online");
    secrets.extend(keys(keys_folder.path()));

    // In use.
    let stands = camctl.ok(&["move", "--pan", "30", "--tilt", "-10"]);
    assert_eq!(
        stands,
        json!({ "pan": 3000, "tilt": -1000, "moving": false })
    );
    // An answer comes after all that happened before it.
    camera.ok("expect pan 30");
    assert_eq!(
        camera.view["servo"],
        json!({ "pan_cdeg": 3000, "tilt_cdeg": -1000 })
    );
    assert_eq!(
        camctl.refused(&["move", "--pan", "300"], "")["code"],
        "OutOfRange"
    );

    // Its owner gives it away.
    camera.events.clear();
    let reset = camctl.ok(&["reset", "--yes"])["reset"].take();
    let erases = &reset["erases"];
    assert_eq!(
        (&erases[0]["kind"], &erases[0]["names"]),
        (&json!("network"), &json!([SSID]))
    );
    assert_eq!(
        (&erases[1]["kind"], &erases[1]["count"]),
        (&json!("controllers"), &json!(1))
    );
    assert_eq!(reset["accepted"], true);
    camera.until("state", "resetting");
    camera.until("state", "setup");
    assert_in_order(
        &camera.told(&["state", "reset", "flash"]),
        &[
            "state resetting",
            "erase user",
            "reset receipt",
            "state restarting",
            "state setup",
        ],
    );
    assert_forgotten(state.path(), &secrets);
    camctl.pair(&camera);
    let receipt = camctl.ok(&["receipt"])["receipt"].take();
    assert_eq!(
        (&receipt["cause"], &receipt["epoch"]),
        (&json!("controller"), &json!(2))
    );
}

#[test]
fn r34_a_restart_erases_nothing() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    let camctl = Camctl(keys.path());
    camctl.set_up(&mut camera);
    camctl.ok(&["restart"]);
    camera.until("state", "restarting");
    camera.until("state", "online");
    assert_eq!(camctl.ok(&["status"])["epoch"], 0);
}
