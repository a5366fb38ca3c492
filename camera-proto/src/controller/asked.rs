//! What was asked and is not answered yet: how long it may take, and what to
//! do when the link is lost meanwhile.

use super::{ControllerError, Link, Patience};
use crate::message::{Refused, Reply, Request};
use crate::vocab::{CameraState, Refusal, Status};

/// How long to wait before the outcome of a setup is asked for again.
const OUTCOME_MS: u32 = 1_000;

/// A request on its way.
pub(super) struct Asked {
    request: Request,
    phase: Phase,
    /// When the outcome of a setup must be known, once it was asked for.
    outcome_by_ms: u64,
    /// Whether the setup itself was asked for, and is not answered.
    asks_outcome: bool,
}

/// What became of an answer.
pub(super) enum Heard {
    Reply(Reply),
    /// It is to be asked again.
    Again,
    /// In all the time there was, the camera has not decided.
    Undecided,
}

#[derive(Clone, Copy)]
enum Phase {
    /// To be sent, from then on.
    Due { at_ms: u64 },
    /// Sent with that id.
    Sent { id: u16, until_ms: u64 },
}

/// What to do with a request whose link was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Retry {
    /// Ask again: twice is as good as once.
    Repeat,
    /// Ask how it has ended.
    AskOutcome,
    /// Nobody knows whether it was done.
    Never,
}

pub(super) fn retry(request: &Request) -> Retry {
    match request {
        Request::Provision(_) => Retry::AskOutcome,
        Request::Hello(_)
        | Request::PairShare(_)
        | Request::PairConfirm(_)
        | Request::SessionOpen(_)
        | Request::Enroll(_)
        | Request::Restart
        | Request::MoveRelative(_)
        | Request::MoveContinuous(_)
        | Request::ResetRequest(_)
        | Request::ResetConfirm(_)
        | Request::Revoke(_)
        | Request::Invite(_)
        | Request::AudioTest(_) => Retry::Never,
        Request::Status
        | Request::Watch
        | Request::Scan(_)
        | Request::Identify(_)
        | Request::MoveAbsolute(_)
        | Request::Stop
        | Request::Home
        | Request::GoToPreset(_)
        | Request::RunPatrol(_)
        | Request::Position
        | Request::Receipt
        | Request::Controllers(_)
        | Request::Rename(_)
        | Request::SetRole(_)
        | Request::ChangeCode(_)
        | Request::Losses(_)
        | Request::Info
        | Request::Abilities
        | Request::Support
        | Request::Diagnose(_)
        | Request::Time
        | Request::SetTime(_)
        | Request::WalkTest(_)
        | Request::Settings(_)
        | Request::ClearSetting(_)
        | Request::Set(_) => Retry::Repeat,
    }
}

impl Asked {
    pub(super) fn new(request: Request) -> Self {
        Self {
            request,
            phase: Phase::Due { at_ms: 0 },
            outcome_by_ms: 0,
            asks_outcome: false,
        }
    }

    pub(super) fn request(&self) -> &Request {
        &self.request
    }

    pub(super) fn is(&self, id: u16) -> bool {
        matches!(self.phase, Phase::Sent { id: ours, .. } if ours == id)
    }

    pub(super) fn is_due(&self, now_ms: u64) -> bool {
        matches!(self.phase, Phase::Due { at_ms } if at_ms <= now_ms)
    }

    /// When the machine must look at it again.
    pub(super) fn due_ms(&self, now_ms: u64) -> u64 {
        match self.phase {
            Phase::Due { at_ms } => at_ms.max(now_ms),
            Phase::Sent { until_ms, .. } => until_ms,
        }
    }

    /// When its answer must be there.
    pub(super) fn answer_due_ms(&self) -> Option<u64> {
        match self.phase {
            Phase::Due { .. } => None,
            Phase::Sent { until_ms, .. } => Some(until_ms),
        }
    }

    /// The link is lost: to be asked again over the next.
    pub(super) fn unsent(&mut self) {
        self.phase = Phase::Due { at_ms: 0 };
    }

    /// The link is lost: over the next, ask how it has ended.
    pub(super) fn ask_outcome(&mut self) {
        self.asks_outcome = matches!(self.phase, Phase::Sent { .. }) || self.asks_outcome;
        self.unsent();
    }

    pub(super) fn send(
        &mut self,
        now_ms: u64,
        patience: &Patience,
        link: &mut Link,
        out: &mut [u8],
    ) -> Result<(usize, u8), ControllerError> {
        let (request, ms) = match &self.request {
            Request::Provision(_) if self.asks_outcome => (&Request::Status, patience.answer_ms),
            request @ Request::Provision(_) => {
                self.outcome_by_ms = now_ms.saturating_add(patience.setup_ms.into());
                // A link that dies silently is given up early enough to ask over another.
                (request, patience.setup_ms / 3 * 2)
            }
            request @ Request::Scan(_) => (request, patience.scan_ms),
            request => (request, patience.answer_ms),
        };
        let (id, len) = link.request(request, out)?;
        let until_ms = now_ms.saturating_add(ms.into());
        self.phase = Phase::Sent { id, until_ms };
        Ok((len, request.kind()))
    }

    /// What the app hears of an answer.
    pub(super) fn answered(&mut self, now_ms: u64, until_ms: u64, reply: Reply) -> Heard {
        // Each item of a list shows that the camera is there.
        if let Phase::Sent {
            until_ms: until, ..
        } = &mut self.phase
        {
            *until = until_ms.max(*until);
        }
        let status = match &reply {
            Reply::Status(status) if self.asks_outcome => status,
            _ => return Heard::Reply(reply),
        };
        match setup_outcome(status) {
            Some(Refusal::NONE) => Heard::Reply(Reply::Done),
            Some(why) => Heard::Reply(Reply::Refused(Refused::because(why))),
            None if now_ms >= self.outcome_by_ms => Heard::Undecided,
            None => {
                let at_ms = now_ms.saturating_add(OUTCOME_MS.into());
                self.phase = Phase::Due { at_ms };
                Heard::Again
            }
        }
    }
}

/// How the last setup has ended, as far as a status tells: `NONE` is well,
/// `None` is not known yet.
#[must_use]
pub fn setup_outcome(status: &Status) -> Option<Refusal> {
    match (status.state, status.last_setup) {
        (CameraState::STARTING | CameraState::JOINING, _) => None,
        (CameraState::ONLINE, Refusal::NONE) => Some(Refusal::NONE),
        // It knows a network and looks for it: perhaps the one just given.
        (CameraState::CONNECTING, Refusal::NONE) => None,
        // Back without a reason: it has restarted meanwhile.
        (_, Refusal::NONE) => Some(Refusal::CANCELLED),
        (_, why) => Some(why),
    }
}
