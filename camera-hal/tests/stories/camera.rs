//! The mock board with a power plug: the runner on it while there is power, and its time.

use camera_fsm::input::PinLevel;
use camera_fsm::part::{Part, PartSet};
use camera_fsm::power::BootCause;
use camera_fsm::profile::Profile;
use camera_fsm::scenario::Moment;
use camera_fsm::time::{Instant, earliest};
use camera_hal::board::Board as _;
use camera_hal::console::Command;
use camera_hal::mock::board::{LAYOUT, MockBoard};
use camera_hal::mock::flash::Tear;
use camera_hal::mock::journal::{Deed, Entry, Journal};
use camera_hal::runner::Runner;
use rand_chacha::ChaCha20Rng;

pub(crate) type Board = MockBoard<ChaCha20Rng>;

/// From when a change of the flash is asked for to when it is done, as in the world of the machine alone.
const FLASH_MS: u32 = 40;

pub(crate) struct Camera {
    pub(crate) profile: &'static Profile,
    pub(crate) now: Instant,
    runner: Option<Box<Runner<Board>>>,
    /// While no firmware runs on it.
    board: Option<Box<Board>>,
    journal: &'static Journal,
    wake_at: Option<Instant>,
    /// The flash changes something until then.
    busy_until: Option<Instant>,
    /// There is work, but not while the head moves.
    waits_for_head: bool,
    /// No change of the flash ends.
    pub(crate) is_stuck: bool,
    /// At which change of the flash from now the power goes.
    cut: Option<(u32, Moment)>,
    /// What chance gave it, at each start.
    pub(crate) jitters: Vec<u32>,
    /// How many lines of the story have happened.
    pub(crate) lines: u32,
    /// When, and after how many lines, it found out that a part failed, or worked again.
    pub(crate) found_out: Vec<(Instant, u32, Part, bool)>,
    failed: PartSet,
    /// How often it has turned.
    pub(crate) turns: u32,
}

impl Camera {
    pub(crate) fn new(profile: &'static Profile, mut board: Board) -> Self {
        let journal: &'static Journal = Box::leak(Box::default());
        board.keep_journal(journal);
        Self {
            profile,
            now: Instant::default(),
            runner: None,
            board: Some(Box::new(board)),
            journal,
            wake_at: None,
            busy_until: None,
            waits_for_head: false,
            is_stuck: false,
            cut: None,
            jitters: Vec::new(),
            lines: 0,
            found_out: Vec::new(),
            failed: PartSet::NONE,
            turns: 0,
        }
    }

    pub(crate) fn board(&mut self) -> &mut Board {
        match (&mut self.runner, &mut self.board) {
            (Some(runner), _) => runner.board(),
            (None, Some(board)) => board,
            (None, None) => unreachable!("the board is in the runner or beside it"),
        }
    }

    pub(crate) fn runner(&self) -> Option<&Runner<Board>> {
        self.runner.as_deref()
    }

    /// The level of the button that the runner has seen last.
    pub(crate) fn button(&self) -> Option<PinLevel> {
        self.runner.as_ref().map(|runner| runner.button())
    }

    /// Plugs it in, or out.
    pub(crate) fn power(&mut self, on: bool) {
        match (on, self.runner.is_some()) {
            (true, false) => self.boot(BootCause::PowerOn),
            (false, true) => self.power_off(),
            _ => {}
        }
    }

    /// The watchdog bites, if it has power.
    pub(crate) fn crash(&mut self) {
        if self.runner.is_some() {
            self.power_off();
            self.boot(BootCause::Crash);
        }
    }

    /// The power goes at that change of the flash from now. In the world of the machine alone one change is one job.
    pub(crate) fn cut_at(&mut self, job: u32, moment: Moment) {
        self.cut = Some((job, moment));
    }

    pub(crate) fn type_in(&mut self, command: Command) {
        if let Some(runner) = &mut self.runner {
            let typed = runner.console(self.now, command, &mut String::new());
            assert_eq!(typed, Ok(()));
        }
    }

    /// When something happens next by itself.
    pub(crate) fn next_change(&self) -> Option<Instant> {
        let waits = self.waits_for_head || self.is_stuck;
        let works_on = self.busy_until.filter(|_| !waits);
        earliest(self.wake_at, works_on)
    }

    /// What the board has done since the last call.
    pub(crate) fn take_deeds(&self) -> Vec<Entry> {
        assert_eq!(self.journal.lost(), 0, "it is all there");
        core::iter::from_fn(|| self.journal.take()).collect()
    }

    /// One turn and one piece of work; `false` when nothing more happens now.
    pub(crate) fn round(&mut self) -> bool {
        let now = self.now;
        self.journal.set_time(now);
        let Some(runner) = &mut self.runner else {
            return false;
        };
        self.turns += 1;
        self.wake_at = runner.turn(now);
        let goes_on = self.work();
        self.note_what_failed();
        let Some(runner) = &mut self.runner else {
            return false;
        };
        if runner.is_rebooting() {
            self.power_off();
            self.boot(BootCause::Restart);
            return true;
        }
        let is_due = self.wake_at.is_some_and(|at| at <= now);
        if is_due && self.busy_until.is_some() {
            // What it would do waits for the flash.
            self.wake_at = Some(now.after(1));
            return goes_on;
        }
        goes_on || is_due
    }

    /// A change of the flash is done when it has taken its time; the half of a handshake takes none. `false` when
    /// nothing has come of it now.
    fn work(&mut self) -> bool {
        let now = self.now;
        let Some(runner) = &mut self.runner else {
            return false;
        };
        if let Some(handshake) = runner.take_handshake(now) {
            let computed = handshake.compute(runner.board().parts().rng);
            runner.computed(now, computed);
            return true;
        }
        match (runner.has_work(), self.busy_until) {
            (true, Some(until)) if until <= now && !self.is_stuck => {
                let has_worked = work(runner, now);
                self.waits_for_head = !has_worked;
                self.busy_until = self.busy_until.filter(|_| !has_worked);
                has_worked
            }
            (true, Some(_)) => false,
            (true, None) => {
                self.busy_until = Some(now.after(FLASH_MS));
                self.begin_job();
                false
            }
            // What nobody waits for: recordings.
            (false, _) => work(runner, now),
        }
    }

    /// The power may go just now.
    fn begin_job(&mut self) {
        let Some((left, moment)) = self.cut else {
            return;
        };
        self.cut = Some((left - 1, moment));
        if left > 1 {
            return;
        }
        self.cut = None;
        let now = self.now;
        if let Some(runner) = &mut self.runner {
            match moment {
                Moment::Before => {}
                Moment::Half => {
                    runner.board().flash.cut_at(1, Tear::Half);
                    runner.work(now);
                }
                Moment::After => {
                    runner.work(now);
                }
            }
        }
        self.power_off();
    }

    fn note_what_failed(&mut self) {
        let Some(runner) = &self.runner else { return };
        let failed = runner.device().facts(self.now).failed;
        for part in Part::ALL {
            if failed.has(part) != self.failed.has(part) {
                let works = !failed.has(part);
                self.found_out.push((self.now, self.lines, part, works));
            }
        }
        self.failed = failed;
    }

    fn boot(&mut self, cause: BootCause) {
        let Some(mut board) = self.board.take() else {
            return;
        };
        if !board.flash.is_powered() {
            board.flash.power_on();
        }
        board.boot_cause = cause;
        self.journal.set_time(self.now);
        let runner = Runner::start(*board, self.profile, LAYOUT, self.now);
        self.jitters.push(runner.store().stored().jitter);
        self.runner = Some(Box::new(runner));
    }

    fn power_off(&mut self) {
        self.wake_at = None;
        self.busy_until = None;
        self.waits_for_head = false;
        self.failed = PartSet::NONE;
        if let Some(runner) = self.runner.take() {
            let mut board = runner.into_board();
            board.power_off();
            self.board = Some(Box::new(board));
        }
    }
}

/// One piece of work, which takes no longer than is said: one erase, and the words of a sector.
fn work(runner: &mut Runner<Board>, now: Instant) -> bool {
    let count = |board: &mut Board| (board.flash.units(), board.flash.erases());
    let before = count(runner.board());
    let has_worked = runner.work(now);
    let after = count(runner.board());
    let erases = after.1 - before.1;
    let words = after.0 - before.0 - erases;
    assert!(
        erases <= 1 && words <= 0x1000 / 4,
        "{erases} erases, {words} words"
    );
    has_worked
}

/// Whether the machine asked for it, and not the runner by itself.
pub(crate) fn is_asked_for(deed: &Deed) -> bool {
    matches!(
        deed,
        Deed::Radio(_) | Deed::Unbind | Deed::FindHome | Deed::Audio { .. } | Deed::Reboot
    )
}
