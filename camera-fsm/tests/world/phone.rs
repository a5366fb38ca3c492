//! The controller of a story, and the link's slots beside the machine. No
//! cryptography: a code is right or wrong, and a key is a number.

use std::format;
use std::vec::Vec;

use camera_fsm::action::Answer;
use camera_fsm::device::Device;
use camera_fsm::input::{Ask, ClientId, Target, Topic, Trial};
use camera_fsm::motion_detection::ZoneSet;
use camera_fsm::scenario::{Code, ListedName, Outcome, Verb, Whom};
use camera_fsm::settings::Effect;
use camera_fsm::time::Instant;
use camera_proto::message::{Finding, Provision, Support};
use camera_proto::vocab::{
    ControllerName, LossItem, LossKind, Network, PairingSecret, Passphrase, Receipt, Refusal,
    ResetCause, ResetToken, Role,
};

use super::Radio;
use super::flash::Flash;

/// Stands for a controller's key.
pub(crate) type KeyNumber = u32;

pub(crate) struct Phone {
    /// Its place in the link.
    pub(crate) client: ClientId,
    pub(crate) outcome: Outcome,
    pub(crate) receipt: Option<Receipt>,
    pub(crate) losses: Vec<LossItem>,
    pub(crate) networks: Vec<Network>,
    /// What the last list named.
    pub(crate) listed: Vec<ListedName>,
    /// What the last diagnosis found.
    pub(crate) findings: Vec<Finding>,
    pub(crate) support: Option<Support>,
    /// In which zone something moved, by the last notice.
    pub(crate) noticed: Option<u8>,
    watches: bool,
    /// The link's slots: the credentials on trial, the key being enrolled, and
    /// a controller's name.
    pub(crate) trial: Option<Provision>,
    pub(crate) new_key: Option<KeyNumber>,
    pub(crate) name: ControllerName,
    /// And what the setting that is being kept means for the machine.
    pub(crate) effect: Effect,
    key: Option<KeyNumber>,
    role: Option<Role>,
    /// By what it pairs.
    by: PairingSecret,
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

/// What it calls itself.
const NAME: &[u8] = b"story";

impl Phone {
    /// One that knows no camera, for that place of the link.
    pub(crate) fn new(client: ClientId) -> Self {
        Self {
            client,
            outcome: Outcome::Pending,
            receipt: None,
            losses: Vec::new(),
            networks: Vec::new(),
            listed: Vec::new(),
            findings: Vec::new(),
            support: None,
            noticed: None,
            watches: false,
            trial: None,
            new_key: None,
            name: ControllerName::new(),
            effect: Effect::None,
            key: None,
            role: None,
            by: PairingSecret::CODE,
            token: ResetToken([0; 8]),
            asked: None,
            to_ask: None,
            next_id: 0,
        }
    }

    /// Begins a verb; `true` when the link to the camera ends with it.
    pub(crate) fn act(&mut self, verb: &Verb<'_>, reachable: bool, flash: &Flash) -> bool {
        self.outcome = Outcome::Pending;
        self.asked = None;
        self.watches |= matches!(verb, Verb::Watch);
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
                let right = match code {
                    Code::Label => !flash.is_code_changed(),
                    Code::Changed => flash.is_code_changed(),
                    Code::Invited => true,
                    Code::Wrong | Code::Typed(_) | Code::TypedInvitation(_) => false,
                };
                self.by = match code {
                    Code::Invited | Code::TypedInvitation(_) => PairingSecret::INVITATION,
                    _ => PairingSecret::CODE,
                };
                let attempt = Ask::PairAttempt { by: self.by };
                self.to_ask = Some((Step::Sharing { right }, attempt));
                was_linked
            }
            Verb::Connect => {
                self.role = self.key.and_then(|key| flash.role_of(key));
                self.outcome = match self.role {
                    Some(_) => Outcome::Done,
                    None => Outcome::Refused(Refusal::UNKNOWN_CONTROLLER),
                };
                was_linked
            }
            // The link checks a setting before it asks the machine.
            Verb::Set(setting) if self.role.is_some() && setting.check().is_err() => {
                self.outcome = setting
                    .check()
                    .map_or_else(Outcome::Refused, |()| Outcome::Done);
                false
            }
            verb if self.role.is_some() => {
                let ask = self.ask(verb, flash);
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
        self.watches = false;
        if self.asked.take().is_some() || self.to_ask.take().is_some() {
            self.outcome = Outcome::Offline;
        }
        self.role.take().is_some()
    }

    /// The request to send now.
    pub(crate) fn next_request(&mut self, flash: &Flash) -> Option<(ClientId, u16, Role, Ask)> {
        let (step, ask) = self.to_ask.take()?;
        self.next_id = self.next_id.wrapping_add(1);
        self.asked = Some((self.next_id, step));
        // The link asks the store each time: a role may have changed.
        let known = self.key.and_then(|key| flash.role_of(key));
        let role = match self.role.unwrap_or(Role::STRANGER) {
            by_code @ (Role::STRANGER | Role::PROVEN) => by_code,
            _ => known.unwrap_or(Role::STRANGER),
        };
        Some((self.client, self.next_id, role, ask))
    }

    /// A notice of motion comes, to who watches.
    pub(crate) fn notice(&mut self, zones: ZoneSet) {
        if self.watches && self.role.is_some() {
            self.noticed = zones.codes().last();
        }
    }

    /// An answer comes.
    pub(crate) fn receive(
        &mut self,
        id: u16,
        answer: Answer,
        (camera, now): (&Device, Instant),
        radio: &Radio,
        flash: &Flash,
    ) {
        let Some((_, step)) = self.asked.take_if(|(asked, _)| *asked == id) else {
            return;
        };
        match (step, answer) {
            (_, Answer::Refused(refused)) => {
                self.trial = None;
                return self.outcome = Outcome::Refused(refused.why);
            }
            (Step::Sharing { right: true }, Answer::PairShare) => {
                return self.to_ask = Some((Step::Proving, Ask::PairProven));
            }
            (Step::Sharing { right: false }, Answer::PairShare) => {
                return self.to_ask = Some((Step::Asking, Ask::PairFailed));
            }
            (Step::Proving, Answer::Done) => {
                self.role = Some(Role::PROVEN);
                let place = KeyNumber::from(self.client.0) << 16;
                self.new_key = Some(place | KeyNumber::from(self.next_id));
                self.name = NAME.iter().copied().collect();
                return self.to_ask = Some((Step::Enrolling, Ask::Enroll { by: self.by }));
            }
            (Step::Enrolling, Answer::Enrolled(role)) => {
                self.role = Some(role);
                self.key = self.new_key.take();
            }
            (_, Answer::Networks) => self.networks.clone_from(&radio.heard),
            (_, Answer::LossList) => {
                if let Some((scope, token)) = camera.reset().offered(self.client) {
                    self.token = token;
                    self.losses = camera.losses(scope).to_vec();
                }
            }
            (_, Answer::Tell(Topic::Controllers | Topic::Losses(LossKind::CONTROLLERS))) => {
                let known = flash.controllers().into_iter();
                self.listed = known
                    .map(|known| known.name.into_iter().collect())
                    .collect();
            }
            (_, Answer::Tell(Topic::Settings | Topic::Losses(LossKind::SETTINGS))) => {
                let kept = flash.settings().into_iter();
                let name = |id| format!("{id:?}").bytes().collect();
                self.listed = kept.map(name).collect();
            }
            (_, Answer::Tell(Topic::Losses(LossKind::NETWORK))) => {
                let known = flash.network().into_iter();
                let name = |network: &Provision| network.ssid.as_bytes().iter().copied().collect();
                self.listed = known.map(name).collect();
            }
            (_, Answer::Tell(Topic::Diagnosis)) => {
                self.findings = flash.facts(camera, now).findings().collect();
            }
            (_, Answer::Tell(Topic::Support)) => self.support = Some(support(camera, now)),
            (_, Answer::Tell(Topic::Receipt)) => self.receipt = camera.reset().receipt(),
            _ => {}
        }
        self.outcome = Outcome::Done;
    }

    fn ask(&mut self, verb: &Verb<'_>, flash: &Flash) -> Ask {
        match verb {
            Verb::Pair(_) | Verb::Connect | Verb::Disconnect | Verb::Status | Verb::Watch => {
                Ask::Tell(Topic::Status)
            }
            Verb::Diagnose => Ask::Tell(Topic::Diagnosis),
            Verb::Support => Ask::Tell(Topic::Support),
            Verb::Info => Ask::Tell(Topic::Info),
            Verb::Abilities => Ask::Tell(Topic::Abilities),
            Verb::Time => Ask::Tell(Topic::Time),
            Verb::Position => Ask::Tell(Topic::Position),
            Verb::SetTime { unix_s } => Ask::SetTime {
                unix_s: u64::from(*unix_s),
            },
            Verb::WalkTest { seconds } => Ask::WalkTest {
                ms: u32::from(*seconds) * 1_000,
            },
            Verb::AudioTest { seconds } => Ask::AudioTest {
                ms: u32::from(*seconds) * 1_000,
            },
            Verb::Scan => Ask::Scan,
            Verb::Setup(setup) => {
                let trial = Trial::of(setup);
                self.trial = Some(copy(setup));
                Ask::Provision(trial)
            }
            Verb::Move { pan, tilt, speed } => Ask::MoveAbsolute {
                pan: *pan,
                tilt: *tilt,
                speed: *speed,
            },
            Verb::MoveBy { pan, tilt, speed } => Ask::MoveRelative {
                pan: *pan,
                tilt: *tilt,
                speed: *speed,
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
            Verb::GoToPreset { place, speed } => Ask::GoToPreset {
                place: *place,
                speed: *speed,
            },
            Verb::Patrol { run } => Ask::RunPatrol(*run),
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
            Verb::Revoke(whom) => Ask::Revoke(self.target(*whom, flash)),
            Verb::Rename { whom, name } => {
                self.name.clone_from(name);
                Ask::Rename(self.target(*whom, flash))
            }
            Verb::SetRole { whom, role } => Ask::SetRole {
                target: self.target(*whom, flash),
                role: *role,
            },
            Verb::Invite { role, valid_s } => Ask::Invite {
                role: *role,
                valid_s: *valid_s,
            },
            Verb::Set(setting) => {
                self.effect = Effect::of(setting);
                Ask::Set(setting.id().expect("it was checked"), self.effect)
            }
            Verb::ChangeCode => Ask::ChangeCode,
            Verb::Clear(id) => Ask::Clear(*id),
            Verb::Settings => Ask::Tell(Topic::Settings),
            Verb::Losses(kind) => Ask::Tell(Topic::Losses(*kind)),
        }
    }

    /// As the link finds it in the store.
    fn target(&self, whom: Whom, flash: &Flash) -> Target {
        let known = flash.controllers();
        let place = match whom {
            Whom::Me => known.iter().position(|known| Some(known.key) == self.key),
            Whom::Place(place) => Some(usize::from(place)),
        };
        let place = place.filter(|place| *place < known.len());
        let target = place.map(|place| &known[place]);
        Target {
            place: place.map(|place| place as u8),
            role: target.map_or(Role::STRANGER, |known| known.role),
            is_self: target.is_some_and(|known| Some(known.key) == self.key),
        }
    }
}

/// As the link tells it.
fn support(camera: &Device, now: Instant) -> Support {
    let (status, receipt) = (camera.status(now), camera.reset().receipt());
    Support {
        uptime_s: status.uptime_s,
        first_setup_s: camera.first_setup_s().into(),
        resets: receipt.map_or(0, |receipt| receipt.count),
        last_reset: receipt.map_or(ResetCause(0), |receipt| receipt.cause),
        fault: status.fault,
        last_setup: status.last_setup,
        rssi_dbm: status.rssi_dbm,
        controllers: camera.controllers().count(),
        wrong_codes: camera.pairing().attempts(),
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
