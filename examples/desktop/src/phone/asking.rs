//! From a verb of a story to the request that it means.

use camera_fsm::scenario::{Code, Verb, Whom};
use camera_proto::message::{
    AudioTest, GoToPreset, Identify, Invite, Losses, MoveAbsolute, MoveContinuous, MoveRelative,
    Page, Rename, Request, ResetConfirm, ResetRequest, Revoke, RunPatrol, SetRole, SetTime,
    WalkTest,
};
use camera_proto::pairing::{LabelRecord, MIN_ITERATIONS, SALT_LEN, SetupCode};
use camera_proto::vocab::{KeyId, ResetToken, Role, Speed};
use rand::Rng as _;
use zeroize::Zeroizing;

use super::{Phone, PhoneError};

/// The codes that people know.
pub struct Codes {
    /// What the camera's sticker says.
    pub label: SetupCode,
    /// What the last invitation said, and people told each other.
    invited: Option<SetupCode>,
}

impl Codes {
    /// Nobody was invited yet.
    #[must_use]
    pub fn new(label: SetupCode) -> Self {
        let invited = None;
        Self { label, invited }
    }
}

impl Phone {
    pub(super) fn request(
        &mut self,
        verb: &Verb<'_>,
        codes: &mut Codes,
    ) -> Result<Request, PhoneError> {
        Ok(match verb {
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
            // The first three are no requests: they are about the link itself.
            Verb::Pair(_) | Verb::Connect | Verb::Disconnect | Verb::Status => Request::Status,
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
            Verb::Watch => Request::Watch,
            Verb::Diagnose => {
                self.findings.clear();
                Request::Diagnose(Page::default())
            }
            Verb::Support => Request::Support,
            Verb::SetTime { unix_s } => Request::SetTime(SetTime {
                unix_s: u64::from(*unix_s),
            }),
            Verb::WalkTest { seconds } => Request::WalkTest(WalkTest { seconds: *seconds }),
            Verb::AudioTest { seconds } => Request::AudioTest(AudioTest { seconds: *seconds }),
            Verb::Home => Request::Home,
            Verb::Stop => Request::Stop,
            Verb::GoToPreset { place } => Request::GoToPreset(GoToPreset {
                place: *place,
                speed: Speed::default(),
            }),
            Verb::Patrol { run } => Request::RunPatrol(RunPatrol { run: *run }),
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
                self.listed.clear();
                Request::Controllers(Page::default())
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
                Request::Invite(self.invitation(*role, *valid_s, codes)?)
            }
            Verb::Set(setting) => Request::Set(setting.clone()),
            Verb::Settings => {
                self.listed.clear();
                self.settings.clear();
                Request::Settings(Page::default())
            }
            Verb::Losses(kind) => {
                self.listed.clear();
                let (kind, from) = (*kind, 0);
                Request::Losses(Losses { kind, from })
            }
        })
    }

    fn key_of(&self, whom: Whom) -> Result<KeyId, PhoneError> {
        match (whom, &self.key) {
            (Whom::Me, Some((key_id, _))) => Ok(*key_id),
            (Whom::Me, None) => Err(PhoneError::Missing("key", "pair")),
            (Whom::Place(place), _) => {
                let known = self.controllers.get(usize::from(place)).copied();
                Ok(known.unwrap_or(KeyId([0; 8])))
            }
        }
    }

    /// An invitation by a code of its own, which people tell each other.
    fn invitation(
        &mut self,
        role: Role,
        valid_s: u16,
        codes: &mut Codes,
    ) -> Result<Invite, PhoneError> {
        let code = SetupCode::random(&mut self.rng);
        let mut salt = [0; SALT_LEN];
        self.rng.fill_bytes(&mut salt);
        let record = LabelRecord::from_code(&code, &salt, MIN_ITERATIONS)?.to_message();
        codes.invited = Some(code);
        Ok(Invite {
            record,
            role,
            valid_s,
        })
    }

    /// A wrong code is a whole one: its check digit is right. So is the code of
    /// an invitation that nobody gave.
    pub(super) fn code(&mut self, code: Code<'_>, codes: &Codes) -> Result<SetupCode, PhoneError> {
        let label = &codes.label;
        let text = |code: &SetupCode| String::from_utf8_lossy(code.digits()).into_owned();
        Ok(match code {
            Code::Label => SetupCode::parse(&text(label))?,
            Code::Invited => SetupCode::parse(&text(codes.invited.as_ref().unwrap_or(label)))?,
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
