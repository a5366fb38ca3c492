//! Laws of the reset button (R01, R03).

use camera_fsm::button::{Button, Gesture, Hold};
use camera_fsm::input::PinLevel;
use camera_fsm::profile::{ALL, ButtonTimes};
use camera_fsm::time::Instant;
use proptest::prelude::*;

/// What comes of these changes of the pin, looked at every `every_ms`, or only
/// when the pin changes.
fn gestures(
    edges: &[(u64, PinLevel)],
    end: u64,
    every_ms: Option<u64>,
    times: &ButtonTimes,
) -> Vec<Gesture> {
    let mut button = Button::new(Instant::from_millis(0), PinLevel::Up);
    let mut seen = Vec::new();
    let mut looks: Vec<(u64, Option<PinLevel>)> = edges
        .iter()
        .map(|(at, level)| (*at, Some(*level)))
        .collect();
    looks.push((end, None));
    if let Some(every) = every_ms {
        looks.extend((0..end).step_by(every as usize).map(|at| (at, None)));
        looks.sort_by_key(|(at, _)| *at);
    }
    for (at, level) in looks {
        let now = Instant::from_millis(at);
        while let Some(due) = button.due(times).filter(|due| *due <= now) {
            seen.extend(button.expire(due, times));
        }
        if let Some(level) = level {
            button.sample(now, level);
        }
    }
    seen
}

/// A clean press of that length.
fn press(held_ms: u64) -> Vec<(u64, PinLevel)> {
    vec![(1_000, PinLevel::Down), (1_000 + held_ms, PinLevel::Up)]
}

/// The gesture of a hold of that length, as the requirements say it.
fn meant(held_ms: u64, times: &ButtonTimes) -> Vec<Gesture> {
    let at_least = |ms: u32| held_ms >= u64::from(ms);
    if at_least(times.stuck_ms) {
        vec![Gesture::Cancelled, Gesture::Stuck, Gesture::Unstuck]
    } else if at_least(times.hold_ms_max) {
        vec![Gesture::Cancelled, Gesture::Nothing]
    } else if at_least(times.reset_from_ms) {
        vec![Gesture::FactoryReset]
    } else if at_least(times.setup_from_ms) && !at_least(times.setup_until_ms) {
        vec![Gesture::Setup]
    } else {
        vec![Gesture::Nothing]
    }
}

#[test]
fn r01_thresholds_are_inclusive_at_their_lower_edge() {
    for profile in ALL {
        let times = &profile.button;
        for threshold in [
            times.setup_from_ms,
            times.setup_until_ms,
            times.reset_from_ms,
            times.hold_ms_max,
            times.stuck_ms,
        ] {
            for held_ms in [threshold - 1, threshold, threshold + 1].map(u64::from) {
                let seen = gestures(&press(held_ms), 100_000, None, times);
                // At the very instant of a threshold, the release comes first.
                let mut meant = meant(held_ms, times);
                if held_ms == u64::from(times.hold_ms_max) {
                    meant = vec![Gesture::Nothing];
                } else if held_ms == u64::from(times.stuck_ms) {
                    meant = vec![Gesture::Cancelled, Gesture::Nothing];
                }
                assert_eq!(seen, meant, "{held_ms} ms on {}", profile.name);
            }
        }
    }
}

#[test]
fn r02_the_hold_says_what_its_release_does() {
    for profile in ALL {
        let times = &profile.button;
        let pressed = Instant::from_millis(0);
        let mut button = Button::new(pressed, PinLevel::Up);
        button.sample(pressed, PinLevel::Down);
        let since = pressed.after(times.debounce_ms);
        let _ = button.expire(since, times);
        for held_ms in (0..times.hold_ms_max).step_by(100) {
            let now = since.after(held_ms);
            let mut released = button;
            released.sample(now, PinLevel::Up);
            // The release counts from when the level changed.
            let due = released.due(times).expect("the end of bounce");
            let gesture = released.expire(due, times);
            let said = match button.hold(now.after(times.debounce_ms), times) {
                Some(Hold::Setup) => Gesture::Setup,
                Some(Hold::FactoryReset) => Gesture::FactoryReset,
                _ => Gesture::Nothing,
            };
            assert_eq!(gesture, Some(said), "{held_ms} ms on {}", profile.name);
        }
    }
}

/// Alternating levels with gaps shorter than the debounce time, ending at `level`.
fn bounce(gaps: &[u64], at: u64, level: PinLevel) -> Vec<(u64, PinLevel)> {
    let other = match level {
        PinLevel::Up => PinLevel::Down,
        PinLevel::Down => PinLevel::Up,
    };
    let mut edges = vec![(at, level)];
    let mut before = at;
    for (index, gap) in gaps.iter().enumerate() {
        before = before.saturating_sub(*gap);
        edges.push((before, if index % 2 == 0 { other } else { level }));
    }
    edges.reverse();
    edges
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn r01_bounce_never_changes_the_gesture(
        held_ms in 400_u64..70_000,
        down in prop::collection::vec(1_u64..20, 0..12),
        up in prop::collection::vec(1_u64..20, 0..12),
    ) {
        let times = &ALL[0].button;
        let clean = gestures(&press(held_ms), 100_000, None, times);
        let mut edges = bounce(&down, 1_000, PinLevel::Down);
        edges.extend(bounce(&up, 1_000 + held_ms, PinLevel::Up));
        prop_assert_eq!(gestures(&edges, 100_000, None, times), clean);
    }

    #[test]
    fn r01_a_glitch_means_nothing(
        held_ms in 400_u64..70_000,
        at in 0.0_f64..1.0,
        glitch_ms in 1_u64..20,
    ) {
        let times = &ALL[0].button;
        let clean = gestures(&press(held_ms), 100_000, None, times);
        let at = 1_050 + (at * (held_ms - 100) as f64) as u64;
        let mut edges = press(held_ms);
        edges.splice(1..1, [(at, PinLevel::Up), (at + glitch_ms, PinLevel::Down)]);
        prop_assert_eq!(gestures(&edges, 100_000, None, times), clean.clone());
        let mut noise = vec![(200, PinLevel::Down), (200 + glitch_ms, PinLevel::Up)];
        noise.extend(press(held_ms));
        prop_assert_eq!(gestures(&noise, 100_000, None, times), clean);
    }

    #[test]
    fn r01_a_late_runner_sees_the_same_gesture(
        gaps in prop::collection::vec(prop_oneof![1_u64..40, 1_000_u64..70_000], 1..8),
        every_ms in 1_u64..500,
    ) {
        let mut at = 0;
        let levels = [PinLevel::Down, PinLevel::Up].into_iter().cycle();
        let edges: Vec<_> = gaps.iter().zip(levels).map(|(gap, level)| { at += gap; (at, level) }).collect();
        let end = at + 100_000;
        for profile in ALL {
            let late = gestures(&edges, end, None, &profile.button);
            let often = gestures(&edges, end, Some(every_ms), &profile.button);
            prop_assert_eq!(late, often);
        }
    }
}
