//! What a controller's bytes go over: TCP, or a serial line.

use core::time::Duration;
use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::thread::sleep;

use serial2::SerialPort;

/// Where cameras listen.
pub const PORT: u16 = 4455;

/// What stands before the name of a device, instead of a host.
const SERIAL: &str = "serial:";

/// A UART's speed, in baud; USB has none of its own.
const BAUD: u32 = 115_200;

/// A break longer than any byte.
const BREAK: Duration = Duration::from_millis(5);

/// The longest wait of a serial line; whoever waits longer waits again.
const LONGEST: Duration = Duration::from_secs(3_600);

/// A connection to a camera.
#[derive(Debug)]
pub enum Stream {
    /// Over a network.
    Tcp(TcpStream),
    /// Over a UART or USB.
    Serial(SerialPort),
}

/// The wire's code for what that address leads to.
#[must_use]
pub fn transport(address: &str) -> u8 {
    match address.starts_with(SERIAL) {
        true => 2,
        false => 1,
    }
}

impl Stream {
    /// Opens `serial:DEVICE`, or connects to `HOST:PORT`.
    ///
    /// # Errors
    /// When there is no such device, or nobody listens.
    pub fn open(address: &str, timeout: Duration) -> io::Result<Self> {
        match address.strip_prefix(SERIAL) {
            Some(device) => open_serial(device, timeout).map(Self::Serial),
            None => connect(address, timeout).map(Self::Tcp),
        }
    }

    /// How long a read waits; `None` for ever, or almost.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn set_read_timeout(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.set_read_timeout(timeout),
            Self::Serial(port) => port.set_read_timeout(timeout.unwrap_or(LONGEST).min(LONGEST)),
        }
    }
}

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.read(into),
            Self::Serial(port) => port.read(into),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.write(bytes),
            Self::Serial(port) => port.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.flush(),
            Self::Serial(port) => port.flush(),
        }
    }
}

fn open_serial(device: &str, timeout: Duration) -> io::Result<SerialPort> {
    let mut port = SerialPort::open(device, BAUD)?;
    port.set_write_timeout(timeout)?;
    // On a UART a break ends what was said before on it. USB has no need of one, and may refuse it.
    if port.set_break(true).is_ok() {
        sleep(BREAK);
        let _ = port.set_break(false);
    }
    port.discard_buffers()?;
    Ok(port)
}

/// The address with its port; a serial line has none.
#[must_use]
pub fn with_port(address: &str) -> String {
    let bare_v6 = address.matches(':').count() > 1 && !address.contains(']');
    match address.rsplit_once(':') {
        _ if address.starts_with(SERIAL) => address.to_owned(),
        _ if bare_v6 => format!("[{address}]:{PORT}"),
        Some((_, port)) if !port.ends_with(']') => address.to_owned(),
        _ => format!("{address}:{PORT}"),
    }
}

/// Tries each address that the name has.
fn connect(address: &str, timeout: Duration) -> io::Result<TcpStream> {
    let mut last = io::ErrorKind::NotFound.into();
    for address in address.to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, timeout) {
            Ok(stream) => {
                // Requests are small and each waits for its answer.
                stream.set_nodelay(true)?;
                stream.set_write_timeout(Some(timeout))?;
                return Ok(stream);
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_added_where_none_is() {
        for (given, full) in [
            ("127.0.0.1", "127.0.0.1:4455"),
            ("127.0.0.1:1", "127.0.0.1:1"),
            ("camera.local", "camera.local:4455"),
            ("[::1]", "[::1]:4455"),
            ("[::1]:7", "[::1]:7"),
            ("::1", "[::1]:4455"),
            ("serial:/dev/ttyACM0", "serial:/dev/ttyACM0"),
            ("serial:COM3", "serial:COM3"),
        ] {
            assert_eq!(with_port(given), full);
        }
    }
}
