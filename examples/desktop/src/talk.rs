//! What goes over the link of the controller inside the program, for the
//! timeline: kinds and sizes, never what is said.

use camera_proto::message::kind;
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

    /// The controller said something of that kind.
    pub fn said(&mut self, kind: u8, bytes: usize) {
        self.note("app", kind, bytes);
    }

    /// The camera did.
    pub fn heard(&mut self, kind: u8, bytes: usize) {
        self.note("camera", kind, bytes);
    }

    fn note(&mut self, from: &'static str, kind: u8, bytes: usize) {
        if self.0.len() < TALK_MAX {
            self.0.push(Talk {
                from,
                kind: kind::name(kind).map_or_else(|| format!("{kind:#04x}"), str::to_owned),
                bytes,
                sealed: !is_clear(kind),
            });
        }
    }
}

/// Whether it travels in clear, because it makes the keys.
fn is_clear(kind: u8) -> bool {
    matches!(
        kind,
        kind::HELLO
            | kind::PAIR_SHARE
            | kind::PAIR_CONFIRM
            | kind::SESSION_OPEN
            | kind::REPLY_HELLO
            | kind::REPLY_PAIR_SHARE
            | kind::REPLY_SESSION_OPEN
    )
}
