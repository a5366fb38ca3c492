//! The controller on a connection, blocking: it says what to do, and this does it.

use core::time::Duration;
use std::io::{self, Read as _, Write as _};
use std::thread::sleep;
use std::time::Instant;

use camera_proto::controller::{Action, Controller, ControllerError, Input, Patience, Told};
use camera_proto::frame::MAX_FRAME;
use camera_proto::message::{End, Enrolled, HelloReply, Page, Reply, Request};
use camera_proto::pairing::SetupCode;
use camera_proto::vocab::{ControllerName, KeyId, PairingSecret, Status};

use super::stream::{Stream, transport};

/// Why a link is of no use any more, or a request was refused.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// Nobody is there, or not any more, or does not answer: in a sentence.
    #[error("{0}")]
    Unreachable(String),
    /// Nobody knows whether the camera has done it.
    #[error("{0}")]
    Unanswered(String),
    /// Somebody is there and says no, or does not speak the protocol.
    #[error(transparent)]
    Controller(#[from] ControllerError),
}

/// The way to one camera, and what is said on it.
#[derive(Debug)]
pub struct Link {
    controller: Controller,
    address: String,
    timeout: Duration,
    began: Instant,
    stream: Option<Stream>,
    /// Bytes that came and are not looked at yet.
    input: Vec<u8>,
    /// Why the last stream was of no use.
    trouble: Option<io::Error>,
    /// Whether anything came at all.
    heard: bool,
}

impl Link {
    /// Connects and says hello, and by what we may want to pair.
    ///
    /// # Errors
    /// When nobody answers, or not as a camera does.
    pub fn open(
        address: &str,
        secret: PairingSecret,
        patience: Patience,
    ) -> Result<(Self, HelloReply), LinkError> {
        let mut link = Self {
            controller: Controller::new(transport(address), patience),
            address: address.to_owned(),
            timeout: Duration::from_millis(patience.answer_ms.into()),
            began: Instant::now(),
            stream: None,
            input: Vec::new(),
            trouble: None,
            heard: false,
        };
        match link.told(Input::Reach(secret)) {
            Ok(Told::Hello(hello)) => Ok((link, hello)),
            // Somebody is there, and no camera.
            Err(LinkError::Unreachable(_)) if link.heard => Err(ControllerError::Protocol.into()),
            Ok(_) => Err(ControllerError::Protocol.into()),
            Err(error) => Err(error),
        }
    }

    /// Proves the code, and becomes a controller of that name: here is its key.
    ///
    /// # Errors
    /// When the code is wrong, or the camera refuses.
    pub fn pair(&mut self, code: &SetupCode, name: &ControllerName) -> Result<Enrolled, LinkError> {
        match self.told(Input::Pair(code, name))? {
            Told::Enrolled(enrolled) => Ok(enrolled),
            _ => Err(ControllerError::Protocol.into()),
        }
    }

    /// Proves the key of an earlier pairing.
    ///
    /// # Errors
    /// When the camera does not know it, or refuses.
    pub fn resume(&mut self, key_id: KeyId, key: &[u8; 32]) -> Result<(), LinkError> {
        match self.told(Input::Resume(key_id, key))? {
            Told::Open => Ok(()),
            _ => Err(ControllerError::Protocol.into()),
        }
    }

    /// Asks, and waits for the one answer.
    ///
    /// # Errors
    /// When it is a refusal, or none comes.
    pub fn ask(&mut self, request: &Request) -> Result<Reply, LinkError> {
        let told = self.told(Input::Ask(request))?;
        self.reply(told)
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
        let mut reply = self.ask(request)?;
        loop {
            match reply {
                Reply::End(end) => return Ok(end),
                item if item.is_terminal() => return Err(ControllerError::Protocol.into()),
                item => items.push(item),
            }
            let told = self.told(Input::Tick)?;
            reply = self.reply(told)?;
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

    /// Begins to watch: the camera as it is now.
    ///
    /// # Errors
    /// When the camera refuses, or is gone.
    pub fn watch(&mut self) -> Result<Status, LinkError> {
        match self.told(Input::Ask(&Request::Watch))? {
            Told::Snapshot(status) => Ok(status),
            told => {
                self.reply(told)?;
                Err(ControllerError::Protocol.into())
            }
        }
    }

    /// Waits for what comes next.
    ///
    /// # Errors
    /// When the camera is gone.
    pub fn next_told(&mut self) -> Result<Told, LinkError> {
        self.told(Input::Tick)
    }

    /// A notice between is passed over: nobody watches who asks.
    fn reply(&mut self, mut told: Told) -> Result<Reply, LinkError> {
        loop {
            match told {
                Told::Reply(Reply::Refused(refused)) => {
                    return Err(ControllerError::Refused(refused).into());
                }
                Told::Reply(reply) => return Ok(reply),
                Told::Unanswered => {
                    let address = &self.address;
                    return Err(LinkError::Unanswered(format!(
                        "The link to {address} was lost before the camera has answered."
                    )));
                }
                Told::NotNow => return Err(ControllerError::NotNow.into()),
                _ => told = self.told(Input::Tick)?,
            }
        }
    }

    /// Gives the controller an input, does what it wants, and waits until it
    /// has something to tell.
    fn told(&mut self, input: Input<'_, '_>) -> Result<Told, LinkError> {
        let (mut told, mut wake_at_ms) = self.step(input);
        loop {
            match told {
                Some(Told::Ended(ControllerError::Unreachable)) => {
                    let silence = io::ErrorKind::TimedOut.into();
                    let why = self.trouble.take().unwrap_or(silence);
                    return Err(unreachable(&self.address, &why));
                }
                Some(Told::Ended(error)) => return Err(error.into()),
                Some(told) => return Ok(told),
                None => {}
            }
            (told, wake_at_ms) = self.wait(wake_at_ms);
        }
    }

    /// Waits for bytes, or for the time to come.
    fn wait(&mut self, wake_at_ms: Option<u64>) -> (Option<Told>, Option<u64>) {
        if self.input.is_empty() {
            let left = wake_at_ms.map(|at| Duration::from_millis(at.saturating_sub(self.now_ms())));
            match self.fill(left) {
                Ok(true) => {}
                Ok(false) => return self.step(Input::Tick),
                Err(error) => {
                    self.trouble = Some(error);
                    self.stream = None;
                    return self.step(Input::Disconnected);
                }
            }
        }
        let input = core::mem::take(&mut self.input);
        let mut rest = input.as_slice();
        let told = self.step(Input::Received(&mut rest));
        // What belongs to a link that was lost meanwhile is of no use.
        if self.stream.is_some() {
            self.input = rest.to_vec();
        }
        told
    }

    fn step(&mut self, input: Input<'_, '_>) -> (Option<Told>, Option<u64>) {
        let mut out = [0; MAX_FRAME];
        let now_ms = self.now_ms();
        let step = self
            .controller
            .step(now_ms, input, &mut rand::rng(), &mut out);
        match step.action {
            Some(Action::HangUp) => self.stream = None,
            Some(Action::Connect) => {
                self.input.clear();
                let connected = match Stream::open(&self.address, self.timeout) {
                    Ok(stream) => {
                        self.stream = Some(stream);
                        Input::Connected
                    }
                    Err(error) => {
                        self.stream = None;
                        self.trouble = Some(error);
                        Input::Disconnected
                    }
                };
                return self.step(connected);
            }
            None => {}
        }
        if let (Some((len, _)), Some(stream)) = (step.send, &mut self.stream) {
            let frame = out.get(..len).unwrap_or_default();
            if let Err(error) = stream.write_all(frame) {
                self.trouble = Some(error);
                self.stream = None;
                return self.step(Input::Disconnected);
            }
        }
        (step.told, step.wake_at_ms)
    }

    /// `true` when bytes came, `false` when the time did.
    fn fill(&mut self, left: Option<Duration>) -> io::Result<bool> {
        let Some(stream) = &mut self.stream else {
            sleep(left.unwrap_or_default());
            return Ok(false);
        };
        if left == Some(Duration::ZERO) {
            return Ok(false);
        }
        stream.set_read_timeout(left)?;
        let mut bytes = [0; MAX_FRAME];
        loop {
            match stream.read(&mut bytes) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(len) => {
                    self.heard = true;
                    self.input.extend_from_slice(&bytes[..len]);
                    return Ok(true);
                }
                Err(error) => match error.kind() {
                    io::ErrorKind::Interrupted => {}
                    io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => return Ok(false),
                    _ => return Err(error),
                },
            }
        }
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
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
        let opened = Link::open(&address, PairingSecret::CODE, Patience::default());
        assert!(matches!(
            opened,
            Err(LinkError::Controller(ControllerError::Protocol))
        ));
        server.join().expect("the server");
    }
}
