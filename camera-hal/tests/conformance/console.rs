//! The suite as a command of the serial console.

use camera_fsm::levels::Pose;
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::conformance::{Plan, Report};
use camera_hal::console::terminal::Terminal;
use camera_hal::mock::board::LAYOUT;
use camera_hal::runner::Runner;
use embedded_hal::delay::DelayNs;
use embedded_io::{ErrorKind, ErrorType, Read, ReadReady, Write, WriteReady};

use super::Wrong;
use super::board::{SCRATCH, SECTOR, Shared, Tried, board, plan};

/// Who sits at the other end of the cable.
#[derive(Clone, Copy, PartialEq)]
enum Who {
    Looks,
    HasLeft,
    HasUnpluggedIt,
}

/// What somebody types, and answers when they are asked.
struct Cable {
    world: Shared,
    typed: &'static [u8],
    who: Who,
}

impl Cable {
    fn is_asked(&self) -> bool {
        self.who == Who::Looks && self.world.says.borrow().ends_with("? ")
    }
}

impl ErrorType for Cable {
    type Error = ErrorKind;
}

impl ReadReady for Cable {
    fn read_ready(&mut self) -> Result<bool, ErrorKind> {
        Ok(!self.typed.is_empty() || self.is_asked())
    }
}

impl Read for Cable {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        into[0] = match self.typed.split_first() {
            Some((first, rest)) => {
                self.typed = rest;
                *first
            }
            None => {
                assert!(self.is_asked(), "it would block");
                if self.world.is_so() { b'Y' } else { b'n' }
            }
        };
        Ok(1)
    }
}

impl WriteReady for Cable {
    fn write_ready(&mut self) -> Result<bool, ErrorKind> {
        Ok(self.who != Who::HasUnpluggedIt)
    }
}

impl Write for Cable {
    /// A packet at a time.
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        assert!(self.who != Who::HasUnpluggedIt, "it would block");
        if self.world.is_bitten.get() {
            return Err(ErrorKind::Other);
        }
        let packet = &bytes[..bytes.len().min(8)];
        let text = core::str::from_utf8(packet).expect("it is ASCII");
        self.world.says.borrow_mut().push_str(text);
        Ok(packet.len())
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}

struct Timer(Shared);

impl DelayNs for Timer {
    fn delay_ns(&mut self, ns: u32) {
        self.0.pass(ns.div_ceil(1_000_000));
    }

    fn delay_ms(&mut self, ms: u32) {
        self.0.pass(ms);
    }
}

/// A camera at whose console somebody types `conformance`: whether it was tried, what was said, and the board.
fn typed(wrong: Wrong, who: Who, plan: Option<Plan>) -> (Option<Report>, String, Tried) {
    let (board, person) = board(wrong);
    let world = person.0;
    let cable = Cable {
        world: world.clone(),
        typed: b"conformance\r",
        who,
    };
    let now = || Instant::from_millis(world.ms.get());
    let mut terminal = Terminal::new(cable);
    if let Some(plan) = plan {
        terminal = terminal.with_plan(plan);
    }
    let mut runner = Runner::start(board, &REFERENCE, LAYOUT, now());
    let mut report = None;
    let mut timer = Timer(world.clone());
    for _ in 0..100 {
        runner.turn(now());
        runner.work(now());
        let _ = terminal.serve(now(), &mut runner);
        let tried = terminal.prove(&mut runner, now, &mut timer);
        assert_eq!(tried.is_some(), runner.is_rebooting() && report.is_none());
        report = report.or(tried);
        if !runner.is_rebooting() {
            world.ms.set(world.ms.get() + 10);
        }
    }
    let mut board = runner.into_board();
    // Its servos start as after any restart.
    world.pose.set(Pose::default());
    // Then it hangs, and the bite is one more start.
    for _ in 0..2 {
        terminal.resume(&mut board);
        let mut runner = Runner::start(board, &REFERENCE, LAYOUT, now());
        let _ = terminal.serve(now(), &mut runner);
        terminal.prove(&mut runner, now, &mut timer);
        board = runner.into_board();
        if !board.start_again() {
            break;
        }
    }
    (report, world.says.take(), board)
}

const WELL: Option<Report> = Some(Report {
    passed: 7,
    failed: 0,
});

/// What is stored, in bytes of the flash.
fn stored(board: &Tried) -> &[u8] {
    &board.flash.1.image()[..5 * SECTOR as usize]
}

#[test]
fn whoever_sits_at_the_console_proves_the_board_and_loses_nothing() {
    let (_, _, untried) = typed(Wrong::Nothing, Who::Looks, None);
    let (report, says, board) = typed(Wrong::Nothing, Who::Looks, Some(plan()));
    assert_eq!(report, WELL, "{says}");
    let lines: Vec<_> = says.lines().collect();
    let passed: Vec<_> = lines
        .iter()
        .filter(|line| line.starts_with("PASS"))
        .collect();
    let parts = [
        "clock",
        "entropy",
        "flash",
        "button",
        "led",
        "head",
        "recordings",
        "reboot",
        "watchdog",
    ];
    assert_eq!(
        passed,
        parts
            .map(|part| format!("PASS {part}"))
            .iter()
            .collect::<Vec<_>>()
    );
    assert!(says.contains("Is the LED blue? y\r\n"), "{says}");
    assert!(
        says.ends_with("7 passed, 0 failed. It restarts.\r\nPASS reboot\r\nIt hangs, for 10 s at most.\r\nPASS watchdog\r\n"),
        "{says}"
    );
    assert!(board.is_restarted());
    // A start counts itself, and that is all.
    assert!(
        stored(&board) == stored(&untried),
        "nothing that is stored has changed"
    );
}

#[test]
fn a_broken_board_is_told_at_the_console_too() {
    let (report, says, _) = typed(Wrong::LedHasRedAndBlueSwapped, Who::Looks, Some(plan()));
    assert_eq!(report.map(|report| report.failed), Some(1), "{says}");
    assert!(
        says.contains("Is the LED blue? n\r\nFAIL led: it does not look blue\r\n"),
        "{says}"
    );
}

#[test]
fn without_a_plan_nothing_is_tried() {
    let (report, says, board) = typed(Wrong::Nothing, Who::Looks, None);
    assert_eq!(
        (report, says.as_str()),
        (None, "This firmware has no plan for that.\r\n")
    );
    assert!(!board.is_restarted());
}

#[test]
fn r22_a_plan_that_would_lose_what_is_stored_is_refused() {
    let (_, _, untried) = typed(Wrong::Nothing, Who::Looks, None);
    // Factory, journal, user, and one that reaches into it by a byte.
    for from in [
        0,
        SECTOR,
        2 * SECTOR,
        3 * SECTOR,
        4 * SECTOR,
        5 * SECTOR - 1,
    ] {
        let scratch = from..from + 2 * SECTOR;
        let (report, says, board) =
            typed(Wrong::Nothing, Who::Looks, Some(Plan { scratch, ..plan() }));
        assert_eq!(report, None, "{from}");
        assert_eq!(
            says,
            "Its plan would lose what is stored: it is not followed.\r\n"
        );
        assert!(board.flash.1.image() == untried.flash.1.image(), "{from}");
        assert!(!board.is_restarted());
    }
    assert!(!LAYOUT.overlaps(&SCRATCH));
}

#[test]
fn who_leaves_or_unplugs_the_cable_leaves_a_camera_behind() {
    let (report, says, board) = typed(Wrong::Nothing, Who::HasLeft, Some(plan()));
    assert_eq!(report.map(|report| report.failed), Some(2), "{says}");
    assert!(says.contains("FAIL led: it does not look blue"), "{says}");
    assert!(board.is_restarted());
    let (report, says, board) = typed(Wrong::Nothing, Who::HasUnpluggedIt, Some(plan()));
    assert_eq!((report, says.as_str()), (Some(Report::default()), ""));
    assert!(board.is_restarted());
}
