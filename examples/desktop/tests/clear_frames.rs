//! Whoever sits between app and camera can put frames of his own into the
//! stream. Once a session is open, what comes in clear must change nothing and
//! be answered by nothing: a sealed answer to it would pass for the camera's
//! word on a request of the app (R43).

use camera_desktop::world::House;
use camera_fsm::profile::REFERENCE;
use camera_fsm::scenario::World as _;
use camera_proto::controller::{Event, Link};
use camera_proto::frame::{self, Feed, FrameDecoder, MAX_FRAME};
use camera_proto::message::{Reply, Request, kind};
use camera_proto::pairing::SetupCode;
use camera_proto::vocab::PairingSecret;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

/// What the one in between makes of the app's frames in clear.
type Tamper = fn(&mut [u8; MAX_FRAME], usize);

fn honest(_: &mut [u8; MAX_FRAME], _: usize) {}

/// A camera in setup mode, and an app that has paired with it over this connection.
struct Pair {
    house: House,
    app: Link,
    connection: u32,
    tamper: Tamper,
}

impl Pair {
    fn new(tamper: Tamper) -> Self {
        let mut house = House::in_memory(&REFERENCE, 3).expect("a camera");
        house.camera.power(true);
        house.advance(5_000);
        let digits = String::from_utf8(house.label().digits().to_vec()).expect("digits");
        let code = SetupCode::parse(&digits).expect("a code");
        let mut rng = StdRng::seed_from_u64(4);
        let mut out = [0; MAX_FRAME];
        let connection = house.camera.board().wire.connect_pipe().expect("a place");
        let mut pair = Self {
            house,
            app: Link::new(1),
            connection,
            tamper,
        };
        let hello = pair.app.hello(PairingSecret::CODE, &mut out);
        pair.say(&out[..hello.expect("a hello")]);
        let Some(Event::Hello(camera)) = pair.next() else {
            panic!("no hello");
        };
        let share = pair.app.pair(&code, &camera, &mut rng, &mut out);
        pair.say(&out[..share.expect("a share")]);
        assert!(matches!(pair.next(), Some(Event::Open)));
        pair
    }

    fn say(&mut self, bytes: &[u8]) {
        self.house
            .camera
            .board()
            .wire
            .received(self.connection, bytes);
    }

    /// Lets both sides talk until the app has heard something.
    fn next(&mut self) -> Option<Event> {
        let mut out = [0; MAX_FRAME];
        for _ in 0..200 {
            self.house.advance(10);
            let said = self.house.camera.board().wire.take_said(self.connection);
            let mut rest = said.as_slice();
            match self
                .app
                .receive(&mut rest, &mut out)
                .expect("an honest camera")
            {
                Some(Event::Send(len)) => {
                    (self.tamper)(&mut out, len);
                    self.say(&out[..len]);
                }
                Some(event) => return Some(event),
                None => {}
            }
        }
        None
    }
}

/// Gives the app's confirmation the id of the request that will come next.
fn as_the_next_request(frame: &mut [u8; MAX_FRAME], len: usize) {
    let mut decoder = FrameDecoder::new();
    let Feed::Frame(confirm) = decoder.feed(&mut &frame[..len]) else {
        panic!("no frame");
    };
    let (kind, id, body) = (confirm.kind, confirm.id + 1, confirm.body.to_vec());
    frame[4..4 + body.len()].copy_from_slice(&body);
    assert_eq!(frame::encode(kind, id, body.len(), frame), Ok(len));
}

#[test]
fn r43_an_answer_in_clear_never_passes_for_one_to_a_sealed_request() {
    let mut pair = Pair::new(as_the_next_request);
    let mut out = [0; MAX_FRAME];
    let (id, len) = pair
        .app
        .request(&Request::Receipt, &mut out)
        .expect("a request");
    pair.say(&out[..len]);
    let heard = pair.next();
    assert!(
        matches!(heard, Some(Event::Reply { id: to, reply: Reply::Receipt(None) }) if to == id),
        "{heard:?}"
    );
}

#[test]
fn r43_what_comes_in_clear_on_an_open_link_is_neither_done_nor_answered() {
    let mut pair = Pair::new(honest);
    let mut out = [0; MAX_FRAME];
    let (id, len) = pair
        .app
        .request(&Request::Receipt, &mut out)
        .expect("a request");
    let honest = out[..len].to_vec();
    for kind in [
        kind::HELLO,
        kind::STATUS,
        kind::RESTART,
        kind::PAIR_SHARE,
        0x6e,
    ] {
        let len = frame::encode(kind, id, 0, &mut out).expect("a frame");
        pair.say(&out[..len]);
        pair.house.advance(1_000);
        let said = pair.house.camera.board().wire.take_said(pair.connection);
        assert!(said.is_empty(), "kind {kind:#04x} in clear was answered");
    }
    pair.say(&honest);
    let heard = pair.next();
    assert!(
        matches!(heard, Some(Event::Reply { id: to, reply: Reply::Receipt(None) }) if to == id),
        "{heard:?}"
    );
}
