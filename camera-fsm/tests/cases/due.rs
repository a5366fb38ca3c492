//! The machine's deadlines, apart from what its outputs do.

use crate::bench::{Bench, Nudge};
use crate::hand::{Hand, ID};
use crate::nudges::{nudge, stored, wait_ms};
use camera_fsm::device::Device;
use camera_fsm::input::{Ask, ClientId, Input, PinLevel, Stored};
use camera_fsm::led::Cue;
use camera_fsm::profile::{ALL, REFERENCE};
use camera_fsm::time::Instant;
use camera_proto::vocab::Role;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Looked at after that part of the time to what is due next.
    #[test]
    fn r11_nothing_is_asked_for_before_it_is_due(
        profile in 0..ALL.len(),
        stored in stored(),
        run in prop::collection::vec((wait_ms(), nudge()), 1..60),
        part in 0.0_f64..1.0,
    ) {
        let mut bench = Bench::new(ALL[profile], &stored, true);
        for (wait_ms, nudge) in &run {
            bench.pass(*wait_ms);
            bench.nudge(nudge);
            let limit = bench.now.after(3_600_000);
            let due = bench.camera.due(bench.now).map_or(limit, |due| due.min(limit));
            prop_assert!(due > bench.now, "{due:?} is past");
            prop_assert!(bench.wake_at.is_none_or(|at| at <= due) || due == limit);
            let ahead_ms = (due.since(bench.now) - 1) as f64 * part;
            let between = bench.now.after(ahead_ms as u32);
            let mut looked = bench.camera.clone();
            let step = looked.step(between, Input::Tick);
            prop_assert!(step.actions.is_empty(), "{:?} before {due:?}", step.actions);
            let states = [&looked, &bench.camera].map(|camera| camera.status(between).state);
            prop_assert_eq!(states[0], states[1]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Woken for its outputs alone, by so much too late; or for what is due, but for a
    /// calendar, for which only ticks work.
    #[test]
    fn r11_a_tick_that_only_shows_leaves_what_any_step_would(
        profile in 0..ALL.len(),
        stored in stored(),
        run in prop::collection::vec((wait_ms(), nudge()), 1..60),
        late_ms in 0_u32..50,
    ) {
        let mut bench = Bench::new(ALL[profile], &stored, true);
        for (wait_ms, nudge) in &run {
            bench.pass(*wait_ms);
            bench.nudge(nudge);
            let Some(woken) = bench.wake_at.map(|at| at.after(late_ms)) else {
                continue;
            };
            let knows_time = bench.camera.unix_s(bench.now).is_some();
            let due = bench.camera.due(bench.now).filter(|_| knows_time);
            if due.is_some_and(|due| due <= woken) {
                continue;
            }
            let (mut ticked, mut stepped) = (bench.camera.clone(), bench.camera.clone());
            let step = ticked.step(woken, Input::Tick);
            prop_assert_eq!(step, stepped.step(woken, Input::Flushed(NOBODY)));
            prop_assert_eq!(ticked, stepped);
        }
    }
}

/// No client has this place.
const NOBODY: ClientId = ClientId(u8::MAX);

/// A runner is so late that the head is told to turn in the step in which it ends to
/// say which camera it is.
#[test]
fn r10_what_ends_as_the_head_sets_off_is_shown_no_longer() {
    let mut hand = Hand::online();
    let ms = 5_000;
    hand.ask(0, Role::USER, Ask::Identify { ms });
    hand.ask(0, Role::USER, Ask::Stop);
    assert_eq!(hand.camera.cue(hand.now), Cue::Identify);
    hand.now = hand.now.after(ms);
    let told = Input::Request {
        client: ClientId(0),
        id: ID,
        role: Role::USER,
        ask: Ask::Home,
    };
    // Who is woken in time has ended it before.
    let mut in_time = hand.camera.clone();
    let _ = in_time.step(hand.now, Input::Tick);
    let _ = (
        in_time.step(hand.now, told.clone()),
        hand.camera.step(hand.now, told),
    );
    assert_eq!(hand.camera.cue(hand.now), Cue::Online);
    assert_eq!(hand.camera, in_time);
}

/// The LED blinks and nothing is due: a board whose LED runs by itself sleeps.
#[test]
fn r11_a_camera_that_waits_for_nothing_has_nothing_due() {
    let locked = Stored {
        attempts: 10,
        ..Stored::BLANK
    };
    let mut bench = Bench::new(ALL[0], &locked, true);
    bench.nudge(&Nudge::Nothing);
    assert_eq!(bench.camera.due(bench.now), None);
    assert_ne!(bench.wake_at, None);
}

/// The button is let go a moment before the hold would be cancelled: until the
/// bounce has ended it is still held, and the LED follows that.
#[test]
fn r02_a_hold_that_is_cancelled_while_its_release_bounces_shows_so() {
    let times = &REFERENCE.button;
    let at = |ms: u32| Instant::from_millis(u64::from(ms));
    let held_from_ms = times.debounce_ms;
    let cancelled_ms = held_from_ms + times.hold_ms_max;
    let mut camera = Device::new(&REFERENCE, at(0), PinLevel::Up);
    let _ = camera.step(at(0), Input::Boot(&Stored::BLANK));
    let _ = camera.step(at(0), Input::Button(PinLevel::Down));
    for ms in held_from_ms..cancelled_ms + times.debounce_ms {
        let input = match ms == cancelled_ms - 5 {
            true => Input::Button(PinLevel::Up),
            false => Input::Tick,
        };
        let step = camera.step(at(ms), input);
        assert_eq!(step.levels, camera.levels(at(ms)), "at {ms} ms");
    }
}
