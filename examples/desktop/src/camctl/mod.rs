//! camctl: the controller on the command line.
//!
//! [`args`] is what can be said, [`verbs`] does it over a [`session`], and
//! [`output`] tells how it went. Exit codes: 0 done, 1 [`failure`], 2 wrong usage.

pub mod angle;
pub mod args;
pub mod ask;
pub mod failure;
pub mod hex;
pub mod keys;
pub mod link;
pub mod output;
pub mod session;
pub mod setting;
pub mod share;
pub mod span;
pub mod stream;
pub mod utc;
pub mod verbs;
pub mod week;
pub mod words;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

use args::Cli;
use failure::Failure;
use output::Output;

/// Does what a command line says, the program's name first.
#[must_use]
pub fn run(command_line: impl IntoIterator<Item = OsString>) -> ExitCode {
    let words: Vec<_> = command_line.into_iter().collect();
    let cli = match Cli::try_parse_from(&words) {
        Ok(cli) => cli,
        Err(error) => return not_understood(&error, words.iter().any(|word| word == "--json")),
    };
    let output = Output {
        json: cli.global.json,
    };
    match verbs::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if failure.exit != 0 {
                output.failure(&failure);
            }
            ExitCode::from(failure.exit)
        }
    }
}

/// Help and version are no errors; of the others, programs get the sentence alone.
fn not_understood(error: &clap::Error, json: bool) -> ExitCode {
    let help = !error.use_stderr();
    if help || !json {
        let _ = error.print();
        return ExitCode::from(if help { 0 } else { 2 });
    }
    let text = error.render().to_string();
    let sentence = text.split("\n\n").next().unwrap_or_default();
    let sentence = sentence.trim_start_matches("error: ");
    let failure = Failure::usage(sentence, "See camctl --help.");
    let _ = writeln!(std::io::stderr(), "{}", failure.to_json());
    ExitCode::from(failure.exit)
}
