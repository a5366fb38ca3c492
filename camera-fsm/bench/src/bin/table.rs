//! Measures everything and prints it as Markdown: `bash camera-fsm/bench/run`.
//! With `hold` it holds the machine against `recorded`, and fails for what has grown.

use std::collections::HashMap;
use std::{env, fs, process};

use bench::{CORES, LOOKS, MACHINE, PINS, RESET_CORES};
use bench::{lives, looks, reset_core, two_pins};
use measure::tools::{self, Image, count, flash_of};

/// By how much a number may be above the recorded one, in percent.
const SLACK_PERCENT: u64 = 3;

const TARGET: &str = "thumbv6m-none-eabi";

const ALL_OF_IT: &str = "all of the machine, with the default profile";
const ITS_CORE: &str = "of that its core";
const TWO_PINS: &str = "a button and an LED on two pins";

/// What no number may be above, however slowly it has grown.
const CEILINGS: [(&str, u64); 4] = [
    (ALL_OF_IT, 24 * 1_024),
    (ITS_CORE, 16 * 1_024),
    (TWO_PINS, 3 * 1_024),
    ("idle step", 150),
];

/// What of the machine is not its core: what sees, hears and turns, and what can
/// be set. All else is, with what it needs to tell these parts.
const BESIDE_THE_CORE: [&str; 15] = [
    "audio_test.rs",
    "calendar.rs",
    "clock.rs",
    "device/head.rs",
    "device/sight.rs",
    "diagnosis.rs",
    "first_setup.rs",
    "motion_detection/",
    "night_vision.rs",
    "pan_tilt/",
    "profile/pace.rs",
    "recording.rs",
    "schedule.rs",
    "settings/",
    "time_zone/",
];

fn main() {
    match env::args().nth(1).as_deref() {
        Some("hold") => hold(),
        _ => print(),
    }
}

fn print() {
    let host = tools::counts_on_host();
    println!("Measured with {}.\n", tools::versions());
    reset_cores(&host);
    println!("## The machine\n");
    println!("| what | flash |");
    println!("| --- | --: |");
    for (name, bytes) in sizes() {
        println!("| {name} | {bytes} |");
    }
    println!("\n| step | thumb instructions |");
    println!("| --- | --: |");
    for (name, instructions) in steps() {
        println!("| {name} | {instructions} |");
    }
}

fn image(list: u8, place: usize) -> Image<'static> {
    Image {
        bin: "flash",
        features: &[],
        target: TARGET,
        profile: "z",
        list,
        place,
    }
}

fn thumb_of(list: u8, place: usize) -> HashMap<String, (u64, u64)> {
    count(&Image {
        bin: "count",
        ..image(list, place)
    })
}

fn reset_cores(host: &tools::HostCount) {
    let events = u64::from(reset_core::EVENTS_A_STEP);
    println!("## A reset core, beside its peers\n");
    println!(
        "| written as | flash | thumb instructions an event | host instructions an event | RAM |"
    );
    println!("| --- | --: | --: | --: | --: |");
    for (place, subject) in RESET_CORES[..RESET_CORES.len() - 1]
        .iter()
        .enumerate()
        .skip(1)
    {
        let thumb = thumb_of(CORES, place);
        let on_host = |step: &str| host[&(subject.name.to_owned(), step.to_owned())].0;
        let an_event = |steps: [u64; 2]| (steps[1] - steps[0]) as f64 / events as f64;
        println!(
            "| {} | {} | {:.1} | {:.1} | {} |",
            subject.name,
            flash_of(&image(CORES, place)) - walk_bytes(),
            an_event(["walk", "events"].map(|step| thumb[step].0)),
            an_event(["walk", "events"].map(on_host)),
            thumb["size_of"].0,
        );
    }
    println!();
}

/// What an image of a reset core holds besides it.
fn walk_bytes() -> u64 {
    flash_of(&image(CORES, RESET_CORES.len() - 1))
}

fn sizes() -> Vec<(String, u64)> {
    let all = image(MACHINE, lives::SUBJECTS.len() - 1);
    let bytes = flash_of(&all);
    let pins = image(PINS, two_pins::SUBJECTS.len() - 1);
    vec![
        (ALL_OF_IT.to_owned(), bytes),
        (ITS_CORE.to_owned(), bytes - beside_the_core(&all)),
        (TWO_PINS.to_owned(), flash_of(&pins)),
    ]
}

fn beside_the_core(image: &Image<'_>) -> u64 {
    let files = tools::code_by_file(image, &["camera-fsm/src/", "camera-proto/src/"]);
    let is_beside = |file: &str| BESIDE_THE_CORE.iter().any(|it| file.starts_with(it));
    let beside = files.iter().filter(|(file, _)| is_beside(file));
    beside.map(|(_, bytes)| bytes).sum()
}

fn steps() -> Vec<(String, u64)> {
    let mut steps = Vec::new();
    let (_all_of_it, measured) = lives::SUBJECTS.split_last().expect("subjects");
    for (place, subject) in measured.iter().enumerate().skip(1) {
        let thumb = thumb_of(MACHINE, place);
        steps.extend(subject.named().map(|name| (name.to_owned(), thumb[name].0)));
    }
    for (place, subject) in looks::SUBJECTS.iter().enumerate().skip(1) {
        let thumb = thumb_of(LOOKS, place);
        steps.extend(subject.named().map(|name| (name.to_owned(), thumb[name].0)));
    }
    steps
}

/// Each line of `recorded` is a number and what it is of.
fn hold() {
    let recorded = fs::read_to_string("recorded").expect("camera-fsm/bench/recorded");
    let recorded: HashMap<&str, u64> = recorded
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (number, name) = line.split_once(' ')?;
            Some((name, number.parse().expect("a number")))
        })
        .collect();
    let (is_ours, mut has_grown) = (tools::is_recorded(TARGET), false);
    for (name, now) in sizes().into_iter().chain(steps()) {
        let ceiling = CEILINGS.iter().find(|(of, _)| *of == name);
        if let Some((_, most)) = ceiling.filter(|(_, most)| is_ours && now > *most) {
            println!("{now} {name}: {most} is its ceiling");
            has_grown = true;
        }
        let Some(before) = recorded.get(name.as_str()) else {
            println!("{now} {name}: not recorded yet");
            has_grown = true;
            continue;
        };
        println!("{now} {name}, recorded {before}");
        // A step's count is exact to a tick of 40 instructions.
        if is_ours && now > before + before * SLACK_PERCENT / 100 + 40 {
            println!("  more than {SLACK_PERCENT} % above: is it worth that? Then record it.");
            has_grown = true;
        }
    }
    process::exit(has_grown.into());
}
