//! The README's picture is drawn from a run, so that it cannot lie.
//! `UPDATE=1 cargo test -p camera-desktop --test picture` draws it anew.

use std::fs;
use std::path::Path;

use camera_desktop::{cut, picture, script};
use camera_fsm::profile::REFERENCE;

#[test]
fn the_picture_of_the_readme_is_drawn_from_a_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let story = folder.path().join("guide.scenario");
    fs::write(&story, cut::guide(&REFERENCE)).expect("the story is written");
    let mut changes = Vec::new();
    script::play(&story, &REFERENCE, &mut |change| {
        changes.push(change);
        Ok(())
    })
    .expect("the story holds");
    let drawn = picture::draw("Setup, and a factory reset by the button", &changes).to_string();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("pictures/reset.svg");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, &drawn).expect("the picture is written");
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        drawn == committed,
        "run with UPDATE=1, and look at {}",
        file.display()
    );
}
