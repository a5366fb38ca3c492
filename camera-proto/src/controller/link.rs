//! One link to one camera, over one stream: bytes in, events out.
//!
//! ```text
//! hello → Event::Hello → pair(code) → Event::Open → requests, Enroll first
//! hello → Event::Hello → resume(key) → Event::Open → requests
//! ```

use rand_core::CryptoRng;

use crate::codec::TooLong;
use crate::frame::{self, BODY_AT, Feed, Frame, FrameDecoder};
use crate::message::{
    DecodeError, Hello, HelloReply, Notice, PairConfirm, PairShare, Refused, Reply, Request,
    SessionOpen, kind,
};
use crate::noise::Initiator;
use crate::pairing::{
    AppPairing, HelloHash, PairingContext, PairingError, ProverSecret, SetupCode, session_prologue,
};
use crate::sealed::{self, SEALED_BODY_AT};
use crate::session::{Session, SessionError};
use crate::version;
use crate::vocab::{KeyId, PairingSecret};

/// One link to one camera.
pub struct Link {
    decoder: FrameDecoder,
    talk: Talk,
}

/// What the app knows of a conversation, apart from its bytes.
struct Talk {
    transport: u8,
    next_id: u16,
    hello_request: [u8; 3],
    hello: Option<HelloHash>,
    stage: Stage,
}

enum Stage {
    Clear,
    /// `shareP` is on its way.
    Sharing(AppPairing),
    /// `confirmP` is on its way; this is the session if the camera agrees.
    Confirming(Session),
    Resuming(Initiator),
    Open(Session),
}

/// What came from the camera.
#[derive(Debug)]
pub enum Event {
    /// It says who it is.
    Hello(HelloReply),
    /// It has answered the share: this many bytes of the output buffer, our
    /// confirmation, must go out now.
    Send(usize),
    /// The link is sealed: ask away.
    Open,
    /// It answers.
    Reply {
        /// Which request.
        id: u16,
        /// What.
        reply: Reply,
    },
    /// It says something that this version does not know: it is newer.
    Unknown {
        /// The kind of that message.
        kind: u8,
    },
    /// It tells what has changed.
    Notice {
        /// Counts up; a gap means lost notices.
        sequence: u16,
        /// What.
        notice: Notice,
    },
}

/// Why a link is of no use any more, or a call makes no sense now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ControllerError {
    /// It does not answer, or not any more.
    #[error("the camera does not answer")]
    Unreachable,
    /// The camera refused the handshake.
    #[error("the camera refused: {:?}", .0.why)]
    Refused(Refused),
    /// The code does not match the camera's, or somebody sits in between.
    #[error("the code does not match this camera, or somebody tampers with the link")]
    WrongCode,
    /// The camera cannot prove that it knows our key: another camera, or reset.
    #[error("this camera does not hold our key")]
    WrongKey,
    /// The camera's parameters for the code are outside what is safe.
    #[error("the camera asks for unsafe parameters of the code")]
    UnsafeParameters,
    /// The camera speaks no version that we speak.
    #[error("the camera speaks no version of the protocol that this program knows")]
    Version,
    /// What came is not what a camera says now.
    #[error("the camera does not follow the protocol")]
    Protocol,
    /// The call does not fit the stage of the link.
    #[error("that cannot be asked now")]
    NotNow,
    /// The message does not fit the buffer.
    #[error("the message does not fit")]
    TooLong,
    /// The session has carried all it may: open another by the key.
    #[error("the session has carried all the messages it may")]
    Exhausted,
}

impl From<TooLong> for ControllerError {
    fn from(_: TooLong) -> Self {
        Self::TooLong
    }
}

impl From<SessionError> for ControllerError {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Exhausted => Self::Exhausted,
            SessionError::NoRoom | SessionError::Refused => Self::TooLong,
        }
    }
}

impl Link {
    /// A link over that kind of transport: 1 is TCP or a
    /// WebSocket, 2 serial.
    #[must_use]
    pub fn new(transport: u8) -> Self {
        Self {
            decoder: FrameDecoder::new(),
            talk: Talk {
                transport,
                next_id: 1,
                hello_request: [0; 3],
                hello: None,
                stage: Stage::Clear,
            },
        }
    }

    /// Writes the first message, and says by what the app may want to pair.
    /// Its answer is [`Event::Hello`].
    ///
    /// # Errors
    /// When `out` is too small; [`frame::MAX_FRAME`] suffices, as everywhere here.
    pub fn hello(
        &mut self,
        secret: PairingSecret,
        out: &mut [u8],
    ) -> Result<usize, ControllerError> {
        let hello = Hello {
            min_version: version::MIN,
            max_version: version::CURRENT,
            secret,
        };
        let request = Request::Hello(hello);
        request.encode(&mut self.talk.hello_request)?;
        self.talk.clear(&request, out)
    }

    /// Begins to pair with the code from the label. [`Event::Open`] says that
    /// it was right; then enrol.
    ///
    /// # Errors
    /// Before the hello, or when the camera's parameters are unsafe.
    pub fn pair(
        &mut self,
        code: &SetupCode,
        camera: &HelloReply,
        rng: &mut impl CryptoRng,
        out: &mut [u8],
    ) -> Result<usize, ControllerError> {
        let hello = self.talk.hello.as_ref().ok_or(ControllerError::NotNow)?;
        let context = PairingContext::new(self.talk.transport, hello);
        let secret =
            ProverSecret::from_code(code, &camera.salt, camera.iterations).map_err(|error| {
                match error {
                    PairingError::Iterations(_) => ControllerError::UnsafeParameters,
                    _ => ControllerError::WrongCode,
                }
            })?;
        let (pairing, share_p) = AppPairing::start(&secret, &context, rng);
        self.talk.stage = Stage::Sharing(pairing);
        self.talk
            .clear(&Request::PairShare(PairShare { share_p }), out)
    }

    /// Opens a session with the key of an earlier enrolment.
    ///
    /// # Errors
    /// Before the hello.
    pub fn resume(
        &mut self,
        key_id: KeyId,
        key: &[u8; 32],
        rng: &mut impl CryptoRng,
        out: &mut [u8],
    ) -> Result<usize, ControllerError> {
        let hello = self.talk.hello.as_ref().ok_or(ControllerError::NotNow)?;
        let prologue = session_prologue(self.talk.transport, hello, key_id);
        let (initiator, noise) =
            Initiator::start(key, &prologue, rng).map_err(|_| ControllerError::NotNow)?;
        self.talk.stage = Stage::Resuming(initiator);
        let request = Request::SessionOpen(SessionOpen { key_id, noise });
        self.talk.clear(&request, out)
    }

    /// Writes a request, sealed. Its id and length come back.
    ///
    /// # Errors
    /// Before [`Event::Open`], and after as many messages as a session may carry.
    pub fn request(
        &mut self,
        request: &Request,
        out: &mut [u8],
    ) -> Result<(u16, usize), ControllerError> {
        let id = self.talk.id();
        let Stage::Open(session) = &mut self.talk.stage else {
            return Err(ControllerError::NotNow);
        };
        let body = out.get_mut(SEALED_BODY_AT..).ok_or(TooLong)?;
        let body_len = request.encode(body)?;
        let len = sealed::write(session, request.kind(), id, body_len, out)?;
        Ok((id, len))
    }

    /// Takes bytes from the front of `input` and says what they meant; `None`
    /// when they end within a frame. What must go out at once is in `out`.
    ///
    /// # Errors
    /// When the link is of no use any more. A frame that is damaged on the way
    /// is dropped without one.
    pub fn receive(
        &mut self,
        input: &mut &[u8],
        out: &mut [u8],
    ) -> Result<Option<Event>, ControllerError> {
        let event = self.hear(input, out);
        self.decoder.wipe();
        event
    }

    fn hear(
        &mut self,
        input: &mut &[u8],
        out: &mut [u8],
    ) -> Result<Option<Event>, ControllerError> {
        loop {
            let frame = match self.decoder.feed(input) {
                Feed::More => return Ok(None),
                Feed::Bad(_) => continue,
                Feed::Frame(frame) => frame,
            };
            let is_sealed = frame.kind == kind::SEALED;
            match &mut self.talk.stage {
                Stage::Open(session) if is_sealed => {
                    // What is not authentic is noise on the line, or somebody in between.
                    if let Some(frame) = sealed::read(session, frame) {
                        return opened(frame).map(Some);
                    }
                }
                // In clear, so anybody could have sent it: it must not end an open link.
                Stage::Open(_) => {}
                _ if is_sealed => return Err(ControllerError::Protocol),
                _ => return self.talk.handshake(&frame, out).map(Some),
            }
        }
    }

    /// An open link by that session.
    #[cfg(test)]
    pub(super) fn over(session: Session) -> Self {
        let mut link = Self::new(1);
        link.talk.stage = Stage::Open(session);
        link
    }

    /// Whether requests can be asked.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.talk.stage, Stage::Open(_))
    }
}

impl Talk {
    fn handshake(&mut self, frame: &Frame<'_>, out: &mut [u8]) -> Result<Event, ControllerError> {
        let reply = Reply::decode(frame.kind, frame.body).map_err(|_| ControllerError::Protocol)?;
        match (core::mem::replace(&mut self.stage, Stage::Clear), reply) {
            (Stage::Clear, Reply::Hello(hello)) if self.hello.is_none() => {
                if !(version::MIN..=version::CURRENT).contains(&hello.version) {
                    return Err(ControllerError::Version);
                }
                self.hello = Some(HelloHash::new(&self.hello_request, frame.body));
                Ok(Event::Hello(hello))
            }
            (Stage::Sharing(pairing), Reply::PairShare(share)) => {
                let (confirm_p, session) = pairing
                    .confirm(&share.share_v, &share.confirm_v)
                    .map_err(|_| ControllerError::WrongCode)?;
                self.stage = Stage::Confirming(session);
                let request = Request::PairConfirm(PairConfirm { confirm_p });
                Ok(Event::Send(self.clear(&request, out)?))
            }
            (Stage::Confirming(session), Reply::Done) => {
                self.stage = Stage::Open(session);
                Ok(Event::Open)
            }
            (Stage::Resuming(initiator), Reply::SessionOpen(answer)) => {
                let session = initiator
                    .finish(&answer.noise)
                    .map_err(|_| ControllerError::WrongKey)?;
                self.stage = Stage::Open(session);
                Ok(Event::Open)
            }
            (_, Reply::Refused(refused)) => Err(ControllerError::Refused(refused)),
            _ => Err(ControllerError::Protocol),
        }
    }

    fn clear(&mut self, request: &Request, out: &mut [u8]) -> Result<usize, ControllerError> {
        let id = self.id();
        let body = out.get_mut(BODY_AT..).ok_or(TooLong)?;
        let body_len = request.encode(body)?;
        Ok(frame::encode(request.kind(), id, body_len, out)?)
    }

    fn id(&mut self) -> u16 {
        let id = self.next_id;
        self.next_id = self.next_id.wrapping_add(1);
        id
    }
}

impl core::fmt::Debug for Link {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let stage = match self.talk.stage {
            Stage::Clear => "clear",
            Stage::Sharing(_) | Stage::Confirming(_) => "pairing",
            Stage::Resuming(_) => "resuming",
            Stage::Open(_) => "open",
        };
        write!(f, "Link({stage})")
    }
}

/// A message of a newer version is no reason to end the link (design 2.12).
fn opened(frame: Frame<'_>) -> Result<Event, ControllerError> {
    let Frame { kind, id, body } = frame;
    let event = if Notice::is_kind(kind) {
        Notice::decode(kind, body).map(|notice| Event::Notice {
            sequence: id,
            notice,
        })
    } else {
        Reply::decode(kind, body).map(|reply| Event::Reply { id, reply })
    };
    match event {
        Ok(event) => Ok(event),
        Err(DecodeError::UnknownKind(kind)) => Ok(Event::Unknown { kind }),
        Err(DecodeError::Malformed(_)) => Err(ControllerError::Protocol),
    }
}
