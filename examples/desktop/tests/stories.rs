//! Every story of the machine, unchanged, on the virtual camera: real flash,
//! real cryptography, real frames.

use std::fs;
use std::path::Path;

use camera_desktop::world::{House, HouseError};
use camera_fsm::input::PinLevel;
use camera_fsm::profile::{BUTTONLESS, REFERENCE};
use camera_fsm::scenario::{self, Line, World as _};

#[test]
fn every_story_of_the_machine_holds_on_the_virtual_camera() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../camera-fsm/tests/scenarios");
    let mut stories: Vec<_> = fs::read_dir(&folder)
        .expect("the stories")
        .map(|entry| entry.expect("a story").path())
        .collect();
    stories.sort();
    let (mut expectations, mut ms, mut wrong) = (0, 0, Vec::new());
    for story in &stories {
        let text = fs::read_to_string(story).expect("a story");
        let profile = scenario::profile_of(&text).unwrap_or(&REFERENCE);
        let mut house = House::in_memory(profile, 1).expect("a camera");
        match scenario::run(&mut house, &text) {
            Ok(report) => {
                expectations += report.expectations;
                ms += report.ms;
            }
            Err(error) => {
                let name = story.file_name().unwrap_or_default().display();
                wrong.push(format!("{name}: {error}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let hours = ms / 3_600_000;
    println!(
        "{} stories, {expectations} expectations, {hours} h of camera time",
        stories.len()
    );
    assert!(stories.len() >= 30, "the stories are missing");
}

#[test]
fn r01_a_model_without_a_button_has_none_to_press() {
    let mut house = House::in_memory(&BUTTONLESS, 1).expect("a camera");
    let pressed = house.act(&Line::Button(PinLevel::Down));
    assert!(matches!(pressed, Err(HouseError::NoButton)), "{pressed:?}");
}
