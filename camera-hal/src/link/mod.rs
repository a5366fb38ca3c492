//! The link: byte streams on one side, requests and answers on the other.
//! It owns sessions, keys and buffers; the machine sees a client, a role and
//! what is asked (design 2.4).

mod client;
mod conversation;
#[cfg_attr(not(feature = "pairing"), path = "shut.rs")]
mod door;
mod outgoing;
mod translate;

use camera_fsm::action::Answer;
use camera_fsm::device::Device;
use camera_fsm::input::{Ask, ClientId};
use camera_fsm::time::Instant;
use camera_proto::frame::Feed;
use camera_proto::message::{LossList, Moving, Refused, Reply};
use camera_proto::vocab::{MAX_CLIENTS, Refusal, Role, Status};
use embedded_storage::nor_flash::NorFlash;
use rand_core::CryptoRng;

use crate::slots::Slots;
use crate::store::Store;
use crate::wire::{Transport, Wire};
use client::{Client, List, Listing, NOTICE_GAP_MS, Watch, same};
use conversation::Conversation;

/// How many requests of one client the machine may be busy with. Each has
/// room for its reply set aside.
const IN_FLIGHT_MAX: usize = 3;

/// How long a client may take from its connection to an open session, in
/// milliseconds.
const HANDSHAKE_MS: u32 = 30_000;

/// All clients.
#[derive(Debug)]
pub struct Link {
    clients: [Client; MAX_CLIENTS],
}

/// What the link needs of the rest of the camera while it works.
pub(crate) struct Scene<'a, F, R> {
    pub(crate) now: Instant,
    pub(crate) device: &'a Device,
    pub(crate) store: &'a Store,
    pub(crate) slots: &'a mut Slots,
    pub(crate) flash: &'a mut F,
    pub(crate) rng: &'a mut R,
    #[cfg_attr(
        not(feature = "pairing"),
        allow(dead_code, reason = "only a handshake asks")
    )]
    pub(crate) transport: Transport,
}

/// A request for the machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Incoming {
    pub(crate) id: u16,
    pub(crate) role: Role,
    pub(crate) ask: Ask,
}

impl Link {
    pub(crate) fn new() -> Self {
        Self {
            clients: core::array::from_fn(|_| Client::new(None, Instant::default())),
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
        let connection = wire.connection(client);
        if connection == place.connection {
            // Whoever says nothing that opens a session holds no place for long.
            if connection.is_some() && !place.door.is_open() && place.shut_until <= now {
                wire.close(client);
            }
            return false;
        }
        let left = place.connection.is_some();
        *place = Client::new(connection, now.after(HANDSHAKE_MS));
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
                    let conversation = Conversation {
                        client,
                        door: &mut place.door,
                        out: &mut place.out,
                        wants_watch: &mut place.wants_watch,
                    };
                    conversation.hear(frame, scene)
                }
            };
            place.decoder.wipe();
            let _ = place.inbox.extend_from_slice(rest);
            if let Some(incoming) = incoming {
                let _ = place.waiting.push(incoming.id);
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
        let Some(place) = self.client(client) else {
            return;
        };
        let Some(at) = place.waiting.iter().position(|waiting| *waiting == id) else {
            return;
        };
        let now = scene.now;
        let reply = match answer {
            Answer::Done => Reply::Done,
            Answer::Refused(refused) => Reply::Refused(refused),
            Answer::Status => Reply::Status(scene.device.status(now)),
            Answer::Receipt => Reply::Receipt(scene.device.reset().receipt()),
            Answer::Moving => moving(scene.device, now),
            Answer::LossList => loss_list(scene.device, client),
            Answer::Enrolled(role) => place.door.enrolled(client, role, scene),
            Answer::PairShare if place.door.share_is_due(id) => return,
            Answer::PairShare => Reply::Refused(Refused::because(Refusal::CANCELLED)),
            Answer::Networks | Answer::Controllers => {
                let of = match answer {
                    Answer::Networks => List::Networks,
                    _ => List::Controllers,
                };
                place.waiting.swap_remove(at);
                place.listing = Some(Listing { id, of, next: 0 });
                return;
            }
        };
        place.waiting.swap_remove(at);
        if place.wants_watch == Some(id) {
            place.wants_watch = None;
            if let Reply::Status(told) = reply {
                place.watch = Some(Watch {
                    sequence: 0,
                    told,
                    not_before: now.after(NOTICE_GAP_MS),
                });
            }
        }
        place.out.reply(&mut place.door, id, &reply);
        place.door.answered(id, &reply);
    }

    /// One half of a handshake: what takes long, outside of the turn. Says
    /// what the machine must hear of it.
    pub(crate) fn work<F: NorFlash, R: CryptoRng>(
        &mut self,
        scene: &mut Scene<'_, F, R>,
    ) -> Option<(ClientId, Incoming)> {
        let client = self.has_work()?;
        let place = self.client(client)?;
        let outcome = place.door.work(scene);
        match outcome {
            door::Worked::Reply(id, reply) => {
                place.waiting.retain(|waiting| *waiting != id);
                place.out.clear(reply.kind(), id, |body| reply.encode(body));
                // Each try costs the camera curve arithmetic: one a link.
                place.leaving |= matches!(reply, Reply::Refused(_));
                None
            }
            door::Worked::WrongCode(id) => {
                let (role, ask) = (Role::STRANGER, Ask::PairFailed);
                Some((client, Incoming { id, role, ask }))
            }
            door::Worked::Nothing => None,
        }
    }

    /// A client whose handshake is waiting for [`work`](Self::work).
    pub(crate) fn has_work(&self) -> Option<ClientId> {
        let at = self
            .clients
            .iter()
            .position(|place| place.door.has_work())?;
        Some(ClientId(at as u8))
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

    /// When a watching client must be told of a change that is held back, or a
    /// client has had the time for its handshake.
    pub(crate) fn due(&self, status: &Status) -> Option<Instant> {
        let tells = self
            .clients
            .iter()
            .filter_map(|place| place.watch)
            .filter(|watch| !same(&watch.told, status))
            .map(|watch| watch.not_before);
        let shuts = self
            .clients
            .iter()
            .filter(|place| place.connection.is_some() && !place.door.is_open())
            .map(|place| place.shut_until);
        tells.chain(shuts).min()
    }

    fn client(&mut self, client: ClientId) -> Option<&mut Client> {
        self.clients.get_mut(usize::from(client.0))
    }
}

fn moving(device: &Device, now: Instant) -> Reply {
    let (pose, arrives_in_ms) = device.pan_tilt().target(now);
    Reply::Moving(Moving {
        pan: pose.pan,
        tilt: pose.tilt,
        arrives_in_ms,
    })
}

fn loss_list(device: &Device, client: ClientId) -> Reply {
    match device.reset().offered(client) {
        Some((scope, token)) => Reply::LossList(LossList {
            token,
            items: device.losses(scope),
        }),
        None => Reply::Refused(Refused::because(Refusal::BUG)),
    }
}
