//! When a weekly schedule is on: by hand, and against a walk minute by minute
//! with another reader of time zones.

use camera_fsm::schedule::{Schedule, Span};
use camera_proto::message::{self, ScheduleEntry};
use camera_proto::time_zone::{LAST_S, PosixZone};
use camera_proto::vocab::{MAX_SCHEDULE_ENTRIES, ScheduleKind};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use proptest::prelude::*;

const MONDAY: u8 = 1;
const SUNDAY: u8 = 1 << 6;
const ALL: u8 = 0x7f;
const MINUTE_S: u64 = 60;
const HOUR_S: u64 = 60 * MINUTE_S;
const WEEK_S: u64 = 7 * 24 * HOUR_S;
const Y2200_S: u64 = 7_258_118_400;

const BERLIN: &str = "CET-1CEST,M3.5.0,M10.5.0/3";
const ZONES: [&str; 12] = [
    "UTC0",
    BERLIN,
    "IST-1GMT0,M10.5.0,M3.5.0/1",
    "IST-2IDT,M3.4.4/26,M10.5.0",
    "<+0545>-5:45",
    "AMT-0:19:32NST,M5.2.1,M10.1.3", // Amsterdam had such seconds
    "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
    "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45",
    "<+14>-14",
    "NST3:30NDT,M3.2.0,M11.1.0",
    "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
    "<-04>4<-03>,M9.1.6/24,M4.1.6/24",
];

fn entry(days: u8, from: (u16, u16), to: (u16, u16)) -> ScheduleEntry {
    ScheduleEntry {
        days,
        from_min: from.0 * 60 + from.1,
        to_min: to.0 * 60 + to.1,
    }
}

fn schedule(entries: &[ScheduleEntry]) -> Schedule {
    Schedule::new(&message::Schedule {
        of: ScheduleKind::ALERTS,
        entries: heapless::Vec::from_slice(entries).unwrap(),
    })
}

fn zone(text: &str) -> PosixZone {
    PosixZone::parse(text.as_bytes()).expect(text)
}

/// Seconds since 1970 of a time in UTC, such as `2026-03-29T01:00`.
fn utc(time: &str) -> u64 {
    let time: DateTime = time.parse().expect(time);
    let time = TimeZone::UTC.to_timestamp(time).unwrap();
    time.as_second().try_into().unwrap()
}

/// What it is in Berlin from one time to another, both in UTC, span by span.
fn in_berlin(entries: &[ScheduleEntry], from: &str, to: &str) -> Vec<(bool, u64)> {
    let (schedule, zone) = (schedule(entries), zone(BERLIN));
    let (mut now_s, end_s) = (utc(from), utc(to));
    let mut spans: Vec<(bool, u64)> = Vec::new();
    while now_s < end_s {
        let Span {
            is_on,
            until_unix_s,
        } = schedule.at(now_s, &zone);
        let until_s = until_unix_s.unwrap_or(end_s).min(end_s);
        assert!(until_s > now_s, "it would be asked again for ever");
        match spans.last_mut() {
            Some((was_on, minutes)) if *was_on == is_on => *minutes += (until_s - now_s) / 60,
            _ => spans.push((is_on, (until_s - now_s) / 60)),
        }
        now_s = until_s;
    }
    spans
}

#[test]
fn r51_without_an_entry_it_is_always_on() {
    let always = Span {
        is_on: true,
        until_unix_s: None,
    };
    assert_eq!(schedule(&[]), Schedule::ALWAYS);
    for unix_s in [0, 1, LAST_S, u64::MAX] {
        assert_eq!(Schedule::ALWAYS.at(unix_s, &zone(BERLIN)), always);
    }
}

#[test]
fn r51_it_is_on_from_its_minute_up_to_the_one_it_ends_at() {
    let morning = schedule(&[entry(MONDAY, (8, 0), (9, 30))]);
    let monday_s = utc("2026-01-05T00:00");
    for (second_s, is_on, until_s) in [
        (0, false, 8 * HOUR_S),
        (8 * HOUR_S - 1, false, 8 * HOUR_S),
        (8 * HOUR_S, true, 9 * HOUR_S + 1_800),
        (9 * HOUR_S + 1_799, true, 9 * HOUR_S + 1_800),
        (9 * HOUR_S + 1_800, false, WEEK_S + 8 * HOUR_S),
        (WEEK_S - 1, false, WEEK_S + 8 * HOUR_S),
    ] {
        let until_unix_s = Some(monday_s + until_s);
        let span = Span {
            is_on,
            until_unix_s,
        };
        assert_eq!(morning.at(monday_s + second_s, &PosixZone::UTC), span);
    }
}

#[test]
fn r51_what_ends_at_or_before_its_beginning_ends_on_the_next_day() {
    let (monday, wednesday) = ("2026-01-04T23:00", "2026-01-06T23:00"); // in Berlin
    let across = in_berlin(&[entry(MONDAY, (22, 0), (6, 0))], monday, wednesday);
    assert_eq!(across, [(false, 22 * 60), (true, 8 * 60), (false, 18 * 60)]);
    let whole = in_berlin(&[entry(MONDAY, (7, 0), (7, 0))], monday, wednesday);
    assert_eq!(whole, [(false, 7 * 60), (true, 24 * 60), (false, 17 * 60)]);
    for to in [(0, 0), (24, 0)] {
        let evening = in_berlin(&[entry(MONDAY, (20, 0), to)], monday, wednesday);
        assert_eq!(
            evening,
            [(false, 20 * 60), (true, 4 * 60), (false, 24 * 60)]
        );
    }
}

#[test]
fn r51_the_night_of_sunday_ends_on_monday() {
    let (sunday, tuesday) = ("2026-01-03T23:00", "2026-01-05T23:00");
    let night = in_berlin(&[entry(SUNDAY, (23, 0), (1, 0))], sunday, tuesday);
    assert_eq!(night, [(false, 23 * 60), (true, 2 * 60), (false, 23 * 60)]);
}

#[test]
fn r51_entries_that_overlap_are_on_while_any_is() {
    let (monday, tuesday) = ("2026-01-04T23:00", "2026-01-05T23:00");
    let two = [entry(MONDAY, (8, 0), (12, 0)), entry(ALL, (11, 0), (13, 0))];
    let spans = in_berlin(&two, monday, tuesday);
    assert_eq!(spans, [(false, 8 * 60), (true, 5 * 60), (false, 11 * 60)]);
    // An entry that follows another on its heels.
    let every = in_berlin(&[entry(ALL, (0, 0), (24, 0))], monday, tuesday);
    assert_eq!(every, [(true, 24 * 60)]);
}

#[test]
fn r56_minutes_that_spring_skips_are_skipped() {
    let (from, to) = ("2026-03-28T23:00", "2026-03-29T22:00"); // 23 hours in Berlin
    let skipped = in_berlin(&[entry(ALL, (2, 0), (3, 0))], from, to);
    assert_eq!(skipped, [(false, 23 * 60)]);
    let begun = in_berlin(&[entry(ALL, (2, 30), (4, 0))], from, to);
    assert_eq!(begun, [(false, 2 * 60), (true, 60), (false, 20 * 60)]);
    let night = in_berlin(&[entry(ALL, (1, 0), (4, 0))], from, to);
    assert_eq!(night, [(false, 60), (true, 2 * 60), (false, 20 * 60)]);
}

#[test]
fn r56_minutes_that_autumn_doubles_count_twice() {
    let (from, to) = ("2026-10-24T22:00", "2026-10-25T23:00"); // 25 hours in Berlin
    let twice = in_berlin(&[entry(ALL, (2, 0), (2, 30))], from, to);
    let expected = [
        (false, 120),
        (true, 30),
        (false, 30),
        (true, 30),
        (false, 21 * 60 + 30),
    ];
    assert_eq!(twice, expected);
    let night = in_berlin(&[entry(ALL, (1, 0), (4, 0))], from, to);
    assert_eq!(night, [(false, 60), (true, 4 * 60), (false, 20 * 60)]);
}

/// What the days and the clock on the wall say, entry by entry.
fn model(entries: &[ScheduleEntry], wall: DateTime) -> bool {
    let today = u16::try_from(wall.weekday().to_monday_zero_offset()).unwrap();
    let minute = u16::try_from(wall.hour()).unwrap() * 60 + u16::try_from(wall.minute()).unwrap();
    let has = |days: u8, day: u16| days & (1 << (day % 7)) != 0;
    let is_on = |entry: &ScheduleEntry| {
        let ScheduleEntry {
            days,
            from_min,
            to_min,
        } = *entry;
        match to_min > from_min {
            true => has(days, today) && (from_min..to_min).contains(&minute),
            false => {
                has(days, today) && minute >= from_min || has(days, today + 6) && minute < to_min
            }
        }
    };
    entries.is_empty() || entries.iter().any(is_on)
}

fn entries() -> impl Strategy<Value = Vec<ScheduleEntry>> {
    // Many a schedule is by the hour, and some end as others begin.
    let minute = |most: u16| prop_oneof![0..=most, (0..=most / 60).prop_map(|hour| hour * 60)];
    let entry = (1..=ALL, minute(1_439), minute(1_440));
    let entry = entry.prop_map(|(days, from_min, to_min)| ScheduleEntry {
        days,
        from_min,
        to_min,
    });
    prop::collection::vec(entry, 0..=MAX_SCHEDULE_ENTRIES)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// For nine days, every other time with a change of the offset among them.
    #[test]
    fn r51_r56_it_is_on_when_the_clock_on_the_wall_says_so(
        entries in entries(),
        text in prop::sample::select(&ZONES[..]),
        some_s in 2 * WEEK_S..Y2200_S,
        is_near_a_change: bool,
        lead_s in 0..WEEK_S,
    ) {
        let (schedule, zone) = (schedule(&entries), zone(text));
        let wall = TimeZone::posix(text).unwrap();
        let change_s = zone.at(some_s).until_unix_s.filter(|_| is_near_a_change);
        let start_s = change_s.map_or(some_s, |change_s| change_s - lead_s);
        let end_s = start_s + WEEK_S + 2 * 24 * HOUR_S;

        let check = |unix_s: u64, span: Span| {
            let time = Timestamp::from_second(unix_s.try_into().unwrap()).unwrap();
            let is_on = model(&entries, wall.to_datetime(time));
            prop_assert_eq!(is_on, span.is_on, "{} at {}", text, unix_s);
            prop_assert_eq!(schedule.at(unix_s, &zone), span);
            Ok(())
        };
        let (mut now_s, mut spans) = (start_s, 0);
        while now_s < end_s {
            let span = schedule.at(now_s, &zone);
            let until_s = span.until_unix_s.unwrap_or(end_s).min(end_s);
            prop_assert!(until_s > now_s);
            for unix_s in (now_s..until_s).step_by(60) {
                check(unix_s, span)?;
            }
            check(until_s - 1, span)?;
            now_s = until_s;
            spans += 1;
        }
        // Each entry begins and ends on each day, and the night may be doubled.
        prop_assert!(spans <= 2 * entries.len() * 11 + 3, "{} spans", spans);
    }

    #[test]
    fn r51_no_entry_and_no_time_is_too_odd_to_ask_for(
        odd in prop::collection::vec((any::<u8>(), any::<u16>(), any::<u16>()), 0..=8),
        unix_s: u64,
    ) {
        let odd = odd.into_iter();
        let odd = odd.map(|(days, from_min, to_min)| ScheduleEntry { days, from_min, to_min });
        let schedule = schedule(&odd.collect::<Vec<_>>());
        for text in ZONES {
            for unix_s in [unix_s, unix_s >> 30, LAST_S - (unix_s >> 44)] {
                let span = schedule.at(unix_s, &zone(text));
                match span.until_unix_s {
                    Some(until_s) => prop_assert!(unix_s < until_s && until_s <= LAST_S),
                    None => prop_assert_eq!(schedule.at(u64::MAX, &zone(text)), span),
                }
            }
        }
    }
}
