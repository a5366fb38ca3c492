//! One client: its buffers, and what is on its way to it besides replies.

use camera_fsm::time::Instant;
use camera_proto::frame::FrameDecoder;
use camera_proto::message::{Controller, Notice, Reply};
use camera_proto::vocab::{MAX_CONTROLLERS, Status};
use embedded_storage::nor_flash::NorFlash;
use heapless::Vec;
use rand_core::CryptoRng;

use super::door::Door;
use super::outgoing::Outgoing;
use super::{IN_FLIGHT_MAX, Scene};

/// Notices to one client are at least this far apart, in milliseconds.
pub(super) const NOTICE_GAP_MS: u32 = 100;

#[derive(Debug)]
pub(super) struct Client {
    pub(super) connection: Option<u32>,
    /// A session must be open by then.
    pub(super) shut_until: Instant,
    pub(super) inbox: Vec<u8, 64>,
    pub(super) decoder: FrameDecoder,
    pub(super) door: Door,
    pub(super) out: Outgoing,
    /// Requests that the machine has not answered yet.
    pub(super) waiting: Vec<u16, IN_FLIGHT_MAX>,
    pub(super) listing: Option<Listing>,
    /// The request to watch, until it is granted.
    pub(super) wants_watch: Option<u16>,
    pub(super) watch: Option<Watch>,
    /// Something was written that may not have arrived yet.
    pub(super) is_flushing: bool,
    /// Hang up once everything has arrived.
    pub(super) leaving: bool,
}

/// A list on its way, one item a frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Listing {
    pub(super) id: u16,
    pub(super) of: List,
    pub(super) next: usize,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum List {
    Networks,
    Controllers,
}

/// A client that is told of changes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watch {
    pub(super) sequence: u16,
    pub(super) told: Status,
    pub(super) not_before: Instant,
}

impl Client {
    pub(super) fn new(connection: Option<u32>, shut_until: Instant) -> Self {
        Self {
            connection,
            shut_until,
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
    pub(super) fn is_ready(&self) -> bool {
        !self.leaving
            && !self.waiting.is_full()
            && self.listing.is_none()
            && !self.door.has_work()
            && self.out.has_room_for(self.waiting.len() + 1)
    }

    pub(super) fn list_on<F: NorFlash, R: CryptoRng>(&mut self, scene: &mut Scene<'_, F, R>) {
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

    pub(super) fn send_item(&mut self, listing: Listing, item: Option<Reply>, next: usize) {
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

    pub(super) fn tell_changes(&mut self, status: Status, now: Instant) {
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
pub(super) fn same(told: &Status, status: &Status) -> bool {
    let without_clocks = |status: &Status| Status {
        uptime_s: 0,
        window_s: 0,
        ..*status
    };
    without_clocks(told) == without_clocks(status)
}
