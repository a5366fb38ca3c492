//! Control lines: one line of a story each, one answer each.

use std::io::{self, Write};

use camera_fsm::scenario::{ErrorKind, Line, step};
use serde::Serialize;

use crate::world::{House, HouseError};

/// What came of a line.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// Whether it happened, and an expectation was met.
    pub ok: bool,
    /// The camera's time then, in milliseconds.
    pub t_ms: u64,
    /// What the serial console printed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub console: String,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Error>,
}

/// Why a line did not happen.
#[derive(Debug, Serialize)]
pub struct Error {
    /// `Syntax`, `World` or `Unmet`.
    pub code: &'static str,
    /// In words.
    pub message: String,
}

/// Lets a line happen. An empty one, or a comment, is nothing to do.
pub fn line(house: &mut House, text: &str) -> Answer {
    let began = camera_fsm::time::Instant::default();
    let text = text.trim();
    let result = if text.is_empty() || text.starts_with('#') {
        Ok(())
    } else {
        Line::parse(text)
            .map_err(ErrorKind::Syntax)
            .and_then(|line| step(house, &line, began))
    };
    Answer {
        console: core::mem::take(&mut house.console),
        ..answer_to(house, result)
    }
}

/// The answer to what happened, or did not.
#[must_use]
pub fn answer_to(house: &House, result: Result<(), ErrorKind<HouseError>>) -> Answer {
    let error = result.err().map(|kind| Error {
        code: match &kind {
            ErrorKind::Syntax(_) => "Syntax",
            ErrorKind::World(_) => "World",
            ErrorKind::Unmet { .. } => "Unmet",
        },
        message: kind.to_string(),
    });
    Answer {
        ok: error.is_none(),
        t_ms: house.camera.now().as_millis(),
        console: String::new(),
        error,
    }
}

/// Says what came of it.
///
/// # Errors
/// When nobody listens.
pub fn answer(out: &mut dyn Write, answer: &Answer, json: bool) -> io::Result<()> {
    match (&answer.error, json) {
        (_, true) => writeln!(out, "{}", serde_json::to_string(answer)?)?,
        (None, false) => out.write_all(answer.console.as_bytes())?,
        (Some(error), false) => writeln!(out, "{}; say `help` for what there is", error.message)?,
    }
    out.flush()
}
