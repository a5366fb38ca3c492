//! Cut anywhere, over the guide's story and over stories of one's own.

use camera_desktop::cut::{self, CutError, Fate, Healed, StoryError, guide};
use camera_fsm::profile::{ALL, Profile, REFERENCE};
use camera_fsm::scenario::Moment;

/// A camera in its second life: set up, reset, and set up again, with the same
/// password.
const TWO_LIVES: &str = r#"
router set {"network":[{"ssid":"HomeNet","password":"correct horse"}]}
power on
advance 4s
controller pair
advance 2s
controller setup HomeNet "correct horse"
advance 10s
button down
advance 7s
button up
advance 10s
controller pair
advance 2s
controller setup HomeNet "correct horse"
advance 10s
expect state online
"#;

fn count(story: &str) -> cut::Whole {
    cut::count(&REFERENCE, story, &mut |_| true).expect("a story")
}

fn healed(story: &str, unit: u32) -> Healed {
    cut_of(&REFERENCE, story, unit)
}

fn cut_of(model: &'static Profile, story: &str, unit: u32) -> Healed {
    cut::cut(model, story, (unit, Moment::Half), &mut |_| true).expect("a cut")
}

fn fates(model: &'static Profile, story: &str) -> Vec<Fate> {
    let whole = cut::count(model, story, &mut |_| true).expect("a story");
    assert_eq!(whole.differs, None, "{}", model.name);
    let mut fates: Vec<_> = (1..=whole.of)
        .map(|unit| {
            let healed = cut_of(model, story, unit);
            assert!(!healed.secrets, "{}, unit {unit}", model.name);
            healed.fate
        })
        .collect();
    fates.dedup();
    fates
}

#[test]
fn every_cut_of_each_models_guide_is_untouched_or_finished() {
    use Fate::{AsNew, Erased, SetupLost, Untouched};
    for model in ALL {
        let fates = fates(model, &guide(model));
        assert_eq!(
            fates,
            [AsNew, SetupLost, Untouched, Erased],
            "{}",
            model.name
        );
    }
}

#[test]
fn a_password_that_was_given_again_is_no_leak() {
    use Fate::{AsNew, Erased, SetupLost, Untouched};
    let lives = [AsNew, SetupLost, Untouched, Erased, SetupLost, Untouched];
    assert_eq!(fates(&REFERENCE, TWO_LIVES), lives);
}

#[test]
fn a_story_with_a_cut_of_its_own_goes_on_behind_it() {
    // The reset begins, the plug is pulled in it, and it is finished later.
    let (setup, _) = TWO_LIVES.split_once("button down").expect("a reset");
    let reset = "power cut-at-flash-op 12 half\nbutton down\nadvance 7s\nbutton up\nadvance 1s\n";
    let story = format!("{setup}{reset}power off\npower on\nadvance 20s\n");
    let before = count(setup).of;
    let of = count(&story).of;
    assert!(of > before + 14, "{of}");
    assert_eq!(healed(&story, before + 8).fate, Fate::Erased);
    // Behind it: the camera is cut once more while it finishes the reset.
    let twice = healed(&story, before + 14);
    assert_eq!((twice.fate, twice.secrets), (Fate::Erased, false));
    assert!(twice.cut_ms > healed(&story, before + 8).cut_ms);
}

#[test]
fn what_was_seen_begins_shortly_before_the_cut() {
    let healed = healed(&guide(&REFERENCE), 70);
    let first = healed.changes.first().expect("changes");
    assert_eq!(first.t_ms, healed.cut_ms - 3_000);
    assert!(first.state.is_some() && first.led.is_some());
    let off = healed
        .changes
        .iter()
        .find(|change| change.state == Some("off"));
    assert_eq!(off.map(|off| off.t_ms), Some(healed.cut_ms));
}

#[test]
fn a_story_that_goes_otherwise_here_says_so() {
    let whole = count("power on\nadvance 5s\ncontroller connect\nexpect state online\n");
    let differs = whole.differs.expect("a difference");
    assert!(differs.starts_with("line "), "{differs}");
}

#[test]
fn what_cannot_be_cut_is_refused() {
    let tell = &mut |_| true;
    let none = cut::cut(&REFERENCE, &guide(&REFERENCE), (9_999, Moment::Half), tell);
    assert!(matches!(none, Err(CutError::NoSuchUnit { of: 50.. })));
    let wrong = cut::count(&REFERENCE, "press the button", tell);
    let syntax = matches!(
        wrong,
        Err(CutError::Story(StoryError::Syntax { line: 1, .. }))
    );
    assert!(syntax);
    let abandoned = cut::count(&REFERENCE, &guide(&REFERENCE), &mut |share| share < 0.5);
    assert!(matches!(abandoned, Err(CutError::Abandoned)));
}
