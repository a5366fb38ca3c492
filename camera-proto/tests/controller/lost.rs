//! Links that break, and answers that do not come.

use camera_proto::controller::{ControllerError, Input, Patience, Told};
use camera_proto::message::{MoveRelative, Reply, Request};
use camera_proto::vocab::{Cdeg, PairingSecret, Refusal, Speed};

use crate::air::{Air, PATIENCE, online, silent};
use crate::camera_side::{KEY, KEY_ID};

#[test]
fn an_answer_that_does_not_come_is_asked_for_over_a_new_link() {
    let mut air = Air::open(online);
    air.is_heard = false;
    air.give(Input::Ask(&Request::Status));
    air.pass(4_999);
    assert_eq!(air.camera.links, 1);
    air.is_heard = true;
    air.pass(1_000);
    assert!(matches!(air.told[..], [Told::Reply(Reply::Status(_))]));
    assert_eq!((air.camera.links, air.camera.heard.len()), (2, 2));
}

#[test]
fn what_must_not_be_done_twice_is_not_asked_twice() {
    let mut air = Air::open(silent);
    air.give(Input::Ask(&Request::MoveRelative(MoveRelative {
        pan: Cdeg(500),
        tilt: Cdeg(0),
        speed: Speed(0),
    })));
    air.lose();
    air.pass(2_000);
    assert!(matches!(air.told[..], [Told::Unanswered]));
    assert!(air.app.is_open() && !air.app.is_waiting());
    assert_eq!((air.camera.links, air.camera.heard.len()), (2, 1));
}

#[test]
fn it_comes_back_ever_more_slowly_and_then_gives_up() {
    let mut air = Air::open(online);
    air.is_up = false;
    air.tries_ms.clear();
    air.lose();
    air.pass(600_000);
    assert!(matches!(
        air.told[..],
        [Told::Ended(ControllerError::Unreachable)]
    ));
    let pauses: Vec<_> = air
        .tries_ms
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .collect();
    assert!(pauses.is_sorted() && pauses.len() < 15, "{pauses:?}");
    assert!(*pauses.last().unwrap() <= 8_000, "{pauses:?}");
    assert!(air.tries_ms.last().unwrap() - air.tries_ms[0] <= 68_000);
}

#[test]
fn r31_it_comes_back_to_a_full_camera_when_that_says_so_and_then_gives_up() {
    let mut air = Air::open(online);
    air.camera.full_for_s = Some(20);
    air.lose();
    air.tries_ms.clear();
    air.pass(21_000);
    let [first, second] = air.tries_ms[..] else {
        panic!("{:?}", air.tries_ms);
    };
    assert_eq!(second - first, 20_000);
    air.camera.full_for_s = None;
    air.pass(20_000);
    assert!(air.app.is_open(), "{:?}", air.told);
    // Its patience is what it was.
    air.camera.full_for_s = Some(20);
    air.lose();
    air.pass(600_000);
    assert!(matches!(
        air.told[..],
        [Told::Ended(ControllerError::Unreachable)]
    ));
}

#[test]
fn r31_who_has_no_session_yet_is_told_that_the_camera_is_full() {
    let mut air = Air::new(PATIENCE, online);
    air.camera.full_for_s = Some(20);
    air.give(Input::Reach(PairingSecret::CODE));
    let [Told::Ended(ControllerError::Refused(refused))] = air.told[..] else {
        panic!("{:?}", air.told);
    };
    assert_eq!((refused.why, refused.retry_s), (Refusal::BUSY, 20));
}

#[test]
fn without_patience_a_lost_link_is_the_end() {
    let patience = Patience {
        return_ms: 0,
        ..PATIENCE
    };
    let mut air = Air::new(patience, online);
    air.give(Input::Reach(PairingSecret::CODE));
    air.give(Input::Resume(KEY_ID, &KEY));
    air.lose();
    assert!(matches!(
        air.told[2..],
        [Told::Ended(ControllerError::Unreachable)]
    ));
}

#[test]
fn a_watch_goes_on_over_a_new_link() {
    let mut air = Air::open(online);
    air.give(Input::Ask(&Request::Watch));
    air.told.clear();
    air.lose();
    air.pass(1_000);
    assert!(
        matches!(air.told[..], [Told::Snapshot(_)]),
        "{:?}",
        air.told
    );
}
