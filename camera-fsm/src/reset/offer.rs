//! The two steps of a reset by controller: the list with its token, and the
//! confirmation (R30).

use camera_proto::message::Refused;
use camera_proto::vocab::{Refusal, ResetCause, ResetScope, ResetToken};

use super::Reset;
use crate::action::{Answer, Asker, Outbox};
use crate::input::ClientId;
use crate::profile::ResetTimes;
use crate::time::Instant;

/// What a controller was shown, and must confirm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    pub(super) client: ClientId,
    scope: ResetScope,
    token: ResetToken,
    until: Instant,
}

impl Reset {
    /// A controller wants to know what a reset would erase; it gets the list,
    /// and the token that confirms it (R30).
    pub(crate) fn offer(
        &mut self,
        now: Instant,
        asker: Asker,
        scope: ResetScope,
        token: ResetToken,
        times: &ResetTimes,
        out: &mut Outbox<'_>,
    ) {
        self.offer = Some(Offer {
            client: asker.client,
            scope,
            token,
            until: now.after(times.confirm_ms),
        });
        out.reply(asker, Answer::LossList);
    }

    /// A controller confirms. Right or wrong, the token is spent (R30).
    pub(crate) fn confirm(
        &mut self,
        now: Instant,
        asker: Asker,
        token: ResetToken,
        times: &ResetTimes,
        out: &mut Outbox<'_>,
    ) {
        match self.offer.take() {
            Some(offer) if offer.client == asker.client && offer.token == token => {
                if now < offer.until {
                    self.begin(ResetCause::CONTROLLER, offer.scope, Some(asker), times, out);
                } else {
                    out.refuse(asker, Refused::because(Refusal::EXPIRED));
                }
            }
            _ => out.refuse(asker, Refused::because(Refusal::NOT_CONFIRMED)),
        }
    }

    /// What that client was offered: the scope to list and the token to confirm it.
    #[must_use]
    pub fn offered(&self, client: ClientId) -> Option<(ResetScope, ResetToken)> {
        let offer = self.offer.filter(|offer| offer.client == client)?;
        Some((offer.scope, offer.token))
    }
}
