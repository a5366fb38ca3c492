//! Laws of the whole machine.

use camera_fsm::input::{Input, Stored};
use camera_fsm::profile::{ALL, by_name};
use camera_fsm::time::Instant;
use proptest::prelude::*;

use crate::bench::{Bench, Nudge, laws};
use crate::nudges::{nudge, stored, wait_ms};

fn profile() -> impl Strategy<Value = &'static str> {
    prop::sample::select(ALL.map(|profile| profile.name).to_vec())
}

fn bench(profile: &str, stored: &Stored, on_time: bool) -> Bench {
    Bench::new(by_name(profile).expect("a profile"), stored, on_time)
}

fn run() -> impl Strategy<Value = Vec<(u32, Nudge)>> {
    prop::collection::vec((wait_ms(), nudge()), 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_request_is_answered_exactly_once(
        profile in profile(),
        stored in stored(),
        on_time: bool,
        run in run(),
    ) {
        laws::every_request_is_answered_exactly_once(bench(profile, &stored, on_time), &run);
    }

    #[test]
    fn r11_the_led_is_constant_until_the_next_wake_up(
        profile in profile(),
        stored in stored(),
        run in run(),
        part in 0.0_f64..1.0,
    ) {
        let bench = bench(profile, &stored, true);
        laws::the_led_is_constant_until_the_next_wake_up(bench, &run, part);
    }

    #[test]
    fn extra_ticks_are_free(
        profile in profile(),
        stored in stored(),
        run in run(),
        every_ms in 1_u32..400,
    ) {
        let two = [bench(profile, &stored, true), bench(profile, &stored, true)];
        laws::extra_ticks_are_free(two, &run, every_ms);
    }

    #[test]
    fn the_same_inputs_give_the_same_outputs(
        profile in profile(),
        stored in stored(),
        run in run(),
    ) {
        let play = || {
            let mut bench = bench(profile, &stored, true);
            let step = |(wait_ms, nudge): &(u32, Nudge)| {
                bench.pass(*wait_ms);
                let actions = bench.nudge(nudge);
                (actions, bench.camera.status(bench.now))
            };
            run.iter().map(step).collect::<Vec<_>>()
        };
        prop_assert_eq!(play(), play());
    }
}

/// Design 2.7: a board that slept an hour gets a handful of actions.
#[test]
fn r47_an_hour_asleep_costs_one_retry() {
    let stored = Stored {
        network: true,
        ..Stored::BLANK
    };
    for profile in ALL {
        let mut bench = Bench::new(profile, &stored, false);
        bench.now = Instant::from_millis(3_600_000);
        let actions = bench.step(Input::Tick);
        assert!(actions.len() <= 1, "{actions:?} of {}", profile.name);
    }
}
