//! What people and programs see: results on stdout, all else on stderr.

use core::time::Duration;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};

use clap::builder::styling::{AnsiColor, Style};
use serde_json::{Value, json};

use super::failure::Failure;

/// An error's first word.
const ERROR: Style = AnsiColor::Red.on_default().bold();
/// A hint's first word.
const HINT: Style = AnsiColor::Cyan.on_default();

/// How to print.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// One JSON object a line instead of text.
    pub json: bool,
}

impl Output {
    /// Prints a result; people read the text, programs the JSON.
    ///
    /// # Errors
    /// When stdout is closed.
    pub fn result(self, json: &Value, text: &str) -> io::Result<()> {
        let mut stdout = anstream::stdout().lock();
        if self.json {
            writeln!(stdout, "{json}")
        } else {
            writeln!(stdout, "{text}")
        }
    }

    /// Tells something beside the result.
    pub fn note(self, text: &str) {
        let mut stderr = anstream::stderr().lock();
        // Without a stderr there is nobody to tell.
        let _ = if self.json {
            writeln!(stderr, "{}", json!({ "note": text }))
        } else {
            writeln!(stderr, "{HINT}note:{HINT:#} {text}")
        };
    }

    /// Tells what went wrong.
    pub fn failure(self, failure: &Failure) {
        let mut stderr = anstream::stderr().lock();
        if self.json {
            let _ = writeln!(stderr, "{}", failure.to_json());
            return;
        }
        let _ = writeln!(stderr, "{ERROR}error:{ERROR:#} {}", failure.message);
        if !failure.next.is_empty() {
            let _ = writeln!(stderr, " {HINT}next:{HINT:#} {}", failure.next);
        }
    }

    /// Shows a person what takes so long, once it takes more than a second,
    /// until the guard is dropped.
    pub fn waiting(self, text: &'static str) -> Waiting {
        if self.json || !io::stderr().is_terminal() {
            return Waiting(None);
        }
        let (done, ended) = channel::<()>();
        let show = move || {
            let patience = Duration::from_secs(1);
            if ended.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
                let _ = write!(io::stderr(), "{text} …");
                let _ = ended.recv();
                let _ = write!(io::stderr(), "\r{}\r", " ".repeat(text.len() + 2));
            }
        };
        Waiting(Some((done, thread::spawn(show))))
    }
}

/// Ends its message when it is dropped.
#[derive(Debug)]
#[must_use]
pub struct Waiting(Option<(Sender<()>, JoinHandle<()>)>);

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some((done, thread)) = self.0.take() {
            drop(done);
            let _ = thread.join();
        }
    }
}

/// Rows in columns of even width, two spaces apart.
#[must_use]
pub fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let line = |row: &[String; N]| {
        let cells = row.iter().enumerate();
        let line: String = cells
            .map(|(column, cell)| format!("{cell:<0$}  ", width(column).unwrap_or(0)))
            .collect();
        line.trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [["a", "b"], ["ccé", ""]].map(|row| row.map(str::to_owned));
        assert_eq!(table(&rows), "a    b\nccé");
    }
}
