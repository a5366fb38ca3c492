//! Where the head points, on the command line.

use camera_proto::vocab::Cdeg;
use clap::{ArgGroup, Args};

use crate::camctl::angle;

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
