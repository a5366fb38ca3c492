//! Settings and presets of a camera, and what it says of itself.

use serde_json::json;

use crate::harness::{Camctl, Camera};

/// One of each kind, by friendly words.
const SETTINGS: &[&[&str]] = &[
    &["name", "Küche"],
    &["time-zone", "CET-1CEST,M3.5.0,M10.5.0/3"],
    &[
        "zone", "7", "door", "--left", "10%", "--right", "45.5%", "--preset", "7",
    ],
    &[
        "alert-schedule",
        "Mon-Fri 22:00-06:00",
        "Sat,Sun 00:00-24:00",
    ],
    &["recording-schedule", "always"],
    &["recording", "motion"],
    &["night-vision", "auto", "--brightness", "80"],
    &["storage", "local"],
    &["privacy", "off"],
    &["status-led", "40", "--night"],
    &["preset", "7", "window", "--pan", "-45", "--tilt", "10"],
    &["patrol", "7:30s", "0:2min"],
];

#[test]
fn r55_settings_survive_a_restart_and_come_back_from_a_file() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    let camctl = Camctl(keys.path());
    camctl.set_up(&mut camera);
    for words in SETTINGS {
        camctl.ok(&[&["settings", "set"], *words].concat());
    }
    let all = camctl.ok(&["settings", "list"]);
    assert_eq!(all["settings"].as_object().unwrap().len(), SETTINGS.len());
    assert_eq!(all["settings"]["zone 7"]["right"], 455);
    assert_eq!(camctl.ok(&["info"])["info"]["name"], "Küche");
    let file = keys.path().join("camera.settings");
    let file = file.to_str().unwrap();
    camctl.ok(&["settings", "export", file]);
    let exported = std::fs::read(file).unwrap();

    // Power off and on.
    drop(camera);
    let mut camera = Camera::start(state.path());
    camera.until("state", "online");
    let address = camera.address();
    let here = ["--connect", address.as_str()];
    let ok = |args: &[&str]| camctl.ok(&[&here, args].concat());
    assert_eq!(ok(&["settings"]), all);

    // A reset of the settings names each of them.
    let losses = ok(&["losses", "--kind", "settings"])["losses"].take();
    assert_eq!(losses[0]["count"], SETTINGS.len());
    assert!(
        losses[0]["names"]
            .as_array()
            .unwrap()
            .contains(&json!("zone 7")),
        "{losses}"
    );
    let reset = ok(&["reset", "--scope", "keep-network", "--yes"]);
    assert_eq!(reset["reset"]["erases"], losses);
    camera.until("state", "resetting");
    camera.until("state", "online");
    assert_eq!(ok(&["settings"]), json!({ "settings": {} }));

    let imported = ok(&["settings", "import", file])["imported"].take();
    assert_eq!(
        imported["changes"].as_array().unwrap().len(),
        SETTINGS.len()
    );
    assert_eq!(ok(&["settings"]), all);
    ok(&["settings", "export", file]);
    assert_eq!(std::fs::read(file).unwrap(), exported, "byte for byte");
    assert_eq!(
        ok(&["settings", "import", file])["imported"]["changes"],
        json!([])
    );
    assert_eq!(
        ok(&["settings", "clear", "zone", "7"]),
        json!({ "cleared": "zone 7" })
    );
    assert_eq!(ok(&["settings"])["settings"].get("zone 7"), None);
}

#[test]
fn r60_r62_presets_and_speeds_move_the_head() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    let camctl = Camctl(keys.path());
    camctl.set_up(&mut camera);
    camctl.ok(&["move", "--pan", "30", "--tilt", "-10"]);
    camctl.ok(&["preset", "save", "2", "window"]);
    camctl.ok(&["preset", "save", "0", "door", "--pan", "-20", "--tilt", "5"]);
    let stands = |pan, tilt| json!({ "pan": pan, "tilt": tilt, "moving": false });
    assert_eq!(camctl.ok(&["move", "--preset", "0"]), stands(-2000, 500));
    assert_eq!(
        camctl.ok(&["move", "--preset", "2", "--speed", "50"]),
        stands(3000, -1000)
    );
    camera.ok("expect pan 30");
    let position = camctl.ok(&["position"])["position"].take();
    assert_eq!(
        (&position["pan"], &position["moving"]),
        (&json!(3000), &json!(false))
    );
    let presets = camctl.ok(&["preset", "list"])["presets"].take();
    assert_eq!(
        presets["preset 0"],
        json!({ "name": "door", "pan": -2000, "tilt": 500 })
    );
    camctl.ok(&["preset", "clear", "2"]);
    assert_eq!(
        camctl.refused(&["move", "--preset", "2"], "")["code"],
        "NoSuchPreset"
    );

    // The lease runs by the camera's clock, which is fast here.
    let args = ["move", "--continuous", "--pan", "-50", "--for", "300ms"];
    assert_eq!(camctl.ok(&args)["moving"], false);
    let there = camctl.ok(&["position"])["position"]["pan"]
        .as_i64()
        .unwrap();
    assert!((-17_000..3_000).contains(&there), "{there}");
}

#[test]
fn r55_watch_tells_a_changed_setting() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    let camctl = Camctl(keys.path());
    camctl.set_up(&mut camera);
    let watch = crate::access::Watch::begin(&camctl);
    camctl.ok(&["settings", "set", "status-led", "10"]);
    assert_eq!(watch.news("setting"), json!({ "name": "status-led" }));
    camctl.ok(&["settings", "clear", "status-led"]);
    assert_eq!(watch.news("setting"), json!({ "name": "status-led" }));
}

#[test]
fn r56_r81_a_camera_says_who_it_is_what_it_can_and_what_time_it_has() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    let camctl = Camctl(keys.path());
    camctl.set_up(&mut camera);
    let info = camctl.ok(&["info"])["info"].take();
    assert_eq!(
        (&info["serial"], &info["name"]),
        (&camera.ready["serial"], &json!(""))
    );
    let abilities = camctl.ok(&["abilities"])["abilities"].take();
    assert_eq!(abilities["pan"], json!([-17_000, 17_000]));
    let support = camctl.ok(&["support"])["support"].take();
    assert_eq!(
        (&support["info"], &support["controllers"]),
        (&info, &json!(1))
    );
    assert_eq!(camctl.ok(&["diagnose"])["findings"], json!([]));
    assert_eq!(camctl.ok(&["time"])["time"]["unix_s"], json!(null));
    camctl.ok(&["time", "--set", "now"]);
    assert!(camctl.ok(&["time"])["time"]["unix_s"].as_u64() > Some(1_700_000_000));
    assert_eq!(camctl.ok(&["status"])["time_known"], true);
}
