//! Turning the head.

use camera_proto::message::{Controller, End, Moving, Refused, Reply, Request};
use camera_proto::vocab::{Cdeg, KeyId, Refusal, Role};
use serde_json::json;

use super::fake::{Answer, usual};
use super::{paired, refuse};

#[test]
fn a_move_takes_negative_and_fractional_degrees_and_waits_for_the_end() {
    let paired = paired(|status, request| {
        let Request::MoveAbsolute(to) = request else {
            return refuse(Refusal::BUG);
        };
        (status.pan, status.tilt) = (to.pan.unwrap(), to.tilt.unwrap());
        let moving = Moving {
            pan: status.pan,
            tilt: status.tilt,
            arrives_in_ms: 250,
        };
        Answer::Replies(vec![Reply::Moving(moving)])
    });
    let end = paired.ok(&["move", "--pan", "12.5", "--tilt", "-10"]);
    assert_eq!(end, json!({ "pan": 1250, "tilt": -1000, "moving": false }));
    assert_eq!(paired.last_request(), "Status");
    let sent = paired.ok(&["move", "--pan=-0.5", "--tilt", "-0.25", "--no-wait"]);
    assert_eq!(
        sent,
        json!({ "pan": -50, "tilt": -25, "arrives_in_ms": 250 })
    );
}

#[test]
fn a_relative_move_says_so_and_what_is_too_far_is_refused_by_the_camera() {
    let paired = paired(|_, request| match request {
        Request::MoveRelative(by) if by.pan == Cdeg(-500) && by.tilt == Cdeg(0) => {
            let (pan, tilt) = (Cdeg(0), Cdeg(0));
            Answer::Replies(vec![Reply::Moving(Moving {
                pan,
                tilt,
                arrives_in_ms: 0,
            })])
        }
        _ => refuse(Refusal::OUT_OF_RANGE),
    });
    paired.ok(&["move", "--relative", "--pan", "-5"]);
    assert_eq!(
        paired.error(&["move", "--pan", "1e12"])["code"],
        "OutOfRange"
    );
}

#[test]
fn a_head_that_stops_on_its_way_is_told() {
    let paired = paired(|status, _| {
        status.pan = Cdeg(700);
        let moving = Moving {
            pan: Cdeg(3_000),
            tilt: Cdeg(0),
            arrives_in_ms: 100,
        };
        Answer::Replies(vec![Reply::Moving(moving)])
    });
    let error = paired.error(&["home"]);
    assert_eq!(error["code"], "Cancelled");
    assert_eq!(
        error["message"],
        "The head stopped on its way, at pan 7°, tilt 0°."
    );
}

#[test]
fn r60_the_speed_is_told_and_left_to_the_camera_else() {
    let paired = paired(usual);
    for (args, sent) in [
        (
            &["--pan", "1"][..],
            "MoveAbsolute { pan: Some(Cdeg(100)), tilt: None, speed: Speed(0) }",
        ),
        (
            &["--pan", "1", "--speed", "20%"],
            "MoveAbsolute { pan: Some(Cdeg(100)), tilt: None, speed: Speed(20) }",
        ),
        (
            &["--relative", "--tilt", "-1", "--speed", "100"],
            "MoveRelative { pan: Cdeg(0), tilt: Cdeg(-100), speed: Speed(100) }",
        ),
        (
            &["--preset", "7", "--speed", "1"],
            "GoToPreset { place: 7, speed: Speed(1) }",
        ),
    ] {
        paired.ok(&[&["move", "--no-wait"], args].concat());
        let asked = paired.last_request();
        assert!(asked.ends_with(&format!("({sent})")), "{asked}");
    }
}

const TURN: [&str; 6] = ["move", "--continuous", "--tilt", "100", "--lease", "100ms"];

#[test]
fn r62_a_continuous_move_renews_its_lease_and_stops_in_the_end() {
    let paired = paired(usual);
    let args = [&TURN[..], &["--for", "2s"]].concat();
    let stands = paired.ok(&args);
    assert_eq!(stands, json!({ "pan": 0, "tilt": 0, "moving": false }));
    let asked = paired.camera.state.lock().unwrap().asked.clone();
    let first =
        "MoveContinuous(MoveContinuous { pan: Velocity(0), tilt: Velocity(100), lease_ms: 100 })";
    assert!(asked.contains(&first.to_owned()), "{asked:?}");
    let sent = asked
        .iter()
        .filter(|request| request.starts_with("MoveContinuous"))
        .count();
    // At most each half of a lease; how many a slow machine is too late for, nobody knows.
    assert!((3..=41).contains(&sent), "{asked:?}");
    assert!(asked.contains(&"Stop".to_owned()));
    assert_eq!(
        paired
            .run(&["move", "--continuous", "--pan", "101"], "")
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn r62_a_head_at_its_end_stop_is_no_failure_of_a_continuous_move() {
    let paired = paired(|status, request| match request {
        Request::MoveContinuous(_) if status.uptime_s == 0 => refuse(Refusal::AT_LIMIT),
        request => {
            status.uptime_s = 0;
            usual(status, request)
        }
    });
    let args = [&TURN[..], &["--for", "200ms"]].concat();
    paired.ok(&args);
    // At the first word it is one.
    assert_eq!(paired.error(&args)["code"], "AtLimit");
}

#[test]
fn r61_a_head_that_must_first_be_written_down_as_turned_is_asked_again_and_turns() {
    // As of a head that is parked: the first move of each call comes too early.
    let paired = paired(|status, request| match request {
        Request::MoveContinuous(_) | Request::MoveRelative(_) if status.uptime_s != 0 => {
            status.uptime_s = 0;
            busy(1)
        }
        request => {
            // Once it has stopped it is parked again.
            status.uptime_s = u32::from(*request == Request::Stop);
            usual(status, request)
        }
    });
    paired.ok(&[&TURN[..], &["--for", "200ms"]].concat());
    paired.ok(&["move", "--relative", "--pan", "5"]);
    let asked = paired.camera.state.lock().unwrap().asked.clone();
    let count = |what| asked.iter().filter(|one| one.starts_with(what)).count();
    assert_eq!(count("MoveRelative"), 2, "{asked:?}");
    assert!(count("MoveContinuous") >= 2, "{asked:?}");
}

#[test]
fn what_takes_longer_than_an_answer_may_is_told_and_not_waited_for() {
    let paired = paired(|_, _| busy(11));
    let error = paired.error(&["move", "--relative", "--pan", "5"]);
    assert_eq!(
        (&error["code"], &error["retry_s"]),
        (&json!("Busy"), &json!(11))
    );
    let asked = paired.camera.state.lock().unwrap().asked.clone();
    assert_eq!(
        asked.iter().filter(|one| one.starts_with("Move")).count(),
        1
    );
}

#[test]
fn r34_who_finds_a_camera_about_to_restart_hears_that_it_was_busy_and_not_that_it_is_gone() {
    let paired = paired(|status, request| match request {
        Request::MoveRelative(_) if status.uptime_s != 0 => {
            status.uptime_s = 0;
            busy(1)
        }
        Request::MoveRelative(_) => Answer::HangUp,
        request => usual(status, request),
    });
    paired.camera.state.lock().unwrap().status.uptime_s = 1;
    let error = paired.error(&["move", "--relative", "--pan", "5"]);
    assert_eq!(error["code"], "Busy");
}

fn busy(retry_s: u16) -> Answer {
    Answer::Replies(vec![Reply::Refused(Refused {
        retry_s,
        ..Refused::because(Refusal::BUSY)
    })])
}

#[test]
fn the_position_is_told_with_its_uncertainty() {
    let paired = paired(usual);
    let position = json!({ "pan": 1250, "tilt": -100, "uncertainty": 100, "moving": false });
    assert_eq!(paired.ok(&["position"])["position"], position);
    let text = "pan 12.5°, tilt -1°, give or take 1°\n";
    assert_eq!(paired.plain(&["position"]), text);
}

#[test]
fn r60_a_preset_is_here_or_where_it_is_said() {
    let paired = paired(usual);
    let door = json!({ "preset 0": { "name": "door", "pan": 1250, "tilt": -100 } });
    for args in [
        &["preset", "save", "0", "door"][..],
        &["preset", "save", "0", "door", "--here"],
    ] {
        assert_eq!(paired.ok(args)["set"], door);
    }
    let args = [
        "settings", "set", "preset", "1", "window", "--pan", "-45", "--tilt", "10",
    ];
    let window = json!({ "preset 1": { "name": "window", "pan": -4500, "tilt": 1000 } });
    assert_eq!(paired.ok(&args)["set"], window);
    assert_eq!(
        paired.error(&["preset", "save", "8", "far"])["code"],
        "NoSuchSetting"
    );
    assert_eq!(
        paired.error(&["preset", "save", "0", ""])["code"],
        "InvalidName"
    );
    assert_eq!(
        paired.ok(&["preset", "clear", "1"]),
        json!({ "cleared": "preset 1" })
    );
    assert_eq!(
        paired.error(&["preset", "clear", "8"])["code"],
        "NoSuchPreset"
    );
    assert_eq!(paired.ok(&["preset", "list"]), json!({ "presets": {} }));
}

#[test]
fn r60_a_patrol_is_set_started_and_stopped() {
    let paired = paired(|status, request| match request {
        Request::RunPatrol(_) => refuse(Refusal::NO_SUCH_PRESET),
        request => usual(status, request),
    });
    let stops = json!([{ "preset": 0, "dwell_s": 30 }, { "preset": 1, "dwell_s": 120 }]);
    assert_eq!(
        paired.ok(&["patrol", "set", "0:30s", "1:2min"])["set"]["patrol"],
        stops
    );
    assert_eq!(
        paired.error(&["patrol", "set", "9:1"])["code"],
        "NoSuchPreset"
    );
    assert_eq!(paired.error(&["patrol", "start"])["code"], "NoSuchPreset");
    assert_eq!(
        paired.ok(&["patrol", "clear"]),
        json!({ "cleared": "patrol" })
    );
}

/// Another controller, the second of the list, holds the head, for two seconds more.
fn held() -> Answer {
    Answer::Replies(vec![Reply::Refused(Refused {
        retry_s: 2,
        driver_code: 2,
        ..Refused::because(Refusal::HELD_BY_OTHER)
    })])
}

fn controllers() -> Answer {
    let controller = |name: &str, key| {
        Reply::Controller(Controller {
            key_id: KeyId([key; 8]),
            name: name.bytes().collect(),
            role: Role::USER,
            is_you: false,
        })
    };
    let end = Reply::End(End { next: 0 });
    Answer::Replies(vec![controller("me", 1), controller("tablet", 2), end])
}

#[test]
fn r60_who_turns_the_head_instead_is_told_by_name() {
    let paired = paired(|_, request| match request {
        Request::Controllers(_) => controllers(),
        Request::Home | Request::RunPatrol(_) => held(),
        // As a camera that does not say who.
        _ => refuse(Refusal::HELD_BY_OTHER),
    });
    for args in [&["home"][..], &["patrol", "start"]] {
        let error = paired.error(args);
        assert_eq!(
            error["message"],
            "Another controller is turning the head. It is tablet. It holds it for 2 s more, or for as long as it goes on."
        );
        assert_eq!(error["holder"], "0202020202020202");
        assert_eq!(error["driver_code"], json!(null));
    }
    let error = paired.error(&["stop"]);
    assert_eq!(error["holder"], json!(null));
}

#[test]
fn r60_who_takes_the_head_away_is_told_by_name() {
    // An owner has taken it before the lease is renewed.
    let paired = paired(|status, request| match request {
        Request::Controllers(_) => controllers(),
        Request::MoveContinuous(_) if status.uptime_s == 0 => held(),
        request => {
            status.uptime_s = 0;
            usual(status, request)
        }
    });
    let error = paired.error(&[&TURN[..], &["--for", "10s"]].concat());
    assert_eq!(error["holder"], "0202020202020202");
}

#[test]
fn r60_who_turns_the_head_instead_is_told_by_number_where_the_list_cannot_be_had() {
    let paired = paired(|_, request| match request {
        Request::Home => held(),
        _ => refuse(Refusal::NOT_ALLOWED),
    });
    let error = paired.error(&["home"]);
    let message = error["message"].as_str().unwrap();
    assert!(
        message.contains("It is number 2 of the controllers."),
        "{message}"
    );
    assert_eq!(error["holder_number"], 2);
    assert_eq!(error["holder"], json!(null));
}
