//! The emulated board at the other end of standard input and output. Each line
//! out is something to do, and one line in says what has happened since.
//!
//! ```text
//! run MS                       until then, or until there is something to tell
//! power on|off | hang          a firmware that hangs is restarted by its watchdog
//! pin NAME high|low | light PERCENT
//! cut N SHARE | worn TIMES | flip AT          of the flash; AT in the store
//! radio HEX                    the radio says that
//! connect N | say N HEX | close N             a controller, by TCP
//! type COMMAND                 at the console, until it has said all
//! store | holds HEX …          of the flash
//! mark LINES                   answered by nothing: so many lines have been told
//! ```

use std::io::{self, Lines, StdinLock};

use serde::Deserialize;

/// What has happened, and how the board is.
#[derive(Debug, Deserialize)]
pub(super) struct Happened {
    /// Since the first power on, power cuts included.
    pub(super) ms: f64,
    pub(super) is_on: bool,
    /// How often it has started.
    pub(super) starts: u32,
    /// What the LED became, and when.
    pub(super) led: Vec<(f64, [u8; 3])>,
    /// When its flash was changed: from, and to.
    pub(super) flash: Vec<(f64, f64)>,
    /// Of pan and tilt, the last one each.
    pub(super) pulses_us: [u16; 2],
    /// When one of them was not as wide as the one before.
    pub(super) turned_at_ms: f64,
    /// In percent.
    pub(super) night_light: u8,
    pub(super) orders: Vec<Order>,
    /// What a controller was told.
    pub(super) came: Vec<(u8, String)>,
    /// Controllers who were hung up on.
    pub(super) closed: Vec<u8>,
    /// By the console.
    pub(super) text: String,
    /// When it was asked.
    #[serde(default)]
    pub(super) asked_ms: f64,
    #[serde(default)]
    pub(super) store: String,
    #[serde(default)]
    pub(super) holds: bool,
}

/// A job for the radio.
#[derive(Debug, Deserialize)]
pub(super) struct Order {
    /// When it began to be said.
    pub(super) ms: f64,
    pub(super) id: u16,
    pub(super) body: String,
}

pub(super) struct Emulator {
    lines: Lines<StdinLock<'static>>,
}

impl Emulator {
    pub(super) fn new() -> Self {
        Self {
            lines: io::stdin().lines(),
        }
    }

    /// Has that done.
    pub(super) fn ask(&mut self, line: &str) -> Result<Happened, String> {
        println!("{line}");
        let answer = self.lines.next().ok_or("the emulator has gone")?;
        let answer = answer.map_err(|error| error.to_string())?;
        serde_json::from_str(&answer).map_err(|error| format!("{line}: {error} in {answer}"))
    }
}
