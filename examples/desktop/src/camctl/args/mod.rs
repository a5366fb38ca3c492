//! The command line, in words: what every verb takes and which there are;
//! what each takes besides is in a room by its meaning.

mod access;
mod care;
mod head;
mod network;
mod settings;

use core::time::Duration;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

pub use access::{ChangeCode, Invite, Pair, Rename, Revoke, SetRole, Who};
pub use care::{AudioTest, Identify, Losses, Moment, Reset, Time, WalkTest, Watch};
pub use head::{Move, PatrolSet, PatrolVerb, Place, PresetSave, PresetVerb, Wait};
pub use network::Setup;
pub use settings::{
    Clear, Export, Import, NightVision, Schedule, Set, SettingsVerb, StatusLed, Switch, Times, Zone,
};

/// Pairs, sets up, asks, moves, changes and resets a camera.
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
  camctl settings set privacy on
  camctl invite
  camctl --json status
  camctl reset --scope everything

Exit codes: 0 done, 1 refused or unreachable, 2 wrong usage.";

const GLOBAL: &str = "For every verb";

/// What holds for every verb; accepted before and after it.
#[derive(Debug, Args)]
pub struct Global {
    /// Where the camera listens [default: where it was paired; port 4455]
    #[arg(long, global = true, help_heading = GLOBAL, value_name = "HOST[:PORT]|serial:DEVICE")]
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
    /// Pair with the code on the camera's label or of an invitation, and remember the camera
    #[command(after_help = "\
Examples:
  camctl pair --connect 127.0.0.1:4455              asks for the code
  camctl pair --connect 192.168.4.1 --code 1234-5678-9018
  camctl pair --connect serial:/dev/ttyACM0         by USB or a UART
  camctl pair --connect camera.local --code-stdin < code.txt
  camctl pair --connect camera.local --qr - < label.txt
  camctl pair --connect camera.local --invitation   asks for the code that its owner gave you

Open setup first: hold the button for 2-3 seconds until the LED blinks blue, or
switch a camera without one off and on. An invitation needs neither.")]
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
    /// Print whatever the camera tells by itself, until interrupted
    Watch(Watch),
    /// Show who the camera is
    Info,
    /// Show what the camera can do
    Abilities,
    /// Show what support would ask for
    Support,
    /// Ask the camera what is wrong with it
    Diagnose,
    /// Show what time it is at the camera, or tell it
    #[command(after_help = "\
Examples:
  camctl time
  camctl time --set now")]
    Time(Time),
    /// Turn the head, and wait until it stands
    #[command(after_help = "\
Examples:
  camctl move --pan 30 --tilt -10                   to there, from straight ahead
  camctl move --tilt 12.5 --speed 20                slowly; leaves pan as it is
  camctl move --relative --pan -5                   from where the head points now
  camctl move --preset 1                            to what `preset save 1` has kept
  camctl move --continuous --pan -50 --for 3s       to the left at half the speed, for 3 seconds")]
    Move(Move),
    /// Turn the head straight ahead, and wait until it stands
    Home(Wait),
    /// Stop the head, and wait until it stands
    Stop(Wait),
    /// Show where the head points
    Position,
    /// Keep places of the head, to return to by `move --preset`
    #[command(subcommand)]
    Preset(PresetVerb),
    /// Let the head go from preset to preset
    #[command(subcommand)]
    Patrol(PatrolVerb),
    /// List the settings, change them, keep them in a file
    #[command(after_help = "\
Examples:
  camctl settings                                   those that are not at their default
  camctl settings set privacy on
  camctl settings clear privacy
  camctl settings export camera.json")]
    Settings(Settings),
    /// List who may control the camera
    Controllers,
    /// Let another controller in, once, by a code that is made for it
    #[command(after_help = "\
Examples:
  camctl invite                                     a user, within 10 minutes
  camctl invite --role owner --valid 1h
  camctl invite --cancel

It prints the code, and what the one invited does with it.")]
    Invite(Invite),
    /// Call a controller otherwise
    #[command(after_help = "\
Examples:
  camctl rename me \"kitchen tablet\"
  camctl rename 0123456789abcdef guest              the key as `camctl controllers` lists it")]
    Rename(Rename),
    /// Let a controller do more, or less
    #[command(after_help = "\
Example:
  camctl role 0123456789abcdef owner                the key as `camctl controllers` lists it")]
    Role(SetRole),
    /// Take a controller's key away
    #[command(after_help = "\
Examples:
  camctl revoke 0123456789abcdef                    the key as `camctl controllers` lists it
  camctl revoke me")]
    Revoke(Revoke),
    /// Give the camera a new code to pair by, instead of its label's
    #[command(after_help = "\
Examples:
  camctl change-code                                makes a code and prints it, once
  camctl change-code --code-stdin < code.txt

A factory reset returns to the code on the label.")]
    ChangeCode(ChangeCode),
    /// Restart the camera; nothing is erased
    Restart,
    /// Let the camera blink, to tell it from others
    Identify(Identify),
    /// Let the camera tell every motion for a while, which alerts nobody
    #[command(after_help = "\
Examples:
  camctl walk-test 3min
  camctl walk-test stop

The motions are told to `camctl watch`.")]
    WalkTest(WalkTest),
    /// Let the camera play a tone, and hear it
    #[command(after_help = "\
Examples:
  camctl audio-test 5
  camctl audio-test stop")]
    AudioTest(AudioTest),
    /// Name what a reset would erase
    #[command(after_help = "\
Examples:
  camctl losses
  camctl losses --kind settings")]
    Losses(Losses),
    /// Erase what users gave the camera, after showing what that is
    #[command(after_help = "\
Examples:
  camctl reset                                      everything; asks first
  camctl reset --scope forget-network --yes

The button, or what its maker gives instead, does the same without a network.")]
    Reset(Reset),
    /// Show the receipt of the camera's last reset
    Receipt,
    /// List the cameras on this network
    Discover,
    /// Print a completion script for a shell
    #[command(after_help = "\
Example:
  camctl completions bash > ~/.local/share/bash-completion/completions/camctl")]
    Completions(Completions),
}

/// Arguments of `settings`. Without any it lists them.
#[derive(Debug, Args)]
pub struct Settings {
    /// What to do with them.
    #[command(subcommand)]
    pub verb: Option<SettingsVerb>,
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

/// The code with that name.
fn named<C: Copy>(known: &[(C, &str)], name: &str) -> Result<C, String> {
    let code = known.iter().find(|(_, known)| *known == name);
    code.map(|(code, _)| *code).ok_or_else(|| {
        let names: Vec<_> = known.iter().map(|(_, name)| *name).collect();
        format!("one of {}", names.join(", "))
    })
}
