//! Listing the networks in reach (R41), one scan at a time.

use camera_proto::message::Refused;
use camera_proto::vocab::Refusal;

use super::Provision;
use crate::action::{Answer, Asker, OpId, Outbox, RadioJob, forget};
use crate::input::{ClientId, OpResult};
use crate::profile::ProvisionTimes;
use crate::time::Instant;

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
    pub fn scan(
        &mut self,
        now: Instant,
        asker: Asker,
        times: &ProvisionTimes,
        out: &mut Outbox<'_>,
    ) {
        if self.is_ready() {
            self.give_up_renewing();
            self.scan = Some(Scan {
                op: out.radio(RadioJob::Scan),
                asker: Some(asker),
                until: now.after(times.scan_ms),
            });
        } else {
            out.refuse(asker, Refused::because(Refusal::BUSY));
        }
    }

    /// An operation ended; `true` when it was the scan.
    pub(super) fn scanned(&mut self, op: OpId, result: OpResult, out: &mut Outbox<'_>) -> bool {
        let Some(scan) = self.scan.take_if(|scan| scan.op == op) else {
            return false;
        };
        match result.failure() {
            Some(why) => out.refuse(scan.asker, why),
            None => out.reply(scan.asker, Answer::Networks),
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

    pub(super) fn expire_scan(&mut self, now: Instant, out: &mut Outbox<'_>) {
        if self.scan_due().is_some_and(|until| until <= now) {
            self.drop_scan(out);
        }
    }

    /// Something else needs the radio, or it has had its time.
    pub(super) fn drop_scan(&mut self, out: &mut Outbox<'_>) {
        if let Some(scan) = self.scan.take() {
            out.refuse(scan.asker, Refused::because(Refusal::CANCELLED));
        }
    }
}
