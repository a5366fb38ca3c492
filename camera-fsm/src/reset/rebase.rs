//! A reset is set back in time: see [`explore`](crate::explore).

use super::{Job, Reset, State};
use crate::explore::Rebase;

impl Reset {
    pub(crate) fn rebase(&mut self, to: &mut Rebase<'_>) {
        let Self {
            state,
            record,
            offer,
            asker: _,
            deadline,
        } = self;
        // Each reset sets its own, and each start that goes on with one.
        if matches!(
            state,
            State::Idle | State::Rebooting | State::Refusing { .. } | State::Failed { .. }
        ) {
            *deadline = None;
        }
        match state {
            State::Working { op, .. } => to.op(op),
            State::Farewell { until, .. }
            | State::Waiting { until, .. }
            | State::Refusing { until, .. } => to.shift(until),
            State::Idle | State::Rebooting | State::Failed { .. } => {}
        }
        if let Some(deadline) = deadline {
            to.shift(deadline);
        }
        *record = record.map(|record| to.record(record));
        if let Some(offer) = offer {
            // Judged only when it is confirmed: in time or too late.
            to.shift_or_past(&mut offer.until);
        }
    }

    pub(crate) fn situation(&self) -> &'static str {
        match self.state {
            State::Idle => "idle",
            State::Farewell { .. } => "answer leaves",
            State::Working { job, .. } => match job {
                Job::Intent => "writing the intent",
                Job::Erase(_) => "erasing",
                Job::Check => "reading back",
                Job::Format => "formatting",
                Job::Pardon => "pardoning",
                Job::Forget(_) => "forgetting",
                Job::Receipt => "writing the receipt",
            },
            State::Waiting { .. } => "waiting to try again",
            State::Refusing { .. } => "refusal leaves",
            State::Rebooting => "restarting",
            State::Failed { .. } => "failed",
        }
    }
}
