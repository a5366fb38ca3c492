//! What camctl understands, without any camera.

use std::process::{Command, Output, Stdio};

use camera_proto::vocab::Refusal;
use serde_json::Value;

/// What QR codes say: of a network, and of a label.
const WIFI: &str = "WIFI:T:WPA;S:home;P:correct horse;;";
const LABEL: &str = "CAMERA:1:S%70%6F%74 PT-1:VCB90D4B7A:471427619485";

fn camctl(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_camctl"))
        .args(args)
        .stdin(Stdio::null())
        .env("XDG_DATA_HOME", "/nonexistent")
        .output()
        .unwrap()
}

#[test]
fn wrong_usage_exits_2_and_says_so_in_json_if_asked() {
    let wrong: &[&[&str]] = &[
        &[],
        &["dance"],
        &["move"],
        &["move", "--pan", "left"],
        &["move", "--pan", "nan"],
        &["setup"],
        &["setup", "--ssid", "a", "--ssid-hex", "61"],
        &["setup", "--ssid-hex", "6"],
        &["setup", "--ssid", "", "--password-stdin"],
        &[
            "setup",
            "--ssid",
            "an SSID of more than 32 bytes, yes",
            "--password-stdin",
        ],
        &["setup", "--ssid", "a", "--security", "strong"],
        &["setup", "--ssid", "a"],
        &["setup", "--ssid", "a", "--qr", WIFI],
        &["setup", "--qr", WIFI, "--password-stdin"],
        &["setup", "--qr", WIFI, "--security", "wpa3"],
        &["setup", "--qr", WIFI, "--hidden"],
        &["setup", "--qr", "WIFI:T:WPA;P:correct horse;;"],
        &["setup", "--qr", LABEL],
        &["setup", "--qr", "-"],
        &["pair"],
        &["pair", "--connect", "localhost"],
        &["pair", "--connect", "localhost", "--code", "123"],
        &["pair", "--code", "1", "--code-stdin"],
        &["pair", "--code", "1", "--qr", LABEL],
        &["pair", "--code-stdin", "--qr", LABEL],
        &["pair", "--connect", "localhost", "--qr", WIFI],
        &[
            "pair",
            "--connect",
            "localhost",
            "--qr",
            "CAMERA:2:471427619485",
        ],
        &["pair", "--connect", "localhost", "--qr", "-"],
        &["pair", "--connect", "localhost", "--invitation"],
        &[
            "pair",
            "--connect",
            "localhost",
            "--invitation",
            "--qr",
            LABEL,
        ],
        &["revoke", "abc"],
        &["rename", "me"],
        &["rename", "you", "x"],
        &["role", "me", "stranger"],
        &["invite", "--role", "king"],
        &["invite", "--valid", "0"],
        &["invite", "--valid", "19h"],
        &["invite", "--cancel", "--role", "user"],
        &["change-code", "now"],
        &["time", "--set", "noon"],
        &["walk-test"],
        &["walk-test", "0"],
        &["audio-test", "256"],
        &["losses", "--kind", "hearts"],
        &["move", "--pan", "1", "--speed", "0"],
        &["move", "--pan", "1", "--lease", "1s"],
        &["move", "--continuous", "--pan", "1", "--relative"],
        &["move", "--continuous", "--pan", "1.5"],
        &["move", "--continuous", "--pan", "1", "--no-wait"],
        &["move", "--preset", "0", "--pan", "1"],
        &["preset"],
        &["preset", "save", "0"],
        &["preset", "save", "0", "door", "--pan", "1"],
        &[
            "preset", "save", "0", "door", "--here", "--pan", "1", "--tilt", "1",
        ],
        &["patrol", "set"],
        &["patrol", "set", "0"],
        &["patrol", "set", "0:0"],
        &["settings", "set"],
        &["settings", "set", "privacy", "maybe"],
        &["settings", "set", "recording", "unknown-1"],
        &["settings", "set", "zone", "0", "door", "--left", "-1"],
        &["settings", "set", "alert-schedule"],
        &["settings", "set", "alert-schedule", "Mon"],
        &[
            "settings",
            "set",
            "alert-schedule",
            "always",
            "Mon 01:00-02:00",
        ],
        &["settings", "clear", "everything"],
        &["settings", "import"],
        &["identify", "--seconds", "256"],
        &["status", "--timeout", "0"],
        &["status", "--timeout", "-1"],
        &["reset", "--scope", "some"],
        &["watch", "--count", "0"],
    ];
    for args in wrong {
        let plain = camctl(args);
        assert_eq!(plain.status.code(), Some(2), "{args:?}: {plain:?}");
        assert!(plain.stdout.is_empty(), "{args:?}");
        let said = String::from_utf8(plain.stderr).unwrap();
        for secret in ["correct", "4714"] {
            assert!(!said.contains(secret), "{args:?}: {said}");
        }
        let output = camctl(&[args, &["--json"][..]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let error: Value = serde_json::from_slice(&output.stderr).unwrap();
        assert_eq!(error["error"]["code"], "Usage", "{args:?}");
        for what in ["message", "next"] {
            let said = error["error"][what].as_str().unwrap();
            assert!(!said.is_empty(), "{args:?}: {what}");
        }
    }
}

#[test]
fn global_options_stand_before_or_after_the_verb() {
    let unpaired = |args: &[&str]| {
        let output = camctl(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {output:?}");
        let error: Value = serde_json::from_slice(&output.stderr).unwrap();
        error["error"]["code"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        unpaired(&["--json", "--keys", "/nonexistent", "status"]),
        "NotPaired"
    );
    assert_eq!(
        unpaired(&["status", "--json", "--keys", "/nonexistent"]),
        "NotPaired"
    );
    let nobody = ["--connect", "127.0.0.1:1"];
    assert_eq!(
        unpaired(&[&["--json"], &nobody[..], &["status"]].concat()),
        "Unreachable"
    );
    assert_eq!(
        unpaired(&[&["status", "--json"], &nobody[..]].concat()),
        "Unreachable"
    );
}

#[test]
fn help_comes_with_examples_and_without_colours_in_a_pipe() {
    for verb in [
        &[][..],
        &["pair"],
        &["setup"],
        &["move"],
        &["reset"],
        &["revoke"],
        &["invite"],
        &["change-code"],
        &["settings"],
        &["settings", "set", "zone"],
        &["settings", "set", "alert-schedule"],
        &["settings", "import"],
        &["preset", "save"],
        &["patrol", "set"],
    ] {
        let output = camctl(&[verb, &["--help"]].concat());
        assert_eq!(output.status.code(), Some(0));
        let help = String::from_utf8(output.stdout).unwrap();
        assert!(help.contains("Example"), "{verb:?}: {help}");
        assert!(!help.contains('\x1b'));
    }
}

#[test]
fn completions_exist_for_each_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = camctl(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0));
        assert!(
            String::from_utf8(output.stdout)
                .unwrap()
                .contains("ssid-hex")
        );
    }
}

#[test]
fn the_documentation_lists_every_refusal() {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    let read = |name: &str| std::fs::read_to_string(format!("{here}{name}"));
    let text = read("CLI.md").unwrap();
    for (why, name) in Refusal::ALL {
        let message = camera_proto::controller::message(*why);
        let row = text
            .lines()
            .find(|line| line.starts_with(&format!("| `{name}` |")));
        if *why != Refusal::NONE {
            let row = row.unwrap_or_else(|| panic!("{name} is missing"));
            assert!(row.contains(message), "{row} should say: {message}");
            let next = camera_proto::controller::advice(*why);
            assert!(row.contains(next), "{row} should say: {next}");
        }
    }
}

#[test]
fn discovery_never_fails_hard() {
    let output = camctl(&["discover", "--json", "--timeout", "0.2"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(found["cameras"].is_array());
}
