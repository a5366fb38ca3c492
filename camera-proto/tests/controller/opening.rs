//! From a hello to an open session, or to the reason why there is none.

use camera_proto::controller::{ControllerError, Input, Told};
use camera_proto::message::{Refused, Reply, Request};
use camera_proto::pairing::SetupCode;
use camera_proto::vocab::{KeyId, PairingSecret, Refusal};

use crate::air::{Air, PATIENCE, online, silent};
use crate::camera_side::{CODE, KEY, KEY_ID};

#[test]
fn it_pairs_enrols_and_asks() {
    let mut air = Air::new(PATIENCE, online);
    air.give(Input::Reach(PairingSecret::CODE));
    assert!(matches!(air.told[..], [Told::Hello(_)]));
    let (code, name) = (SetupCode::parse(CODE).unwrap(), b"phone");
    let name = heapless::Vec::from_slice(name).unwrap();
    air.give(Input::Pair(&code, &name));
    assert!(matches!(&air.told[1..], [Told::Enrolled(enrolled)] if enrolled.key == KEY));
    air.give(Input::Ask(&Request::Status));
    assert!(matches!(air.told[2..], [Told::Reply(Reply::Status(_))]));
    assert!(air.app.is_open() && !air.app.is_waiting());
}

#[test]
fn r43_a_wrong_code_ends_it_and_is_not_tried_again() {
    let mut air = Air::new(PATIENCE, online);
    air.give(Input::Reach(PairingSecret::CODE));
    let wrong = SetupCode::parse("0000-0000-0000").unwrap();
    air.give(Input::Pair(&wrong, &heapless::Vec::new()));
    assert!(matches!(
        air.told[1..],
        [Told::Ended(ControllerError::WrongCode)]
    ));
    air.pass(600_000);
    assert_eq!((air.camera.links, air.told.len()), (1, 2));
}

#[test]
fn r31_nobody_there_is_told_at_once() {
    let mut air = Air::new(PATIENCE, online);
    air.is_up = false;
    air.give(Input::Reach(PairingSecret::CODE));
    assert!(matches!(
        air.told[..],
        [Told::Ended(ControllerError::Unreachable)]
    ));
}

#[test]
fn a_key_that_the_camera_does_not_know_ends_it() {
    let mut air = Air::new(PATIENCE, online);
    air.give(Input::Reach(PairingSecret::CODE));
    air.give(Input::Resume(KeyId([1; 8]), &KEY));
    assert!(matches!(
        air.told[1..],
        [Told::Ended(ControllerError::Refused(Refused {
            why: Refusal::UNKNOWN_CONTROLLER,
            ..
        }))]
    ));
}

#[test]
fn a_session_that_opens_only_at_the_second_try_is_told_of() {
    let mut air = Air::new(PATIENCE, online);
    air.give(Input::Reach(PairingSecret::CODE));
    air.is_heard = false;
    air.give(Input::Resume(KEY_ID, &KEY));
    air.lose();
    air.is_heard = true;
    air.pass(1_000);
    assert!(matches!(air.told[1..], [Told::Open]), "{:?}", air.told);
}

#[test]
fn what_does_not_fit_now_is_said_to() {
    let mut air = Air::new(PATIENCE, silent);
    air.give(Input::Ask(&Request::Status));
    air.give(Input::Resume(KEY_ID, &KEY));
    assert!(matches!(air.told[..], [Told::NotNow, Told::NotNow]));
    let mut air = Air::open(silent);
    air.give(Input::Ask(&Request::Info));
    air.give(Input::Ask(&Request::Time));
    assert!(matches!(air.told[..], [Told::NotNow]));
}
