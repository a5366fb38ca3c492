//! What a bench needs around a board: its factory record, what the machine
//! itself would have shown, and an app to talk to it. Emulators drive it.
//!
//! ```text
//! bench factory                        the factory's sector, in hex
//! bench timeline MS [MS EVENT] …       what a camera shows until then, JSON; EVENT: down, up or no-radio
//! bench head PAN TILT                  the pulses of a move, JSON
//! bench pty                            a serial line for other programs: see `pty.rs`
//! bench app                            an app, line by line: see `app.rs`
//! bench story FILE                     a story of the machine, to an emulated board: see `story/`
//! ```

#[path = "../../../../camera-fsm/tests/world/mod.rs"]
mod alone;
mod app;
#[path = "../../../../camera-hal/tests/stories/around.rs"]
mod around;
mod factory;
mod head;
#[path = "../../../../camera-hal/tests/stories/phone.rs"]
mod phone;
#[cfg(unix)]
mod pty;
mod story;
mod timeline;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let done = match args.next().as_deref() {
        Some("factory") => factory::print(),
        Some("head") => head::print(&args.collect::<Vec<_>>()),
        Some("timeline") => timeline::print(&args.collect::<Vec<_>>()),
        Some("app") => app::serve(),
        Some("story") => story::play(&args.collect::<Vec<_>>()),
        #[cfg(unix)]
        Some("pty") => pty::serve(),
        _ => None,
    };
    match done {
        Some(()) => ExitCode::SUCCESS,
        None => {
            eprintln!(
                "bench factory | bench timeline MS [MS down|up|no-radio] … | bench head PAN TILT | bench pty | bench app | bench story FILE"
            );
            ExitCode::FAILURE
        }
    }
}
