//! A pipe to each controller: the caller pours bytes in and draws bytes out.

use camera_fsm::input::ClientId;
use camera_hal::wire::{Transport, Wire};
use camera_proto::frame::MAX_FRAME;
use camera_proto::vocab::MAX_CLIENTS;
use heapless::Deque;

use crate::result::{CameraResult, Done};

/// Bytes on their way, in one direction.
type Pipe = Deque<u8, MAX_FRAME>;

#[derive(Default)]
struct Client {
    connection: Option<u32>,
    to_camera: Pipe,
    to_app: Pipe,
}

pub(crate) struct Pipes {
    /// In their places, and who stands on the doorstep.
    clients: [Client; MAX_CLIENTS + 1],
    /// Who came last, by number.
    came: u32,
    transport: Transport,
}

impl Pipes {
    pub(super) fn new(transport: u8) -> Done<Self> {
        Ok(Self {
            clients: Default::default(),
            came: 0,
            transport: match transport {
                1 => Transport::Tcp,
                2 => Transport::Serial,
                _ => return Err(CameraResult::OutOfRange),
            },
        })
    }

    /// Somebody has come, in the place of who was there.
    pub(crate) fn open(&mut self, place: u8) -> Done {
        self.came = self.came.wrapping_add(1);
        let connection = Some(self.came);
        *self.client(place)? = Client {
            connection,
            ..Client::default()
        };
        Ok(())
    }

    /// Whoever was there has gone.
    pub(crate) fn close(&mut self, place: u8) -> Done {
        *self.client(place)? = Client::default();
        Ok(())
    }

    /// Whether somebody is there, for the camera too.
    pub(crate) fn is_open(&mut self, place: u8) -> Done<bool> {
        Ok(self.client(place)?.connection.is_some())
    }

    /// Bytes that came, as many as find room.
    pub(crate) fn pour(&mut self, place: u8, bytes: &[u8]) -> Done<usize> {
        let client = self.client(place)?;
        Ok(match client.connection {
            Some(_) => pour(bytes, &mut client.to_camera),
            None => 0,
        })
    }

    /// Bytes that are to go.
    pub(crate) fn draw(&mut self, place: u8, into: &mut [u8]) -> Done<usize> {
        Ok(draw(&mut self.client(place)?.to_app, into))
    }

    fn client(&mut self, place: u8) -> Done<&mut Client> {
        let client = self.clients.get_mut(usize::from(place));
        client.ok_or(CameraResult::OutOfRange)
    }
}

impl Wire for Pipes {
    fn connection(&self, client: ClientId) -> Option<u32> {
        self.clients.get(usize::from(client.0))?.connection
    }

    fn read(&mut self, client: ClientId, into: &mut [u8]) -> usize {
        self.client(client.0)
            .map_or(0, |client| draw(&mut client.to_camera, into))
    }

    fn write(&mut self, client: ClientId, bytes: &[u8]) -> usize {
        self.client(client.0)
            .map_or(0, |client| pour(bytes, &mut client.to_app))
    }

    fn has_arrived(&self, client: ClientId) -> bool {
        let client = self.clients.get(usize::from(client.0));
        client.is_none_or(|client| client.to_app.is_empty())
    }

    /// What is on its way to it may still be drawn.
    fn close(&mut self, client: ClientId) {
        if let Ok(client) = self.client(client.0) {
            client.connection = None;
            client.to_camera.clear();
        }
    }

    fn transport(&self, _client: ClientId) -> Transport {
        self.transport
    }
}

fn pour(bytes: &[u8], into: &mut Pipe) -> usize {
    let taken = bytes
        .iter()
        .take_while(|byte| into.push_back(**byte).is_ok());
    taken.count()
}

fn draw(from: &mut Pipe, into: &mut [u8]) -> usize {
    let mut drawn = 0;
    for room in into {
        let Some(byte) = from.pop_front() else { break };
        *room = byte;
        drawn += 1;
    }
    drawn
}
