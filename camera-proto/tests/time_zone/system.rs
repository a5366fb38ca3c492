//! The tz database of the system.

use std::io::Write as _;
use std::path::PathBuf;

use crate::oracles::Oracles;
use crate::{Y2026_S, Y2036_S, parse, until};

/// Zones that follow the rule at the end of their file in these years: not those
/// whose clocks follow Ramadan, which no rule tells (Casablanca, Gaza), nor Havana,
/// which keeps its summer time through the winter of 2026.
const ZONES: [&str; 28] = [
    "Africa/Cairo",
    "America/Los_Angeles",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Atlantic/Azores",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Berlin",
    "Europe/Chisinau",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/Lisbon",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Easter",
    "Pacific/Kiritimati",
    "UTC",
];

#[test]
fn r56_offsets_are_those_of_the_system_for_28_zones_over_10_years() {
    let folder = std::env::var_os("TZDIR").unwrap_or_else(|| "/usr/share/zoneinfo".into());
    let folder = PathBuf::from(folder);
    if !folder.join("Europe/Berlin").is_file() {
        let missing = format!(
            "there is no tz database in {}: install tzdata",
            folder.display()
        );
        assert!(std::env::var_os("CI").is_none(), "{missing}");
        // Past what keeps a test quiet that does not fail.
        writeln!(std::io::stderr(), "NOT TESTED: {missing}").expect("somebody to tell");
        return;
    }
    let (mut times, mut changes) = (0, 0);
    for name in ZONES {
        let file = std::fs::read(folder.join(name)).expect(name);
        let mut lines = file.rsplit(|byte| *byte == b'\n');
        let text = lines.nth(1).expect("a footer");
        let text = str::from_utf8(text).expect("a footer of text");
        let (zone, oracles) = (parse(text).expect(text), Oracles::of_file(&file));
        let what = format!("{name} ({text})");

        // Every second one of an hour, sooner or later.
        for unix_s in (Y2026_S..Y2036_S).step_by(3_601) {
            oracles.assert_same(&zone, unix_s, &what);
            times += 1;
        }
        let start = jiff::Timestamp::from_second(Y2026_S).unwrap();
        let mut last_s = Y2026_S;
        for change in oracles.jiff.following(start) {
            let change_s = change.timestamp().as_second();
            if change_s >= Y2036_S {
                break;
            }
            for unix_s in [change_s - 1, change_s, change_s + 1] {
                oracles.assert_same(&zone, unix_s, &what);
            }
            assert_eq!(until(&zone, last_s), Some(change_s), "{what}");
            assert_eq!(until(&zone, change_s - 1), Some(change_s), "{what}");
            last_s = change_s;
            changes += 1;
        }
        if last_s == Y2026_S {
            assert_eq!(until(&zone, last_s), None, "{what}");
        }
    }
    println!("{} zones, {times} times, {changes} changes", ZONES.len());
    assert!(changes >= 300, "{changes}");
}
