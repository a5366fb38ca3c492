//! Laws of the LED from cue to cue (R12, design 5).

use camera_fsm::led::{Cue, Light, Look};
use camera_fsm::profile::{ALL, Profile, REFERENCE};
use camera_fsm::time::Instant;
use camera_proto::vocab::Color;
use proptest::prelude::*;

/// Cues, each for so many milliseconds, with or without night.
fn cues() -> impl Strategy<Value = Vec<(Cue, u32, bool)>> {
    let ms = prop_oneof![3 => 1_u32..120, 2 => 100_u32..1_200, 1 => 1_000_u32..6_000];
    let cue = prop::sample::select(Cue::ALL.to_vec());
    prop::collection::vec((cue, ms, any::<bool>()), 1..30)
}

/// Every millisecond of it: the cue, and whether the LED is lit.
fn shown(profile: &Profile, cues: &[(Cue, u32, bool)]) -> Vec<(Cue, bool)> {
    let table = &profile.led;
    let mut now = Instant::from_millis(0);
    let mut light = Light::new(now, Cue::Searching);
    let mut shown = Vec::new();
    for (cue, ms, night) in cues {
        let look = Look {
            percent: 40,
            night: *night,
        };
        light.follow(now, *cue, table, look);
        for _ in 0..*ms {
            let (frame, next) = light.frame(now, table, look);
            assert!(next.is_none_or(|next| next > now), "{cue:?} at {now:?}");
            assert_eq!(frame.color == Color::OFF, frame.brightness == 0);
            shown.push((*cue, frame.color != Color::OFF));
            now = now.after(1);
        }
    }
    shown
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn r12_no_second_has_more_than_three_flashes(cues in cues()) {
        for profile in ALL {
            let shown = shown(profile, &cues);
            let flashes = |second: &[(Cue, bool)]| {
                second.windows(2).filter(|two| !two[0].1 && two[1].1).count()
            };
            // Each flash lies in a window of its own size that begins with it.
            for from in (1..shown.len()).filter(|at| !shown[at - 1].1 && shown[*at].1) {
                let until = shown.len().min(from + 1_000);
                let second = &shown[from - 1..until];
                let warns = second.iter().any(|(cue, _)| *cue == Cue::HoldReset);
                let exempt = warns && !profile.strict_flash;
                prop_assert!(exempt || flashes(second) <= 3, "{} at {from} ms", profile.name);
            }
        }
    }

    #[test]
    fn r02_a_cue_is_late_by_a_third_of_a_second_at_most(cues in cues(), last in 0..Cue::ALL.len()) {
        for profile in ALL {
            let table = &profile.led;
            let mut now = Instant::from_millis(0);
            let mut light = Light::new(now, Cue::Searching);
            for (cue, ms, _) in &cues {
                light.follow(now, *cue, table, Look::FULL);
                now = now.after(*ms);
            }
            let cue = Cue::ALL[last];
            let before = light.cue();
            light.follow(now, cue, table, Look::FULL);
            prop_assert_eq!(light.cue(), cue);
            // Then it shows its rhythm from the beginning.
            let rhythm = table.rhythm(cue);
            let late = (0..=334).find(|late| (0..3_000).step_by(7).all(|ms| {
                light.frame(now.after(late + ms), table, Look::FULL).0.color == rhythm.at(u64::from(ms)).0
            }));
            prop_assert!(late.is_some() || cue == before, "{cue:?} of {}", profile.name);
            let warns = cue == Cue::HoldReset && !profile.strict_flash;
            prop_assert!(!warns || late == Some(0) || cue == before);
        }
    }
}

#[test]
fn r12_whoever_taps_the_button_sees_three_flashes_a_second_at_most() {
    let taps: Vec<_> = [(Cue::HoldShort, 70, false), (Cue::Searching, 50, false)]
        .into_iter()
        .cycle()
        .take(40)
        .collect();
    for profile in ALL {
        let shown = shown(profile, &taps);
        let flashes = shown.windows(2).filter(|two| !two[0].1 && two[1].1);
        let seconds = shown.len() / 1_000 + 1;
        assert!(flashes.count() <= 3 * seconds, "{}", profile.name);
    }
}

/// Frame by frame: only a flash that would come too soon waits, and only dark.
#[test]
fn r12_a_cue_waits_only_where_it_would_flash_too_soon() {
    let table = &REFERENCE.led;
    let at = Instant::from_millis;
    let color = |light: &Light, ms| light.frame(at(ms), table, Look::FULL).0.color;
    let mut light = Light::new(at(0), Cue::Online);
    // Lit to lit: at once, and no flash.
    light.follow(at(1_000), Cue::HoldShort, table, Look::FULL);
    assert_eq!(color(&light, 1_000), Color::WHITE);
    assert_eq!(color(&light, 1_060), Color::OFF);
    // Dark to lit, the first flash since power on: at once.
    light.follow(at(1_100), Cue::Online, table, Look::FULL);
    assert_eq!(color(&light, 1_100), Color::BLUE);
    // Again: lit to lit, dark, and then it must wait.
    light.follow(at(1_150), Cue::HoldShort, table, Look::FULL);
    light.follow(at(1_250), Cue::Online, table, Look::FULL);
    assert_eq!(color(&light, 1_433), Color::OFF);
    assert_eq!(color(&light, 1_434), Color::BLUE);
    // A dip too soon after a flash: it stays lit until then.
    light.follow(at(1_500), Cue::Unprovisioned, table, Look::FULL);
    assert_eq!(color(&light, 1_500), Color::BLUE);
    assert_eq!(color(&light, 1_767), Color::BLUE);
    assert_eq!(color(&light, 1_768), Color::OFF);
    assert_eq!(color(&light, 1_918), Color::BLUE);
}
