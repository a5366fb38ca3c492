//! A controller inside the program: what the stories' `controller` lines mean.
//! It speaks the real protocol to the camera, over a pipe.

use core::net::SocketAddr;

use camera_fsm::scenario::{Code, Outcome, Verb, Whom};
use camera_proto::controller::{Controller, ControllerError, Event};
use camera_proto::frame::MAX_FRAME;
use camera_proto::message::{
    Enroll, HelloReply, Identify, MoveAbsolute, MoveContinuous, MoveRelative, Page, Reply, Request,
    ResetConfirm, ResetRequest, Revoke,
};
use camera_proto::pairing::SetupCode;
use camera_proto::vocab::{
    KeyId, LossItem, Network, PairingSecret, Receipt, Refusal, ResetToken, Speed,
};
use rand::rngs::StdRng;
use zeroize::Zeroizing;

use crate::reach::Reach;
use crate::sim::wire::SimWire;
use crate::talk::{Talk, TalkLog};

/// The number that a TCP link has in the protocol.
const TCP: u8 = 1;

/// The controller.
pub struct Phone {
    rng: StdRng,
    /// Where the camera's wire is; without it, a pipe inside the program.
    port: Option<SocketAddr>,
    link: Option<Link>,
    key: Option<(KeyId, Zeroizing<[u8; 32]>)>,
    /// What became of the last verb.
    pub outcome: Outcome,
    /// What the last scan listed.
    pub networks: Vec<Network>,
    /// What the last reset request listed.
    pub losses: Vec<LossItem>,
    /// What the last receipt showed.
    pub receipt: Option<Receipt>,
    token: Option<ResetToken>,
    controllers: Vec<KeyId>,
    /// Every key and password that this controller ever had.
    secrets: Vec<Zeroizing<Vec<u8>>>,
    talk: TalkLog,
}

struct Link {
    reach: Reach,
    controller: Controller,
    plan: Plan,
    waits_for: Option<u16>,
}

/// What to do once the camera has said hello.
enum Plan {
    Pair(SetupCode),
    Resume,
    Talk,
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
}

impl Phone {
    /// A controller that knows no camera. It reaches it by TCP at that port,
    /// or else by a pipe inside the program.
    #[must_use]
    pub fn new(rng: StdRng, port: Option<SocketAddr>) -> Self {
        Self {
            rng,
            port,
            link: None,
            key: None,
            outcome: Outcome::Pending,
            networks: Vec::new(),
            losses: Vec::new(),
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
        self.link.is_some() && self.outcome == Outcome::Pending
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
        self.link
            .as_ref()
            .is_some_and(|link| link.controller.is_open())
    }

    /// Begins a verb. `label` is what the camera's sticker says.
    ///
    /// # Errors
    /// When it makes no sense now.
    pub fn begin(
        &mut self,
        verb: &Verb<'_>,
        label: &SetupCode,
        wire: &mut SimWire,
    ) -> Result<(), PhoneError> {
        self.outcome = Outcome::Pending;
        let request = match verb {
            Verb::Pair(code) => {
                let code = self.code(*code, label)?;
                self.connect(Plan::Pair(code), wire);
                return Ok(());
            }
            Verb::Connect => {
                if self.key.is_none() {
                    return Err(PhoneError::Missing("key", "pair"));
                }
                self.connect(Plan::Resume, wire);
                return Ok(());
            }
            Verb::Disconnect => {
                self.hang_up(wire);
                self.outcome = Outcome::Done;
                return Ok(());
            }
            Verb::Scan => {
                self.networks.clear();
                Request::Scan(Page::default())
            }
            Verb::Setup(network) => {
                let password = network.passphrase.as_bytes().to_vec();
                if !password.is_empty() {
                    self.secrets.push(Zeroizing::new(password));
                }
                Request::Provision(network.clone())
            }
            Verb::Status => Request::Status,
            Verb::Move { pan, tilt } => Request::MoveAbsolute(MoveAbsolute {
                pan: *pan,
                tilt: *tilt,
                speed: Speed::default(),
            }),
            Verb::MoveBy { pan, tilt } => Request::MoveRelative(MoveRelative {
                pan: *pan,
                tilt: *tilt,
                speed: Speed::default(),
            }),
            Verb::MoveOn {
                pan,
                tilt,
                lease_ms,
            } => Request::MoveContinuous(MoveContinuous {
                pan: *pan,
                tilt: *tilt,
                lease_ms: *lease_ms,
            }),
            Verb::Home => Request::Home,
            Verb::Stop => Request::Stop,
            Verb::Identify { seconds } => Request::Identify(Identify { seconds: *seconds }),
            Verb::Restart => Request::Restart,
            Verb::Reset(scope) => {
                self.losses.clear();
                Request::ResetRequest(ResetRequest { scope: *scope })
            }
            Verb::Confirm { wrong } => {
                let token = self.token.take().unwrap_or(ResetToken([0; 8]));
                let ResetToken(mut bytes) = token;
                bytes[0] ^= u8::from(*wrong);
                Request::ResetConfirm(ResetConfirm {
                    token: ResetToken(bytes),
                })
            }
            Verb::Receipt => Request::Receipt,
            Verb::Controllers => {
                self.controllers.clear();
                Request::Controllers(Page::default())
            }
            Verb::Revoke(Whom::Me) => {
                let (key_id, _) = self
                    .key
                    .as_ref()
                    .ok_or(PhoneError::Missing("key", "pair"))?;
                Request::Revoke(Revoke { key_id: *key_id })
            }
            Verb::Revoke(Whom::Place(place)) => {
                let known = self.controllers.get(usize::from(*place)).copied();
                let key_id = known.unwrap_or(KeyId([0; 8]));
                Request::Revoke(Revoke { key_id })
            }
        };
        self.ask(&request, wire);
        Ok(())
    }

    /// Hears what the camera has said. `true` when there was something.
    pub fn hear(&mut self, wire: &mut SimWire) -> bool {
        let Some(link) = &mut self.link else {
            return false;
        };
        let said = match link.reach.hear(wire) {
            Some(said) if said.is_empty() => return false,
            Some(said) => said,
            None => {
                self.link = None;
                if self.outcome == Outcome::Pending {
                    self.outcome = Outcome::Offline;
                }
                return false;
            }
        };
        let mut rest = said.as_slice();
        let mut out = [0; MAX_FRAME];
        while let Some(link) = &mut self.link {
            match link.controller.receive(&mut rest, &mut out) {
                Ok(None) => break,
                Ok(Some(event)) => {
                    self.talk.heard(&event, said.len());
                    self.heard(event, &out, wire);
                }
                Err(error) => {
                    self.outcome = Outcome::Refused(why(&error));
                    self.hang_up(wire);
                }
            }
        }
        true
    }

    fn heard(&mut self, event: Event, out: &[u8], wire: &mut SimWire) {
        let Some(link) = &mut self.link else { return };
        match event {
            Event::Hello(hello) => self.greeted(&hello, wire),
            Event::Send(len) => {
                link.reach.say(&out[..len], wire);
                self.talk.said("PairConfirm", len);
            }
            Event::Open => match core::mem::replace(&mut link.plan, Plan::Talk) {
                Plan::Pair(_) => {
                    let name = heapless::Vec::from_slice(b"story").unwrap_or_default();
                    self.ask(&Request::Enroll(Enroll { name }), wire);
                }
                Plan::Resume | Plan::Talk => self.outcome = Outcome::Done,
            },
            Event::Notice { .. } | Event::Unknown { .. } => {}
            Event::Reply { id, reply } if link.waits_for == Some(id) => self.answered(reply),
            Event::Reply { .. } => {}
        }
    }

    fn greeted(&mut self, hello: &HelloReply, wire: &mut SimWire) {
        let Some(link) = &mut self.link else { return };
        let mut out = [0; MAX_FRAME];
        let written = match (&link.plan, &self.key) {
            (Plan::Pair(code), _) => link.controller.pair(code, hello, &mut self.rng, &mut out),
            (Plan::Resume, Some((key_id, key))) => {
                let (key_id, key) = (*key_id, &**key);
                link.controller.resume(key_id, key, &mut self.rng, &mut out)
            }
            (Plan::Resume | Plan::Talk, _) => Err(ControllerError::NotNow),
        };
        match written {
            Ok(len) => {
                let kind = match link.plan {
                    Plan::Pair(_) => "PairShare",
                    Plan::Resume | Plan::Talk => "SessionOpen",
                };
                link.reach.say(&out[..len], wire);
                self.talk.said(kind, len);
            }
            Err(error) => self.outcome = Outcome::Refused(why(&error)),
        }
    }

    fn answered(&mut self, reply: Reply) {
        match reply {
            Reply::Network(network) => return self.networks.push(network),
            Reply::Controller(controller) => return self.controllers.push(controller.key_id),
            Reply::Refused(refused) => {
                self.outcome = Outcome::Refused(refused.why);
                return;
            }
            Reply::Enrolled(enrolled) => {
                self.secrets.push(Zeroizing::new(enrolled.key.to_vec()));
                self.key = Some((enrolled.key_id, Zeroizing::new(enrolled.key)));
            }
            Reply::LossList(list) => {
                self.token = Some(list.token);
                self.losses = list.items.to_vec();
            }
            Reply::Receipt(receipt) => self.receipt = receipt,
            _ => {}
        }
        self.outcome = Outcome::Done;
    }

    fn connect(&mut self, plan: Plan, wire: &mut SimWire) {
        self.hang_up(wire);
        let Some(mut reach) = Reach::connect(self.port, wire) else {
            self.outcome = Outcome::Offline;
            return;
        };
        let mut controller = Controller::new(TCP);
        let mut out = [0; MAX_FRAME];
        match controller.hello(PairingSecret::CODE, &mut out) {
            Ok(len) => {
                reach.say(&out[..len], wire);
                self.talk.said("Hello", len);
            }
            Err(error) => self.outcome = Outcome::Refused(why(&error)),
        }
        self.link = Some(Link {
            reach,
            controller,
            plan,
            waits_for: None,
        });
    }

    fn hang_up(&mut self, wire: &mut SimWire) {
        if let Some(link) = self.link.take() {
            link.reach.hang_up(wire);
        }
    }

    fn ask(&mut self, request: &Request, wire: &mut SimWire) {
        let Some(link) = &mut self.link else {
            self.outcome = Outcome::Offline;
            return;
        };
        let mut out = [0; MAX_FRAME];
        match link.controller.request(request, &mut out) {
            Ok((id, len)) => {
                link.waits_for = Some(id);
                if !link.reach.say(&out[..len], wire) {
                    self.outcome = Outcome::Offline;
                }
                self.talk.asked(request, len);
            }
            Err(error) => self.outcome = Outcome::Refused(why(&error)),
        }
    }

    /// Another code than the label's, but a whole one: its check digit is right.
    fn code(&mut self, code: Code<'_>, label: &SetupCode) -> Result<SetupCode, PhoneError> {
        let text = |code: &SetupCode| String::from_utf8_lossy(code.digits()).into_owned();
        Ok(match code {
            Code::Label => SetupCode::parse(&text(label))?,
            Code::Typed(typed) => SetupCode::parse(typed)?,
            Code::Wrong => loop {
                let other = SetupCode::random(&mut self.rng);
                if other.digits() != label.digits() {
                    break other;
                }
            },
        })
    }
}

/// A refusal of the handshake is one of the camera's codes; what the controller
/// found out itself has the closest one.
fn why(error: &ControllerError) -> Refusal {
    match error {
        ControllerError::Refused(refused) => refused.why,
        ControllerError::WrongCode => Refusal::WRONG_CODE,
        ControllerError::WrongKey => Refusal::UNKNOWN_CONTROLLER,
        ControllerError::Version => Refusal::UNSUPPORTED,
        ControllerError::UnsafeParameters
        | ControllerError::Protocol
        | ControllerError::NotNow
        | ControllerError::TooLong => Refusal::NOT_ALLOWED,
    }
}
