//! A controller inside the program: what the stories' `controller` lines mean.
//! It speaks the real protocol to the camera, over a pipe.

mod asking;
#[cfg(test)]
mod tests;

use core::net::SocketAddr;

use camera_fsm::scenario::{Code, ListedName, Outcome, Verb};
use camera_fsm::time::Instant;
use camera_proto::controller::{Action, Controller, ControllerError, Input, Patience, Told};
use camera_proto::frame::MAX_FRAME;
use camera_proto::message::{Finding, Motion, Notice, Reply, Setting, Support};
use camera_proto::pairing::{PairingError, SetupCode};
use camera_proto::vocab::{
    KeyId, LossItem, Network, PairingSecret, Receipt, Refusal, ResetToken, Status,
};
use rand::rngs::StdRng;
use zeroize::Zeroizing;

use crate::reach::Reach;
use crate::sim::wire::SimWire;
use crate::talk::{Talk, TalkLog};

pub use asking::Codes;

/// The number that a TCP link has in the protocol.
const TCP: u8 = 1;

/// A story goes on when the link is lost: nobody looks for the camera.
const PATIENCE: Patience = Patience {
    answer_ms: 10_000,
    scan_ms: 30_000,
    setup_ms: 180_000,
    return_ms: 0,
};

/// What it calls itself.
const NAME: &str = "story";

/// The controller.
pub struct Phone {
    rng: StdRng,
    /// Where the camera's wire is; without it, a pipe inside the program.
    port: Option<SocketAddr>,
    controller: Controller,
    reach: Option<Reach>,
    plan: Plan,
    key: Option<(KeyId, Zeroizing<[u8; 32]>)>,
    /// What became of the last verb.
    pub outcome: Outcome,
    /// What the last scan listed.
    pub networks: Vec<Network>,
    /// What the last reset request listed.
    pub losses: Vec<LossItem>,
    /// What the last list named, as a person calls it.
    pub listed: Vec<ListedName>,
    /// The settings that the last list named: those that are not at their default.
    pub settings: Vec<Setting>,
    /// How the camera was when it was asked last.
    pub status: Option<Status>,
    /// What the last diagnosis found.
    pub findings: Vec<Finding>,
    /// What support would ask for, as it was told last.
    pub support: Option<Support>,
    /// What moved, by the last notice.
    pub noticed: Option<Noticed>,
    /// Whether the camera tells it what happens, while its link lasts.
    watches: bool,
    /// Whether the last verb was to watch, and is not answered yet.
    begins_to_watch: bool,
    /// What the last receipt showed.
    pub receipt: Option<Receipt>,
    token: Option<ResetToken>,
    controllers: Vec<KeyId>,
    /// Every key and password that this controller ever had.
    secrets: Vec<Zeroizing<Vec<u8>>>,
    talk: TalkLog,
}

/// Motion that the camera has told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noticed {
    /// What it said.
    pub motion: Motion,
    /// When it was heard.
    pub at: Instant,
}

/// What to do once the camera has said hello.
enum Plan {
    Pair(SetupCode),
    Resume,
}

/// Why a verb cannot even begin.
#[derive(Debug, thiserror::Error)]
pub enum PhoneError {
    /// A typed code is none.
    #[error("that is not a label code: {0}")]
    Code(#[from] camera_proto::pairing::CodeError),
    /// There is no key yet, or no session.
    #[error("the controller has no {0}: say `controller {1}` first")]
    Missing(&'static str, &'static str),
    /// A code makes no record.
    #[error("the code of the invitation makes no record: {0}")]
    Record(#[from] PairingError),
}

impl Phone {
    /// A controller that knows no camera, and reaches it by a pipe inside the
    /// program.
    #[must_use]
    pub fn new(rng: StdRng) -> Self {
        Self::with(rng, None, PATIENCE)
    }

    /// A controller that knows no camera, and reaches it by TCP at that port.
    /// Its messages take the time of this machine, so it waits for them as long
    /// however fast the camera's time goes.
    #[must_use]
    pub fn over_tcp(rng: StdRng, port: SocketAddr, speed: f64) -> Self {
        let answer_ms = (f64::from(PATIENCE.answer_ms) * speed.max(1.0)) as u32;
        let patience = Patience {
            answer_ms,
            ..PATIENCE
        };
        Self::with(rng, Some(port), patience)
    }

    fn with(rng: StdRng, port: Option<SocketAddr>, patience: Patience) -> Self {
        Self {
            rng,
            port,
            controller: Controller::new(TCP, patience),
            reach: None,
            plan: Plan::Resume,
            key: None,
            outcome: Outcome::Pending,
            networks: Vec::new(),
            losses: Vec::new(),
            listed: Vec::new(),
            settings: Vec::new(),
            status: None,
            findings: Vec::new(),
            support: None,
            noticed: None,
            watches: false,
            begins_to_watch: false,
            receipt: None,
            token: None,
            controllers: Vec::new(),
            secrets: Vec::new(),
            talk: TalkLog::default(),
        }
    }

    /// What went over its link since the last call.
    pub fn take_talk(&mut self) -> Vec<Talk> {
        self.talk.take()
    }

    /// Whether it waits for something that comes over its link.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.reach.is_some() && self.outcome == Outcome::Pending
    }

    /// Whether the camera tells it what happens.
    #[must_use]
    pub fn is_watching(&self) -> bool {
        self.watches && self.is_linked()
    }

    /// All that must not be found anywhere after a reset.
    pub fn secrets(&self) -> impl Iterator<Item = &[u8]> {
        self.secrets.iter().map(|secret| secret.as_slice())
    }

    /// The controllers that the camera listed last.
    #[must_use]
    pub fn controllers(&self) -> &[KeyId] {
        &self.controllers
    }

    /// Whether it has a key of its own.
    #[must_use]
    pub fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// Whether its link is sealed.
    #[must_use]
    pub fn is_linked(&self) -> bool {
        self.controller.is_open()
    }

    /// Begins a verb.
    ///
    /// # Errors
    /// When it makes no sense now.
    pub fn begin(
        &mut self,
        verb: &Verb<'_>,
        codes: &mut Codes,
        now: Instant,
        wire: &mut SimWire,
    ) -> Result<(), PhoneError> {
        self.outcome = Outcome::Pending;
        self.begins_to_watch = matches!(verb, Verb::Watch);
        match verb {
            Verb::Pair(code) => {
                self.plan = Plan::Pair(self.code(*code, codes)?);
                let by = match code {
                    Code::Invited => PairingSecret::INVITATION,
                    _ => PairingSecret::CODE,
                };
                self.step(now, Input::Reach(by), wire);
            }
            Verb::Connect => {
                if self.key.is_none() {
                    return Err(PhoneError::Missing("key", "pair"));
                }
                self.plan = Plan::Resume;
                self.step(now, Input::Reach(PairingSecret::CODE), wire);
            }
            Verb::Disconnect => {
                self.step(now, Input::Leave, wire);
                self.outcome = Outcome::Done;
            }
            verb => {
                let request = self.request(verb, codes)?;
                self.step(now, Input::Ask(&request), wire);
            }
        }
        Ok(())
    }

    /// Hears what the camera has said. `true` when there was something.
    pub fn hear(&mut self, now: Instant, wire: &mut SimWire) -> bool {
        let Some(reach) = &mut self.reach else {
            return false;
        };
        let Some(said) = reach.hear(wire) else {
            self.reach = None;
            self.step(now, Input::Disconnected, wire);
            return false;
        };
        let mut rest = said.as_slice();
        while !rest.is_empty() && self.reach.is_some() {
            let before = rest.len();
            let heard = self.step(now, Input::Received(&mut rest), wire);
            if let Some(kind) = heard {
                self.talk.heard(kind, before - rest.len());
            }
        }
        self.step(now, Input::Tick, wire);
        !said.is_empty()
    }

    /// Gives the controller an input, and does what it wants. Says which kind
    /// of message has come.
    fn step(&mut self, now: Instant, input: Input<'_, '_>, wire: &mut SimWire) -> Option<u8> {
        let mut out = [0; MAX_FRAME];
        let step = self
            .controller
            .step(now.as_millis(), input, &mut self.rng, &mut out);
        match step.action {
            Some(Action::HangUp) => self.hang_up(wire),
            Some(Action::Connect) => {
                self.hang_up(wire);
                self.reach = Reach::connect(self.port, wire);
                let connected = match self.reach {
                    Some(_) => Input::Connected,
                    None => Input::Disconnected,
                };
                self.step(now, connected, wire);
            }
            None => {}
        }
        if let (Some((len, kind)), Some(reach)) = (step.send, &mut self.reach) {
            self.talk.said(kind, len);
            if !reach.say(&out[..len], wire) {
                self.hang_up(wire);
                self.step(now, Input::Disconnected, wire);
            }
        }
        if let Some(told) = step.told {
            self.told(now, told, wire);
        }
        step.heard
    }

    fn told(&mut self, now: Instant, told: Told, wire: &mut SimWire) {
        match told {
            Told::Hello(_) => match (core::mem::replace(&mut self.plan, Plan::Resume), &self.key) {
                (Plan::Pair(code), _) => {
                    let name = NAME.bytes().collect();
                    self.step(now, Input::Pair(&code, &name), wire);
                }
                (Plan::Resume, Some((key_id, key))) => {
                    let (key_id, key) = (*key_id, key.clone());
                    self.step(now, Input::Resume(key_id, &key), wire);
                }
                (Plan::Resume, None) => self.outcome = Outcome::Offline,
            },
            Told::Enrolled(enrolled) => {
                self.secrets.push(Zeroizing::new(enrolled.key.to_vec()));
                self.key = Some((enrolled.key_id, Zeroizing::new(enrolled.key)));
                self.outcome = Outcome::Done;
            }
            Told::Open => self.outcome = Outcome::Done,
            Told::Reply(reply) => self.answered(reply),
            Told::Ended(error) if self.outcome == Outcome::Pending => {
                self.outcome = ending(&error);
            }
            Told::NotNow | Told::Unanswered => self.outcome = Outcome::Offline,
            Told::Notice(Notice::Motion(motion)) => {
                self.noticed = Some(Noticed { motion, at: now })
            }
            // The answer to `watch`; those after it are news.
            Told::Snapshot(_) => {
                self.watches = true;
                // Somebody may wait for something else meanwhile.
                if core::mem::take(&mut self.begins_to_watch) {
                    self.outcome = Outcome::Done;
                }
            }
            Told::Ended(_) | Told::Notice(_) => {}
        }
    }

    fn answered(&mut self, reply: Reply) {
        match reply {
            Reply::Network(network) => return self.networks.push(network),
            Reply::Controller(controller) => {
                self.listed.push(controller.name.iter().copied().collect());
                return self.controllers.push(controller.key_id);
            }
            Reply::Setting(setting) => {
                let title = setting.id().map(|id| format!("{id:?}"));
                self.listed
                    .extend(title.map(|title| title.bytes().collect()));
                return self.settings.push(setting);
            }
            Reply::Finding(finding) => return self.findings.push(finding),
            Reply::Loss(loss) => return self.listed.push(loss.name),
            Reply::Refused(refused) => {
                self.outcome = Outcome::Refused(refused.why);
                return;
            }
            Reply::LossList(list) => {
                self.token = Some(list.token);
                self.losses = list.items.to_vec();
            }
            Reply::Receipt(receipt) => self.receipt = receipt,
            Reply::Status(status) => self.status = Some(status),
            Reply::Support(support) => self.support = Some(support),
            _ => {}
        }
        self.outcome = Outcome::Done;
    }

    fn hang_up(&mut self, wire: &mut SimWire) {
        self.watches = false;
        if let Some(reach) = self.reach.take() {
            reach.hang_up(wire);
        }
    }
}

/// A refusal of the handshake is one of the camera's codes; what the controller
/// found out itself has the closest one.
fn ending(error: &ControllerError) -> Outcome {
    Outcome::Refused(match error {
        ControllerError::Unreachable => return Outcome::Offline,
        ControllerError::Refused(refused) => refused.why,
        ControllerError::WrongCode => Refusal::WRONG_CODE,
        ControllerError::WrongKey => Refusal::UNKNOWN_CONTROLLER,
        ControllerError::Version => Refusal::UNSUPPORTED,
        ControllerError::UnsafeParameters
        | ControllerError::Protocol
        | ControllerError::NotNow
        | ControllerError::TooLong
        | ControllerError::Exhausted => Refusal::NOT_ALLOWED,
    })
}
