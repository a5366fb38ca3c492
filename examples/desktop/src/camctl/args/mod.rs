//! The command line, in words: what every verb takes and which there are;
//! what each takes besides is in a room by its meaning.

mod access;
mod care;
mod head;
mod network;

use core::time::Duration;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

pub use access::{Pair, Revoke};
pub use care::{Identify, Reset, Watch};
pub use head::{Move, Wait};
pub use network::Setup;

/// Pairs, sets up, moves and resets a camera.
///
/// `pair` remembers the camera and a key for it; every later call needs neither.
#[derive(Debug, Parser)]
#[command(name = "camctl", version, after_help = EXAMPLES, propagate_version = true)]
pub struct Cli {
    /// What holds for every verb.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

const EXAMPLES: &str = "\
Examples:
  camctl discover
  camctl pair --connect 127.0.0.1:4455
  camctl scan
  camctl setup --ssid \"my network\"
  camctl move --pan 30 --tilt -10
  camctl --json status
  camctl reset --scope everything

Exit codes: 0 done, 1 refused or unreachable, 2 wrong usage.";

const GLOBAL: &str = "For every verb";

/// What holds for every verb; accepted before and after it.
#[derive(Debug, Args)]
pub struct Global {
    /// Where the camera listens [default: where it was paired; port 4455]
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "HOST[:PORT]")]
    pub connect: Option<String>,
    /// The folder of the keys [default: the platform's data folder]
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "DIR")]
    pub keys: Option<PathBuf>,
    /// Print results and errors as JSON, one object a line
    #[arg(long, global = true, help_heading = GLOBAL)]
    pub json: bool,
    /// How long to wait for each answer, in seconds [default: 10; setup 60; discover 3]
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "S", value_parser = seconds)]
    pub timeout: Option<Duration>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Pair with the code on the camera's label, and remember the camera
    #[command(after_help = "\
Examples:
  camctl pair --connect 127.0.0.1:4455              asks for the code
  camctl pair --connect 192.168.4.1 --code 1234-5678-9018
  camctl pair --connect camera.local --code-stdin < code.txt
  camctl pair --connect camera.local --qr - < label.txt

Open setup first: hold the button for 2-3 seconds until the LED blinks blue.")]
    Pair(Pair),
    /// List the Wi-Fi networks that the camera hears
    Scan,
    /// Put the camera on a Wi-Fi network, and wait until it is there
    #[command(after_help = "\
Examples:
  camctl setup --ssid home                          asks for the password
  camctl setup --ssid home --password-stdin < password.txt
  camctl setup --qr - < wifi.txt                    a Wi-Fi QR code, as phones share it
  camctl setup --ssid cafe --security open --allow-no-internet
  camctl setup --ssid-hex c3a4ff --hidden")]
    Setup(Setup),
    /// Show how the camera is
    Status,
    /// Turn the head, and wait until it stands
    #[command(after_help = "\
Examples:
  camctl move --pan 30 --tilt -10                   to there, from straight ahead
  camctl move --tilt 12.5                           leaves pan as it is
  camctl move --relative --pan -5                   from where the head points now")]
    Move(Move),
    /// Turn the head straight ahead, and wait until it stands
    Home(Wait),
    /// Stop the head, and wait until it stands
    Stop(Wait),
    /// Restart the camera; nothing is erased
    Restart,
    /// Erase what users gave the camera, after showing what that is
    #[command(after_help = "\
Examples:
  camctl reset                                      everything; asks first
  camctl reset --scope forget-network --yes

The button does the same without a network.")]
    Reset(Reset),
    /// Show the receipt of the camera's last reset
    Receipt,
    /// List who may control the camera
    Controllers,
    /// Take a controller's key away
    #[command(after_help = "\
Example:
  camctl revoke 0123456789abcdef                    the key as `camctl controllers` lists it")]
    Revoke(Revoke),
    /// Let the camera blink, to tell it from others
    Identify(Identify),
    /// Print the camera's status whenever it changes, until interrupted
    Watch(Watch),
    /// List the cameras on this network
    Discover,
    /// Print a completion script for a shell
    #[command(after_help = "\
Example:
  camctl completions bash > ~/.local/share/bash-completion/completions/camctl")]
    Completions(Completions),
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// For which shell
    pub shell: Shell,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().map_err(|_| "not a number".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        // A socket takes zero for "for ever", and years overflow the clock.
        Ok(time) if !time.is_zero() && time <= Duration::from_secs(86_400) => Ok(time),
        _ => Err("more than 0 and at most 86400 seconds, please".to_owned()),
    }
}
