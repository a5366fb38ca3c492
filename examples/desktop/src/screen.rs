//! What the program says: JSON lines for programs, words for people.

use std::io::{self, IsTerminal as _, Write};

use serde::Serialize;

use crate::camctl::hex;
use crate::changes::{Change, Eyes};
use crate::sim::router::{AccessPoint, Router};
use crate::state::State;

/// Networks that the first screen has room for.
const NETWORKS_SHOWN: usize = 4;

/// The first JSON line.
#[derive(Serialize)]
struct Ready<'a> {
    event: &'static str,
    listen: &'a str,
    /// The page with its token; none with `--no-http`.
    http: Option<&'a str>,
    serial: &'a str,
    model: &'a str,
    code: &'a str,
}

/// Tells programs that the camera is there, and how to reach it.
///
/// # Errors
/// When nobody listens.
pub fn ready(
    out: &mut dyn Write,
    state: &State,
    model: &str,
    listen: &str,
    page: Option<&str>,
) -> io::Result<()> {
    let ready = Ready {
        event: "ready",
        listen,
        http: page,
        serial: &state.label.serial,
        model,
        code: &state.label.code,
    };
    writeln!(out, "{}", serde_json::to_string(&ready)?)
}

/// Tells one change.
///
/// # Errors
/// When nobody listens.
pub fn tell(out: &mut dyn Write, change: &Change, json: bool) -> io::Result<()> {
    if json {
        writeln!(out, "{}", serde_json::to_string(change)?)
    } else {
        words(out, change)
    }
}

/// A change in words. Every single blink and every degree would be too much
/// to read.
fn words(out: &mut dyn Write, change: &Change) -> io::Result<()> {
    let mut said = Vec::new();
    if let Some(state) = change.state {
        said.push(format!("state {state}"));
    }
    if let Some(led) = change.led {
        said.push(match led.color {
            "off" => format!("LED off ({})", led.meaning),
            color => format!("LED {color} {} ({})", led.pattern, led.meaning),
        });
    }
    if let Some(radio) = change.radio {
        said.push(format!("radio {radio}"));
    }
    if let Some(eyes) = change.eyes {
        said.push(eyes_in_words(eyes));
    }
    if let Some(reset) = change.reset {
        said.push(format!("reset {reset}"));
    }
    if let Some(fault) = change.fault {
        said.push(format!("fault {fault}"));
    }
    if let Some(flash) = change.flash
        && flash.op == "erase"
    {
        said.push(format!(
            "flash {} {} at {:#x}",
            flash.op, flash.region, flash.addr
        ));
    }
    if said.is_empty() {
        return Ok(());
    }
    let seconds = change.t_ms as f64 / 1_000.0;
    writeln!(out, "[{seconds:8.2} s] {}", said.join(" · "))
}

fn eyes_in_words(eyes: Eyes) -> String {
    let recording = if eyes.recording { ", recording" } else { "" };
    match eyes.night_light {
        0 => format!("lens {}{recording}", eyes.lens),
        percent => format!("lens {}{recording}, night light {percent} %", eyes.lens),
    }
}

/// Spares people what they have read already. Programs get every change.
#[derive(Debug, Default)]
pub struct Calm {
    pattern: Option<&'static str>,
}

impl Calm {
    /// The change, for a person without the blinks of a rhythm that goes on.
    #[must_use]
    pub fn filter(&mut self, mut change: Change, json: bool) -> Change {
        let pattern = change.led.map(|led| led.pattern);
        if pattern.is_some() && pattern == self.pattern && !json {
            change.led = None;
        }
        self.pattern = pattern.or(self.pattern);
        change
    }
}

/// The first screen: what this is, and what to type next.
///
/// # Errors
/// When nobody listens.
pub fn welcome(
    out: &mut dyn Write,
    state: &State,
    model: &str,
    listen: &str,
    router: &Router,
    page: Option<&str>,
) -> io::Result<()> {
    let code = &*state.label.code;
    let connect = match listen {
        "127.0.0.1:4455" => String::new(),
        listen => format!(" --connect {listen}"),
    };
    writeln!(
        out,
        "A virtual Wi-Fi pan-tilt camera: real firmware, simulated hardware.\n"
    )?;
    writeln!(out, "  model       {model}, serial {}", state.label.serial)?;
    writeln!(out, "  label code  {code}")?;
    if let Some(text) = state.label.qr(model) {
        writeln!(out, "  label QR    {}", &*text)?;
    }
    writeln!(out, "  wire        {listen}, while its radio is up")?;
    if let Some(page) = page {
        writeln!(out, "  page        {page}")?;
    }
    writeln!(out, "  flash       {}", state.folder.display())?;
    for point in router.network.iter().take(NETWORKS_SHOWN) {
        let name = String::from_utf8_lossy(point.ssid.as_bytes());
        let band = if point.is_5_ghz { "5 GHz" } else { "2.4 GHz" };
        let secret = match point.password.as_str() {
            "" => "no password".to_owned(),
            password => format!("password {password:?}"),
        };
        writeln!(out, "  network     {name:?}, {band}, {secret}")?;
    }
    if router.network.len() > NETWORKS_SHOWN {
        let more = router.network.len() - NETWORKS_SHOWN;
        writeln!(out, "              and {more} more")?;
    }
    let camctl = "cargo run -p camera-desktop --bin camctl --";
    let next = match page {
        Some(_) => "open the page; or in another terminal",
        None => "in another terminal",
    };
    writeln!(out, "\nNext: {next}, once the LED blinks blue:")?;
    writeln!(out, "  {camctl} pair --code {code}{connect}")?;
    if let Some(home) = router.network.iter().find(|point| !point.is_5_ghz) {
        writeln!(out, "  {camctl} setup {}", setup_words(home))?;
    }
    writeln!(out, "  {camctl} move --pan 30 --tilt -10")?;
    if io::stdin().is_terminal() {
        writeln!(
            out,
            "Or type here: button down, button up, power off, power on, help"
        )?;
    }
    writeln!(out)
}

/// How to tell camctl that network, whose password it asks for.
fn setup_words(point: &AccessPoint) -> String {
    let mut words = match core::str::from_utf8(point.ssid.as_bytes()) {
        Ok(name) => format!("--ssid {name:?}"),
        Err(_) => format!("--ssid-hex {}", hex::encode(point.ssid.as_bytes())),
    };
    if point.hidden {
        words += " --hidden";
    }
    if point.password.is_empty() {
        words += " --security open";
    }
    words
}

/// What can be typed while it runs.
pub const HELP: &str = "\
button down | button up              press and release the reset button
  2-3 s: setup mode, 5 s and more: factory reset; watch the LED while you hold
power off | power on                 pull the plug, and put it back
power cut-at-flash-op N [half]       pull it at the N-th flash operation from now
servo stall pan | servo free pan     jam a servo, and free it
sensor motion everywhere             something moves
sensor light PERCENT                 it becomes dark, or bright again
sensor microphone deaf | … good      whether the camera hears its own tone
router set JSON                      other networks: {\"network\":[{\"ssid\":\"X\",\"password\":\"…\"}]}
advance MS                           let time fly
help | quit";
