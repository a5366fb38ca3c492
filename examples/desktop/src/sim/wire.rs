//! The streams to controllers: TCP, or pipes inside the program. They are up
//! only while the simulated radio is: the temporary network, or the home's.

use std::collections::VecDeque;
use std::io::Write as _;
use std::net::{Shutdown, TcpStream};

use camera_fsm::input::ClientId;
use camera_hal::wire::{Transport, Wire};
use camera_proto::vocab::MAX_CLIENTS;

/// Bytes of one client that wait for the camera to take them.
const INBOX_MAX: usize = 64 * 1024;

/// All connections.
#[derive(Default)]
pub struct SimWire {
    /// One for each client, and one for who finds no place.
    places: [Option<Connection>; MAX_CLIENTS + 1],
    connections: u32,
    ap_is_up: bool,
    station_is_up: bool,
}

struct Connection {
    number: u32,
    by_ap: bool,
    inbox: VecDeque<u8>,
    end: End,
}

enum End {
    Tcp(TcpStream),
    /// What the camera said, for whoever is in the program to take.
    Pipe(Vec<u8>),
}

impl SimWire {
    /// A client comes by TCP; `None` when the camera is not on the air, or has not
    /// even a place left to say that it is busy. The stream then closes. Else: the
    /// connection's number.
    pub fn connect_tcp(&mut self, stream: TcpStream) -> Option<u32> {
        stream.set_nodelay(true).ok()?;
        self.connect(End::Tcp(stream))
    }

    /// A client inside the program.
    pub fn connect_pipe(&mut self) -> Option<u32> {
        self.connect(End::Pipe(Vec::new()))
    }

    /// Bytes came from that client. `false` when it is not connected any more,
    /// or is hung up on because it floods the camera.
    pub fn received(&mut self, number: u32, bytes: &[u8]) -> bool {
        let Some(connection) = self.connection(number) else {
            return false;
        };
        if connection.inbox.len() > INBOX_MAX {
            self.hung_up(number);
            return false;
        }
        connection.inbox.extend(bytes);
        true
    }

    /// What the camera said to that client inside the program.
    pub fn take_said(&mut self, number: u32) -> Vec<u8> {
        match self
            .connection(number)
            .map(|connection| &mut connection.end)
        {
            Some(End::Pipe(said)) => core::mem::take(said),
            _ => Vec::new(),
        }
    }

    /// Whether that client is connected.
    pub fn is_connected(&mut self, number: u32) -> bool {
        self.connection(number).is_some()
    }

    /// That client has hung up.
    pub fn hung_up(&mut self, number: u32) {
        self.drop_where(|connection| connection.number == number);
    }

    /// The radio is up, or down: whoever came by it is gone with it.
    pub fn follow_radio(&mut self, ap_is_up: bool, station_is_up: bool) {
        let lost_ap = self.ap_is_up && !ap_is_up;
        let lost_station = self.station_is_up && !station_is_up;
        self.ap_is_up = ap_is_up;
        self.station_is_up = station_is_up;
        self.drop_where(|connection| match connection.by_ap {
            true => lost_ap,
            false => lost_station,
        });
    }

    fn connect(&mut self, end: End) -> Option<u32> {
        let place = self.places.iter_mut().find(|place| place.is_none());
        let is_on_air = self.ap_is_up || self.station_is_up;
        let (Some(place), true) = (place, is_on_air) else {
            if let End::Tcp(stream) = end {
                // The other side sees it close, which is all that is to be said.
                let _ = stream.shutdown(Shutdown::Both);
            }
            return None;
        };
        self.connections += 1;
        *place = Some(Connection {
            number: self.connections,
            by_ap: !self.station_is_up,
            inbox: VecDeque::new(),
            end,
        });
        Some(self.connections)
    }

    fn connection(&mut self, number: u32) -> Option<&mut Connection> {
        self.places
            .iter_mut()
            .flatten()
            .find(|connection| connection.number == number)
    }

    fn drop_where(&mut self, gone: impl Fn(&Connection) -> bool) {
        for place in &mut self.places {
            if let Some(connection) = place.take_if(|connection| gone(connection))
                && let End::Tcp(stream) = connection.end
            {
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
    }
}

impl Wire for SimWire {
    fn connection(&self, client: ClientId) -> Option<u32> {
        let place = self.places.get(usize::from(client.0))?;
        place.as_ref().map(|connection| connection.number)
    }

    fn read(&mut self, client: ClientId, into: &mut [u8]) -> usize {
        let place = self.places.get_mut(usize::from(client.0));
        let Some(Some(connection)) = place else {
            return 0;
        };
        let count = into.len().min(connection.inbox.len());
        for (room, byte) in into.iter_mut().zip(connection.inbox.drain(..count)) {
            *room = byte;
        }
        count
    }

    fn write(&mut self, client: ClientId, bytes: &[u8]) -> usize {
        let place = self.places.get_mut(usize::from(client.0));
        let Some(Some(connection)) = place else {
            return 0;
        };
        match &mut connection.end {
            End::Pipe(said) => {
                said.extend_from_slice(bytes);
                bytes.len()
            }
            // Full or broken: a broken one is found by its reader.
            End::Tcp(stream) => stream.write(bytes).unwrap_or(0),
        }
    }

    /// The system delivers what a TCP socket has taken even when it is closed.
    fn has_arrived(&self, client: ClientId) -> bool {
        let place = self.places.get(usize::from(client.0));
        match place.and_then(Option::as_ref).map(|place| &place.end) {
            Some(End::Pipe(said)) => said.is_empty(),
            Some(End::Tcp(_)) | None => true,
        }
    }

    fn close(&mut self, client: ClientId) {
        if let Some(number) = Wire::connection(self, client) {
            self.hung_up(number);
        }
    }

    fn transport(&self, _client: ClientId) -> Transport {
        Transport::Tcp
    }
}
