//! What is on its way to one client.

use core::cell::Cell;

use camera_proto::codec::TooLong;
use camera_proto::frame::{self, BODY_AT, MAX_FRAME};
use camera_proto::message::Reply;
use heapless::Vec;

use super::door::Door;

/// Frames that find room at once: the replies in flight and a notice.
const FRAMES: usize = super::IN_FLIGHT_MAX + 2;

#[derive(Debug)]
pub(super) struct Outgoing {
    bytes: Vec<u8, { FRAMES * MAX_FRAME }>,
}

impl Outgoing {
    pub(super) const fn new() -> Self {
        Self { bytes: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) fn has_room_for(&self, frames: usize) -> bool {
        self.bytes.capacity() - self.bytes.len() >= frames * MAX_FRAME
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn sent(&mut self, count: usize) {
        let left = self.bytes.len().saturating_sub(count);
        // Byte by byte: a rotation, and the `memmove` that nobody else needs, are a
        // kilobyte of code.
        let bytes = Cell::from_mut(self.bytes.as_mut_slice()).as_slice_of_cells();
        for (to, from) in bytes.iter().zip(bytes.iter().skip(count)) {
            to.set(from.get());
        }
        self.bytes.truncate(left);
    }

    /// A reply: sealed once the door is open.
    pub(super) fn reply(&mut self, door: &mut Door, id: u16, reply: &Reply) {
        if door.is_open() {
            self.sealed(door, reply.kind(), id, |body| reply.encode(body));
        } else {
            self.clear(reply.kind(), id, |body| reply.encode(body));
        }
    }

    pub(super) fn clear(
        &mut self,
        kind: u8,
        id: u16,
        encode: impl FnOnce(&mut [u8]) -> Result<usize, TooLong>,
    ) {
        self.frame(|frame| {
            let body = frame.get_mut(BODY_AT..).ok_or(TooLong)?;
            let len = encode(body)?;
            frame::encode(kind, id, len, frame)
        });
    }

    pub(super) fn sealed(
        &mut self,
        door: &mut Door,
        kind: u8,
        id: u16,
        encode: impl FnOnce(&mut [u8]) -> Result<usize, TooLong>,
    ) {
        self.frame(|frame| door.seal(kind, id, encode, frame));
    }

    /// Room was looked for before anything was asked, so a frame that does not
    /// fit is one that nobody waits for.
    fn frame(&mut self, write: impl FnOnce(&mut [u8]) -> Result<usize, TooLong>) {
        let mut frame = [0; MAX_FRAME];
        if let Ok(len) = write(&mut frame) {
            let frame = frame.get(..len).unwrap_or_default();
            let pushed = self.bytes.extend_from_slice(frame);
            debug_assert!(pushed.is_ok(), "room is looked for before it is needed");
        }
    }
}
