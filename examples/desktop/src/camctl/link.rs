//! One TCP link to one camera, blocking, with a deadline for each wait.

use core::time::Duration;
use std::io::{self, Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Instant;

use camera_proto::controller::{Controller, ControllerError, Event};
use camera_proto::frame::MAX_FRAME;
use camera_proto::message::{End, HelloReply, Page, Reply, Request};
use camera_proto::pairing::SetupCode;
use camera_proto::vocab::{KeyId, PairingSecret, Status};

/// The wire's code for TCP.
const TCP: u8 = 1;

/// Where cameras listen.
pub const PORT: u16 = 4455;

/// Why a link is of no use any more, or a request was refused.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// Nobody is there, or not any more, or does not answer: in a sentence.
    #[error("{0}")]
    Unreachable(String),
    /// Somebody is there and says no, or does not speak the protocol.
    #[error(transparent)]
    Controller(#[from] ControllerError),
}

/// One link to one camera.
#[derive(Debug)]
pub struct Link {
    stream: TcpStream,
    controller: Controller,
    address: String,
    timeout: Duration,
    /// Bytes that came and are not looked at yet.
    input: Vec<u8>,
    output: [u8; MAX_FRAME],
    /// Whether anything came at all.
    heard: bool,
}

impl Link {
    /// Connects and says hello, and by what we may want to pair. The timeout holds for each answer.
    ///
    /// # Errors
    /// When nobody answers, or not as a camera does.
    pub fn open(
        address: &str,
        secret: PairingSecret,
        timeout: Duration,
    ) -> Result<(Self, HelloReply), LinkError> {
        let stream = connect(address, timeout).map_err(|error| unreachable(address, &error))?;
        let mut link = Self {
            stream,
            controller: Controller::new(TCP),
            address: address.to_owned(),
            timeout,
            input: Vec::new(),
            output: [0; MAX_FRAME],
            heard: false,
        };
        let len = link.controller.hello(secret, &mut link.output)?;
        link.send(len)?;
        match link.event(Instant::now() + timeout) {
            Ok(Event::Hello(hello)) => Ok((link, hello)),
            // Somebody is there, and no camera.
            Err(LinkError::Unreachable(_)) if link.heard => Err(ControllerError::Protocol.into()),
            Ok(_) => Err(ControllerError::Protocol.into()),
            Err(error) => Err(error),
        }
    }

    /// Proves the code from the label.
    ///
    /// # Errors
    /// When it is wrong, or the camera refuses.
    pub fn pair(&mut self, code: &SetupCode, camera: &HelloReply) -> Result<(), LinkError> {
        let (rng, out) = (&mut rand::rng(), &mut self.output);
        let len = self.controller.pair(code, camera, rng, out)?;
        self.opened(len)
    }

    /// Proves the key of an earlier pairing.
    ///
    /// # Errors
    /// When the camera does not know it, or refuses.
    pub fn resume(&mut self, key_id: KeyId, key: &[u8; 32]) -> Result<(), LinkError> {
        let (rng, out) = (&mut rand::rng(), &mut self.output);
        let len = self.controller.resume(key_id, key, rng, out)?;
        self.opened(len)
    }

    /// Asks, and waits for the one answer.
    ///
    /// # Errors
    /// When it is a refusal, or none comes.
    pub fn ask(&mut self, request: &Request) -> Result<Reply, LinkError> {
        self.ask_until(request, Instant::now() + self.timeout)
    }

    /// The same with another deadline.
    ///
    /// # Errors
    /// When it is a refusal, or none comes.
    pub fn ask_until(&mut self, request: &Request, deadline: Instant) -> Result<Reply, LinkError> {
        let id = self.request(request)?;
        self.reply(id, deadline)
    }

    /// Asks for a list, page by page: its items, without the ends.
    ///
    /// # Errors
    /// When it is a refusal, or no end comes.
    pub fn list(&mut self, request: impl Fn(Page) -> Request) -> Result<Vec<Reply>, LinkError> {
        let mut items = Vec::new();
        let mut page = Page { from: 0 };
        loop {
            let End { next } = self.page(&request(page), &mut items)?;
            match next > page.from {
                true => page.from = next,
                false => return Ok(items),
            }
        }
    }

    fn page(&mut self, request: &Request, items: &mut Vec<Reply>) -> Result<End, LinkError> {
        let id = self.request(request)?;
        let deadline = Instant::now() + self.timeout;
        loop {
            match self.reply(id, deadline)? {
                Reply::End(end) => return Ok(end),
                item if item.is_terminal() => return Err(ControllerError::Protocol.into()),
                item => items.push(item),
            }
        }
    }

    /// Asks for the status.
    ///
    /// # Errors
    /// When none comes.
    pub fn status(&mut self) -> Result<Status, LinkError> {
        match self.ask(&Request::Status)? {
            Reply::Status(status) => Ok(status),
            _ => Err(ControllerError::Protocol.into()),
        }
    }

    /// Waits for whatever comes next; without a deadline, for ever.
    ///
    /// # Errors
    /// When the link is gone, or the deadline.
    pub fn next_event(&mut self) -> Result<Event, LinkError> {
        self.event(None)
    }

    fn request(&mut self, request: &Request) -> Result<u16, LinkError> {
        let (id, len) = self.controller.request(request, &mut self.output)?;
        self.send(len)?;
        Ok(id)
    }

    /// The next answer to that request. Notices, and late answers to what
    /// nobody waits for any more, are passed over.
    fn reply(&mut self, id: u16, deadline: Instant) -> Result<Reply, LinkError> {
        loop {
            match self.event(deadline)? {
                Event::Reply { id: to, reply } if to == id => match reply {
                    Reply::Refused(refused) => {
                        return Err(ControllerError::Refused(refused).into());
                    }
                    reply => return Ok(reply),
                },
                _ => {}
            }
        }
    }

    /// Sends the first message of a handshake and waits for its end.
    fn opened(&mut self, len: usize) -> Result<(), LinkError> {
        self.send(len)?;
        match self.event(Instant::now() + self.timeout)? {
            Event::Open => Ok(()),
            _ => Err(ControllerError::Protocol.into()),
        }
    }

    fn event(&mut self, deadline: impl Into<Option<Instant>>) -> Result<Event, LinkError> {
        let deadline = deadline.into();
        loop {
            while !self.input.is_empty() {
                let mut rest = self.input.as_slice();
                let event = self.controller.receive(&mut rest, &mut self.output);
                let taken = self.input.len() - rest.len();
                self.input.drain(..taken);
                match event? {
                    Some(Event::Send(len)) => self.send(len)?,
                    Some(event) => return Ok(event),
                    None => {}
                }
            }
            self.fill(deadline)
                .map_err(|error| unreachable(&self.address, &error))?;
        }
    }

    fn fill(&mut self, deadline: Option<Instant>) -> io::Result<()> {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        if left == Some(Duration::ZERO) {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(left)?;
        let mut bytes = [0; MAX_FRAME];
        loop {
            match self.stream.read(&mut bytes) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(len) => {
                    self.heard = true;
                    self.input.extend_from_slice(&bytes[..len]);
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn send(&mut self, len: usize) -> Result<(), LinkError> {
        let frame = self.output.get(..len).unwrap_or_default();
        self.stream
            .write_all(frame)
            .map_err(|error| unreachable(&self.address, &error))
    }
}

/// The address with its port.
#[must_use]
pub fn with_port(address: &str) -> String {
    let bare_v6 = address.matches(':').count() > 1 && !address.contains(']');
    match address.rsplit_once(':') {
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

fn unreachable(address: &str, error: &io::Error) -> LinkError {
    let why = match error.kind() {
        io::ErrorKind::ConnectionRefused => "nobody listens there".to_owned(),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => "it does not answer".to_owned(),
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => "the connection was closed".to_owned(),
        _ => error.to_string(),
    };
    LinkError::Unreachable(format!("The camera at {address} cannot be reached: {why}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_answers_like_no_camera_is_said_to_be_none() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("its address").to_string();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a client");
            let _ = stream.read(&mut [0; 64]).expect("a hello");
            stream
                .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                .expect("an answer");
        });
        let opened = Link::open(&address, PairingSecret::CODE, Duration::from_secs(10));
        assert!(matches!(
            opened,
            Err(LinkError::Controller(ControllerError::Protocol))
        ));
        server.join().expect("the server");
    }

    #[test]
    fn a_port_is_added_where_none_is() {
        for (given, full) in [
            ("127.0.0.1", "127.0.0.1:4455"),
            ("127.0.0.1:1", "127.0.0.1:1"),
            ("camera.local", "camera.local:4455"),
            ("[::1]", "[::1]:4455"),
            ("[::1]:7", "[::1]:7"),
            ("::1", "[::1]:4455"),
        ] {
            assert_eq!(with_port(given), full);
        }
    }
}
