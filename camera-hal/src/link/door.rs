//! Who stands at the door: from a stranger's hello to a session (R43).
//!
//! What takes long, the curve arithmetic, is handed out as a [`Handshake`] and
//! computed outside of the runner's turn, so that button, LED and head go on.

use camera_fsm::input::{Ask, ClientId};
use camera_proto::codec::TooLong;
use camera_proto::frame::Frame;
use camera_proto::message::{Hello, HelloReply, Refused, Reply, Request, SessionOpen};
use camera_proto::pairing::{
    CameraConfirming, HelloHash, LabelRecord, PairingContext, session_prologue,
};
use camera_proto::sealed::{self, SEALED_BODY_AT};
use camera_proto::session::Session;
use camera_proto::vocab::{PairingSecret, Refusal, Role};
use camera_proto::{message::MAX_BODY, version};
use embedded_storage::nor_flash::NorFlash;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::Scene;
pub(super) use super::handshake::Ticket;
pub use super::handshake::{Computed, Handshake};
use super::handshake::{Half, Outcome};
use crate::slots::What;
use crate::store::factory::Factory;
use crate::wire::Transport;

pub(super) struct Door {
    hello: Option<HelloHash>,
    /// By what this client may want to pair.
    secret: PairingSecret,
    stage: Stage,
    /// The request that `Stage` works on.
    id: u16,
}

enum Stage {
    Shut,
    /// A share came; the machine is asked whether it may be answered.
    Asked([u8; 65]),
    /// It may: the answer is to be computed.
    ShareDue([u8; 65]),
    /// Half of a handshake is out to be computed, by that number.
    Computing(u32),
    /// The answer is out; the confirmation is to come.
    Confirming(CameraConfirming),
    /// The confirmation was right; the machine is clearing the count.
    Proven(Session),
    /// A key was named; the session is to be computed.
    OpenDue(SessionOpen),
    Open {
        session: Session,
        role: Role,
        key_place: Option<u8>,
    },
}

/// What came of a message in clear.
pub(super) enum Heard {
    Ask(Ask),
    Refuse(Refusal),
    /// Something is to be computed first.
    Work,
}

/// What came of computing.
pub(super) enum Worked {
    Reply(u16, Reply),
    WrongCode(u16),
    Nothing,
}

impl Door {
    pub(super) const fn new() -> Self {
        Self {
            hello: None,
            secret: PairingSecret::CODE,
            stage: Stage::Shut,
            id: 0,
        }
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Open { .. })
    }

    pub(super) fn role(&self) -> Role {
        match self.stage {
            Stage::Open { role, .. } => role,
            _ => Role::STRANGER,
        }
    }

    /// By what it wants to pair, or has paired.
    pub(super) fn secret(&self) -> PairingSecret {
        self.secret
    }

    /// What it may do from now on.
    pub(super) fn set_role(&mut self, to: Role) {
        if let Stage::Open { role, .. } = &mut self.stage {
            *role = to;
        }
    }

    /// Which of the camera's controllers this is.
    pub(super) fn key_place(&self) -> Option<u8> {
        match self.stage {
            Stage::Open { key_place, .. } => key_place,
            _ => None,
        }
    }

    /// Whether half of a handshake is to be computed.
    pub(super) fn is_due(&self) -> bool {
        matches!(self.stage, Stage::ShareDue(_) | Stage::OpenDue(_))
    }

    /// Whether it is being computed.
    pub(super) fn is_computing(&self) -> bool {
        matches!(self.stage, Stage::Computing(_))
    }

    /// Opens a sealed frame in place.
    pub(super) fn open<'f>(&mut self, frame: Frame<'f>) -> Option<Frame<'f>> {
        match &mut self.stage {
            Stage::Open { session, .. } => sealed::read(session, frame),
            _ => None,
        }
    }

    /// Seals a message into a frame.
    pub(super) fn seal(
        &mut self,
        kind: u8,
        id: u16,
        encode: impl FnOnce(&mut [u8]) -> Result<usize, TooLong>,
        frame: &mut [u8],
    ) -> Result<usize, TooLong> {
        let Stage::Open { session, .. } = &mut self.stage else {
            return Err(TooLong);
        };
        let body_len = encode(frame.get_mut(SEALED_BODY_AT..).ok_or(TooLong)?)?;
        sealed::write(session, kind, id, body_len, frame).map_err(|_| TooLong)
    }

    /// Whether its session has sent all it may: the app opens another one.
    pub(super) fn is_spent(&self) -> bool {
        matches!(&self.stage, Stage::Open { session, .. } if session.is_spent())
    }

    /// Whether it was greeted. What was said first is what the handshake
    /// proves, so there is no second time.
    pub(super) fn has_greeted(&self) -> bool {
        self.hello.is_some()
    }

    /// Answers a hello, and remembers both for what follows.
    pub(super) fn greet<F: NorFlash, R: CryptoRng>(
        &mut self,
        hello: &Hello,
        request_body: &[u8],
        scene: &mut Scene<'_, F, R>,
    ) -> Option<Reply> {
        let Some(factory) = scene.store.factory() else {
            return Some(Reply::Refused(Refused::because(Refusal::STORE_FAILURE)));
        };
        self.secret = hello.secret;
        let record = record(self.secret, scene)?;
        let range = hello.min_version..=hello.max_version;
        let reply = Reply::Hello(HelloReply {
            version: match range.contains(&version::CURRENT) {
                true => version::CURRENT,
                false => 0,
            },
            model: factory.model.clone(),
            discriminator: factory.discriminator,
            setup_open: scene.device.may_pair_by(self.secret),
            salt: *record.salt(),
            iterations: record.iterations(),
        });
        let mut body = [0; MAX_BODY];
        let len = reply.encode(&mut body).ok()?;
        self.hello = Some(HelloHash::new(request_body, body.get(..len)?));
        Some(reply)
    }

    /// The messages that make a session. Anything else in clear is refused.
    pub(super) fn handshake(&mut self, id: u16, request: Request) -> Heard {
        if self.hello.is_none() {
            return Heard::Refuse(Refusal::NOT_ALLOWED);
        }
        match (core::mem::replace(&mut self.stage, Stage::Shut), request) {
            (Stage::Shut, Request::PairShare(share)) => {
                self.id = id;
                self.stage = Stage::Asked(share.share_p);
                Heard::Ask(Ask::PairAttempt { by: self.secret })
            }
            (Stage::Confirming(confirming), Request::PairConfirm(confirm)) => {
                self.id = id;
                match confirming.confirm(&confirm.confirm_p) {
                    Ok(session) => {
                        self.stage = Stage::Proven(session);
                        Heard::Ask(Ask::PairProven)
                    }
                    Err(_) => Heard::Ask(Ask::PairFailed),
                }
            }
            (Stage::Shut, Request::SessionOpen(open)) => {
                self.id = id;
                self.stage = Stage::OpenDue(open);
                Heard::Work
            }
            (stage, _) => {
                self.stage = stage;
                Heard::Refuse(Refusal::NOT_ALLOWED)
            }
        }
    }

    /// The machine lets the answer to a share leave. `false` when there is none.
    pub(super) fn share_is_due(&mut self, id: u16) -> bool {
        match self.stage {
            Stage::Asked(share_p) if self.id == id => {
                self.stage = Stage::ShareDue(share_p);
                true
            }
            _ => false,
        }
    }

    /// A reply went out in clear: it may be the one that opens the session,
    /// or one that shuts the door.
    pub(super) fn answered(&mut self, id: u16, reply: &Reply) {
        if self.is_open() || self.id != id {
            return;
        }
        self.stage = match (core::mem::replace(&mut self.stage, Stage::Shut), reply) {
            (Stage::Proven(session), Reply::Done) => Stage::Open {
                session,
                role: Role::PROVEN,
                key_place: None,
            },
            _ => Stage::Shut,
        };
    }

    /// The key in the client's slot is its own now; `false` when there is none.
    pub(super) fn enrolled<F: NorFlash, R>(
        &mut self,
        client: ClientId,
        granted: Role,
        scene: &mut Scene<'_, F, R>,
    ) -> bool {
        let (
            Some(What::Controller(record)),
            Stage::Open {
                role, key_place, ..
            },
        ) = (scene.slots.staged(client), &mut self.stage)
        else {
            return false;
        };
        *role = granted;
        *key_place = scene.store.place_of(scene.flash, record.key_id);
        true
    }

    /// The half of a handshake that is due, to be computed elsewhere.
    pub(super) fn take<F: NorFlash, R: CryptoRng>(
        &mut self,
        ticket: Ticket,
        transport: Transport,
        scene: &mut Scene<'_, F, R>,
    ) -> Option<Handshake> {
        let hello = self.hello.as_ref()?;
        let transport = transport as u8;
        let half = match &self.stage {
            Stage::ShareDue(share_p) => Half::Share {
                share_p: *share_p,
                record: record(self.secret, scene),
                context: PairingContext::new(transport, hello),
            },
            Stage::OpenDue(open) => {
                let place = scene.store.place_of(scene.flash, open.key_id);
                let mut key = Zeroizing::new([0; 32]);
                scene.rng.fill_bytes(&mut *key);
                let known = place.and_then(|place| {
                    let controller = scene.store.controller(scene.flash, place)?;
                    *key = controller.key;
                    Some((place, controller.role))
                });
                Half::Open {
                    prologue: session_prologue(transport, hello, open.key_id),
                    open: open.clone(),
                    key,
                    known,
                }
            }
            _ => return None,
        };
        self.stage = Stage::Computing(ticket.number);
        Some(Handshake { ticket, half })
    }

    /// What was computed goes on from here.
    pub(super) fn computed(&mut self, computed: Computed) -> Worked {
        let Computed { ticket, outcome } = computed;
        match self.stage {
            Stage::Computing(number) if number == ticket.number => {}
            _ => return Worked::Nothing,
        }
        let (stage, worked) = match outcome {
            Outcome::Share(Some((confirming, reply))) => (
                Stage::Confirming(confirming),
                Worked::Reply(self.id, Reply::PairShare(reply)),
            ),
            Outcome::Share(None) => (Stage::Shut, Worked::WrongCode(self.id)),
            Outcome::Open(Some((session, (place, role), reply))) => {
                let stage = Stage::Open {
                    session,
                    role,
                    key_place: Some(place),
                };
                (stage, Worked::Reply(self.id, Reply::SessionOpen(reply)))
            }
            // An unknown key and a wrong one look alike from outside.
            Outcome::Open(None) => {
                let why = Refused::because(Refusal::UNKNOWN_CONTROLLER);
                (Stage::Shut, Worked::Reply(self.id, Reply::Refused(why)))
            }
        };
        self.stage = stage;
        worked
    }
}

impl core::fmt::Debug for Door {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Door({:?})", self.role())
    }
}

/// What is known of that secret: of the open invitation, else of the code that
/// the owner has chosen, else of the one on the label.
fn record<F: NorFlash, R>(
    secret: PairingSecret,
    scene: &mut Scene<'_, F, R>,
) -> Option<LabelRecord> {
    if secret == PairingSecret::INVITATION
        && let Some(invitation) = &scene.slots.invitation
    {
        return LabelRecord::from_message(invitation).ok();
    }
    match scene.store.code(scene.flash) {
        Some(code) => LabelRecord::from_message(&code).ok(),
        None => label(scene.store.factory()?),
    }
}

fn label(factory: &Factory) -> Option<LabelRecord> {
    LabelRecord::from_bytes(factory.label.as_slice().try_into().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use camera_proto::frame::MAX_FRAME;
    use camera_proto::message::kind;
    use camera_proto::session::MESSAGES_MAX;

    use super::*;

    #[test]
    fn a_session_is_spent_with_its_last_message() {
        let mut door = Door::new();
        door.stage = Stage::Open {
            session: Session::after(MESSAGES_MAX - 1, &[1; 32], &[2; 32]),
            role: Role::USER,
            key_place: None,
        };
        assert!(!door.is_spent());
        let mut frame = [0; MAX_FRAME];
        let mut seal = |door: &mut Door| door.seal(kind::REPLY_DONE, 1, |_| Ok(0), &mut frame);
        assert!(seal(&mut door).is_ok());
        assert!(door.is_spent());
        assert!(seal(&mut door).is_err());
    }
}
