//! What comes of one step.

use crate::action::Actions;
use crate::levels::Levels;
use crate::time::Instant;

/// The whole answer of the machine to one input. Nothing is queued inside the
/// machine, so there is nothing to forget to drain (design 2.3).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a step's actions are asked for once"]
pub struct Step {
    /// What the outputs shall be from now on.
    pub levels: Levels,
    /// What to start, in order.
    pub actions: Actions,
    /// When to step again at the latest, with `Input::Tick`; `None`: only when
    /// something happens.
    pub wake_at: Option<Instant>,
}

const _: () = assert!(size_of::<Step>() <= 192, "a step is returned by value");
