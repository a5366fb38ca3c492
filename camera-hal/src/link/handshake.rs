//! The half of a handshake that takes long, taken out of the link so that it
//! may run anywhere: curve arithmetic for a second or two on a small core,
//! while button, LED and head go on.

use camera_fsm::input::ClientId;
use camera_proto::message::{PairShareReply, SessionOpen, SessionOpenReply};
use camera_proto::noise;
use camera_proto::pairing::{CameraConfirming, CameraPairing, LabelRecord, PairingContext};
use camera_proto::session::Session;
use camera_proto::vocab::Role;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Half a handshake, to be computed. It borrows nothing: another core, another
/// thread or a task of low priority may do it. About 150 million instructions
/// of a Cortex-M0+ for a pairing, 26 million for a session.
pub struct Handshake {
    pub(super) ticket: Ticket,
    pub(super) half: Half,
}

/// A handshake that was computed, for
/// [`Runner::computed`](crate::runner::Runner::computed).
pub struct Computed {
    pub(super) ticket: Ticket,
    pub(super) outcome: Outcome,
}

/// Whose handshake it is. A client that has gone in the meantime has lost its
/// place in the count, and what was computed for it is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ticket {
    pub(super) client: ClientId,
    pub(super) number: u32,
}

pub(super) enum Half {
    /// Answer a share, by what is known of the secret.
    Share {
        share_p: [u8; 65],
        record: Option<LabelRecord>,
        context: PairingContext,
    },
    /// Answer the first message of a session.
    Open {
        open: SessionOpen,
        prologue: [u8; 60],
        key: Zeroizing<[u8; 32]>,
        /// Whose key that is: its place and role. `None`: nobody's.
        known: Option<(u8, Role)>,
    },
}

pub(super) enum Outcome {
    Share(Option<(CameraConfirming, PairShareReply)>),
    Open(Option<(Session, (u8, Role), SessionOpenReply)>),
}

impl Handshake {
    /// Does it. The entropy must be the board's own, as for every key.
    #[must_use]
    #[inline(never)] // as `Runner::new`
    pub fn compute(self, rng: &mut impl CryptoRng) -> Computed {
        let outcome = match self.half {
            Half::Share {
                share_p,
                record,
                context,
            } => Outcome::Share(record.and_then(|record| share(&share_p, &record, &context, rng))),
            Half::Open {
                open,
                prologue,
                key,
                known,
            } => {
                // Who names no key of this camera waits as long as who has a
                // wrong one: its message is read too, by nobody's key.
                let responded = noise::respond(&key, &prologue, rng, &open.noise).ok();
                let opened = responded
                    .zip(known)
                    .map(|((noise, session), known)| (session, known, SessionOpenReply { noise }));
                Outcome::Open(opened)
            }
        };
        Computed {
            ticket: self.ticket,
            outcome,
        }
    }
}

impl Computed {
    pub(super) fn client(&self) -> ClientId {
        self.ticket.client
    }

    pub(super) fn number(&self) -> u32 {
        self.ticket.number
    }
}

#[inline(never)] // as `Runner::new`
fn share(
    share_p: &[u8; 65],
    record: &LabelRecord,
    context: &PairingContext,
    rng: &mut impl CryptoRng,
) -> Option<(CameraConfirming, PairShareReply)> {
    let pairing = CameraPairing::start(record, context, rng);
    let (answer, confirming) = pairing.share(share_p).ok()?;
    let reply = PairShareReply {
        share_v: answer.share_v,
        confirm_v: answer.confirm_v,
    };
    Some((confirming, reply))
}

impl core::fmt::Debug for Handshake {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Handshake({:?})", self.ticket)
    }
}

impl core::fmt::Debug for Computed {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Computed({:?})", self.ticket)
    }
}
