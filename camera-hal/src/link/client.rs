//! One client: its buffers, and what is on its way to it besides replies.

use camera_fsm::time::Instant;
use camera_proto::frame::FrameDecoder;
use camera_proto::message::Notice;
use camera_proto::vocab::Status;
use heapless::Vec;

use super::answers::Answers;
use super::door::Door;
use super::lists::Listing;
use super::outgoing::Outgoing;
use super::{HANDSHAKE_MS, IN_FLIGHT_MAX};
use crate::wire::Transport;

/// Notices to one client are at least this far apart, in milliseconds.
pub(super) const NOTICE_GAP_MS: u32 = 100;

#[derive(Debug)]
pub(super) struct Client {
    pub(super) connection: Option<u32>,
    /// By what it is connected.
    pub(super) transport: Transport,
    /// A session must be open by then.
    pub(super) shut_until: Instant,
    /// When it came, or has said something last.
    pub(super) heard: Instant,
    pub(super) inbox: Vec<u8, 64>,
    pub(super) decoder: FrameDecoder,
    pub(super) door: Door,
    pub(super) out: Outgoing,
    /// Requests that the machine has not answered yet.
    pub(super) waiting: Vec<Waiting, IN_FLIGHT_MAX>,
    pub(super) answered: Answers,
    pub(super) listing: Option<Listing>,
    /// The request to watch, until it is granted.
    pub(super) wants_watch: Option<u16>,
    pub(super) watch: Option<Watch>,
    /// Something was written that may not have arrived yet.
    pub(super) is_flushing: bool,
    /// Hang up once everything has arrived.
    pub(super) leaving: bool,
}

/// A request that the machine has not answered yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    pub(super) id: u16,
    /// Of a list, the first item that is asked for.
    pub(super) from_item: u16,
}

/// A client that is told of changes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watch {
    pub(super) sequence: u16,
    pub(super) told: Status,
    pub(super) not_before: Instant,
}

/// Nobody there.
impl Default for Client {
    fn default() -> Self {
        Self::new(None, Transport::Serial, Instant::default())
    }
}

impl Client {
    pub(super) fn new(connection: Option<u32>, transport: Transport, now: Instant) -> Self {
        Self {
            connection,
            transport,
            shut_until: now.after(HANDSHAKE_MS),
            heard: now,
            inbox: Vec::new(),
            decoder: FrameDecoder::new(),
            door: Door::new(),
            out: Outgoing::new(),
            waiting: Vec::new(),
            answered: Answers::new(),
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
            && !self.door.is_due()
            && !self.door.is_computing()
            && self.out.has_room_for(self.waiting.len() + 1)
    }

    /// That request is answered.
    pub(super) fn waits_no_more(&mut self, id: u16) {
        self.waiting.retain(|waiting| waiting.id != id);
    }

    pub(super) fn tell_changes(&mut self, status: Status, now: Instant) {
        let Some(watch) = &mut self.watch else { return };
        if same(&watch.told, &status) || now < watch.not_before || !self.out.is_empty() {
            return;
        }
        watch.told = status;
        watch.not_before = now.after(NOTICE_GAP_MS);
        self.tell(&Notice::Status(status));
    }

    /// Tells a client that watches. Where there is no room, the gap in the
    /// sequence tells it that it has missed something.
    pub(super) fn tell(&mut self, notice: &Notice) {
        let Some(watch) = &mut self.watch else { return };
        watch.sequence = watch.sequence.wrapping_add(1);
        let sequence = watch.sequence;
        if self.out.has_room_for(self.waiting.len() + 1) {
            self.out
                .sealed(&mut self.door, notice.kind(), sequence, |body| {
                    notice.encode(body)
                });
        }
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
