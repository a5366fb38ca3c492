//! Plays every story of `scenarios/` to the stub world.

mod world;

use std::path::PathBuf;

use camera_fsm::profile::REFERENCE;
use camera_fsm::scenario::{Report, run};
use world::World;

/// The stories, by name.
fn stories() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut stories: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of the stories")
        .map(|entry| entry.expect("an entry of the folder").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "scenario")
        })
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a story");
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            (name.into_owned(), text)
        })
        .collect();
    stories.sort();
    stories
}

#[test]
fn every_story_holds_over_the_stub_world() {
    let mut wrong = Vec::new();
    let mut all = Report::default();
    let stories = stories();
    for (name, story) in &stories {
        match run(&mut World::new(&REFERENCE), story) {
            Ok(report) => {
                all.lines += report.lines;
                all.expectations += report.expectations;
                all.ms += report.ms;
            }
            Err(error) => wrong.push(format!("{name}.scenario: {error}")),
        }
    }
    let Report {
        lines,
        expectations,
        ms,
    } = all;
    println!(
        "{} stories, {lines} lines, {expectations} expectations, {} s of camera time",
        stories.len(),
        ms / 1_000
    );
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(stories.len() >= 25, "stories have gone missing");
}

#[test]
fn every_story_names_its_requirements() {
    for (name, story) in stories() {
        let header = story.lines().take_while(|line| line.starts_with('#'));
        let named = header.flat_map(|line| line.split(['(', ')', ',', ' ']));
        let ids = named.filter(|word| word.len() == 3 && word.starts_with('R'));
        assert!(ids.count() > 0, "{name} names no requirement");
    }
}
