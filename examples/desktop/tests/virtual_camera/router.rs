//! `--router`: the networks in reach, and what is wrong with the file.

use std::path::Path;

use crate::harness::{Camctl, Camera, SPEED, camera_desktop, text};

/// A house for each reason of R42 that a radio can tell.
const HOUSE: &str = r#"
[[network]]
ssid = "Home 5G"
password = "correct horse"
band = "5"

[[network]]
ssid = "Far"
password = "correct horse"
rssi = -90

[[network]]
ssid = "NoDhcp"
password = "correct horse"
dhcp = false

[[network]]
ssid = "Island"
password = "correct horse"
internet = false

[[network]]
ssid = "Office"
password = "correct horse"
security = "enterprise"

[[network]]
ssid = "Secret"
password = "correct horse"
hidden = true

[[network]]
ssid_hex = "ff00fe"
security = "open"
"#;

/// A camera that hears all of these, and a controller paired with it.
fn in_the_house<'a>(state: &Path, keys: &'a Path) -> (Camctl<'a>, Camera) {
    let file = state.join("house.toml");
    std::fs::write(&file, HOUSE).unwrap();
    let router = ["--speed", SPEED, "--router", file.to_str().unwrap()];
    let mut camera = Camera::start_with(state, &router);
    let camctl = Camctl(keys);
    camera.until("state", "setup");
    camctl.pair(&camera);
    (camctl, camera)
}

#[test]
fn r41_r42_each_refusal_of_a_network_is_told() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (camctl, mut camera) = in_the_house(state.path(), keys.path());
    let scan = camctl.ok(&["scan"]);
    let heard: Vec<_> = scan["networks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| &n["ssid_hex"])
        .collect();
    assert!(heard.iter().any(|hex| *hex == "ff00fe"), "{scan}");
    assert_eq!(heard.len(), 5, "neither 5 GHz nor hidden: {scan}");

    let good = "correct horse";
    for (network, password, code) in [
        (&["--ssid", "Nowhere"][..], good, "NetworkNotFound"),
        (&["--ssid", "Home 5G"], good, "NetworkNotFound"),
        (
            &["--ssid", "Home 5G", "--seen-on", "5"],
            good,
            "BandMismatch",
        ),
        (&["--ssid", "Far"], good, "WeakSignal"),
        (&["--ssid", "NoDhcp"], good, "NoAddress"),
        (&["--ssid", "NoDhcp"], "no such horse", "AuthFailure"),
        (&["--ssid", "Island"], good, "NoInternet"),
        (&["--ssid", "Island"], "short", "PasswordTooShort"),
        (&["--ssid", "Office"], good, "UnsupportedSecurity"),
        (
            &["--ssid", "Island", "--security", "wpa3"],
            good,
            "UnsupportedSecurity",
        ),
        (&["--ssid", "Secret"], good, "NetworkNotFound"),
    ] {
        let args = [&["setup", "--password-stdin"], network].concat();
        let error = camctl.refused(&args, password);
        assert_eq!(error["code"], code, "{network:?}: {error}");
        assert!(!error["next"].as_str().unwrap().is_empty());
        camera.until("state", "setup");
    }
    let hidden = ["setup", "--password-stdin", "--ssid", "Secret", "--hidden"];
    assert_eq!(camctl.ok_with(&hidden, good)["setup"]["online"], true);
}

#[test]
fn r42_an_open_network_with_any_name_needs_no_password() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (camctl, mut camera) = in_the_house(state.path(), keys.path());
    let joined = camctl.ok(&["setup", "--ssid-hex", "ff00fe", "--security", "open"]);
    assert_eq!(joined["setup"]["ssid_hex"], "ff00fe");
    camera.until("state", "online");
}

#[test]
fn a_router_file_that_is_wrong_is_told_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("house.toml");
    let path = file.to_str().unwrap();
    let state = folder.path().join("state");
    let error = || {
        let args = [
            "--listen",
            "127.0.0.1:0",
            "--router",
            path,
            "--state",
            state.to_str().unwrap(),
        ];
        let output = camera_desktop(&args);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let why = text(&output.stderr);
        assert!(why.contains(path), "{why}");
        why
    };
    assert!(error().contains("No such file"));
    for (network, hint) in [
        ("[[network", "line 1"),
        (
            "[[network]]\nssid = \"x\"\nband = \"6\"",
            "`band` must be \"2.4\" or \"5\"",
        ),
        (
            "[[network]]\nssid = \"x\"\nbend = \"5\"",
            "unknown field `bend`",
        ),
        (
            "[[network]]\nssid = \"x\"\nsecurity = \"strong\"",
            "`security` must be one of",
        ),
        (
            "[[network]]\npassword = \"x\"",
            "either `ssid` or `ssid_hex`",
        ),
        (
            "[[network]]\nssid = \"x\"\nssid_hex = \"78\"",
            "either `ssid` or `ssid_hex`",
        ),
        ("[[network]]\nssid_hex = \"7\"", "pairs of hex digits"),
        ("[[network]]\nssid = \"\"", "at least one byte"),
        ("[[netwrk]]\nssid = \"x\"", "unknown field `netwrk`"),
    ] {
        std::fs::write(&file, network).unwrap();
        let why = error();
        assert!(why.contains(hint), "{network}: {why}");
    }
    assert!(!state.exists(), "a camera is made only when all is right");
}
