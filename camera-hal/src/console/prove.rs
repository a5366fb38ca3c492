//! The suite that proves a board, from its console.

use camera_fsm::time::Instant;
use embedded_hal::delay::DelayNs;
use embedded_io::{Read, ReadReady, Write, WriteReady};

use super::terminal::Terminal;
use crate::board::Board;
use crate::conformance::{Desk, Plan, Report, Resumed, hang, resume};
use crate::runner::Runner;

impl<S: Read + ReadReady + Write + WriteReady> Terminal<S> {
    /// A console that may prove the board, by that plan. Without one it may not.
    #[must_use]
    pub fn with_plan(mut self, plan: Plan) -> Self {
        self.plan = Some(plan);
        self
    }

    /// First thing after the start: says how the restart went that ended the
    /// suite, or the bite that came of its [hanging](hang). Any other start it leaves
    /// alone.
    pub fn resume<B: Board>(&mut self, board: &mut B) {
        if let Some(plan) = &self.plan {
            // One line finds room.
            let resumed = resume(board, &mut self.answer, plan);
            self.is_to_hang = matches!(resumed, Ok(Some(Resumed::Restarted(_))));
        }
    }

    /// Proves the board if somebody has asked for it, after each
    /// [`serve`](Self::serve): it waits, while nothing else goes on, and at its
    /// end the board restarts. After that it hangs, once what was said of the
    /// restart has left. `None` when nothing was tried: nobody has asked, or now is
    /// not the time, or the plan would lose what is stored; whoever has asked is told.
    ///
    /// ```
    /// use camera_fsm::time::Instant;
    /// use camera_hal::{board::Board, console::terminal::Terminal, runner::Runner};
    /// use embedded_hal::delay::DelayNs;
    /// use embedded_io::{Read, ReadReady, Write, WriteReady};
    ///
    /// /// Before each turn.
    /// fn serve<S, B>(terminal: &mut Terminal<S>, runner: &mut Runner<B>, now: fn() -> Instant, delay: &mut impl DelayNs)
    /// where
    ///     S: Read + ReadReady + Write + WriteReady,
    ///     B: Board,
    /// {
    ///     // A console that fails, fails: the camera goes on.
    ///     let _ = terminal.serve(now(), runner);
    ///     terminal.prove(runner, now, delay);
    /// }
    /// ```
    pub fn prove<B: Board>(
        &mut self,
        runner: &mut Runner<B>,
        now: impl FnMut() -> Instant,
        delay: &mut impl DelayNs,
    ) -> Option<Report> {
        let plan = self.plan.as_ref()?;
        let stream = &mut self.stream;
        let mut desk = Desk { stream, now, delay };
        if core::mem::take(&mut self.is_to_prove) {
            return runner.prove(&mut desk, plan);
        }
        if !self.is_to_hang || !self.answer.is_empty() {
            return None;
        }
        self.is_to_hang = false;
        hang(runner.board(), &mut desk, plan).ok().flatten()
    }
}
