//! Settings, on the command line.

use std::path::PathBuf;

use camera_proto::message::ScheduleEntry;
use camera_proto::vocab::{NightMode, RecordingMode, StorageChoice};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand, ValueEnum};

use super::head::{PatrolSet, PresetSave};
use crate::camctl::{setting, share, week};

/// What to do with settings.
#[derive(Debug, Subcommand)]
pub enum SettingsVerb {
    /// List the settings that are not at their default
    List,
    /// Change a setting
    #[command(subcommand)]
    Set(Set),
    /// Put a setting back to its default
    #[command(after_help = "\
Examples:
  camctl settings clear privacy
  camctl settings clear zone 2")]
    Clear(Clear),
    /// Write the settings into a file; no secret is among them
    #[command(after_help = "\
Examples:
  camctl settings export camera.json
  camctl settings export > camera.json")]
    Export(Export),
    /// Read a file of settings, show what they change, and change it
    #[command(after_help = "\
Examples:
  camctl settings import camera.json
  camctl settings import camera.json --dry-run      only shows what it would change

Settings that the file does not name stay as they are.")]
    Import(Import),
}

/// Which setting, and to what.
#[derive(Debug, Subcommand)]
pub enum Set {
    /// What the camera is called
    Name {
        /// At most 32 bytes
        name: String,
    },
    /// The time zone, as POSIX writes it
    #[command(after_help = "\
Example:
  camctl settings set time-zone CET-1CEST,M3.5.0,M10.5.0/3")]
    TimeZone {
        /// Such as CET-1CEST,M3.5.0,M10.5.0/3
        #[arg(value_name = "POSIX", allow_hyphen_values = true)]
        posix: String,
    },
    /// A part of the picture in which motion counts
    #[command(after_help = "\
Examples:
  camctl settings set zone 0 door --left 10% --right 45% --top 20% --bottom 100%
  camctl settings set zone 1 bed --preset 2 --sensitivity 30        all of the picture there")]
    Zone(Zone),
    /// At which times of the week motion alerts
    #[command(after_help = TIMES)]
    AlertSchedule(Schedule),
    /// At which times of the week a scheduled recording runs
    #[command(after_help = TIMES)]
    RecordingSchedule(Schedule),
    /// When to record
    Recording {
        /// When
        #[arg(value_name = "off|continuous|motion|scheduled", value_parser = recording)]
        mode: RecordingMode,
    },
    /// The night light
    NightVision(NightVision),
    /// Where recordings go
    Storage {
        /// Where
        #[arg(value_name = "none|local|cloud|both", value_parser = storage)]
        choice: StorageChoice,
    },
    /// Privacy mode: the lens parked, the sensors off
    Privacy {
        /// Whether it is on
        on: Switch,
    },
    /// The status LED
    StatusLed(StatusLed),
    /// A place for the head, as `camctl preset save`
    Preset(PresetSave),
    /// Where the patrol goes, as `camctl patrol set`
    Patrol(PatrolSet),
}

const TIMES: &str = "\
A time is days and a span; one that ends before it begins ends on the next day.

Examples:
  camctl settings set alert-schedule \"Mon-Fri 22:00-06:00\" \"Sat,Sun 00:00-24:00\"
  camctl settings set recording-schedule \"daily 08:00-18:00\"
  camctl settings set alert-schedule always";

/// Arguments of `settings set zone`.
#[derive(Debug, Args)]
pub struct Zone {
    /// Which, from 0 to 7
    #[arg(value_name = "N")]
    pub place: u8,
    /// What it is called, at most 16 bytes
    pub name: String,
    /// Its left edge, in percent or in thousandths of the picture
    #[arg(long, value_name = "SHARE", default_value = "0%", value_parser = share::parse)]
    pub left: u16,
    /// Its upper edge
    #[arg(long, value_name = "SHARE", default_value = "0%", value_parser = share::parse)]
    pub top: u16,
    /// Its right edge
    #[arg(long, value_name = "SHARE", default_value = "100%", value_parser = share::parse)]
    pub right: u16,
    /// Its lower edge
    #[arg(long, value_name = "SHARE", default_value = "100%", value_parser = share::parse)]
    pub bottom: u16,
    /// Only while the head points to that preset
    #[arg(long, value_name = "N")]
    pub preset: Option<u8>,
    /// From 1 (hardly anything) to 100 (every leaf)
    #[arg(long, value_name = "PERCENT", default_value = "50", value_parser = percent)]
    pub sensitivity: u8,
}

/// Arguments of the schedules.
#[derive(Debug, Args)]
pub struct Schedule {
    /// Such as "Mon-Fri 22:00-06:00", at most 8; or always
    #[arg(value_name = "TIMES|always", required = true, num_args = 1..=8, value_parser = times)]
    pub times: Vec<Times>,
}

/// A time of the week, or all of it.
#[derive(Clone, Copy, Debug)]
pub enum Times {
    /// No entry is needed for that.
    Always,
    /// At that time.
    At(ScheduleEntry),
}

/// Arguments of `settings set night-vision`.
#[derive(Debug, Args)]
pub struct NightVision {
    /// When the night light is on
    #[arg(value_name = "auto|on|off", value_parser = night)]
    pub mode: NightMode,
    /// How bright it is
    #[arg(long, value_name = "PERCENT", default_value = "100", value_parser = percent)]
    pub brightness: u8,
    /// How early it goes on, from 1 (at night only) to 100 (at dusk)
    #[arg(long, value_name = "PERCENT", default_value = "50", value_parser = percent)]
    pub sensitivity: u8,
}

/// Arguments of `settings set status-led`.
#[derive(Debug, Args)]
pub struct StatusLed {
    /// How bright it is; faults and a held button show at full
    #[arg(value_name = "PERCENT", value_parser = percent)]
    pub brightness: u8,
    /// Stay dark unless there is something to say
    #[arg(long)]
    pub night: bool,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// On
    On,
    /// Off
    Off,
}

/// Arguments of `settings clear`.
#[derive(Debug, Args)]
pub struct Clear {
    /// Which, as `settings list` names it
    #[arg(value_parser = PossibleValuesParser::new(setting::names()))]
    pub name: String,
    /// Of a zone or a preset: which, from 0 to 7
    #[arg(value_name = "N")]
    pub place: Option<u8>,
}

/// Arguments of `settings export`.
#[derive(Debug, Args)]
pub struct Export {
    /// Where to; `-` is standard output, as is nothing
    pub file: Option<PathBuf>,
}

/// Arguments of `settings import`.
#[derive(Debug, Args)]
pub struct Import {
    /// What `settings export` has written; `-` reads standard input
    pub file: PathBuf,
    /// Change nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// The range is the setting's to judge.
fn percent(text: &str) -> Result<u8, String> {
    text.trim_end_matches('%')
        .parse()
        .map_err(|_| "not a whole number from 1 to 100".to_owned())
}

fn times(text: &str) -> Result<Times, String> {
    match text {
        "always" => Ok(Times::Always),
        text => week::parse(text).map(Times::At),
    }
}

fn recording(name: &str) -> Result<RecordingMode, String> {
    super::named(RecordingMode::ALL, name)
}

fn night(name: &str) -> Result<NightMode, String> {
    super::named(NightMode::ALL, name)
}

fn storage(name: &str) -> Result<StorageChoice, String> {
    super::named(StorageChoice::ALL, name)
}
