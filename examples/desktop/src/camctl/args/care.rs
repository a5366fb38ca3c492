//! The care of a camera, on the command line.

use camera_proto::vocab::ResetScope;
use clap::{Args, ValueEnum};

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
