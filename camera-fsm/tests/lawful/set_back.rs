//! The world is set back with its device, so that worlds that act alike are
//! equal.

use camera_fsm::action::{OpId, RadioJob, ResetRecord, StoreJob};
use camera_fsm::explore::{Rebase, wrong_codes_that_count};
use camera_fsm::time::Instant;
use heapless::Vec;

use super::world::World;

impl World {
    /// Instants from `BASE`, operations by their place, epochs from the
    /// journal's, counts as far as they matter: worlds that act alike are equal.
    /// `true`: the device waits for an operation that nobody does.
    pub(crate) fn set_back(&mut self, now: Instant) -> bool {
        let profile = self.device.profile();
        let epoch = self.flash.reset.map_or(0, |r| r.epoch.wrapping_sub(1));
        let mut waits_for_nobody = false;
        let mut waited_for = Vec::<OpId, 8>::new();
        let (store, radio) = (&self.store, self.radio);
        let (cloud, audio, homes) = (self.cloud, self.audio, self.homes);
        let mut rename = |op: OpId| {
            let _ = waited_for.push(op);
            let place = store.iter().position(|(mine, _)| *mine == op);
            match place {
                Some(place) => OpId(STORE_OP + place as u16),
                None if radio.is_some_and(|(mine, _)| mine == op) => RADIO_OP,
                None if cloud == Some(op) => CLOUD_OP,
                None if audio == Some(op) => AUDIO_OP,
                None if homes == Some(op) => HOME_OP,
                None => {
                    waits_for_nobody = true;
                    NO_OP
                }
            }
        };
        let mut to = Rebase::new(now, epoch, &mut rename);
        self.device = self.device.rebased(&mut to);
        self.flash.reset = self.flash.reset.map(|record| to.record(record));
        let times = &profile.provision;
        self.flash.attempts = wrong_codes_that_count(self.flash.attempts, times);
        for (place, (op, job)) in self.store.iter_mut().enumerate() {
            let waited_for = waited_for.contains(op);
            *op = if waited_for {
                OpId(STORE_OP + place as u16)
            } else {
                NO_OP
            };
            match job {
                StoreJob::SaveReset(record) => {
                    let epoch = record.epoch.wrapping_sub(epoch);
                    *record = ResetRecord {
                        epoch,
                        count: 0,
                        ..*record
                    };
                }
                StoreJob::SaveAttempts(n) => *n = wrong_codes_that_count(*n, times),
                _ => {}
            }
        }
        if let Some((op, job)) = &mut self.radio {
            let waited_for = waited_for.contains(op);
            *op = if waited_for { RADIO_OP } else { NO_OP };
            // These were done when they began, and nobody waits to be told.
            if !waited_for && matches!(job, RadioJob::Off | RadioJob::StopAp) {
                self.radio = None;
            }
        }
        for (going_on, name) in [
            (&mut self.cloud, CLOUD_OP),
            (&mut self.audio, AUDIO_OP),
            (&mut self.homes, HOME_OP),
        ] {
            if let Some(op) = going_on {
                *op = if waited_for.contains(op) { name } else { NO_OP };
            }
        }
        waits_for_nobody
    }
}

/// Nobody waits for it any more.
const NO_OP: OpId = OpId(0);
const RADIO_OP: OpId = OpId(1);
const AUDIO_OP: OpId = OpId(2);
const HOME_OP: OpId = OpId(3);
const CLOUD_OP: OpId = OpId(4);
/// The first in the queue, and so on.
const STORE_OP: u16 = 5;
