//! Becoming a controller, and the key that is kept.

use serde_json::json;

use super::camera_side::CODE;
use super::fake::camera;
use super::{KEY, camctl, done, json as parse, paired};

#[test]
fn pairing_keeps_a_key_that_opens_later_sessions_without_an_address() {
    let paired = paired(|_, _| done());
    let key = parse(&std::fs::read(paired.keys.path().join("spot-pt-1-a1b2.json")).unwrap());
    assert_eq!(key["key_id"], KEY);
    assert_eq!(key["key"], "5a".repeat(32));
    assert_eq!(key["address"], paired.camera.address.as_str());
    let status = paired.ok(&["status"]);
    let expected = json!({
        "state": "online", "led": { "color": "blue", "pattern": "solid" },
        "pan": 0, "tilt": 0, "moving": false, "patrolling": false, "privacy": false, "recording": false, "walk_test": false, "time_known": false, "inviting": false, "fault": "none", "reset": "idle",
        "last_setup": "None", "rssi_dbm": -40, "window_s": 0, "uptime_s": 12, "epoch": 1,
    });
    assert_eq!(status, expected);
}

#[test]
fn the_code_can_come_from_stdin_and_is_printed_nowhere() {
    let (camera, keys) = (camera(|_, _| done()), tempfile::tempdir().unwrap());
    let args = [
        "--json",
        "pair",
        "--code-stdin",
        "--connect",
        &camera.address,
        "--name",
        "laptop",
    ];
    let output = camctl(keys.path(), &args, &format!("{CODE}\n"));
    let paired = &parse(&output.stdout)["paired"];
    assert_eq!(paired["key_id"], KEY);
    assert_eq!(paired["role"], "owner");
    assert_eq!(paired["discriminator"], "a1b2");
    assert!(!String::from_utf8_lossy(&output.stdout).contains(&"5a".repeat(32)));
    assert!(!format!("{output:?}").contains("1234"));
}

#[test]
fn a_wrong_code_is_refused() {
    let (camera, keys) = (camera(|_, _| done()), tempfile::tempdir().unwrap());
    // A code with a right check digit, but of another camera.
    let wrong = [
        "--json",
        "pair",
        "--connect",
        &camera.address,
        "--code",
        "000000000000",
    ];
    let output = camctl(keys.path(), &wrong, "");
    assert_eq!(output.status.code(), Some(1));
    let error = &parse(&output.stderr)["error"];
    assert_eq!(error["code"], "WrongCode");
    assert_eq!(error["next"], "Check the 12 digits on the camera's label.");
    assert_eq!(std::fs::read_dir(keys.path()).unwrap().count(), 0);
}

#[test]
fn a_name_that_no_camera_takes_is_refused_before_anything_is_asked() {
    let (camera, keys) = (camera(|_, _| done()), tempfile::tempdir().unwrap());
    for name in ["", "more than 24 bytes is long", "a\nb"] {
        let args = [
            "--json",
            "pair",
            "--connect",
            &camera.address,
            "--code",
            CODE,
            "--name",
            name,
        ];
        let output = camctl(keys.path(), &args, "");
        assert_eq!(output.status.code(), Some(1), "{name:?}: {output:?}");
        assert_eq!(parse(&output.stderr)["error"]["code"], "InvalidName");
    }
    assert!(camera.state.lock().unwrap().heard.is_empty());
}
