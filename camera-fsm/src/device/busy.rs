//! How long what is in the way goes on, for who was refused because of it (R31).

use camera_proto::message::Refused;
use camera_proto::vocab::{PairingSecret, Refusal};

use super::Device;
use super::requests::is_spared;
use crate::input::Ask;
use crate::time::{Instant, earliest};

/// A change of the flash has no time of its own: it is over in a moment.
const MOMENT_S: u16 = 1;

impl Device {
    /// A refusal of this request, with the time after which to ask again: what is in
    /// the way has ended by then, or has had its time. Of refusals that waiting does
    /// not help, nothing changes. Whoever answers asks for it, in the same step.
    #[must_use]
    pub fn with_retry(&self, now: Instant, ask: &Ask, refused: Refused) -> Refused {
        let until = match refused.why {
            Refusal::HELD_BY_OTHER => self.pan_tilt.lease(),
            Refusal::BUSY => self.busy_until(ask),
            _ => return refused,
        };
        let retry_s = until.map_or(0, |until| until.seconds_from(now));
        Refused {
            retry_s: retry_s.max(MOMENT_S),
            ..refused
        }
    }

    fn busy_until(&self, ask: &Ask) -> Option<Instant> {
        if self.ends_soon() {
            return earliest(self.restart_at, self.reset.due());
        }
        match ask {
            Ask::PairAttempt {
                by: PairingSecret::CODE,
            } if self.provision.is_busy() => self.provision.due(),
            Ask::PairAttempt { .. } => self.pairing.due(),
            Ask::AudioTest { .. } => self.audio_test.due(),
            Ask::Provision(_) | Ask::ResetRequest { .. } | Ask::ResetConfirm { .. } => {
                self.provision.due()
            }
            ask if is_spared(ask) && self.power.is_safe() => self.power.safe_until(),
            Ask::Scan => self.provision.due(),
            _ => None,
        }
    }
}
