//! Any board proves itself on its own hardware: one line for each check, `PASS`
//! or `FAIL` and why.
//!
//! It runs in place of the camera, from the serial console of a board that is
//! being brought up (feature `console`: [`Terminal::prove`]), or at the end of a
//! production line ([`run`]). It waits, and asks the person in front of it what
//! only eyes can see. The board restarts at the end; [`resume`], first thing
//! after a start, says whether it told why. Then it may [`hang`], for its watchdog to
//! show that it bites. Until then the suite feeds it, as the runner would.
//!
//! [`Terminal::prove`]: crate::console::terminal::Terminal::prove
//!
//! ```text
//! > conformance
//! PASS clock
//! FAIL entropy: some of its bits never change, or they repeat
//! PASS flash
//! Press the button three times, then leave it.
//! PASS button
//! Is the LED blue? y
//! …
//! 5 passed, 1 failed. It restarts.
//! PASS reboot
//! It hangs, for 10 s at most.
//! PASS watchdog
//! ```

mod chips;
mod desk;
mod people;

use core::fmt::{self, Write};
use core::ops::Range;

use camera_fsm::power::BootCause;
use camera_fsm::profile::Profile;
use camera_fsm::time::Instant;
use camera_proto::vocab::Color;

use crate::board::Board;
use crate::part::PartError;
use crate::recordings::Recordings as _;

use chips::Mark;
pub use desk::Desk;

/// Where the suite runs: a clock, and a person at a console, to whom it writes.
pub trait Bench: Write {
    /// The time, as the camera would be told it.
    fn now(&mut self) -> Instant;

    /// Waits for so long, in milliseconds, by another timer where there is one.
    fn wait_ms(&mut self, ms: u32);

    /// What the person has answered to the question that was written last, `true`
    /// for yes; `None`: nothing yet. It does not wait.
    fn answer(&mut self) -> Option<bool>;
}

/// What of a board is tried.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The model: its LED's colours, its servos and their range.
    pub profile: &'static Profile,
    /// Whether there is a button: some models are reset by their power alone.
    pub has_button: bool,
    /// Two sectors of the flash, which are erased: whatever they hold is lost. A
    /// camera's console takes only what is not the store's; leave a sector before
    /// and behind them free as well, since a broken flash may erase its neighbour.
    /// Without a camera the user region will do, where nobody uses it yet.
    pub scratch: Range<u32>,
    /// Whether its recordings erase, to the end, what another key than the camera's
    /// has sealed. Without a camera nobody has given them a key: that is all of them.
    pub erases_recordings: bool,
}

/// How many checks went well, and how many did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Well.
    pub passed: u8,
    /// Not.
    pub failed: u8,
}

/// What is wrong with a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// A part says that it fails.
    #[error("{0}")]
    Part(#[from] PartError),
    /// Is the right level the pressed one, and is there a pull-up or pull-down?
    #[error("it reads as pressed while nobody presses it")]
    PressedAtRest,
    /// Another number of presses was felt than was asked for: a pin that is not
    /// the button's, or bounce that is longer than the profile's debounce.
    #[error("of three presses, {0} were felt")]
    Presses(u8),
    /// The person has not seen this colour; [`Color::OFF`] is a dark LED.
    #[error("it does not look {0:?}")]
    Looks(Color),
    /// The person has not seen the head point there.
    #[error("it does not point {0}")]
    Points(&'static str),
    /// The flash says that it fails where it should not.
    #[error("it refuses to be read, written or erased")]
    FlashRefuses,
    /// It is no NOR flash that the store can use, or the scratch is not two of
    /// its sectors.
    #[error("the scratch must be two whole sectors")]
    Scratch,
    /// An erased sector is not all 0xFF.
    #[error("a sector is not blank after its erase")]
    NotErased,
    /// What was written is not what is read.
    #[error("it does not read as it was written")]
    NotWritten,
    /// An erase or a write has changed the sector beside it.
    #[error("the sector beside it has changed")]
    Neighbour,
    /// It takes what lies beyond its end, or is not aligned.
    #[error("it takes what lies beyond its end")]
    TakesAnything,
    /// The clock stands, or goes back.
    #[error("the clock stands, or goes back")]
    Clock,
    /// The clock's milliseconds are not those of the bench's timer.
    #[error("100 ms by the timer are {0} ms by the clock")]
    Rate(u64),
    /// Keys that are drawn from it could be guessed.
    #[error("some of its bits never change, or they repeat")]
    Entropy,
    /// The recordings have erased nothing, or found more.
    #[error("of {0} KiB that are to go, {1} are left after an erase")]
    Erases(u32, u32),
    /// The recordings have erased what the camera's key reads.
    #[error("what its own key reads has gone, too")]
    Loses,
    /// A restart that was asked for was not told as one.
    #[error("it says that it started by {0:?}, not by a restart")]
    Cause(BootCause),
    /// A bite of the watchdog was not told as a crash.
    #[error("it says that it started by {0:?}, not by a crash")]
    Bite(BootCause),
    /// Nothing has restarted a board that hung.
    #[error("it does not bite")]
    DoesNotBite,
}

/// Tries everything, one part after the other, and writes a line for each. Then
/// the board restarts, for [`resume`] to say how that went.
///
/// # Errors
/// When nothing can be written to the bench.
pub fn run<B: Board>(
    board: &mut B,
    bench: &mut impl Bench,
    plan: &Plan,
) -> Result<Report, fmt::Error> {
    let mut report = Report::default();
    // A person's time is not wasted on a board whose clock stands.
    let clock = chips::clock(board, bench);
    report.tell(bench, "clock", clock)?;
    let entropy = chips::entropy(board.parts().rng);
    report.tell(bench, "entropy", entropy)?;
    let flash = chips::flash(board.parts().flash, &plan.scratch);
    report.tell(bench, "flash", flash)?;
    if plan.has_button {
        let button = people::button(board, bench, plan)?;
        report.tell(bench, "button", button)?;
    }
    let led = people::led(board, bench, plan)?;
    report.tell(bench, "led", led)?;
    if plan.profile.motion.pan.has_servo() || plan.profile.motion.tilt.has_servo() {
        let head = people::head(board, bench, plan)?;
        report.tell(bench, "head", head)?;
    }
    if plan.erases_recordings && board.parts().recordings.is_there() {
        let recordings = chips::recordings(board, bench);
        report.tell(bench, "recordings", recordings)?;
    }
    // Where nothing can be kept, nobody can tell how the restart went.
    if flash.is_ok()
        && let Err(failure) = chips::mark(board.parts().flash, &plan.scratch, Mark::Restarts)
    {
        report.tell(bench, "reboot", Err(failure))?;
    }
    let Report { passed, failed } = report;
    writeln!(bench, "{passed} passed, {failed} failed. It restarts.\r")?;
    board.reboot();
    Ok(report)
}

/// First thing after a start: if [`run`] or [`hang`] has restarted the board,
/// whether it says so; `None` after any other start. The scratch is blank then.
///
/// # Errors
/// When nothing can be written.
pub fn resume<B: Board>(
    board: &mut B,
    out: &mut impl Write,
    plan: &Plan,
) -> Result<Option<Resumed>, fmt::Error> {
    let cause = board.boot_cause();
    let mut report = Report::default();
    Ok(match chips::take_mark(board.parts().flash, &plan.scratch) {
        None => None,
        Some(Mark::Restarts) => {
            let told = match cause {
                BootCause::Restart => Ok(()),
                other => Err(Failure::Cause(other)),
            };
            report.tell(out, "reboot", told)?;
            Some(Resumed::Restarted(report))
        }
        Some(Mark::Hangs) => {
            let told = match cause {
                BootCause::Crash => Ok(()),
                other => Err(Failure::Bite(other)),
            };
            report.tell(out, "watchdog", told)?;
            Some(Resumed::Bitten(report))
        }
    })
}

/// How the suite went on with this start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resumed {
    /// It is the restart that [`run`] ends with. [`hang`] is what is left.
    Restarted(Report),
    /// It is the one that [`hang`] has waited for. That was all.
    Bitten(Report),
}

/// Does nothing for longer than the watchdog allows. On a sound board it does not
/// come back: [`resume`] tells, after the start that comes of it. `None` where
/// there is no watchdog.
///
/// # Errors
/// When nothing can be written.
pub fn hang<B: Board>(
    board: &mut B,
    bench: &mut impl Bench,
    plan: &Plan,
) -> Result<Option<Report>, fmt::Error> {
    let Some(ms) = board.watchdog_ms() else {
        return Ok(None);
    };
    // A watchdog's clock is its own, and need not be good.
    let ms = ms.saturating_add(ms / 4);
    writeln!(bench, "It hangs, for {} s at most.\r", ms.div_ceil(1_000))?;
    let flash = board.parts().flash;
    let mut bitten = chips::mark(flash, &plan.scratch, Mark::Hangs);
    if bitten.is_ok() {
        wait(board, bench, ms);
        // Still here: the next start is for another reason.
        let _ = chips::take_mark(board.parts().flash, &plan.scratch);
        bitten = Err(Failure::DoesNotBite);
    }
    let mut report = Report::default();
    report.tell(bench, "watchdog", bitten)?;
    Ok(Some(report))
}

/// Waits for so long, in milliseconds, as a camera that goes on.
fn wait<B: Board>(board: &mut B, bench: &mut impl Bench, ms: u32) {
    board.feed_watchdog(bench.now());
    bench.wait_ms(ms);
}

impl Report {
    fn tell(
        &mut self,
        out: &mut impl Write,
        what: &str,
        result: Result<(), Failure>,
    ) -> fmt::Result {
        match result {
            Ok(()) => {
                self.passed += 1;
                writeln!(out, "PASS {what}\r")
            }
            Err(failure) => {
                self.failed += 1;
                writeln!(out, "FAIL {what}: {failure}\r")
            }
        }
    }
}
