//! Getting on a network: credentials on trial, what became of them, and
//! coming back after an outage (R42, R44, R47).

use camera_proto::message::Refused;
use camera_proto::vocab::Refusal;

use super::verdict::Verdict;
use super::{Provision, State};
use crate::action::{Action, Answer, Asker, Context, RadioJob, StoreJob};
use crate::input::OpResult;

impl Provision {
    /// A try of the credentials on trial ended: they work, do not, or are
    /// tried again.
    pub(super) fn tried(&mut self, result: OpResult, cx: &mut Context<'_>) {
        let times = &cx.profile.provision;
        let State::Joining {
            op,
            asker,
            trial,
            tries,
            ..
        } = &mut self.state
        else {
            return;
        };
        match tries.verdict(trial, result, times) {
            Verdict::Again => *op = cx.radio(RadioJob::JoinTrial),
            Verdict::Works { rssi_dbm } => {
                self.rssi_dbm = rssi_dbm;
                self.state = State::Saving {
                    op: cx.store(StoreJob::SaveNetwork),
                    asker: *asker,
                    lost: false,
                };
            }
            Verdict::Fails(refused) => {
                let asker = *asker;
                self.end_setup(asker, refused, cx);
                self.go_home(cx);
            }
        }
    }

    pub(super) fn saved(
        &mut self,
        (asker, lost): (Option<Asker>, bool),
        result: OpResult,
        cx: &mut Context<'_>,
    ) {
        let times = &cx.profile.provision;
        if result.is_failure() {
            self.end_setup(asker, Refused::because(Refusal::STORE_FAILURE), cx);
            self.go_home(cx);
            return;
        }
        self.known = true;
        self.window = None;
        self.last_setup = Refusal::NONE;
        self.lost_by = Refusal::NONE;
        self.failures = 0;
        cx.push(Action::ForgetTrial);
        cx.reply(asker, Answer::Done);
        let waits_for = asker.map(|asker| asker.client());
        let not_before = cx.now.after(times.linger_ms);
        self.state = State::Lingering {
            waits_for,
            not_before,
            until: match waits_for {
                Some(_) => cx.now.after(times.linger_ms_max),
                None => not_before,
            },
            lost,
        };
    }

    pub(super) fn end_setup(
        &mut self,
        asker: Option<Asker>,
        refused: Refused,
        cx: &mut Context<'_>,
    ) {
        self.last_setup = refused.why;
        cx.push(Action::ForgetTrial);
        cx.reply(asker, Answer::Refused(refused));
    }

    /// A reset begins: what is on trial must not be saved beside it (R21).
    pub(crate) fn cancel_trial(&mut self, cx: &mut Context<'_>) {
        if let State::Joining { asker, .. } = self.state {
            self.end_setup(asker, Refused::because(Refusal::CANCELLED), cx);
            self.go_home(cx);
        }
    }

    /// Where to go when nothing is on trial: the open window, the network
    /// that once worked (R44), or nowhere.
    pub(super) fn go_home(&mut self, cx: &mut Context<'_>) {
        if self.window.is_some_and(|closes| closes > cx.now) {
            // Where the temporary network is up still, the radio only leaves
            // what it tried: nobody need wait for the end of that.
            let op = cx.radio(RadioJob::StartAp);
            self.state = match self.ap {
                true => State::Open { renewing: Some(op) },
                false => State::Opening { op },
            };
        } else if self.known {
            self.window = None;
            self.connect(cx);
        } else {
            self.window = None;
            cx.radio(RadioJob::Off);
            self.ap = false;
            self.state = State::Idle { auto: None };
        }
    }

    pub(super) fn connect(&mut self, cx: &mut Context<'_>) {
        let times = &cx.profile.provision;
        self.ap = false;
        self.state = State::Connecting {
            op: cx.radio(RadioJob::JoinStored),
            until: cx.now.after(times.join_ms),
        };
    }

    pub(super) fn online(&mut self, rssi_dbm: i8) {
        self.failures = 0;
        self.lost_by = Refusal::NONE;
        self.rssi_dbm = rssi_dbm;
        self.state = State::Online;
    }

    /// Doubles up to the maximum, and strays by chance (R47).
    pub(super) fn back_off(&mut self, why: Refusal, cx: &Context<'_>) {
        let times = &cx.profile.provision;
        self.lost_by = why;
        let doubled = times.backoff_ms.saturating_mul(1 << self.failures.min(16));
        let wait_ms = doubled.min(times.backoff_ms_max);
        self.failures = self.failures.saturating_add(1);
        // Neither overflows: a share of at most a half.
        let stray_ms = wait_ms / 100 * u32::from(times.jitter_percent);
        let earliest_ms = wait_ms - stray_ms;
        self.state = State::BackOff {
            until: cx
                .now
                .after(earliest_ms.saturating_add(self.chance(2 * stray_ms))),
        };
    }

    /// A number from 0 to `most`, by xorshift from the board's randomness.
    fn chance(&mut self, most: u32) -> u32 {
        if most == 0 {
            return 0;
        }
        self.jitter ^= self.jitter << 13;
        self.jitter ^= self.jitter >> 17;
        self.jitter ^= self.jitter << 5;
        self.jitter % most.saturating_add(1)
    }
}
