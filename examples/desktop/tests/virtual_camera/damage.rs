//! A damaged image starts as a camera that says so (R55), and a button reset
//! repairs what a user can lose.

use std::path::Path;

use crate::harness::{Camctl, Camera};
use crate::story::HOLD;

/// Noise, but the same each time.
fn damage(file: &Path) {
    let mut bytes = std::fs::read(file).unwrap();
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = (at * 37 + 11) as u8;
    }
    std::fs::write(file, bytes).unwrap();
}

/// A camera that was online until that file of it was damaged.
fn damaged(state: &Path, keys: &Path, file: &str) -> Camera {
    let mut camera = Camera::start(state);
    Camctl(keys).set_up(&mut camera);
    drop(camera);
    damage(&state.join(file));
    Camera::start(state)
}

#[test]
fn r55_damaged_user_data_and_journal_are_told_and_repaired_by_a_reset() {
    for (file, fault) in [("user.bin", "user-data"), ("journal.bin", "store")] {
        let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut camera = damaged(state.path(), keys.path(), file);
        camera.until("fault", fault);
        assert_eq!(camera.view["led"]["color"], "red", "{file}");
        camera.ok(&format!("expect fault {fault}"));
        camera.ok(HOLD);
        camera.until("fault", "none");
        camera.until("state", "setup");
        Camctl(keys.path()).set_up(&mut camera);
    }
}

#[test]
fn r13_damaged_factory_data_is_a_hardware_fault_that_survives_a_reset() {
    let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = damaged(state.path(), keys.path(), "factory.bin");
    camera.until("fault", "factory-data");
    assert_eq!(camera.view["led"]["color"], "red");
    camera.ok(HOLD);
    camera.ok("advance 10s");
    camera.ok("expect fault factory-data");
    camera.ok("expect epoch 1");
}

#[test]
fn r55_a_file_that_has_lost_bytes_is_damage_and_not_a_new_camera() {
    for len in [0, 5, 60, 9_000] {
        let (state, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut camera = Camera::start(state.path());
        Camctl(keys.path()).set_up(&mut camera);
        drop(camera);
        let file = state.path().join("user.bin");
        let user = std::fs::File::options().write(true).open(file).unwrap();
        user.set_len(len).unwrap();
        let mut camera = Camera::start(state.path());
        camera.until("fault", "user-data");
    }
}
