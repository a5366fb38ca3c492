//! The bulk that passes beside the machine (design 2.4): it hears that
//! something is staged, and never sees it.

use camera_fsm::input::ClientId;
use camera_proto::message::{CodeRecord, Provision, Setting};
use camera_proto::vocab::{ControllerName, MAX_CLIENTS, Network};
use heapless::Vec;

use crate::radio::SCAN_MAX;
use crate::store::records::ControllerRecord;

/// Everything that is staged. What is secret is wiped on drop.
#[derive(Debug, Default)]
pub struct Slots {
    /// Wi-Fi credentials that a request has just brought. The machine takes
    /// them on trial in the same step, or they are wiped.
    pub offered: Option<Provision>,
    /// Wi-Fi credentials on trial.
    pub trial: Option<Provision>,
    /// What the last scan heard.
    pub networks: Vec<Network, SCAN_MAX>,
    /// The record of the code that the open invitation goes by (R49).
    pub invitation: Option<CodeRecord>,
    /// What each client has brought for a request that is not answered yet.
    staged: [Option<Staged>; MAX_CLIENTS],
}

/// What a client has brought, and for which request.
#[derive(Debug)]
struct Staged {
    id: u16,
    what: What,
}

/// What a client can bring.
#[derive(Debug)]
pub enum What {
    /// The controller that it is about to become.
    Controller(ControllerRecord),
    /// A name for a controller.
    Name(ControllerName),
    /// The record of the camera's next code.
    Code(CodeRecord),
    /// The record of an invitation's code.
    Invitation(CodeRecord),
    /// A setting.
    Setting(Setting),
}

impl Slots {
    /// Keeps what a request brings; `false` when another one of that client
    /// is not answered yet.
    pub fn stage(&mut self, client: ClientId, id: u16, what: What) -> bool {
        match self.staged.get_mut(usize::from(client.0)) {
            Some(slot @ None) => {
                *slot = Some(Staged { id, what });
                true
            }
            _ => false,
        }
    }

    /// What that client has brought.
    pub fn staged(&mut self, client: ClientId) -> Option<&mut What> {
        let slot = self.staged.get_mut(usize::from(client.0))?;
        slot.as_mut().map(|staged| &mut staged.what)
    }

    /// Wipes all that a client has brought, which is gone.
    pub(crate) fn left(&mut self, client: ClientId) {
        if let Some(slot) = self.staged.get_mut(usize::from(client.0)) {
            *slot = None;
        }
    }

    /// Wipes what that client has brought for that request.
    pub fn answered(&mut self, client: ClientId, id: u16) {
        if let Some(slot) = self.staged.get_mut(usize::from(client.0)) {
            // In place: what is moved from is not wiped.
            if slot.as_ref().is_some_and(|staged| staged.id == id) {
                *slot = None;
            }
        }
    }
}
