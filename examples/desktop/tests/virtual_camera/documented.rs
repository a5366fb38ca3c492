//! CLI.md is true: its examples are run, and what it lists is complete.

use std::path::Path;
use std::process::Command;

use camera_desktop::args::Args;
use camera_desktop::camctl::args::Cli;
use camera_desktop::camctl::setting::file;
use camera_desktop::sim::router::Router;
use camera_proto::message::Setting;
use camera_proto::vocab::{CameraState, Color, Fault, Pattern, ResetStage};
use clap::{Command as Clap, CommandFactory as _};
use serde_json::Value;

use crate::harness::{Camctl, Camera, json, run, text};

const DOCUMENT: &str = include_str!("../../CLI.md");

/// The address and the label code of the document's camera.
const ADDRESS: &str = "127.0.0.1:4455";
const CODE: &str = "4714-2761-9485";

/// The contents of the blocks that are fenced by that word.
fn blocks(fence: &str) -> Vec<&'static str> {
    let begin = format!("```{fence}\n");
    let blocks = DOCUMENT.split(&begin).skip(1);
    let blocks: Vec<_> = blocks
        .filter_map(|rest| rest.split("```\n").next())
        .collect();
    assert!(!blocks.is_empty(), "there is no {fence} block");
    blocks
}

/// Whether `said` is `wanted`, in which `…` stands for anything.
fn is_like(said: &str, wanted: &str) -> bool {
    let mut parts = wanted.split('…');
    let Some(mut rest) = said.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let Some(last) = wanted.contains('…').then(|| parts.next_back()).flatten() else {
        return rest.is_empty();
    };
    for part in parts {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[test]
fn the_control_lines_are_answered_as_documented() {
    let state = tempfile::tempdir().unwrap();
    let mut camera = Camera::start(state.path());
    for block in blocks("control") {
        let mut lines = block.lines();
        while let (Some(line), Some(wanted)) = (lines.next(), lines.next()) {
            let ok = wanted.starts_with("{\"ok\":true,\"t_ms\":");
            let answer = camera.control(line);
            // A message may itself have a `…`, which then stands for itself too.
            let is_as = |key: &str| {
                let (_, wanted) = wanted.split_once(&format!("\"{key}\":"))?;
                let said = answer[key].to_string() + "}";
                Some(is_like(&said, wanted))
            };
            assert_eq!(answer["ok"], ok, "{line}: {answer}");
            assert!(answer["t_ms"].is_u64());
            let is_as_documented = ["console", "error"].map(is_as);
            assert!(!is_as_documented.contains(&Some(false)), "{line}: {answer}");
        }
    }
}

#[cfg(unix)]
#[test]
fn the_console_shows_what_is_documented() {
    let (state, home) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    camera.until("state", "setup");
    let (address, code) = (camera.address(), camera.code());
    let ours = |text: &str| text.replace(ADDRESS, &address).replace(CODE, &code);
    let programs = Path::new(env!("CARGO_BIN_EXE_camctl")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    for block in blocks("console") {
        for step in block.split("$ ").skip(1) {
            let (line, wanted) = step.split_once('\n').unwrap();
            let line = format!("({}) 2>&1", ours(line));
            let mut shell = Command::new("sh");
            shell
                .args(["-c", &line])
                .env("PATH", &path)
                .env("XDG_DATA_HOME", home.path());
            let said = text(&run(&mut shell, "").stdout);
            let wanted = ours(wanted);
            assert!(
                is_like(&said, &wanted),
                "{line}\n{said}\nshould be\n{wanted}"
            );
        }
    }
}

#[test]
fn the_router_files_are_read() {
    for block in blocks("toml") {
        let router: Router = toml::from_str(block).unwrap();
        assert_eq!(router.network.len(), 1);
    }
}

/// Every key of an object and of the objects in it, as `led.color`.
fn keys(value: &Value, path: &str, into: &mut Vec<String>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        let path = format!("{path}{key}");
        keys(value, &format!("{path}."), into);
        into.push(path);
    }
}

#[test]
fn the_events_have_the_keys_that_are_documented() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    let camctl = Camctl(folder.path());
    camctl.set_up(&mut camera);
    camctl.ok(&["move", "--pan", "10"]);
    camera.ok("servo stall pan");
    camera.ok(crate::story::HOLD);
    camera.until("state", "setup");
    let (mut told, mut documented) = (Vec::new(), Vec::new());
    keys(&camera.ready, "", &mut told);
    camera
        .events
        .iter()
        .for_each(|event| keys(event, "", &mut told));
    for line in blocks("event").iter().flat_map(|block| block.lines()) {
        keys(&json(line.as_bytes()), "", &mut documented);
    }
    for list in [&mut told, &mut documented] {
        list.sort();
        list.dedup();
    }
    assert_eq!(told, documented);
}

#[test]
fn every_key_of_a_status_is_documented() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut camera = Camera::start(state.path());
    let camctl = Camctl(folder.path());
    camera.until("state", "setup");
    camctl.pair(&camera);
    let status = camctl.ok(&["status"]);
    let (_, table) = DOCUMENT.split_once("The keys of a status:").unwrap();
    for key in status.as_object().unwrap().keys() {
        assert!(table.contains(&format!("`{key}`")), "{key} is missing");
    }
    assert_eq!(status["rssi_dbm"], 0, "without a network");
}

#[test]
fn every_word_of_an_event_is_documented() {
    let codes = 0..=u8::MAX;
    let names = codes.flat_map(|code| {
        [
            CameraState(code).name(),
            Color(code).name(),
            Pattern(code).name(),
            Fault(code).name(),
            ResetStage(code).name(),
        ]
    });
    for name in names.flatten() {
        assert!(DOCUMENT.contains(&format!("`{name}`")), "{name} is missing");
    }
}

#[test]
fn every_option_is_documented() {
    for option in Args::command()
        .get_arguments()
        .filter_map(|option| option.get_long())
    {
        let row = format!("| `--{option}");
        assert!(DOCUMENT.contains(&row), "--{option} is missing");
    }
}

#[test]
fn r55_the_file_of_settings_is_one() {
    let block = blocks("json")
        .into_iter()
        .find(|block| block.contains("camera-settings"));
    let block = block.unwrap().as_bytes();
    let settings = file::read(block).unwrap();
    assert_eq!(file::write(&settings), json(block));
    let mut kinds: Vec<_> = settings.iter().map(Setting::kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), 11, "one of each kind");
}

/// Each verb without verbs below it, by its words, with its own options.
fn verbs(of: &Clap, words: &str, into: &mut Vec<(String, Vec<String>)>) {
    for verb in of.get_subcommands() {
        let words = format!("{words}{}", verb.get_name());
        let options = verb.get_arguments().filter_map(clap::Arg::get_long);
        let options: Vec<_> = options.map(str::to_owned).collect();
        if !verb.has_subcommands() {
            into.push((words.clone(), options));
        }
        verbs(verb, &format!("{words} "), into);
    }
}

#[test]
fn every_verb_of_camctl_is_documented_with_its_options() {
    let (_, camctl) = DOCUMENT.split_once("\n# camctl\n").unwrap();
    let rows = || camctl.lines().filter(|line| line.starts_with("| `"));
    let mut all = Vec::new();
    verbs(&Cli::command(), "", &mut all);
    assert!(all.len() > 40, "{all:?}");
    for (verb, options) in all {
        let of_it = |row: &&str| {
            let begin = [format!("`{verb}`"), format!("`{verb} ")];
            begin.iter().any(|begin| row.contains(begin))
        };
        let rows: String = rows().filter(of_it).collect();
        assert!(!rows.is_empty(), "{verb} is missing");
        for option in options {
            assert!(
                rows.contains(&format!("--{option}")),
                "{verb} --{option} is missing"
            );
        }
    }
}

#[test]
fn the_grammar_is_the_one_of_the_stories() {
    let source = include_str!("../../../../camera-fsm/src/scenario/mod.rs");
    let grammar = source.split("//! ```text\n").nth(1).unwrap();
    let grammar = grammar.split("//! ```\n").next().unwrap();
    let plain: String = grammar
        .lines()
        .map(|line| format!("{}\n", &line[4..]))
        .collect();
    assert!(
        blocks("text").contains(&plain.as_str()),
        "copy it from camera-fsm/src/scenario/mod.rs"
    );
}
