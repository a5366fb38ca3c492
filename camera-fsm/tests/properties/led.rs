//! Laws of the status LED over every profile (R10–R12).

use camera_fsm::led::{Cue, Rhythm};
use camera_fsm::profile::{ALL, Colors};
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
fn r12_a_pattern_has_one_name_and_one_meaning() {
    let mut words = Vec::new();
    for cue in Cue::ALL {
        let counted = cue.is_fault() && cue != Cue::Error;
        for word in [cue.pattern().name().expect("a name"), cue.meaning()] {
            assert!(counted || !words.contains(&word), "{word} twice");
            words.push(word);
        }
    }
}

#[test]
fn r10_pulses_or_periods_of_no_length_are_none() {
    for (pulse_ms, period_ms) in [(0, 1_000), (0, 0), (500, 0)] {
        let rhythm = Rhythm::flashes([Color::BLUE; 2], 1, pulse_ms, 0, period_ms);
        assert_eq!(
            rhythm.at(700),
            (Color::OFF, None),
            "{pulse_ms} ms of {period_ms}"
        );
    }
}

#[test]
fn r10_red_is_for_faults_where_there_is_red() {
    for profile in ALL {
        for cue in Cue::ALL {
            let rhythm = profile.led.rhythm(cue);
            let shown = (0..u64::from(rhythm.period_ms)).map(|ms| color(rhythm, ms));
            let lit: Vec<_> = shown.filter(|color| *color != Color::OFF).collect();
            let right = |color: &Color| match profile.led.colors {
                Colors::Full => (*color == Color::RED) == cue.is_fault(),
                Colors::Only(only) => *color == only,
            };
            assert!(lit.iter().all(right), "{cue:?} of {}", profile.name);
            assert!(!lit.is_empty(), "{cue:?} of {} is dark", profile.name);
        }
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

/// When it turns from dark to lit within two periods.
fn flashes(rhythm: &Rhythm) -> Vec<u64> {
    let is_lit = |ms| color(rhythm, ms) != Color::OFF;
    let two = 1..2 * u64::from(rhythm.period_ms) + 1;
    two.filter(|ms| is_lit(*ms) && !is_lit(ms - 1)).collect()
}

#[test]
fn r12_no_cue_flashes_dangerously() {
    for profile in ALL {
        for cue in Cue::ALL {
            let rhythm = profile.led.rhythm(cue);
            let flashes = most_flashes(rhythm);
            let may = cue == Cue::HoldReset && !profile.strict_flash;
            let name = profile.name;
            assert!(may || flashes <= 3, "{cue:?} of {name} flashes {flashes}×");
        }
    }
}

#[test]
fn r12_flashes_are_where_the_rhythm_says() {
    for (profile, cue, rhythm) in rhythms() {
        let flashes = flashes(rhythm);
        let apart = flashes.windows(2).map(|two| two[1] - two[0]).min();
        let said = (rhythm.pulses > 0).then_some(u64::from(rhythm.flashes_apart_ms()));
        assert_eq!(apart, said, "{cue:?} of {profile}");
        for ms in 0..2 * u64::from(rhythm.period_ms) {
            let last = flashes.iter().copied().rfind(|at| *at <= ms);
            let since = rhythm.since_flash_ms(ms).map(u64::from);
            let ago = last.map(|last| ms - last);
            assert_eq!(since, ago, "{cue:?} of {profile} at {ms}");
        }
    }
}

#[test]
fn r12_even_pulses_are_told_by_their_beat() {
    let two = Rhythm::flashes([Color::BLUE, Color::WHITE], 2, 300, 200, 1_000);
    let one = Rhythm::flashes([Color::BLUE; 2], 1, 300, 0, 500);
    assert!(
        !two.tells_apart(&one),
        "who sees no colours sees one rhythm"
    );
    assert!(two.tells_apart(&Rhythm::flashes([Color::BLUE; 2], 1, 200, 0, 500)));
}
