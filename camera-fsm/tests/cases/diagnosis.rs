//! The diagnosis (R80), of devices that were really brought into the state.

use crate::hand::{Hand, JOINED, KNOWN, stored};
use camera_fsm::action::StoreJob;
use camera_fsm::input::{Ask, Input, OpResult, PinLevel, Stored};
use camera_fsm::led::Look;
use camera_fsm::power::{BootCause, PowerRecord};
use camera_fsm::settings::Effect;
use camera_proto::message::Refused;
use camera_proto::vocab::{
    Advice, Axis, Cause, Fault, PairingSecret, Refusal, Role, SettingId, Symptom,
};

/// Symptom, cause and number of all that is found.
fn found(hand: &Hand) -> Vec<(Symptom, Cause, i32)> {
    let findings = hand.camera.facts().findings();
    findings
        .map(|finding| (finding.symptom, finding.cause, finding.detail))
        .collect()
}

fn set(hand: &mut Hand, setting: SettingId, effect: Effect) {
    let saving = hand.ask(0, Role::OWNER, Ask::Set(setting, effect));
    hand.finish(&saving, OpResult::Done);
}

#[test]
fn r80_where_all_is_well_nothing_is_found() {
    assert_eq!(found(&Hand::online()), []);
}

#[test]
fn r80_a_new_camera_waits_to_be_set_up() {
    let (hand, _) = Hand::new(&Stored::BLANK);
    let closed = (Symptom::NOT_FOUND, Cause::SETUP_CLOSED, 0);
    let offline = (Symptom::OFFLINE, Cause::NO_NETWORK, 0);
    assert_eq!(found(&hand), [closed, offline]);
    assert_eq!(found(&Hand::in_setup()), [offline]);
}

#[test]
fn r80_a_network_that_is_lost_says_why() {
    for (why, expected) in [
        (
            Refusal::NETWORK_NOT_FOUND,
            vec![(Symptom::OFFLINE, Cause::NETWORK_LOST)],
        ),
        (
            Refusal::AUTH_FAILURE,
            vec![
                (Symptom::WONT_RECONNECT, Cause::NETWORK_LOST),
                (Symptom::OFFLINE, Cause::NETWORK_LOST),
            ],
        ),
        (
            Refusal::WEAK_SIGNAL,
            vec![
                (Symptom::OFFLINE, Cause::WEAK_SIGNAL),
                (Symptom::OFFLINE, Cause::NETWORK_LOST),
            ],
        ),
    ] {
        let (mut hand, joining) = Hand::new(&KNOWN);
        hand.finish(&joining, OpResult::Failed(Refused::because(why)));
        let seen: Vec<_> = found(&hand)
            .into_iter()
            .map(|(symptom, cause, _)| (symptom, cause))
            .collect();
        assert_eq!(seen, expected, "{why:?}");
        // It comes back, and all is well again.
        let joining = hand.step(120_000, Input::Tick);
        hand.finish(&joining, JOINED);
        assert_eq!(found(&hand), [], "{why:?}");
    }
}

#[test]
fn r80_a_weak_signal_is_told_with_its_strength() {
    let (mut hand, joining) = Hand::new(&KNOWN);
    let faint = OpResult::Joined {
        internet: true,
        rssi_dbm: -82,
    };
    hand.finish(&joining, faint);
    assert_eq!(found(&hand), [(Symptom::OFFLINE, Cause::WEAK_SIGNAL, -82)]);
}

#[test]
fn r80_damage_is_told_as_what_a_reset_may_mend_or_not() {
    for (damage, cause, advice) in [
        (
            Fault::USER_DATA,
            Cause::DATA_DAMAGED,
            Advice::UNPLUG_AND_RESET,
        ),
        (
            Fault::FACTORY_DATA,
            Cause::FACTORY_DATA_DAMAGED,
            Advice::CONTACT_SUPPORT,
        ),
        (Fault::STORE, Cause::STORE_FAILURE, Advice::UNPLUG_AND_RESET),
    ] {
        let (hand, _) = Hand::new(&Stored { damage, ..KNOWN });
        let mut findings = hand.camera.facts().findings();
        let red = findings.find(|finding| finding.symptom == Symptom::RED_AFTER_RESET);
        let red = red.unwrap_or_else(|| panic!("{damage:?}"));
        assert_eq!((red.cause, red.advice), (cause, advice));
    }
}

#[test]
fn r80_a_stuck_button_explains_two_things() {
    let mut hand = Hand::online();
    hand.step(0, Input::Button(PinLevel::Down));
    for _ in 0..3 {
        hand.step(120_000, Input::Tick);
    }
    let stuck = |symptom| (symptom, Cause::BUTTON_STUCK, 0);
    let expected = [Symptom::WONT_RESET, Symptom::LED_UNCHANGED].map(stuck);
    assert_eq!(found(&hand), expected);
}

#[test]
fn r80_no_fault_hides_another() {
    // The button is stuck, too.
    let damage = Fault::FACTORY_DATA;
    let (mut hand, _) = Hand::new(&Stored { damage, ..KNOWN });
    hand.step(0, Input::Button(PinLevel::Down));
    hand.pass(120_000);
    assert_eq!(hand.status().fault, Fault::FACTORY_DATA);
    let stuck = |symptom| (symptom, Cause::BUTTON_STUCK, 0);
    let broken = (Symptom::RED_AFTER_RESET, Cause::FACTORY_DATA_DAMAGED, 0);
    let [reset, led] = [Symptom::WONT_RESET, Symptom::LED_UNCHANGED].map(stuck);
    let all = found(&hand);
    assert!(
        [reset, led, broken].iter().all(|it| all.contains(it)),
        "{all:?}"
    );

    // It has crashed again and again, and its radio is broken.
    let (cycles, crashes) = (0, 2);
    let (mut hand, _) = Hand::new(&Stored {
        power: PowerRecord { cycles, crashes },
        cause: BootCause::Crash,
        ..Stored::BLANK
    });
    let opens = hand.hold(2_500);
    hand.finish(
        &opens,
        OpResult::Failed(Refused::because(Refusal::STORE_FAILURE)),
    );
    let all = found(&hand);
    let still = (Symptom::HEAD_UNRESPONSIVE, Cause::CRASHES, 0);
    let mute = (Symptom::OFFLINE, Cause::RADIO_FAILURE, 0);
    assert!([still, mute].iter().all(|it| all.contains(it)), "{all:?}");
}

#[test]
fn r80_an_led_that_its_owner_darkened_is_no_fault() {
    let mut hand = Hand::online();
    let look = Look {
        percent: 5,
        night: true,
    };
    set(&mut hand, SettingId::STATUS_LED, Effect::Look(look));
    let off = |cause, detail| (Symptom::LED_OFF, cause, detail);
    let expected = [off(Cause::LED_NIGHT_MODE, 0), off(Cause::LED_DIMMED, 5)];
    assert_eq!(found(&hand), expected);
}

#[test]
fn r80_a_head_that_does_not_move_says_why() {
    let mut hand = Hand::online();
    hand.step(
        0,
        Input::ServoStalled {
            axis: Axis::Tilt,
            stalled: true,
        },
    );
    set(&mut hand, SettingId::PRIVACY, Effect::Privacy(true));
    let still = |cause| (Symptom::HEAD_UNRESPONSIVE, cause, 0);
    let expected = [Cause::SERVO_STALLED, Cause::PRIVACY].map(still);
    assert_eq!(found(&hand), expected);
}

#[test]
fn r80_crashes_in_a_row_point_at_the_adapter_until_it_is_stable() {
    let crashed = Stored {
        power: PowerRecord {
            cycles: 0,
            crashes: 1,
        },
        cause: BootCause::Crash,
        ..KNOWN
    };
    let (mut hand, boot) = Hand::new(&crashed);
    hand.finish(&boot, JOINED);
    assert!(found(&hand).contains(&(Symptom::BROWN_OUT, Cause::CRASHES, 2)));
    hand.step(3_600_000, Input::Tick);
    assert!(
        !found(&hand)
            .iter()
            .any(|(symptom, ..)| *symptom == Symptom::BROWN_OUT)
    );
}

#[test]
fn r80_wrong_codes_are_counted() {
    let mut hand = Hand::in_setup();
    for _ in 0..2 {
        let by = PairingSecret::CODE;
        let counting = hand.ask(1, Role::STRANGER, Ask::PairAttempt { by });
        hand.finish(&counting, OpResult::Done);
        hand.ask(1, Role::STRANGER, Ask::PairFailed);
    }
    assert!(found(&hand).contains(&(Symptom::CODE_FORGOTTEN, Cause::WRONG_CODES, 2)));
}

#[test]
fn r81_the_first_setup_is_noted_once_as_soon_as_it_is_known_when_that_is() {
    const UNIX_S: u64 = 1_795_420_800;
    let mut hand = Hand::online();
    hand.pass(60_000);
    assert_eq!(hand.camera.first_setup_s(), 0);
    let told = hand.ask(0, Role::USER, Ask::SetTime { unix_s: UNIX_S });
    assert_eq!(stored(&told), [StoreJob::SaveFirstSetup(UNIX_S as u32)]);
    hand.finish(&told, OpResult::Done);
    assert_eq!(u64::from(hand.camera.first_setup_s()), UNIX_S);
    let again = hand.ask(0, Role::USER, Ask::SetTime { unix_s: UNIX_S + 9 });
    assert_eq!(stored(&again), []);
    // The next start knows it.
    let first_setup_s = hand.camera.first_setup_s();
    let (hand, _) = Hand::new(&Stored {
        first_setup_s,
        ..KNOWN
    });
    assert_eq!(u64::from(hand.camera.first_setup_s()), UNIX_S);
}

#[test]
fn r80_a_signal_is_weak_below_what_the_profile_calls_weak() {
    use camera_fsm::diagnosis::Facts;
    let found = |rssi_dbm| {
        Facts {
            rssi_dbm,
            ..Facts::ALL_IS_WELL
        }
        .findings()
        .count()
    };
    let weak_dbm = Facts::ALL_IS_WELL.weak_dbm;
    assert_eq!((found(weak_dbm), found(weak_dbm - 1)), (0, 1));
}
