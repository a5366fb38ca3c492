//! Laws of the whole machine, over one run: waits in milliseconds, and what happens after each.

use camera_fsm::input::Input;

use super::{Bench, Nudge};

/// Also: no more than `MAX_ACTIONS`, no wake-up in the past, no answer to
/// nobody, nothing after a reboot; see `Bench::step`.
pub(crate) fn every_request_is_answered_exactly_once(mut bench: Bench, run: &[(u32, Nudge)]) {
    for (wait_ms, nudge) in run {
        bench.pass(*wait_ms);
        bench.nudge(nudge);
    }
    bench.come_to_rest();
    let unanswered = bench.unanswered();
    assert!(unanswered.is_empty(), "never answered: {unanswered:?}");
}

/// Looked at after that part of the time to the next wake-up.
pub(crate) fn the_led_is_constant_until_the_next_wake_up(
    mut bench: Bench,
    run: &[(u32, Nudge)],
    part: f64,
) {
    for (wait_ms, nudge) in run {
        bench.pass(*wait_ms);
        bench.nudge(nudge);
        let limit = bench.now.after(60_000);
        let wake_at = bench.wake_at.unwrap_or(limit).min(limit);
        let ahead = (wake_at.since(bench.now) - 1) as f64 * part;
        let between = bench.now.after(ahead as u32);
        let (led, now) = (bench.camera.levels(between).led, bench.now);
        assert_eq!(led, bench.camera.levels(now).led);
        // Levels are a function of state and time: a look changes nothing.
        let mut looked = bench.camera.clone();
        let step = looked.step(between, Input::Tick);
        assert_eq!(step.levels, bench.camera.levels(between));
        let due = &step.actions;
        assert!(due.is_empty(), "{due:?} are due before the wake-up");
    }
}

/// Two that are alike, of which one is looked after all the time.
pub(crate) fn extra_ticks_are_free(
    [mut calm, mut nervous]: [Bench; 2],
    run: &[(u32, Nudge)],
    every_ms: u32,
) {
    for (wait_ms, nudge) in run {
        let wait_ms = (*wait_ms).min(20_000);
        calm.pass(wait_ms);
        let until = nervous.now.after(wait_ms);
        while nervous.now < until {
            let left_ms = until.since(nervous.now) as u32;
            nervous.pass(left_ms.min(every_ms));
            nervous.step(Input::Tick);
        }
        assert_eq!(calm.nudge(nudge), nervous.nudge(nudge));
        let now = calm.now;
        assert_eq!(calm.camera.levels(now), nervous.camera.levels(now));
        assert_eq!(calm.camera.status(now), nervous.camera.status(now));
    }
}
