//! The command line, in words.

use core::time::Duration;
use std::ffi::OsString;
use std::path::PathBuf;

use camera_proto::vocab::{Band, Bssid, Cdeg, KeyId, ResetScope, Security};
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use zeroize::Zeroizing;

use super::{angle, hex};

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

/// Arguments of `pair`. Without a code it asks for one.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("source"))]
pub struct Pair {
    /// The 12 digits on the label; others on this machine may see it here
    #[arg(long, group = "source")]
    pub code: Option<Zeroizing<String>>,
    /// Read the code from standard input
    #[arg(long, group = "source")]
    pub code_stdin: bool,
    /// What the label's QR code says (CAMERA:1:...), or `-` to read that from standard input; others on this machine
    /// may see it here
    #[arg(long, group = "source", value_name = "TEXT")]
    pub qr: Option<Zeroizing<String>>,
    /// What this controller calls itself, at most 24 bytes (default: user@host)
    #[arg(long)]
    pub name: Option<String>,
}

/// Arguments of `setup`. Without `--password-stdin` or `--qr` it asks for the password.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("network").required(true))]
pub struct Setup {
    /// The network's name
    #[arg(long, group = "network", value_name = "NAME")]
    pub ssid: Option<OsString>,
    /// The network's name as hex digits: names are bytes, not always text
    #[arg(long, group = "network", value_name = "HEX", value_parser = hex::bytes)]
    pub ssid_hex: Option<hex::Bytes>,
    /// What a Wi-Fi QR code says (WIFI:...), or `-` to read that from standard input: name, password and security;
    /// others on this machine may see it here
    #[arg(long, group = "network", value_name = "TEXT", conflicts_with_all = ["password_stdin", "security", "hidden"])]
    pub qr: Option<Zeroizing<String>>,
    /// Read the password from standard input; one newline at its end is dropped
    #[arg(long)]
    pub password_stdin: bool,
    /// Join nothing weaker: open, wpa2, wpa3 or wpa2-wpa3
    #[arg(long, value_parser = security)]
    pub security: Option<Security>,
    /// The network does not announce its name
    #[arg(long)]
    pub hidden: bool,
    /// Be content without internet
    #[arg(long)]
    pub allow_no_internet: bool,
    /// Only this access point
    #[arg(long, value_name = "MAC", value_parser = bssid)]
    pub bssid: Option<Bssid>,
    /// Where you have seen that network; the camera hears 2.4 GHz only
    #[arg(long, value_name = "GHZ")]
    pub seen_on: Option<SeenOn>,
}

/// A radio band on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SeenOn {
    /// 2.4 GHz.
    #[value(name = "2.4")]
    Ghz2_4,
    /// 5 GHz.
    #[value(name = "5")]
    Ghz5,
    /// 6 GHz.
    #[value(name = "6")]
    Ghz6,
}

impl From<SeenOn> for Band {
    fn from(seen: SeenOn) -> Self {
        match seen {
            SeenOn::Ghz2_4 => Self::Ghz2_4,
            SeenOn::Ghz5 => Self::Ghz5,
            SeenOn::Ghz6 => Self::Ghz6,
        }
    }
}

/// Arguments of `move`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("axis").required(true).multiple(true))]
pub struct Move {
    /// Degrees to the right
    #[arg(long, group = "axis", value_name = "DEGREES", allow_negative_numbers = true, value_parser = angle::parse)]
    pub pan: Option<Cdeg>,
    /// Degrees upwards
    #[arg(long, group = "axis", value_name = "DEGREES", allow_negative_numbers = true, value_parser = angle::parse)]
    pub tilt: Option<Cdeg>,
    /// Count from where the head points now
    #[arg(long)]
    pub relative: bool,
    /// Whether to wait.
    #[command(flatten)]
    pub wait: Wait,
}

/// Whether to wait for the head.
#[derive(Clone, Copy, Debug, Args)]
pub struct Wait {
    /// Return at once instead of waiting until the head stands
    #[arg(long)]
    pub no_wait: bool,
}

/// Arguments of `reset`.
#[derive(Debug, Args)]
pub struct Reset {
    /// How much to erase
    #[arg(long, value_enum, default_value_t = Scope::Everything)]
    pub scope: Scope,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
}

/// How much a reset erases, on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Scope {
    /// Only the Wi-Fi network
    ForgetNetwork,
    /// The settings, but neither the Wi-Fi network nor the controllers
    KeepNetwork,
    /// Wi-Fi network, controllers and settings
    Everything,
}

impl From<Scope> for ResetScope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::ForgetNetwork => Self::ForgetNetwork,
            Scope::KeepNetwork => Self::KeepNetwork,
            Scope::Everything => Self::Everything,
        }
    }
}

/// Arguments of `revoke`.
#[derive(Debug, Args)]
pub struct Revoke {
    /// The controller's key, 16 hex digits, as `controllers` lists it
    #[arg(value_name = "KEY", value_parser = key_id)]
    pub key: KeyId,
}

/// Arguments of `identify`.
#[derive(Debug, Args)]
pub struct Identify {
    /// For how long; 0 stops
    #[arg(long, default_value_t = 10)]
    pub seconds: u8,
}

/// Arguments of `watch`.
#[derive(Debug, Args)]
pub struct Watch {
    /// End after that many lines
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub count: Option<u64>,
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

fn security(name: &str) -> Result<Security, String> {
    Security::from_name(name).ok_or_else(|| {
        let names: Vec<_> = Security::ALL.iter().map(|(_, name)| *name).collect();
        format!("one of {}", names.join(", "))
    })
}

fn key_id(text: &str) -> Result<KeyId, String> {
    let bytes = hex::decode(text).and_then(|bytes| <[u8; 8]>::try_from(bytes).ok());
    bytes
        .map(KeyId)
        .ok_or_else(|| "a key has 16 hex digits".to_owned())
}

fn bssid(text: &str) -> Result<Bssid, String> {
    let bytes = hex::decode(&text.replace([':', '-'], ""));
    bytes
        .and_then(|bytes| <[u8; 6]>::try_from(bytes).ok())
        .map(Bssid)
        .ok_or_else(|| "an address has 6 pairs of hex digits".to_owned())
}
