//! Laws of what the LED tells of the whole machine (R02, R10).

use camera_fsm::action::{Action, Answer};
use camera_fsm::button::Hold;
use camera_fsm::input::{Ask, OpResult, PinLevel, Stored};
use camera_fsm::led::{Cue, Look, Situation};
use camera_fsm::levels::Pose;
use camera_fsm::pan_tilt::Homes;
use camera_fsm::profile::{ALL, Profile, REFERENCE};
use camera_fsm::settings::{Effect, Stops, Values};
use camera_proto::message::{PatrolStop, Refused};
use camera_proto::vocab::{Axis, CameraState, Cdeg, Fault, Flags, Refusal, Role, SettingId, Speed};
use proptest::prelude::*;

use crate::bench::{Bench, Nudge};
use crate::nudges::{nudge, stored, wait_ms};

const HOLDS: [Option<Hold>; 6] = [
    None,
    Some(Hold::Short),
    Some(Hold::Setup),
    Some(Hold::Gap),
    Some(Hold::FactoryReset),
    Some(Hold::Cancelled),
];

fn situations() -> Vec<Situation> {
    let mut all = Vec::new();
    for hold in HOLDS {
        // One code more than this version knows, of faults as of states.
        for (fault, state) in (0..8).flat_map(|f| (0..10).map(move |s| (Fault(f), CameraState(s))))
        {
            for bits in 0..8_u8 {
                for walk_test in [None, Some(false), Some(true)] {
                    all.push(Situation {
                        hold,
                        resets: bits & 1 != 0,
                        fault,
                        identifies: bits & 2 != 0,
                        privacy: bits & 4 != 0,
                        walk_test,
                        state,
                    });
                }
            }
        }
    }
    all
}

/// Design 5, as a list: the first that is so is shown.
fn wanted(at: &Situation) -> Cue {
    let holds = [
        (Hold::Short, Cue::HoldShort),
        (Hold::Setup, Cue::HoldSetup),
        (Hold::Gap, Cue::HoldGap),
        (Hold::FactoryReset, Cue::HoldReset),
        (Hold::Cancelled, Cue::HoldCancelled),
    ];
    let held = holds.map(|(hold, cue)| (at.hold == Some(hold), cue));
    let rest = [
        (at.resets, Cue::Resetting),
        (
            at.fault != Fault::NONE,
            Cue::of_fault(at.fault).unwrap_or(Cue::Error),
        ),
        (at.identifies, Cue::Identify),
        (at.state == CameraState::SETUP, Cue::Setup),
        (at.privacy, Cue::Privacy),
        (at.walk_test == Some(true), Cue::Motion),
        (at.walk_test == Some(false), Cue::WalkTest),
        (at.state == CameraState::ONLINE, Cue::Online),
        (at.state == CameraState::UNPROVISIONED, Cue::Unprovisioned),
        (true, Cue::Searching),
    ];
    let (_, cue) = held
        .into_iter()
        .chain(rest)
        .find(|(so, _)| *so)
        .expect("the last");
    cue
}

#[test]
fn r02_r10_the_order_of_the_cues() {
    let all = situations();
    for situation in &all {
        assert_eq!(situation.cue(), wanted(situation), "{situation:?}");
    }
    println!("{} situations", all.len());
    for cue in Cue::ALL {
        assert!(
            all.iter().any(|at| at.cue() == cue),
            "{cue:?} is never shown"
        );
    }
}

#[test]
fn r10_brightness_and_night_hide_no_fault_no_reset_and_no_held_button() {
    for profile in ALL {
        let full = profile.led.brightness;
        for (percent, night) in (0..=u8::MAX).flat_map(|p| [(p, false), (p, true)]) {
            let look = Look { percent, night };
            for situation in situations().into_iter().step_by(7) {
                let cue = situation.cue();
                let brightness = look.brightness(cue, full);
                let must =
                    situation.hold.is_some() || situation.resets || situation.fault != Fault::NONE;
                if must {
                    assert_eq!(brightness, full, "{cue:?}");
                } else if night && cue == Cue::Online {
                    assert_eq!(brightness, 0);
                } else {
                    assert!((1..=full).contains(&brightness), "{cue:?} at {look:?}");
                }
            }
        }
    }
}

/// On its network, with what the flash holds of the LED.
fn online(profile: &'static Profile, look: Look) -> Bench {
    let stored = Stored {
        network: true,
        controllers: 1,
        owners: 1,
        settings: Values::DEFAULT.with(SettingId::STATUS_LED, Effect::Look(look)),
        ..Stored::BLANK
    };
    let mut bench = Bench::new(profile, &stored, true);
    let joined = OpResult::Joined {
        internet: true,
        rssi_dbm: -50,
    };
    // A model that homes its head looks for that first, and one that counts
    // power cycles writes them.
    let before = [
        profile.motion.homes == Homes::AtBoot,
        profile.power.cycles.is_some(),
    ];
    for _ in before.into_iter().filter(|is_so| *is_so) {
        bench.nudge(&Nudge::Finish(0, OpResult::Done));
    }
    bench.nudge(&Nudge::Finish(0, joined));
    bench.pass(1_000);
    assert_eq!(bench.camera.cue(bench.now), Cue::Online);
    bench
}

fn brightness(bench: &Bench) -> u8 {
    bench.camera.levels(bench.now).led.brightness
}

const NIGHT: Look = Look {
    percent: 50,
    night: true,
};

#[test]
fn r10_the_look_of_the_led_is_known_at_boot() {
    for profile in ALL {
        let full = profile.led.brightness;
        let half = Look {
            night: false,
            ..NIGHT
        };
        assert_eq!(brightness(&online(profile, Look::FULL)), full);
        assert_eq!(
            brightness(&online(profile, half)),
            (u16::from(full) / 2) as u8
        );
        let mut bench = online(profile, NIGHT);
        assert_eq!(brightness(&bench), 0);
        bench.nudge(&Nudge::Pin(PinLevel::Down));
        // It may begin a third of a second late, and blinks.
        let lit = (0..1_500).any(|_| {
            bench.pass(1);
            brightness(&bench) == full
        });
        assert!(lit, "a held button shows on {}", profile.name);
    }
}

#[test]
fn r10_the_look_of_the_led_follows_its_setting_once_it_is_kept() {
    for profile in ALL {
        let full = profile.led.brightness;
        let mut bench = online(profile, Look::FULL);
        let set = Ask::Set(SettingId::STATUS_LED, Effect::Look(NIGHT));
        let failed = OpResult::Failed(camera_proto::message::Refused::because(
            camera_proto::vocab::Refusal::STORE_FAILURE,
        ));
        // Said, asked for in vain, kept, back at its default.
        for (ask, ends, dark) in [
            (set, failed, false),
            (set, OpResult::Done, true),
            (
                Ask::Set(SettingId::NAME, Effect::None),
                OpResult::Done,
                true,
            ),
            (Ask::Clear(SettingId::NAME), OpResult::Done, true),
            (Ask::Clear(SettingId::STATUS_LED), OpResult::Done, false),
        ] {
            let before = brightness(&bench);
            bench.nudge(&Nudge::Ask(0, Role::OWNER, ask));
            assert_eq!(brightness(&bench), before, "not before it is kept");
            bench.nudge(&Nudge::Finish(0, ends));
            bench.pass(1_000);
            let want = if dark { 0 } else { full };
            assert_eq!(brightness(&bench), want, "{ask:?} on {}", profile.name);
        }
    }
}

/// Its first stop is straight ahead, where privacy wants the lens anyway.
#[test]
fn r54_privacy_ends_a_patrol_that_stands_at_home() {
    let stop = |preset| PatrolStop { preset, dwell_s: 5 };
    let aside = Pose {
        pan: Cdeg(3_000),
        ..Pose::default()
    };
    let [home, other] = [0, 1].map(|place| SettingId::preset(place).expect("a place"));
    let stored = Stored {
        network: true,
        settings: Values::DEFAULT
            .with(home, Effect::Preset(Pose::default()))
            .with(other, Effect::Preset(aside))
            .with(
                SettingId::PATROL,
                Effect::Patrol(Stops::of(&[stop(0), stop(1)])),
            ),
        ..Stored::BLANK
    };
    let mut bench = Bench::new(&REFERENCE, &stored, true);
    let joined = OpResult::Joined {
        internet: true,
        rssi_dbm: -50,
    };
    bench.nudge(&Nudge::Finish(0, joined));
    bench.nudge(&Nudge::Ask(0, Role::OWNER, Ask::RunPatrol(true)));
    let private = Ask::Set(SettingId::PRIVACY, Effect::Privacy(true));
    bench.nudge(&Nudge::Ask(0, Role::OWNER, private));
    bench.nudge(&Nudge::Finish(0, OpResult::Done));
    let flags = bench.camera.status(bench.now).flags;
    assert!(flags.has(Flags::PRIVACY) && !flags.has(Flags::PATROLLING));
    bench.pass(10_000);
    assert_eq!(bench.camera.levels(bench.now).pose, Pose::default());
}

/// It cannot go to its first stop, and says so.
#[test]
fn r61_a_patrol_is_refused_while_a_servo_is_stuck() {
    let first = SettingId::preset(0).expect("a place");
    let stop = PatrolStop {
        preset: 0,
        dwell_s: 5,
    };
    let stored = Stored {
        settings: Values::DEFAULT
            .with(first, Effect::Preset(Pose::default()))
            .with(SettingId::PATROL, Effect::Patrol(Stops::of(&[stop]))),
        ..Stored::BLANK
    };
    let mut bench = Bench::new(&REFERENCE, &stored, true);
    bench.nudge(&Nudge::Stall(Axis::Tilt, true));
    let answers = bench.nudge(&Nudge::Ask(0, Role::OWNER, Ask::RunPatrol(true)));
    let refused = Answer::Refused(Refused::because(Refusal::STALLED));
    assert!(matches!(answers[..], [Action::Reply { answer, .. }] if answer == refused));
}

/// Stopped half way, it would point into the room for as long as privacy lasts.
#[test]
fn r54_nobody_stops_the_lens_on_its_way_home() {
    let mut bench = online(&REFERENCE, Look::FULL);
    let aside = Ask::MoveAbsolute {
        pan: Some(Cdeg(9_000)),
        tilt: None,
        speed: Speed(0),
    };
    bench.nudge(&Nudge::Ask(0, Role::OWNER, aside));
    bench.pass(5_000);
    let private = Ask::Set(SettingId::PRIVACY, Effect::Privacy(true));
    bench.nudge(&Nudge::Ask(0, Role::OWNER, private));
    bench.nudge(&Nudge::Finish(0, OpResult::Done));
    bench.pass(500);
    assert!(bench.camera.pan_tilt().is_moving(bench.now));
    bench.nudge(&Nudge::Ask(0, Role::USER, Ask::Stop));
    bench.pass(5_000);
    assert_eq!(bench.camera.levels(bench.now).pose, Pose::default());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// What the LED tells is what the status says, in the same order.
    #[test]
    fn r10_the_cue_fits_the_status(
        profile in prop::sample::select(ALL.to_vec()),
        stored in stored(),
        run in prop::collection::vec((wait_ms(), nudge()), 1..60),
    ) {
        let mut bench = Bench::new(profile, &stored, true);
        for (wait_ms, nudge) in &run {
            bench.pass(*wait_ms);
            bench.nudge(nudge);
            let status = bench.camera.status(bench.now);
            let cue = bench.camera.cue(bench.now);
            let situation = Situation {
                hold: HOLDS.into_iter().flatten().find(|hold| {
                    let held = Situation { hold: Some(*hold), ..Situation::QUIET };
                    held.cue() == cue
                }),
                resets: status.state == CameraState::RESETTING,
                fault: status.fault,
                identifies: cue == Cue::Identify,
                privacy: bench.camera.settings().values().privacy,
                walk_test: status.flags.has(Flags::WALK_TEST).then_some(cue == Cue::Motion),
                state: status.state,
            };
            // A restart that was asked for shows the state before it.
            let restarts = status.state == CameraState::RESTARTING;
            prop_assert!(restarts || situation.cue() == cue, "{status:?} shows {cue:?}");
        }
    }

    /// Whatever happens, the lens is on its way home; only a stuck servo may keep it.
    #[test]
    fn r54_in_privacy_the_lens_is_parked(
        profile in prop::sample::select(ALL.to_vec()),
        stored in stored(),
        run in prop::collection::vec((wait_ms(), nudge()), 1..60),
    ) {
        let mut bench = Bench::new(profile, &stored, true);
        for (wait_ms, nudge) in &run {
            bench.pass(*wait_ms);
            bench.nudge(nudge);
            let head = bench.camera.pan_tilt();
            let (there, _) = head.target(bench.now);
            let is_private = bench.camera.settings().values().privacy;
            prop_assert!(!is_private || head.is_stalled() || there == Pose::default());
        }
    }
}
