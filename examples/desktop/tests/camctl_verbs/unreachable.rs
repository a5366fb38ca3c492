//! A camera that is not there, or does not answer.

use super::{camctl, json};

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
