//! The link: byte streams on one side, requests and answers on the other.
//! It owns sessions, keys and buffers; the machine sees a client, a role and
//! what is asked (design 2.4).

#[cfg_attr(not(feature = "pairing"), path = "shut.rs")]
mod door;
mod outgoing;
mod translate;

use camera_fsm::action::Answer;
use camera_fsm::device::Device;
use camera_fsm::input::{Ask, ClientId};
use camera_fsm::time::Instant;
use camera_proto::frame::{Feed, Frame, FrameDecoder};
use camera_proto::message::{
    Controller, DecodeError, LossList, Moving, Notice, Refused, Reply, Request, kind,
};
use camera_proto::vocab::{MAX_CLIENTS, MAX_CONTROLLERS, Refusal, Role, Status};
use embedded_storage::nor_flash::NorFlash;
use heapless::Vec;
use rand_core::CryptoRng;

use crate::slots::Slots;
use crate::store::Store;
use crate::wire::{Transport, Wire};
use door::Door;
use outgoing::Outgoing;

/// How many requests of one client the machine may be busy with. Each has
/// room for its reply set aside.
const IN_FLIGHT_MAX: usize = 3;

/// Notices to one client are at least this far apart, in milliseconds.
const NOTICE_GAP_MS: u32 = 100;

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

#[derive(Debug)]
struct Client {
    connection: Option<u32>,
    inbox: Vec<u8, 64>,
    decoder: FrameDecoder,
    door: Door,
    out: Outgoing,
    /// Requests that the machine has not answered yet.
    waiting: Vec<u16, IN_FLIGHT_MAX>,
    listing: Option<Listing>,
    /// The request to watch, until it is granted.
    wants_watch: Option<u16>,
    watch: Option<Watch>,
    /// Something was written that may not have arrived yet.
    is_flushing: bool,
    /// Hang up once everything has arrived.
    leaving: bool,
}

/// A list on its way, one item a frame.
#[derive(Clone, Copy, Debug)]
struct Listing {
    id: u16,
    of: List,
    next: usize,
}

#[derive(Clone, Copy, Debug)]
enum List {
    Networks,
    Controllers,
}

/// A client that is told of changes.
#[derive(Clone, Copy, Debug)]
struct Watch {
    sequence: u16,
    told: Status,
    not_before: Instant,
}

impl Link {
    pub(crate) fn new() -> Self {
        Self {
            clients: core::array::from_fn(|_| Client::new(None)),
        }
    }

    /// Notices who came and went; `true` when whoever was there is gone.
    pub(crate) fn notice_connection(&mut self, client: ClientId, wire: &impl Wire) -> bool {
        let Some(place) = self.client(client) else {
            return false;
        };
        let connection = wire.connection(client);
        if connection == place.connection {
            return false;
        }
        let left = place.connection.is_some();
        *place = Client::new(connection);
        left
    }

    /// Takes bytes in, if there is room for what they may ask.
    pub(crate) fn refill(&mut self, client: ClientId, wire: &mut impl Wire) {
        let Some(place) = self.client(client) else {
            return;
        };
        if place.connection.is_none() || !place.inbox.is_empty() || !place.is_ready() {
            return;
        }
        let mut chunk = [0; 64];
        let read = wire.read(client, &mut chunk).min(chunk.len());
        // A chunk has the inbox's size.
        let _ = place
            .inbox
            .extend_from_slice(chunk.get(..read).unwrap_or_default());
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
            Answer::PairShare => return place.door.share_is_due(id),
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
        let flushed = place.is_flushing
            && place.out.is_empty()
            && place.listing.is_none()
            && wire.has_arrived(client);
        if flushed {
            place.is_flushing = false;
            if place.leaving {
                wire.close(client);
            }
        }
        flushed
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

    /// When a watching client must be told of a change that is held back.
    pub(crate) fn due(&self, status: &Status) -> Option<Instant> {
        self.clients
            .iter()
            .filter_map(|place| place.watch)
            .filter(|watch| !same(&watch.told, status))
            .map(|watch| watch.not_before)
            .min()
    }

    fn client(&mut self, client: ClientId) -> Option<&mut Client> {
        self.clients.get_mut(usize::from(client.0))
    }
}

impl Client {
    fn new(connection: Option<u32>) -> Self {
        Self {
            connection,
            inbox: Vec::new(),
            decoder: FrameDecoder::new(),
            door: Door::new(),
            out: Outgoing::new(),
            waiting: Vec::new(),
            listing: None,
            wants_watch: None,
            watch: None,
            is_flushing: false,
            leaving: false,
        }
    }

    /// Whether another request may be taken: its reply and those that are
    /// waited for must find room.
    fn is_ready(&self) -> bool {
        !self.leaving
            && !self.waiting.is_full()
            && self.listing.is_none()
            && !self.door.has_work()
            && self.out.has_room_for(self.waiting.len() + 1)
    }

    fn list_on<F: NorFlash, R: CryptoRng>(&mut self, scene: &mut Scene<'_, F, R>) {
        while let Some(listing) = self.listing {
            if !self.out.has_room_for(self.waiting.len() + 2) {
                return;
            }
            let (item, next) = match listing.of {
                List::Networks => (
                    scene.slots.networks.get(listing.next).cloned(),
                    listing.next + 1,
                ),
                List::Controllers => {
                    let (controller, next) = controller_from(listing.next, &self.door, scene);
                    let item = controller.map(Reply::Controller);
                    self.send_item(listing, item, next);
                    continue;
                }
            };
            self.send_item(listing, item.map(Reply::Network), next);
        }
    }

    fn send_item(&mut self, listing: Listing, item: Option<Reply>, next: usize) {
        let reply = match item {
            Some(item) => {
                self.listing = Some(Listing { next, ..listing });
                item
            }
            None => {
                self.listing = None;
                Reply::Done
            }
        };
        self.out.reply(&mut self.door, listing.id, &reply);
    }

    fn tell_changes(&mut self, status: Status, now: Instant) {
        let Some(watch) = &mut self.watch else { return };
        if same(&watch.told, &status) || now < watch.not_before || !self.out.is_empty() {
            return;
        }
        watch.sequence = watch.sequence.wrapping_add(1);
        watch.told = status;
        watch.not_before = now.after(NOTICE_GAP_MS);
        let (sequence, notice) = (watch.sequence, Notice::Status(status));
        self.out
            .sealed(&mut self.door, notice.kind(), sequence, |body| {
                notice.encode(body)
            });
    }
}

/// What a frame is heard with.
struct Conversation<'a> {
    client: ClientId,
    door: &'a mut Door,
    out: &'a mut Outgoing,
    wants_watch: &'a mut Option<u16>,
}

impl Conversation<'_> {
    fn hear<F: NorFlash, R: CryptoRng>(
        self,
        frame: Frame<'_>,
        scene: &mut Scene<'_, F, R>,
    ) -> Option<Incoming> {
        if frame.kind != kind::SEALED {
            return self.hear_clear(frame, scene);
        }
        let frame = self.door.open(frame)?;
        let id = frame.id;
        let request = match Request::decode(frame.kind, frame.body) {
            Ok(request) => request,
            Err(error) => return self.refuse(id, refusal_of(error)),
        };
        let role = self.door.role();
        if matches!(request, Request::Watch) {
            *self.wants_watch = Some(id);
        }
        match translate::ask(request, self.client, scene) {
            Some(ask) => Some(Incoming { id, role, ask }),
            None => self.refuse(id, Refusal::UNSUPPORTED),
        }
    }

    /// Only what makes a session is heard in clear.
    fn hear_clear<F: NorFlash, R: CryptoRng>(
        self,
        frame: Frame<'_>,
        scene: &mut Scene<'_, F, R>,
    ) -> Option<Incoming> {
        let id = frame.id;
        match Request::decode(frame.kind, frame.body) {
            Err(error) => self.refuse(id, refusal_of(error)),
            Ok(Request::Hello(hello)) => {
                let reply = self.door.greet(&hello, frame.body, scene)?;
                self.out.clear(reply.kind(), id, |body| reply.encode(body));
                None
            }
            Ok(request) => match self.door.handshake(id, request) {
                door::Heard::Ask(ask) => {
                    let role = Role::STRANGER;
                    Some(Incoming { id, role, ask })
                }
                door::Heard::Refuse(why) => self.refuse(id, why),
                door::Heard::Work => None,
            },
        }
    }

    fn refuse(self, id: u16, why: Refusal) -> Option<Incoming> {
        let reply = Reply::Refused(Refused::because(why));
        self.out.reply(self.door, id, &reply);
        None
    }
}

fn refusal_of(error: DecodeError) -> Refusal {
    match error {
        DecodeError::UnknownKind(_) => Refusal::UNSUPPORTED,
        DecodeError::Malformed(_) => Refusal::MALFORMED,
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

/// The next controller from that place on, and where to go on from.
fn controller_from<F: NorFlash, R>(
    from: usize,
    door: &Door,
    scene: &mut Scene<'_, F, R>,
) -> (Option<Controller>, usize) {
    let found = (from..MAX_CONTROLLERS).find_map(|place| {
        let record = scene.store.controller(scene.flash, place as u8)?;
        Some((place, record))
    });
    match found {
        Some((place, record)) => {
            let controller = Controller {
                key_id: record.key_id,
                name: record.name.clone(),
                role: record.role,
                is_you: door.key_place() == Some(place as u8),
            };
            (Some(controller), place + 1)
        }
        None => (None, MAX_CONTROLLERS),
    }
}

/// Whether a watcher need not be told: clocks alone are no news.
fn same(told: &Status, status: &Status) -> bool {
    let without_clocks = |status: &Status| Status {
        uptime_s: 0,
        window_s: 0,
        ..*status
    };
    without_clocks(told) == without_clocks(status)
}
