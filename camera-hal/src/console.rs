//! The serial console, and what can be typed at it.
//!
#![doc = include_str!("../CONSOLE.md")]
//!
//! ```
//! use camera_hal::console::{Command, Console};
//! let mut console = Console::new();
//! let typed = b"diagnose\r".iter().find_map(|byte| console.feed(*byte));
//! assert_eq!(typed, Some(Command::Diagnose));
//! ```

#[cfg(feature = "conformance")]
mod prove;
pub mod terminal;

use core::fmt::{self, Write};

use camera_fsm::device::Device;
use camera_fsm::diagnosis::Facts;
use camera_fsm::part::Part;
use camera_fsm::time::Instant;
use camera_proto::controller;
use camera_proto::message::Finding;
use camera_proto::vocab::Cause;
use heapless::Vec;

use crate::board::About;
use crate::part::{PartError, PartErrors};
use crate::store::Store;

/// The longest line that is looked at, in bytes.
const LINE_MAX: usize = 16;

/// Reads lines, byte by byte.
#[derive(Clone, Debug, Default)]
pub struct Console {
    line: Vec<u8, LINE_MAX>,
    is_too_long: bool,
}

/// What somebody has typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// What can be typed.
    Help,
    /// How it is.
    Status,
    /// What support would ask for.
    Support,
    /// What is wrong, why, and what helps.
    Diagnose,
    /// Restart; nothing is erased (R34).
    Restart,
    /// Stop being a camera, try all parts, and restart.
    #[cfg(feature = "conformance")]
    Conformance,
    /// Something else.
    Unknown,
}

const COMMANDS: &[(&str, Command)] = &[
    ("help", Command::Help),
    ("status", Command::Status),
    ("support", Command::Support),
    ("diagnose", Command::Diagnose),
    ("restart", Command::Restart),
    #[cfg(feature = "conformance")]
    ("conformance", Command::Conformance),
];

impl Console {
    /// An empty line.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            line: Vec::new(),
            is_too_long: false,
        }
    }

    /// Takes a byte; at the end of a line, what it says. An empty line says
    /// nothing; backspace takes one back.
    pub fn feed(&mut self, byte: u8) -> Option<Command> {
        match byte {
            b'\r' | b'\n' => {
                let command = command(&self.line);
                let is_too_long = core::mem::take(&mut self.is_too_long);
                let is_empty = self.line.is_empty();
                self.line.clear();
                match (is_too_long, is_empty) {
                    (true, _) => Some(Command::Unknown),
                    (false, true) => None,
                    (false, false) => Some(command),
                }
            }
            0x08 | 0x7f => {
                self.line.pop();
                None
            }
            byte => {
                self.is_too_long |= self.line.push(byte).is_err();
                None
            }
        }
    }
}

fn command(line: &[u8]) -> Command {
    let typed = line.trim_ascii();
    let known = COMMANDS
        .iter()
        .find(|(word, _)| word.as_bytes().eq_ignore_ascii_case(typed));
    known.map_or(Command::Unknown, |(_, command)| *command)
}

/// Prints what a command asks for. A restart is up to the runner:
/// [`Runner::console`](crate::runner::Runner::console) does both.
///
/// # Errors
/// When nothing can be written.
pub fn print(
    out: &mut impl Write,
    command: Command,
    now: Instant,
    (device, store, facts, errors): (&Device, &Store, Facts, &PartErrors),
    about: &About,
) -> fmt::Result {
    match command {
        Command::Help => {
            for (word, _) in COMMANDS {
                line(out, "", word)?;
            }
            Ok(())
        }
        Command::Status => status(out, now, device),
        Command::Support => support(out, now, device, store, about),
        Command::Diagnose => diagnosis(out, facts, errors, device.profile().has_button),
        Command::Restart => line(out, "", "It restarts."),
        // Who has handed in a plan does not ask here.
        #[cfg(feature = "conformance")]
        Command::Conformance => line(out, "", "This firmware has no plan for that."),
        Command::Unknown => line(out, "", "There is no such command: type `help`."),
    }
}

/// Terminals want both.
fn line(out: &mut impl Write, name: &str, value: impl fmt::Display) -> fmt::Result {
    write!(out, "{name}{value}\r\n")
}

fn status(out: &mut impl Write, now: Instant, device: &Device) -> fmt::Result {
    let status = device.status(now);
    line(out, "state: ", format_args!("{:?}", status.state))?;
    line(out, "LED: ", device.cue(now).meaning())?;
    line(out, "fault: ", format_args!("{:?}", status.fault))?;
    line(out, "signal: ", format_args!("{} dBm", status.rssi_dbm))?;
    line(out, "setup window: ", format_args!("{} s", status.window_s))
}

fn support(
    out: &mut impl Write,
    now: Instant,
    device: &Device,
    store: &Store,
    about: &About,
) -> fmt::Result {
    let status = device.status(now);
    line(out, "model: ", device.profile().model)?;
    if let Some(factory) = store.factory() {
        let serial = core::str::from_utf8(&factory.serial).unwrap_or("?");
        line(out, "serial: ", serial)?;
        line(out, "made on: ", factory.made_on)?;
    }
    line(out, "firmware: ", about.firmware)?;
    let first_setup_s = device.first_setup_s();
    line(
        out,
        "first setup: ",
        format_args!("{first_setup_s} s since 1970"),
    )?;
    line(out, "uptime: ", format_args!("{} s", status.uptime_s))?;
    if let Some(receipt) = device.reset().receipt() {
        let (count, cause) = (receipt.count, receipt.cause);
        line(
            out,
            "resets: ",
            format_args!("{count}, the last by {cause:?}"),
        )?;
    }
    line(out, "fault: ", format_args!("{:?}", status.fault))?;
    line(out, "last setup: ", format_args!("{:?}", status.last_setup))?;
    line(out, "signal: ", format_args!("{} dBm", status.rssi_dbm))
}

/// Which part it is, and what its driver says.
fn part_failed(finding: &Finding, errors: &PartErrors) -> Option<(&'static str, PartError)> {
    let at = usize::try_from(finding.detail).ok();
    let at = at.filter(|_| finding.cause == Cause::PART_FAILED)?;
    let name = match Part::ALL.get(at)? {
        Part::Button => "button",
        Part::StatusLed => "LED",
        Part::Head => "head",
        Part::Sensors => "sensors",
        Part::Imaging => "lens or night light",
        Part::Recordings => "recordings",
    };
    Some((name, (*errors.get(at)?)?))
}

fn diagnosis(
    out: &mut impl Write,
    facts: Facts,
    errors: &PartErrors,
    has_button: bool,
) -> fmt::Result {
    let mut found = facts.findings().peekable();
    if found.peek().is_none() {
        return line(out, "", "Nothing is wrong.");
    }
    for finding in found {
        line(out, "- ", controller::symptom(finding.symptom))?;
        let (cause, detail) = (controller::cause(finding.cause), finding.detail);
        // Who has the cable may also have the board in pieces.
        match part_failed(&finding, errors) {
            Some((part, error)) => line(out, "  ", format_args!("{cause} ({part}: {error})"))?,
            None => line(out, "  ", format_args!("{cause} ({detail})"))?,
        }
        let remedy = match has_button {
            true => controller::remedy(finding.advice),
            false => controller::remedy_without_button(finding.advice),
        };
        line(out, "  ", remedy)?;
    }
    Ok(())
}
