//! What a runner may be like without anybody noticing: lazy, hours late, or
//! with a clock that began anywhere.

use camera_fsm::action::{Action, MAX_ACTIONS, RadioJob, StoreJob};
use camera_fsm::device::Device;
use camera_fsm::input::{Ask, ClientId, Input, OpResult, PinLevel, Stored, Topic, Trial};
use camera_fsm::pan_tilt::Homes;
use camera_fsm::power::{BootCause, PowerTimes};
use camera_fsm::profile::{ALL, Fires, MotionLimits, Profile, ProfileSpec, REFERENCE};
use camera_fsm::time::Instant;
use camera_proto::vocab::{Band, Fault, PairingSecret, Role};
use proptest::prelude::*;

use crate::bench::{Bench, Nudge};
use crate::nudges::{nudge, stored, wait_ms};

/// Half of the 64 bits would be half an eternity; this is near the other end.
const NEAR_THE_END_MS: u64 = u64::MAX - (1 << 33);

/// After 49.7 days a counter of 32 bits would begin again.
const WRAP_MS: u64 = 1 << 32;

/// What a gesture asks for: a reset, or the temporary network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    Reset,
    Setup,
}

/// What comes of these changes of the pin, in order, and what is broken at the
/// end; stepped at every wake-up, or only when the pin changes.
fn gestures(
    profile: &'static Profile,
    stored: &Stored,
    edges: &[(u64, PinLevel)],
    end: u64,
    eager: bool,
) -> (Vec<Asked>, Fault) {
    let at = Instant::from_millis;
    let mut camera = Device::new(profile, at(0), PinLevel::Up);
    let mut step = camera.step(at(0), Input::Boot(stored));
    let mut asked = Vec::new();
    let looks = edges
        .iter()
        .map(|(ms, level)| (at(*ms), Input::Button(*level)))
        .chain([(at(end), Input::Tick)]);
    for (now, input) in looks {
        while eager && step.wake_at.is_some_and(|due| due < now) {
            let due = step.wake_at.unwrap_or(now);
            asked.extend(step.actions.iter().filter_map(what));
            step = camera.step(due, Input::Tick);
        }
        asked.extend(step.actions.iter().filter_map(what));
        step = camera.step(now, input);
    }
    asked.extend(step.actions.iter().filter_map(what));
    (asked, camera.status(at(end)).fault)
}

fn what(action: &Action) -> Option<Asked> {
    match action {
        Action::Store {
            job: StoreJob::SaveReset(_),
            ..
        } => Some(Asked::Reset),
        Action::Radio {
            job: RadioJob::StartAp,
            ..
        } => Some(Asked::Setup),
        _ => None,
    }
}

/// Bounces, presses of every meaning, and pauses.
fn gap_ms() -> impl Strategy<Value = u64> {
    prop_oneof![
        2 => 1_u64..40,
        4 => 1_000_u64..8_000,
        1 => 8_000_u64..70_000,
    ]
}

/// Everything that can happen, and waits of hours between.
fn late_run() -> impl Strategy<Value = Vec<(u32, Nudge)>> {
    let wait = prop_oneof![2 => wait_ms(), 1 => 3_600_000_u32..86_400_000];
    prop::collection::vec((wait, nudge()), 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn r01_lazy_and_eager_runners_see_the_same_gestures(
        network: bool,
        gaps in prop::collection::vec(gap_ms(), 1..12),
    ) {
        // The window stays open: when it closes is for its own time to say.
        prop_assume!(gaps.iter().sum::<u64>() < 110_000);
        let stored = Stored { network, ..Stored::BLANK };
        let mut now = 0;
        let levels = [PinLevel::Down, PinLevel::Up].into_iter().cycle();
        let edges: Vec<_> = gaps.iter().zip(levels).map(|(gap, level)| { now += gap; (now, level) }).collect();
        for profile in ALL {
            let mut lazy = gestures(profile, &stored, &edges, now + 70_000, false);
            let mut eager = gestures(profile, &stored, &edges, now + 70_000, true);
            // A hold that fires by itself may be due together with the setup
            // that opens by itself: a late runner has both in one step.
            if profile.button.fires == Fires::WhileHeld {
                lazy.0.sort_unstable();
                eager.0.sort_unstable();
            }
            prop_assert_eq!(lazy, eager, "on {}", profile.name);
        }
    }

    #[test]
    fn hours_late_costs_no_more_actions_than_there_is_room_for(stored in stored(), run in late_run()) {
        for profile in ALL {
            let mut bench = Bench::new(profile, &stored, false);
            for (wait_ms, nudge) in &run {
                bench.pass(*wait_ms);
                // One more than there is room for panics; see the test below.
                bench.nudge(nudge);
            }
        }
    }

    #[test]
    fn when_the_clock_began_does_not_matter(
        stored in stored(),
        on_time: bool,
        before_wrap_ms in 0_u64..3_000_000,
        run in prop::collection::vec((wait_ms(), nudge()), 1..40),
    ) {
        for profile in ALL {
            for start in [0, WRAP_MS - before_wrap_ms, NEAR_THE_END_MS] {
                let mut here = Bench::starting_at(1_000, profile, &stored, on_time);
                let mut there = Bench::starting_at(start, profile, &stored, on_time);
                for (wait_ms, nudge) in &run {
                    here.pass(*wait_ms);
                    there.pass(*wait_ms);
                    prop_assert_eq!(here.nudge(nudge), there.nudge(nudge), "after {} ms", start);
                    let ahead = |bench: &Bench| bench.wake_at.map(|at| at.since(bench.now));
                    prop_assert_eq!(ahead(&here), ahead(&there), "after {} ms", start);
                    let (levels, status) = (here.camera.levels(here.now), here.camera.status(here.now));
                    prop_assert_eq!(levels, there.camera.levels(there.now));
                    prop_assert_eq!(status, there.camera.status(there.now));
                }
            }
        }
    }
}

/// A reset, a join and a test of the sound that took too long, a head that has not
/// found its home, the tenth wrong code and the end of a row of crashes are all due
/// when a request comes: as much as one step can ask for. `MAX_ACTIONS` is no less,
/// and whoever adds to it sees it here: one more panics, in a build for tests.
#[test]
fn the_latest_step_of_all_fills_the_room() {
    let joins = Ask::Provision(Trial {
        passphrase_len: 8,
        is_raw_key: false,
        security: None,
        allow_no_internet: false,
        seen_on: Band::Unknown,
    });
    let by = PairingSecret::CODE;
    // It has crashed, and is taken to be well only when all else is due too.
    static SLOW_TO_TRUST: Profile = Profile::checked(ProfileSpec {
        power: PowerTimes {
            stable_ms: 350_000,
            ..REFERENCE.spec().power
        },
        motion: MotionLimits {
            homes: Homes::BeforeMoving,
            ..REFERENCE.spec().motion
        },
        ..*REFERENCE.spec()
    });
    let stored = Stored {
        attempts: SLOW_TO_TRUST.provision.attempts_max - 1,
        cause: BootCause::Crash,
        ..Stored::BLANK
    };
    let mut camera = Device::new(&SLOW_TO_TRUST, Instant::from_millis(0), PinLevel::Up);
    let mut step = |s: u64, input: Input<'_>| camera.step(Instant::from_millis(s * 1_000), input);
    let ask = |client: u8, role, ask| Input::Request {
        client: ClientId(client),
        id: 1,
        role,
        ask,
    };
    let done = |step: &camera_fsm::step::Step| match step.actions.first() {
        Some(Action::Store { op, .. } | Action::Radio { op, .. }) => Input::Done {
            op: *op,
            result: OpResult::Done,
        },
        other => panic!("{other:?} is no operation"),
    };
    let _ = step(0, Input::Boot(&stored));
    let opens = step(3, Input::Tick);
    let _ = step(4, done(&opens));
    let counts = step(310, ask(1, Role::STRANGER, Ask::PairAttempt { by }));
    let _ = step(311, done(&counts));
    let _ = step(312, ask(0, Role::USER, joins));
    let _ = step(313, Input::Button(PinLevel::Down));
    let _ = step(318, ask(3, Role::USER, Ask::Home));
    let _ = step(318, ask(1, Role::USER, Ask::AudioTest { ms: 1_000 }));
    let _ = step(319, Input::Button(PinLevel::Up));
    let late = step(400, ask(2, Role::USER, Ask::Tell(Topic::Status)));
    assert_eq!(late.actions.len(), MAX_ACTIONS, "{:?}", late.actions);
}

#[test]
fn the_lazy_runner_of_the_law_sees_gestures_at_all() {
    let hold = |ms: u64| [(1_000, PinLevel::Down), (1_000 + ms, PinLevel::Up)];
    let stored = Stored {
        network: true,
        ..Stored::BLANK
    };
    for eager in [false, true] {
        let seen = |ms| gestures(ALL[0], &stored, &hold(ms), 100_000, eager);
        assert_eq!(seen(1_000), (vec![], Fault::NONE));
        assert_eq!(seen(2_500), (vec![Asked::Setup], Fault::NONE));
        assert_eq!(seen(4_000), (vec![], Fault::NONE));
        assert_eq!(seen(6_000), (vec![Asked::Reset], Fault::NONE));
        let stuck = gestures(ALL[0], &stored, &hold(6_000)[..1], 100_000, eager);
        assert_eq!(stuck, (vec![], Fault::BUTTON_STUCK));
    }
}
