//! The two steps of a reset by controller: the list with its token, and the
//! confirmation (R30).

use camera_proto::vocab::{Refusal, ResetCause, ResetScope, ResetToken};

use super::Reset;
use crate::action::{Answer, Asker, Context};
use crate::input::ClientId;
use crate::settings::SettingSet;
use crate::time::Instant;

/// What a reset would erase, counted: the list that a controller is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Losses {
    /// Whether there is a Wi-Fi network among it.
    pub network: bool,
    /// How many controllers.
    pub controllers: u8,
    /// Which settings.
    pub settings: SettingSet,
}

/// What a controller was shown, and must confirm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Offer {
    pub(super) client: ClientId,
    pub(super) scope: ResetScope,
    losses: Losses,
    token: ResetToken,
    pub(super) until: Instant,
}

impl Reset {
    /// A controller wants to know what a reset would erase; it gets the list,
    /// and the token that confirms it (R30).
    pub fn offer(
        &mut self,
        asker: Asker,
        (scope, losses): (ResetScope, Losses),
        token: ResetToken,
        cx: &mut Context<'_>,
    ) {
        let times = &cx.profile.reset;
        self.offer = Some(Offer {
            client: asker.client(),
            scope,
            losses,
            token,
            until: cx.now.after(times.confirm_ms),
        });
        cx.reply(asker, Answer::LossList);
    }

    /// A controller confirms. Right or wrong, its token is spent (R30). `losses`
    /// is what the reset would erase now: a list that has grown since was not
    /// confirmed.
    pub fn confirm(
        &mut self,
        asker: Asker,
        (token, losses, has_cloud): (ResetToken, Losses, bool),
        cx: &mut Context<'_>,
    ) {
        match self.offer.take_if(|offer| offer.client == asker.client()) {
            Some(offer) if offer.token == token && offer.losses == losses => {
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
