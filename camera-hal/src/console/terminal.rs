//! The console on a stream by `embedded-io`.

use camera_fsm::time::Instant;
use embedded_io::{Error as _, ErrorKind, Read, ReadReady, Write, WriteReady};
use heapless::Vec;

#[cfg(feature = "conformance")]
use super::Command;
use super::Console;
use crate::board::Board;
#[cfg(feature = "conformance")]
use crate::conformance::Plan;
use crate::runner::Runner;

/// The longest answer, in bytes. What is longer is cut.
pub const ANSWER_MAX: usize = 1536;

/// How many bytes are read at once: a flood costs nobody else anything.
const TYPED_PER_TURN: usize = 64;

/// A console on a stream. It never waits: an answer goes out as the stream has
/// room, and until it is out nothing more is read.
#[derive(Debug)]
pub struct Terminal<S> {
    pub(super) stream: S,
    console: Console,
    pub(super) answer: Vec<u8, ANSWER_MAX>,
    #[cfg(feature = "conformance")]
    pub(super) plan: Option<Plan>,
    /// Somebody has asked for it.
    #[cfg(feature = "conformance")]
    pub(super) is_to_prove: bool,
    /// It has restarted: its watchdog is next.
    #[cfg(feature = "conformance")]
    pub(super) is_to_hang: bool,
}

impl<S: Read + ReadReady + Write + WriteReady> Terminal<S> {
    /// Nobody has typed anything yet.
    pub const fn new(stream: S) -> Self {
        Self {
            stream,
            console: Console::new(),
            answer: Vec::new(),
            #[cfg(feature = "conformance")]
            plan: None,
            #[cfg(feature = "conformance")]
            is_to_prove: false,
            #[cfg(feature = "conformance")]
            is_to_hang: false,
        }
    }

    /// The stream itself.
    pub const fn stream(&mut self) -> &mut S {
        &mut self.stream
    }

    /// Reads what has been typed, does what it says, and prints: once a turn,
    /// before it. `true` when there is more to read, or to print than the stream
    /// has room for: come back soon.
    ///
    /// # Errors
    /// When the stream fails: what was typed, and what was to be printed, is
    /// forgotten. Nothing else comes of it.
    pub fn serve<B: Board>(
        &mut self,
        now: Instant,
        runner: &mut Runner<B>,
    ) -> Result<bool, ErrorKind> {
        let result = self.try_serve(now, runner);
        result.map_err(|error| {
            self.console = Console::new();
            self.answer.clear();
            error.kind()
        })
    }

    fn try_serve<B: Board>(
        &mut self,
        now: Instant,
        runner: &mut Runner<B>,
    ) -> Result<bool, S::Error> {
        for _ in 0..TYPED_PER_TURN {
            if !self.print()? {
                return Ok(true);
            }
            let Some(byte) = self.typed()? else {
                return Ok(false);
            };
            if let Some(command) = self.console.feed(byte) {
                #[cfg(feature = "conformance")]
                if command == Command::Conformance && self.plan.is_some() {
                    // What is typed from here on answers its questions.
                    self.is_to_prove = true;
                    return Ok(true);
                }
                // Bounded: see `ANSWER_MAX`.
                let _ = runner.console(now, command, &mut self.answer);
            }
        }
        Ok(true)
    }

    /// `true` when all is out.
    fn print(&mut self) -> Result<bool, S::Error> {
        while !self.answer.is_empty() && self.stream.write_ready()? {
            let written = self.stream.write(&self.answer)?.min(self.answer.len());
            if written == 0 {
                break;
            }
            self.answer.drain(..written);
        }
        Ok(self.answer.is_empty())
    }

    fn typed(&mut self) -> Result<Option<u8>, S::Error> {
        let mut byte = [0];
        let is_there = self.stream.read_ready()? && self.stream.read(&mut byte)? > 0;
        Ok(is_there.then_some(byte[0]))
    }
}
