//! How many hold a key, who is invited, and one change at a time (R49).

use crate::hand::{Hand, KNOWN, answers, refusals, stored};
use camera_fsm::action::{Answer, StoreJob};
use camera_fsm::input::{Ask, OpResult, Stored, Target};
use camera_proto::vocab::{MAX_CONTROLLERS, PairingSecret, Refusal, Role};

const CODE: PairingSecret = PairingSecret::CODE;
const INVITATION: PairingSecret = PairingSecret::INVITATION;

const USERS: Ask = Ask::Invite {
    role: Role::USER,
    valid_s: 600,
};

const OTHER_OWNER: Target = Target {
    place: Some(1),
    role: Role::OWNER,
    is_self: false,
};

/// So many controllers, and so many of them owners.
fn known_by(controllers: u8, owners: u8) -> Hand {
    let stored = Stored {
        controllers,
        owners,
        ..KNOWN
    };
    Hand::new(&stored).0
}

/// That client knows the code of the invitation.
fn proves(hand: &mut Hand, client: u8) {
    let counting = hand.ask(client, Role::STRANGER, Ask::PairAttempt { by: INVITATION });
    hand.finish(&counting, OpResult::Done);
    let clearing = hand.ask(client, Role::STRANGER, Ask::PairProven);
    let proven = hand.finish(&clearing, OpResult::Done);
    assert_eq!(answers(&proven), [Answer::Done]);
}

#[test]
fn r49_a_camera_that_is_full_takes_nobody() {
    let full = MAX_CONTROLLERS as u8;
    let mut hand = known_by(full, 1);
    let invited = hand.ask(0, Role::OWNER, USERS);
    assert_eq!(refusals(&invited), [Refusal::FULL]);
    let mut opening = hand.hold(2_500);
    opening.retain(|action| matches!(action, camera_fsm::action::Action::Radio { .. }));
    hand.finish(&opening, OpResult::Done);
    let enrolled = hand.ask(1, Role::PROVEN, Ask::Enroll { by: CODE });
    assert_eq!(refusals(&enrolled), [Refusal::FULL]);

    let mut hand = known_by(full - 1, 1);
    assert_eq!(answers(&hand.ask(0, Role::OWNER, USERS)), [Answer::Done]);
    proves(&mut hand, 1);
    let enrolling = hand.ask(1, Role::PROVEN, Ask::Enroll { by: INVITATION });
    hand.finish(&enrolling, OpResult::Done);
    assert_eq!(hand.camera.controllers().count(), full);
    let invited = hand.ask(0, Role::OWNER, USERS);
    assert_eq!(refusals(&invited), [Refusal::FULL]);
}

#[test]
fn r49_who_is_forgotten_or_demoted_counts_no_more() {
    let less: [fn(Target) -> Ask; 2] = [Ask::Revoke, |target| Ask::SetRole {
        target,
        role: Role::USER,
    }];
    for ask in less {
        let mut hand = known_by(4, 2);
        let writing = hand.ask(0, Role::OWNER, ask(OTHER_OWNER));
        let written = hand.finish(&writing, OpResult::Done);
        assert_eq!(answers(&written), [Answer::Done]);
        for ask in less {
            let last = hand.ask(0, Role::OWNER, ask(OTHER_OWNER));
            assert_eq!(refusals(&last), [Refusal::LAST_OWNER]);
        }
    }
    let mut hand = known_by(4, 2);
    let writing = hand.ask(0, Role::OWNER, Ask::Revoke(OTHER_OWNER));
    hand.finish(&writing, OpResult::Done);
    assert_eq!(hand.camera.controllers().count(), 3);
}

#[test]
fn r49_an_owner_may_stay_one() {
    let mut hand = known_by(2, 1);
    let role = Role::OWNER;
    let target = OTHER_OWNER;
    let writing = hand.ask(0, Role::OWNER, Ask::SetRole { target, role });
    assert_eq!(stored(&writing), [StoreJob::SetRole { place: 1, role }]);
}

#[test]
fn r49_an_invitation_is_for_who_has_proven_it_while_they_are_there() {
    let enroll = Ask::Enroll { by: INVITATION };
    let invited = || {
        let mut hand = known_by(1, 1);
        hand.ask(0, Role::OWNER, USERS);
        proves(&mut hand, 1);
        hand
    };
    let mut hand = invited();
    hand.leave(2);
    let client = camera_fsm::input::ClientId(1);
    let role = Role::USER;
    let saves = [StoreJob::SaveController { client, role }];
    assert_eq!(stored(&hand.ask(1, Role::PROVEN, enroll)), saves);

    let mut hand = invited();
    hand.leave(1);
    let refused = hand.ask(1, Role::PROVEN, enroll);
    assert_eq!(refusals(&refused), [Refusal::NO_INVITATION]);

    // Another invitation has another code.
    let mut hand = invited();
    hand.ask(0, Role::OWNER, USERS);
    let refused = hand.ask(1, Role::PROVEN, enroll);
    assert_eq!(refusals(&refused), [Refusal::NO_INVITATION]);
}

#[test]
fn r45_one_wrong_code_too_many_takes_an_invitation_back() {
    let attempts = camera_fsm::profile::REFERENCE.provision.attempts_max - 1;
    let (mut hand, _) = Hand::new(&Stored { attempts, ..KNOWN });
    hand.pass(600_000);
    hand.ask(0, Role::OWNER, USERS);
    assert!(hand.camera.controllers().is_inviting());
    let counting = hand.ask(1, Role::STRANGER, Ask::PairAttempt { by: INVITATION });
    hand.finish(&counting, OpResult::Done);
    hand.ask(1, Role::STRANGER, Ask::PairFailed);
    assert!(!hand.camera.controllers().is_inviting());
}

#[test]
fn r49_one_change_at_a_time() {
    let mut hand = known_by(2, 1);
    hand.ask(0, Role::OWNER, Ask::ChangeCode);
    let second = hand.ask(1, Role::OWNER, Ask::ChangeCode);
    assert_eq!(refusals(&second), [Refusal::BUSY]);
}
