//! The care of a camera, on the command line.

use camera_proto::vocab::{LossKind, ResetScope};
use clap::{Args, ValueEnum};

use crate::camctl::span;

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

/// Arguments of `losses`.
#[derive(Debug, Args)]
pub struct Losses {
    /// Only what is of that kind
    #[arg(long, value_enum)]
    pub kind: Option<Kind>,
}

/// A kind of thing that a reset erases, on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Kind {
    /// The Wi-Fi network
    Network,
    /// Controllers, which must pair again
    Controllers,
    /// Settings that differ from the defaults
    Settings,
    /// Recordings on the camera
    Recordings,
}

impl From<Kind> for LossKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Network => Self::NETWORK,
            Kind::Controllers => Self::CONTROLLERS,
            Kind::Settings => Self::SETTINGS,
            Kind::Recordings => Self::RECORDINGS,
        }
    }
}

/// Arguments of `identify`.
#[derive(Debug, Args)]
pub struct Identify {
    /// For how long; 0 stops
    #[arg(long, default_value_t = 10)]
    pub seconds: u8,
}

/// Arguments of `time`.
#[derive(Debug, Args)]
pub struct Time {
    /// Tell the camera that it is so late: now, or seconds since 1970 UTC
    #[arg(long, value_name = "now|UNIX", value_parser = moment)]
    pub set: Option<Moment>,
}

/// A moment on the command line.
#[derive(Clone, Copy, Debug)]
pub enum Moment {
    /// When the request is sent.
    Now,
    /// That many seconds since 1970 UTC.
    Unix(u64),
}

/// Arguments of `walk-test`.
#[derive(Debug, Args)]
pub struct WalkTest {
    /// For how long: 90, 90s or 3min; or stop
    #[arg(value_name = "SECONDS|stop", value_parser = span::seconds_or_stop::<u16>)]
    pub seconds: u16,
}

/// Arguments of `audio-test`.
#[derive(Debug, Args)]
pub struct AudioTest {
    /// For how long, at most 255 seconds; or stop
    #[arg(value_name = "SECONDS|stop", value_parser = span::seconds_or_stop::<u8>)]
    pub seconds: u8,
}

/// Arguments of `watch`.
#[derive(Debug, Args)]
pub struct Watch {
    /// End after that many lines
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub count: Option<u64>,
}

fn moment(text: &str) -> Result<Moment, String> {
    match text {
        "now" => Ok(Moment::Now),
        number => number
            .parse()
            .map(Moment::Unix)
            .map_err(|_| "now, or seconds since 1970 UTC".to_owned()),
    }
}
