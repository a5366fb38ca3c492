//! The suite that proves a board, in the camera's place.

use camera_fsm::action::StoreJob;
use camera_fsm::pan_tilt::Homes;

use super::Runner;
use crate::board::Board;
use crate::conformance::{self, Bench, Plan, Report};

impl<B: Board> Runner<B> {
    /// Stops being a camera, [tries the board](conformance::run) and restarts it.
    /// What is stored stays: a plan whose scratch holds any of it is refused, and
    /// so is a time at which the flash has something to do. `None` when nothing
    /// was tried, or nobody could be told how it went.
    pub fn prove(&mut self, bench: &mut impl Bench, plan: &Plan) -> Option<Report> {
        let why_not = if self.store.layout().overlaps(&plan.scratch) {
            "Its plan would lose what is stored: it is not followed."
        } else if self.device.reset().is_active() || self.has_work() {
            "It is busy: try again."
        } else {
            return Some(self.proved(bench, plan));
        };
        let _ = writeln!(bench, "{why_not}\r");
        None
    }

    fn proved(&mut self, bench: &mut impl Bench, plan: &Plan) -> Report {
        // The suite turns the head: it has to find its home again.
        if self.device.profile().motion.homes != Homes::Never {
            let flash = self.board.parts().flash;
            let job = StoreJob::SaveParked(false);
            self.store.run(flash, job, &mut self.slots);
        }
        let report = conformance::run(&mut self.board, bench, plan);
        // Nobody knows how its parts are now: the machine begins anew.
        self.is_rebooting = true;
        self.wake_at = None;
        report.unwrap_or_else(|_| {
            self.board.reboot();
            Report::default()
        })
    }
}
