//! From a verb of a story to the request that it means.

use camera_fsm::scenario::{Code, Verb, Whom};
use camera_proto::message::{
    ChangeCode, CodeRecord, Invite, Rename, Request, ResetConfirm, Revoke, SetRole,
};
use camera_proto::pairing::{CodeError, LabelRecord, MIN_ITERATIONS, SALT_LEN, SetupCode};
use camera_proto::vocab::{KeyId, ResetToken, Role};
use rand::Rng as _;
use zeroize::Zeroizing;

use super::{Phone, PhoneError};

/// The codes that people know.
pub struct Codes {
    /// What the camera's sticker says.
    pub label: SetupCode,
    /// What the last invitation said, and people told each other.
    invited: Option<SetupCode>,
    /// What the camera was given last in place of its label's.
    changed: Option<SetupCode>,
}

impl Codes {
    /// Nobody was invited yet.
    #[must_use]
    pub fn new(label: SetupCode) -> Self {
        Self {
            label,
            invited: None,
            changed: None,
        }
    }

    /// The digits of that one, where there is one.
    fn digits(&self, code: Code<'_>) -> Option<String> {
        let known = match code {
            Code::Label => Some(&self.label),
            Code::Changed => self.changed.as_ref(),
            Code::Invited => self.invited.as_ref(),
            Code::Wrong | Code::Typed(_) | Code::TypedInvitation(_) => None,
        };
        known.map(|code| String::from_utf8_lossy(code.digits()).into_owned())
    }

    /// The verb without the secret that was typed into it: a code that the story
    /// itself has made up is made up anew when it is played again.
    #[must_use]
    pub fn portable(&self, verb: &Verb<'_>) -> Option<&'static str> {
        match verb {
            Verb::Pair(Code::TypedInvitation(_)) => Some("pair invited"),
            Verb::Pair(Code::Typed(typed)) => {
                let typed = SetupCode::parse(typed).ok()?;
                let changed = self.changed.as_ref()?;
                (changed.digits() == typed.digits()).then_some("pair changed")
            }
            _ => None,
        }
    }
}

impl Phone {
    pub(super) fn request(
        &mut self,
        verb: &Verb<'_>,
        codes: &mut Codes,
    ) -> Result<Request, PhoneError> {
        match verb {
            Verb::Scan => self.networks.clear(),
            Verb::Setup(network) => {
                let password = network.passphrase.as_bytes().to_vec();
                if !password.is_empty() {
                    self.secrets.push(Zeroizing::new(password));
                }
            }
            Verb::Diagnose => self.findings.clear(),
            Verb::Reset(_) => self.losses.clear(),
            Verb::Controllers => {
                self.controllers.clear();
                self.listed.clear();
            }
            Verb::Settings => {
                self.listed.clear();
                self.settings.clear();
            }
            Verb::Losses(_) => self.listed.clear(),
            _ => {}
        }
        match verb.request() {
            Some(request) => Ok(request),
            None => self.own_request(verb, codes),
        }
    }

    /// What takes what only this controller knows.
    fn own_request(&mut self, verb: &Verb<'_>, codes: &mut Codes) -> Result<Request, PhoneError> {
        Ok(match verb {
            Verb::Confirm { wrong } => {
                let token = self.token.take().unwrap_or(ResetToken([0; 8]));
                let ResetToken(mut bytes) = token;
                bytes[0] ^= u8::from(*wrong);
                Request::ResetConfirm(ResetConfirm {
                    token: ResetToken(bytes),
                })
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
            Verb::ChangeCode => {
                let code = SetupCode::random(&mut self.rng);
                let record = self.record(&code)?;
                self.gave.offered = Some(copy(&code)?);
                codes.changed = Some(code);
                Request::ChangeCode(ChangeCode { record })
            }
            // The rest is no request: it is about the link itself.
            _ => Request::Status,
        })
    }

    fn key_of(&self, whom: Whom) -> Result<KeyId, PhoneError> {
        match (whom, &self.key) {
            (Whom::Me, Some((key_id, _))) => Ok(*key_id),
            (Whom::Me, None) => Err(PhoneError::Missing("key", "pair")),
            (Whom::Place(place), _) => {
                let known = self.controllers.get(usize::from(place));
                Ok(known.map_or(KeyId([0; 8]), |known| known.key_id))
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
        let record = self.record(&code)?;
        self.gave.offered = Some(copy(&code)?);
        codes.invited = Some(code);
        Ok(Invite {
            record,
            role,
            valid_s,
        })
    }

    /// What checks a code, but does not hold it.
    fn record(&mut self, code: &SetupCode) -> Result<CodeRecord, PhoneError> {
        let mut salt = [0; SALT_LEN];
        self.rng.fill_bytes(&mut salt);
        Ok(LabelRecord::from_code(code, &salt, MIN_ITERATIONS)?.to_message())
    }

    /// A wrong code is a whole one: its check digit is right. So is a code that
    /// nobody gave.
    pub(super) fn code(&mut self, code: Code<'_>, codes: &Codes) -> Result<SetupCode, PhoneError> {
        let label = &codes.label;
        Ok(match code {
            Code::Label | Code::Changed | Code::Invited => {
                let digits = codes.digits(code).or_else(|| codes.digits(Code::Label));
                SetupCode::parse(&digits.unwrap_or_default())?
            }
            Code::Typed(typed) | Code::TypedInvitation(typed) => SetupCode::parse(typed)?,
            Code::Wrong => loop {
                let other = SetupCode::random(&mut self.rng);
                if other.digits() != label.digits() {
                    break other;
                }
            },
        })
    }
}

/// A code is not `Clone`, so that no copy of it goes unnoticed.
fn copy(code: &SetupCode) -> Result<SetupCode, CodeError> {
    SetupCode::parse(&String::from_utf8_lossy(code.digits()))
}
