//! The setup window, and the temporary network that is up for as long (R40, R44, R45).

use super::{Provision, State};
use crate::action::{Context, RadioJob};
use crate::input::OpResult;

impl Provision {
    /// Opens the setup window, or keeps it open for longer (R45).
    pub fn open(&mut self, cx: &mut Context<'_>) {
        let times = &cx.profile.provision;
        if self.state == State::Off {
            return;
        }
        self.window = Some(cx.now.after(times.window_ms));
        if matches!(
            self.state,
            State::Idle { .. }
                | State::Online
                | State::Lingering { .. }
                | State::Connecting { .. }
                | State::BackOff { .. }
        ) {
            self.drop_scan(cx);
            let op = cx.radio(RadioJob::StartAp);
            self.state = State::Opening { op };
        }
    }

    /// Closes the setup window: too many wrong codes, or its time is up.
    pub fn close(&mut self, cx: &mut Context<'_>) {
        self.window = None;
        if matches!(self.state, State::Opening { .. } | State::Open { .. }) {
            self.drop_scan(cx);
            self.go_home(cx);
        }
    }

    /// The temporary network is up, or the radio cannot have it: then the
    /// camera shows that, and returns to the network that it knows (R44).
    pub(super) fn opened(&mut self, result: OpResult, cx: &mut Context<'_>) {
        let times = &cx.profile.provision;
        self.radio_broken = result.is_failure();
        self.ap = !self.radio_broken;
        if self.ap {
            self.state = State::Open { renewing: None };
            return;
        }
        self.window = None;
        if self.known {
            self.connect(cx);
        } else {
            let auto = cx.profile.reset.auto_setup_ms;
            self.state = State::Idle {
                auto: auto.map(|_| cx.now.after(times.backoff_ms_max)),
            };
        }
    }
}
