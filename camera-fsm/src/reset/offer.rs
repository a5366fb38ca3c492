//! The two steps of a reset by controller: the list with its token, and the
//! confirmation (R30).

use camera_proto::vocab::{Refusal, ResetCause, ResetScope, ResetToken};

use super::Reset;
use crate::action::{Answer, Asker, Context};
use crate::input::ClientId;
use crate::time::Instant;

/// What a controller was shown, and must confirm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Offer {
    pub(super) client: ClientId,
    pub(super) scope: ResetScope,
    token: ResetToken,
    pub(super) until: Instant,
}

impl Reset {
    /// A controller wants to know what a reset would erase; it gets the list,
    /// and the token that confirms it (R30).
    pub fn offer(
        &mut self,
        asker: Asker,
        (scope, token): (ResetScope, ResetToken),
        cx: &mut Context<'_>,
    ) {
        let times = &cx.profile.reset;
        self.offer = Some(Offer {
            client: asker.client(),
            scope,
            token,
            until: cx.now.after(times.confirm_ms),
        });
        cx.reply(asker, Answer::LossList);
    }

    /// What a reset would erase has changed: no list that was shown is true any more.
    pub(crate) fn withdraw(&mut self) {
        self.offer = None;
    }

    /// A controller confirms. Right or wrong, its token is spent (R30).
    pub fn confirm(
        &mut self,
        asker: Asker,
        (token, has_cloud): (ResetToken, bool),
        cx: &mut Context<'_>,
    ) {
        match self.offer.take_if(|offer| offer.client == asker.client()) {
            Some(offer) if offer.token == token => {
                if cx.now < offer.until {
                    let what = (ResetCause::CONTROLLER, offer.scope, has_cloud);
                    self.begin(what, Some(asker), cx);
                } else {
                    cx.refuse(asker, Refusal::EXPIRED);
                }
            }
            _ => cx.refuse(asker, Refusal::NOT_CONFIRMED),
        }
    }

    /// What that client was offered: the scope to list and the token to confirm it.
    #[must_use]
    pub fn offered(&self, client: ClientId) -> Option<(ResetScope, ResetToken)> {
        let offer = self.offer.filter(|offer| offer.client == client)?;
        Some((offer.scope, offer.token))
    }
}
