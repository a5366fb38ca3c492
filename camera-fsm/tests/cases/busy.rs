//! Who is refused because of something else hears when to ask again (R31).

use crate::hand::{Hand, JOINED, KNOWN, TRIAL, refusals};
use camera_fsm::input::{Ask, OpResult, Stored};
use camera_fsm::power::{BootCause, PowerRecord};
use camera_fsm::profile::REFERENCE;
use camera_fsm::settings::Effect;
use camera_proto::message::Refused;
use camera_proto::vocab::{PairingSecret, Refusal, ResetScope, Role, SettingId, Velocity};

const SCAN: Ask = Ask::Scan;
const PRIVACY: Ask = Ask::Set(SettingId::PRIVACY, Effect::None);

/// Why it is refused, and for how long, in seconds.
fn refused(hand: &mut Hand, client: u8, role: Role, ask: Ask) -> Option<(Refusal, u16)> {
    let actions = hand.ask(client, role, ask);
    let why = *refusals(&actions).first()?;
    let refused = Refused::because(why);
    let told = hand.camera.with_retry(hand.now, &ask, refused);
    assert_eq!(Refused { retry_s: 0, ..told }, refused);
    Some((why, told.retry_s))
}

/// It is refused for so long, and then it is not.
fn granted_after(hand: &mut Hand, ask: Ask, least_s: u16, most_s: u16) {
    let (why, retry_s) = refused(hand, 1, Role::OWNER, ask).expect("it is busy");
    assert_eq!(why, Refusal::BUSY);
    assert!(
        (least_s..=most_s).contains(&retry_s),
        "{ask:?}: {retry_s} s"
    );
    hand.pass(u32::from(retry_s) * 1_000);
    assert_eq!(refused(hand, 1, Role::OWNER, ask), None, "{ask:?}");
}

#[test]
fn r31_who_finds_the_radio_busy_hears_until_when_at_the_latest() {
    let mut hand = Hand::online();
    hand.ask(0, Role::OWNER, SCAN);
    let scan_s = (REFERENCE.provision.scan_ms / 1_000) as u16;
    granted_after(&mut hand, SCAN, scan_s - 1, scan_s);
    // A reset waits for a network that is being tried.
    let mut hand = Hand::online();
    hand.ask(0, Role::OWNER, TRIAL);
    let (scope, token) = (ResetScope::Everything, crate::hand::TOKEN);
    let reset = Ask::ResetRequest { scope, token };
    let join_s = (REFERENCE.provision.join_ms / 1_000) as u16;
    let told = refused(&mut hand, 1, Role::OWNER, reset);
    assert_eq!(told, Some((Refusal::BUSY, join_s)));
}

#[test]
fn r31_r53_who_finds_a_tone_playing_hears_when_it_ends() {
    let mut hand = Hand::online();
    hand.ask(0, Role::USER, Ask::AudioTest { ms: 20_000 });
    granted_after(&mut hand, Ask::AudioTest { ms: 1_000 }, 20, 23);
}

#[test]
fn r31_r45_who_finds_somebody_pairing_hears_how_long_that_may_take() {
    let by = PairingSecret::CODE;
    let attempt = Ask::PairAttempt { by };
    let mut hand = Hand::in_setup();
    let counting = hand.ask(1, Role::STRANGER, attempt);
    let told = refused(&mut hand, 2, Role::STRANGER, attempt);
    assert_eq!(told, Some((Refusal::BUSY, 1)), "a word is being written");
    hand.finish(&counting, OpResult::Done);
    let pairing_s = (REFERENCE.provision.pairing_ms / 1_000) as u16;
    let told = refused(&mut hand, 2, Role::STRANGER, attempt);
    assert_eq!(told, Some((Refusal::BUSY, pairing_s)));
}

#[test]
fn r31_r45_who_tries_a_code_while_a_network_is_on_trial_hears_how_long_that_may_take() {
    let mut hand = Hand::in_setup();
    hand.ask(0, Role::OWNER, TRIAL);
    let by = PairingSecret::CODE;
    let told = refused(&mut hand, 1, Role::STRANGER, Ask::PairAttempt { by });
    let join_s = (REFERENCE.provision.join_ms / 1_000) as u16;
    assert_eq!(told, Some((Refusal::BUSY, join_s)));
}

/// It has crashed so often that it does without what it can do without.
fn spares_itself() -> Hand {
    let crashes = REFERENCE.power.crashes_safe - 1;
    let (mut hand, joining) = Hand::new(&Stored {
        power: PowerRecord { cycles: 0, crashes },
        cause: BootCause::Crash,
        ..KNOWN
    });
    hand.finish(&joining[joining.len() - 1..], JOINED);
    hand
}

#[test]
fn r31_r71_a_camera_that_spares_itself_says_until_when() {
    let mut hand = spares_itself();
    let stable_s = (REFERENCE.power.stable_ms / 1_000) as u16;
    granted_after(&mut hand, SCAN, stable_s - 1, stable_s);
}

#[test]
fn r31_r71_a_camera_that_spares_itself_is_busy_for_no_longer_with_what_it_does_not_spare() {
    let mut hand = spares_itself();
    let first = hand.ask(0, Role::USER, PRIVACY);
    let told = refused(&mut hand, 1, Role::USER, PRIVACY);
    assert_eq!(told, Some((Refusal::BUSY, 1)));
    hand.finish(&first, OpResult::Done);
    hand.ask(0, Role::OWNER, TRIAL);
    let join_s = (REFERENCE.provision.join_ms / 1_000) as u16;
    let told = refused(&mut hand, 1, Role::OWNER, TRIAL);
    assert_eq!(told, Some((Refusal::BUSY, join_s)));
}

#[test]
fn r31_r55_a_change_of_the_flash_is_over_in_a_moment() {
    let mut hand = Hand::online();
    let first = hand.ask(0, Role::USER, PRIVACY);
    let told = refused(&mut hand, 1, Role::USER, PRIVACY);
    assert_eq!(told, Some((Refusal::BUSY, 1)));
    hand.finish(&first, OpResult::Done);
    assert_eq!(refused(&mut hand, 1, Role::USER, PRIVACY), None);
}

#[test]
fn r31_r34_a_restart_says_when_it_comes() {
    let mut hand = Hand::online();
    hand.ask(0, Role::OWNER, Ask::Restart);
    let farewell_s = REFERENCE.reset.farewell_ms.div_ceil(1_000) as u16;
    let told = refused(&mut hand, 1, Role::OWNER, SCAN);
    assert_eq!(told, Some((Refusal::BUSY, farewell_s)));
}

#[test]
fn r62_who_may_not_take_the_head_hears_when_its_lease_ends() {
    let turn = |lease_ms| Ask::MoveContinuous {
        pan: Velocity(50),
        tilt: Velocity(0),
        lease_ms,
    };
    let mut hand = Hand::online();
    hand.ask(0, Role::USER, turn(2_000));
    let told = refused(&mut hand, 1, Role::USER, Ask::Home);
    assert_eq!(told, Some((Refusal::HELD_BY_OTHER, 2)));
    hand.pass(2_000);
    assert_eq!(refused(&mut hand, 1, Role::USER, Ask::Home), None);
}

#[test]
fn where_waiting_does_not_help_nothing_is_said_of_it() {
    let mut hand = Hand::online();
    let told = refused(&mut hand, 0, Role::USER, Ask::ChangeCode);
    assert_eq!(told, Some((Refusal::NOT_ALLOWED, 0)));
    let limited = Refused {
        retry_s: 40,
        attempts_left: 6,
        ..Refused::because(Refusal::RATE_LIMITED)
    };
    assert_eq!(hand.camera.with_retry(hand.now, &SCAN, limited), limited);
}
