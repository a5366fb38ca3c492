//! The controller of a story, and the link's slots beside the machine. No
//! cryptography: a code is right or wrong, and a key is a number.

use camera_fsm::action::Answer;
use camera_fsm::device::Device;
use camera_fsm::input::{Ask, Target, Topic, Trial};
use camera_fsm::scenario::{Code, Outcome, Verb, Whom};
use camera_proto::message::Provision;
use camera_proto::vocab::{
    LossItem, Network, PairingSecret, Passphrase, Receipt, Refusal, ResetToken, Role, Speed,
};

use super::{PHONE, Radio, RoleOf};

/// Stands for a controller's key.
pub(crate) type KeyNumber = u32;

pub(crate) struct Phone {
    pub(crate) outcome: Outcome,
    pub(crate) receipt: Option<Receipt>,
    pub(crate) losses: Vec<LossItem>,
    pub(crate) networks: Vec<Network>,
    /// The link's slots: the credentials on trial, and the key being enrolled.
    pub(crate) trial: Option<Provision>,
    pub(crate) new_key: Option<KeyNumber>,
    key: Option<KeyNumber>,
    role: Option<Role>,
    token: ResetToken,
    asked: Option<(u16, Step)>,
    to_ask: Option<(Step, Ask)>,
    next_id: u16,
}

/// What the phone is doing with its request.
#[derive(Clone, Copy, Debug)]
enum Step {
    Sharing { right: bool },
    Proving,
    Enrolling,
    Asking,
}

impl Default for Phone {
    fn default() -> Self {
        Self {
            outcome: Outcome::Pending,
            receipt: None,
            losses: Vec::new(),
            networks: Vec::new(),
            trial: None,
            new_key: None,
            key: None,
            role: None,
            token: ResetToken([0; 8]),
            asked: None,
            to_ask: None,
            next_id: 0,
        }
    }
}

const ATTEMPT: Ask = Ask::PairAttempt {
    by: PairingSecret::CODE,
};
const ENROLL: Ask = Ask::Enroll {
    by: PairingSecret::CODE,
};

impl Phone {
    /// Begins a verb; `true` when the link to the camera ends with it.
    pub(crate) fn act(
        &mut self,
        verb: &Verb<'_>,
        reachable: bool,
        role_of: impl Fn(KeyNumber) -> RoleOf,
    ) -> bool {
        self.outcome = Outcome::Pending;
        self.asked = None;
        let was_linked = self.role.is_some();
        if !reachable || matches!(verb, Verb::Disconnect) {
            let quiet = matches!(verb, Verb::Disconnect);
            self.role = None;
            self.outcome = if quiet {
                Outcome::Done
            } else {
                Outcome::Offline
            };
            return was_linked;
        }
        match verb {
            Verb::Pair(code) => {
                self.role = Some(Role::STRANGER);
                let right = matches!(code, Code::Label);
                self.to_ask = Some((Step::Sharing { right }, ATTEMPT));
                was_linked
            }
            Verb::Connect => {
                self.role = self.key.and_then(role_of);
                self.outcome = match self.role {
                    Some(_) => Outcome::Done,
                    None => Outcome::Refused(Refusal::UNKNOWN_CONTROLLER),
                };
                was_linked
            }
            verb if self.role.is_some() => {
                let ask = self.ask(verb);
                self.to_ask = Some((Step::Asking, ask));
                false
            }
            _ => {
                self.outcome = Outcome::Offline;
                false
            }
        }
    }

    /// The link is gone; `true` when there was one.
    pub(crate) fn link_is_gone(&mut self) -> bool {
        if self.asked.take().is_some() || self.to_ask.take().is_some() {
            self.outcome = Outcome::Offline;
        }
        self.role.take().is_some()
    }

    /// The request to send now.
    pub(crate) fn next_request(&mut self) -> Option<(u16, Role, Ask)> {
        let (step, ask) = self.to_ask.take()?;
        self.next_id = self.next_id.wrapping_add(1);
        self.asked = Some((self.next_id, step));
        Some((self.next_id, self.role.unwrap_or(Role::STRANGER), ask))
    }

    /// An answer comes.
    pub(crate) fn receive(&mut self, id: u16, answer: Answer, camera: &Device, radio: &Radio) {
        let Some((_, step)) = self.asked.take_if(|(asked, _)| *asked == id) else {
            return;
        };
        match (step, answer) {
            (_, Answer::Refused(refused)) => return self.outcome = Outcome::Refused(refused.why),
            (Step::Sharing { right: true }, Answer::PairShare) => {
                return self.to_ask = Some((Step::Proving, Ask::PairProven));
            }
            (Step::Sharing { right: false }, Answer::PairShare) => {
                return self.to_ask = Some((Step::Asking, Ask::PairFailed));
            }
            (Step::Proving, Answer::Done) => {
                self.role = Some(Role::PROVEN);
                self.new_key = Some(self.next_id.into());
                return self.to_ask = Some((Step::Enrolling, ENROLL));
            }
            (Step::Enrolling, Answer::Enrolled(role)) => {
                self.role = Some(role);
                self.key = self.new_key.take();
            }
            (_, Answer::Networks) => self.networks.clone_from(&radio.heard),
            (_, Answer::LossList) => {
                if let Some((scope, token)) = camera.reset().offered(PHONE) {
                    self.token = token;
                    self.losses = camera.losses(scope).to_vec();
                }
            }
            (_, Answer::Tell(Topic::Receipt)) => self.receipt = camera.reset().receipt(),
            _ => {}
        }
        self.outcome = Outcome::Done;
    }

    fn ask(&mut self, verb: &Verb<'_>) -> Ask {
        match verb {
            Verb::Pair(_) | Verb::Connect | Verb::Disconnect | Verb::Status => {
                Ask::Tell(Topic::Status)
            }
            Verb::Scan => Ask::Scan,
            Verb::Setup(setup) => {
                let trial = Trial::of(setup);
                self.trial = Some(copy(setup));
                Ask::Provision(trial)
            }
            Verb::Move { pan, tilt } => Ask::MoveAbsolute {
                pan: *pan,
                tilt: *tilt,
                speed: Speed(0),
            },
            Verb::MoveBy { pan, tilt } => Ask::MoveRelative {
                pan: *pan,
                tilt: *tilt,
                speed: Speed(0),
            },
            Verb::MoveOn {
                pan,
                tilt,
                lease_ms,
            } => Ask::MoveContinuous {
                pan: *pan,
                tilt: *tilt,
                lease_ms: *lease_ms,
            },
            Verb::Home => Ask::Home,
            Verb::Stop => Ask::Stop,
            Verb::Identify { seconds } => Ask::Identify {
                ms: u32::from(*seconds) * 1_000,
            },
            Verb::Restart => Ask::Restart,
            Verb::Reset(scope) => Ask::ResetRequest {
                scope: *scope,
                token: ResetToken([self.next_id as u8 ^ 0x5a; 8]),
            },
            Verb::Confirm { wrong } => Ask::ResetConfirm {
                token: ResetToken(self.token.0.map(|byte| byte ^ u8::from(*wrong))),
            },
            Verb::Receipt => Ask::Tell(Topic::Receipt),
            Verb::Controllers => Ask::Tell(Topic::Controllers),
            Verb::Revoke(Whom::Me) => Ask::Revoke(Target {
                place: self.key.map(|_| 0),
                role: self.role.unwrap_or(Role::STRANGER),
                is_self: true,
            }),
            Verb::Revoke(Whom::Place(place)) => Ask::Revoke(Target {
                place: Some(*place),
                role: Role::USER,
                is_self: false,
            }),
        }
    }
}

/// Credentials are not `Clone`, so that no copy of them goes unnoticed.
pub(crate) fn copy(from: &Provision) -> Provision {
    Provision {
        ssid: from.ssid.clone(),
        passphrase: Passphrase::clone(&from.passphrase),
        ..*from
    }
}
