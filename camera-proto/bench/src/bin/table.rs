//! Measures everything and prints it as Markdown: `bash camera-proto/bench/run`.

use std::collections::HashMap;

use bench::handshake::{self, Door};
use bench::{DESK, DOOR, Desk, SUBJECTS, failures};
use measure::Subject;
use measure::tools::{self, HostCount, Image, count, counts_on_host, flash_of};

const THUMB: &str = "thumbv6m-none-eabi";
const RISCV: &str = "riscv32imc-unknown-none-elf";

fn main() {
    let host = counts_on_host();
    println!("Measured with {}.\n", tools::versions());
    codecs(&host);
    headers_and_frames(&host);
    handshakes();
    let even = refusals(&host);
    assert!(even, "a refusal tells by its cost why it was one");
}

fn image(list: u8, place: usize) -> Image<'static> {
    Image {
        bin: "flash",
        features: &[],
        target: THUMB,
        profile: "z",
        list,
        place,
    }
}

/// Instructions and stack of each named step, by its name.
fn thumb_of(list: u8, place: usize) -> HashMap<String, (u64, u64)> {
    count(&Image {
        bin: "count",
        ..image(list, place)
    })
}

fn host_of(host: &HostCount, subject: &str, step: &str) -> (u64, u64) {
    let key = (subject.to_owned(), step.to_owned());
    *host.get(&key).expect("the host has run it")
}

fn codecs(host: &HostCount) {
    println!("## Four messages, encoded and decoded\n");
    println!(
        "| codec and frame | wire bytes | flash | status | prov | settings | ack | **sum** | host: status | prov | settings | ack | **sum** |"
    );
    println!("| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |");
    for (place, subject) in SUBJECTS.iter().enumerate() {
        if subject.steps.len() == 8 {
            codec(place, subject, host);
        }
    }
    println!();
}

fn codec(place: usize, subject: &Subject<Desk>, host: &HostCount) {
    let thumb = thumb_of(DESK, place);
    let (mut wire, mut on_thumb, mut on_host, mut sums) = (vec![], vec![], vec![], [0, 0]);
    for pair in subject.steps.chunks(2) {
        let thumb = [0, 1].map(|at| thumb[pair[at].name].0);
        let host = [0, 1].map(|at| host_of(host, subject.name, pair[at].name));
        wire.push(host[0].1.to_string());
        on_thumb.push(format!("{}/{}", thumb[0], thumb[1]));
        on_host.push(format!("{}/{}", host[0].0, host[1].0));
        sums[0] += thumb[0] + thumb[1];
        sums[1] += host[0].0 + host[1].0;
    }
    println!(
        "| {} | {} | {} | {} | **{}** | {} | **{}** |",
        subject.name,
        wire.join("/"),
        flash_of(&image(DESK, place)),
        on_thumb.join(" | "),
        sums[0],
        on_host.join(" | "),
        sums[1],
    );
}

fn headers_and_frames(host: &HostCount) {
    println!("## The header, the frame, and all of the protocol\n");
    println!("| what | flash | bytes | thumb instructions | a byte | host instructions | a byte |");
    println!("| --- | --: | --: | --- | --- | --- | --- |");
    for (place, subject) in SUBJECTS.iter().enumerate() {
        let is_one = !subject.steps.is_empty() && subject.steps.len() < 8;
        if !is_one {
            continue;
        }
        let thumb = thumb_of(DESK, place);
        let (mut bytes, mut row) = (0, [const { vec![] }; 4]);
        for step in subject.named() {
            let (on_host, len) = host_of(host, subject.name, step);
            bytes = bytes.max(len);
            let on_thumb = thumb[step].0;
            row[0].push(format!("{step} {on_thumb}"));
            row[2].push(format!("{step} {on_host}"));
            if bytes > 100 {
                row[1].push(format!("{step} {:.1}", on_thumb as f64 / bytes as f64));
                row[3].push(format!("{step} {:.1}", on_host as f64 / bytes as f64));
            }
        }
        println!(
            "| {} | {} | {bytes} | {} |",
            subject.name,
            flash_of(&image(DESK, place)),
            row.map(|cell| cell.join(", ")).join(" | "),
        );
    }
    let sealed = camera_proto::frame::SEAL_OVERHEAD;
    println!("\nA sealed frame is {sealed} bytes longer than the same message in clear.\n");
}

fn handshakes() {
    let all = handshake::SUBJECTS.len() - 1;
    println!("## Pairing, session and seal on a camera\n");
    println!("| target | opt-level | flash |");
    println!("| --- | --- | --: |");
    for (target, profile) in [(THUMB, "z"), (THUMB, "s"), (RISCV, "z"), (RISCV, "s")] {
        let image = Image {
            target,
            profile,
            ..image(DOOR, all)
        };
        println!("| {target} | {profile} | {} |", flash_of(&image));
    }
    println!("\n| step | thumb instructions | stack bytes | riscv instructions | stack bytes |");
    println!("| --- | --: | --: | --: | --: |");
    for (place, subject) in handshake::SUBJECTS.iter().enumerate() {
        if subject.named().next().is_none() {
            continue;
        }
        let [thumb, riscv] = [THUMB, RISCV].map(|target| {
            count(&Image {
                bin: "count",
                target,
                ..image(DOOR, place)
            })
        });
        for step in subject.named() {
            let (on_thumb, thumb_stack) = thumb[step];
            let (on_riscv, riscv_stack) = riscv[step];
            println!(
                "| {}: {step} | {on_thumb} | {thumb_stack} | {on_riscv} | {riscv_stack} |",
                subject.name
            );
        }
    }
    println!();
}

/// Whether all that must cost the same does.
fn refusals(host: &HostCount) -> bool {
    println!("## What a refusal tells by its cost\n");
    println!("| case | host instructions | |");
    println!("| --- | --: | --- |");
    let mut even = true;
    for subject in &failures::SUBJECTS {
        even &= refusal(subject, host);
    }
    println!();
    even
}

fn refusal(subject: &Subject<Door>, host: &HostCount) -> bool {
    let mut even = true;
    let mut first = HashMap::new();
    for step in subject.named() {
        // "start, for a wrong code" is to be compared with other starts.
        let sort = step
            .split([',', ' '])
            .next()
            .filter(|word| *word == "start");
        let (cost, _) = host_of(host, subject.name, step);
        let same = *first.entry(sort).or_insert(cost) == cost;
        even &= same;
        let verdict = if same { "same" } else { "DIFFERS" };
        println!("| {}: {step} | {cost} | {verdict} |", subject.name);
    }
    even
}
