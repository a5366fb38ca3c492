//! The app's whole machine, and a camera that lies, is silent or goes away.

use camera_proto::controller::{Action, Controller, Input, Patience, Step, Told};
use camera_proto::frame::{Feed, FrameDecoder, MAX_FRAME};
use camera_proto::message::{HelloReply, Request, kind};
use camera_proto::noise::respond;
use camera_proto::pairing::{HelloHash, MIN_ITERATIONS, session_prologue};
use camera_proto::session::Session;
use camera_proto::vocab::{ControllerName, PairingSecret};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;

use crate::app::{KEY, KEY_ID, SAMPLES, clear, code, sealed};
use crate::bytes::Bytes;

/// An app, the camera that it talks to, and the stream between them.
struct Air {
    now_ms: u64,
    app: Controller,
    rng: ChaCha8Rng,
    out: [u8; MAX_FRAME],
    is_connected: bool,
    wants_stream: bool,
    /// By what the app may want to pair, the body of the hello that it believes, and its last request in clear.
    by: u8,
    hello: Option<Vec<u8>>,
    request: Option<Request>,
    session: Option<Session>,
    told_hello: Option<HelloReply>,
    /// Something was asked, and its end was not told yet.
    is_asked: bool,
}

/// Whatever a camera says or does not say: the app never panics, its link opens by the key alone, it sends frames and
/// only over a stream, nothing in clear does anything to an open link, it never wakes itself without end, and
/// everything that is asked has an end, however silent the camera is.
pub fn controller(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let mut air = Air {
        now_ms: 1_000,
        app: Controller::new(1, Patience::default()),
        rng: ChaCha8Rng::seed_from_u64(1),
        out: [0; MAX_FRAME],
        is_connected: false,
        wants_stream: false,
        by: 0,
        hello: None,
        request: None,
        session: None,
        told_hello: None,
        is_asked: false,
    };
    while !bytes.is_empty() {
        air.happens(&mut bytes);
    }
    air.fall_silent();
}

impl Air {
    fn happens(&mut self, bytes: &mut Bytes<'_>) {
        match bytes.byte() % 16 {
            0 => {
                self.by = bytes.byte() & 1;
                self.give(Input::Reach(PairingSecret(self.by)));
            }
            1 => self.stream(true),
            2 => self.stream(false),
            3 => self.answer(),
            4 => self.give(Input::Resume(KEY_ID, &KEY)),
            5 => self.pair(),
            6 | 7 => self.ask(bytes.byte()),
            8 => self.give(Input::Leave),
            9 => self.pass(u64::from(bytes.byte()).pow(2) * 4),
            10 => {
                let garbage = [bytes.piece(), &[0]].concat();
                self.say_clear(&garbage);
            }
            11 => {
                let (kind, id) = (bytes.byte(), bytes.u16());
                self.say_clear_message(kind, id, bytes.piece());
            }
            12 => {
                let (kind, body) = sample(bytes.byte());
                self.say_clear_message(kind, 1, body);
            }
            13 => {
                let (kind, id) = (bytes.byte(), bytes.u16());
                self.say_sealed(kind, id, bytes.piece());
            }
            _ => {
                let (kind, body) = sample(bytes.byte());
                self.say_sealed(kind, bytes.byte().into(), body);
            }
        }
    }

    /// The stream opens, when the app wants one; or it breaks.
    fn stream(&mut self, opens: bool) {
        if !opens && (self.is_connected || self.wants_stream) {
            self.drop_stream(false);
            self.give(Input::Disconnected);
        } else if opens && self.wants_stream {
            (self.is_connected, self.wants_stream) = (true, false);
            self.give(Input::Connected);
        }
    }

    fn drop_stream(&mut self, wants_another: bool) {
        (self.is_connected, self.wants_stream) = (false, wants_another);
        (self.hello, self.session, self.request) = (None, None, None);
    }

    /// The camera answers the last message of a handshake truly.
    fn answer(&mut self) {
        match self.request.take() {
            Some(Request::Hello(_)) => {
                let hello = SAMPLES.iter().find(|(kind, _)| *kind == kind::REPLY_HELLO);
                let (kind, body) = hello.expect("there is a sample of every message");
                self.say_clear_message(*kind, 1, body);
            }
            Some(Request::SessionOpen(open)) => {
                let Some(hello) = &self.hello else { return };
                let hello = HelloHash::new(&[1, 1, self.by], hello);
                let prologue = session_prologue(1, &hello, open.key_id);
                let answer = respond(&KEY, &prologue, &mut self.rng, &open.noise);
                let (noise, session) = answer.expect("the app has said what it should");
                self.session = Some(session);
                self.hears(&clear(kind::REPLY_SESSION_OPEN, 2, &noise));
            }
            other => self.request = other,
        }
    }

    /// Stretching takes long, so the fewest iterations only, or too few.
    fn pair(&mut self) {
        let few = |hello: &HelloReply| hello.iterations <= MIN_ITERATIONS;
        if self.told_hello.as_ref().is_none_or(few) {
            self.give(Input::Pair(&code(), &ControllerName::new()));
        }
    }

    fn ask(&mut self, number: u8) {
        let (kind, body) = sample(number);
        let Ok(request) = Request::decode(kind, body) else {
            return;
        };
        let may = self.app.is_open() && !self.app.is_waiting();
        self.is_asked |= may && !matches!(request, Request::Watch);
        self.give(Input::Ask(&request));
    }

    fn say_clear_message(&mut self, kind: u8, id: u16, body: &[u8]) {
        if self.say_clear(&clear(kind, id, body)) == Some(kind::REPLY_HELLO) {
            self.hello = Some(body.to_vec());
        }
    }

    /// Something that is not sealed comes. The kind of what the app has heard in it.
    fn say_clear(&mut self, bytes: &[u8]) -> Option<u8> {
        let was_open = self.app.is_open();
        let heard = self.hears(bytes);
        let is_open = self.app.is_open() && heard.is_none();
        assert!(!was_open || is_open, "by what is not sealed");
        heard
    }

    fn say_sealed(&mut self, kind: u8, id: u16, body: &[u8]) {
        let Some(session) = &mut self.session else {
            return;
        };
        let frame = sealed(session, kind, id, body);
        self.hears(&frame);
    }

    /// Bytes come, as far as there is a stream. The kind of the last message that the app has heard in them.
    fn hears(&mut self, mut bytes: &[u8]) -> Option<u8> {
        let mut heard = None;
        while self.is_connected && !bytes.is_empty() {
            let step = self.step(Input::Received(&mut bytes));
            heard = step.heard.or(heard);
            self.carry_out(step);
        }
        heard
    }

    fn give(&mut self, input: Input<'_, '_>) {
        let step = self.step(input);
        self.carry_out(step);
    }

    fn step(&mut self, input: Input<'_, '_>) -> Step {
        self.app
            .step(self.now_ms, input, &mut self.rng, &mut self.out)
    }

    fn carry_out(&mut self, step: Step) {
        match step.action {
            Some(Action::Connect) => self.drop_stream(true),
            Some(Action::HangUp) => self.drop_stream(false),
            None => {}
        }
        if let Some((len, kind)) = step.send {
            assert!(self.is_connected, "it sends into nothing");
            self.sent(len, kind);
        }
        if let Some(told) = step.told {
            self.told(told);
        }
        assert!(
            !self.app.is_waiting() || self.is_asked,
            "for what was never asked"
        );
        let by_key = self.session.is_some() && self.is_connected;
        assert!(!self.app.is_open() || by_key, "open, and not by the key");
    }

    fn sent(&mut self, len: usize, kind: u8) {
        let mut sent = &self.out[..len];
        match FrameDecoder::new().feed(&mut sent) {
            Feed::Frame(frame) if frame.kind == kind::SEALED => assert!(self.session.is_some()),
            Feed::Frame(frame) => {
                assert_eq!(frame.kind, kind);
                self.request = Request::decode(frame.kind, frame.body).ok();
                assert!(self.request.is_some(), "an app says what can be read");
            }
            other => panic!("{other:?}"),
        }
        assert!(sent.is_empty(), "one frame a step");
    }

    fn told(&mut self, told: Told) {
        match told {
            Told::Hello(hello) => self.told_hello = Some(hello),
            // It may also be the answer to a watch.
            Told::Reply(reply) if reply.is_terminal() => self.is_asked = self.app.is_waiting(),
            Told::Unanswered => self.is_asked = false,
            Told::Ended(error) => {
                assert!(!error.to_string().is_empty());
                self.is_asked = false;
                assert!(!self.app.is_open() && !self.app.is_waiting());
            }
            _ => {}
        }
    }

    fn pass(&mut self, ms: u64) {
        let until_ms = self.now_ms + ms;
        for _ in 0..2_000 {
            let step = self.step(Input::Tick);
            let wake_at_ms = step.wake_at_ms.unwrap_or(u64::MAX);
            self.carry_out(step);
            if wake_at_ms >= until_ms {
                self.now_ms = until_ms;
                return;
            }
            self.now_ms = wake_at_ms.max(self.now_ms);
        }
        panic!("it wakes itself without end");
    }

    /// Nothing is heard of the camera any more.
    fn fall_silent(&mut self) {
        for _ in 0..40 {
            self.stream(false);
            self.pass(20_000);
        }
        assert!(!self.app.is_waiting(), "for ever");
    }
}

fn sample(number: u8) -> (u8, &'static [u8]) {
    let (kind, body) = &SAMPLES[usize::from(number) % SAMPLES.len()];
    (*kind, body)
}
