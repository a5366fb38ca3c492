//! Any zone at any time.

use core::ops::RangeInclusive;

use camera_proto::time_zone::LAST_S;
use camera_proto::vocab::Refusal;
use proptest::prelude::*;

use crate::oracles::Oracles;
use crate::{HOUR_S, Y2200_S, at, parse, spread, until};

fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-z]{3,6}", "<[A-Za-z0-9+-]{3,6}>"]
}

fn time(most_hours: u16) -> impl Strategy<Value = String> + Clone {
    let part = || 0_u8..60;
    (
        prop::sample::select(vec!["", "+", "-"]),
        0..=most_hours,
        part(),
        part(),
        0_u8..3,
    )
        .prop_map(|(sign, hours, minutes, seconds, parts)| match parts {
            0 => format!("{sign}{hours}"),
            1 => format!("{sign}{hours}:{minutes:02}"),
            _ => format!("{sign}{hours}:{minutes:02}:{seconds:02}"),
        })
}

fn change() -> impl Strategy<Value = String> + Clone {
    change_among(1..=12, 0..=365)
}

/// In no year but its own.
fn calm_change() -> impl Strategy<Value = String> + Clone {
    change_among(2..=11, 12..=350)
}

fn change_among(
    months: RangeInclusive<u8>,
    days: RangeInclusive<u16>,
) -> impl Strategy<Value = String> + Clone {
    let julian = (*days.start()).max(1)..=*days.end();
    let day = prop_oneof![
        2 => (months, 1_u8..=5, 0_u8..=6).prop_map(|(m, w, d)| format!("M{m}.{w}.{d}")),
        1 => julian.prop_map(|day| format!("J{day}")),
        1 => days.prop_map(|day| day.to_string()),
    ];
    let time = prop_oneof![time(24), time(167)].prop_map(|time| format!("/{time}"));
    (day, prop::option::of(time)).prop_map(|(day, time)| day + &time.unwrap_or_default())
}

fn zone_text(change: impl Strategy<Value = String> + Clone) -> impl Strategy<Value = String> {
    let summer = (name(), prop::option::of(time(24)), change.clone(), change);
    let summer = summer.prop_map(|(name, offset, start, end)| {
        format!("{name}{},{start},{end}", offset.unwrap_or_default())
    });
    (name(), time(24), prop::option::weighted(0.9, summer))
        .prop_map(|(name, offset, summer)| format!("{name}{offset}{}", summer.unwrap_or_default()))
}

/// Whether minutes have two digits and nothing has needless ones. Nothing else
/// is meant where it is not so, and it is taken; jiff refuses it.
fn has_posix_digits(text: &str) -> bool {
    let is_time = |part: &str| part.len() == 2;
    let mut parts = text.split(|letter: char| !letter.is_ascii_digit() && letter != ':');
    parts.all(|part| {
        let mut numbers = part.split(':');
        let first = numbers.next().unwrap_or_default();
        (first.len() < 2 || !first.starts_with('0')) && numbers.all(is_time)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn r56_any_zone_is_read_as_others_read_it(text in zone_text(change()), unix_s in 0..Y2200_S) {
        let (zone, oracles) = (parse(&text).unwrap(), Oracles::of_text(&text));
        if let Some(offset_s) = oracles.tz_s(unix_s) {
            prop_assert_eq!(at(&zone, unix_s).offset_s, offset_s);
        }
    }

    /// jiff's years end with UTC's, whatever changes 167 hours later.
    #[test]
    fn r56_a_zone_that_lets_new_year_alone_is_read_as_others_read_it(
        text in zone_text(calm_change()), unix_s in 0..Y2200_S,
    ) {
        let (zone, oracles) = (parse(&text).unwrap(), Oracles::of_text(&text));
        if oracles.tz.is_some() {
            prop_assert_eq!(at(&zone, unix_s).offset_s, oracles.jiff_s(unix_s));
        }
    }

    /// Where the offset changes it differs, and before that it does not.
    #[test]
    fn r56_it_says_when_the_offset_changes(text in zone_text(change()), unix_s in 0..Y2200_S) {
        let (zone, oracles) = (parse(&text).unwrap(), Oracles::of_text(&text));
        let offset_s = at(&zone, unix_s).offset_s;
        let end_s = until(&zone, unix_s).unwrap_or(unix_s + 30 * 365 * 24 * HOUR_S);
        prop_assert!(end_s > unix_s);
        for time_s in spread(unix_s, end_s - 1).chain([end_s - 1]) {
            prop_assert_eq!(at(&zone, time_s).offset_s, offset_s);
            prop_assert_eq!(until(&zone, time_s).unwrap_or(end_s), end_s);
            prop_assert_eq!(oracles.tz_s(time_s).unwrap_or(offset_s), offset_s);
        }
        if until(&zone, unix_s).is_some() {
            prop_assert_ne!(at(&zone, end_s).offset_s, offset_s);
            prop_assert_ne!(oracles.tz_s(end_s), Some(offset_s));
        }
    }

    #[test]
    fn r56_no_time_is_too_late_to_ask_for(text in zone_text(change()), unix_s: u64) {
        let offset = parse(&text).unwrap().at(unix_s);
        prop_assert!(offset.offset_s.abs() < 27 * 3_600);
        match offset.until_unix_s {
            Some(until_s) => prop_assert!(unix_s < until_s && until_s <= LAST_S),
            None => prop_assert_eq!(parse(&text).unwrap().at(u64::MAX), offset),
        }
    }

    #[test]
    fn r56_any_bytes_are_a_zone_or_none(
        text in prop::collection::vec(
            prop_oneof![1 => any::<u8>(), 9 => prop::sample::select(&b"ABC<>+-,./:JM0123456789"[..])],
            0..=48,
        ),
        unix_s: u64,
    ) {
        match parse(&text) {
            Ok(zone) => { let _ = zone.at(unix_s); }
            Err(refusal) => prop_assert_eq!(refusal, Refusal::INVALID_TIME_ZONE),
        }
    }

    /// A zone with one letter changed is often another, and sometimes none.
    #[test]
    fn r56_what_is_taken_is_what_others_take(
        text in zone_text(change()),
        place in any::<prop::sample::Index>(),
        letter in prop::sample::select(&b"AJM<>+-,./:0123456789"[..]),
    ) {
        let mut text = text.into_bytes();
        let place = place.index(text.len());
        text[place] = letter;
        let text = String::from_utf8(text).unwrap();
        let taken = jiff::tz::TimeZone::posix(&text).is_ok();
        prop_assert!(parse(&text).is_ok() || !taken, "refused: {}", text);
        if has_posix_digits(&text) {
            prop_assert!(parse(&text).is_err() || taken, "taken: {}", text);
        }
    }
}
