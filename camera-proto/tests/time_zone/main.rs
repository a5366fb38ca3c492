//! What time it is where the camera hangs, against two other readers of time
//! zones and the tz database of the system.

mod any;
mod oracles;
mod system;

use camera_proto::message::{Setting, TimeZone};
use camera_proto::time_zone::{LAST_S, Offset, PosixZone};
use camera_proto::vocab::Refusal;

const HOUR_S: i64 = 3_600;
/// 1 January of 2026, 2036 and 2200.
const Y2026_S: i64 = 1_767_225_600;
const Y2036_S: i64 = 2_082_758_400;
const Y2200_S: i64 = 7_258_118_400;

fn parse(text: impl AsRef<[u8]>) -> Result<PosixZone, Refusal> {
    PosixZone::parse(text.as_ref())
}

fn at(zone: &PosixZone, unix_s: i64) -> Offset {
    zone.at(unix_s.try_into().expect("after 1970"))
}

fn until(zone: &PosixZone, unix_s: i64) -> Option<i64> {
    let until_unix_s = at(zone, unix_s).until_unix_s;
    until_unix_s.map(|until_s| until_s.try_into().expect("before 10000"))
}

/// Times all over a span, and the ends among them.
fn spread(from_s: i64, to_s: i64) -> impl Iterator<Item = i64> {
    const PARTS: i64 = 24;
    (0..=PARTS).map(move |part| from_s + (to_s - from_s) / PARTS * part)
}

#[test]
fn r56_what_is_no_zone_is_refused() {
    for (text, why) in [
        ("", "nothing"),
        ("UTC", "no offset"),
        ("5", "no name"),
        ("ES5", "a name has three letters"),
        ("<+3>-3", "a quoted one too"),
        ("<+03-3", "a quote that does not end"),
        ("<+0_3>-3", "a letter that no name has"),
        ("E5T5", "a digit in a name without quotes"),
        ("M\u{dc}Z0", "a letter that is not ASCII"),
        (" UTC0", "a space"),
        ("UTC0 ", "another one"),
        ("UTC0\n", "a line"),
        ("UTC0\0", "the end of a text in C"),
        (":UTC0", "what a system means by that is its own affair"),
        ("Europe/Berlin", "the name of a file"),
        ("Etc/GMT+5", "another one"),
        ("CET-1:60", "sixty minutes"),
        ("CET-1:00:60", "sixty seconds"),
        ("CET-1:00:00:00", "what would that be?"),
        ("CET-25", "no place is a day and an hour away"),
        ("CET--1", "two signs"),
        ("CET-", "a sign alone"),
        ("CET-1:", "a colon alone"),
        ("CET-70000", "a number that does not fit"),
        ("EST5EDT", "no rules"),
        ("EST5EDT4", "no rules"),
        ("EST5EDT,M3.2.0", "it begins and does not end"),
        ("EST5EDT,M3.2.0,", "nor so"),
        ("EST5EDT,M3.2.0,M11.1.0,", "something follows"),
        ("EST5EDT,M3.2.0,M11.1.0,M12.1.0", "a third change"),
        ("EST5,M3.2.0,M11.1.0", "rules for what?"),
        ("EST5EDT,M0.2.0,M11.1.0", "no month"),
        ("EST5EDT,M13.2.0,M11.1.0", "the thirteenth"),
        ("EST5EDT,M3.0.0,M11.1.0", "no week"),
        ("EST5EDT,M3.6.0,M11.1.0", "the sixth"),
        ("EST5EDT,M3.2.7,M11.1.0", "the eighth day"),
        ("EST5EDT,M3.2,M11.1.0", "no day"),
        ("EST5EDT,J0,J300", "these days begin at 1"),
        ("EST5EDT,J60,J366", "and there are 365"),
        ("EST5EDT,60,366", "these end at 365"),
        ("EST5EDT,M3.2.0/168,M11.1.0", "later than any week"),
        ("EST5EDT,M3.2.0/-168,M11.1.0", "earlier than any"),
        ("EST5EDT,M3.2.0/,M11.1.0", "no time"),
    ] {
        assert_eq!(
            parse(text),
            Err(Refusal::INVALID_TIME_ZONE),
            "{text:?}: {why}"
        );
        let posix = heapless::Vec::from_slice(text.as_bytes()).expect(text);
        let setting = Setting::TimeZone(TimeZone { posix });
        assert_eq!(
            setting.check(),
            Err(Refusal::INVALID_TIME_ZONE),
            "{text:?}: {why}"
        );
    }
}

#[test]
fn r56_one_zone_is_one_value_however_it_is_written() {
    let utc = Ok(PosixZone::UTC);
    for text in [
        "UTC0",
        "UTC-0",
        "<+00>+00:00:00",
        "GMT0BST0,M3.5.0/1,M10.5.0",
    ] {
        assert_eq!(parse(text), utc, "{text}");
    }
    let berlin = parse("CET-1CEST,M3.5.0,M10.5.0/3");
    assert_eq!(parse("<+01>-01:00<+02>-2,M3.5.0/2:00,M10.5.0/+3"), berlin);
    assert_ne!(parse("CET-1CEST,M3.5.0,M10.5.0"), berlin);
}

#[test]
fn r56_each_form_of_a_day_is_understood() {
    const FEBRUARY_28_S: i64 = 1_835_308_800; // of 2028, a leap year
    let day_s = 24 * HOUR_S;
    for (day, days_in_2027, days_in_2028) in [
        ("J59", 0, 0), // 28 February
        ("J60", 1, 2), // 1 March
        ("58", 0, 0),
        ("59", 1, 1), // 29 February, or 1 March
        ("60", 2, 2),
        ("M2.5.0", 0, -1), // the last Sunday
        ("M2.4.1", -6, 0), // the fourth Monday
        ("M3.1.3", 3, 2),  // the first Wednesday
    ] {
        let zone = parse(format!("AAA0BBB,{day}/0,J200")).expect(day);
        for (february_28_s, days) in [
            (FEBRUARY_28_S - 365 * day_s, days_in_2027),
            (FEBRUARY_28_S, days_in_2028),
        ] {
            let expected_s = february_28_s + days * day_s;
            assert_eq!(
                until(&zone, february_28_s - 20 * day_s),
                Some(expected_s),
                "{day}"
            );
        }
    }
}

#[test]
fn r56_a_daylight_saving_time_may_be_all_of_the_year_or_nearly_none() {
    for text in [
        "EST5EDT,0/0,J365/25",
        "XXX3EDT4,0/0,J365/23",
        "EST5EDT,0/0,J365/27",
    ] {
        let zone = parse(text).expect(text);
        for unix_s in spread(0, Y2200_S) {
            let always = Offset {
                offset_s: -4 * 3_600,
                until_unix_s: None,
            };
            assert_eq!(at(&zone, unix_s), always, "{text} at {unix_s}");
        }
    }
    // 29 February alone, of which 2100 has none.
    let leap = parse("AAA0BBB,59/0,J60/1").unwrap();
    let [from_s, to_s] = [3_981_398_400, 4_233_686_400]; // 1 March 2096, 29 February 2104
    assert_eq!(at(&leap, from_s - 1).offset_s, 3_600);
    assert_eq!(until(&leap, from_s - 1), Some(from_s));
    assert_eq!(
        at(&leap, from_s),
        Offset {
            offset_s: 0,
            until_unix_s: Some(to_s as u64)
        }
    );
}

/// The last day of a year is the one whose year is hardest to tell.
#[test]
fn r56_the_last_day_of_every_year_is_told_right() {
    let zone = parse("AAA0BBB,J365/20,J365/11").unwrap(); // but for ten hours, always
    for year in 1971..=2200 {
        let midnight = tz::UtcDateTime::new(year, 12, 31, 0, 0, 0, 0).unwrap();
        let midnight_s = midnight.unix_time();
        for (hour, offset_s, until_h) in [(5, 3_600, 10), (15, 0, 20)] {
            let told = at(&zone, midnight_s + hour * HOUR_S);
            let until_unix_s = Some((midnight_s + until_h * HOUR_S).cast_unsigned());
            let expected = Offset {
                offset_s,
                until_unix_s,
            };
            assert_eq!(told, expected, "{hour} o'clock, {year}");
        }
    }
}

#[test]
fn r56_time_stands_still_at_the_end_of_9999() {
    let sydney = parse("AEST-10AEDT,M10.1.0,M4.1.0/3").unwrap();
    let summer = Offset {
        offset_s: 11 * 3_600,
        until_unix_s: None,
    };
    for unix_s in [LAST_S - 1, LAST_S, LAST_S + 1, u64::MAX] {
        assert_eq!(sydney.at(unix_s), summer);
    }
    assert_eq!(
        sydney.at(0).offset_s,
        11 * 3_600,
        "as if it had been so in 1970"
    );
}
