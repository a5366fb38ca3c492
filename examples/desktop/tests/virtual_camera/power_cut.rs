//! The plug is pulled, and the process ends with it. What counts is in the
//! files. `tests/power_cut.rs` tries every operation, in one process.

use std::path::Path;

use crate::harness::{Camctl, Camera, PASSWORD, holds, images};
use crate::story::HOLD;

/// A camera that is online, is reset by its button, and loses its power then.
fn cut(state: &Path, keys: &Path, at: &str) {
    let mut camera = Camera::start(state);
    Camctl(keys).set_up(&mut camera);
    // The radio changes over, and all is written.
    camera.ok("advance 5s");
    camera.ok(&format!("power cut-at-flash-op {at}"));
    camera.ok(HOLD);
    camera.until("state", "off");
}

#[test]
fn r21_a_new_process_finds_the_camera_untouched_or_finishes_the_reset() {
    // The intent takes the first words, then come two erases and the receipt.
    let mut epochs = Vec::new();
    for at in [
        "1 before", "3 half", "6 before", "6 half", "7 half", "8 after", "12 half",
    ] {
        let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        cut(state.path(), keys.path(), at);
        let mut camera = Camera::start(state.path());
        let camctl = Camctl(keys.path());
        camera.until_one_of("state", &["online", "setup"]);
        let is_untouched = camera.view["state"] == "online";
        let has_password = holds(&images(state.path()), PASSWORD.as_bytes());
        assert_eq!(has_password, is_untouched, "{at}");
        let epoch = if is_untouched {
            camctl.ok(&["status", "--connect", &camera.address()])["epoch"].take()
        } else {
            camctl.pair(&camera);
            let receipt = camctl.ok(&["receipt"])["receipt"].take();
            assert_eq!(receipt["cause"], "button", "{at}");
            receipt["epoch"].clone()
        };
        epochs.push(epoch.as_u64());
    }
    assert!(
        epochs.is_sorted(),
        "once it has begun it is finished: {epochs:?}"
    );
    assert_eq!((epochs[0], epochs[6]), (Some(0), Some(1)));
}

#[test]
fn r05_a_process_that_is_killed_in_a_hold_has_forgotten_it() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    Camctl(keys.path()).set_up(&mut camera);
    camera.ok("button down");
    camera.ok("advance 6s");
    drop(camera);
    let mut camera = Camera::start(state.path());
    camera.until("state", "online");
    camera.ok("expect epoch 0");
}
