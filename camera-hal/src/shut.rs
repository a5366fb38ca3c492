//! The link of a camera that is built without pairing: it says so to whoever
//! asks, and hangs up. Nobody gets in, so that it has nothing of a session: no
//! requests, no replies to them and no room for either.

use camera_fsm::action::Answer;
use camera_fsm::input::ClientId;
use camera_fsm::time::Instant;
use camera_proto::message::{Notice, Refused};
use camera_proto::vocab::{MAX_CLIENTS, Refusal, Role, Status};
use rand_core::CryptoRng;

use crate::porter::Porter;
use crate::runner::scene::{Incoming, Scene};
use crate::wire::Wire;

/// How long a client may take to ask, in milliseconds.
const ASKS_MS: u32 = 30_000;

/// All clients.
#[derive(Debug)]
pub struct Link {
    clients: [Porter; MAX_CLIENTS],
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

impl Link {
    /// Nobody there: made where it stays, as the link of a camera with pairing is.
    #[inline(never)]
    pub(crate) fn new() -> Self {
        Self {
            clients: Default::default(),
        }
    }

    /// Notices who came and went. The machine knows none of them.
    pub(crate) fn notice_connection(
        &mut self,
        now: Instant,
        client: ClientId,
        wire: &mut impl Wire,
    ) -> bool {
        if let Some(porter) = self.porter(client) {
            porter.notice((now, ASKS_MS), client, wire);
        }
        false
    }

    /// Nobody stays for long: who finds no place comes again.
    pub(crate) const fn turn_away(&mut self, _now: Instant, _wire: &mut impl Wire) -> bool {
        false
    }

    /// Listens until somebody has asked; `true` when there may be more to hear.
    pub(crate) fn refill(&mut self, client: ClientId, wire: &mut impl Wire) -> bool {
        let why = Refused::because(Refusal::UNSUPPORTED);
        let porter = self.porter(client);
        porter.is_some_and(|porter| porter.listen(client, wire, why))
    }

    /// Sends what it has to say, and hangs up.
    pub(crate) fn send<F, R>(
        &mut self,
        client: ClientId,
        wire: &mut impl Wire,
        _scene: &mut Scene<'_, F, R>,
    ) -> bool {
        if let Some(porter) = self.porter(client) {
            porter.send(client, wire);
        }
        false
    }

    /// When somebody has had the time to ask.
    pub(crate) fn due(&self, _status: &Status) -> Option<Instant> {
        self.clients.iter().filter_map(Porter::due).min()
    }

    fn porter(&mut self, client: ClientId) -> Option<&mut Porter> {
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
