//! How the controller inside the program reaches the camera: a pipe in virtual
//! time, and TCP to the wire's port in real time, like any other controller.

use core::net::SocketAddr;
use core::time::Duration;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;

use crate::sim::wire::SimWire;

/// The port is on this machine; it answers at once or not at all.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(200);

/// The way to a camera.
pub enum Reach {
    /// The connection with this number.
    Pipe(u32),
    /// A socket that never blocks.
    Tcp(TcpStream),
}

impl Reach {
    /// Goes there; `None` when nobody answers.
    pub fn connect(port: Option<SocketAddr>, wire: &mut SimWire) -> Option<Self> {
        let Some(port) = port else {
            return wire.connect_pipe().map(Self::Pipe);
        };
        let stream = TcpStream::connect_timeout(&port, CONNECT_TIMEOUT).ok()?;
        stream.set_nonblocking(true).ok()?;
        stream.set_nodelay(true).ok()?;
        Some(Self::Tcp(stream))
    }

    /// Says something; `false` when the camera is gone.
    pub fn say(&mut self, bytes: &[u8], wire: &mut SimWire) -> bool {
        match self {
            Self::Pipe(number) => wire.received(*number, bytes),
            // A request is far smaller than a socket's buffer.
            Self::Tcp(stream) => stream.write_all(bytes).is_ok(),
        }
    }

    /// What the camera has said since the last call; `None` when it is gone.
    pub fn hear(&mut self, wire: &mut SimWire) -> Option<Vec<u8>> {
        let mut said = Vec::new();
        match self {
            Self::Pipe(number) => {
                said = wire.take_said(*number);
                (!said.is_empty() || wire.is_connected(*number)).then_some(said)
            }
            Self::Tcp(stream) => {
                let ended = match stream.read_to_end(&mut said) {
                    Ok(_) => true,
                    Err(error) => error.kind() != ErrorKind::WouldBlock,
                };
                (!said.is_empty() || !ended).then_some(said)
            }
        }
    }

    /// Hangs up.
    pub fn hang_up(self, wire: &mut SimWire) {
        match self {
            Self::Pipe(number) => wire.hung_up(number),
            // A socket hangs up when it is dropped.
            Self::Tcp(_) => {}
        }
    }
}
