//! The hardware fault that the journal remembers (R13, R22): from the first
//! moment of the next start on it is shown, whatever was reset meanwhile, until
//! a test has passed. A radio passes when it opens its network; the storage is
//! tested by whoever mounts it, before the machine hears of it.

use camera_proto::vocab::Fault;

use crate::action::{Context, StoreJob};

/// What the journal says, or was asked to say: a write that fails is not tried
/// again, since what cannot be written is the fault, as often as not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Health {
    known: Fault,
}

impl Health {
    pub(crate) const fn new() -> Self {
        Self { known: Fault::NONE }
    }

    pub(crate) fn boot(&mut self, known: Fault) {
        self.known = known;
    }

    /// What is remembered.
    pub(crate) fn fault(self) -> Fault {
        self.known
    }

    /// At the end of every step: the hardware fault that a part has. One of the
    /// storage stays until the next start has tested it.
    pub(crate) fn follow(&mut self, found: Fault, cx: &mut Context<'_>) {
        let known = match self.known {
            Fault::NONE | Fault::RADIO => found,
            storage => storage,
        };
        if known != self.known {
            self.known = known;
            cx.store(StoreJob::SaveFault(known));
        }
    }
}
