//! Listing the networks in reach (R41), one scan at a time.

use camera_proto::vocab::Refusal;

use super::Provision;
use crate::action::{Answer, Asker, Context, OpId, RadioJob, forget};
use crate::input::{ClientId, OpResult};
use crate::time::{Instant, is_due};

/// A scan that is going on. A radio that never ends it must not keep everybody
/// out for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Scan {
    pub(super) op: OpId,
    asker: Option<Asker>,
    pub(super) until: Instant,
}

impl Provision {
    /// Lists the networks in reach (R41).
    pub fn scan(&mut self, asker: Asker, cx: &mut Context<'_>) {
        let times = &cx.profile.provision;
        if self.is_ready() {
            self.give_up_renewing();
            self.scan = Some(Scan {
                op: cx.radio(RadioJob::Scan),
                asker: Some(asker),
                until: cx.now.after(times.scan_ms),
            });
        } else {
            cx.refuse(asker, Refusal::BUSY);
        }
    }

    /// An operation ended; `true` when it was the scan.
    pub(super) fn scanned(&mut self, op: OpId, result: OpResult, cx: &mut Context<'_>) -> bool {
        let Some(scan) = self.scan.take_if(|scan| scan.op == op) else {
            return false;
        };
        match result.failure() {
            Some(why) => cx.reply(scan.asker, Answer::Refused(why)),
            None => cx.reply(scan.asker, Answer::Networks),
        }
        true
    }

    pub(super) fn scan_goes_on_without(&mut self, client: ClientId) {
        if let Some(scan) = &mut self.scan {
            forget(&mut scan.asker, client);
        }
    }

    pub(super) fn scan_due(&self) -> Option<Instant> {
        self.scan.map(|scan| scan.until)
    }

    pub(super) fn expire_scan(&mut self, cx: &mut Context<'_>) {
        if is_due(self.scan_due(), cx.now) {
            self.drop_scan(cx);
        }
    }

    /// Something else needs the radio, or it has had its time.
    pub(super) fn drop_scan(&mut self, cx: &mut Context<'_>) {
        if let Some(scan) = self.scan.take() {
            cx.refuse(scan.asker, Refusal::CANCELLED);
        }
    }
}
