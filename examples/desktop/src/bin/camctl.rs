//! The controller on the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    camera_desktop::camctl::run(std::env::args_os())
}
