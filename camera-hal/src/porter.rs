//! Who says no to a client that may not come in, and hangs up: to everybody where a
//! camera is built without pairing, else to who finds no place.

use camera_fsm::input::ClientId;
use camera_fsm::time::Instant;
use camera_proto::codec::TooLong;
use camera_proto::frame::{self, BODY_AT, Feed, FrameDecoder};
use camera_proto::message::{Refused, Reply};
use heapless::Vec;

use crate::wire::Wire;

/// The longest refusal, in bytes of its frame.
const REFUSAL_MAX: usize = 24;

/// One place at the gate.
#[derive(Debug)]
pub(crate) struct Porter {
    connection: Option<u32>,
    shut_until: Instant,
    decoder: FrameDecoder,
    /// What is to be sent before it hangs up.
    refusal: Vec<u8, REFUSAL_MAX>,
    leaving: bool,
}

/// Nobody there.
impl Default for Porter {
    fn default() -> Self {
        Self::with(None, Instant::default())
    }
}

impl Porter {
    const fn with(connection: Option<u32>, shut_until: Instant) -> Self {
        Self {
            connection,
            shut_until,
            decoder: FrameDecoder::new(),
            refusal: Vec::new(),
            leaving: false,
        }
    }

    /// Notices who came and went; `true` when somebody has come, who may take so
    /// long to ask, in milliseconds.
    pub(crate) fn notice(
        &mut self,
        (now, asks_ms): (Instant, u32),
        client: ClientId,
        wire: &mut impl Wire,
    ) -> bool {
        wire.look(client);
        let connection = wire.connection(client);
        if connection != self.connection {
            *self = Self::with(connection, now.after(asks_ms));
            return connection.is_some();
        }
        if connection.is_some() && self.shut_until <= now {
            wire.close(client);
        }
        false
    }

    /// Listens until somebody has asked, whatever it was; `true` when there may be
    /// more to hear.
    pub(crate) fn listen(&mut self, client: ClientId, wire: &mut impl Wire, why: Refused) -> bool {
        if self.connection.is_none() || self.leaving {
            return false;
        }
        let mut chunk = [0; 64];
        let read = wire.read(client, &mut chunk).min(chunk.len());
        let mut rest = chunk.get_mut(..read).map_or(&[][..], |chunk| &*chunk);
        while let (false, false) = (rest.is_empty(), self.leaving) {
            if let Feed::Frame(asked) = self.decoder.feed(&mut rest) {
                self.refusal = refusal(asked.id, why).unwrap_or_default();
                self.leaving = true;
            }
        }
        read > 0
    }

    /// Sends what it has to say, and hangs up.
    pub(crate) fn send(&mut self, client: ClientId, wire: &mut impl Wire) {
        if !self.leaving {
            return;
        }
        let sent = wire.write(client, &self.refusal).min(self.refusal.len());
        self.refusal.drain(..sent);
        if self.refusal.is_empty() && wire.has_arrived(client) {
            wire.close(client);
        }
    }

    /// When somebody has had the time to ask.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.connection.map(|_| self.shut_until)
    }
}

fn refusal(id: u16, why: Refused) -> Result<Vec<u8, REFUSAL_MAX>, TooLong> {
    let reply = Reply::Refused(why);
    let mut bytes = Vec::new();
    let _ = bytes.resize(REFUSAL_MAX, 0);
    let body = bytes.get_mut(BODY_AT..).ok_or(TooLong)?;
    let len = reply.encode(body)?;
    let len = frame::encode(reply.kind(), id, len, &mut bytes)?;
    bytes.truncate(len);
    Ok(bytes)
}
