//! What the program says: JSON lines for programs, words for people.

use std::io::{self, Write};

use std::io::IsTerminal as _;

use crate::changes::Change;
use crate::sim::router::Router;
use crate::state::State;

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
        said.push(format!(
            "LED {} {} ({})",
            led.color, led.pattern, led.meaning
        ));
    }
    if let Some(radio) = change.radio {
        said.push(format!("radio {radio}"));
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

/// Spares people what they have read already. Programs get every change.
#[derive(Debug, Default)]
pub struct Calm {
    led: Option<(&'static str, &'static str)>,
}

impl Calm {
    /// The change, for a person without the blinks of a rhythm that goes on.
    #[must_use]
    pub fn filter(&mut self, mut change: Change, json: bool) -> Change {
        let led = change.led.map(|led| (led.color, led.pattern));
        if led.is_some() && led == self.led && !json {
            change.led = None;
        }
        self.led = led.or(self.led);
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
    writeln!(out, "  wire        {listen}, while its radio is up")?;
    writeln!(out, "  flash       {}", state.folder.display())?;
    let mut home = None;
    for point in &router.network {
        let name = String::from_utf8_lossy(point.ssid.as_bytes()).into_owned();
        let band = if point.is_5_ghz { "5 GHz" } else { "2.4 GHz" };
        writeln!(
            out,
            "  network     {name:?}, {band}, password {:?}",
            point.password
        )?;
        if home.is_none() && !point.is_5_ghz {
            home = Some((name, &point.password));
        }
    }
    let camctl = "cargo run -p camera-desktop --bin camctl --";
    writeln!(
        out,
        "\nNext, in another terminal, once the LED blinks blue:"
    )?;
    writeln!(out, "  {camctl} pair --code {code}{connect}")?;
    if let Some((name, password)) = home {
        writeln!(
            out,
            "  {camctl} setup --ssid {name:?}    (password: {password})"
        )?;
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

/// What can be typed while it runs.
pub const HELP: &str = "\
button down | button up              press and release the reset button
  2-3 s: setup mode, 5 s and more: factory reset; watch the LED while you hold
power off | power on                 pull the plug, and put it back
power cut-at-flash-op N [half]       pull it at the N-th flash operation from now
servo stall pan | servo free pan     jam a servo, and free it
router set JSON                      other networks: {\"network\":[{\"ssid\":\"X\",\"password\":\"…\"}]}
advance MS                           let time fly
help | quit";
