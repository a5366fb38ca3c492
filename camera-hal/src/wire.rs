//! The byte streams to controllers.

pub mod stream;

use camera_fsm::input::ClientId;
use camera_proto::vocab::MAX_CLIENTS;

/// The place behind the others: who finds none of those free is put here, where the
/// camera says that it is busy, and for how long, and hangs up. Whoever comes while
/// somebody is here is hung up on without a word.
///
/// A wire whose places are cables, or that has fewer than the camera, has no use for
/// it: `None` is in there, always.
pub const DOORSTEP: ClientId = ClientId(MAX_CLIENTS as u8);

/// The streams that controllers connect by: TCP, UART, USB. Every call returns
/// at once. There is a place for each client, and the [`DOORSTEP`].
pub trait Wire {
    /// Looks whether somebody has come, where that takes looking: before each
    /// [`connection`](Self::connection).
    fn look(&mut self, client: ClientId) {
        let _ = client;
    }

    /// Who is connected in that place: a number that changes with every new
    /// connection, or `None`.
    fn connection(&self, client: ClientId) -> Option<u32>;

    /// Takes bytes that came from it; 0 when there are none now.
    fn read(&mut self, client: ClientId, into: &mut [u8]) -> usize;

    /// Gives it bytes, and says how many were taken.
    fn write(&mut self, client: ClientId, bytes: &[u8]) -> usize;

    /// Whether all that was written has arrived: acknowledged, where the link
    /// can tell. The camera keeps its radio up until then.
    fn has_arrived(&self, client: ClientId) -> bool {
        let _ = client;
        true
    }

    /// Hangs up.
    fn close(&mut self, client: ClientId);

    /// By what the client in that place connects: part of the pairing's context,
    /// so that a pairing cannot be carried over to another link.
    fn transport(&self, client: ClientId) -> Transport;
}

/// A kind of link, as both sides name it in the pairing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// TCP over the temporary or the home network.
    Tcp = 1,
    /// UART or USB.
    Serial = 2,
}

/// A camera that nobody can connect to.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoWire;

impl Wire for NoWire {
    fn connection(&self, _client: ClientId) -> Option<u32> {
        None
    }

    fn read(&mut self, _client: ClientId, _into: &mut [u8]) -> usize {
        0
    }

    fn write(&mut self, _client: ClientId, _bytes: &[u8]) -> usize {
        0
    }

    fn close(&mut self, _client: ClientId) {}

    fn transport(&self, _client: ClientId) -> Transport {
        Transport::Serial
    }
}
