//! Whoever sits between app and camera can put frames of his own into the
//! stream. Once a session is open, what comes in clear must change nothing and
//! be answered by nothing: a sealed answer to it would pass for the camera's
//! word on a request of the app (R43).

use camera_desktop::world::House;
use camera_fsm::profile::REFERENCE;
use camera_fsm::scenario::World as _;
use camera_proto::controller::{Event, Link};
use camera_proto::frame::{self, MAX_FRAME};
use camera_proto::message::{Reply, Request, kind};
use camera_proto::pairing::SetupCode;
use camera_proto::vocab::PairingSecret;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

/// Lets both sides talk until the app has heard something.
fn next(house: &mut House, app: &mut Link, connection: u32) -> Option<Event> {
    let mut out = [0; MAX_FRAME];
    for _ in 0..200 {
        house.advance(10);
        let said = house.camera.board().wire.take_said(connection);
        let mut rest = said.as_slice();
        match app.receive(&mut rest, &mut out).expect("an honest camera") {
            Some(Event::Send(len)) => {
                house.camera.board().wire.received(connection, &out[..len]);
            }
            Some(event) => return Some(event),
            None => {}
        }
    }
    None
}

#[test]
fn r43_what_comes_in_clear_on_an_open_link_is_neither_done_nor_answered() {
    let mut house = House::in_memory(&REFERENCE, 3).expect("a camera");
    house.camera.power(true);
    house.advance(5_000);
    let digits = String::from_utf8(house.label().digits().to_vec()).expect("digits");
    let code = SetupCode::parse(&digits).expect("a code");
    let mut rng = StdRng::seed_from_u64(4);
    let mut out = [0; MAX_FRAME];
    let connection = house.camera.board().wire.connect_pipe().expect("a place");
    let mut app = Link::new(1);

    let len = app.hello(PairingSecret::CODE, &mut out).expect("a hello");
    house.camera.board().wire.received(connection, &out[..len]);
    let Some(Event::Hello(camera)) = next(&mut house, &mut app, connection) else {
        panic!("no hello");
    };
    let len = app
        .pair(&code, &camera, &mut rng, &mut out)
        .expect("a share");
    house.camera.board().wire.received(connection, &out[..len]);
    assert!(matches!(
        next(&mut house, &mut app, connection),
        Some(Event::Open)
    ));

    let (id, len) = app.request(&Request::Receipt, &mut out).expect("a request");
    let honest = out[..len].to_vec();
    for kind in [
        kind::HELLO,
        kind::STATUS,
        kind::RESTART,
        kind::PAIR_SHARE,
        0x6e,
    ] {
        let len = frame::encode(kind, id, 0, &mut out).expect("a frame");
        house.camera.board().wire.received(connection, &out[..len]);
        house.advance(1_000);
        let said = house.camera.board().wire.take_said(connection);
        assert!(said.is_empty(), "kind {kind:#04x} in clear was answered");
    }
    house.camera.board().wire.received(connection, &honest);
    let heard = next(&mut house, &mut app, connection);
    assert!(
        matches!(heard, Some(Event::Reply { id: to, reply: Reply::Receipt(None) }) if to == id),
        "{heard:?}"
    );
}
