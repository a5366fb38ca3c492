//! A controller of a story: the real one, on a cable of the mock board.

use camera_fsm::input::ClientId;
use camera_fsm::scenario::{Code, ListedName, Outcome, Verb, Whom};
use camera_fsm::time::Instant;
use camera_hal::mock::wire::MockWire;
use camera_hal::wire::Wire as _;
use camera_proto::controller::{Action, Controller, ControllerError, Input, Patience, Told};
use camera_proto::frame::MAX_FRAME;
use camera_proto::message::{
    ChangeCode, CodeRecord, Finding, Invite, Notice, Rename, Reply, Request, ResetConfirm, Revoke,
    SetRole, Support,
};
use camera_proto::pairing::{LabelRecord, MIN_ITERATIONS, SetupCode};
use camera_proto::vocab::{
    KeyId, LossItem, Network, PairingSecret, Receipt, Refusal, ResetToken, Role, Status,
};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::Rng as _;

/// The number that a TCP link has in the protocol.
const TCP: u8 = 1;

/// A story goes on when the link is lost: nobody looks for the camera.
const PATIENCE: Patience = Patience {
    answer_ms: 10_000,
    scan_ms: 30_000,
    setup_ms: 180_000,
    return_ms: 0,
};

/// The codes that people know.
pub(crate) struct Codes {
    pub(crate) label: SetupCode,
    /// What the last invitation said.
    pub(crate) invited: Option<SetupCode>,
    /// What the camera was given last in place of its label's.
    pub(crate) changed: Option<SetupCode>,
}

pub(crate) struct Phone {
    client: ClientId,
    rng: ChaCha20Rng,
    machine: Controller,
    is_plugged: bool,
    pairs_by: Option<SetupCode>,
    key: Option<(KeyId, [u8; 32])>,
    token: Option<ResetToken>,
    controllers: Vec<KeyId>,
    begins_to_watch: bool,
    pub(crate) outcome: Outcome,
    pub(crate) networks: Vec<Network>,
    pub(crate) losses: Vec<LossItem>,
    pub(crate) listed: Vec<ListedName>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) support: Option<Support>,
    pub(crate) noticed: Option<u8>,
    pub(crate) receipt: Option<Receipt>,
    /// The last one it was told.
    #[allow(dead_code, reason = "who sees the camera's own does not ask")]
    pub(crate) status: Option<Status>,
    /// Every key and password that it ever had.
    pub(crate) secrets: Vec<Vec<u8>>,
}

/// The wire, and whether the camera is on the air.
pub(crate) type Air<'a> = (&'a mut MockWire, bool);

impl Phone {
    pub(crate) fn new(place: u8, rng: ChaCha20Rng) -> Self {
        Self {
            client: ClientId(place),
            rng,
            machine: Controller::new(TCP, PATIENCE),
            is_plugged: false,
            pairs_by: None,
            key: None,
            token: None,
            controllers: Vec::new(),
            begins_to_watch: false,
            outcome: Outcome::Pending,
            networks: Vec::new(),
            losses: Vec::new(),
            listed: Vec::new(),
            findings: Vec::new(),
            support: None,
            noticed: None,
            receipt: None,
            status: None,
            secrets: Vec::new(),
        }
    }

    /// Begins a verb.
    pub(crate) fn begin(
        &mut self,
        verb: &Verb<'_>,
        codes: &mut Codes,
        now: Instant,
        air: Air<'_>,
    ) -> Result<(), String> {
        self.outcome = Outcome::Pending;
        self.begins_to_watch = matches!(verb, Verb::Watch);
        match verb {
            Verb::Pair(code) => {
                self.pairs_by = Some(self.code(*code, codes)?);
                let by = match code {
                    Code::Invited | Code::TypedInvitation(_) => PairingSecret::INVITATION,
                    _ => PairingSecret::CODE,
                };
                self.step(now, Input::Reach(by), air);
            }
            Verb::Connect if self.key.is_none() => return Err("it has no key".into()),
            Verb::Connect => {
                self.pairs_by = None;
                self.step(now, Input::Reach(PairingSecret::CODE), air);
            }
            Verb::Disconnect => {
                self.step(now, Input::Leave, air);
                self.outcome = Outcome::Done;
            }
            verb => {
                let request = self.request(verb, codes)?;
                self.step(now, Input::Ask(&request), air);
            }
        }
        Ok(())
    }

    /// Hears what the camera has said. `true` when there was something.
    pub(crate) fn hear(&mut self, now: Instant, (wire, is_on_air): Air<'_>) -> bool {
        let mut said = [0; camera_hal::mock::wire::CABLE_BYTES];
        let len = wire.hear(self.client, &mut said);
        let mut rest = said.get(..len).unwrap_or_default();
        while !rest.is_empty() {
            self.step(now, Input::Received(&mut rest), (wire, is_on_air));
        }
        if self.is_plugged && len == 0 && wire.connection(self.client).is_none() {
            self.is_plugged = false;
            self.step(now, Input::Disconnected, (wire, is_on_air));
            return false;
        }
        self.step(now, Input::Tick, (wire, is_on_air));
        len > 0
    }

    fn step(&mut self, now: Instant, input: Input<'_, '_>, (wire, is_on_air): Air<'_>) {
        let mut out = [0; MAX_FRAME];
        let now_ms = now.as_millis();
        let step = self.machine.step(now_ms, input, &mut self.rng, &mut out);
        match step.action {
            Some(Action::HangUp) => self.hang_up(wire),
            Some(Action::Connect) => {
                self.hang_up(wire);
                self.is_plugged = is_on_air;
                let connected = match is_on_air {
                    true => Input::Connected,
                    false => Input::Disconnected,
                };
                if is_on_air {
                    wire.plug(self.client);
                }
                self.step(now, connected, (wire, is_on_air));
            }
            None => {}
        }
        if let Some((len, _)) = step.send {
            let taken = wire.say(self.client, out.get(..len).unwrap_or_default());
            assert_eq!(taken, len, "a cable has room for a request");
        }
        if let Some(told) = step.told {
            self.told(now, told, (wire, is_on_air));
        }
    }

    fn hang_up(&mut self, wire: &mut MockWire) {
        if core::mem::take(&mut self.is_plugged) {
            wire.close(self.client);
        }
    }

    fn told(&mut self, now: Instant, told: Told, air: Air<'_>) {
        match told {
            Told::Hello(_) => match (self.pairs_by.take(), self.key) {
                (Some(code), _) => {
                    let name = b"story".iter().copied().collect();
                    self.step(now, Input::Pair(&code, &name), air);
                }
                (None, Some((key_id, key))) => self.step(now, Input::Resume(key_id, &key), air),
                (None, None) => self.outcome = Outcome::Offline,
            },
            Told::Enrolled(enrolled) => {
                self.secrets.push(enrolled.key.to_vec());
                self.key = Some((enrolled.key_id, enrolled.key));
                self.outcome = Outcome::Done;
            }
            Told::Open => self.outcome = Outcome::Done,
            Told::Reply(reply) => self.answered(reply),
            Told::Ended(error) if self.outcome == Outcome::Pending => self.outcome = ending(&error),
            Told::NotNow | Told::Unanswered => self.outcome = Outcome::Offline,
            Told::Notice(Notice::Motion(motion)) => self.noticed = Some(motion.zone),
            // The answer to `watch`; those after it are news.
            Told::Snapshot(_) if core::mem::take(&mut self.begins_to_watch) => {
                self.outcome = Outcome::Done;
            }
            Told::Snapshot(_) | Told::Ended(_) | Told::Notice(_) => {}
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
                let id = setting.id().expect("a setting of this version");
                return self.listed.push(format!("{id:?}").bytes().collect());
            }
            Reply::Finding(finding) => return self.findings.push(finding),
            Reply::Loss(loss) => return self.listed.push(loss.name),
            Reply::Refused(refused) => return self.outcome = Outcome::Refused(refused.why),
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

    fn request(&mut self, verb: &Verb<'_>, codes: &mut Codes) -> Result<Request, String> {
        match verb {
            Verb::Scan => self.networks.clear(),
            Verb::Setup(network) if !network.passphrase.as_bytes().is_empty() => {
                self.secrets.push(network.passphrase.as_bytes().to_vec());
            }
            Verb::Diagnose => self.findings.clear(),
            Verb::Controllers => self.controllers.clear(),
            _ => {}
        }
        if matches!(verb, Verb::Controllers | Verb::Settings | Verb::Losses(_)) {
            self.listed.clear();
        }
        if let Some(request) = verb.request() {
            return Ok(request);
        }
        Ok(match verb {
            Verb::Confirm { wrong } => {
                let ResetToken(mut token) = self.token.take().unwrap_or(ResetToken([0; 8]));
                token[0] ^= u8::from(*wrong);
                let token = ResetToken(token);
                Request::ResetConfirm(ResetConfirm { token })
            }
            Verb::Revoke(whom) => Request::Revoke(Revoke {
                key_id: self.key_of(*whom)?,
            }),
            Verb::Rename { whom, name } => Request::Rename(Rename {
                key_id: self.key_of(*whom)?,
                name: name.clone(),
            }),
            Verb::SetRole { whom, role } => Request::SetRole(SetRole {
                key_id: self.key_of(*whom)?,
                role: *role,
            }),
            Verb::Invite { role, valid_s } => {
                Request::Invite(self.invitation(*role, *valid_s, codes))
            }
            Verb::ChangeCode => {
                let code = SetupCode::random(&mut self.rng);
                let record = self.record(&code);
                codes.changed = Some(code);
                Request::ChangeCode(ChangeCode { record })
            }
            verb => return Err(format!("that is no request: {verb:?}")),
        })
    }

    fn invitation(&mut self, role: Role, valid_s: u16, codes: &mut Codes) -> Invite {
        let code = SetupCode::random(&mut self.rng);
        let record = self.record(&code);
        codes.invited = Some(code);
        Invite {
            record,
            role,
            valid_s,
        }
    }

    /// What checks a code, but does not hold it.
    fn record(&mut self, code: &SetupCode) -> CodeRecord {
        let mut salt = [0; 16];
        self.rng.fill_bytes(&mut salt);
        let record = LabelRecord::from_code(code, &salt, MIN_ITERATIONS).expect("a record");
        record.to_message()
    }

    fn key_of(&self, whom: Whom) -> Result<KeyId, String> {
        match (whom, self.key) {
            (Whom::Me, Some((key_id, _))) => Ok(key_id),
            (Whom::Me, None) => Err("it has no key".into()),
            (Whom::Place(place), _) => {
                let known = self.controllers.get(usize::from(place)).copied();
                Ok(known.unwrap_or(KeyId([0; 8])))
            }
        }
    }

    /// A wrong code is a whole one: its check digit is right. So is the code of an invitation that nobody gave.
    fn code(&mut self, code: Code<'_>, codes: &Codes) -> Result<SetupCode, String> {
        let again = |code: &SetupCode| {
            let digits = String::from_utf8_lossy(code.digits()).into_owned();
            SetupCode::parse(&digits).map_err(|error| error.to_string())
        };
        match code {
            Code::Label => again(&codes.label),
            Code::Invited => again(codes.invited.as_ref().unwrap_or(&codes.label)),
            Code::Changed => again(codes.changed.as_ref().unwrap_or(&codes.label)),
            Code::Typed(typed) | Code::TypedInvitation(typed) => {
                SetupCode::parse(typed).map_err(|error| error.to_string())
            }
            Code::Wrong => loop {
                let other = SetupCode::random(&mut self.rng);
                if other.digits() != codes.label.digits() {
                    break Ok(other);
                }
            },
        }
    }
}

/// A refusal of the handshake is one of the camera's codes; what the controller found out itself has the closest one.
fn ending(error: &ControllerError) -> Outcome {
    Outcome::Refused(match error {
        ControllerError::Unreachable => return Outcome::Offline,
        ControllerError::Refused(refused) => refused.why,
        ControllerError::WrongCode => Refusal::WRONG_CODE,
        ControllerError::WrongKey => Refusal::UNKNOWN_CONTROLLER,
        ControllerError::Version => Refusal::UNSUPPORTED,
        _ => Refusal::NOT_ALLOWED,
    })
}
