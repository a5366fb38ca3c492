//! A cable to each controller, in RAM.

use camera_fsm::input::ClientId;
use camera_proto::vocab::MAX_CLIENTS;
use heapless::Deque;

use super::journal::{Deed, Pen};
use crate::wire::{Transport, Wire};

/// How many bytes a cable holds in each direction.
pub const CABLE_BYTES: usize = 1024;

/// A cable to each controller, and to who finds no place.
#[derive(Debug, Default)]
pub struct MockWire {
    /// The place of a serial line, if there is one. The others are TCP.
    pub serial: Option<ClientId>,
    /// Whether who came by the radio is gone when that is off the air; else a
    /// cable is a cable.
    pub follows_radio: bool,
    /// Whether there is a temporary network, and whether there is the home's.
    on_air: (bool, bool),
    /// One for each client, and one for who finds no place.
    cables: [Cable; MAX_CLIENTS + 1],
    plugged: u32,
    pub(super) pen: Pen,
}

#[derive(Debug, Default)]
struct Cable {
    connection: Option<u32>,
    /// By the temporary network.
    by_ap: bool,
    to_camera: Deque<u8, CABLE_BYTES>,
    to_app: Deque<u8, CABLE_BYTES>,
}

impl MockWire {
    /// A controller connects, in the place of who was there.
    pub fn plug(&mut self, client: ClientId) {
        self.plugged += 1;
        let connection = Some(self.plugged);
        let (_, has_home) = self.on_air;
        if let Some(cable) = self.cable(client) {
            *cable = Cable {
                connection,
                by_ap: !has_home,
                ..Cable::default()
            };
        }
    }

    /// A controller says something, and so much of it finds room.
    pub fn say(&mut self, client: ClientId, bytes: &[u8]) -> usize {
        self.cable(client)
            .map_or(0, |cable| pour(bytes, &mut cable.to_camera))
    }

    /// A controller hears so many bytes.
    pub fn hear(&mut self, client: ClientId, into: &mut [u8]) -> usize {
        self.cable(client)
            .map_or(0, |cable| draw(&mut cable.to_app, into))
    }

    /// The radio's networks are up, or down: who came by one is gone with it.
    pub(super) fn follow(&mut self, has_ap: bool, has_home: bool) {
        let (had_ap, had_home) = core::mem::replace(&mut self.on_air, (has_ap, has_home));
        let (lost_ap, lost_home) = (had_ap && !has_ap, had_home && !has_home);
        for cable in self.cables.iter_mut().filter(|_| self.follows_radio) {
            let is_lost = if cable.by_ap { lost_ap } else { lost_home };
            if is_lost {
                cable.cut();
            }
        }
    }

    pub(super) fn power_off(&mut self) {
        self.on_air = (false, false);
        self.cables.iter_mut().for_each(Cable::cut);
    }

    fn cable(&mut self, client: ClientId) -> Option<&mut Cable> {
        self.cables.get_mut(usize::from(client.0))
    }
}

impl Cable {
    /// What has arrived at the app has arrived.
    fn cut(&mut self) {
        self.connection = None;
        self.to_camera.clear();
    }
}

impl Wire for MockWire {
    fn connection(&self, client: ClientId) -> Option<u32> {
        self.cables.get(usize::from(client.0))?.connection
    }

    fn read(&mut self, client: ClientId, into: &mut [u8]) -> usize {
        self.cable(client)
            .map_or(0, |cable| draw(&mut cable.to_camera, into))
    }

    fn write(&mut self, client: ClientId, bytes: &[u8]) -> usize {
        let len = self
            .cable(client)
            .map_or(0, |cable| pour(bytes, &mut cable.to_app));
        if len > 0 {
            self.pen.note(Deed::Say { client, len });
        }
        len
    }

    fn close(&mut self, client: ClientId) {
        self.pen.note(Deed::HangUp(client));
        if let Some(cable) = self.cable(client) {
            cable.cut();
        }
    }

    fn transport(&self, client: ClientId) -> Transport {
        match self.serial {
            Some(serial) if serial == client => Transport::Serial,
            _ => Transport::Tcp,
        }
    }
}

fn pour(bytes: &[u8], into: &mut Deque<u8, CABLE_BYTES>) -> usize {
    let taken = bytes
        .iter()
        .take_while(|byte| into.push_back(**byte).is_ok());
    taken.count()
}

fn draw(from: &mut Deque<u8, CABLE_BYTES>, into: &mut [u8]) -> usize {
    let mut drawn = 0;
    for room in into {
        let Some(byte) = from.pop_front() else { break };
        *room = byte;
        drawn += 1;
    }
    drawn
}
