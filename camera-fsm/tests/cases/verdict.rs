//! A wrong password or a weak signal? What the machine makes of handshakes
//! that end in silence (R42).

use crate::hand::{Hand, JOINED, KNOWN, TRIAL, answers, radioed, refusals};
use camera_fsm::action::{Action, Answer, RadioJob};
use camera_fsm::input::{Ask, OpResult, Trial};
use camera_fsm::profile::REFERENCE;
use camera_proto::message::Refused;
use camera_proto::vocab::{CameraState, Refusal, Role};

/// 802.11's reason 15: 4-way handshake time-out.
const CODE: i16 = 15;
const NEAR: i8 = -75;
const FAR: i8 = NEAR - 1;

fn silence(rssi_dbm: i8) -> OpResult {
    OpResult::HandshakeTimeout {
        rssi_dbm,
        driver_code: CODE,
    }
}

fn refused(actions: &[Action]) -> Option<Refused> {
    answers(actions)
        .into_iter()
        .find_map(|answer| match answer {
            Answer::Refused(refused) => Some(refused),
            _ => None,
        })
}

/// How often the camera joins when its tries end like that, and what it says.
fn after(results: &[OpResult]) -> (u8, Option<Refused>) {
    let mut hand = Hand::in_setup();
    let mut actions = hand.ask(0, Role::OWNER, TRIAL);
    let mut tries = 0;
    for result in results {
        assert_eq!(radioed(&actions), [RadioJob::JoinTrial], "try {tries}");
        assert_eq!(hand.state(), CameraState::JOINING);
        tries += 1;
        actions = hand.finish(&actions, *result);
    }
    assert_ne!(radioed(&actions), [RadioJob::JoinTrial], "the last one");
    (tries, refused(&actions))
}

fn because(why: Refusal) -> Option<Refused> {
    Some(Refused {
        driver_code: CODE,
        ..Refused::because(why)
    })
}

#[test]
fn r42_two_of_three_time_outs_near_the_router_are_a_wrong_password() {
    assert_eq!(REFERENCE.provision.weak_dbm, NEAR, "inclusive");
    let wrong = because(Refusal::AUTH_FAILURE);
    for tries in [&[NEAR, NEAR][..], &[NEAR, FAR, NEAR], &[FAR, NEAR, NEAR]] {
        let results: Vec<_> = tries.iter().copied().map(silence).collect();
        assert_eq!(after(&results), (tries.len() as u8, wrong), "{tries:?}");
    }
}

#[test]
fn r42_time_outs_far_from_the_router_are_a_weak_signal() {
    let weak = because(Refusal::WEAK_SIGNAL);
    for tries in [
        [FAR, FAR, FAR],
        [NEAR, FAR, FAR],
        [FAR, NEAR, FAR],
        [FAR, FAR, NEAR],
    ] {
        assert_eq!(after(&tries.map(silence)), (3, weak), "{tries:?}");
    }
}

#[test]
fn r42_one_time_out_accuses_nobody() {
    let mut hand = Hand::in_setup();
    let trying = hand.ask(0, Role::OWNER, TRIAL);
    let again = hand.finish(&trying, silence(NEAR));
    assert_eq!(refusals(&again), []);
    let saving = hand.finish(&again, JOINED);
    let saved = hand.finish(&saving, OpResult::Done);
    assert_eq!(answers(&saved), [Answer::Done]);
}

#[test]
fn r42_a_router_that_says_no_is_believed_at_once() {
    for why in [Refusal::AUTH_FAILURE, Refusal::NETWORK_NOT_FOUND] {
        let told = Refused {
            driver_code: -7,
            ..Refused::because(why)
        };
        assert_eq!(after(&[OpResult::Failed(told)]), (1, Some(told)));
        let later = [silence(FAR), OpResult::Failed(told)];
        assert_eq!(after(&later), (2, Some(told)), "the driver's code is told");
    }
}

#[test]
fn r42_all_tries_together_have_the_time_of_one_join() {
    let mut hand = Hand::in_setup();
    let trying = hand.ask(0, Role::OWNER, TRIAL);
    hand.pass(REFERENCE.provision.join_ms - 10);
    let again = hand.finish(&trying, silence(NEAR));
    assert_eq!(radioed(&again), [RadioJob::JoinTrial]);
    let late = hand.pass(10);
    assert_eq!(refused(&late), because(Refusal::WEAK_SIGNAL));
}

#[test]
fn r47_a_handshake_that_times_out_on_the_known_network_is_tried_later() {
    let (mut hand, joining) = Hand::new(&KNOWN);
    hand.finish(&joining, silence(NEAR));
    assert_eq!(hand.state(), CameraState::CONNECTING);
    let waited = hand.pass(2_000);
    assert_eq!(radioed(&waited), [RadioJob::JoinStored]);
}

#[test]
fn r42_64_bytes_are_a_raw_key_or_too_long() {
    let Ask::Provision(trial) = TRIAL else {
        panic!("credentials");
    };
    for (is_raw_key, why) in [(true, None), (false, Some(Refusal::PASSWORD_TOO_LONG))] {
        let trial = Trial {
            passphrase_len: 64,
            is_raw_key,
            ..trial
        };
        let tried = Hand::in_setup().ask(0, Role::OWNER, Ask::Provision(trial));
        assert_eq!(refusals(&tried).first().copied(), why);
    }
}

#[test]
fn r42_a_handshake_that_times_out_says_what_the_driver_said() {
    let timeout = OpResult::HandshakeTimeout {
        rssi_dbm: -90,
        driver_code: CODE,
    };
    let why = timeout.failure().expect("a failure");
    assert_eq!((why.why, why.driver_code), (Refusal::WEAK_SIGNAL, CODE));
}

/// What is thought of the router after each of these.
fn known_network(results: &[OpResult]) -> Vec<Refusal> {
    let (mut hand, mut joining) = Hand::new(&KNOWN);
    let mut thought = Vec::new();
    for result in results {
        hand.finish(&joining, *result);
        thought.push(hand.camera.facts().lost_by);
        // It tries again before that has had its time.
        joining = (0..REFERENCE.provision.backoff_ms_max / 100)
            .map(|_| hand.pass(100))
            .find(|actions| !radioed(actions).is_empty())
            .unwrap_or_default();
    }
    thought
}

#[test]
fn r42_r47_a_near_router_that_is_silent_again_has_another_password() {
    let (near, far) = (silence(-40), silence(-90));
    let (unknown, weak) = (Refusal::NONE, Refusal::WEAK_SIGNAL);
    let wrong = Refusal::AUTH_FAILURE;
    assert_eq!(known_network(&[near, near, near]), [unknown, wrong, wrong]);
    assert_eq!(known_network(&[far, near, near]), [weak, unknown, wrong]);
    assert_eq!(known_network(&[near, far, near]), [unknown, weak, unknown]);
    assert_eq!(known_network(&[near, near, far]), [unknown, wrong, weak]);
    assert_eq!(known_network(&[near, JOINED]), [unknown, unknown]);
}
