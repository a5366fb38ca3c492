//! What goes over the link of the controller inside the program, for the
//! timeline: kinds and sizes, never what is said.

use camera_proto::controller::Event;
use camera_proto::message::Request;
use serde::Serialize;

/// Messages that are remembered until somebody asks.
const TALK_MAX: usize = 256;

/// A message on the controller's link, as somebody sees it who sits at its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Talk {
    /// `app` or `camera`.
    pub from: &'static str,
    /// What it is.
    pub kind: String,
    /// How many bytes went over the wire; of what came, those of one arrival.
    pub bytes: usize,
    /// Whether it was encrypted.
    pub sealed: bool,
}

/// Messages since somebody asked last.
#[derive(Debug, Default)]
pub struct TalkLog(Vec<Talk>);

impl TalkLog {
    /// All of them, once.
    pub fn take(&mut self) -> Vec<Talk> {
        core::mem::take(&mut self.0)
    }

    /// The controller said something of a handshake.
    pub fn said(&mut self, kind: &str, bytes: usize) {
        self.note("app", kind.to_owned(), bytes, false);
    }

    /// The controller asked for something.
    pub fn asked(&mut self, request: &Request, bytes: usize) {
        self.note("app", first_word(request), bytes, true);
    }

    /// The camera said something.
    pub fn heard(&mut self, event: &Event, bytes: usize) {
        let (kind, sealed) = match event {
            Event::Hello(_) => ("Hello".to_owned(), false),
            Event::Send(_) => ("PairShare".to_owned(), false),
            Event::Open => ("SessionOpen".to_owned(), false),
            Event::Reply { reply, .. } => (first_word(reply), true),
            Event::Unknown { kind } => (format!("{kind:#04x}"), true),
            Event::Notice { .. } => ("Notice".to_owned(), true),
        };
        self.note("camera", kind, bytes, sealed);
    }

    fn note(&mut self, from: &'static str, kind: String, bytes: usize, sealed: bool) {
        if self.0.len() < TALK_MAX {
            self.0.push(Talk {
                from,
                kind,
                bytes,
                sealed,
            });
        }
    }
}

/// The name of a message's variant, and nothing of what is in it.
fn first_word(message: &dyn core::fmt::Debug) -> String {
    let shown = format!("{message:?}");
    let word = shown.split(|letter: char| !letter.is_alphanumeric()).next();
    word.unwrap_or_default().to_owned()
}
