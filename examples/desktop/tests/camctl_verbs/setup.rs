//! The networks there are, and the one that a camera is given.

use camera_proto::message::{End, Refused, Reply, Request};
use camera_proto::vocab::{Bssid, CameraState, Network, Refusal, Security, Ssid, Status};
use serde_json::json;

use super::fake::Answer;
use super::{camctl, done, json as parse, paired, refuse};

#[test]
fn a_scan_lists_names_as_bytes_too_and_unknown_codes_by_number() {
    let paired = paired(|_, _| {
        let network = |name: &[u8], rssi_dbm, security| {
            Reply::Network(Network {
                ssid: Ssid::new(name).unwrap(),
                bssid: Bssid([0, 1, 2, 3, 4, 0xff]),
                rssi_dbm,
                security,
                channel: 6,
            })
        };
        let weak = network(b"caf\xe9", -80, Security(77));
        Answer::Replies(vec![
            weak,
            network(b"home", -30, Security::WPA2),
            Reply::End(End { next: 0 }),
        ])
    });
    let scan = paired.ok(&["scan"]);
    let (home, cafe) = (&scan["networks"][0], &scan["networks"][1]);
    let expected = json!({
        "ssid": "home", "ssid_hex": "686f6d65", "bssid": "00:01:02:03:04:ff",
        "rssi_dbm": -30, "security": "wpa2", "channel": 6,
    });
    assert_eq!(home, &expected);
    assert_eq!(cafe["ssid"], "caf\u{fffd}");
    assert_eq!(cafe["ssid_hex"], "636166e9");
    assert_eq!(cafe["security"], "unknown-77");
}

#[test]
fn a_setup_sends_the_password_without_its_newline_and_prints_it_nowhere() {
    let paired = paired(|_, request| match request {
        Request::Provision(p) if p.passphrase.as_bytes() == b"hunter22 \n" => done(),
        _ => refuse(Refusal::AUTH_FAILURE),
    });
    let args = [
        "setup",
        "--ssid-hex",
        "ff00",
        "--password-stdin",
        "--hidden",
        "--security",
        "wpa3",
    ];
    let output = paired.run(&args, "hunter22 \n\n");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(parse(&output.stdout)["setup"]["ssid_hex"], "ff00");
    assert!(!format!("{output:?}").contains("hunter"));
    let asked = paired.last_request();
    assert!(
        asked.contains("security: Some(wpa3)") && asked.contains("hidden: true"),
        "{asked}"
    );
}

#[test]
fn a_refusal_says_why_and_what_to_do_next() {
    let paired = paired(|_, _| {
        let refused = Refused {
            driver_code: 15,
            ..Refused::because(Refusal::AUTH_FAILURE)
        };
        Answer::Replies(vec![Reply::Refused(refused)])
    });
    let error = paired.error(&["setup", "--ssid", "home", "--password-stdin"]);
    let expected = json!({
        "code": "AuthFailure",
        "message": "The Wi-Fi password is wrong.",
        "next": "Type it again; upper and lower case matter.",
        "driver_code": 15,
    });
    assert_eq!(error, expected);
    let output = camctl(
        paired.keys.path(),
        &["setup", "--ssid", "home", "--password-stdin"],
        "x",
    );
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        text,
        "error: The Wi-Fi password is wrong.\n next: Type it again; upper and lower case matter.\n"
    );
}

#[test]
fn a_setup_that_costs_the_link_ends_by_what_the_camera_says_later() {
    let hop: fn(&mut Status, &Request) -> Answer = |status, _| {
        status.state = CameraState::JOINING;
        Answer::HangUp
    };
    let args = ["setup", "--ssid", "home", "--password-stdin"];

    let good = paired(hop);
    good.camera.state.lock().unwrap().joining_left = 1;
    assert_eq!(good.ok(&args)["setup"]["online"], true);

    let bad = paired(|status, _| {
        status.state = CameraState::SETUP;
        status.last_setup = Refusal::NO_ADDRESS;
        Answer::HangUp
    });
    assert_eq!(bad.error(&args)["code"], "NoAddress");

    let never = paired(hop);
    let args = [&args[..], &["--timeout", "2"]].concat();
    assert_eq!(never.error(&args)["code"], "Undecided");
}
