//! A setup, whose answer the change of channel may swallow.

use camera_proto::controller::{Input, Told, setup_outcome};
use camera_proto::message::{Provision, Refused, Reply, Request};
use camera_proto::vocab::{Band, CameraState, Passphrase, Refusal, Ssid, Status};

use crate::air::{Air, online};
use crate::camera_side;

fn status(state: CameraState, last_setup: Refusal) -> Status {
    Status {
        state,
        last_setup,
        ..camera_side::status()
    }
}

fn provision() -> Request {
    Request::Provision(Provision {
        ssid: Ssid::new(b"HomeNet").unwrap(),
        passphrase: Passphrase::new(b"correct horse").unwrap(),
        security: None,
        bssid: None,
        hidden: false,
        allow_no_internet: false,
        seen_on: Band::Unknown,
    })
}

#[test]
fn r44_a_setup_that_the_change_of_channel_swallows_is_asked_for() {
    let mut air = Air::open(online);
    air.give(Input::Ask(&provision()));
    air.is_up = false;
    air.lose();
    air.pass(20_000);
    assert!(air.told.is_empty() && air.camera.links == 1);
    air.is_up = true;
    air.pass(10_000);
    assert!(matches!(air.told[..], [Told::Reply(Reply::Done)]));
    assert!(matches!(
        air.camera.heard[..],
        [Request::Provision(_), Request::Status]
    ));
}

#[test]
fn r44_a_setup_is_waited_for_while_the_camera_joins_and_its_reason_is_told() {
    fn joining(request: &Request) -> Vec<Reply> {
        match request {
            Request::Status => vec![Reply::Status(status(CameraState::JOINING, Refusal::NONE))],
            _ => vec![],
        }
    }
    fn wrong(request: &Request) -> Vec<Reply> {
        match request {
            Request::Status => vec![Reply::Status(status(
                CameraState::SETUP,
                Refusal::AUTH_FAILURE,
            ))],
            _ => vec![],
        }
    }
    let mut air = Air::open(joining);
    air.give(Input::Ask(&provision()));
    air.lose();
    air.pass(5_000);
    assert!(air.told.is_empty());
    let asked = air.camera.heard.len();
    assert!((4..=6).contains(&asked), "once a second, not {asked} times");
    air.camera.answer = wrong;
    air.pass(2_000);
    assert!(matches!(
        air.told[..],
        [Told::Reply(Reply::Refused(Refused {
            why: Refusal::AUTH_FAILURE,
            ..
        }))]
    ));
}

#[test]
fn r44_a_status_tells_how_the_setup_has_ended() {
    let (none, auth) = (Refusal::NONE, Refusal::AUTH_FAILURE);
    for (state, last, expected) in [
        (CameraState::JOINING, auth, None),
        (CameraState::STARTING, none, None),
        (CameraState::CONNECTING, none, None),
        (CameraState::ONLINE, none, Some(none)),
        (CameraState::ONLINE, auth, Some(auth)),
        (CameraState::CONNECTING, auth, Some(auth)),
        (CameraState::SETUP, auth, Some(auth)),
        (CameraState::SETUP, none, Some(Refusal::CANCELLED)),
    ] {
        let outcome = setup_outcome(&status(state, last));
        assert_eq!(outcome, expected, "{state:?} {last:?}");
    }
}
