//! What the camera makes of what it sees and hears, asked by `camctl` over TCP
//! while control lines change the room.

use serde_json::json;

use crate::access::Watch;
use crate::harness::{Camctl, Camera};

#[test]
fn r52_r54_privacy_and_recordings_are_in_the_status_and_the_events() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    let camctl = Camctl(keys.path());
    camctl.set_up(&mut camera);
    let flags = || {
        let status = camctl.ok(&["status"]);
        (status["privacy"].clone(), status["recording"].clone())
    };
    let set = |words: &[&str]| camctl.ok(&[&["settings", "set"], words].concat());
    assert_eq!(flags(), (json!(false), json!(false)));
    set(&["storage", "local"]);
    set(&["recording", "continuous"]);
    assert_eq!(flags(), (json!(false), json!(true)));
    set(&["privacy", "on"]);
    assert_eq!(flags(), (json!(true), json!(false)));
    camera.ok("expect lens shut");
    camera.ok("sensor light 5");
    camera.ok("expect night-light 0 throughout 10s");
    assert_eq!(
        camera.view["eyes"],
        json!({ "lens": "shut", "recording": false, "night_light": 0 })
    );
    set(&["privacy", "off"]);
    camera.ok("expect night-light 100 within 10s");
    assert_eq!(flags(), (json!(false), json!(true)));
    assert_eq!(
        camera.view["eyes"],
        json!({ "lens": "open", "recording": true, "night_light": 100 })
    );
    camera.ok("power off");
    assert_eq!(
        camera.view["eyes"],
        json!({ "lens": "shut", "recording": false, "night_light": 0 })
    );
}

#[test]
fn r50_r57_watch_tells_motion_and_whether_it_is_of_a_walk_test() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    let camctl = Camctl(keys.path());
    camctl.set_up(&mut camera);
    let watch = Watch::begin(&camctl);
    camera.ok("sensor motion everywhere");
    let motion = |zone: Option<u8>, walk_test: bool| json!({ "zone": zone, "unix_s": null, "walk_test": walk_test });
    assert_eq!(watch.news("motion"), motion(None, false));

    camctl.ok(&["settings", "set", "zone", "3", "door", "--right", "30%"]);
    camera.ok("advance 15s");
    camera.ok("sensor motion 700 0 1000 1000");
    camera.ok("sensor motion 0 0 300 1000");
    assert_eq!(watch.news("motion"), motion(Some(3), false));

    let test = camctl.ok(&["walk-test", "600"]);
    assert_eq!(test, json!({ "walk_test": { "seconds": 600 } }));
    assert_eq!(camctl.ok(&["status"])["walk_test"], true);
    camera.ok("expect led blue double-blips");
    camera.ok("sensor motion 0 0 300 1000");
    assert_eq!(watch.news("motion"), motion(Some(3), true));
    camctl.ok(&["walk-test", "stop"]);
    let status = camctl.ok(&["status"]);
    assert_eq!(
        (&status["walk_test"], &status["led"]["pattern"]),
        (&json!(false), &json!("solid"))
    );
    let refused = camctl.refused(&["walk-test", "6000"], "");
    assert_eq!(refused["code"], "OutOfRange");
}

#[test]
fn r53_an_audio_test_is_heard_or_not() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    let camctl = Camctl(keys.path());
    camctl.set_up(&mut camera);
    let test = camctl.ok(&["audio-test", "2"]);
    assert_eq!(test, json!({ "audio_test": { "seconds": 2 } }));
    // The tone, six seconds of ours, is waited for beyond any other answer.
    camctl.ok(&["audio-test", "30", "--timeout", "3"]);
    camera.ok("sensor microphone deaf");
    let refused = camctl.refused(&["audio-test", "2"], "");
    assert_eq!(refused["code"], "NotHeard");
    camera.ok("sensor microphone good");
    camctl.ok(&["audio-test", "1"]);
    camctl.ok(&["settings", "set", "privacy", "on"]);
    assert_eq!(camctl.refused(&["audio-test", "1"], "")["code"], "Privacy");
}

#[test]
fn r62_a_patrol_goes_on_until_it_is_stopped() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    let camctl = Camctl(keys.path());
    camctl.set_up(&mut camera);
    assert_eq!(
        camctl.refused(&["patrol", "start"], "")["code"],
        "NoSuchPreset"
    );
    camctl.ok(&["preset", "save", "0", "door", "--pan", "-60", "--tilt", "0"]);
    camctl.ok(&[
        "preset", "save", "1", "window", "--pan", "60", "--tilt", "20",
    ]);
    camctl.ok(&["patrol", "set", "0:10s", "1:10s"]);
    let runs = |runs: bool| json!({ "patrol": { "runs": runs } });
    assert_eq!(camctl.ok(&["patrol", "start"]), runs(true));
    assert_eq!(camctl.ok(&["status"])["patrolling"], true);
    camera.ok("expect pan 60 within 1min");
    camera.ok("expect pan -60 within 1min");
    assert_eq!(camctl.ok(&["patrol", "stop"]), runs(false));
    assert_eq!(camctl.ok(&["status"])["patrolling"], false);
    let stands = camctl.ok(&["stop"]);
    assert_eq!(stands["moving"], false);
    let there = stands["pan"].as_f64().unwrap() / 100.0;
    camera.ok(&format!("expect pan {there} throughout 2min"));
}
