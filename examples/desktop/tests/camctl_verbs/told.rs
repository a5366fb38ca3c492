//! What the camera tells of itself, asked and unasked.

use camera_proto::message::{
    ControllerNews, End, Finding, Motion, Notice, Reply, Request, SettingNews, Time,
};
use camera_proto::vocab::{
    Advice, Cause, Cdeg, ControllerChange, KeyId, Role, SettingId, Status, Symptom,
};
use serde_json::{Value, json};

use super::camera_side::status;
use super::fake::{Answer, usual};
use super::{camctl, done, json as parse, paired};

/// Statuses as notices, numbered.
fn statuses(statuses: &[Status]) -> Vec<(u16, Notice)> {
    (1..)
        .zip(statuses.iter().copied().map(Notice::Status))
        .collect()
}

fn lines(output: &std::process::Output) -> Vec<Value> {
    let lines = output.stdout.split(|byte| *byte == b'\n');
    lines.filter(|line| !line.is_empty()).map(parse).collect()
}

#[test]
fn watch_prints_a_line_for_each_change() {
    let paired = paired(|_, _| done());
    let mut moved = status();
    moved.pan = Cdeg(150);
    let mut later = moved;
    later.uptime_s += 1;
    let mut faulty = later;
    faulty.fault = camera_proto::vocab::Fault(99);
    paired.camera.state.lock().unwrap().notices = statuses(&[moved, later, faulty]);
    let output = camctl(paired.keys.path(), &["watch", "--count", "3"], "");
    let text = String::from_utf8(output.stdout).unwrap();
    let expected = "\
online  blue solid  pan 0° tilt 0°
online  blue solid  pan 1.5° tilt 0°
online  blue solid  pan 1.5° tilt 0°  fault unknown-99
";
    assert_eq!(text, expected);

    paired.camera.state.lock().unwrap().notices = statuses(&[moved]);
    let output = paired.run(&["watch", "--count", "2"], "");
    let lines: Vec<_> = output.stdout.split(|byte| *byte == b'\n').collect();
    assert_eq!(parse(lines[0])["pan"], 0);
    assert_eq!(parse(lines[1])["pan"], 150);
}

/// One notice of each kind, and of each a code that nobody knows.
fn news() -> Vec<(u16, Notice)> {
    let controller = |change| {
        Notice::Controller(ControllerNews {
            change,
            key_id: KeyId([0xcd; 8]),
            name: "tab\nlet".bytes().collect(),
            role: Role::USER,
        })
    };
    let motion = |unix_s, walk_test| {
        Notice::Motion(Motion {
            zone: 2,
            unix_s,
            walk_test,
        })
    };
    let setting = |setting| Notice::Setting(SettingNews { setting });
    let news = [
        motion(Some(1_795_420_800), false),
        motion(None, true),
        controller(ControllerChange::ENROLLED),
        controller(ControllerChange(9)),
        setting(SettingId::PRIVACY),
        setting(SettingId(0xff)),
    ];
    (1..).zip(news).collect()
}

#[test]
fn r49_r55_r57_watch_shows_all_four_kinds_of_news() {
    let paired = paired(usual);
    paired.camera.state.lock().unwrap().notices = news();
    let text = paired.plain(&["watch", "--count", "7"]);
    let expected = "\
online  blue solid  pan 0° tilt 0°
motion  zone 2  2026-11-23 08:00:00 UTC
motion  zone 2  walk test
controller  cdcdcdcdcdcdcdcd tab\\nlet  has paired  user
controller  cdcdcdcdcdcdcdcd tab\\nlet  unknown-9  user
setting  privacy has changed
setting  unknown-255 has changed
";
    assert_eq!(text, expected);

    paired.camera.state.lock().unwrap().notices = news();
    let told = lines(&paired.run(&["watch", "--count", "7"], ""));
    let controller = |change| {
        json!({ "controller": {
            "change": change, "key_id": "cdcdcdcdcdcdcdcd", "name": "tab\nlet", "role": "user",
        }})
    };
    let expected = [
        json!({ "motion": { "zone": 2, "unix_s": 1_795_420_800, "walk_test": false } }),
        json!({ "motion": { "zone": 2, "unix_s": null, "walk_test": true } }),
        controller("enrolled"),
        controller("unknown-9"),
        json!({ "setting": { "name": "privacy" } }),
        json!({ "setting": { "name": "unknown-255" } }),
    ];
    assert_eq!(told[0]["state"], "online");
    assert_eq!(told[1..], expected);
}

#[test]
fn what_was_lost_on_the_way_is_told_and_asked_for_anew() {
    let paired = paired(usual);
    let lose = || {
        let mut news = news();
        news.drain(1..3);
        paired.camera.state.lock().unwrap().notices = news;
    };
    lose();
    let output = paired.run(&["watch", "--count", "3"], "");
    let note = parse(&output.stderr)["note"].take();
    let expected = "Some news was lost on the way. This is how the camera is now:";
    assert_eq!(note, expected);
    let told = lines(&output);
    assert_eq!(told[1]["motion"]["zone"], 2);
    assert_eq!(told[2]["state"], "online");
    let asked = paired.camera.state.lock().unwrap().asked.clone();
    let watches = asked.iter().filter(|request| *request == "Watch");
    assert_eq!(watches.count(), 2);

    // Shown even where it is the same as before.
    lose();
    let text = paired.plain(&["watch", "--count", "3"]);
    let (first, last) = (text.lines().next(), text.lines().last());
    assert_eq!(first, last, "{text}");
}

#[test]
fn r81_who_it_is_what_it_can_and_what_support_asks_for() {
    let paired = paired(usual);
    let info = json!({
        "model": "Spot PT-1", "serial": "C0FFEE0042", "firmware": "1.4.0", "made_on": 20_261_123, "name": "Kitchen",
    });
    assert_eq!(paired.ok(&["info"])["info"], info);
    assert!(paired.plain(&["info"]).contains("made on   2026-11-23\n"));
    let abilities = json!({
        "can": ["pan", "unknown-1073741824"], "pan": [-17_000, 17_000], "tilt": [-3_000, 9_000],
        "stream_uri": "rtsp://192.168.1.20/main",
    });
    assert_eq!(paired.ok(&["abilities"])["abilities"], abilities);
    assert!(
        paired
            .plain(&["abilities"])
            .contains("pan     -170° to 170°\n")
    );
    let support = json!({
        "info": info, "uptime_s": 300, "first_setup_s": null, "resets": 2, "last_reset": "unknown-77",
        "fault": "none", "last_setup": "AuthFailure", "rssi_dbm": -48, "controllers": 2, "wrong_codes": 1,
    });
    assert_eq!(paired.ok(&["support"])["support"], support);
    let text = paired.plain(&["support"]);
    assert!(
        text.contains("C0FFEE0042") && text.contains("2, the last by unknown-77"),
        "{text}"
    );
}

#[test]
fn r80_a_finding_is_told_in_sentences_and_by_its_number_where_it_has_no_name() {
    let paired = paired(|_, _| {
        let weak = Finding {
            symptom: Symptom::OFFLINE,
            cause: Cause::WEAK_SIGNAL,
            advice: Advice::MOVE_CLOSER,
            detail: -82,
        };
        let new = Finding {
            symptom: Symptom::WONT_RECONNECT,
            cause: Cause(200),
            advice: Advice(201),
            detail: 1,
        };
        let end = Reply::End(End { next: 0 });
        Answer::Replies(vec![Reply::Finding(weak), Reply::Finding(new), end])
    });
    let findings = json!([
        { "symptom": "offline", "cause": "weak-signal", "advice": "move-closer", "detail": -82 },
        { "symptom": "wont-reconnect", "cause": "unknown-200", "advice": "unknown-201", "detail": 1 },
    ]);
    assert_eq!(paired.ok(&["diagnose"])["findings"], findings);
    let text = paired.plain(&["diagnose"]);
    assert!(
        text.contains("(-82 dBm)") && text.contains("Bring camera and router closer together."),
        "{text}"
    );
}

#[test]
fn r56_the_time_is_asked_and_told() {
    let paired = paired(|status, request| match request {
        Request::Time => Answer::Replies(vec![Reply::Time(Time {
            unix_s: Some(1_795_420_800),
        })]),
        request => usual(status, request),
    });
    let time = json!({ "unix_s": 1_795_420_800, "utc": "2026-11-23 08:00:00 UTC" });
    assert_eq!(paired.ok(&["time"])["time"], time);
    assert_eq!(paired.ok(&["time", "--set", "1795420800"])["time"], time);
    assert_eq!(
        paired.last_request(),
        "SetTime(SetTime { unix_s: 1795420800 })"
    );
    let now = paired.ok(&["time", "--set", "now"])["time"]["unix_s"]
        .as_u64()
        .unwrap();
    assert!(now > 1_700_000_000);
}

#[test]
fn tests_run_for_a_time_or_are_stopped() {
    let paired = paired(|_, _| done());
    for (args, sent) in [
        (["walk-test", "3min"], "WalkTest(WalkTest { seconds: 180 })"),
        (["walk-test", "stop"], "WalkTest(WalkTest { seconds: 0 })"),
        (["audio-test", "5"], "AudioTest(AudioTest { seconds: 5 })"),
        (
            ["audio-test", "stop"],
            "AudioTest(AudioTest { seconds: 0 })",
        ),
    ] {
        paired.ok(&args);
        assert_eq!(paired.last_request(), sent);
    }
}
