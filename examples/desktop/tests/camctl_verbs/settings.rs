//! Settings: given by friendly words, kept in a file, read back from it.

use camera_proto::message::{End, Privacy, Reply, Request, Setting, StatusLed};
use camera_proto::vocab::Refusal;
use serde_json::{Value, json};

use super::fake::{Answer, usual};
use super::{json as parse, paired, refuse};

/// What the camera keeps in some of these tests.
fn kept(status: &mut camera_proto::vocab::Status, request: &Request) -> Answer {
    let settings = [
        Setting::Privacy(Privacy { on: true }),
        Setting::StatusLed(StatusLed {
            brightness: 40,
            night: false,
        }),
    ];
    match request {
        Request::Settings(_) => {
            let items = settings.map(Reply::Setting).into_iter();
            Answer::Replies(items.chain([Reply::End(End { next: 0 })]).collect())
        }
        Request::Set(Setting::Storage(_)) => refuse(Refusal::STORE_FAILURE),
        request => usual(status, request),
    }
}

#[test]
fn r50_to_r56_each_setting_is_given_by_friendly_words() {
    let paired = paired(usual);
    let zone = json!({ "zone 0": {
        "name": "door", "left": 100, "top": 0, "right": 455, "bottom": 1000, "sensitivity": 50,
    }});
    let bed = json!({ "zone 1": {
        "name": "bed", "preset": 2, "left": 0, "top": 0, "right": 1000, "bottom": 1000, "sensitivity": 30,
    }});
    let weekly = json!({ "alert-schedule": ["Mon-Fri 22:00-06:00", "Sat-Sun 00:00-24:00"] });
    let night = json!({ "night-vision": { "mode": "auto", "brightness": 80, "sensitivity": 50 } });
    for (words, set) in [
        (&["name", "Küche"][..], json!({ "name": "Küche" })),
        (&["time-zone", "<-03>3"], json!({ "time-zone": "<-03>3" })),
        (
            &["zone", "0", "door", "--left", "10%", "--right", "455"],
            zone,
        ),
        (
            &["zone", "1", "bed", "--preset", "2", "--sensitivity", "30%"],
            bed,
        ),
        (
            &[
                "alert-schedule",
                "Mon-Fri 22:00-06:00",
                "sat,sun 00:00-24:00",
            ],
            weekly,
        ),
        (
            &["recording-schedule", "always"],
            json!({ "recording-schedule": [] }),
        ),
        (&["recording", "motion"], json!({ "recording": "motion" })),
        (&["night-vision", "auto", "--brightness", "80"], night),
        (&["storage", "both"], json!({ "storage": "both" })),
        (&["privacy", "on"], json!({ "privacy": true })),
        (
            &["status-led", "40", "--night"],
            json!({ "status-led": { "brightness": 40, "night": true } }),
        ),
        (
            &["patrol", "1:90s"],
            json!({ "patrol": [{ "preset": 1, "dwell_s": 90 }] }),
        ),
    ] {
        let said = paired.ok(&[&["settings", "set"], words].concat());
        assert_eq!(said, json!({ "set": set }), "{words:?}");
        assert!(paired.last_request().starts_with("Set("));
    }
}

#[test]
fn r55_what_no_camera_takes_is_refused_by_name_and_not_sent() {
    let paired = paired(usual);
    let long = "x".repeat(33);
    for (words, code) in [
        (&["name", ""][..], "InvalidName"),
        (&["name", &long], "InvalidName"),
        (&["name", "a\tb"], "InvalidName"),
        (&["time-zone", "X"], "InvalidTimeZone"),
        (&["time-zone", "Europe/Berlin"], "InvalidTimeZone"),
        (&["time-zone", "Etc/GMT+5"], "InvalidTimeZone"),
        (&["zone", "8", "far"], "NoSuchSetting"),
        (
            &["zone", "0", "thin", "--left", "50%", "--right", "50%"],
            "InvalidZone",
        ),
        (&["zone", "0", "wide", "--right", "100.1%"], "InvalidZone"),
        (&["zone", "0", "x", "--preset", "8"], "NoSuchPreset"),
        (&["zone", "0", "x", "--sensitivity", "0"], "OutOfRange"),
        (&["alert-schedule", "Mon 24:00-06:00"], "InvalidSchedule"),
        (&["night-vision", "on", "--brightness", "101"], "OutOfRange"),
        (&["status-led", "0"], "OutOfRange"),
    ] {
        let error = paired.error(&[&["settings", "set"], words].concat());
        assert_eq!(error["code"], code, "{words:?}");
        assert_ne!(error["next"], "", "{words:?}");
    }
    let asked = &paired.camera.state.lock().unwrap().asked;
    assert!(
        !asked.iter().any(|request| request.starts_with("Set(")),
        "{asked:?}"
    );
}

#[test]
fn r33_r55_settings_are_listed_and_put_back() {
    let paired = paired(kept);
    let all = json!({ "privacy": true, "status-led": { "brightness": 40, "night": false } });
    for args in [&["settings"][..], &["settings", "list"]] {
        assert_eq!(paired.ok(args), json!({ "settings": all }));
    }
    assert_eq!(
        paired.plain(&["settings"]),
        "privacy     on\nstatus-led  40%\n"
    );
    assert_eq!(
        paired.ok(&["settings", "clear", "privacy"]),
        json!({ "cleared": "privacy" })
    );
    assert_eq!(
        paired.last_request(),
        "ClearSetting(ClearSetting { setting: privacy })"
    );
    paired.ok(&["settings", "clear", "zone", "2"]);
    assert_eq!(
        paired.last_request(),
        "ClearSetting(ClearSetting { setting: zone 2 })"
    );
    for wrong in [&["zone"][..], &["zone", "8"], &["privacy", "0"], &["all"]] {
        let output = paired.run(&[&["settings", "clear"], wrong].concat(), "");
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn r55_an_export_is_an_import_that_changes_nothing() {
    let paired = paired(kept);
    let file = paired.keys.path().join("camera.json");
    let path = file.to_str().unwrap();
    let exported = paired.ok(&["settings", "export", path]);
    assert_eq!(exported["exported"], json!({ "file": path, "settings": 2 }));
    let all = json!({ "privacy": true, "status-led": { "brightness": 40, "night": false } });
    let content = json!({ "camera-settings": 1, "settings": all });
    assert_eq!(parse(&std::fs::read(&file).unwrap()), content);
    assert_eq!(paired.ok(&["settings", "export"]), content);
    assert_eq!(
        paired.plain(&["settings", "export"]),
        format!("{content:#}\n")
    );
    let nothing = json!({ "changes": [], "unchanged": 2, "dry_run": false });
    assert_eq!(
        paired.ok(&["settings", "import", path])["imported"],
        nothing
    );
    assert!(paired.last_request().starts_with("Settings("));
}

#[test]
fn r55_an_import_shows_what_changes_and_sends_only_that() {
    let paired = paired(kept);
    let settings = json!({ "name": "Hall", "privacy": false, "status-led": { "brightness": 40, "night": false } });
    let file = json!({ "camera-settings": 1, "settings": settings }).to_string();
    let import = |args: &[&str]| {
        let output = paired.run(&[&["settings", "import", "-"], args].concat(), &file);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        parse(&output.stdout)["imported"].take()
    };
    let changes = json!([
        { "setting": "name", "from": null, "to": "Hall" },
        { "setting": "privacy", "from": true, "to": false },
    ]);
    let expected = |dry_run| json!({ "changes": changes, "unchanged": 1, "dry_run": dry_run });
    assert_eq!(import(&["--dry-run"]), expected(true));
    assert!(
        paired.last_request().starts_with("Settings("),
        "nothing was sent"
    );
    assert_eq!(import(&[]), expected(false));
    let asked = paired.camera.state.lock().unwrap().asked.clone();
    let sent: Vec<_> = asked
        .iter()
        .filter(|request| request.starts_with("Set("))
        .collect();
    assert_eq!(sent.len(), 2, "{asked:?}");

    let output = super::camctl(paired.keys.path(), &["settings", "import", "-"], &file);
    let plan = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        plan,
        "This changes:\n  name: default -> Hall\n  privacy: on -> off\n"
    );
    assert_eq!(output.stdout, b"2 settings are changed.\n");
}

#[test]
fn r55_a_bad_file_is_refused_by_its_line_before_anything_is_sent() {
    let paired = paired(kept);
    let refused = |file: &str| {
        let output = paired.run(&["settings", "import", "-"], file);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        parse(&output.stderr)["error"].take()
    };
    let bad =
        refused("{\"camera-settings\": 1, \"settings\": {\n\"privacy\": false,\n\"name\": 7\n}}");
    assert_eq!(bad["code"], "BadFile");
    let message = bad["message"].as_str().unwrap();
    assert!(
        message.starts_with("Line 3 of standard input is refused: name: invalid type"),
        "{message}"
    );
    let asked = paired.camera.state.lock().unwrap().asked.clone();
    assert!(
        !asked.iter().any(|request| request.starts_with("Set")),
        "{asked:?}"
    );
    let nowhere = ["settings", "import", "/nonexistent/camera.json"];
    assert_eq!(paired.error(&nowhere)["code"], "BadFile");

    // The camera's own refusal names the setting.
    let settings: Value = json!({ "privacy": false, "storage": "both" });
    let error = refused(&json!({ "camera-settings": 1, "settings": settings }).to_string());
    assert_eq!(error["code"], "StoreFailure");
    assert_eq!(
        error["message"],
        "storage: The camera's storage does not work."
    );
    let next = "Contact support. The settings before it in the file are changed.";
    assert_eq!(error["next"], next);
}
