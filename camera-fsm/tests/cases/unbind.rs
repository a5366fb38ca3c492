//! The cloud hears of a reset at the next connection, however late (R22).

use crate::hand::{FAILED, Hand, JOINED, KNOWN, TRIAL, answers, op_of, radioed, stored};
use camera_fsm::action::{Action, Answer, OpId, RadioJob, ResetRecord, StoreJob};
use camera_fsm::input::{Ask, Input, OpResult, PinLevel, Stored};
use camera_fsm::profile::REFERENCE;
use camera_fsm::settings::{Effect, SettingSet, Values};
use camera_proto::vocab::{Fault, Flags, ResetCause, ResetScope, Role, SettingId};

/// After a reset that owes it, on the next owner's network.
const OWING: Stored = Stored {
    reset: Some(RECEIPT),
    ..KNOWN
};

const RECEIPT: ResetRecord = ResetRecord {
    epoch: 1,
    count: 1,
    cause: ResetCause::BUTTON,
    scope: ResetScope::Everything,
    finished: true,
    unbind_owed: true,
};

const PAID: ResetRecord = ResetRecord {
    unbind_owed: false,
    ..RECEIPT
};

fn owes(hand: &Hand) -> bool {
    hand.status().flags.has(Flags::UNBIND_OWED)
}

fn tells(actions: &[Action]) -> bool {
    let unbind = |action: &Action| matches!(action, Action::Unbind { .. });
    actions.iter().any(unbind)
}

/// On its network, and telling the cloud.
fn telling() -> (Hand, Vec<Action>) {
    let (mut hand, joining) = Hand::new(&OWING);
    assert_eq!(radioed(&joining), [RadioJob::JoinStored]);
    let telling = hand.finish(&joining, JOINED);
    assert!(tells(&telling));
    (hand, telling)
}

fn intent(stored_at_boot: &Stored, scope: ResetScope) -> ResetRecord {
    let (mut hand, joining) = Hand::new(stored_at_boot);
    if stored_at_boot.network {
        hand.finish(&joining, JOINED);
    }
    let actions = match scope {
        ResetScope::Everything => hand.hold(6_000),
        scope => hand.reset(0, scope),
    };
    let [StoreJob::SaveReset(record)] = stored(&actions)[..] else {
        panic!("{actions:?}");
    };
    record
}

#[test]
fn r22_an_unbind_is_owed_where_there_may_be_a_cloud() {
    let storage = Values::DEFAULT.with(SettingId::STORAGE, Effect::None);
    let chosen = Stored {
        settings: storage,
        ..KNOWN
    };
    let unknown = Stored {
        damage: Fault::USER_DATA,
        ..Stored::BLANK
    };
    let never = Stored {
        settings: Values::DEFAULT.with(SettingId::NAME, Effect::None),
        ..KNOWN
    };
    let everything = ResetScope::Everything;
    assert!(intent(&chosen, everything).unbind_owed, "in the one write");
    assert!(intent(&unknown, everything).unbind_owed, "nobody can tell");
    assert!(!intent(&never, everything).unbind_owed);
    // The owner stays, and so does the account.
    assert!(!intent(&chosen, ResetScope::KeepNetwork).unbind_owed);
}

#[test]
fn r22_an_unbind_is_owed_for_a_storage_that_is_being_chosen() {
    let mut hand = Hand::online();
    let storage = Ask::Set(SettingId::STORAGE, Effect::None);
    let choosing = hand.ask(0, Role::OWNER, storage);
    let [StoreJob::SaveReset(record)] = stored(&hand.hold(6_000))[..] else {
        panic!("a reset");
    };
    assert!(record.unbind_owed, "its write comes before the intent");
    let chosen = hand.finish(&choosing, OpResult::Done);
    assert_eq!(answers(&chosen), [Answer::Done]);
}

#[test]
fn r22_an_unbind_is_owed_until_the_cloud_has_heard() {
    let (mut hand, telling) = telling();
    assert!(owes(&hand));
    let noting = hand.finish(&telling, OpResult::Done);
    assert_eq!(stored(&noting), [StoreJob::SaveReset(PAID)]);
    assert!(owes(&hand), "until that is written");
    assert_eq!(hand.finish(&noting, OpResult::Done), []);
    assert!(!owes(&hand));
    assert_eq!(hand.pass(3_600_000), [], "once");
}

#[test]
fn r22_a_cloud_that_does_not_hear_is_told_again() {
    let (mut hand, mut telling) = telling();
    let mut waits = Vec::new();
    for _ in 0..8 {
        hand.finish(&telling, FAILED);
        let due = hand.camera.due(hand.now).expect("a wait");
        waits.push(due.since(hand.now));
        telling = hand.pass(due.since(hand.now) as u32);
        assert!(tells(&telling));
    }
    let first = u64::from(REFERENCE.provision.backoff_ms);
    assert_eq!(waits[..3], [first, 2 * first, 4 * first]);
    assert_eq!(waits[7], u64::from(REFERENCE.provision.backoff_ms_max));
    // One that never answers is no different.
    let late = hand.pass(REFERENCE.provision.join_ms);
    assert!(!tells(&late));
    let again = hand.pass(REFERENCE.provision.backoff_ms_max);
    assert!(tells(&again));
    // And a note that cannot be written leaves it owed.
    let noting = hand.finish(&again, OpResult::Done);
    hand.finish(&noting, FAILED);
    assert!(owes(&hand));
}

#[test]
fn r22_nobody_waits_for_the_cloud() {
    let (mut hand, telling) = telling();
    let scanning = hand.ask(0, Role::OWNER, Ask::Scan);
    assert_eq!(
        radioed(&scanning),
        [RadioJob::Scan],
        "the radio is the user's"
    );
    assert_eq!(hand.finish(&telling, OpResult::Done), [], "given up: stale");
    let again = hand.finish(&scanning, OpResult::Done);
    assert_eq!(answers(&again).len(), 1);
    assert!(tells(&again), "then it goes on");
    let trying = hand.ask(0, Role::OWNER, TRIAL);
    assert_eq!(radioed(&trying), [RadioJob::JoinTrial]);
}

#[test]
fn r22_it_survives_a_lost_network_and_power_cuts() {
    let (mut hand, _) = telling();
    let rejoining = hand.step(1, Input::LinkLost);
    assert_eq!(radioed(&rejoining), [RadioJob::JoinStored]);
    let again = hand.finish(&rejoining, JOINED);
    assert!(tells(&again));
    // Cut after the cloud has heard and before that is noted: it hears again.
    let noting = hand.finish(&again, OpResult::Done);
    assert_eq!(stored(&noting), [StoreJob::SaveReset(PAID)]);
    telling();
}

#[test]
fn r22_it_survives_a_second_reset() {
    for storage in [false, true] {
        let kept = SettingSet::NONE.with(SettingId::STORAGE, storage);
        let settings = Values {
            kept,
            ..Values::DEFAULT
        };
        let twice = intent(&Stored { settings, ..OWING }, ResetScope::Everything);
        assert!(twice.unbind_owed && twice.epoch == 2);
        let soft = intent(&Stored { settings, ..OWING }, ResetScope::ForgetNetwork);
        assert!(soft.unbind_owed && soft.epoch == 1);
    }
}

#[test]
fn r22_a_reset_while_the_note_is_written_still_owes_it() {
    let (mut hand, telling) = telling();
    hand.finish(&telling, OpResult::Done);
    let [StoreJob::SaveReset(record)] = stored(&hand.hold(6_000))[..] else {
        panic!("a reset");
    };
    assert!(record.unbind_owed, "told twice is better than never");
}

#[test]
fn r22_a_reset_that_begins_as_the_note_is_written_owes_it_to_its_end() {
    let (mut hand, telling) = telling();
    hand.step(1, Input::Button(PinLevel::Down));
    hand.pass(6_000);
    let noting = op_of(&hand.finish(&telling, OpResult::Done));
    hand.step(1, Input::Button(PinLevel::Up));
    // The runner was late: the release has settled, and the note is written.
    let (op, result) = (noting, OpResult::Done);
    let mut actions = hand.step(100, Input::Done { op, result });
    let mut written = Vec::new();
    while !actions.contains(&Action::Reboot) {
        written.extend(stored(&actions));
        actions = hand.finish(&actions[actions.len() - 1..], OpResult::Done);
    }
    let owed = written.iter().filter_map(|job| match job {
        StoreJob::SaveReset(record) => Some((record.finished, record.unbind_owed)),
        _ => None,
    });
    let owed: Vec<_> = owed.collect();
    assert_eq!(owed, [(false, true), (true, true)], "intent and receipt");
}

#[test]
fn r22_the_cloud_is_told_once_whatever_happens_meanwhile() {
    let (mut hand, telling) = telling();
    let seen = hand.step(1, Input::Light { percent: 50 });
    assert!(!tells(&seen));
    // The end of something else.
    let (op, result) = (OpId(u16::MAX), OpResult::Done);
    assert_eq!(stored(&hand.step(1, Input::Done { op, result })), []);
    let told = hand.finish(&telling, OpResult::Done);
    assert_eq!(stored(&told), [StoreJob::SaveReset(PAID)]);
}
