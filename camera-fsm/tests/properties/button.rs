//! Laws of the reset button (R01, R03).

use core::iter;

use camera_fsm::button::{Button, Gesture, Hold};
use camera_fsm::device::Device;
use camera_fsm::input::{Input, PinLevel, Stored};
use camera_fsm::profile::{ALL, ButtonTimes, Fires, Profile};
use camera_fsm::time::Instant;
use camera_proto::vocab::CameraState;
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
        seen.extend(iter::from_fn(|| button.expire(now, times)));
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

/// The gesture of a hold of that length, as the requirements say it. What it
/// does while it is held, it does not while it is perhaps released: until the
/// end of bounce.
fn meant(held_ms: u64, times: &ButtonTimes) -> Vec<Gesture> {
    let at_least = |ms: u32| held_ms >= u64::from(ms);
    let fired = |ms: u32| at_least(ms + times.debounce_ms);
    let first = match times.fires {
        Fires::OnRelease => fired(times.hold_ms_max).then_some(Gesture::Cancelled),
        Fires::WhileHeld => fired(times.reset_from_ms).then_some(Gesture::FactoryReset),
    };
    if let Some(first) = first {
        return match fired(times.stuck_ms) {
            true => vec![first, Gesture::Stuck, Gesture::Unstuck],
            false => vec![first, Gesture::Nothing],
        };
    }
    if at_least(times.hold_ms_max) {
        vec![Gesture::Nothing]
    } else if at_least(times.reset_from_ms) {
        vec![Gesture::FactoryReset]
    } else if at_least(times.setup_from_ms) && !at_least(times.setup_until_ms) {
        vec![Gesture::Setup]
    } else {
        vec![Gesture::Nothing]
    }
}

/// Where the meaning of a hold changes, and what comes of it.
fn thresholds(times: &ButtonTimes) -> [u32; 8] {
    [
        times.setup_from_ms,
        times.setup_until_ms,
        times.reset_from_ms,
        times.reset_from_ms + times.debounce_ms,
        times.hold_ms_max,
        times.hold_ms_max + times.debounce_ms,
        times.stuck_ms,
        times.stuck_ms + times.debounce_ms,
    ]
}

#[test]
fn r01_thresholds_are_inclusive_at_their_lower_edge() {
    for profile in ALL {
        let times = &profile.button;
        for threshold in thresholds(times) {
            for held_ms in [threshold - 1, threshold, threshold + 1].map(u64::from) {
                let seen = gestures(&press(held_ms), 100_000, None, times);
                let meant = meant(held_ms, times);
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

/// What a runner sees that looks at the pin only then, wakes up or not.
fn looked_at(
    looks: impl IntoIterator<Item = u64>,
    edges: &[(u64, PinLevel)],
    times: &ButtonTimes,
) -> Vec<Gesture> {
    let mut button = Button::new(Instant::from_millis(0), PinLevel::Up);
    let mut looked_at = Instant::from_millis(0);
    let mut level = PinLevel::Up;
    let mut seen = Vec::new();
    let mut pass = |button: &mut Button, until: Instant| {
        seen.extend(iter::from_fn(|| button.expire(until, times)));
    };
    for look in looks {
        let now = Instant::from_millis(look);
        let before = edges.iter().rfind(|(at, _)| *at <= look);
        let new = before.map_or(PinLevel::Up, |(_, level)| *level);
        if new != level {
            level = new;
            pass(&mut button, looked_at);
            button.poll(now, looked_at, level);
        }
        pass(&mut button, now);
        looked_at = now;
    }
    seen
}

/// A share of the time that bounce may take.
fn share(of_ms: u32, share: f64) -> u64 {
    1 + (f64::from(of_ms - 2) * share) as u64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn r01_bounce_never_changes_the_gesture(
        held_ms in 700_u64..70_000,
        down in prop::collection::vec(0.0_f64..1.0, 0..12),
        up in prop::collection::vec(0.0_f64..1.0, 0..12),
    ) {
        for profile in ALL {
            let times = &profile.button;
            let gaps = |shares: &[f64]| -> Vec<u64> {
                shares.iter().map(|part| share(times.debounce_ms, *part)).collect()
            };
            let clean = gestures(&press(held_ms), 100_000, None, times);
            let mut edges = bounce(&gaps(&down), 1_000, PinLevel::Down);
            edges.extend(bounce(&gaps(&up), 1_000 + held_ms, PinLevel::Up));
            prop_assert_eq!(gestures(&edges, 100_000, None, times), clean, "{}", profile.name);
        }
    }

    #[test]
    fn r01_a_glitch_means_nothing(
        held_ms in 400_u64..70_000,
        at in 0.0_f64..1.0,
        long in 0.0_f64..1.0,
    ) {
        for profile in ALL {
            let times = &profile.button;
            let debounce = u64::from(times.debounce_ms);
            let glitch_ms = share(times.debounce_ms, long);
            let clean = gestures(&press(held_ms), 100_000, None, times);
            let at = 1_000 + 2 * debounce + (at * (held_ms - 4 * debounce) as f64) as u64;
            let mut edges = press(held_ms);
            edges.splice(1..1, [(at, PinLevel::Up), (at + glitch_ms, PinLevel::Down)]);
            prop_assert_eq!(gestures(&edges, 100_000, None, times), clean.clone(), "{}", profile.name);
            let mut noise = vec![(200, PinLevel::Down), (200 + glitch_ms, PinLevel::Up)];
            noise.extend(press(held_ms));
            prop_assert_eq!(gestures(&noise, 100_000, None, times), clean, "{}", profile.name);
        }
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

    #[test]
    fn r01_a_polled_pin_gives_the_same_gestures(
        held_ms in 200_u64..70_000,
        every in 0.0_f64..1.0,
        offset in 0.0_f64..1.0,
        down in prop::collection::vec(0.0_f64..1.0, 0..4),
        up in prop::collection::vec(0.0_f64..1.0, 0..4),
    ) {
        for profile in ALL {
            let times = &profile.button;
            let every_ms = share(times.debounce_ms / 2, every);
            let looks = ((offset * every_ms as f64) as u64..100_000).step_by(every_ms as usize);
            let gaps = |shares: &[f64]| -> Vec<u64> {
                shares.iter().map(|part| share(times.debounce_ms / 4, *part)).collect()
            };
            let mut edges = bounce(&gaps(&down), 1_000, PinLevel::Down);
            edges.extend(bounce(&gaps(&up), 1_000 + held_ms, PinLevel::Up));
            let polled = looked_at(looks, &edges, times);
            let watched = gestures(&edges, 100_000, None, times);
            // A look is late by its distance, and may fall into the bounce.
            let slack = u64::from(times.debounce_ms) + 2 * every_ms;
            let mut near = held_ms - slack..=held_ms + slack;
            prop_assert!(
                polled == watched || near.any(|ms| meant(ms, times) == polled),
                "{polled:?} polled, {watched:?} watched, {held_ms} ms on {}", profile.name
            );
        }
    }

    /// One press, and a runner that looks whenever it gets round to it.
    #[test]
    fn r01_a_late_look_never_makes_a_reset_of_a_short_press(
        part in 0.0_f64..1.0,
        looks in prop::collection::vec(prop_oneof![1_u64..100, 100_u64..4_000, 4_000_u64..3_600_000], 1..60),
    ) {
        for profile in ALL {
            let times = &profile.button;
            let held_ms = (f64::from(times.reset_from_ms) * part) as u64;
            let mut now = 0;
            let looks = looks.iter().map(|gap| { now += gap; now });
            let seen = looked_at(looks, &press(held_ms), times);
            prop_assert!(!seen.contains(&Gesture::FactoryReset), "{held_ms} ms on {}", profile.name);
        }
    }
}

fn while_held() -> impl Iterator<Item = &'static Profile> {
    let fires = |profile: &&Profile| profile.button.fires == Fires::WhileHeld;
    ALL.into_iter().filter(fires)
}

#[test]
fn r03_a_profile_that_fires_while_held_fires_once() {
    assert!(while_held().count() > 0, "one of them does");
    for profile in while_held() {
        let times = &profile.button;
        let debounced = 1_000 + u64::from(times.debounce_ms);
        let fires_at = debounced + u64::from(times.reset_from_ms);
        let held = [(1_000, PinLevel::Down)];
        assert_eq!(gestures(&held, fires_at - 1, None, times), []);
        assert_eq!(
            gestures(&held, fires_at, None, times),
            [Gesture::FactoryReset]
        );
        let longer = gestures(&press(200_000), 300_000, None, times);
        let resets = longer.iter().filter(|seen| **seen == Gesture::FactoryReset);
        assert_eq!(resets.count(), 1, "{longer:?}");
    }
}

#[test]
fn r03_no_profile_resets_by_a_button_that_is_down_at_power_on() {
    for profile in ALL {
        let times = &profile.button;
        let mut button = Button::new(Instant::from_millis(0), PinLevel::Down);
        let mut seen = Vec::new();
        for (at, level) in [
            (0, PinLevel::Down),
            (90_000, PinLevel::Up),
            (91_000, PinLevel::Up),
        ] {
            let now = Instant::from_millis(at);
            seen.extend(iter::from_fn(|| button.expire(now, times)));
            button.sample(now, level);
        }
        assert_eq!(seen, [Gesture::Stuck, Gesture::Unstuck], "{}", profile.name);
    }
}

/// A whole camera, online, that is told of one press.
fn begins_reset(profile: &'static Profile, told: &[(u64, Input<'_>)]) -> bool {
    let at = Instant::from_millis;
    let stored = Stored {
        network: true,
        ..Stored::BLANK
    };
    let mut camera = Device::new(profile, at(0), PinLevel::Up);
    let _ = camera.step(at(0), Input::Boot(&stored));
    for (ms, input) in told {
        let _ = camera.step(at(*ms), *input);
    }
    camera
        .status(at(told.last().map_or(0, |(ms, _)| *ms)))
        .state
        == CameraState::RESETTING
}

#[test]
fn r01_a_camera_that_looks_late_does_not_reset_by_a_short_press() {
    for profile in ALL {
        let reset_ms = u64::from(profile.button.reset_from_ms);
        let down = (1_000, Input::Button(PinLevel::Down));
        let up = |now_ms, looked_ms| {
            let looked_at = Instant::from_millis(looked_ms);
            (
                now_ms,
                Input::Polled {
                    level: PinLevel::Up,
                    looked_at,
                },
            )
        };
        let later = |now_ms| (now_ms + 500, Input::Tick);
        // Long after; still down at the last look that counts; watched by an interrupt.
        let late = 3_600_000;
        let short = [down, up(late, 1_000 + reset_ms - 1), later(late)];
        assert!(!begins_reset(profile, &short), "{}", profile.name);
        let long = [down, up(late, 1_000 + reset_ms), later(late)];
        assert!(begins_reset(profile, &long), "{}", profile.name);
        let released = 1_000 + reset_ms;
        let watched = [
            down,
            (released, Input::Button(PinLevel::Up)),
            later(released),
        ];
        assert!(begins_reset(profile, &watched), "{}", profile.name);
    }
}

#[test]
fn r03_a_camera_resets_before_the_release_where_its_profile_says_so() {
    for profile in ALL {
        let fires_ms = 1_000 + u64::from(profile.button.debounce_ms + profile.button.reset_from_ms);
        let held = |ms| [(1_000, Input::Button(PinLevel::Down)), (ms, Input::Tick)];
        let fires = profile.button.fires == Fires::WhileHeld;
        assert!(
            !begins_reset(profile, &held(fires_ms - 1)),
            "{}",
            profile.name
        );
        assert_eq!(
            begins_reset(profile, &held(fires_ms)),
            fires,
            "{}",
            profile.name
        );
    }
}
