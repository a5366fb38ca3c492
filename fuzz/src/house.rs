//! A whole camera, the apps that mean harm to it, and the laws that it keeps nevertheless.

use std::collections::BTreeMap;

use camera_fsm::input::{ClientId, PinLevel};
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::runner::Runner;
use camera_proto::frame::{Feed, FrameDecoder};
use camera_proto::message::{Enroll, MAX_BODY, Notice, Reply, Request, SessionOpen, kind};
use camera_proto::noise::Initiator;
use camera_proto::pairing::{AppPairing, HelloHash, PairingContext, session_prologue};
use camera_proto::sealed;
use camera_proto::session::Session;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;

use crate::app::{KEY, KEY_ID, PROVER, SALT, SAMPLES, clear, sealed as seal};
use crate::board::{Flash, LAYOUT, MockBoard, Pipe, secrets_of};
use crate::bytes::Bytes;

/// How many apps there are.
const APPS: u8 = 3;
const HELLO: [u8; 3] = [1, 1, 0];

/// An app, and what it has heard.
#[derive(Default)]
struct App {
    connection: Option<u32>,
    decoder: FrameDecoder,
    session: Option<Session>,
    /// What came in clear since it last looked.
    heard: Vec<(u8, Vec<u8>)>,
    next_id: u16,
    /// By the id of each request: its kind, how often it was asked, and how often it was answered to its end.
    asked: BTreeMap<u16, (u8, u32, u32)>,
    /// Of the last reset that was offered.
    token: [u8; 8],
    /// The last request, and the frame it went in.
    last: (u8, Vec<u8>, Vec<u8>),
}

/// A camera, its apps, and what must never be heard.
pub(crate) struct House {
    runner: Runner<MockBoard>,
    now: Instant,
    apps: [App; APPS as usize],
    rng: ChaCha8Rng,
    connections: u32,
    /// Handshakes take long, so there are few.
    handshakes: u8,
    secrets: Vec<Vec<u8>>,
    /// The label's code is the one that the apps have.
    knows_code: bool,
}

impl House {
    /// A camera with that flash, as long after power on as it takes to open setup by itself if it has no network.
    pub(crate) fn new(flash: Flash, secrets: Vec<Vec<u8>>, knows_code: bool) -> Self {
        let now = Instant::from_millis(1_000);
        let mut house = Self {
            runner: Runner::start(MockBoard::new(flash), &REFERENCE, LAYOUT, now),
            now,
            apps: Default::default(),
            rng: ChaCha8Rng::seed_from_u64(3),
            connections: 0,
            handshakes: 4,
            secrets,
            knows_code,
        };
        house.pass(5_000);
        house
    }

    /// All that the input says happens, and then nothing for a long time.
    pub(crate) fn live(&mut self, mut bytes: Bytes<'_>) {
        while !bytes.is_empty() {
            let what = bytes.byte();
            let place = what >> 4 & 3;
            if place < APPS {
                self.happens(what & 0xf, place, &mut bytes);
            } else {
                self.pass(u32::from(bytes.byte()).pow(2));
            }
        }
        self.come_to_rest();
    }

    fn happens(&mut self, what: u8, place: u8, bytes: &mut Bytes<'_>) {
        match what {
            0 => {
                // Closed by a zero: what is no frame must not cost the next one.
                let garbage = [bytes.piece(), &[0]].concat();
                self.say(place, &garbage);
            }
            1 => {
                let (kind, id) = (bytes.byte(), bytes.u16());
                self.say(place, &clear(kind, id, bytes.piece()));
            }
            2 => {
                let (kind, body) = &SAMPLES[usize::from(bytes.byte()) % SAMPLES.len()];
                self.say(place, &clear(*kind, 1, body));
            }
            3 => {
                let (kind, body) = (bytes.byte(), bytes.piece());
                self.ask(place, kind, body);
            }
            4 => {
                let token = self.apps[usize::from(place)].token;
                self.ask(place, kind::RESET_CONFIRM, &token);
            }
            5..=7 => {
                let (kind, body) = &SAMPLES[usize::from(bytes.byte()) % SAMPLES.len()];
                self.ask(place, *kind, body);
            }
            8 => self.ask_again(place),
            9 => {
                let (_, _, frame) = self.apps[usize::from(place)].last.clone();
                self.say(place, &frame);
            }
            10 => self.connect(place, bytes.flag()),
            11 | 12 if self.handshakes == 0 => {}
            11 => {
                self.handshakes -= 1;
                let _ = self.open(place);
            }
            12 => {
                self.handshakes -= 1;
                if self.pair(place).is_some() {
                    self.enroll(place);
                }
            }
            13 => {
                let board = self.runner.board();
                board.pin.0 = if bytes.flag() {
                    PinLevel::Down
                } else {
                    PinLevel::Up
                };
            }
            14 => self.runner.board().air.join = bytes.byte(),
            _ => self.pipe(place).room = bytes.byte().into(),
        }
        self.turn();
    }

    fn pipe(&mut self, place: u8) -> &mut Pipe {
        self.runner.board().pipes.of(ClientId(place))
    }

    fn say(&mut self, place: u8, bytes: &[u8]) {
        let pipe = self.pipe(place);
        if pipe.connection.is_some() {
            pipe.to_camera.extend(bytes);
        }
    }

    /// Hangs up, and connects again unless told otherwise.
    fn connect(&mut self, place: u8, only_hang_up: bool) {
        self.turn();
        self.connections += 1;
        let connection = (!only_hang_up).then_some(self.connections);
        *self.pipe(place) = Pipe {
            connection,
            ..Pipe::default()
        };
        self.apps[usize::from(place)] = App {
            connection,
            ..App::default()
        };
        self.turn();
    }

    /// A request of its own id, sealed.
    fn ask(&mut self, place: u8, kind: u8, body: &[u8]) {
        let app = &mut self.apps[usize::from(place)];
        app.next_id = app.next_id.wrapping_add(1);
        app.last = (kind, body[..body.len().min(MAX_BODY)].to_vec(), Vec::new());
        self.ask_again(place);
    }

    /// The last request once more, by the same id, sealed anew.
    fn ask_again(&mut self, place: u8) {
        let app = &mut self.apps[usize::from(place)];
        let Some(session) = &mut app.session else {
            return;
        };
        let (kind, body, _) = &app.last;
        let frame = seal(session, *kind, app.next_id, body);
        app.asked.entry(app.next_id).or_insert((*kind, 0, 0)).1 += 1;
        app.last.2.clone_from(&frame);
        self.say(place, &frame);
    }

    /// Connects and says hello. The body of the reply comes back.
    fn greet(&mut self, place: u8) -> Option<Vec<u8>> {
        self.connect(place, false);
        self.say(place, &clear(kind::HELLO, 1, &HELLO));
        self.answer(place, kind::REPLY_HELLO)
    }

    /// What came in clear of that kind, if it is all that came.
    fn answer(&mut self, place: u8, kind: u8) -> Option<Vec<u8>> {
        self.turn();
        let mut heard = core::mem::take(&mut self.apps[usize::from(place)].heard);
        let (of, body) = heard.pop()?;
        (of == kind).then_some(body)
    }

    /// Opens a session by the owner's key.
    fn open(&mut self, place: u8) -> Option<()> {
        let hello = HelloHash::new(&HELLO, &self.greet(place)?);
        let prologue = session_prologue(1, &hello, KEY_ID);
        let (initiator, noise) = Initiator::start(&KEY, &prologue, &mut self.rng).ok()?;
        let open = Request::SessionOpen(SessionOpen {
            key_id: KEY_ID,
            noise,
        });
        self.say(place, &clear(open.kind(), 2, &body(&open)));
        let noise = self.answer(place, kind::REPLY_SESSION_OPEN)?;
        let session = initiator.finish(&noise.try_into().ok()?);
        let session = session.expect("a camera that answers has the key");
        self.apps[usize::from(place)].session = Some(session);
        Some(())
    }

    /// Pairs by the code of the label, unless the owner has chosen another one.
    fn pair(&mut self, place: u8) -> Option<()> {
        let reply = self.greet(place)?;
        let hello = HelloHash::new(&HELLO, &reply);
        match Reply::decode(kind::REPLY_HELLO, &reply) {
            Ok(Reply::Hello(hello)) if hello.salt == SALT => {}
            _ => return None,
        }
        let context = PairingContext::new(1, &hello);
        let (pairing, share_p) = AppPairing::start(&PROVER, &context, &mut self.rng);
        self.say(place, &clear(kind::PAIR_SHARE, 2, &share_p));
        let answer = self.answer(place, kind::REPLY_PAIR_SHARE)?;
        let (share_v, confirm_v) = answer.split_first_chunk()?;
        let confirmed = pairing.confirm(share_v, confirm_v.try_into().ok()?);
        assert!(confirmed.is_ok() || !self.knows_code, "who has the code");
        let (confirm_p, session) = confirmed.ok()?;
        self.say(place, &clear(kind::PAIR_CONFIRM, 3, &confirm_p));
        self.answer(place, kind::REPLY_DONE)?;
        self.apps[usize::from(place)].session = Some(session);
        Some(())
    }

    fn enroll(&mut self, place: u8) {
        let name = heapless::Vec::from_slice(b"tablet").unwrap_or_default();
        let enroll = Request::Enroll(Enroll { name });
        self.ask(place, enroll.kind(), &body(&enroll));
    }

    /// Lets the camera work until nothing is left to do now, and says when it wants to go on.
    fn turn(&mut self) -> Option<Instant> {
        for _ in 0..4_000 {
            let wake_at = self.runner.turn(self.now);
            let mut worked = false;
            while self.runner.work(self.now) {
                worked = true;
            }
            if self.runner.is_rebooting() {
                self.restart();
            }
            let heard = self.hear();
            if !worked && !heard && wake_at.is_none_or(|at| at > self.now) {
                return wake_at;
            }
        }
        panic!("the camera finds no rest");
    }

    fn restart(&mut self) {
        for place in 0..APPS {
            self.hear();
            self.apps[usize::from(place)] = App::default();
        }
        let flash = self.runner.board().power_off();
        let board = MockBoard::new(flash);
        self.runner = Runner::start(board, &REFERENCE, LAYOUT, self.now);
        self.forgets();
    }

    /// Whatever the camera does not need any more is nowhere in its flash: after a reset that is everything.
    fn forgets(&mut self) {
        let mut flash = self.runner.board().flash.clone();
        let needed = secrets_of(&mut flash);
        let written = &flash.image()[LAYOUT.journal.base as usize..];
        for secret in self
            .secrets
            .iter()
            .filter(|secret| !needed.contains(secret))
        {
            let is_there = written.windows(secret.len()).any(|part| part == secret);
            assert!(!is_there, "a secret stays that nobody needs");
        }
    }

    fn pass(&mut self, ms: u32) {
        let until = self.now.after(ms);
        let mut wake_at = self.turn();
        while self.now < until {
            self.now = wake_at.map_or(until, |at| at.min(until));
            wake_at = self.turn();
        }
    }

    /// Takes in what came; `false` when nothing did.
    fn hear(&mut self) -> bool {
        let mut heard = false;
        for place in 0..APPS {
            let app = &mut self.apps[usize::from(place)];
            let pipe = self.runner.board().pipes.of(ClientId(place));
            let came = core::mem::take(&mut pipe.to_app);
            heard |= !came.is_empty();
            app.hear(&came, &mut self.secrets);
        }
        heard
    }

    /// Whoever reads, and owes no patience to what it has asked before, is answered within a second, however slow,
    /// silent or half there the others are.
    fn whoever_reads_is_answered(&mut self) {
        for place in 0..APPS {
            let connection = self.pipe(place).connection;
            let app = &self.apps[usize::from(place)];
            let waits = app.asked.values().any(|(_, _, told)| *told == 0);
            let is_linked = app.session.is_some() && connection == app.connection;
            if waits || !is_linked || self.pipe(place).room != 0 {
                continue;
            }
            self.ask(place, kind::STATUS, &[]);
            let id = self.apps[usize::from(place)].next_id;
            self.pass(1_000);
            // Whom it has hung up on, it owes nothing.
            if self.pipe(place).connection == connection {
                let answered = self.apps[usize::from(place)].asked.get(&id);
                assert_eq!(
                    answered,
                    Some(&(kind::STATUS, 1, 1)),
                    "the others cost it that"
                );
            }
        }
    }

    /// The button is let go, the network is there, everybody reads, and a long time passes.
    fn come_to_rest(&mut self) {
        self.whoever_reads_is_answered();
        for place in 0..APPS {
            self.pipe(place).room = 0;
        }
        let board = self.runner.board();
        (board.pin.0, board.air.join) = (PinLevel::Up, 0);
        self.pass(30_000);
        self.forgets();
        for place in 0..APPS {
            let connection = self.pipe(place).connection;
            let app = &self.apps[usize::from(place)];
            // Whom it has hung up on, it owes nothing.
            if app.session.is_none() || connection != app.connection {
                continue;
            }
            for (id, (_, asked, told)) in &app.asked {
                assert!(
                    (1..=*asked).contains(told),
                    "request {id}: {told} answers to {asked}"
                );
            }
        }
    }
}

impl App {
    fn hear(&mut self, mut came: &[u8], secrets: &mut Vec<Vec<u8>>) {
        loop {
            let frame = match self.decoder.feed(&mut came) {
                Feed::More => return,
                Feed::Bad(error) => panic!("the camera sent what is no frame: {error}"),
                Feed::Frame(frame) => frame,
            };
            let tells =
                |secret: &Vec<u8>| frame.body.windows(secret.len()).any(|part| part == secret);
            assert!(!secrets.iter().any(tells), "a secret travels in clear");
            let Some(session) = &mut self.session else {
                assert_ne!(frame.kind, kind::SEALED, "sealed for nobody");
                self.heard.push((frame.kind, frame.body.to_vec()));
                continue;
            };
            assert_eq!(frame.kind, kind::SEALED, "in clear on an open link");
            let frame = sealed::read(session, frame).expect("nobody is in between");
            if Notice::is_kind(frame.kind) {
                Notice::decode(frame.kind, frame.body).expect("a notice of this version");
                continue;
            }
            let reply = Reply::decode(frame.kind, frame.body).expect("a reply of this version");
            match &reply {
                Reply::Enrolled(enrolled) => secrets.push(enrolled.key.to_vec()),
                Reply::LossList(list) => self.token = list.token.0,
                _ => {}
            }
            let (request, _, told) = self.asked.get_mut(&frame.id).expect("it was asked");
            // An answer to something else, perhaps to what was said in clear, would be believed.
            assert!(answers(*request, frame.kind), "{request:#x}: {reply:?}");
            *told += u32::from(reply.is_terminal());
        }
    }
}

/// SPEC.md, section 10: what may come of a request.
fn answers(request: u8, reply: u8) -> bool {
    let own = request | 0x80;
    let fits = match request {
        kind::ENROLL | kind::STATUS | kind::POSITION | kind::RESET_REQUEST | kind::RECEIPT => {
            reply == own
        }
        kind::INFO | kind::ABILITIES | kind::SUPPORT | kind::TIME => reply == own,
        kind::WATCH => reply == kind::REPLY_STATUS,
        kind::MOVE_ABSOLUTE..=kind::GO_TO_PRESET => reply == kind::REPLY_MOVING,
        kind::SCAN | kind::CONTROLLERS | kind::LOSSES | kind::DIAGNOSE => {
            [own, kind::REPLY_END].contains(&reply)
        }
        kind::SETTINGS => (0xc0..=0xca).contains(&reply) || reply == kind::REPLY_END,
        _ => reply == kind::REPLY_DONE,
    };
    fits || reply == kind::REPLY_REFUSED
}

fn body(request: &Request) -> Vec<u8> {
    let mut body = [0; MAX_BODY];
    let len = request.encode(&mut body).expect("a body is long enough");
    body[..len].to_vec()
}
