//! The streams to controllers: USB in the first place, the UART in the second.

use camera_fsm::input::ClientId;
use camera_hal::wire::{Transport, Wire};

use crate::stream::Stream;

/// By the place of each client.
pub(crate) struct SerialWire(pub(crate) [&'static Stream; 2]);

impl SerialWire {
    fn peer(&self, client: ClientId) -> Option<&'static Stream> {
        self.0.get(usize::from(client.0)).copied()
    }
}

impl Wire for SerialWire {
    fn connection(&self, client: ClientId) -> Option<u32> {
        self.peer(client)?.connection()
    }

    fn read(&mut self, client: ClientId, into: &mut [u8]) -> usize {
        self.peer(client).map_or(0, |peer| peer.read(into))
    }

    fn write(&mut self, client: ClientId, bytes: &[u8]) -> usize {
        self.peer(client).map_or(0, |peer| peer.write(bytes))
    }

    fn has_arrived(&self, client: ClientId) -> bool {
        self.peer(client).is_none_or(Stream::has_arrived)
    }

    fn close(&mut self, client: ClientId) {
        if let Some(peer) = self.peer(client) {
            peer.ended();
        }
    }

    fn transport(&self, _client: ClientId) -> Transport {
        Transport::Serial
    }
}
