//! When the camera was first set up, which support asks for (R81). Noted once,
//! as soon as the camera is on its network and knows what time it is; a reset
//! of everything erases it.

use core::num::NonZeroU32;

use crate::action::{Context, OpId, StoreJob};
use crate::clock::Clock;
use crate::input::OpResult;

/// When that was, as far as the flash knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct FirstSetup {
    unix_s: Option<NonZeroU32>,
    /// On its way to the flash.
    noting: Option<(OpId, NonZeroU32)>,
}

impl FirstSetup {
    pub(crate) const fn new() -> Self {
        Self {
            unix_s: None,
            noting: None,
        }
    }

    pub(crate) fn boot(&mut self, unix_s: u32) {
        self.unix_s = NonZeroU32::new(unix_s);
    }

    /// In seconds since 1970 UTC; 0 when nobody knows.
    pub(crate) fn unix_s(&self) -> u32 {
        self.unix_s.map_or(0, NonZeroU32::get)
    }

    /// It is set up, and the clock says when; after 2106 it says 2106.
    pub(crate) fn note(&mut self, clock: &Clock, cx: &mut Context<'_>) {
        if self.unix_s.is_some() || self.noting.is_some() {
            return;
        }
        let unix_s = u32::try_from(clock.unix_s(cx.now)).unwrap_or(u32::MAX);
        let unix_s = NonZeroU32::new(unix_s).unwrap_or(NonZeroU32::MIN);
        let op = cx.store(StoreJob::SaveFirstSetup(unix_s.get()));
        self.noting = Some((op, unix_s));
    }

    /// An operation ended; `true` when it was this one. One that failed is tried
    /// again after the next start.
    pub(crate) fn done(&mut self, op: OpId, _result: OpResult) -> bool {
        let noted = self.noting.take_if(|(mine, _)| *mine == op);
        if let Some((_, unix_s)) = noted {
            self.unix_s = Some(unix_s);
        }
        noted.is_some()
    }
}

#[cfg(feature = "explore")]
impl FirstSetup {
    pub(crate) fn rebase(&mut self, to: &mut crate::explore::Rebase<'_>) {
        let Self { unix_s, noting } = self;
        // It is only ever told.
        *unix_s = unix_s.map(|_| NonZeroU32::MIN);
        if let Some((op, unix_s)) = noting {
            to.op(op);
            *unix_s = NonZeroU32::MIN;
        }
    }
}
