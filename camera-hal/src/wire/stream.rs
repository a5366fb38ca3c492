//! Streams by `embedded-io`: a UART, USB-CDC, or whatever else has a driver.

use camera_fsm::input::ClientId;
use embedded_io::{Error as _, ErrorKind, Read, ReadReady, Write, WriteReady};

use super::{Transport, Wire};

/// A serial line with a controller at its other end, one at a time.
///
/// Nothing on a line says that somebody has come, so who says something is
/// there. Who goes is noticed by what the driver says: an error (a UART's
/// driver gives a break as one: an app that opens a line breaks first), the end
/// of the stream, or [`hang_up`](Self::hang_up), as when USB's DTR falls.
///
/// An array of lines is a [`Wire`]; the place in it is the client's.
///
/// ```
/// use camera_hal::wire::{Wire, stream::Line};
/// use embedded_io::{Read, ReadReady, Write, WriteReady};
/// fn wire(uart: impl Read + ReadReady + Write + WriteReady) -> impl Wire {
///     [Line::new(uart)]
/// }
/// ```
#[derive(Debug)]
pub struct Line<S> {
    stream: S,
    has_arrived: fn(&S) -> bool,
    /// Who came last, by number.
    connection: u32,
    is_connected: bool,
    fault: Option<ErrorKind>,
}

impl<S> Line<S> {
    /// A line of which nobody can tell whether what was written has arrived.
    pub const fn new(stream: S) -> Self {
        Self::with_arrival(stream, |_| true)
    }

    /// A line whose driver tells whether all that was written is out. The
    /// camera restarts only then, so that its last answer is not cut.
    pub const fn with_arrival(stream: S, has_arrived: fn(&S) -> bool) -> Self {
        Self {
            stream,
            has_arrived,
            connection: 0,
            is_connected: false,
            fault: None,
        }
    }

    /// Whoever was there has gone. Who says something next is somebody new.
    pub const fn hang_up(&mut self) {
        self.is_connected = false;
    }

    /// What the stream has failed by last. It hung up then; the other lines
    /// went on.
    #[must_use]
    pub const fn fault(&self) -> Option<ErrorKind> {
        self.fault
    }

    /// The stream itself.
    pub const fn stream(&mut self) -> &mut S {
        &mut self.stream
    }
}

impl<S: Read + ReadReady + Write + WriteReady> Line<S> {
    fn look(&mut self) {
        if self.is_connected {
            return;
        }
        let result = self.stream.read_ready();
        if self.unless_failed(result) == Some(true) {
            self.is_connected = true;
            self.connection = self.connection.wrapping_add(1);
        }
    }

    fn read(&mut self, into: &mut [u8]) -> usize {
        let result = match self.stream.read_ready() {
            Ok(true) => self.stream.read(into),
            Ok(false) => return 0,
            Err(error) => Err(error),
        };
        let read = self.unless_failed(result).unwrap_or(0);
        if read == 0 && !into.is_empty() {
            self.hang_up();
        }
        read
    }

    fn write(&mut self, bytes: &[u8]) -> usize {
        let mut rest = bytes;
        while !rest.is_empty() {
            let result = match self.stream.write_ready() {
                Ok(true) => self.stream.write(rest),
                Ok(false) => break,
                Err(error) => Err(error),
            };
            match self.unless_failed(result).unwrap_or(0) {
                0 => break,
                written => rest = rest.get(written..).unwrap_or_default(),
            }
        }
        bytes.len() - rest.len()
    }

    fn unless_failed<T>(&mut self, result: Result<T, S::Error>) -> Option<T> {
        result
            .inspect_err(|error| {
                self.fault = Some(error.kind());
                self.is_connected = false;
            })
            .ok()
    }
}

impl<S: Read + ReadReady + Write + WriteReady, const N: usize> Wire for [Line<S>; N] {
    fn look(&mut self, client: ClientId) {
        if let Some(line) = self.get_mut(usize::from(client.0)) {
            line.look();
        }
    }

    fn connection(&self, client: ClientId) -> Option<u32> {
        let line = self.get(usize::from(client.0))?;
        line.is_connected.then_some(line.connection)
    }

    fn read(&mut self, client: ClientId, into: &mut [u8]) -> usize {
        self.get_mut(usize::from(client.0))
            .map_or(0, |line| line.read(into))
    }

    fn write(&mut self, client: ClientId, bytes: &[u8]) -> usize {
        self.get_mut(usize::from(client.0))
            .map_or(0, |line| line.write(bytes))
    }

    fn has_arrived(&self, client: ClientId) -> bool {
        self.get(usize::from(client.0))
            .is_none_or(|line| (line.has_arrived)(&line.stream))
    }

    fn close(&mut self, client: ClientId) {
        if let Some(line) = self.get_mut(usize::from(client.0)) {
            line.hang_up();
        }
    }

    fn transport(&self, _client: ClientId) -> Transport {
        Transport::Serial
    }
}
