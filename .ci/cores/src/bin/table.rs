//! Holds what the cores tell against what the host tells, and their stack
//! against `recorded`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{env, fs, process};

use measure::tools::{self, Image};

const CORES: [(&str, &str); 2] = [
    ("thumbv6m-none-eabi", "mps2-an385"),
    ("riscv32imc-unknown-none-elf", "virt"),
];

/// By how much a stack may be deeper than the recorded one, in percent.
const SLACK_PERCENT: u64 = 3;

/// What is built, what the host tells of it, and the words before its lines of the stack.
type Build = (&'static str, &'static [&'static str], String, &'static str);

/// Bytes on both cores, by what was done.
type Recorded = BTreeMap<String, [u64; 2]>;

fn main() {
    let (mut all, mut least) = (String::new(), String::new());
    cores::tell(&mut all, &mut cores::NoStack).expect("a string has room");
    cores::least::tell(&mut least, &mut cores::NoStack).expect("a string has room");
    let builds: [Build; 2] = [
        ("all", &[], all, ""),
        (
            "least",
            &["--no-default-features"],
            least,
            "without pairing, ",
        ),
    ];
    let mut is_well = true;
    println!("\n| stack of a camera, in bytes | thumbv6m | riscv32imc |");
    println!("| --- | --: | --: |");
    let mut recorded = recorded();
    for build in &builds {
        is_well &= is_told(build, &mut recorded);
    }
    for what in recorded.keys() {
        println!("{what}: recorded, and not measured");
        is_well = false;
    }
    process::exit((!is_well).into());
}

/// Whether both cores tell what the host does, and the stack is no deeper than it was.
/// What is measured is taken out of what is recorded.
fn is_told((name, features, host, what_of): &Build, recorded: &mut Recorded) -> bool {
    keep(&format!("{name}-host"), host);
    let mut is_well = true;
    let mut stacks = Vec::new();
    for (target, machine) in CORES {
        let told = tools::told(&Image {
            bin: "transcript",
            features,
            target,
            profile: "z",
            list: 0,
            place: 0,
        });
        let (marks, told): (Vec<&str>, Vec<&str>) =
            told.lines().partition(|line| line.starts_with("stack|"));
        keep(&format!("{name}-{target}"), &(told.join("\n") + "\n"));
        is_well &= is_same(target, machine, host, &told);
        stacks.push(marks.into_iter().map(str::to_owned).collect::<Vec<_>>());
    }
    let [thumb, riscv] = &stacks[..] else {
        unreachable!("two cores")
    };
    for (thumb, riscv) in thumb.iter().zip(riscv) {
        let ([what, thumb], [_, riscv]) = (mark(thumb), mark(riscv));
        println!("| {what_of}{what} | {thumb} | {riscv} |");
        let before = recorded.remove(&format!("{what_of}{what}"));
        is_well &= is_held(before, [thumb, riscv]);
    }
    is_well
}

/// For who wants to look.
fn keep(name: &str, told: &str) {
    let dir = PathBuf::from(env::var_os("CARGO_TARGET_DIR").expect("`run` sets it"));
    fs::write(dir.join(format!("{name}.txt")), told).expect("a file");
}

fn is_same(target: &str, machine: &str, host: &str, told: &[&str]) -> bool {
    let host: Vec<&str> = host.lines().collect();
    let chapters = [
        ("message ", "messages"),
        ("pairing ", "of a pairing"),
        ("session ", "of a session"),
        ("life ", "chapters of a life"),
        ("conformance ", "boards on trial"),
        ("story ", "stories"),
        ("least ", "chapters of the least camera"),
    ];
    let begun = |word: &str| host.iter().filter(|line| line.starts_with(word)).count();
    let begun = chapters.map(|(word, what)| (begun(word), what));
    let begun = begun.into_iter().filter(|(count, _)| *count > 0);
    let begun: Vec<_> = begun
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let differs = (0..host.len().max(told.len())).find(|at| host.get(*at) != told.get(*at));
    match differs {
        None => {
            let told = ["life ", "conformance ", "story ", "least "];
            let is_one = |line: &&&str| told.iter().any(|word| line.starts_with(word));
            for line in host.iter().filter(is_one) {
                println!("ok {target} {line}");
            }
            println!(
                "{target} on {machine} tells what the host does, line by line: {}; {} lines",
                begun.join(", "),
                host.len(),
            );
        }
        Some(at) => println!(
            "{target} on {machine}: line {}:\n  host: {:?}\n  core: {:?}",
            at + 1,
            host.get(at),
            told.get(at)
        ),
    }
    differs.is_none()
}

/// What was done, and how deep the stack was.
fn mark(line: &str) -> [&str; 2] {
    let fields: Vec<_> = line.split('|').collect();
    match fields[..] {
        [_, what, _, bytes] => [what, bytes],
        _ => panic!("{line}"),
    }
}

/// Each line of `recorded`: bytes on both cores, and what of.
fn recorded() -> Recorded {
    let recorded = fs::read_to_string("recorded").unwrap_or_default();
    recorded
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut words = line.splitn(3, ' ');
            let mut number = || words.next()?.parse().ok();
            let both = [number()?, number()?];
            Some((words.next()?.to_owned(), both))
        })
        .collect()
}

/// Whether the stack is about as deep as it was.
fn is_held(before: Option<[u64; 2]>, now: [&str; 2]) -> bool {
    let Some(before) = before else {
        println!("  not recorded yet");
        return false;
    };
    let mut all = now.iter().zip(before).zip(CORES);
    let deeper = all.any(|((now, before), (target, _))| {
        let now: u64 = now.parse().expect("a number");
        now * 100 > before * (100 + SLACK_PERCENT) && tools::is_recorded(target)
    });
    if deeper {
        println!(
            "  more than {SLACK_PERCENT} % above {before:?}: is it worth that? Then record it."
        );
    }
    !deeper
}
