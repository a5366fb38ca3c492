//! A serial line that programs of this computer open as they would a board's: a
//! pseudo-terminal. Unix has them.
//!
//! The first line out is its name. Then each line is bytes in hex: in, what the
//! board says; out, what the program does, and `closed` when it has gone.

use core::time::Duration;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::thread;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

use crate::factory::{bytes, hex};

/// How often it looks whether somebody has opened it again.
const LOOKS: Duration = Duration::from_millis(20);

/// Until the end of standard input.
pub(crate) fn serve() -> Option<()> {
    let line = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).ok()?;
    grantpt(&line).ok()?;
    unlockpt(&line).ok()?;
    // Bytes are bytes, and nothing is echoed.
    let mut raw = tcgetattr(&line).ok()?;
    raw.make_raw();
    tcsetattr(&line, OptionalActions::Now, &raw).ok()?;
    println!("{}", ptsname(&line, Vec::new()).ok()?.to_str().ok()?);
    let mut board = File::from(line);
    let mut program = board.try_clone().ok()?;
    thread::spawn(move || {
        loop {
            let mut came = [0; 256];
            match program.read(&mut came) {
                Ok(len) if len > 0 => println!("{}", hex(&came[..len])),
                // Nobody has it open.
                _ => {
                    println!("closed");
                    thread::sleep(LOOKS);
                }
            }
        }
    });
    for line in io::stdin().lines() {
        board.write_all(&bytes(&line.ok()?)?).ok()?;
    }
    Some(())
}
