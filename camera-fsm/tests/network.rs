//! Setup and the network, where a story would say too much about its world.

mod hand;

use camera_fsm::action::{Answer, RadioJob};
use camera_fsm::input::{Input, OpResult};
use camera_fsm::profile::REFERENCE;
use camera_proto::vocab::{CameraState, Role};
use hand::{Hand, JOINED, TRIAL, answers, radioed};

#[test]
fn r47_a_network_lost_while_it_is_saved_is_joined_again() {
    let mut hand = Hand::in_setup();
    let trying = hand.ask(0, Role::OWNER, TRIAL);
    let saving = hand.finish(&trying, JOINED);
    hand.step(1, Input::LinkLost);
    let saved = hand.finish(&saving, OpResult::Done);
    assert_eq!(answers(&saved), [Answer::Done], "the credentials do work");
    assert_eq!(
        hand.state(),
        CameraState::CONNECTING,
        "but for now it is gone"
    );
    // The temporary network stays until the answer is through.
    assert_eq!(radioed(&saved), []);
    hand.flush(0);
    let rejoining = hand.pass(REFERENCE.provision.linger_ms);
    assert_eq!(radioed(&rejoining), [RadioJob::JoinStored]);
    hand.finish(&rejoining, JOINED);
    assert_eq!(hand.state(), CameraState::ONLINE);
}

#[test]
fn r45_the_answer_leaves_also_when_the_network_is_lost_at_once() {
    let mut hand = Hand::in_setup();
    let trying = hand.ask(0, Role::OWNER, TRIAL);
    let saving = hand.finish(&trying, JOINED);
    hand.finish(&saving, OpResult::Done);
    let lost = hand.step(1, Input::LinkLost);
    assert_eq!(radioed(&lost), [], "the answer is on its way");
    assert_eq!(hand.state(), CameraState::CONNECTING);
    hand.flush(0);
    let rejoining = hand.pass(REFERENCE.provision.linger_ms);
    assert_eq!(radioed(&rejoining), [RadioJob::JoinStored]);
}
