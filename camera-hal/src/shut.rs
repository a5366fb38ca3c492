//! The link of a camera that is built without pairing: it says so to whoever
//! asks, and hangs up. Nobody gets in, so that it has nothing of a session: no
//! requests, no replies to them and no room for either.

use camera_fsm::action::Answer;
use camera_fsm::input::ClientId;
use camera_fsm::time::Instant;
use camera_proto::codec::TooLong;
use camera_proto::frame::{self, BODY_AT, Feed, FrameDecoder};
use camera_proto::message::{Notice, Refused, Reply};
use camera_proto::vocab::{MAX_CLIENTS, Refusal, Role, Status};
use heapless::Vec;
use rand_core::CryptoRng;

use crate::runner::scene::{Incoming, Scene};
use crate::wire::Wire;

/// How long a client may take to ask, in milliseconds.
const ASKS_MS: u32 = 30_000;

/// The longest refusal, in bytes of its frame.
const REFUSAL_MAX: usize = 24;

/// All clients.
#[derive(Debug)]
pub struct Link {
    clients: [Client; MAX_CLIENTS],
}

#[derive(Debug)]
struct Client {
    connection: Option<u32>,
    shut_until: Instant,
    decoder: FrameDecoder,
    /// What is to be sent before it hangs up.
    refusal: Vec<u8, REFUSAL_MAX>,
    leaving: bool,
}

/// There is none to compute.
#[derive(Debug)]
pub struct Handshake(());

/// There is none that was computed.
#[derive(Debug)]
pub struct Computed(());

impl Handshake {
    /// Nobody gets one.
    #[must_use]
    pub fn compute(self, _rng: &mut impl CryptoRng) -> Computed {
        Computed(())
    }
}

impl Client {
    const fn new(connection: Option<u32>, shut_until: Instant) -> Self {
        Self {
            connection,
            shut_until,
            decoder: FrameDecoder::new(),
            refusal: Vec::new(),
            leaving: false,
        }
    }
}

impl Link {
    pub(crate) fn new() -> Self {
        Self {
            clients: core::array::from_fn(|_| Client::new(None, Instant::default())),
        }
    }

    /// Notices who came and went. The machine knows none of them.
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
        if connection != place.connection {
            *place = Client::new(connection, now.after(ASKS_MS));
        } else if connection.is_some() && place.shut_until <= now {
            wire.close(client);
        }
        false
    }

    /// Nobody stays for long.
    pub(crate) fn make_room(&self, _now: Instant, _wire: &mut impl Wire) {}

    /// Listens until somebody has asked; `true` when there may be more to hear.
    pub(crate) fn refill(&mut self, client: ClientId, wire: &mut impl Wire) -> bool {
        let Some(place) = self.client(client) else {
            return false;
        };
        if place.connection.is_none() || place.leaving {
            return false;
        }
        let mut chunk = [0; 64];
        let read = wire.read(client, &mut chunk).min(chunk.len());
        let mut rest = chunk.get_mut(..read).map_or(&[][..], |chunk| &*chunk);
        while let (false, false) = (rest.is_empty(), place.leaving) {
            if let Feed::Frame(asked) = place.decoder.feed(&mut rest) {
                place.refusal = refusal(asked.id).unwrap_or_default();
                place.leaving = true;
            }
        }
        read > 0
    }

    /// Sends what it has to say, and hangs up.
    pub(crate) fn send<F, R>(
        &mut self,
        client: ClientId,
        wire: &mut impl Wire,
        _scene: &mut Scene<'_, F, R>,
    ) -> bool {
        let Some(place) = self.client(client).filter(|place| place.leaving) else {
            return false;
        };
        let sent = wire.write(client, &place.refusal).min(place.refusal.len());
        place.refusal.drain(..sent);
        if place.refusal.is_empty() && wire.has_arrived(client) {
            wire.close(client);
        }
        false
    }

    /// When somebody has had the time to ask.
    pub(crate) fn due(&self, _status: &Status) -> Option<Instant> {
        let clients = self.clients.iter();
        let shuts = clients.filter(|place| place.connection.is_some());
        shuts.map(|place| place.shut_until).min()
    }

    fn client(&mut self, client: ClientId) -> Option<&mut Client> {
        self.clients.get_mut(usize::from(client.0))
    }
}

/// What the runner asks of a link that lets somebody in.
impl Link {
    pub(crate) const fn next<F, R>(
        &mut self,
        _client: ClientId,
        _scene: &mut Scene<'_, F, R>,
    ) -> Option<Incoming> {
        None
    }

    pub(crate) const fn answer<F, R>(
        &mut self,
        _client: ClientId,
        _id: u16,
        _answer: Answer,
        _scene: &mut Scene<'_, F, R>,
    ) {
    }

    pub(crate) const fn announce(&mut self, _notice: &Notice) {}

    pub(crate) const fn take_handshake<F, R>(
        &mut self,
        _scene: &mut Scene<'_, F, R>,
    ) -> Option<Handshake> {
        None
    }

    pub(crate) fn computed(&mut self, _computed: Computed) -> Option<(ClientId, Incoming)> {
        None
    }

    pub(crate) const fn has_handshake(&self) -> bool {
        false
    }

    pub(crate) const fn revoked(&mut self, _key_place: u8) {}

    pub(crate) const fn set_role(&mut self, _key_place: u8, _role: Role) {}
}

/// Nobody watches.
pub(crate) mod news {
    use camera_fsm::action::StoreJob;
    use camera_proto::message::Notice;

    use crate::slots::Slots;
    use crate::store::Store;

    pub(crate) const fn of<F>(
        _job: StoreJob,
        _store: &Store,
        _flash: &mut F,
        _slots: &mut Slots,
    ) -> Option<Notice> {
        None
    }
}

fn refusal(id: u16) -> Result<Vec<u8, REFUSAL_MAX>, TooLong> {
    let reply = Reply::Refused(Refused::because(Refusal::UNSUPPORTED));
    let mut bytes = Vec::new();
    let _ = bytes.resize(REFUSAL_MAX, 0);
    let body = bytes.get_mut(BODY_AT..).ok_or(TooLong)?;
    let len = reply.encode(body)?;
    let len = frame::encode(reply.kind(), id, len, &mut bytes)?;
    bytes.truncate(len);
    Ok(bytes)
}
