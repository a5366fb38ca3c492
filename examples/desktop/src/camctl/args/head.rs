//! Where the head points, on the command line.

use core::time::Duration;

use camera_proto::message::PatrolStop;
use camera_proto::vocab::{Cdeg, Speed};
use clap::{ArgGroup, Args, Subcommand};

use crate::camctl::{angle, span};

/// Arguments of `move`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("axis").required(true).multiple(true))]
pub struct Move {
    /// Degrees to the right; with --continuous percent of the fastest
    #[arg(long, group = "axis", value_name = "DEGREES", allow_negative_numbers = true, value_parser = angle::parse)]
    pub pan: Option<Cdeg>,
    /// Degrees upwards; with --continuous percent of the fastest
    #[arg(long, group = "axis", value_name = "DEGREES", allow_negative_numbers = true, value_parser = angle::parse)]
    pub tilt: Option<Cdeg>,
    /// To where that preset points
    #[arg(long, group = "axis", value_name = "N", conflicts_with_all = ["pan", "tilt", "relative", "continuous"])]
    pub preset: Option<u8>,
    /// Count from where the head points now
    #[arg(long)]
    pub relative: bool,
    /// At most so fast, in percent of the fastest [default: as the camera likes]
    #[arg(long, value_name = "PERCENT", value_parser = speed)]
    pub speed: Option<Speed>,
    /// Turn on and on: --pan and --tilt are then speeds, -100 to 100 percent
    #[arg(long, conflicts_with_all = ["relative", "speed", "no_wait"])]
    pub continuous: bool,
    /// How long to turn [default: one lease]
    #[arg(long = "for", value_name = "TIME", requires = "continuous", value_parser = span::parse)]
    pub duration: Option<Duration>,
    /// The head stops by itself so long after the last word of camctl
    #[arg(long, value_name = "TIME", requires = "continuous", default_value = "1s", value_parser = lease)]
    pub lease: u16,
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

/// What to do with presets.
#[derive(Debug, Subcommand)]
pub enum PresetVerb {
    /// List the presets
    List,
    /// Keep where the head points, or another place, under a number and a name
    #[command(after_help = "\
Examples:
  camctl preset save 0 door                         where the head points now
  camctl preset save 1 window --pan -45 --tilt 10")]
    Save(PresetSave),
    /// Forget a preset
    Clear(Place),
}

/// Arguments of `preset save`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("where").multiple(true).conflicts_with("here"))]
pub struct PresetSave {
    /// Which, from 0 to 7
    #[arg(value_name = "N")]
    pub place: u8,
    /// What it is called, at most 16 bytes
    pub name: String,
    /// Where the head points now; so it is without --pan and --tilt
    #[arg(long)]
    pub here: bool,
    /// Degrees to the right
    #[arg(long, group = "where", requires = "tilt", value_name = "DEGREES", allow_negative_numbers = true, value_parser = angle::parse)]
    pub pan: Option<Cdeg>,
    /// Degrees upwards
    #[arg(long, group = "where", requires = "pan", value_name = "DEGREES", allow_negative_numbers = true, value_parser = angle::parse)]
    pub tilt: Option<Cdeg>,
}

/// Which preset.
#[derive(Clone, Copy, Debug, Args)]
pub struct Place {
    /// Which, from 0 to 7
    #[arg(value_name = "N")]
    pub place: u8,
}

/// What to do with the patrol.
#[derive(Debug, Subcommand)]
pub enum PatrolVerb {
    /// Begin to go round the stops
    Start,
    /// End the patrol
    Stop,
    /// Say where the patrol goes
    #[command(after_help = "\
Example:
  camctl patrol set 0:30s 1:2min                    preset 0 for 30 seconds, preset 1 for 2 minutes")]
    Set(PatrolSet),
    /// Forget where the patrol goes
    Clear,
}

/// Arguments of `patrol set`.
#[derive(Debug, Args)]
pub struct PatrolSet {
    /// A preset, and for how long to look there; at most 8
    #[arg(value_name = "PRESET:TIME", required = true, num_args = 1..=8, value_parser = stop)]
    pub stops: Vec<PatrolStop>,
}

fn speed(text: &str) -> Result<Speed, String> {
    match text.trim_end_matches('%').parse() {
        Ok(percent @ 1..=100) => Ok(Speed(percent)),
        _ => Err("from 1 to 100 percent, please".to_owned()),
    }
}

fn lease(text: &str) -> Result<u16, String> {
    match u16::try_from(span::parse(text)?.as_millis()) {
        Ok(lease @ 1..) => Ok(lease),
        _ => Err("from 1ms to 65s, please".to_owned()),
    }
}

fn stop(text: &str) -> Result<PatrolStop, String> {
    let (preset, dwell) = text
        .split_once(':')
        .ok_or("not a preset and a time such as 0:30s")?;
    Ok(PatrolStop {
        preset: preset.parse().map_err(|_| "not the number of a preset")?,
        dwell_s: span::seconds(dwell)?,
    })
}
