//! The settings (R50–R57): one changes at a time, and counts once it is kept.

mod values;

use camera_proto::vocab::{Refusal, SettingId};

use crate::action::{Answer, Asker, Context, OpId, StoreJob, forget};
use crate::input::{ClientId, OpResult};

pub use values::{Effect, SettingSet, Stops, Values};

/// What the settings mean for the machine, and which one is about to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    values: Values,
    change: Option<Change>,
}

/// A change on its way to the flash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Change {
    op: OpId,
    asker: Option<Asker>,
    setting: SettingId,
    /// What it will mean once it is kept; `None`: it is at its default again.
    keeps: Option<Effect>,
}

impl Default for Settings {
    fn default() -> Self {
        Self::new()
    }
}

impl Settings {
    /// Before boot.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            values: Values::DEFAULT,
            change: None,
        }
    }

    /// Power is on, and these are kept.
    pub(crate) fn boot(&mut self, values: Values) {
        self.values = values;
    }

    /// What they mean.
    #[must_use]
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// Whether that one is kept, or on its way to the flash.
    pub(crate) fn may_keep(&self, setting: SettingId) -> bool {
        let begun = |change: Change| change.setting == setting && change.keeps.is_some();
        self.values.kept.has(setting) || self.change.is_some_and(begun)
    }

    /// A controller sets one, or (`None`) wants its default back.
    pub fn change(
        &mut self,
        asker: Asker,
        setting: SettingId,
        keeps: Option<&Effect>,
        cx: &mut Context<'_>,
    ) {
        if self.change.is_some() {
            return cx.refuse(asker, Refusal::BUSY);
        }
        let client = asker.client();
        let op = cx.store(match keeps {
            Some(_) => StoreJob::SaveSetting { client, setting },
            None => StoreJob::ClearSetting { setting },
        });
        // A meaning is long to copy, and longer without its first byte.
        let change = self.change.insert(Change {
            op,
            asker: Some(asker),
            setting,
            keeps: None,
        });
        if let Some(effect) = keeps {
            change.keeps = Some(*effect);
        }
    }

    /// That client is gone; what it has set is kept all the same.
    pub fn disconnected(&mut self, client: ClientId) {
        if let Some(change) = &mut self.change {
            forget(&mut change.asker, client);
        }
    }

    /// An operation ended; `true` when it was one of these.
    pub fn done(&mut self, op: OpId, result: OpResult, cx: &mut Context<'_>) -> bool {
        let Some(change) = self.change.as_ref().filter(|change| change.op == op) else {
            return false;
        };
        if result.is_failure() {
            cx.refuse(change.asker, Refusal::STORE_FAILURE);
        } else {
            match &change.keeps {
                Some(effect) => self.values.set(change.setting, effect),
                None => self.values.clear(change.setting),
            }
            cx.reply(change.asker, Answer::Done);
        }
        self.change = None;
        true
    }
}

#[cfg(feature = "explore")]
impl Settings {
    /// Sets it back in time, for an exhaustive search.
    pub fn rebase(&mut self, to: &mut crate::explore::Rebase<'_>) {
        let Self { values: _, change } = self;
        if let Some(change) = change {
            to.op(&mut change.op);
        }
    }
}
