//! Laws of the whole machine.

use camera_fsm::input::{Input, Stored};
use camera_fsm::profile::{ALL, by_name};
use camera_fsm::time::Instant;
use proptest::prelude::*;

use crate::bench::{Bench, Nudge, nudge, stored, wait_ms};

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

    /// Also: no more than `MAX_ACTIONS`, no wake-up in the past, no answer to
    /// nobody, nothing after a reboot; see `Bench::step`.
    #[test]
    fn every_request_is_answered_exactly_once(
        profile in profile(),
        stored in stored(),
        on_time: bool,
        run in run(),
    ) {
        let mut bench = bench(profile, &stored, on_time);
        let mut gone = Vec::new();
        for (wait_ms, nudge) in &run {
            bench.pass(*wait_ms);
            bench.nudge(nudge);
            if let Nudge::Disconnected(client) = nudge {
                gone.push(*client);
            }
        }
        bench.come_to_rest();
        let unanswered = bench.unanswered(&gone);
        prop_assert!(unanswered.is_empty(), "never answered: {unanswered:?}");
    }

    #[test]
    fn r11_the_led_is_constant_until_the_next_wake_up(
        profile in profile(),
        stored in stored(),
        run in run(),
        part in 0.0_f64..1.0,
    ) {
        let mut bench = bench(profile, &stored, true);
        for (wait_ms, nudge) in &run {
            bench.pass(*wait_ms);
            bench.nudge(nudge);
            let limit = bench.now.after(60_000);
            let wake_at = bench.wake_at.unwrap_or(limit).min(limit);
            let ahead = (wake_at.since(bench.now) - 1) as f64 * part;
            let between = bench.now.after(ahead as u32);
            prop_assert_eq!(bench.camera.levels(between).led, bench.camera.levels(bench.now).led);
            // Levels are a function of state and time: a look changes nothing.
            let mut looked = bench.camera.clone();
            let step = looked.step(between, Input::Tick);
            prop_assert_eq!(step.levels, bench.camera.levels(between));
            prop_assert!(step.actions.is_empty(), "nothing is due before the wake-up");
        }
    }

    #[test]
    fn extra_ticks_are_free(
        profile in profile(),
        stored in stored(),
        run in run(),
        every_ms in 1_u32..400,
    ) {
        let mut calm = bench(profile, &stored, true);
        let mut nervous = bench(profile, &stored, true);
        for (wait_ms, nudge) in &run {
            let wait_ms = (*wait_ms).min(20_000);
            calm.pass(wait_ms);
            let until = nervous.now.after(wait_ms);
            while nervous.now < until {
                let left_ms = until.since(nervous.now) as u32;
                nervous.pass(left_ms.min(every_ms));
                nervous.step(Input::Tick);
            }
            prop_assert_eq!(calm.nudge(nudge), nervous.nudge(nudge));
            let now = calm.now;
            prop_assert_eq!(calm.camera.levels(now), nervous.camera.levels(now));
            prop_assert_eq!(calm.camera.status(now), nervous.camera.status(now));
        }
    }

    #[test]
    fn the_same_inputs_give_the_same_outputs(
        stored in stored(),
        run in run(),
    ) {
        let play = || {
            let mut bench = Bench::new(ALL[0], &stored, true);
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
    let mut bench = Bench::new(ALL[0], &stored, false);
    bench.now = Instant::from_millis(3_600_000);
    let actions = bench.step(Input::Tick);
    assert!(actions.len() <= 1, "{actions:?}");
}
