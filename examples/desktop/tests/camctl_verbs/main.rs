//! camctl against a camera that answers as each test wants.

mod access;
mod asked;
mod fake;
mod head;
mod qr;
mod settings;
mod told;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use camera_proto::message::{End, Loss, LossList, Refused, Reply, Request};
use camera_proto::vocab::{
    Bssid, CameraState, ErasedScope, LossItem, LossKind, Network, Receipt, Refusal, ResetCause,
    ResetScope, ResetToken, Security, Ssid,
};
use serde_json::{Value, json};

use fake::{Answer, CODE, Camera, camera};

const KEY: &str = "abababababababab";

/// A camera that was paired, and the folder of its key.
struct Paired {
    camera: Camera,
    keys: tempfile::TempDir,
}

fn camctl(keys: &Path, args: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_camctl"))
        .arg("--keys")
        .arg(keys)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Most verbs do not read it.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    child.wait_with_output().unwrap()
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or_else(|error| {
        panic!("{error}: {}", String::from_utf8_lossy(bytes));
    })
}

fn paired(answer: fn(&mut camera_proto::vocab::Status, &Request) -> Answer) -> Paired {
    let (camera, keys) = (camera(answer), tempfile::tempdir().unwrap());
    let args = ["pair", "--connect", &camera.address, "--code", CODE];
    let output = camctl(keys.path(), &args, "");
    assert!(output.status.success(), "{output:?}");
    Paired { camera, keys }
}

impl Paired {
    /// The JSON that a verb prints.
    fn ok(&self, args: &[&str]) -> Value {
        let output = self.run(args, "");
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        json(&output.stdout)
    }

    /// The JSON of a verb's error, which exits 1 and prints nothing else.
    fn error(&self, args: &[&str]) -> Value {
        let output = self.run(args, "");
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert!(output.stdout.is_empty());
        json(&output.stderr)["error"].take()
    }

    /// What a verb prints for people.
    fn plain(&self, args: &[&str]) -> String {
        let output = camctl(self.keys.path(), args, "");
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn run(&self, args: &[&str], stdin: &str) -> Output {
        camctl(self.keys.path(), &[args, &["--json"]].concat(), stdin)
    }

    fn last_request(&self) -> String {
        self.camera
            .state
            .lock()
            .unwrap()
            .asked
            .last()
            .unwrap()
            .clone()
    }
}

fn refuse(why: Refusal) -> Answer {
    Answer::Replies(vec![Reply::Refused(Refused::because(why))])
}

fn done() -> Answer {
    Answer::Replies(vec![Reply::Done])
}

#[test]
fn pairing_keeps_a_key_that_opens_later_sessions_without_an_address() {
    let paired = paired(|_, _| done());
    let key = json(&std::fs::read(paired.keys.path().join("spot-pt-1-a1b2.json")).unwrap());
    assert_eq!(key["key_id"], KEY);
    assert_eq!(key["key"], "5a".repeat(32));
    assert_eq!(key["address"], paired.camera.address.as_str());
    let status = paired.ok(&["status"]);
    let expected = json!({
        "state": "online", "led": { "color": "blue", "pattern": "solid" },
        "pan": 0, "tilt": 0, "moving": false, "time_known": false, "inviting": false, "fault": "none", "reset": "idle",
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
    let paired = &json(&output.stdout)["paired"];
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
    let error = &json(&output.stderr)["error"];
    assert_eq!(error["code"], "WrongCode");
    assert_eq!(error["next"], "Check the 12 digits on the camera's label.");
    assert_eq!(std::fs::read_dir(keys.path()).unwrap().count(), 0);
}

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
    assert_eq!(json(&output.stdout)["setup"]["ssid_hex"], "ff00");
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
    let hop: fn(&mut camera_proto::vocab::Status, &Request) -> Answer = |status, _| {
        status.state = CameraState::JOINING;
        Answer::HangUp
    };
    let args = ["setup", "--ssid", "home", "--password-stdin"];

    let good = paired(hop);
    let state = std::sync::Arc::clone(&good.camera.state);
    let joins = std::thread::spawn(move || {
        std::thread::sleep(core::time::Duration::from_millis(900));
        state.lock().unwrap().status.state = CameraState::ONLINE;
    });
    assert_eq!(good.ok(&args)["setup"]["online"], true);
    joins.join().unwrap();

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

#[test]
fn a_reset_shows_its_losses_confirms_them_and_needs_consent() {
    let paired = paired(|_, request| match request {
        Request::ResetRequest(request) if request.scope == ResetScope::Everything => {
            let item = |kind, count| LossItem { kind, count };
            let items = [item(LossKind::NETWORK, 1), item(LossKind::CONTROLLERS, 2)];
            let list = LossList {
                token: ResetToken([3; 8]),
                items: items.into_iter().collect(),
            };
            Answer::Replies(vec![Reply::LossList(list)])
        }
        Request::ResetConfirm(confirm) if confirm.token == ResetToken([3; 8]) => done(),
        Request::Losses(losses) if losses.kind == LossKind::CONTROLLERS => {
            let loss = |name: &str| {
                Reply::Loss(Loss {
                    name: name.bytes().collect(),
                })
            };
            // In two pages.
            Answer::Replies(match losses.from {
                0 => vec![loss("phone"), Reply::End(End { next: 4 })],
                _ => vec![loss("tab\nlet"), Reply::End(End { next: 0 })],
            })
        }
        Request::Losses(_) => refuse(Refusal::UNSUPPORTED),
        _ => refuse(Refusal::NOT_CONFIRMED),
    });
    let output = paired.run(&["reset"], "y\n");
    assert_eq!(output.status.code(), Some(2), "a pipe is nobody to ask");
    assert_eq!(json(&output.stderr)["error"]["code"], "Usage");
    let reset = paired.ok(&["reset", "--yes"]);
    let names = ["phone", "tab\nlet"];
    let controllers = json!({ "kind": "controllers", "count": 2, "names": names });
    // Names that the camera cannot tell keep nobody from a reset.
    let network = json!({ "kind": "network", "count": 1, "names": [] });
    let erases = json!([network, controllers.clone()]);
    let expected = json!({ "accepted": true, "scope": "everything", "erases": erases });
    assert_eq!(reset["reset"], expected);
    assert_eq!(
        paired.ok(&["losses", "--kind", "controllers"])["losses"],
        json!([controllers])
    );
    let shown = paired.plain(&["reset", "--yes"]);
    let list = "  2 controllers, which must pair again\n    phone\n    tab\\nlet\n";
    assert!(shown.contains(list), "{shown}");
}

#[test]
fn r32_a_camera_that_was_reset_is_told_and_its_key_forgotten_only_in_setup() {
    let paired = paired(|_, _| done());
    let file = paired.keys.path().join("spot-pt-1-a1b2.json");
    let forget = |setup_open| {
        let mut state = paired.camera.state.lock().unwrap();
        (state.key, state.setup_open) = (None, setup_open);
    };
    forget(false);
    let error = paired.error(&["status"]);
    assert_eq!(error["code"], "UnknownController");
    assert_eq!(
        error["message"],
        "This camera was reset or has revoked this controller."
    );
    assert!(file.exists());
    forget(true);
    assert_eq!(paired.error(&["status"])["next"], "Pair again: camctl pair");
    assert!(!file.exists());
    assert_eq!(paired.error(&["status"])["code"], "NotPaired");
    let output = camctl(paired.keys.path(), &["pair", "--code", CODE], "");
    assert!(
        output.status.success(),
        "the address is remembered: {output:?}"
    );
}

#[test]
fn r32_a_new_epoch_is_told() {
    let paired = paired(|_, _| done());
    paired.camera.state.lock().unwrap().status.epoch = 2;
    let output = paired.run(&["status"], "");
    assert_eq!(
        json(&output.stderr)["note"],
        "This camera was reset since it was paired."
    );
    assert_eq!(json(&output.stdout)["epoch"], 2);
}

#[test]
fn r31_without_the_camera_it_is_the_button() {
    let keys = tempfile::tempdir().unwrap();
    let error = |verb: &[&str]| {
        // Nobody listens on port 1.
        let args = [&["--json", "--connect", "127.0.0.1:1"], verb].concat();
        let output = camctl(keys.path(), &args, "");
        assert_eq!(output.status.code(), Some(1));
        json(&output.stderr)["error"].take()
    };
    let reset = error(&["reset", "--yes"]);
    assert_eq!(reset["code"], "Unreachable");
    assert!(
        reset["next"]
            .as_str()
            .unwrap()
            .starts_with("Offline: use the button. Hold")
    );
    assert_eq!(error(&["status"])["code"], "Unreachable");
}

#[test]
fn silence_is_unreachable_in_time() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let keys = tempfile::tempdir().unwrap();
    let args = [
        "--json",
        "--timeout",
        "0.3",
        "--connect",
        &address,
        "status",
    ];
    let output = camctl(keys.path(), &args, "");
    let error = &json(&output.stderr)["error"];
    assert_eq!(error["code"], "Unreachable");
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .ends_with("it does not answer.")
    );
}

#[test]
fn small_requests_are_sent_as_said() {
    let paired = paired(|_, request| match request {
        Request::Receipt => Answer::Replies(vec![Reply::Receipt(Some(Receipt {
            epoch: 2,
            count: 3,
            cause: ResetCause::BUTTON,
            scope: ErasedScope::EVERYTHING,
        }))]),
        _ => done(),
    });
    assert_eq!(
        paired.ok(&["restart"]),
        json!({ "restart": { "accepted": true } })
    );
    assert_eq!(
        paired.ok(&["identify", "--seconds", "3"]),
        json!({ "identify": { "seconds": 3 } })
    );
    assert_eq!(paired.last_request(), "Identify(Identify { seconds: 3 })");
    let receipt = json!({ "epoch": 2, "count": 3, "cause": "button", "scope": "everything" });
    assert_eq!(paired.ok(&["receipt"]), json!({ "receipt": receipt }));
}
