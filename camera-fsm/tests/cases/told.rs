//! Small things that nothing else would miss: each is here because a change of
//! one sign in the source went unnoticed.

use camera_fsm::action::{Action, Answer, StoreJob};
use camera_fsm::input::{Ask, Stored};
use camera_fsm::led::{Cue, Light, Look, Rhythm};
use camera_fsm::profile::{
    AxisLimits, Pace, Profile, ProfileError, ProfileSpec, REFERENCE, STRICT,
};
use camera_fsm::settings::{Effect, Values};
use camera_fsm::time::Instant;
use camera_proto::vocab::{Color, Refusal, Role, SettingId};

use crate::hand::{Hand, KNOWN, TRIAL, answers, refusals, stored};

#[test]
fn r34_a_restart_waits_for_its_own_answer_to_leave() {
    let mut hand = Hand::online();
    let asked = hand.ask(0, Role::USER, Ask::Restart);
    assert_eq!(answers(&asked), [Answer::Done]);
    assert_eq!(hand.flush(1), [], "that was somebody else's");
    assert_eq!(hand.flush(0), [Action::Reboot]);
}

#[test]
fn r49_nobody_is_invited_past_too_many_wrong_codes() {
    let attempts = REFERENCE.provision.attempts_max;
    let invite = Ask::Invite {
        role: Role::USER,
        valid_s: 60,
    };
    let (mut locked, _) = Hand::new(&Stored { attempts, ..KNOWN });
    let asked = locked.ask(0, Role::OWNER, invite);
    assert_eq!(refusals(&asked), [Refusal::LOCKED]);
    let mut hand = Hand::online();
    let asked = hand.ask(0, Role::OWNER, invite);
    assert_eq!(answers(&asked), [Answer::Done]);
    // For as long as it says, to the millisecond.
    hand.pass(59_998);
    assert!(hand.camera.controllers().is_inviting());
    hand.pass(2);
    assert!(!hand.camera.controllers().is_inviting());
}

#[test]
fn r55_a_setting_that_is_cleared_is_at_its_default_once_that_is_kept() {
    let dim = Look {
        percent: 10,
        night: false,
    };
    let settings = Values::DEFAULT.with(SettingId::STATUS_LED, Effect::Look(dim));
    let (mut hand, _) = Hand::new(&Stored { settings, ..KNOWN });
    let asked = hand.ask(0, Role::USER, Ask::Clear(SettingId::STATUS_LED));
    let setting = SettingId::STATUS_LED;
    assert_eq!(stored(&asked), [StoreJob::ClearSetting { setting }]);
    assert_eq!(hand.camera.settings().values().look, dim);
    let kept = hand.finish(&asked, camera_fsm::input::OpResult::Done);
    assert_eq!(answers(&kept), [Answer::Done]);
    assert_eq!(*hand.camera.settings().values(), Values::DEFAULT);
}

fn with(spec: ProfileSpec) -> Result<(), ProfileError> {
    Profile::new(spec).map(|_| ())
}

#[test]
fn r60_an_axis_without_a_servo_has_no_range() {
    for pan in [
        AxisLimits {
            min_cdeg: -1,
            ..AxisLimits::NONE
        },
        AxisLimits {
            max_cdeg: 1,
            ..AxisLimits::NONE
        },
        AxisLimits {
            pace: Pace::new(0, 1),
            ..AxisLimits::NONE
        },
    ] {
        let mut spec = REFERENCE.spec().clone();
        spec.motion.pan = pan;
        assert_eq!(with(spec), Err(ProfileError::Axis), "{pan:?}");
    }
}

#[test]
fn r10_a_cue_of_one_flash_has_a_flash_that_can_be_seen() {
    let mut spec = REFERENCE.spec().clone();
    spec.led.setup = Rhythm::flashes([Color::BLUE; 2], 1, 0, 0, 1_000);
    assert!(with(spec).is_err());
}

/// However soon after another flash: but for a profile that never flashes fast.
#[test]
fn r02_the_reset_warning_goes_first() {
    for (profile, color) in [(&REFERENCE, Color::AMBER), (&STRICT, Color::OFF)] {
        let (at, table) = (Instant::from_millis, &profile.led);
        let mut light = Light::new(at(0), Cue::HoldShort);
        light.follow(at(100), Cue::HoldShort, table, Look::FULL);
        assert_eq!(light.shown().0.color, Color::OFF, "between two flashes");
        light.follow(at(100), Cue::HoldReset, table, Look::FULL);
        assert_eq!(light.shown().0.color, color, "{}", profile.name);
    }
}

#[test]
fn r34_who_waits_for_what_a_restart_ends_is_told() {
    let mut hand = Hand::in_setup();
    hand.ask(0, Role::USER, TRIAL);
    hand.ask(1, Role::USER, Ask::Restart);
    let last = hand.flush(1);
    assert_eq!(refusals(&last), [Refusal::CANCELLED]);
    assert_eq!(last.last(), Some(&Action::Reboot));
}
