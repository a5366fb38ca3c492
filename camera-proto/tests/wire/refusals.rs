//! What each refusal means, which is said in several places: SPEC.md says it first.

use std::fs;
use std::path::Path;

use camera_proto::vocab::Refusal;

use crate::SPEC;

/// Code, name and meaning, row by row. The marks of code are left out, as others do.
fn table() -> Vec<[String; 3]> {
    let table = SPEC.split("| code | name | means |").nth(1).unwrap();
    let rows = table.lines().skip(2);
    rows.take_while(|row| row.starts_with('|'))
        .map(|row| {
            let cells: Vec<_> = row
                .split('|')
                .map(|cell| cell.trim().replace('`', ""))
                .collect();
            [1, 2, 3].map(|at| cells[at].clone())
        })
        .collect()
}

/// `NotAllowed` as a constant is called.
fn constant(name: &str) -> String {
    let mut constant = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !constant.is_empty() {
            constant.push('_');
        }
        constant.extend(letter.to_uppercase());
    }
    constant
}

/// Each name of the spec must mean there what it means in the spec.
fn holds(what: &str, meaning_of: impl Fn(&str) -> Option<String>) {
    let wrong: Vec<_> = table()
        .into_iter()
        .map(|[_, name, means]| (meaning_of(&constant(&name)), name, means))
        .filter(|(found, _, means)| found.as_ref() != Some(means))
        .collect();
    assert!(
        wrong.is_empty(),
        "{what}: found, where SPEC.md says otherwise:\n{wrong:#?}"
    );
}

#[test]
fn every_refusal_stands_in_the_table_of_the_spec_and_no_other() {
    let told: Vec<_> = table()
        .into_iter()
        .map(|[code, name, _]| (code, name))
        .collect();
    let known: Vec<_> = Refusal::ALL
        .iter()
        .map(|(refusal, name)| (refusal.0.to_string(), (*name).to_owned()))
        .collect();
    assert_eq!(told, known);
}

#[test]
fn a_refusal_means_in_rust_what_it_means_in_the_spec() {
    let code = include_str!("../../src/vocab/refusal.rs");
    holds("vocab/refusal.rs", |name| {
        let before = code.split(&format!("pub const {name}: Self")).next()?;
        let above = before.lines().rev().skip(1);
        let mut comment: Vec<_> = above
            .map_while(|line| line.trim().strip_prefix("/// "))
            .collect();
        comment.reverse();
        let text = comment.join(" ").replace('`', "");
        // Which requirement it is of is nothing that a client wants to know.
        let text = text.split(" (R").next()?;
        Some(text.trim_end_matches('.').to_owned())
    });
}

/// Its own suite says so, too, but takes Python.
#[test]
fn a_refusal_means_in_the_python_client_what_it_means_in_the_spec() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    // The crate as it is published has come without them.
    if !examples.exists() {
        return;
    }
    let codes = examples.join("python-client/camera_client/messages/codes.py");
    let codes = fs::read_to_string(codes).unwrap();
    holds("codes.py", |name| {
        let after = codes.split(&format!("    Refusal.{name}: ")).nth(1)?;
        let entry = after.split("Refusal.").next()?;
        Some(entry.split('"').skip(1).step_by(2).collect())
    });
}
