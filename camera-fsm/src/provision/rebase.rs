//! Setup and the network are set back in time: see [`explore`](crate::explore).

use super::{Provision, Scan, State};
use crate::explore::{Rebase, doublings};
use crate::profile::ProvisionTimes;
use camera_proto::vocab::Refusal;

impl Provision {
    pub(crate) fn rebase(&mut self, to: &mut Rebase<'_>, times: &ProvisionTimes) {
        let Self {
            state,
            window,
            known: _,
            scan,
            last_setup: _,
            lost_by,
            rssi_dbm,
            failures,
            jitter,
            ap: _,
            radio_broken: _,
        } = self;
        match state {
            State::Off | State::Idle { auto: None } | State::Open { renewing: None } => {}
            State::Online => {}
            State::Idle { auto: Some(until) } | State::BackOff { until } => to.shift(until),
            State::Opening { op }
            | State::Open { renewing: Some(op) }
            | State::Saving { op, .. } => to.op(op),
            State::Joining { op, until, .. } | State::Connecting { op, until } => {
                to.op(op);
                to.shift(until);
            }
            State::Lingering {
                not_before, until, ..
            } => {
                to.shift_or_past(not_before);
                to.shift(until);
            }
        }
        // It may be over while a trial goes on.
        if let Some(closes) = window {
            to.shift_or_past(closes);
        }
        if let Some(Scan { op, until, .. }) = scan {
            to.op(op);
            to.shift(until);
        }
        if !matches!(
            state,
            State::Online | State::Lingering { .. } | State::Saving { .. }
        ) {
            *rssi_dbm = 0;
        }
        // Only ever told.
        *lost_by = Refusal::NONE;
        *failures = (*failures).min(doublings(times.backoff_ms, times.backoff_ms_max));
        if times.jitter_percent == 0 {
            *jitter = 1;
        }
    }

    pub(crate) fn situation(&self) -> &'static str {
        match self.state {
            State::Off => "off",
            State::Idle { .. } => "idle",
            State::Opening { .. } => "opening",
            State::Open { .. } => "open",
            State::Joining { .. } => "joining",
            State::Saving { .. } => "saving",
            State::Lingering { .. } => "lingering",
            State::Connecting { .. } => "connecting",
            State::BackOff { .. } => "backing off",
            State::Online => "online",
        }
    }
}
