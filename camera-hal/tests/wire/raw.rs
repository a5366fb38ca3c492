//! An app by hand: frames of any id and content.

use camera_fsm::input::ClientId;
use camera_hal::wire::Wire as _;
use camera_proto::frame::{self, Feed, FrameDecoder, MAX_FRAME};
use camera_proto::message::{
    Enroll, Enrolled, Hello, HelloReply, Invite, PairConfirm, PairShare, Reply, Request, kind,
};
use camera_proto::pairing::{AppPairing, HelloHash, MIN_ITERATIONS, PairingContext, ProverSecret};
use camera_proto::sealed::{self, SEALED_BODY_AT};
use camera_proto::session::Session;
use camera_proto::vocab::{PairingSecret, Role};
use heapless::Vec as Bounded;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

use crate::home::{self, Home};

pub(crate) const TCP: u8 = 1;

pub(crate) struct Raw {
    client: ClientId,
    rng: ChaCha20Rng,
    decoder: FrameDecoder,
    session: Option<Session>,
    /// The hellos that a pairing proves.
    hello: Option<HelloHash>,
}

/// A message that came: its id, its kind and its body.
pub(crate) type Came = (u16, u8, Vec<u8>);

pub(crate) fn hello(secret: PairingSecret) -> Hello {
    Hello {
        min_version: 1,
        max_version: 1,
        secret,
    }
}

pub(crate) fn body_of(request: &Request) -> Vec<u8> {
    let mut body = [0; MAX_FRAME];
    let len = request.encode(&mut body).unwrap();
    body[..len].to_vec()
}

/// A frame in clear.
pub(crate) fn clear(kind: u8, id: u16, body: &[u8]) -> Vec<u8> {
    let mut frame = [0; MAX_FRAME];
    frame[frame::BODY_AT..][..body.len()].copy_from_slice(body);
    let len = frame::encode(kind, id, body.len(), &mut frame).unwrap();
    frame[..len].to_vec()
}

impl Raw {
    /// Connects in that place, in which no other app is.
    pub(crate) fn plug(home: &mut Home, place: u8) -> Self {
        let client = ClientId(place);
        home.camera.board().wire.plug(client);
        Self {
            client,
            rng: ChaCha20Rng::seed_from_u64(place.into()),
            decoder: FrameDecoder::new(),
            session: None,
            hello: None,
        }
    }

    pub(crate) fn is_connected(&self, home: &mut Home) -> bool {
        home.camera.board().wire.connection(self.client).is_some()
    }

    /// A frame for this request.
    pub(crate) fn frame(&mut self, id: u16, request: &Request) -> Vec<u8> {
        self.any_frame(request.kind(), id, &body_of(request))
    }

    /// A frame of any kind: sealed in a session, else in clear.
    pub(crate) fn any_frame(&mut self, kind: u8, id: u16, body: &[u8]) -> Vec<u8> {
        let Some(session) = &mut self.session else {
            return clear(kind, id, body);
        };
        let mut frame = [0; MAX_FRAME];
        frame[SEALED_BODY_AT..][..body.len()].copy_from_slice(body);
        let len = sealed::write(session, kind, id, body.len(), &mut frame).unwrap();
        frame[..len].to_vec()
    }

    pub(crate) fn say(&mut self, home: &mut Home, bytes: &[u8]) {
        home.camera.board().wire.say(self.client, bytes);
    }

    /// What has come, opened where it was sealed.
    pub(crate) fn hear(&mut self, home: &mut Home) -> Vec<Came> {
        let mut bytes = [0; 1024];
        let len = home.camera.board().wire.hear(self.client, &mut bytes);
        let (mut rest, mut came) = (&bytes[..len], Vec::new());
        loop {
            let frame = match self.decoder.feed(&mut rest) {
                Feed::More => return came,
                Feed::Bad(why) => panic!("the camera sends frames: {why}"),
                Feed::Frame(frame) => frame,
            };
            let frame = match (&mut self.session, frame.kind) {
                (Some(session), kind::SEALED) => sealed::read(session, frame).expect("authentic"),
                _ => frame,
            };
            came.push((frame.id, frame.kind, frame.body.to_vec()));
        }
    }

    /// Says that, and waits for all that comes of it up to its terminal reply; it may be that none does.
    pub(crate) fn wait(&mut self, home: &mut Home, id: u16, bytes: &[u8]) -> Vec<Came> {
        self.say(home, bytes);
        let mut all = Vec::new();
        for _ in 0..200 {
            home.pass(10);
            for came in self.hear(home).into_iter().filter(|came| came.0 == id) {
                let is_last = Reply::decode(came.1, &came.2).unwrap().is_terminal();
                all.push(came);
                if is_last {
                    return all;
                }
            }
        }
        all
    }

    /// Asks by that id, and says what came of it.
    pub(crate) fn ask(&mut self, home: &mut Home, id: u16, request: &Request) -> Vec<Reply> {
        let frame = self.frame(id, request);
        let came = self.wait(home, id, &frame);
        let reply = |(_, kind, body): Came| Reply::decode(kind, &body).unwrap();
        came.into_iter().map(reply).collect()
    }

    pub(crate) fn reply(&mut self, home: &mut Home, id: u16, request: &Request) -> Reply {
        let replies = self.ask(home, id, request);
        replies.into_iter().next_back().expect("an answer")
    }

    pub(crate) fn greet(&mut self, home: &mut Home, secret: PairingSecret) -> HelloReply {
        let request = Request::Hello(hello(secret));
        let asked = body_of(&request);
        let came = self.wait(home, 1, &clear(kind::HELLO, 1, &asked));
        let (_, kind, told) = came.first().expect("a hello");
        self.hello = Some(HelloHash::new(&asked, told));
        match Reply::decode(*kind, told) {
            Ok(Reply::Hello(hello)) => hello,
            other => panic!("{other:?}"),
        }
    }

    /// A share of a pairing by the label's code, and what goes on from there.
    pub(crate) fn share(&mut self) -> (AppPairing, Request) {
        let secret = ProverSecret::from_code(&home::code(), &[7; 16], MIN_ITERATIONS).unwrap();
        let hello = self.hello.as_ref().expect("a hello before");
        let context = PairingContext::new(TCP, hello);
        let (pairing, share_p) = AppPairing::start(&secret, &context, &mut self.rng);
        (pairing, Request::PairShare(PairShare { share_p }))
    }

    /// Proves the code, and holds no key yet.
    pub(crate) fn paired(home: &mut Home, place: u8, by: PairingSecret) -> Self {
        let mut app = Self::plug(home, place);
        app.greet(home, by);
        let (pairing, share) = app.share();
        let Reply::PairShare(answer) = app.reply(home, 2, &share) else {
            panic!("no share");
        };
        let (confirm_p, session) = pairing.confirm(&answer.share_v, &answer.confirm_v).unwrap();
        let confirm = Request::PairConfirm(PairConfirm { confirm_p });
        assert_eq!(app.reply(home, 3, &confirm), Reply::Done);
        app.session = Some(session);
        app
    }

    pub(crate) fn enroll(&mut self, home: &mut Home) -> Enrolled {
        match self.reply(home, 4, &enroll()) {
            Reply::Enrolled(enrolled) => enrolled,
            other => panic!("{other:?}"),
        }
    }

    /// The first controller, which owns the camera. Its next id is 5.
    pub(crate) fn owner(home: &mut Home, place: u8) -> (Self, Enrolled) {
        let mut app = Self::paired(home, place, PairingSecret::CODE);
        let enrolled = app.enroll(home);
        (app, enrolled)
    }

    /// Another controller, which this owner invites, in the place before.
    pub(crate) fn invited(home: &mut Home, owner: &mut Self, id: u16) -> (Self, Enrolled) {
        Self::invited_to(home, owner, id, owner.client.0 - 1)
    }

    /// Another controller in that place, which this owner invites by that id.
    pub(crate) fn invited_to(
        home: &mut Home,
        owner: &mut Self,
        id: u16,
        place: u8,
    ) -> (Self, Enrolled) {
        let invite = Request::Invite(Invite {
            record: home::label().to_message(),
            role: Role::USER,
            valid_s: 300,
        });
        assert_eq!(owner.reply(home, id, &invite), Reply::Done);
        let mut app = Self::paired(home, place, PairingSecret::INVITATION);
        let enrolled = app.enroll(home);
        (app, enrolled)
    }
}

pub(crate) fn enroll() -> Request {
    let name = Bounded::from_slice(b"phone").unwrap();
    Request::Enroll(Enroll { name })
}
