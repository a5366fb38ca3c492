//! What a frame means: to the door, to the machine, or nothing.

use camera_fsm::input::ClientId;
use camera_proto::frame::Frame;
use camera_proto::message::{DecodeError, Refused, Reply, Request, kind};
use camera_proto::vocab::{Refusal, Role};
use embedded_storage::nor_flash::NorFlash;
use rand_core::CryptoRng;

use super::answers::Answers;
use super::client::Waiting;
use super::door::{Door, Heard};
use super::outgoing::Outgoing;
use super::{Incoming, Scene, translate};

/// What a frame is heard with.
pub(super) struct Conversation<'a> {
    pub(super) client: ClientId,
    pub(super) door: &'a mut Door,
    pub(super) out: &'a mut Outgoing,
    pub(super) wants_watch: &'a mut Option<u16>,
    /// Requests that the machine has not answered yet.
    pub(super) waiting: &'a [Waiting],
    pub(super) answered: &'a mut Answers,
    /// Hang up once everything has arrived.
    pub(super) leaving: &'a mut bool,
}

impl Conversation<'_> {
    #[inline(never)] // in a loop all its addresses would be kept on the stack
    pub(super) fn hear<F: NorFlash, R: CryptoRng>(
        self,
        frame: Frame<'_>,
        scene: &mut Scene<'_, F, R>,
    ) -> Option<Incoming> {
        if frame.kind != kind::SEALED {
            // On an open link anybody could have sent it, and a sealed answer
            // would pass for one to a request of the app.
            if self.door.is_open() {
                return None;
            }
            return self.hear_clear(frame, scene);
        }
        let frame = self.door.open(frame)?;
        let id = frame.id;
        // A request that comes twice is done once.
        if self.waiting.iter().any(|waiting| waiting.id == id) {
            return None;
        }
        if let Some(reply) = self.answered.again(id, self.door, scene) {
            self.out.reply(self.door, id, &reply);
            return None;
        }
        let request = match Request::decode(frame.kind, frame.body) {
            Ok(request) => request,
            Err(error) => return self.refuse_for_good(id, refusal_of(error), scene),
        };
        let role = self.door.role();
        let from_item = translate::from_item(&request);
        if matches!(request, Request::Watch) {
            *self.wants_watch = Some(id);
        }
        let from = translate::Sender {
            client: self.client,
            id,
            door: self.door,
        };
        match translate::ask(request, from, scene) {
            Ok(ask) => Some(Incoming {
                id,
                role,
                ask,
                from_item,
            }),
            Err(why) => self.refuse_for_good(id, why, scene),
        }
    }

    /// Only what makes a session is heard in clear.
    #[inline(never)] // as `Runner::new`
    fn hear_clear<F: NorFlash, R: CryptoRng>(
        self,
        frame: Frame<'_>,
        scene: &mut Scene<'_, F, R>,
    ) -> Option<Incoming> {
        let id = frame.id;
        match Request::decode(frame.kind, frame.body) {
            Err(error) => self.refuse(id, refusal_of(error)),
            Ok(Request::Hello(_)) if self.door.has_greeted() => {
                *self.leaving = true;
                None
            }
            Ok(Request::Hello(hello)) => {
                let reply = self.door.greet(&hello, frame.body, scene)?;
                // Without a common version nothing that follows has a meaning.
                *self.leaving |= matches!(&reply, Reply::Hello(hello) if hello.version == 0);
                self.out.clear(reply.kind(), id, |body| reply.encode(body));
                None
            }
            Ok(request) => match self.door.handshake(id, request) {
                Heard::Ask(ask) => {
                    let role = Role::STRANGER;
                    Some(Incoming {
                        id,
                        role,
                        ask,
                        from_item: 0,
                    })
                }
                Heard::Refuse(why) => self.refuse(id, why),
                Heard::Work => None,
            },
        }
    }

    /// In a session: the same id gets the same answer, whatever has become
    /// possible meanwhile.
    fn refuse_for_good<F, R>(
        self,
        id: u16,
        why: Refusal,
        scene: &Scene<'_, F, R>,
    ) -> Option<Incoming> {
        let reply = Reply::Refused(refused(why));
        self.answered.keep((self.client, id), &reply, scene);
        self.refuse(id, why)
    }

    fn refuse(self, id: u16, why: Refusal) -> Option<Incoming> {
        let reply = Reply::Refused(refused(why));
        self.out.reply(self.door, id, &reply);
        None
    }
}

/// Who is busy here waits for the flash to take what the same client has sent before:
/// that is over in a moment.
fn refused(why: Refusal) -> Refused {
    Refused {
        retry_s: u16::from(why == Refusal::BUSY),
        ..Refused::because(why)
    }
}

fn refusal_of(error: DecodeError) -> Refusal {
    match error {
        DecodeError::UnknownKind(_) => Refusal::UNSUPPORTED,
        DecodeError::Malformed(_) => Refusal::MALFORMED,
    }
}
