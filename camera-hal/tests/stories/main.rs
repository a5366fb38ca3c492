//! Every story of the machine on the mock board: by the machine alone, by the real runner, store, link and cryptography
//! in a loop that turns whenever it may, and by the same in one that waits on embassy. LED, state, head and eyes do the
//! same at the same millisecond, and the board is asked for the same.
#![cfg(feature = "pairing")]

#[path = "../../../camera-fsm/tests/world/mod.rs"]
mod alone;
mod around;
mod camera;
mod house;
mod phone;
#[allow(dead_code, reason = "its board is for other tests")]
#[path = "../story/mod.rs"]
mod story;
mod timeline;
mod waiting;

use std::collections::VecDeque;
use std::fs;
use std::path::Path;

use camera_fsm::profile::{Profile, REFERENCE};
use camera_fsm::scenario;

use house::House;
use timeline::{Timeline, Watched, difference};
use waiting::{embassy, polled};

/// By the machine alone, when chance and broken parts are as they were for the board.
fn alone(profile: &'static Profile, story: &str, board: &House) -> Result<Timeline, String> {
    let camera = board.camera.borrow();
    let mut world = alone::World::new(profile);
    world.flush_ms = 0;
    world.jitters.extend(&camera.jitters);
    world.found_out = Some(VecDeque::from_iter(camera.found_out.iter().copied()));
    world.waits_for_head = true;
    world.did = Some(Vec::new());
    let mut watched = Watched::new(world);
    let played = scenario::run(&mut watched, story);
    played.map_err(|error| format!("alone: {error}"))?;
    Ok(watched.timeline)
}

/// How one story differs, if it does; else in how many milliseconds something changed.
fn tell(story: &str) -> Result<usize, String> {
    let profile = scenario::profile_of(story).unwrap_or(&REFERENCE);
    let mut board = Watched::new(House::new(profile, polled));
    let played = scenario::run(&mut board, story);
    let alone = alone(profile, story, &board.world)?;
    if let Some(difference) = difference(&alone, &board.timeline) {
        return Err(format!(
            "alone and polled: {difference}, {:?}",
            played.err()
        ));
    }
    played.map_err(|error| format!("polled: {error}"))?;
    let mut waiting = Watched::new(House::new(profile, embassy));
    let played = scenario::run(&mut waiting, story);
    if let Some(difference) = difference(&board.timeline, &waiting.timeline) {
        let ended = played.err();
        return Err(format!("polled and on embassy: {difference}, {ended:?}"));
    }
    played.map_err(|error| format!("on embassy: {error}"))?;
    Ok(alone.len())
}

#[test]
fn every_story_shows_the_same_by_the_machine_alone_and_on_the_mock_board_in_both_loops() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../camera-fsm/tests/scenarios");
    let mut stories: Vec<_> = fs::read_dir(&folder)
        .expect("the stories")
        .map(|entry| entry.expect("a story").path())
        .collect();
    stories.sort();
    let (mut changes, mut wrong) = (0, Vec::new());
    for path in &stories {
        let name = path.file_stem().unwrap_or_default().display();
        match tell(&fs::read_to_string(path).expect("a story")) {
            Ok(more) => changes += more,
            Err(difference) => wrong.push(format!("{name}: {difference}")),
        }
    }
    println!("{} stories, {changes} changes, three times", stories.len());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(stories.len() >= 76, "stories have gone missing");
}
