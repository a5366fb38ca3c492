//! "Where is R07?": every requirement with the stories and the tests that name
//! it, over the whole repository. The table is TRACEABILITY.md; `UPDATE=1`
//! writes it.

use core::fmt::Write as _;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Where tests are. What is built or fetched there is left out.
const ROOTS: [&str; 4] = ["camera-proto", "camera-fsm", "camera-hal", "examples"];
const SKIPPED: [&str; 4] = ["target", "node_modules", "corpus", "scenarios"];

/// A line of `requirements.txt`.
struct Requirement {
    id: String,
    is_here: bool,
    what: String,
}

/// Of one requirement: its stories, and the files with its tests. Not how many
/// tests, or the table would change with every one.
#[derive(Default)]
struct Proof {
    stories: BTreeSet<String>,
    tests: BTreeSet<String>,
}

fn crate_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn requirements(text: &str) -> Vec<Requirement> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let mut words = line.splitn(3, ' ');
            let mut word = || words.next().unwrap_or_default();
            let (id, when, what) = (word(), word(), word());
            assert!(["here", "later"].contains(&when), "when comes {line:?}?");
            Requirement {
                id: id.to_owned(),
                is_here: when == "here",
                what: what.trim().to_owned(),
            }
        })
        .collect()
}

/// The ids that the name of a test begins with: `r01_r10_the_button` has two.
fn ids_of_test(name: &str) -> Vec<String> {
    let parts = name.split('_');
    parts
        .take_while(|part| is_id(part, 'r'))
        .map(str::to_uppercase)
        .collect()
}

/// The ids in the comment that a story begins with.
fn ids_of_story(story: &str) -> Vec<String> {
    let header = story.lines().take_while(|line| line.starts_with('#'));
    let words = header.flat_map(|line| line.split(|letter: char| !letter.is_alphanumeric()));
    words
        .filter(|word| is_id(word, 'R'))
        .map(str::to_owned)
        .collect()
}

fn is_id(word: &str, letter: char) -> bool {
    let digits = word.strip_prefix(letter).unwrap_or_default();
    digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// The names of the functions in a source, of Rust or of Python.
fn functions(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| {
        let line = line.trim_start();
        let name = line
            .strip_prefix("fn ")
            .or(line.strip_prefix("def test_"))?;
        name.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
            .next()
    })
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && !name.starts_with('.') && !SKIPPED.contains(&&*name) {
            sources(&path, found);
        } else if name.ends_with(".rs") || name.ends_with(".py") {
            found.push(path);
        }
    }
}

fn collect() -> BTreeMap<String, Proof> {
    let mut proofs: BTreeMap<String, Proof> = BTreeMap::new();
    let folder = crate_folder();
    for entry in fs::read_dir(folder.join("tests/scenarios")).expect("the stories") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        for id in ids_of_story(&read(&path)) {
            let proof = proofs.entry(id).or_default();
            proof.stories.insert(name.clone().into_owned());
        }
    }
    let repository = folder.parent().expect("the repository");
    let mut files = Vec::new();
    for root in ROOTS {
        sources(&repository.join(root), &mut files);
    }
    for path in files {
        let file = path.strip_prefix(repository).unwrap_or(&path);
        let file = file.to_string_lossy().replace('\\', "/");
        for name in functions(&read(&path)) {
            for id in ids_of_test(name) {
                let proof = proofs.entry(id).or_default();
                proof.tests.insert(file.clone());
            }
        }
    }
    proofs
}

/// Ids that are in no requirement, and requirements of ours that nothing proves.
fn gaps(requirements: &[Requirement], proofs: &BTreeMap<String, Proof>) -> Vec<String> {
    let known = |id: &String| requirements.iter().any(|row| row.id == *id);
    let unknown = proofs.keys().filter(|id| !known(id)).map(|id| {
        let proof = &proofs[id];
        let by = (&proof.stories, &proof.tests);
        format!("{id} is no requirement, but is named by {by:?}")
    });
    let ours = requirements.iter().filter(|row| row.is_here);
    let unproven = ours
        .filter(|row| {
            proofs
                .get(&row.id)
                .is_none_or(|proof| proof.stories.is_empty())
        })
        .map(|row| format!("{} has no story: {}", row.id, row.what));
    unknown.chain(unproven).collect()
}

fn table(requirements: &[Requirement], proofs: &BTreeMap<String, Proof>) -> String {
    let mut out = String::from(
        "# Where is each requirement?\n\n\
         Every requirement with the stories (`tests/scenarios/`) that play it, on the pure machine\n\
         (on the mock board and the virtual camera, too), and the tests whose names begin with its id. Written by\n\
         `UPDATE=1 cargo test -p camera-fsm --test traceability`, which fails without `UPDATE` when\n\
         this is out of date, when a requirement that is not for later has no story, or when a\n\
         test names an id that is none.\n\n\
         | id | the camera | stories | tests |\n| --- | --- | --- | --- |\n",
    );
    for row in requirements {
        let none = Proof::default();
        let proof = proofs.get(&row.id).unwrap_or(&none);
        let stories: Vec<_> = proof.stories.iter().cloned().collect();
        let files = proof.tests.iter();
        let tests: Vec<_> = files
            .map(|file| format!("[{}](../{file})", short(file)))
            .collect();
        let what = match row.is_here {
            true => row.what.clone(),
            false => format!("{} (*later*)", row.what),
        };
        writeln!(
            out,
            "| {} | {what} | {} | {} |",
            row.id,
            stories.join(", "),
            tests.join(", ")
        )
        .expect("a String takes it");
    }
    out
}

/// `camera-hal/tests/store_log.rs` is `hal/store_log`.
fn short(file: &str) -> String {
    let path = file.trim_end_matches(".rs").trim_end_matches(".py");
    let path = path.trim_end_matches("/mod").trim_end_matches("/main");
    let path = path
        .trim_start_matches("camera-")
        .trim_start_matches("examples/");
    path.replace("/src/", "/").replace("/tests/", "/")
}

#[test]
fn every_requirement_has_its_proof_and_the_table_says_where() {
    let folder = crate_folder();
    let requirements = requirements(&read(&folder.join("tests/requirements.txt")));
    let proofs = collect();
    let gaps = gaps(&requirements, &proofs);
    assert!(gaps.is_empty(), "\n{}", gaps.join("\n"));

    let (path, table) = (
        folder.join("TRACEABILITY.md"),
        table(&requirements, &proofs),
    );
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &table).expect("the table can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let differ = table
        .lines()
        .zip(written.lines().chain(core::iter::repeat("")));
    let first = differ.into_iter().find(|(now, then)| now != then);
    assert!(
        table == written,
        "TRACEABILITY.md is out of date; UPDATE=1 writes it. First: {first:?}"
    );
}

#[test]
fn ids_are_read_from_names_and_headers() {
    assert_eq!(ids_of_test("r01_r10_of_2"), ["R01", "R10"]);
    assert_eq!(ids_of_test("run_r01"), [""; 0]);
    assert_eq!(ids_of_test("r1_short"), [""; 0]);
    let story = "# A story. (R05,\n# R81)\npower on # R99\n";
    assert_eq!(ids_of_story(story), ["R05", "R81"]);
    let source = "    fn r01_a() {}\ndef test_r02_b(self):\n// fn r03_no\nlet fn_r04 = 1;";
    assert_eq!(functions(source).collect::<Vec<_>>(), ["r01_a", "r02_b"]);
}

#[test]
fn gaps_are_told() {
    let rows = requirements("# none\nR01 here a button\nR70 later  updates\n");
    let proofs = BTreeMap::from([("R02".to_owned(), Proof::default())]);
    let gaps = gaps(&rows, &proofs);
    assert_eq!(gaps.len(), 2, "{gaps:?}");
    assert!(gaps[0].starts_with("R02 is no requirement"));
    assert_eq!(gaps[1], "R01 has no story: a button");
}
