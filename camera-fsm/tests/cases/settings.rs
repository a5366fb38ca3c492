//! What a setting means, and that it means its default once it is cleared (R55, R60).

use crate::hand::{Hand, JOINED, KNOWN, stored};
use camera_fsm::action::StoreJob;
use camera_fsm::input::{Ask, Input, OpResult, Stored};
use camera_fsm::led::Look;
use camera_fsm::levels::Pose;
use camera_fsm::motion_detection::ZoneSet;
use camera_fsm::night_vision::{NightLight, NightVision};
use camera_fsm::profile::REFERENCE;
use camera_fsm::settings::{Effect, SettingSet, Stops, Values};
use camera_fsm::time::Instant;
use camera_proto::message::{self, PatrolStop, ScheduleEntry, Setting};
use camera_proto::time_zone::PosixZone;
use camera_proto::vocab::{
    Cdeg, NightMode, RecordingMode, Role, ScheduleKind, SettingId, StorageChoice,
};

/// Each setting that the machine acts on, and something else than its default.
fn changed() -> Vec<(SettingId, Effect)> {
    let mondays = |of| {
        let entry = ScheduleEntry {
            days: 1,
            from_min: 60,
            to_min: 120,
        };
        let entries = [entry].into_iter().collect();
        Effect::of(&Setting::Schedule(message::Schedule { of, entries }))
    };
    let zone = |place| {
        let story = format!("controller set zone {place} Porch 0 0 500 500");
        let line = camera_fsm::scenario::Line::parse(&story).expect("a line");
        let camera_fsm::scenario::Line::Controller { verb, .. } = line else {
            panic!("a verb");
        };
        let camera_fsm::scenario::Verb::Set(setting) = verb else {
            panic!("a setting");
        };
        Effect::of(&setting)
    };
    let pose = Pose {
        pan: Cdeg(100),
        tilt: Cdeg(-100),
    };
    let stop = PatrolStop {
        preset: 1,
        dwell_s: 5,
    };
    let look = Look {
        percent: 5,
        night: true,
    };
    let night = NightLight {
        mode: NightMode::ON,
        ..NightLight::DEFAULT
    };
    let berlin = PosixZone::parse(b"CET-1CEST,M3.5.0,M10.5.0/3").expect("a zone");
    let mut all = vec![
        (SettingId::TIME_ZONE, Effect::TimeZone(berlin)),
        (
            SettingId::RECORDING,
            Effect::Recording(RecordingMode::CONTINUOUS),
        ),
        (SettingId::NIGHT_VISION, Effect::NightLight(night)),
        (SettingId::STORAGE, Effect::Storage(StorageChoice::LOCAL)),
        (SettingId::PRIVACY, Effect::Privacy(true)),
        (SettingId::STATUS_LED, Effect::Look(look)),
        (SettingId::ALERT_SCHEDULE, mondays(ScheduleKind::ALERTS)),
        (
            SettingId::RECORDING_SCHEDULE,
            mondays(ScheduleKind::RECORDING),
        ),
        (SettingId::PATROL, Effect::Patrol(Stops::of(&[stop]))),
    ];
    for place in 0..8 {
        all.push((SettingId(SettingId::ZONES.0 + place), zone(place)));
        all.push((
            SettingId(SettingId::PRESETS.0 + place),
            Effect::Preset(pose),
        ));
    }
    all
}

#[test]
fn r55_each_setting_that_is_cleared_means_its_default() {
    let all = changed()
        .into_iter()
        .fold(Values::DEFAULT, |values, (setting, effect)| {
            values.with(setting, effect)
        });
    for (setting, effect) in changed() {
        let mut values = Values::DEFAULT.with(setting, effect);
        let kept_alone = Values {
            kept: SettingSet::NONE,
            ..values
        };
        assert_ne!(kept_alone, Values::DEFAULT, "{setting:?} changes nothing");
        values.clear(setting);
        assert_eq!(values, Values::DEFAULT, "{setting:?}");

        // And the others stay.
        let mut without = all;
        without.clear(setting);
        assert_eq!(without.with(setting, effect), all, "{setting:?}");
    }
}

#[test]
fn r55_a_set_of_settings_says_what_is_in_it() {
    let (storage, unknown) = (SettingId::STORAGE, SettingId(0xff));
    let set = SettingSet::NONE.with(storage, true).with(unknown, true);
    assert_eq!((set.count(), set.first()), (1, Some(storage)));
    assert!(set.has(storage) && !set.has(SettingId::PRIVACY) && !set.has(unknown));
    assert_eq!(set.with(storage, true), set, "it is kept once more");
    let none = set.with(storage, false);
    assert_eq!((none, none.first()), (SettingSet::NONE, None));
}

#[test]
fn r60_a_patrol_goes_from_stop_to_stop_and_round_again() {
    let stop = |preset| PatrolStop { preset, dwell_s: 5 };
    let patrol = Stops::of(&[stop(4), stop(2), stop(6)]);
    let mut place = 0;
    let mut seen = Vec::new();
    for _ in 0..7 {
        let (at, next) = patrol.at(place).expect("a stop");
        seen.push(at.preset);
        place = next;
    }
    assert_eq!(seen, [4, 2, 6, 4, 2, 6, 4]);
    // It has become shorter meanwhile.
    assert_eq!(Stops::of(&[stop(4)]).at(2), Some((stop(4), 0)));
    assert_eq!(Stops::NONE.at(0), None);
}

/// A change that was begun may be in the flash when the reset comes.
#[test]
fn r22_a_cloud_that_is_just_being_chosen_must_hear_of_a_reset() {
    let cloud = Effect::Storage(StorageChoice::CLOUD);
    for (ask, owed) in [
        (Ask::Set(SettingId::STORAGE, cloud), true),
        (Ask::Clear(SettingId::STORAGE), false),
        (Ask::Set(SettingId::PRIVACY, Effect::Privacy(true)), false),
    ] {
        let (mut hand, _) = Hand::new(&KNOWN);
        hand.ask(0, Role::OWNER, ask);
        let [StoreJob::SaveReset(intent)] = stored(&hand.hold(6_000))[..] else {
            panic!("a reset begins");
        };
        assert_eq!(intent.unbind_owed, owed, "{ask:?}");
    }
}

#[test]
fn r53_it_is_dark_below_its_threshold_and_day_from_the_other_one_on() {
    let (at, wanted, times) = (
        Instant::from_millis,
        NightLight::DEFAULT,
        &REFERENCE.sensing,
    );
    let dark_below = wanted.dark_below_percent();
    let day_from = dark_below + times.hysteresis_percent;
    let mut night = NightVision::new();
    night.sense(at(0), dark_below, &wanted, times);
    assert_eq!(night.due(), None);
    night.sense(at(0), dark_below - 1, &wanted, times);
    night.expire(night.due().expect("it becomes night"));
    night.sense(at(0), day_from - 1, &wanted, times);
    assert_eq!(night.due(), None);
    night.sense(at(0), day_from, &wanted, times);
    assert!(night.due().is_some());
}

/// A camera that records so, on Mondays from one to two where it goes by its schedule.
fn records(recording: RecordingMode) -> Hand {
    let settings = changed().into_iter().filter_map(|(setting, effect)| {
        let wanted = match setting {
            SettingId::RECORDING => Effect::Recording(recording),
            SettingId::STORAGE | SettingId::RECORDING_SCHEDULE => effect,
            _ => return None,
        };
        Some((setting, wanted))
    });
    let settings = settings.fold(Values::DEFAULT, |values, (setting, effect)| {
        values.with(setting, effect)
    });
    let (mut hand, joining) = Hand::new(&Stored { settings, ..KNOWN });
    hand.finish(&joining, JOINED);
    hand
}

#[test]
fn r52_a_recording_for_motion_ends_when_it_says() {
    let mut hand = records(RecordingMode::MOTION);
    hand.pass(10_000);
    hand.step(1, Input::Moved(ZoneSet::PICTURE));
    let at = |ms| hand.camera.levels(hand.now.after(ms)).eyes.records;
    let record_ms = REFERENCE.sensing.record_ms;
    assert!(at(0) && at(record_ms - 1) && !at(record_ms));
}

/// Where the clock is put forward or back just when an entry would begin or end, by
/// what it showed before: nothing begins and ends for the milliseconds until that is
/// worked out.
#[test]
fn r52_r56_a_recording_neither_blinks_nor_breaks_where_the_clock_is_put_forward_or_back() {
    // In the night that has no 2:00, and in the one that has it twice.
    let forward = (1_774_746_000, 120, false);
    let back = (1_792_890_000, 60, true);
    for (at_unix_s, from_min, is_on) in [forward, back] {
        let entry = ScheduleEntry {
            days: 1 << 6,
            from_min,
            to_min: 180,
        };
        let schedule = Setting::Schedule(message::Schedule {
            of: ScheduleKind::RECORDING,
            entries: [entry].into_iter().collect(),
        });
        let mut settings = Values::DEFAULT;
        for (setting, effect) in changed() {
            settings = match setting {
                SettingId::TIME_ZONE | SettingId::STORAGE => settings.with(setting, effect),
                SettingId::RECORDING => {
                    settings.with(setting, Effect::Recording(RecordingMode::SCHEDULED))
                }
                SettingId::RECORDING_SCHEDULE => settings.with(setting, Effect::of(&schedule)),
                _ => settings,
            };
        }
        let (mut hand, joining) = Hand::new(&Stored { settings, ..KNOWN });
        hand.finish(&joining, JOINED);
        let unix_s = at_unix_s - 1;
        let asked = hand.ask(0, Role::USER, Ask::SetTime { unix_s });
        hand.finish(&asked, OpResult::Done);
        hand.pass(50);
        for ms in 50..1_100 {
            let records = hand.camera.levels(hand.now).eyes.records;
            assert_eq!(records, is_on, "{at_unix_s}, {ms} ms after {unix_s}");
            hand.pass(1);
        }
    }
}

#[test]
fn r52_a_runner_that_sleeps_over_the_end_of_a_schedule_records_no_more() {
    // A Monday, 01:30 UTC.
    let unix_s = 4 * 86_400 + 5_400;
    // What the time means is worked out in the next milliseconds, before it sleeps or
    // after.
    for sleeps_at_once in [false, true] {
        let mut hand = records(RecordingMode::SCHEDULED);
        let asked = hand.ask(0, Role::USER, Ask::SetTime { unix_s });
        hand.finish(&asked, OpResult::Done);
        if !sleeps_at_once {
            hand.pass(5);
        }
        assert!(hand.camera.levels(hand.now).eyes.records);
        hand.step(3_600_000, Input::Tick);
        if sleeps_at_once {
            hand.pass(5);
        }
        assert!(!hand.camera.levels(hand.now).eyes.records);
    }
}
