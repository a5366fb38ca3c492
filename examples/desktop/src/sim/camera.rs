//! A camera that has power or not, and its time.

use camera_fsm::power::BootCause;
use camera_fsm::profile::Profile;
use camera_fsm::time::{Instant, earliest};
use camera_hal::console::Command;
use camera_hal::runner::Runner;

use super::board::SimBoard;
use super::flash::LAYOUT;
use crate::changes::{Change, View, Watcher};

/// A boot, before the firmware runs, in milliseconds.
const BOOT_MS: u32 = 700;

/// Rounds of turn and work at one instant; more would be a camera that never rests.
const ROUNDS_MAX: u32 = 10_000;

/// The camera: a board, and the firmware on it while there is power.
pub struct Camera {
    profile: &'static Profile,
    /// The board, while no firmware runs on it.
    board: Option<Box<SimBoard>>,
    runner: Option<Box<Runner<SimBoard>>>,
    boots_at: Option<Instant>,
    now: Instant,
    wake_at: Option<Instant>,
    /// The flash or the processor is busy until then.
    busy_until: Instant,
    watcher: Watcher,
    /// There is work, but not while the head moves.
    waits_for_head: bool,
    /// No change of the flash ends.
    is_stuck: bool,
}

impl Camera {
    /// A camera without power.
    #[must_use]
    pub fn new(profile: &'static Profile, board: SimBoard) -> Self {
        Self {
            profile,
            board: Some(Box::new(board)),
            runner: None,
            boots_at: None,
            now: Instant::default(),
            wake_at: None,
            busy_until: Instant::default(),
            watcher: Watcher::default(),
            waits_for_head: false,
            is_stuck: false,
        }
    }

    /// Plugs it in, or out.
    pub fn power(&mut self, on: bool) {
        match (on, self.is_powered()) {
            (true, false) => {
                // A cut that was planned while it was unplugged still comes.
                if !self.board().flash.is_powered() {
                    self.board().flash.power_on();
                }
                self.boots_at = Some(self.now);
            }
            (false, true) => self.power_off(),
            _ => {}
        }
        self.settle();
    }

    /// Whether it is plugged in.
    #[must_use]
    pub fn is_powered(&self) -> bool {
        self.runner.is_some() || self.boots_at.is_some()
    }

    /// No change of the flash ends any more, or they do again.
    pub fn stick(&mut self, is_stuck: bool) {
        self.is_stuck = is_stuck;
    }

    /// The board, powered or not.
    pub fn board(&mut self) -> &mut SimBoard {
        match (&mut self.runner, &mut self.board) {
            (Some(runner), _) => runner.board(),
            (None, Some(board)) => board,
            (None, None) => unreachable!("the board is in the runner or beside it"),
        }
    }

    /// The firmware, while it runs.
    #[must_use]
    pub fn runner(&self) -> Option<&Runner<SimBoard>> {
        self.runner.as_deref()
    }

    /// The model.
    #[must_use]
    pub fn profile(&self) -> &'static Profile {
        self.profile
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// When something happens next by itself.
    #[must_use]
    pub fn next_change(&self) -> Option<Instant> {
        let works_on = self
            .runner
            .as_ref()
            .filter(|runner| runner.has_work() && !self.waits_for_head && !self.is_stuck)
            .map(|_| self.busy_until);
        earliest(earliest(self.wake_at, works_on), self.boots_at)
    }

    /// Lets time pass up to `to`, wake-up by wake-up.
    pub fn advance_to(&mut self, to: Instant) {
        while let Some(next) = self.next_change().filter(|next| *next <= to) {
            // A wake-up that has passed already is due now.
            self.now = self.now.max(next);
            let before = self.now;
            self.settle();
            if self.next_change().is_some_and(|next| next <= before) {
                self.now = before.after(1).min(to);
                if self.now == before {
                    break;
                }
            }
        }
        self.now = self.now.max(to);
        self.settle();
    }

    /// Lets everything happen that happens now.
    pub fn settle(&mut self) {
        for _ in 0..ROUNDS_MAX {
            if !self.round() {
                break;
            }
        }
    }

    /// What has changed since the last call, oldest first.
    pub fn take_changes(&mut self) -> Vec<Change> {
        self.watcher.take()
    }

    /// One turn and one piece of work; `false` when nothing more happens now.
    fn round(&mut self) -> bool {
        if self.boots_at.is_some_and(|at| at <= self.now) {
            self.boot();
        }
        let now = self.now;
        let Some(runner) = &mut self.runner else {
            self.look();
            return false;
        };
        self.wake_at = runner.turn(now);
        let mut goes_on = false;
        if self.busy_until <= now && !self.is_stuck && runner.work(now) {
            goes_on = true;
            let busy_ms = runner.board().flash.take_busy_ms();
            self.busy_until = now.after(busy_ms);
        }
        self.waits_for_head = !goes_on && self.busy_until <= now && runner.has_work();
        let reboots = runner.is_rebooting();
        let is_powered = runner.board().flash.is_powered();
        self.look();
        if !is_powered {
            self.power_off();
            self.look();
            return false;
        }
        if reboots {
            self.start_again(BootCause::Restart);
            self.look();
            return self.boots_at.is_some_and(|at| at <= now);
        }
        goes_on
    }

    /// The watchdog bites: the camera starts again, if it has power.
    pub fn crash(&mut self) {
        if self.runner.is_some() {
            self.start_again(BootCause::Crash);
        }
        self.settle();
    }

    /// Somebody types that at the serial console: what it prints, while the
    /// firmware runs.
    pub fn type_in(&mut self, command: Command) -> String {
        let mut printed = String::new();
        if let Some(runner) = &mut self.runner {
            // There is always room in a `String`.
            let _ = runner.console(self.now, command, &mut printed);
        }
        self.settle();
        printed
    }

    fn start_again(&mut self, cause: BootCause) {
        self.power_off();
        if let Some(board) = &mut self.board {
            board.boot_cause = cause;
        }
        self.boots_at = Some(self.now.after(BOOT_MS));
    }

    fn boot(&mut self) {
        self.boots_at = None;
        if let Some(board) = self.board.take() {
            let runner = Runner::start(*board, self.profile, LAYOUT, self.now);
            self.runner = Some(Box::new(runner));
            self.busy_until = self.now;
        }
    }

    fn power_off(&mut self) {
        self.boots_at = None;
        self.wake_at = None;
        if let Some(runner) = self.runner.take() {
            let mut board = runner.into_board();
            board.power_off();
            self.board = Some(Box::new(board));
        }
    }

    fn look(&mut self) {
        let now = self.now;
        let boots = self.boots_at.is_some();
        let status = self
            .runner
            .as_ref()
            .map(|runner| (runner.device().status(now), runner.device().cue(now)));
        let has_button = self.profile.has_button;
        let board = self.board();
        let ops = board.flash.take_ops();
        let view = View {
            led: board.light(),
            status,
            boots,
            radio: board.on_air(),
            pose: board.head.part.pose.unwrap_or_default(),
            eyes: board.eyes(),
            button: has_button.then_some(board.button.part.0),
        };
        self.watcher.look(now, view, ops);
    }
}
