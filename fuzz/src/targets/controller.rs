//! The app's whole machine, and a camera that lies, is silent or goes away.

use camera_proto::controller::{Action, Controller, Input, Patience, Step, Told};
use camera_proto::frame::{Feed, FrameDecoder, MAX_FRAME};
use camera_proto::message::{HelloReply, MAX_BODY, Reply, Request, kind};
use camera_proto::noise::respond;
use camera_proto::pairing::{
    CameraConfirming, CameraPairing, HelloHash, MIN_ITERATIONS, PairingContext, session_prologue,
};
use camera_proto::sealed;
use camera_proto::session::Session;
use camera_proto::vocab::{ControllerName, KeyId, PairingSecret};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;

use crate::app::{KEY, KEY_ID, LABEL, SALT, SAMPLES, clear, code, sealed as seal};
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
    /// A pairing by the label's code, up to the app's confirmation.
    confirming: Option<CameraConfirming>,
    session: Option<Session>,
    /// The key that a camera has given to the app.
    enrolled: Option<(KeyId, [u8; 32])>,
    /// Of the last sealed request.
    id: u16,
    told_hello: Option<HelloReply>,
    /// Something was asked, and its end was not told yet.
    is_asked: bool,
    /// What was asked last, and how often it was sent.
    asked: Option<(Request, u32)>,
}

/// Whatever a camera says or does not say: the app never panics, its link opens by key or code alone, it sends frames
/// and only over a stream, and sealed nothing but what was asked of it, and once what must not be done twice; nothing
/// in clear does anything to an open link, it never wakes itself without end, and everything that is asked has an end,
/// however silent the camera is.
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
        confirming: None,
        session: None,
        enrolled: None,
        id: 0,
        told_hello: None,
        is_asked: false,
        asked: None,
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
            14 => {
                let (kind, body) = sample(bytes.byte());
                self.say_sealed(kind, bytes.byte().into(), body);
            }
            _ => {
                let (kind, body) = sample(bytes.byte());
                self.say_sealed(kind, self.id, body);
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
        self.confirming = None;
    }

    /// The camera answers the last message of a handshake truly.
    fn answer(&mut self) {
        let hello = self.hello.as_ref();
        let hello = hello.map(|body| HelloHash::new(&[1, 1, self.by], body));
        match (self.request.take(), hello) {
            (Some(Request::Hello(_)), _) => {
                let hello = SAMPLES.iter().find(|(kind, _)| *kind == kind::REPLY_HELLO);
                let (kind, body) = hello.expect("there is a sample of every message");
                let body = with_few_iterations(body);
                self.say_clear_message(*kind, 1, &body);
            }
            (Some(Request::PairShare(share)), Some(hello)) if self.is_by_label() => {
                let context = PairingContext::new(1, &hello);
                let pairing = CameraPairing::start(&LABEL, &context, &mut self.rng);
                let answer = pairing.share(&share.share_p);
                let (answer, confirming) = answer.expect("the app has said what it should");
                self.confirming = Some(confirming);
                let body = [answer.share_v.as_slice(), &answer.confirm_v].concat();
                self.say_clear_message(kind::REPLY_PAIR_SHARE, 2, &body);
            }
            (Some(Request::PairConfirm(_)), _) => {
                self.say_clear_message(kind::REPLY_DONE, 3, &[]);
            }
            (Some(Request::SessionOpen(open)), Some(hello)) => {
                let prologue = session_prologue(1, &hello, open.key_id);
                let enrolled = self.enrolled.filter(|(key_id, _)| *key_id == open.key_id);
                let keys = [Some(KEY), enrolled.map(|(_, key)| key)];
                let mut answers = keys
                    .iter()
                    .flatten()
                    .filter_map(|key| respond(key, &prologue, &mut self.rng, &open.noise).ok());
                let (noise, session) = answers.next().expect("the app has said what it should");
                self.session = Some(session);
                self.hears(&clear(kind::REPLY_SESSION_OPEN, 2, &noise), false);
            }
            (other, _) => self.request = other,
        }
    }

    /// Whether the app pairs by the salt and the iterations of our label.
    fn is_by_label(&self) -> bool {
        let hello = self.told_hello.as_ref();
        hello.is_some_and(|hello| hello.salt == SALT && hello.iterations == MIN_ITERATIONS)
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
        if may && !matches!(request, Request::Watch) {
            self.is_asked = true;
            self.asked = Some((request.clone(), 0));
        }
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
        let heard = self.hears(bytes, false);
        let is_open = self.app.is_open() && heard.is_none();
        assert!(!was_open || is_open, "by what is not sealed");
        heard
    }

    fn say_sealed(&mut self, kind: u8, id: u16, body: &[u8]) {
        let Some(session) = &mut self.session else {
            return;
        };
        let frame = seal(session, kind, id, body);
        self.hears(&frame, true);
    }

    /// Bytes come, as far as there is a stream. The kind of the last message that the app has heard in them.
    fn hears(&mut self, mut bytes: &[u8], is_sealed: bool) -> Option<u8> {
        let mut heard = None;
        while self.is_connected && !bytes.is_empty() {
            let is_deaf = self.app.is_open() && !is_sealed;
            let step = self.step(Input::Received(&mut bytes));
            let does_nothing = step.told.is_none() && step.action.is_none();
            assert!(!is_deaf || does_nothing, "{step:?} of what is not sealed");
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
        let sent = self.out;
        let mut sent = &sent[..len];
        match FrameDecoder::new().feed(&mut sent) {
            Feed::Frame(frame) if frame.kind == kind::SEALED => {
                let session = self.session.as_mut().expect("who else could read it");
                let frame = sealed::read(session, frame).expect("the camera has the key");
                assert_eq!(frame.kind, kind);
                let request = Request::decode(frame.kind, frame.body);
                let request = request.expect("an app says what can be read");
                self.id = frame.id;
                self.is_wanted(&request);
            }
            Feed::Frame(frame) => {
                assert_eq!(frame.kind, kind);
                let request = Request::decode(frame.kind, frame.body);
                let request = request.expect("an app says what can be read");
                if let Request::PairConfirm(confirm) = &request {
                    let confirming = self.confirming.take();
                    let confirming = confirming.expect("it confirms who has proven the code");
                    let session = confirming.confirm(&confirm.confirm_p);
                    self.session = Some(session.expect("the app has the code"));
                }
                self.request = Some(request);
            }
            other => panic!("{other:?}"),
        }
        assert!(sent.is_empty(), "one frame a step");
    }

    /// What was asked, and once if twice were not the same; or what the machine asks by itself.
    fn is_wanted(&mut self, request: &Request) {
        match &mut self.asked {
            Some((asked, times)) if asked == request => {
                *times += 1;
                assert!(*times == 1 || may_repeat(request), "twice: {request:?}");
            }
            Some((Request::Provision(_), 1)) if *request == Request::Status => {}
            _ => assert!(matches!(request, Request::Watch | Request::Enroll(_))),
        }
    }

    fn told(&mut self, told: Told) {
        match told {
            Told::Hello(hello) => self.told_hello = Some(hello),
            Told::Enrolled(enrolled) => self.enrolled = Some((enrolled.key_id, enrolled.key)),
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

/// The sample of a hello asks for more iterations than a fuzzer has time for.
fn with_few_iterations(body: &[u8]) -> Vec<u8> {
    let Ok(Reply::Hello(mut hello)) = Reply::decode(kind::REPLY_HELLO, body) else {
        panic!("the sample of a hello");
    };
    hello.iterations = MIN_ITERATIONS;
    let mut out = [0; MAX_BODY];
    let len = Reply::Hello(hello).encode(&mut out);
    out[..len.expect("a body is long enough")].to_vec()
}

/// What may be asked again when nobody knows whether it was done.
fn may_repeat(request: &Request) -> bool {
    !matches!(
        request,
        Request::Enroll(_)
            | Request::Provision(_)
            | Request::Restart
            | Request::MoveRelative(_)
            | Request::MoveContinuous(_)
            | Request::ResetRequest(_)
            | Request::ResetConfirm(_)
            | Request::Revoke(_)
            | Request::Invite(_)
            | Request::AudioTest(_)
    )
}

fn sample(number: u8) -> (u8, &'static [u8]) {
    let (kind, body) = &SAMPLES[usize::from(number) % SAMPLES.len()];
    (*kind, body)
}
