//! The compilers, the emulator and callgrind. They work for the crate that is
//! in the current directory.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// By subject and step: instructions, and how long what it encoded is.
pub type HostCount = HashMap<(String, String), (u64, u64)>;

/// An image that has told nothing more for so long never will, in seconds.
const TIME_S: &str = "300";

/// What to build for a core.
#[derive(Clone, Copy)]
pub struct Image<'a> {
    pub bin: &'a str,
    /// What cargo is told of features; nothing: the default ones.
    pub features: &'a [&'a str],
    pub target: &'a str,
    pub profile: &'a str,
    /// Which list of subjects, and the place in it; 0 is nothing.
    pub list: u8,
    pub place: usize,
}

impl Image<'_> {
    /// The same without anything to measure.
    fn empty(self) -> Self {
        Image { place: 0, ..self }
    }
}

fn target_dir() -> PathBuf {
    PathBuf::from(env::var_os("CARGO_TARGET_DIR").expect("`run` sets it"))
}

fn output(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {errors}");
    String::from_utf8(output.stdout).expect("text")
}

fn build(image: &Image<'_>, libraries: &str) -> PathBuf {
    let flags = output(Command::new(beside("measure/flags")).arg(image.target));
    let dir = target_dir().join("cross");
    output(
        Command::new(beside("core"))
            .args([image.target, libraries, "build", "--locked", "--quiet"])
            .args(["--target", image.target, "--profile", image.profile])
            .args(["--bin", image.bin])
            .args(image.features)
            .env("RUSTFLAGS", flags.trim())
            .env("CARGO_TARGET_DIR", &dir)
            .env("BENCH_LIST", image.list.to_string())
            .env("BENCH_PLACE", image.place.to_string()),
    );
    dir.join(image.target).join(image.profile).join(image.bin)
}

/// A script of `.ci`.
fn beside(script: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(script)
}

/// Which compiler builds for a core.
fn compiler(target: &str) -> String {
    let which = output(Command::new(beside("core")).args([target, "which"]));
    which.trim().to_owned()
}

/// Whether what is recorded is of the compiler that builds for that core. If not, it is told, and nothing is held to it.
pub fn is_recorded(target: &str) -> bool {
    compiler(target) != "rustc"
}

/// What a subject adds to the flash of an image that holds nothing.
pub fn flash_of(image: &Image<'_>) -> u64 {
    flash(image) - flash(&image.empty())
}

/// Bytes of all that is loaded: code, constants and initial values.
fn flash(image: &Image<'_>) -> u64 {
    let elf = fs::read(build(image, "core")).expect("it was just built");
    let loaded = sections(&elf).filter(|section| section.is_loaded);
    loaded.map(|section| u64::from(section.size)).sum()
}

/// Bytes of an image's code by the file that it is compiled from, as its line
/// table says. Of what was inlined it is the innermost file in the first of the
/// folders that has one; what has none, as what the compiler brings along, is
/// left out.
pub fn code_by_file(image: &Image<'_>, folders: &[&str]) -> HashMap<String, u64> {
    let path = build(image, "core");
    let elf = fs::read(&path).expect("it was just built");
    let code = sections(&elf).filter(|section| section.is_code);
    let places = code.flat_map(|code| (code.address..code.address + code.size).step_by(2));
    let told = output(
        Command::new("addr2line")
            .args(["--addresses", "--inlines", "--exe"])
            .arg(path)
            .args(places.map(|place| format!("{place:#x}"))),
    );
    let mut bytes = HashMap::new();
    for place in told.split("0x").skip(1) {
        let inside = |folder: &&str| place.lines().find_map(|line| line.split_once(folder));
        let first = folders.iter().find_map(inside);
        if let Some((file, _line)) = first.and_then(|(_, file)| file.split_once(':')) {
            *bytes.entry(file.to_owned()).or_default() += 2;
        }
    }
    bytes
}

/// One section of an ELF file of 32 bits.
struct Section {
    address: u32,
    size: u32,
    is_code: bool,
    is_loaded: bool,
}

fn sections(elf: &[u8]) -> impl Iterator<Item = Section> {
    let word = |at: usize| u32::from_le_bytes(elf[at..at + 4].try_into().expect("four bytes"));
    let half = |at: usize| u16::from_le_bytes(elf[at..at + 2].try_into().expect("two bytes"));
    let (first, size, count) = (word(0x20) as usize, half(0x2e), half(0x30));
    (0..count).map(move |place| {
        let at = first + usize::from(place * size);
        let (flags, is_zeros) = (word(at + 8), word(at + 4) == 8);
        Section {
            address: word(at + 12),
            size: word(at + 20),
            is_code: flags & 4 != 0,
            is_loaded: flags & 2 != 0 && !is_zeros,
        }
    })
}

/// Runs an image that counts: by step, its instructions and its stack.
pub fn count(image: &Image<'_>) -> HashMap<String, (u64, u64)> {
    let counting = ["-icount", "shift=0"];
    let told = run(image.target, &build(image, "core"), &counting);
    lines(&told)
        .map(|[step, instructions, stack]| (step.to_owned(), (number(instructions), number(stack))))
        .collect()
}

/// Runs an image that has a heap, as fast as it goes: what it tells.
pub fn told(image: &Image<'_>) -> String {
    run(image.target, &build(image, "core,alloc"), &[])
}

fn run(target: &str, elf: &Path, how: &[&str]) -> String {
    let (emulator, machine) = match target.starts_with("riscv") {
        true => ("qemu-system-riscv32", &["-M", "virt", "-bios", "none"][..]),
        false => ("qemu-system-arm", &["-M", "mps2-an385"][..]),
    };
    output(
        Command::new("timeout")
            .args([TIME_S, emulator])
            .args(machine)
            .args(how)
            .args(["-nographic", "-monitor", "none", "-serial", "none"])
            .args(["-chardev", "stdio,id=told"])
            .args([
                "-semihosting-config",
                "enable=on,target=native,chardev=told",
            ])
            .arg("-kernel")
            .arg(elf)
            .stdin(Stdio::null()),
    )
}

/// Runs the host's program under callgrind, which dumps after each measured call.
pub fn counts_on_host() -> HostCount {
    let dumps = target_dir().join("callgrind");
    let _ = fs::remove_dir_all(&dumps);
    fs::create_dir_all(&dumps).expect("a directory");
    let told = output(
        Command::new("valgrind")
            .args(["--tool=callgrind", "--toggle-collect=measured"])
            .arg("--dump-after=measured")
            .arg(format!("--callgrind-out-file={}/out", dumps.display()))
            .arg(target_dir().join("release/host")),
    );
    let all: Vec<_> = lines(&told).zip(1..).collect();
    let overhead = total(&dumps.join("out.1"));
    let cost = |nth: u32| total(&dumps.join(format!("out.{nth}"))) - overhead;
    all.into_iter()
        .map(|([subject, step, len], nth)| {
            (
                (subject.to_owned(), step.to_owned()),
                (cost(nth), number(len)),
            )
        })
        .collect()
}

fn total(dump: &Path) -> u64 {
    let text = fs::read_to_string(dump).unwrap_or_else(|e| panic!("{}: {e}", dump.display()));
    let mut lines = text.lines();
    let total = lines.find_map(|line| line.strip_prefix("totals: "));
    number(total.expect("a total"))
}

/// Lines of three fields.
fn lines(text: &str) -> impl Iterator<Item = [&str; 3]> {
    text.lines().map(|line| {
        let fields: Vec<_> = line.split('|').collect();
        fields.try_into().unwrap_or_else(|_| panic!("{line}"))
    })
}

fn number(text: &str) -> u64 {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// Of all tools that have a say in the numbers.
pub fn versions() -> String {
    let first = |program: &str| {
        let text = output(Command::new(program).arg("--version"));
        text.lines().next().unwrap_or_default().to_owned()
    };
    let cross = compiler("thumbv6m-none-eabi");
    let linker = match cross.as_str() {
        "rustc" => "its rust-lld".to_owned(),
        _ => first("ld.lld"),
    };
    [
        format!("{} (host)", first("rustc")),
        format!("{} (cores)", first(&cross)),
        linker,
        first("qemu-system-arm"),
        first("valgrind"),
    ]
    .join(", ")
}
