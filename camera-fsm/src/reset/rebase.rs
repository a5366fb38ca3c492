//! A reset is set back in time: see [`explore`](crate::explore).

use super::{Reset, State};
use crate::explore::Rebase;

impl Reset {
    pub(crate) fn rebase(&mut self, to: &mut Rebase<'_>) {
        let Self {
            state,
            record,
            offer,
            deadline,
        } = self;
        // Each reset, and each erasing, sets its own.
        if !matches!(
            state,
            State::Intent { .. } | State::Working { .. } | State::Waiting { .. }
        ) {
            *deadline = None;
        }
        match state {
            State::Intent { op, .. } | State::Working { op, .. } => to.op(op),
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
}
