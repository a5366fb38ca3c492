//! The suite that any board can run: a good board passes, and each of a list of broken ones fails by what is broken.

mod board;
#[cfg(test)] // the suite alone runs on the cores of the boards, too
mod console;

use std::string::String;

use camera_fsm::profile::{ALL, Colors};
use camera_hal::conformance::{Plan, Report, Resumed, hang, resume, run};

use board::{Person, SCRATCH, Tried, board, plan};

/// What is wrong with a board.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Wrong {
    Nothing,
    /// Which is nothing wrong.
    HasNoWatchdog,
    ButtonReadsInverted,
    ButtonIsOnAnotherPin,
    ButtonBouncesForLong,
    ButtonFails,
    LedIsDark,
    LedStaysLit,
    LedHasRedAndBlueSwapped,
    LedFails,
    HeadStands,
    HeadIsMountedTheOtherWay,
    HeadFails,
    ClockStands,
    ClockGoesBack,
    ClockIsTooFast,
    RandomIsConstant,
    RandomRepeats,
    RandomHasAStuckBit,
    RandomLeans,
    FlashDoesNotErase,
    FlashErasesTwoSectors,
    FlashWritesNothing,
    FlashHasAStuckBit,
    FlashWraps,
    FlashFails,
    RecordingsFail,
    RecordingsDoNotGetOn,
    RecordingsGoBack,
    RecordingsTakeTheOwners,
    RestartLooksLikePowerOn,
    WatchdogDoesNotBite,
    BiteLooksLikePowerOn,
}

/// Each, and the line by which the suite tells it.
pub(crate) const BROKEN: [(Wrong, &str); 31] = [
    (
        Wrong::ButtonReadsInverted,
        "FAIL button: it reads as pressed while nobody presses it",
    ),
    (
        Wrong::ButtonIsOnAnotherPin,
        "FAIL button: of three presses, 0 were felt",
    ),
    (
        Wrong::ButtonBouncesForLong,
        "FAIL button: of three presses, 6 were felt",
    ),
    (Wrong::ButtonFails, "FAIL button: it cannot be read"),
    (Wrong::LedIsDark, "FAIL led: it does not look blue"),
    (Wrong::LedStaysLit, "FAIL led: it does not look off"),
    (
        Wrong::LedHasRedAndBlueSwapped,
        "FAIL led: it does not look blue",
    ),
    (
        Wrong::LedFails,
        "FAIL led: it does not take what it is told",
    ),
    (Wrong::HeadStands, "FAIL head: it does not point left"),
    (
        Wrong::HeadIsMountedTheOtherWay,
        "FAIL head: it does not point left",
    ),
    (
        Wrong::HeadFails,
        "FAIL head: it does not take what it is told",
    ),
    (
        Wrong::ClockStands,
        "FAIL clock: the clock stands, or goes back",
    ),
    (
        Wrong::ClockGoesBack,
        "FAIL clock: the clock stands, or goes back",
    ),
    (
        Wrong::ClockIsTooFast,
        "FAIL clock: 100 ms by the timer are 200 ms by the clock",
    ),
    (
        Wrong::RandomIsConstant,
        "FAIL entropy: some of its bits never change, or they repeat",
    ),
    (
        Wrong::RandomRepeats,
        "FAIL entropy: some of its bits never change, or they repeat",
    ),
    (
        Wrong::RandomHasAStuckBit,
        "FAIL entropy: some of its bits never change, or they repeat",
    ),
    (
        Wrong::RandomLeans,
        "FAIL entropy: some of its bits never change, or they repeat",
    ),
    (
        Wrong::FlashDoesNotErase,
        "FAIL flash: a sector is not blank after its erase",
    ),
    (
        Wrong::FlashErasesTwoSectors,
        "FAIL flash: the sector beside it has changed",
    ),
    (
        Wrong::FlashWritesNothing,
        "FAIL flash: it does not read as it was written",
    ),
    (
        Wrong::FlashHasAStuckBit,
        "FAIL flash: a sector is not blank after its erase",
    ),
    (
        Wrong::FlashWraps,
        "FAIL flash: it takes what lies beyond its end",
    ),
    (
        Wrong::FlashFails,
        "FAIL flash: it refuses to be read, written or erased",
    ),
    (
        Wrong::RecordingsFail,
        "FAIL recordings: it does not take what it is told",
    ),
    (
        Wrong::RecordingsDoNotGetOn,
        "FAIL recordings: of 100 KiB that are to go, 100 are left after an erase",
    ),
    (
        Wrong::RecordingsGoBack,
        "FAIL recordings: of 44 KiB that are to go, 45 are left after an erase",
    ),
    (
        Wrong::RecordingsTakeTheOwners,
        "FAIL recordings: what its own key reads has gone, too",
    ),
    (
        Wrong::RestartLooksLikePowerOn,
        "FAIL reboot: it says that it started by PowerOn, not by a restart",
    ),
    (
        Wrong::WatchdogDoesNotBite,
        "FAIL watchdog: it does not bite",
    ),
    (
        Wrong::BiteLooksLikePowerOn,
        "FAIL watchdog: it says that it started by PowerOn, not by a crash",
    ),
];

/// All of the suite: up to its restart, and what came of that and of hanging; and what it has said.
pub(crate) fn tried(wrong: Wrong) -> (Report, Option<Report>, String) {
    let (mut board, mut person) = board(wrong);
    assert_eq!(
        resume(&mut board, &mut person, &plan()),
        Ok(None),
        "{wrong:?}"
    );
    let report = run(&mut board, &mut person, &plan()).unwrap();
    let resumed = resume(&mut board, &mut person, &plan()).unwrap();
    assert!(person.0.restarts.get(), "{wrong:?}");
    let resumed = resumed.map(|resumed| match resumed {
        Resumed::Restarted(report) => sum(report, hung(&mut board, &mut person)),
        Resumed::Bitten(_) => panic!("{wrong:?}: nothing has hung yet"),
    });
    let again = resume(&mut board, &mut person, &plan());
    assert_eq!(again, Ok(None), "{wrong:?}: the mark is taken once");
    let says = person.0.says.take();
    assert_eq!(resumed.is_some(), !says.contains("FAIL flash"), "{says}");
    if resumed.is_some() {
        let rest = &board.flash.1.image()[..SCRATCH.start as usize];
        assert!(
            rest.iter().all(|byte| *byte == 0x5A),
            "it keeps to the scratch"
        );
    }
    (report, resumed, says)
}

/// What came of hanging: told by who is still there, or by the next start.
fn hung(board: &mut Tried, person: &mut Person) -> Report {
    let hung = hang(board, person, &plan());
    match board.start_again() {
        true => {
            assert!(hung.is_err(), "nothing can be said any more");
            match resume(board, person, &plan()) {
                Ok(Some(Resumed::Bitten(report))) => report,
                other => panic!("{other:?}"),
            }
        }
        false => hung.unwrap().expect("there is a watchdog"),
    }
}

fn sum(one: Report, other: Report) -> Report {
    Report {
        passed: one.passed + other.passed,
        failed: one.failed + other.failed,
    }
}

#[test]
fn a_good_board_passes() {
    let (report, resumed, says) = tried(Wrong::Nothing);
    assert_eq!(
        report,
        Report {
            passed: 7,
            failed: 0
        },
        "{says}"
    );
    assert_eq!(
        resumed,
        Some(Report {
            passed: 2,
            failed: 0
        })
    );
    let lines: Vec<_> = says.split_inclusive('\n').collect();
    assert!(
        lines.iter().all(|line| line.ends_with("\r\n")),
        "terminals want both: {lines:?}"
    );
    assert!(
        says.ends_with("7 passed, 0 failed. It restarts.\r\nPASS reboot\r\nIt hangs, for 10 s at most.\r\nPASS watchdog\r\n"),
        "{says}"
    );
}

/// Whoever has not said so loses nothing that is recorded.
#[test]
fn r20_a_plan_without_recordings_erases_none() {
    let (mut board, mut person) = board(Wrong::Nothing);
    let plan = Plan {
        erases_recordings: false,
        ..plan()
    };
    let report = run(&mut board, &mut person, &plan).unwrap();
    assert_eq!((report.passed, board.recordings.dead_kib), (6, 100));
}

#[test]
fn a_board_without_a_watchdog_does_not_hang() {
    let (mut board, mut person) = board(Wrong::HasNoWatchdog);
    assert_eq!(hang(&mut board, &mut person, &plan()), Ok(None));
    assert_eq!(
        (person.0.ms.get(), person.0.says.take()),
        (0, String::new())
    );
}

#[test]
fn each_broken_board_fails_by_what_is_broken() {
    for (wrong, line) in BROKEN {
        let (report, resumed, says) = tried(wrong);
        let failed = report.failed + resumed.unwrap_or_default().failed;
        assert!(says.contains(line), "{wrong:?}: {says}");
        let alone = match wrong {
            // Presses are felt in time.
            Wrong::ClockStands | Wrong::ClockGoesBack => 2,
            _ => 1,
        };
        assert_eq!(failed, alone, "{wrong:?}: {says}");
    }
    println!("{} broken boards, each found", BROKEN.len());
}

#[test]
fn r61_a_board_is_asked_for_what_its_model_has() {
    for profile in ALL {
        let (mut board, mut person) = board(Wrong::Nothing);
        let has_button = profile.power.cycles.is_none();
        let plan = Plan {
            profile,
            has_button,
            ..plan()
        };
        run(&mut board, &mut person, &plan).unwrap();
        let says = person.0.says.take();
        let asks = |question| says.contains(question);
        let is_colorful = profile.led.colors == Colors::Full;
        assert_eq!(asks("Is the LED red?"), is_colorful, "{says}");
        let turns = profile.motion.pan.has_servo();
        assert_eq!(asks("Does it point left?"), turns, "{says}");
        assert_eq!(asks("Press the button"), has_button, "{says}");
    }
}
