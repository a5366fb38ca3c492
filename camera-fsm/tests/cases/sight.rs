//! What the camera sees and hears, by hand: what the stories leave out.

use camera_fsm::action::{Action, Answer};
use camera_fsm::input::{Ask, Input, OpResult, Stored};
use camera_fsm::levels::Pose;
use camera_fsm::motion_detection::grid::{COLUMNS, Cells};
use camera_fsm::motion_detection::zone::Zone;
use camera_fsm::motion_detection::{PlacedZone, Watch, ZoneSet};
use camera_fsm::night_vision::NightLight;
use camera_fsm::profile::{DELIBERATE, REFERENCE};
use camera_fsm::time::Instant;
use camera_proto::message;
use camera_proto::vocab::{
    Flags, RecordingMode, Refusal, ResetScope, Role, SettingId, StorageChoice,
};

use crate::hand::{Hand, KNOWN, answers, refusals};
use camera_fsm::settings::{Effect, Values};

/// For how long each tone plays that begins; 0 ends one.
fn tones(actions: &[Action]) -> Vec<u32> {
    let tone = |action: &Action| match action {
        Action::Audio { ms, .. } => Some(*ms),
        _ => None,
    };
    actions.iter().filter_map(tone).collect()
}

fn told(actions: &[Action]) -> bool {
    let is_motion = |action: &Action| matches!(action, Action::Motion { .. });
    actions.iter().any(is_motion)
}

#[test]
fn r53_one_tone_at_a_time_and_it_can_be_ended() {
    let mut hand = Hand::online();
    let first = hand.ask(0, Role::USER, Ask::AudioTest { ms: 5_000 });
    assert_eq!((tones(&first), answers(&first)), (vec![5_000], vec![]));
    let second = hand.ask(1, Role::USER, Ask::AudioTest { ms: 1_000 });
    assert_eq!(refusals(&second), [Refusal::BUSY]);
    let ended = hand.ask(1, Role::USER, Ask::AudioTest { ms: 0 });
    assert_eq!(tones(&ended), [0]);
    assert_eq!(refusals(&ended), [Refusal::CANCELLED]);
    assert_eq!(answers(&ended).last(), Some(&Answer::Done));
    // Its end comes too late, and nothing waits for it.
    let op = match first[..] {
        [Action::Audio { op, .. }] => op,
        _ => panic!("{first:?}"),
    };
    let result = OpResult::Done;
    assert_eq!(hand.step(10, Input::Done { op, result }), []);
}

/// When it restarts, no other answer leaves any more.
#[test]
fn r34_r53_who_waits_for_a_tone_is_told_when_a_restart_is_asked_for() {
    let mut hand = Hand::online();
    hand.ask(0, Role::USER, Ask::AudioTest { ms: 5_000 });
    let asked = hand.ask(1, Role::OWNER, Ask::Restart);
    assert_eq!(
        (tones(&asked), refusals(&asked)),
        (vec![0], vec![Refusal::CANCELLED])
    );
    assert_eq!(hand.flush(1), [Action::Reboot]);
}

#[test]
fn r53_a_tone_that_nobody_reports_on_was_not_heard() {
    let mut hand = Hand::online();
    let _ = hand.ask(0, Role::USER, Ask::AudioTest { ms: 5_000 });
    assert_eq!(hand.pass(6_999), []);
    let late = hand.pass(1);
    assert_eq!(
        (tones(&late), refusals(&late)),
        (vec![0], vec![Refusal::NOT_HEARD])
    );
}

#[test]
fn r53_who_is_gone_is_not_told_what_was_heard() {
    let mut hand = Hand::online();
    let asked = hand.ask(0, Role::USER, Ask::AudioTest { ms: 5_000 });
    hand.leave(0);
    let Some(Action::Audio { op, .. }) = asked.first() else {
        panic!("{asked:?}");
    };
    let (op, result) = (*op, OpResult::Done);
    assert_eq!(hand.step(5_000, Input::Done { op, result }), []);
}

#[test]
fn r54_privacy_ends_a_tone_that_the_microphone_listens_for() {
    let mut hand = Hand::online();
    let _ = hand.ask(0, Role::USER, Ask::AudioTest { ms: 5_000 });
    let set = Ask::Set(SettingId::PRIVACY, Effect::Privacy(true));
    let asked = hand.ask(1, Role::USER, set);
    let kept = hand.finish(&asked, OpResult::Done);
    assert_eq!(
        (tones(&kept), refusals(&kept)),
        (vec![0], vec![Refusal::PRIVACY])
    );
}

#[test]
fn r50_nothing_is_seen_while_a_reset_erases() {
    let mut hand = Hand::online();
    assert!(told(&hand.see(5_000, Cells::EVERYWHERE)));
    let _ = hand.reset(0, ResetScope::Everything);
    hand.pass(60_000);
    assert!(!told(&hand.see(0, Cells::EVERYWHERE)));
    let eyes = hand.camera.levels(hand.now).eyes;
    assert_eq!(eyes, camera_fsm::levels::Eyes::default());
}

#[test]
fn r53_the_same_light_is_judged_anew_when_what_is_wanted_changes() {
    let night = |sensitivity_percent| {
        let wanted = NightLight {
            sensitivity_percent,
            ..NightLight::DEFAULT
        };
        Ask::Set(SettingId::NIGHT_VISION, Effect::NightLight(wanted))
    };
    let mut hand = Hand::online();
    hand.step(1, Input::Light { percent: 40 });
    hand.pass(60_000);
    let light = |hand: &Hand| hand.camera.levels(hand.now).eyes.night_light_percent;
    assert_eq!(light(&hand), 0);
    let asked = hand.ask(0, Role::USER, night(100));
    hand.finish(&asked, OpResult::Done);
    hand.pass(REFERENCE.sensing.dusk_ms);
    assert_eq!(light(&hand), 100);
}

#[test]
fn r53_whoever_looks_at_the_light_now_and_then_counts_as_dawn_what_is_still_there() {
    let dusk_ms = REFERENCE.sensing.dusk_ms;
    let mut hand = Hand::online();
    let light = |hand: &Hand| hand.camera.levels(hand.now).eyes.night_light_percent;
    hand.step(1, Input::Light { percent: 10 });
    hand.pass(dusk_ms);
    assert_eq!(light(&hand), 100);
    // A car passed, and it was light when the board looked: the next look comes when it would be day, or later.
    for late_ms in [dusk_ms, dusk_ms + 1, 10 * dusk_ms] {
        hand.step(1, Input::Light { percent: 90 });
        hand.step(late_ms, Input::Light { percent: 30 });
        assert_eq!(light(&hand), 100, "{late_ms} ms later");
    }
    hand.step(1, Input::Light { percent: 90 });
    hand.step(dusk_ms, Input::Light { percent: 80 });
    assert_eq!(light(&hand), 0);
}

#[test]
fn r57_a_walk_test_ends_by_itself() {
    let mut hand = Hand::online();
    let ms = REFERENCE.sensing.walk_test_ms_max;
    let begun = hand.ask(0, Role::USER, Ask::WalkTest { ms });
    assert_eq!(answers(&begun), [Answer::Done]);
    hand.pass(ms - 1);
    assert!(hand.status().flags.has(Flags::WALK_TEST));
    hand.pass(1);
    assert!(!hand.status().flags.has(Flags::WALK_TEST));
    let longer = hand.ask(0, Role::USER, Ask::WalkTest { ms: ms + 1 });
    assert_eq!(refusals(&longer), [Refusal::OUT_OF_RANGE]);
}

#[test]
fn r54_a_setting_means_something_once_it_is_kept() {
    let mut hand = Hand::online();
    let set = Ask::Set(SettingId::PRIVACY, Effect::Privacy(true));
    let asked = hand.ask(0, Role::USER, set);
    assert!(hand.camera.levels(hand.now).eyes.open);
    hand.finish(&asked, OpResult::Done);
    assert!(!hand.camera.levels(hand.now).eyes.open);
    assert!(hand.status().flags.has(Flags::PRIVACY));
}

#[test]
fn r50_r52_what_moves_beside_all_zones_is_neither_told_nor_recorded() {
    let zone = message::Zone {
        place: 0,
        name: Default::default(),
        preset: None,
        left: 0,
        top: 0,
        right: 500,
        bottom: 500,
        sensitivity: 100,
    };
    let placed = Effect::Zone(PlacedZone::of(&zone));
    let settings = Values::DEFAULT
        .with(SettingId::ZONES, placed)
        .with(
            SettingId::RECORDING,
            Effect::Recording(RecordingMode::MOTION),
        )
        .with(SettingId::STORAGE, Effect::Storage(StorageChoice::LOCAL));
    let (mut hand, _) = Hand::new(&Stored { settings, ..KNOWN });
    let records = |hand: &Hand| hand.camera.levels(hand.now).eyes.records;
    hand.pass(60_000);
    assert!(!told(&hand.see(1, Cells::NONE.with(15, 11))));
    assert!(!records(&hand), "beside the zone");
    assert!(told(&hand.see(1, Cells::NONE.with(0, 0))));
    assert!(records(&hand), "in the zone");
}

#[test]
fn r50_a_cell_whose_centre_is_on_an_edge_belongs_to_the_zone_below_it() {
    let zone = |top, bottom| {
        Zone::new(&message::Zone {
            place: 0,
            name: Default::default(),
            left: 0,
            top,
            right: 1_000,
            bottom,
            sensitivity: 50,
            preset: None,
        })
    };
    // An eighth of the picture is one row and a half of twelve.
    let (above, below) = (zone(0, 125).cells(), zone(125, 1_000).cells());
    assert_eq!((above.count(), below.count()), (16, 11 * 16));
    assert!(below.has(0, 1) && !above.has(0, 1));
    assert!(!Cells::EVERYWHERE.has(COLUMNS, 0), "beside the picture");
}

#[test]
fn r57_what_moves_is_shown_in_a_walk_test_alone() {
    let (now, times) = (Instant::from_millis(5_000), &REFERENCE.sensing);
    let mut watch = Watch::new();
    watch.see(now, ZoneSet::PICTURE, times);
    assert_eq!((watch.walk_test(), watch.due()), (None, None));
    watch.begin_walk_test(now, 60_000);
    watch.see(now, ZoneSet::NONE, times);
    assert_eq!(watch.walk_test(), Some(false), "nothing moves");
    watch.see(now, ZoneSet::PICTURE, times);
    assert_eq!(watch.walk_test(), Some(true));
}

#[test]
fn r50_a_set_of_zones_has_each_once() {
    let once = ZoneSet::NONE.with(3);
    assert_eq!(once.with(3), once);
    assert!(once.with(5).codes().eq([3, 5]));
    assert!(ZoneSet::NONE.is_empty() && !once.is_empty());
}

#[test]
fn r20_a_reset_that_erases_ends_a_tone() {
    let mut hand = Hand::online();
    hand.ask(0, Role::USER, Ask::AudioTest { ms: 30_000 });
    let intent = hand.hold(7_000);
    let erasing = hand.finish(&intent, OpResult::Done);
    assert_eq!(tones(&erasing), [0]);
    assert_eq!(refusals(&erasing), [Refusal::CANCELLED]);
}

#[test]
fn r54_r57_in_privacy_there_is_no_walk_test() {
    let mut hand = Hand::online();
    hand.ask(0, Role::USER, Ask::WalkTest { ms: 60_000 });
    assert!(hand.status().flags.has(Flags::WALK_TEST));
    let privacy = Ask::Set(SettingId::PRIVACY, Effect::Privacy(true));
    let keeping = hand.ask(0, Role::USER, privacy);
    hand.finish(&keeping, OpResult::Done);
    assert!(!hand.status().flags.has(Flags::WALK_TEST));
}

/// A zone of the whole picture that holds at the first preset, and that preset.
fn zone_at(pose: Pose) -> Stored {
    let zone = message::Zone {
        place: 0,
        name: heapless::Vec::new(),
        preset: Some(0),
        left: 0,
        top: 0,
        right: 1_000,
        bottom: 1_000,
        sensitivity: 100,
    };
    let settings = Values::DEFAULT
        .with(SettingId::PRESETS, Effect::Preset(pose))
        .with(SettingId::ZONES, Effect::Zone(PlacedZone::of(&zone)));
    Stored { settings, ..KNOWN }
}

#[test]
fn r50_a_head_that_does_not_know_where_it_points_stands_at_no_preset() {
    let at_home = zone_at(Pose::HOME);
    let (mut lost, _) = Hand::at(Instant::from_millis(0), &DELIBERATE, &at_home);
    assert!(!lost.camera.homing().is_known());
    assert!(!told(&lost.see(5_000, Cells::EVERYWHERE)));
    let parked = Stored {
        head_is_parked: true,
        ..at_home
    };
    let (mut knows, _) = Hand::at(Instant::from_millis(0), &DELIBERATE, &parked);
    assert!(told(&knows.see(5_000, Cells::EVERYWHERE)));
}
