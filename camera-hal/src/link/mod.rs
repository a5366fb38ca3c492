//! The link: byte streams on one side, requests and answers on the other.
//! It owns sessions, keys and buffers; the machine sees a client, a role and
//! what is asked (design 2.4).

mod answers;
mod client;
mod conversation;
mod door;
mod doorstep;
mod handshake;
mod lists;
pub(crate) mod news;
mod outgoing;
mod translate;

use camera_fsm::action::Answer;
use camera_fsm::input::{Ask, ClientId};
use camera_fsm::time::{Instant, earliest};
use camera_proto::frame::Feed;
use camera_proto::message::{Notice, Refused, Reply};
use camera_proto::vocab::{MAX_CLIENTS, Refusal, Role, Status};
use embedded_storage::nor_flash::NorFlash;
use rand_core::CryptoRng;

use crate::porter::Porter;
use crate::runner::scene::{Incoming, Scene};
use crate::slots::What;
use crate::wire::Wire;
use answers::Told;
use client::{Client, NOTICE_GAP_MS, Waiting, Watch, same};
use conversation::Conversation;
use door::Ticket;
pub use door::{Computed, Handshake};
use lists::Listing;

/// How many requests of one client the machine may be busy with. Each has
/// room for its reply set aside.
const IN_FLIGHT_MAX: usize = 3;

/// How many answers of one client are kept, for requests that come twice.
const ANSWERED_KEPT: usize = 4;

/// How long a client may take from its connection to an open session, in
/// milliseconds.
const HANDSHAKE_MS: u32 = 30_000;

/// All clients.
#[derive(Debug)]
pub struct Link {
    clients: [Client; MAX_CLIENTS],
    /// Tells who finds no place when to come again.
    doorstep: Porter,
    /// How many halves of handshakes were handed out.
    handshakes: u32,
    /// The one that is out, whoever it was for: nobody else's is handed out before
    /// it is back.
    out: Option<u32>,
}

impl Link {
    /// Nobody there. In a function of its own, and by `Default`, all of it is made where it stays:
    /// inlined, or by `from_fn`, it is made on the stack first, which is 8 KB.
    #[inline(never)]
    pub(crate) fn new() -> Self {
        Self {
            clients: Default::default(),
            doorstep: Porter::default(),
            handshakes: 0,
            out: None,
        }
    }

    /// Notices who came and went; `true` when whoever was there is gone.
    pub(crate) fn notice_connection(
        &mut self,
        now: Instant,
        client: ClientId,
        wire: &mut impl Wire,
    ) -> bool {
        let Some(place) = self.client(client) else {
            return false;
        };
        wire.look(client);
        let connection = wire.connection(client);
        if connection == place.connection {
            // Whoever says nothing that opens a session holds no place for long.
            if connection.is_some() && !place.door.is_open() && place.shut_until <= now {
                wire.close(client);
            }
            return false;
        }
        let left = place.connection.is_some();
        *place = Client::new(connection, wire.transport(client), now);
        left
    }

    /// Takes bytes in, if there is room for what they may ask. `true` when
    /// there is something to hear.
    pub(crate) fn refill(&mut self, client: ClientId, wire: &mut impl Wire) -> bool {
        let Some(place) = self.client(client) else {
            return false;
        };
        if place.connection.is_none() || !place.is_ready() {
            return false;
        }
        if place.inbox.is_empty() {
            let mut chunk = [0; 64];
            let read = wire.read(client, &mut chunk).min(chunk.len());
            let chunk = chunk.get(..read).unwrap_or_default();
            // A chunk has the inbox's size.
            let _ = place.inbox.extend_from_slice(chunk);
        }
        !place.inbox.is_empty()
    }

    /// The next thing that a client wants of the machine. What the link can
    /// answer itself, it answers on the way.
    #[inline(never)] // as `Runner::new`
    pub(crate) fn next<F: NorFlash, R: CryptoRng>(
        &mut self,
        client: ClientId,
        scene: &mut Scene<'_, F, R>,
    ) -> Option<Incoming> {
        let place = self.client(client)?;
        while place.is_ready() && !place.inbox.is_empty() {
            let bytes = core::mem::take(&mut place.inbox);
            let mut rest = bytes.as_slice();
            let incoming = match place.decoder.feed(&mut rest) {
                Feed::More => None,
                // Damaged on the way: the other side asks again.
                Feed::Bad(_) => None,
                Feed::Frame(frame) => {
                    place.heard = scene.now;
                    let conversation = Conversation {
                        client,
                        door: &mut place.door,
                        out: &mut place.out,
                        wants_watch: &mut place.wants_watch,
                        waiting: &place.waiting,
                        answered: &mut place.answered,
                        leaving: &mut place.leaving,
                    };
                    conversation.hear(frame, scene)
                }
            };
            place.decoder.wipe();
            let _ = place.inbox.extend_from_slice(rest);
            if let Some(incoming) = incoming {
                let Incoming { id, from_item, .. } = incoming;
                let _ = place.waiting.push(Waiting { id, from_item });
                return Some(incoming);
            }
        }
        None
    }

    /// Sends what the machine answered; nothing when the asker has gone.
    pub(crate) fn answer<F: NorFlash, R: CryptoRng>(
        &mut self,
        client: ClientId,
        id: u16,
        answer: Answer,
        scene: &mut Scene<'_, F, R>,
    ) {
        if answer == Answer::Done {
            scene.invite(client);
        }
        let answer = match answer {
            Answer::Refused(refused) if refused.why == Refusal::HELD_BY_OTHER => {
                let driver_code = self.holder(scene);
                Answer::Refused(Refused {
                    driver_code,
                    ..refused
                })
            }
            answer => answer,
        };
        let Some(place) = self.client(client) else {
            return;
        };
        let mut waiting = place.waiting.iter();
        let Some(&Waiting { from_item, .. }) = waiting.find(|waiting| waiting.id == id) else {
            return;
        };
        let reply = match answers::told(answer, (client, id), &mut place.door, scene) {
            Told::Reply(reply) => reply,
            Told::List(of) => {
                place.waits_no_more(id);
                place.listing = Some(Listing {
                    id,
                    of,
                    skip: from_item,
                    next: 0,
                });
                return;
            }
            Told::Later => return,
        };
        scene.slots.answered(client, id);
        place.waits_no_more(id);
        if place.wants_watch == Some(id) {
            place.wants_watch = None;
            if let Reply::Status(told) = reply {
                place.watch = Some(Watch {
                    sequence: 0,
                    told,
                    not_before: scene.now.after(NOTICE_GAP_MS),
                });
            }
        }
        // An id in clear is anybody's: what it got must not answer a sealed one.
        if place.door.is_open() {
            place.answered.keep((client, id), &reply, scene);
        }
        place.out.reply(&mut place.door, id, &reply);
        place.door.answered(id, &reply);
    }

    /// Tells all who watch.
    pub(crate) fn announce(&mut self, notice: &Notice) {
        for place in &mut self.clients {
            place.tell(notice);
        }
    }

    /// The half of a handshake that waits to be computed, unless one is being
    /// computed already.
    pub(crate) fn take_handshake<F: NorFlash, R: CryptoRng>(
        &mut self,
        scene: &mut Scene<'_, F, R>,
    ) -> Option<Handshake> {
        let at = self.handshake_due()?;
        self.handshakes = self.handshakes.wrapping_add(1);
        let ticket = Ticket {
            client: ClientId(at as u8),
            number: self.handshakes,
        };
        let place = self.clients.get_mut(at)?;
        let handshake = place.door.take(ticket, place.transport, scene)?;
        self.out = Some(ticket.number);
        Some(handshake)
    }

    /// Goes on with what was computed. Says what the machine must hear of it.
    pub(crate) fn computed(&mut self, computed: Computed) -> Option<(ClientId, Incoming)> {
        let client = computed.client();
        self.out.take_if(|out| *out == computed.number());
        let place = self.client(client)?;
        match place.door.computed(computed) {
            door::Worked::Reply(id, reply) => {
                place.waits_no_more(id);
                place.out.clear(reply.kind(), id, |body| reply.encode(body));
                // Each try costs the camera curve arithmetic: one a link.
                place.leaving |= matches!(reply, Reply::Refused(_));
                None
            }
            door::Worked::WrongCode(id) => {
                let (role, ask) = (Role::STRANGER, Ask::PairFailed);
                let from_item = 0;
                let incoming = Incoming {
                    id,
                    role,
                    ask,
                    from_item,
                };
                Some((client, incoming))
            }
            door::Worked::Nothing => None,
        }
    }

    /// Whether [`take_handshake`](Self::take_handshake) has one.
    pub(crate) fn has_handshake(&self) -> bool {
        self.handshake_due().is_some()
    }

    fn handshake_due(&self) -> Option<usize> {
        match self.out {
            Some(_) => None,
            None => self.clients.iter().position(|place| place.door.is_due()),
        }
    }

    /// Sends on what is waiting: lists, notices, bytes. `true` when the client
    /// has just got the last of what was for it.
    pub(crate) fn send<F: NorFlash, R: CryptoRng>(
        &mut self,
        client: ClientId,
        wire: &mut impl Wire,
        scene: &mut Scene<'_, F, R>,
    ) -> bool {
        let Some(place) = self.client(client) else {
            return false;
        };
        if place.connection.is_none() {
            return false;
        }
        place.leaving |= place.door.is_spent();
        place.list_on(scene);
        place.tell_changes(scene.device.status(scene.now), scene.now);
        if !place.out.is_empty() {
            let sent = wire.write(client, place.out.bytes());
            place.out.sent(sent);
            place.is_flushing = true;
        }
        let is_done = place.out.is_empty() && place.listing.is_none() && wire.has_arrived(client);
        if is_done && place.leaving {
            wire.close(client);
        }
        is_done && core::mem::take(&mut place.is_flushing)
    }

    /// Ends the sessions of a controller that was revoked, once their last
    /// answer is out.
    pub(crate) fn revoked(&mut self, key_place: u8) {
        for place in &mut self.clients {
            if place.door.key_place() == Some(key_place) {
                place.leaving = true;
            }
        }
    }

    /// The sessions of a controller go on with another role.
    pub(crate) fn set_role(&mut self, key_place: u8, role: Role) {
        for place in &mut self.clients {
            if place.door.key_place() == Some(key_place) {
                place.door.set_role(role);
            }
        }
    }

    /// When a watching client must be told of a change that is held back, or a
    /// client has had the time for its handshake.
    pub(crate) fn due(&self, status: &Status) -> Option<Instant> {
        let mut due = self.doorstep.due();
        for place in &self.clients {
            if let Some(watch) = &place.watch
                && !same(&watch.told, status)
            {
                due = earliest(due, Some(watch.not_before));
            }
            if place.connection.is_some() && !place.door.is_open() {
                due = earliest(due, Some(place.shut_until));
            }
        }
        due
    }

    fn client(&mut self, client: ClientId) -> Option<&mut Client> {
        self.clients.get_mut(usize::from(client.0))
    }
}

impl<F, R> Scene<'_, F, R> {
    /// An invitation that was granted goes by what its owner has brought; one
    /// that was taken back, by nothing.
    fn invite(&mut self, client: ClientId) {
        if let Some(What::Invitation(record)) = self.slots.staged(client) {
            let record = record.clone();
            let is_open = self.device.controllers().is_inviting();
            self.slots.invitation = is_open.then_some(record);
        }
    }
}
