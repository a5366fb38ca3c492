//! Somebody sits between a real app and a real camera, and changes their hellos (R43).

use camera_fsm::input::ClientId;
use camera_proto::controller::{ControllerError, Event, Link};
use camera_proto::frame::{Feed, FrameDecoder, MAX_FRAME};
use camera_proto::message::{Enroll, Invite, Refused, Reply, Request, kind};
use camera_proto::vocab::{KeyId, PairingSecret, Refusal, Role};
use heapless::Vec as Bounded;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

use crate::home::{self, Home};
use crate::raw::{self, TCP, body_of, clear};

const CAMERA: ClientId = ClientId(3);

/// Changes the body of a message.
type Meddle = fn(&mut Vec<u8>);

/// What is done to the two hellos, by name. Bytes as in SPEC.md: the request is version, version, secret; the reply
/// begins with the version and a model of 9 bytes, then come discriminator, setup_open, salt and iterations.
const MEDDLES: &[(&str, Meddle, Meddle)] = &[
    ("least version", |asked| asked[0] = 0, |_| {}),
    ("greatest version", |asked| asked[1] = 2, |_| {}),
    ("secret", |asked| asked[2] ^= 1, |_| {}),
    ("model", |_| {}, |told| told[2] ^= 1),
    (
        "model's length",
        |_| {},
        |told| {
            told[1] -= 1;
            told.remove(10);
        },
    ),
    ("discriminator", |_| {}, |told| told[11] ^= 1),
    ("setup_open", |_| {}, |told| told[14] ^= 1),
    ("salt", |_| {}, |told| told[15] ^= 1),
    ("iterations", |_| {}, |told| told[31] ^= 1),
];

struct Line {
    home: Home,
    link: Link,
    rng: ChaCha20Rng,
}

impl Line {
    /// A camera with an invitation by the label's code, so that both secrets lead to the same record.
    fn new() -> (Self, KeyId, [u8; 32]) {
        let mut home = Home::new();
        let (mut owner, enrolled) = raw::Raw::owner(&mut home, 2);
        let invite = Request::Invite(Invite {
            record: home::label().to_message(),
            role: Role::USER,
            valid_s: 300,
        });
        assert_eq!(owner.reply(&mut home, 5, &invite), Reply::Done);
        let mut line = Self {
            home,
            link: Link::new(TCP),
            rng: ChaCha20Rng::seed_from_u64(9),
        };
        line.connect();
        (line, enrolled.key_id, enrolled.key)
    }

    fn connect(&mut self) {
        self.home.camera.board().wire.plug(CAMERA);
        self.link = Link::new(TCP);
    }

    /// Carries a frame to the camera and its answer back, both changed on the way.
    fn carry(&mut self, frame: &[u8], (there, back): (Meddle, Meddle)) -> Vec<u8> {
        let frame = changed(frame, there);
        self.home.camera.board().wire.say(CAMERA, &frame);
        self.home.pass(100);
        let mut bytes = [0; MAX_FRAME];
        let len = self.home.camera.board().wire.hear(CAMERA, &mut bytes);
        changed(&bytes[..len], back)
    }

    /// What the app makes of what comes; what it wants to send is in the buffer.
    fn receive(&mut self, bytes: &[u8]) -> Result<(Event, Vec<u8>), ControllerError> {
        let (mut rest, mut out) = (bytes, [0; MAX_FRAME]);
        let event = self.link.receive(&mut rest, &mut out)?;
        Ok((event.expect("a whole frame"), out.to_vec()))
    }

    fn greet(&mut self, meddle: (Meddle, Meddle)) -> Result<Event, ControllerError> {
        let mut out = [0; MAX_FRAME];
        let len = self.link.hello(PairingSecret::CODE, &mut out).unwrap();
        let told = self.carry(&out[..len], meddle);
        self.receive(&told).map(|(event, _)| event)
    }

    /// Up to an open link.
    fn pair(&mut self, meddle: (Meddle, Meddle)) -> Result<(), ControllerError> {
        let Event::Hello(hello) = self.greet(meddle)? else {
            panic!("no hello");
        };
        let mut out = [0; MAX_FRAME];
        let len = self
            .link
            .pair(&home::code(), &hello, &mut self.rng, &mut out)?;
        let answer = self.carry(&out[..len], (|_| {}, |_| {}));
        let (Event::Send(len), out) = self.receive(&answer)? else {
            panic!("no confirmation");
        };
        let answer = self.carry(&out[..len], (|_| {}, |_| {}));
        self.receive(&answer).map(|_| ())
    }

    fn resume(
        &mut self,
        (key_id, key): (KeyId, &[u8; 32]),
        meddle: (Meddle, Meddle),
        answer: Meddle,
    ) -> Result<(), ControllerError> {
        self.greet(meddle)?;
        let mut out = [0; MAX_FRAME];
        let len = self
            .link
            .resume(key_id, key, &mut self.rng, &mut out)
            .unwrap();
        let answer = self.carry(&out[..len], (|_| {}, answer));
        self.receive(&answer).map(|_| ())
    }
}

/// The same frame around another body.
fn changed(frame: &[u8], meddle: Meddle) -> Vec<u8> {
    let (mut rest, mut decoder) = (frame, FrameDecoder::new());
    let Feed::Frame(frame) = decoder.feed(&mut rest) else {
        return frame.to_vec();
    };
    let mut body = frame.body.to_vec();
    meddle(&mut body);
    clear(frame.kind, frame.id, &body)
}

const UNTOUCHED: (Meddle, Meddle) = (|_| {}, |_| {});

#[test]
fn r43_hellos_that_nobody_touches_lead_to_a_session() {
    let (mut line, key_id, key) = Line::new();
    assert_eq!(line.pair(UNTOUCHED), Ok(()));
    let mut out = [0; MAX_FRAME];
    let enroll = Request::Enroll(Enroll {
        name: Bounded::from_slice(b"guest").unwrap(),
    });
    assert!(line.link.request(&enroll, &mut out).is_ok());
    line.connect();
    assert_eq!(line.resume((key_id, &key), UNTOUCHED, |_| {}), Ok(()));
}

#[test]
fn r43_a_hello_that_is_changed_on_the_way_spoils_the_pairing() {
    for (what, there, back) in MEDDLES {
        let (mut line, ..) = Line::new();
        let refused = line.pair((*there, *back)).expect_err(what);
        assert_eq!(refused, ControllerError::WrongCode, "{what}");
    }
}

#[test]
fn r43_a_hello_that_is_changed_on_the_way_spoils_the_session() {
    let (mut line, key_id, key) = Line::new();
    for (what, there, back) in MEDDLES {
        line.connect();
        let meddle = (*there, *back);
        let refused = line.resume((key_id, &key), meddle, |_| {}).expect_err(what);
        let unknown = Refused::because(Refusal::UNKNOWN_CONTROLLER);
        assert_eq!(refused, ControllerError::Refused(unknown), "{what}");
        line.home.pass(100);
    }
}

#[test]
fn r43_a_version_that_the_app_did_not_offer_is_none() {
    let (mut line, ..) = Line::new();
    let versions: [Meddle; 3] = [|told| told[0] = 0, |told| told[0] = 2, |told| told[0] = 255];
    for version in versions {
        line.connect();
        let refused = line.greet((|_| {}, version));
        assert!(
            matches!(refused, Err(ControllerError::Version)),
            "{refused:?}"
        );
    }
}

#[test]
fn r43_fewer_iterations_than_are_safe_are_refused_by_the_app() {
    let (mut line, ..) = Line::new();
    let few: Meddle = |told| {
        told.truncate(31);
        told.push(100);
    };
    let refused = line.pair((|_| {}, few));
    assert_eq!(refused, Err(ControllerError::UnsafeParameters));
}

#[test]
fn r43_a_camera_that_cannot_prove_the_key_is_another_one() {
    let (mut line, key_id, key) = Line::new();
    let forged: Meddle = |answer| {
        if let Some(last) = answer.last_mut() {
            *last ^= 1;
        }
    };
    let refused = line.resume((key_id, &key), UNTOUCHED, forged);
    assert_eq!(refused, Err(ControllerError::WrongKey));
}

#[test]
fn the_bytes_that_are_changed_are_the_ones_that_are_meant() {
    let (mut line, ..) = Line::new();
    let request = Request::Hello(raw::hello(PairingSecret::CODE));
    let asked = clear(kind::HELLO, 1, &body_of(&request));
    for (what, _, back) in MEDDLES {
        line.connect();
        let told = line.carry(&asked, UNTOUCHED);
        let told_otherwise = changed(&told, *back);
        let read = |frame: &[u8]| {
            let (mut rest, mut decoder) = (frame, FrameDecoder::new());
            match decoder.feed(&mut rest) {
                Feed::Frame(frame) => Reply::decode(frame.kind, frame.body).ok(),
                _ => None,
            }
        };
        let (Some(Reply::Hello(a)), Some(Reply::Hello(b))) = (read(&told), read(&told_otherwise))
        else {
            panic!("{what}: no hello any more");
        };
        let differs = [
            ("model", a.model != b.model),
            ("discriminator", a.discriminator != b.discriminator),
            ("setup_open", a.setup_open != b.setup_open),
            ("salt", a.salt != b.salt),
            ("iterations", a.iterations != b.iterations),
        ];
        let what = what.strip_suffix("'s length").unwrap_or(what);
        for (field, differs) in differs {
            assert_eq!(differs, field == what, "{what}: {field}");
        }
    }
}
