//! Plays every story of `scenarios/` to the stub world. With `UPDATE=1` it
//! writes what is seen into the stories: for changes that are meant, and whose
//! diff somebody reads.

mod rewrite;
mod world;

use std::path::PathBuf;

use camera_fsm::profile::{ALL, REFERENCE};
use camera_fsm::scenario::{Expect, Expectation, Line, Report, parse, profile_of, run};
use camera_proto::vocab::{Cause, Symptom};
use rewrite::rewritten;
use world::World;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios")
}

/// The stories, by name.
fn stories() -> Vec<(String, String)> {
    let mut stories: Vec<_> = std::fs::read_dir(folder())
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

/// A camera of the model that the story is about.
fn world_of(story: &str) -> World {
    World::new(profile_of(story).unwrap_or(&REFERENCE))
}

/// Writes what is seen into the stories that expect something else; says which
/// of them it could not mend.
fn update() -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, story) in stories() {
        match rewritten(|| world_of(&story), &story) {
            Ok(text) if text != story => {
                let path = folder().join(format!("{name}.scenario"));
                std::fs::write(path, text).expect("a story can be written");
                println!("rewritten: {name}.scenario");
            }
            Ok(_) => {}
            Err(error) => wrong.push(format!("{name}.scenario: {error}")),
        }
    }
    wrong
}

#[test]
fn every_story_holds_over_the_stub_world() {
    if std::env::var_os("UPDATE").is_some() {
        let wrong = update();
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }
    let mut wrong = Vec::new();
    let mut all = Report::default();
    let stories = stories();
    for (name, story) in &stories {
        match run(&mut world_of(story), story) {
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
    assert!(
        wrong.is_empty(),
        "\n{}\nIf that is meant, UPDATE=1 writes what is seen into the stories; read the diff.",
        wrong.join("\n")
    );
    assert!(stories.len() >= 25, "stories have gone missing");
}

#[test]
fn every_model_has_a_story() {
    for profile in ALL {
        let mut stories = stories().into_iter();
        let is_about = |(_, story): (_, String)| profile_of(&story) == Some(profile);
        assert!(
            stories.any(is_about) || profile == &REFERENCE,
            "{}",
            profile.name
        );
    }
}

/// Symptoms that no story brings about, and why.
const UNSEEN: [(Symptom, &str); 2] = [
    (Symptom::UPDATE_FAILED, "updates come later (R70)"),
    (
        Symptom::APP_TOO_OLD,
        "the app says so itself: the camera never hears of it",
    ),
];

#[test]
fn r80_stories_bring_about_every_symptom_and_every_cause() {
    let stories = stories();
    let lines = stories.iter().flat_map(|(_, story)| parse(story));
    let found: Vec<_> = lines
        .filter_map(|(_, line)| match line {
            Ok(Line::Expect(Expect {
                what: Expectation::Found(found),
                ..
            })) => found,
            _ => None,
        })
        .collect();
    for (symptom, name) in Symptom::ALL {
        let is_told = found.iter().any(|(told, ..)| told == symptom);
        let is_excused = UNSEEN.iter().any(|(unseen, _)| unseen == symptom);
        assert_ne!(is_told, is_excused, "{name}");
    }
    for (cause, name) in Cause::ALL {
        let is_told = found.iter().any(|(_, told, _)| told == cause);
        // It takes five minutes of turns, each a line: `cases/diagnosis.rs` has them.
        let is_excused = *cause == Cause::OVERHEATED;
        assert_ne!(is_told, is_excused, "{name}");
    }
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
