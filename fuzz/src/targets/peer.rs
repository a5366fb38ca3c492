//! The app's side of one link, and a camera that lies.

use camera_proto::controller::{ControllerError, Event, Link};
use camera_proto::frame::{Feed, FrameDecoder, MAX_FRAME};
use camera_proto::message::{DecodeError, Notice, Reply, Request, kind};
use camera_proto::noise::respond;
use camera_proto::pairing::{HelloHash, MIN_ITERATIONS, session_prologue};
use camera_proto::session::Session;
use camera_proto::vocab::PairingSecret;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;

use crate::app::{KEY, KEY_ID, SAMPLES, clear, code, sealed};
use crate::bytes::Bytes;

/// A camera that holds our key, and says what it likes.
struct Liar {
    link: Link,
    rng: ChaCha8Rng,
    out: [u8; MAX_FRAME],
    /// The hello that the app believes.
    hello: Option<Vec<u8>>,
    session: Option<Session>,
    /// The app has hung up.
    is_over: bool,
}

/// Any bytes, any frames, and a true handshake with lies behind it: the app never panics, its link opens by the key
/// alone, nothing in clear does anything to an open link, and what is sealed is told as it was said.
pub fn app_link(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let mut liar = Liar {
        link: Link::new(1),
        rng: ChaCha8Rng::seed_from_u64(1),
        out: [0; MAX_FRAME],
        hello: None,
        session: None,
        is_over: false,
    };
    liar.greet();
    while !bytes.is_empty() && !liar.is_over {
        match bytes.byte() % 10 {
            0 => liar.greet(),
            1 => liar.say_hello(),
            2 => liar.open(),
            3 => liar.pair(),
            4 => {
                let (kind, body) = &SAMPLES[usize::from(bytes.byte()) % SAMPLES.len()];
                let request = Request::decode(*kind, body);
                let is_open = liar.link.is_open();
                if let Ok(request) = request {
                    let asked = liar.link.request(&request, &mut liar.out);
                    assert_eq!(asked.is_ok(), is_open);
                }
            }
            5 => {
                let garbage = [bytes.piece(), &[0]].concat();
                liar.say(&garbage);
            }
            6 => {
                let (kind, id) = (bytes.byte(), bytes.u16());
                liar.say_clear(kind, id, bytes.piece());
            }
            7 => {
                let (kind, body) = &SAMPLES[usize::from(bytes.byte()) % SAMPLES.len()];
                liar.say_clear(*kind, 1, body);
            }
            8 => {
                let (kind, id) = (bytes.byte(), bytes.u16());
                liar.say_sealed(kind, id, bytes.piece());
            }
            _ => {
                let (kind, body) = &SAMPLES[usize::from(bytes.byte()) % SAMPLES.len()];
                liar.say_sealed(*kind, bytes.u16(), body);
            }
        }
        assert!(
            !liar.link.is_open() || liar.session.is_some(),
            "a link is open that nobody with the key has opened"
        );
    }
}

impl Liar {
    /// The app says hello.
    fn greet(&mut self) {
        let hello = self.link.hello(PairingSecret::CODE, &mut self.out);
        hello.expect("a hello can always be said");
    }

    /// The truth, for once.
    fn say_hello(&mut self) {
        let hello = SAMPLES.iter().find(|(kind, _)| *kind == kind::REPLY_HELLO);
        let (kind, body) = hello.expect("there is a sample of every message");
        self.say_clear(*kind, 1, body);
    }

    /// The app opens a session by its key, and the camera answers as it should.
    fn open(&mut self) {
        let asked = self.link.resume(KEY_ID, &KEY, &mut self.rng, &mut self.out);
        let (Ok(len), Some(hello)) = (asked, &self.hello) else {
            return assert!(self.hello.is_none(), "{asked:?}");
        };
        self.session = None;
        let Some(Request::SessionOpen(open)) = request(&self.out[..len]) else {
            panic!("no SessionOpen");
        };
        let hello = HelloHash::new(&[1, 1, 0], hello);
        let prologue = session_prologue(1, &hello, open.key_id);
        let answer = respond(&KEY, &prologue, &mut self.rng, &open.noise);
        let (answer, session) = answer.expect("the app has said what it should");
        let frame = clear(kind::REPLY_SESSION_OPEN, 2, &answer);
        let (event, _) = self.hear(&frame);
        assert!(matches!(event, Some(Event::Open)), "{event:?}");
        self.session = Some(session);
    }

    /// The app pairs by the code, which this camera does not know. Stretching takes long, so the fewest iterations
    /// only, or too few.
    fn pair(&mut self) {
        let hello = self.hello.as_ref();
        let hello = hello.map(|body| Reply::decode(kind::REPLY_HELLO, body));
        let Some(Ok(Reply::Hello(hello))) = hello else {
            return;
        };
        if hello.iterations <= MIN_ITERATIONS {
            let asked = self
                .link
                .pair(&code(), &hello, &mut self.rng, &mut self.out);
            match asked {
                Ok(_) => self.session = None,
                Err(error) => assert_eq!(error, ControllerError::UnsafeParameters),
            }
        }
    }

    fn say_clear(&mut self, kind: u8, id: u16, body: &[u8]) {
        let event = self.say(&clear(kind, id, body));
        if let Some(Event::Hello(_)) = event {
            assert_eq!(kind, kind::REPLY_HELLO);
            self.hello = Some(body.to_vec());
        }
    }

    /// Says something that is not sealed.
    fn say(&mut self, bytes: &[u8]) -> Option<Event> {
        let was_open = self.link.is_open();
        let (event, error) = self.hear(bytes);
        if was_open {
            assert!(self.link.is_open() && event.is_none() && error.is_none());
        }
        let sealed = matches!(
            event,
            Some(Event::Reply { .. } | Event::Notice { .. } | Event::Unknown { .. } | Event::Open)
        );
        assert!(!sealed, "{event:?} came in clear");
        event
    }

    fn say_sealed(&mut self, kind: u8, id: u16, body: &[u8]) {
        let Some(session) = &mut self.session else {
            return;
        };
        let frame = sealed(session, kind, id, body);
        let body = &body[..body.len().min(camera_proto::message::MAX_BODY)];
        match self.hear(&frame) {
            (Some(Event::Reply { id: of, reply }), None) => {
                assert_eq!((of, Ok(reply)), (id, Reply::decode(kind, body)));
            }
            (Some(Event::Notice { sequence, notice }), None) => {
                assert_eq!((sequence, Ok(notice)), (id, Notice::decode(kind, body)));
            }
            (Some(Event::Unknown { kind: of }), None) => assert_eq!(of, kind),
            (None, Some(error)) => {
                assert_eq!(error, ControllerError::Protocol);
                let malformed = Err(DecodeError::Malformed(kind));
                let reply = Reply::decode(kind, body).map(drop);
                let notice = Notice::decode(kind, body).map(drop);
                assert!(reply == malformed || notice == malformed);
            }
            told => panic!("{told:?} of what was sealed"),
        }
    }

    /// All that the app makes of some bytes: at most one event here, since they hold at most one frame that counts.
    fn hear(&mut self, mut bytes: &[u8]) -> (Option<Event>, Option<ControllerError>) {
        let mut told = None;
        loop {
            match self.link.receive(&mut bytes, &mut self.out) {
                Ok(None) => return (told, None),
                Ok(event) => told = event,
                Err(error) => {
                    self.is_over = true;
                    return (told, Some(error));
                }
            }
        }
    }
}

fn request(mut frame: &[u8]) -> Option<Request> {
    match FrameDecoder::new().feed(&mut frame) {
        Feed::Frame(frame) => Request::decode(frame.kind, frame.body).ok(),
        _ => None,
    }
}
