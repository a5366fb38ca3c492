//! What a runner may be like without anybody noticing: lazy, hours late, or
//! with a clock that began anywhere.

use camera_fsm::action::{Action, MAX_ACTIONS, RadioJob, StoreJob};
use camera_fsm::device::Device;
use camera_fsm::input::{Input, PinLevel, Stored};
use camera_fsm::profile::{ALL, Profile};
use camera_fsm::time::Instant;
use camera_proto::vocab::Fault;
use proptest::prelude::*;

use crate::bench::{Bench, Nudge};
use crate::nudges::{nudge, stored, wait_ms};

/// The most actions that any step of these runs has asked for. It may grow
/// only together with a reason; `MAX_ACTIONS` is the room there is.
const MOST_ACTIONS: usize = 5;
const _: () = assert!(MOST_ACTIONS < MAX_ACTIONS, "no step fills its room");

/// Half of the 64 bits would be half an eternity; this is near the other end.
const NEAR_THE_END_MS: u64 = u64::MAX - (1 << 33);

/// After 49.7 days a counter of 32 bits would begin again.
const WRAP_MS: u64 = 1 << 32;

/// What a gesture asks for: a reset, or the temporary network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
            let lazy = gestures(profile, &stored, &edges, now + 70_000, false);
            let eager = gestures(profile, &stored, &edges, now + 70_000, true);
            prop_assert_eq!(lazy, eager, "on {}", profile.name);
        }
    }

    #[test]
    fn hours_late_costs_a_handful_of_actions(stored in stored(), run in late_run()) {
        for profile in ALL {
            let mut bench = Bench::new(profile, &stored, false);
            for (wait_ms, nudge) in &run {
                bench.pass(*wait_ms);
                let actions = bench.nudge(nudge);
                prop_assert!(actions.len() <= MOST_ACTIONS, "{nudge:?}: {actions:?}");
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
