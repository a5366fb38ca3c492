//! Power cycles that reset a camera without a button, and crashes that reset
//! nothing (R01, R71).

use std::sync::LazyLock;

use crate::hand::{FAILED, Hand, JOINED, KNOWN, radioed, refusals, stored};
use camera_fsm::action::{Action, RadioJob, ResetRecord, StoreJob};
use camera_fsm::input::{Ask, OpResult, Stored};
use camera_fsm::led::Cue;
use camera_fsm::power::{BootCause, Cycles, PowerRecord};
use camera_fsm::profile::{Profile, REFERENCE};
use camera_fsm::time::Instant;
use camera_proto::vocab::{CameraState, Fault, Refusal, ResetCause, ResetScope, Role};

const CYCLES: Cycles = Cycles {
    count: 5,
    within_ms: 8_000,
};

/// The default camera without its button.
static BUTTONLESS: LazyLock<Profile> = LazyLock::new(|| {
    let mut spec = (*REFERENCE).clone();
    spec.power.cycles = Some(CYCLES);
    Profile::new(spec).expect("a sound profile")
});

fn start(profile: &'static Profile, stored: &Stored) -> (Hand, Vec<Action>) {
    Hand::at(Instant::from_millis(0), profile, stored)
}

/// What the journal counts after these jobs.
fn written(before: PowerRecord, actions: &[Action]) -> PowerRecord {
    let mut saved = stored(actions).into_iter().filter_map(|job| match job {
        StoreJob::SavePower(record) => Some(record),
        _ => None,
    });
    saved.next_back().unwrap_or(before)
}

fn intent(actions: &[Action]) -> Option<ResetRecord> {
    stored(actions).into_iter().find_map(|job| match job {
        StoreJob::SaveReset(record) => Some(record),
        _ => None,
    })
}

/// Starts like that one after the other, each on for so long; the last one.
fn starts(
    profile: &'static Profile,
    starts: &[(BootCause, u32)],
) -> (Hand, Vec<Action>, PowerRecord) {
    let mut power = PowerRecord::default();
    let mut last = None;
    for (cause, on_ms) in starts {
        let cause = *cause;
        let (mut hand, mut actions) = start(
            profile,
            &Stored {
                power,
                cause,
                ..KNOWN
            },
        );
        actions.extend(hand.pass(*on_ms));
        power = written(power, &actions);
        last = Some((hand, actions));
    }
    let (hand, actions) = last.expect("a start");
    (hand, actions, power)
}

const ON: (BootCause, u32) = (BootCause::PowerOn, 2_000);

#[test]
fn r01_n_power_cycles_reset_a_buttonless_camera() {
    let (_, four, counted) = starts(&BUTTONLESS, &[ON; 4]);
    assert_eq!((intent(&four), counted.cycles), (None, 4));
    let (hand, five, counted) = starts(&BUTTONLESS, &[ON; 5]);
    let record = intent(&five).expect("a reset");
    assert_eq!(record.cause, ResetCause::POWER_CYCLES);
    assert_eq!(record.scope, ResetScope::Everything);
    assert_eq!(counted.cycles, 0, "the next one is the first again");
    let jobs = stored(&five);
    let first = jobs
        .iter()
        .position(|job| matches!(job, StoreJob::SaveReset(_)));
    assert_eq!(first, Some(0), "the intent comes before that");
    assert_eq!(hand.state(), CameraState::RESETTING);
}

#[test]
fn r01_a_cycle_counts_only_when_it_is_short() {
    let long = (BootCause::PowerOn, CYCLES.within_ms);
    let (_, actions, counted) = starts(&BUTTONLESS, &[ON, ON, ON, long, ON]);
    assert_eq!((intent(&actions), counted.cycles), (None, 1));
    let short = (BootCause::PowerOn, CYCLES.within_ms - 1);
    let (_, actions, _) = starts(&BUTTONLESS, &[ON, ON, ON, short, ON]);
    assert!(intent(&actions).is_some());
}

#[test]
fn r01_a_restart_or_a_crash_is_no_power_cycle() {
    for cause in [BootCause::Restart, BootCause::Crash] {
        let mut run = [ON; 5];
        run[4].0 = cause;
        let (_, actions, counted) = starts(&BUTTONLESS, &run);
        assert_eq!(intent(&actions), None, "{cause:?}");
        assert_eq!(counted.cycles, 0, "and ends the row");
    }
}

#[test]
fn r01_power_cycles_are_off_by_default_and_write_nothing() {
    let (_, actions, _) = starts(&REFERENCE, &[ON; 20]);
    assert_eq!(stored(&actions), []);
}

#[test]
fn r04_power_cycles_are_absorbed_by_a_reset_that_goes_on() {
    let unfinished = ResetRecord {
        epoch: 1,
        count: 1,
        cause: ResetCause::BUTTON,
        scope: ResetScope::Everything,
        finished: false,
        unbind_owed: false,
    };
    let power = PowerRecord {
        cycles: 4,
        crashes: 0,
    };
    let reset = Some(unfinished);
    let (_, actions) = start(
        &BUTTONLESS,
        &Stored {
            reset,
            power,
            ..Stored::BLANK
        },
    );
    assert_eq!(intent(&actions), None, "{actions:?}");
    assert!(stored(&actions).contains(&StoreJob::EraseUser { sector: 0 }));
    assert_eq!(written(power, &actions).cycles, 0);
}

/// Crashes so often, on for a second each time.
fn crashed(times: u8) -> (Hand, Vec<Action>, PowerRecord) {
    let run = vec![(BootCause::Crash, 1_000); times.into()];
    starts(&REFERENCE, &run)
}

#[test]
fn r71_a_crash_is_first_answered_by_another_try() {
    let (hand, actions, counted) = crashed(REFERENCE.power.crashes_safe - 1);
    assert_eq!(counted.crashes, REFERENCE.power.crashes_safe - 1);
    assert_eq!(hand.fault(), Fault::NONE);
    assert_eq!(radioed(&actions), [RadioJob::JoinStored]);
}

#[test]
fn r71_after_some_crashes_the_camera_does_less() {
    let (mut hand, actions, _) = crashed(REFERENCE.power.crashes_safe);
    assert_eq!(hand.fault(), Fault::CRASH_LOOP);
    assert_eq!(hand.camera.cue(hand.now), Cue::Error);
    assert_eq!(
        radioed(&actions),
        [RadioJob::JoinStored],
        "it can be reached"
    );
    hand.finish(&actions[actions.len() - 1..], JOINED);
    for ask in [Ask::Home, Ask::Scan] {
        let refused = hand.ask(0, Role::OWNER, ask);
        assert_eq!(refusals(&refused), [Refusal::BUSY], "{ask:?}");
    }
    assert_eq!(refusals(&hand.ask(0, Role::OWNER, Ask::Stop)), []);
    // It is over when it has been well for long enough.
    let well = hand.pass(REFERENCE.power.stable_ms);
    assert_eq!(stored(&well), [StoreJob::SavePower(PowerRecord::default())]);
    assert_eq!(hand.fault(), Fault::NONE);
    assert_eq!(refusals(&hand.ask(0, Role::OWNER, Ask::Home)), []);
}

#[test]
fn r71_a_crash_loop_ends_in_setup_and_never_in_a_wipe() {
    let (hand, actions, _) = crashed(REFERENCE.power.crashes_setup);
    assert!(
        radioed(&actions).contains(&RadioJob::StartAp),
        "{actions:?}"
    );
    assert!(hand.status().window_s > 0);
    for times in [1, 3, 6, 20, 255] {
        let (mut hand, mut actions, _) = crashed(times);
        actions.extend(hand.pass(3_600_000));
        let jobs = stored(&actions);
        let only_counts = jobs.iter().all(|job| matches!(job, StoreJob::SavePower(_)));
        assert!(only_counts, "{jobs:?}");
    }
}

#[test]
fn r49_a_stranger_gains_nothing_by_a_crash_loop() {
    let (mut hand, actions, _) = crashed(REFERENCE.power.crashes_setup);
    let opening = actions.last().copied();
    hand.finish(&[opening.expect("the radio opens setup")], OpResult::Done);
    assert_eq!(hand.state(), CameraState::SETUP);
    let by = camera_proto::vocab::PairingSecret::CODE;
    let enrolled = hand.ask(0, Role::PROVEN, Ask::Enroll { by });
    assert_eq!(refusals(&enrolled), [Refusal::OWNED]);
}

#[test]
fn r71_a_reset_goes_on_after_a_crash() {
    let unfinished = Stored {
        cause: BootCause::Crash,
        reset: Some(ResetRecord {
            epoch: 1,
            count: 1,
            cause: ResetCause::BUTTON,
            scope: ResetScope::Everything,
            finished: false,
            unbind_owed: false,
        }),
        ..Stored::BLANK
    };
    let (hand, actions) = start(&REFERENCE, &unfinished);
    assert!(stored(&actions).contains(&StoreJob::EraseUser { sector: 0 }));
    assert_eq!(hand.state(), CameraState::RESETTING);
}

#[test]
fn r01_a_restart_is_no_power_cycle_and_there_is_none_to_end() {
    let restarted = Stored {
        cause: BootCause::Restart,
        ..KNOWN
    };
    let (mut hand, _) = start(&BUTTONLESS, &restarted);
    assert_eq!(stored(&hand.pass(CYCLES.within_ms)), []);
}

#[test]
fn r01_a_count_that_could_not_be_cleared_is_cleared_later() {
    let before = PowerRecord {
        cycles: CYCLES.count - 2,
        crashes: 0,
    };
    let flickered = Stored {
        power: before,
        ..KNOWN
    };
    let (mut hand, actions) = start(&BUTTONLESS, &flickered);
    let counted = written(before, &actions);
    let saves = |mut actions: Vec<Action>| {
        actions.retain(|action| matches!(action, Action::Store { .. }));
        actions
    };
    // It stays on, and the flash says no, twice.
    let mut clearing = saves(hand.pass(CYCLES.within_ms));
    for _ in 0..2 {
        assert_eq!(written(counted, &clearing), PowerRecord::default());
        hand.finish(&clearing, FAILED);
        clearing = saves(hand.pass(BUTTONLESS.power.stable_ms));
    }
    assert_eq!(written(counted, &clearing), PowerRecord::default());
    hand.finish(&clearing, OpResult::Done);
    assert_eq!(stored(&hand.pass(3_600_000)), []);
}
