//! Laws of the status LED over every profile (R10–R12).

use camera_fsm::led::{Cue, Rhythm};
use camera_fsm::profile::ALL;
use camera_proto::vocab::Color;

fn rhythms() -> impl Iterator<Item = (&'static str, Cue, &'static Rhythm)> {
    ALL.into_iter().flat_map(|profile| {
        let table = &profile.led;
        Cue::ALL.map(|cue| (profile.name, cue, table.rhythm(cue)))
    })
}

fn color(rhythm: &Rhythm, ms: u64) -> Color {
    rhythm.at(ms).0
}

#[test]
fn r11_the_next_change_is_exact() {
    for (profile, cue, rhythm) in rhythms() {
        for ms in 0..3 * u64::from(rhythm.period_ms) {
            let (now, next) = rhythm.at(ms);
            let Some(next) = next else {
                assert_eq!(rhythm.pulses, 0, "{cue:?} of {profile} is steady");
                continue;
            };
            let constant = (ms..ms + u64::from(next)).all(|at| color(rhythm, at) == now);
            assert!(
                constant,
                "{cue:?} of {profile} changes between {ms} and its next change"
            );
            let then = color(rhythm, ms + u64::from(next));
            assert_ne!(
                then, now,
                "{cue:?} of {profile} does not change {next} ms after {ms}"
            );
        }
    }
}

#[test]
fn r12_any_two_cues_can_be_told_apart_by_rhythm() {
    for profile in ALL {
        for (index, a) in Cue::ALL.into_iter().enumerate() {
            for b in Cue::ALL.into_iter().skip(index + 1) {
                let (x, y) = (profile.led.rhythm(a), profile.led.rhythm(b));
                assert!(
                    x.tells_apart(y) && y.tells_apart(x),
                    "{a:?} and {b:?} of {}",
                    profile.name
                );
            }
        }
    }
}

#[test]
fn r12_a_pattern_has_one_name_and_a_color_its_meaning() {
    for (profile, cue, rhythm) in rhythms() {
        assert!(cue.pattern().name().is_some(), "{cue:?} has a name");
        let fault = matches!(cue, Cue::Error | Cue::HardwareFault(_));
        assert_eq!(
            rhythm.color() == Color::RED,
            fault,
            "red is for faults: {cue:?} of {profile}"
        );
    }
}

/// Flashes counted as they are seen, in every window of one second.
fn most_flashes(rhythm: &Rhythm) -> usize {
    let period = u64::from(rhythm.period_ms);
    let begins = |ms: &u64| {
        let before = color(rhythm, ms + period - 1);
        color(rhythm, *ms) != Color::OFF && before == Color::OFF
    };
    let flashes: Vec<u64> = (0..period + 1_000).filter(begins).collect();
    let window = |from: &u64| {
        flashes
            .iter()
            .filter(|at| (*from..from + 1_000).contains(at))
            .count()
    };
    flashes.iter().map(window).max().unwrap_or(0)
}

#[test]
fn r12_no_cue_flashes_dangerously() {
    for (profile, cue, rhythm) in rhythms() {
        let flashes = most_flashes(rhythm);
        assert!(
            rhythm.flashes_per_s() as usize >= flashes,
            "{cue:?} of {profile} counts {flashes}"
        );
        if cue != Cue::HoldReset {
            assert!(
                flashes <= 3,
                "{cue:?} of {profile} flashes {flashes} times a second"
            );
        }
    }
}
