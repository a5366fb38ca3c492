//! The command line of `camera-desktop`.

use core::net::SocketAddr;
use std::path::PathBuf;

use camera_fsm::profile::{self, Profile};
use clap::{Parser, ValueEnum};

/// What to start, and how.
#[derive(Debug, Parser)]
#[command(
    name = "camera-desktop",
    version,
    about = "A virtual Wi-Fi pan-tilt camera: the real firmware on simulated hardware",
    after_help = "Examples:
  camera-desktop                               start it; the screen says what to type next
  camera-desktop --speed 10                    ten times as fast
  camera-desktop --state /tmp/cam --listen 127.0.0.1:0 --json --control stdin
  camera-desktop --script story.scenario       play a story in virtual time"
)]
pub struct Args {
    /// Address and port of the wire; port 0 takes a free one
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:4455")]
    pub listen: String,

    /// Address and port of the page; a taken port gives way to a free one
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    pub http: SocketAddr,

    /// Let the page be reached from other machines: whoever has its token holds the camera in hand
    #[arg(long)]
    pub http_anywhere: bool,

    /// Serve no page
    #[arg(long)]
    pub no_http: bool,

    /// Folder of the flash images and the label [default: the platform's data folder]
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,

    /// The model to be
    #[arg(long, value_name = "NAME", default_value = "reference", value_parser = profile_named)]
    pub profile: &'static Profile,

    /// The networks in reach, as TOML [default: a home network whose password is printed]
    #[arg(long, value_name = "FILE")]
    pub router: Option<PathBuf>,

    /// How much faster than real time the camera and its radio run
    #[arg(long, value_name = "N", default_value_t = 1.0, value_parser = speed)]
    pub speed: f64,

    /// Tell what changes as one JSON object a line
    #[arg(long)]
    pub json: bool,

    /// Announce the camera by mDNS while its radio is up
    #[arg(long)]
    pub mdns: bool,

    /// Take control lines from standard input, each answered by one JSON line
    #[arg(long, value_name = "stdin", hide_possible_values = true)]
    pub control: Option<Control>,

    /// Play a story in virtual time, with everything in memory, and exit 0 only if it holds
    #[arg(long, value_name = "FILE", conflicts_with_all = NOT_IN_A_STORY)]
    pub script: Option<PathBuf>,

    /// Draw the story that --script plays as a timeline, in SVG
    #[arg(long, value_name = "FILE", requires = "script")]
    pub picture: Option<PathBuf>,

    /// Write the shell's completions and exit
    #[arg(long, value_name = "SHELL", exclusive = true)]
    pub completions: Option<clap_complete::Shell>,
}

/// What a story has no use for: it has its own camera, house and time, and no page.
const NOT_IN_A_STORY: [&str; 8] = [
    "control",
    "http",
    "http_anywhere",
    "listen",
    "mdns",
    "router",
    "speed",
    "state",
];

/// Where control lines come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Control {
    /// Standard input.
    Stdin,
}

fn profile_named(name: &str) -> Result<&'static Profile, String> {
    profile::by_name(name).ok_or_else(|| {
        let names: Vec<_> = profile::ALL.iter().map(|profile| profile.name).collect();
        format!("there is no such profile; there are: {}", names.join(", "))
    })
}

fn speed(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(speed) if (0.01..=10_000.0).contains(&speed) => Ok(speed),
        _ => Err("a speed is a number from 0.01 to 10000".to_owned()),
    }
}
