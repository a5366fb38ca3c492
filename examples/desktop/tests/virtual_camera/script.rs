//! `--script`: exit codes, and where a story went wrong.

use std::process::Output;

use crate::harness::{camera_desktop, json, text};

fn play(story: &str, args: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.scenario");
    std::fs::write(&file, story).unwrap();
    camera_desktop(&[&["--script", file.to_str().unwrap()], args].concat())
}

#[test]
fn a_story_that_holds_exits_0_and_tells_each_change() {
    let story = "power on\nexpect state setup within 10s\nexpect radio ap\n";
    let output = play(story, &["--json"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stderr.is_empty());
    let lines: Vec<_> = text(&output.stdout)
        .lines()
        .map(|line| json(line.as_bytes()))
        .collect();
    assert!(lines.iter().all(|line| line["t_ms"].is_u64()), "{lines:?}");
    assert!(lines.iter().any(|line| line["state"] == "setup"));
    let words = text(&play(story, &[]).stdout);
    assert!(
        words
            .lines()
            .last()
            .unwrap()
            .starts_with("3 lines, 2 expectations met, "),
        "{words}"
    );
}

#[test]
fn a_story_that_goes_wrong_exits_1_and_says_in_which_line() {
    for (story, line) in [
        (
            "power on\nexpect state online within 10s\n",
            "a.scenario, line 2: after 10000 ms of the story: expected state online, saw state",
        ),
        (
            "power on\n\n# why not\nbutton sideways\n",
            "a.scenario, line 4: column 8: expected `down`, `up`",
        ),
        (
            "controller connect\n",
            "a.scenario, line 1: the controller has no key",
        ),
    ] {
        let output = play(story, &["--json"]);
        assert_eq!(output.status.code(), Some(1), "{story}: {output:?}");
        let why = text(&output.stderr);
        assert!(why.contains(line), "{why}");
        assert_eq!(why.lines().count(), 1, "{why}");
    }
}

#[test]
fn a_story_that_is_missing_exits_1() {
    let output = camera_desktop(&["--script", "/nonexistent/a.scenario"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("/nonexistent/a.scenario: No such file"));
}

#[test]
fn r01_another_profile_plays_by_its_own_times() {
    let story = "power on\nexpect state unprovisioned within 5s\n\
        button trace 0 down 7000 up\nadvance 5s\nexpect epoch 0\n\
        button trace 0 down 10500 up\nexpect epoch 1 within 60s\n";
    assert_eq!(
        play(story, &["--profile", "deliberate"]).status.code(),
        Some(0)
    );
    assert_eq!(play(story, &[]).status.code(), Some(1));
}
