//! Three nights, and what the clock on the wall shows in them.

use std::sync::LazyLock;

use camera_fsm::schedule::Schedule;
use camera_proto::message::{self, ScheduleEntry};
use camera_proto::time_zone::PosixZone;
use camera_proto::vocab::ScheduleKind;

const HALF_HOUR_S: u64 = 1_800;
pub(super) const HALF_HOUR_MS: u32 = 1_800_000;
pub(super) const HOUR_S: u64 = 2 * HALF_HOUR_S;
const DAY_S: u64 = 24 * HOUR_S;
/// Motion is recorded for so long.
pub(super) const RECORD_MS: u32 = HALF_HOUR_MS;

/// In Berlin it is summer from 29 March 2026, 1:00 UTC, until 25 October.
const SUMMER_S: core::ops::Range<u64> = 1_774_746_000..1_792_890_000;

/// 20:00 UTC before each night: to summer, to winter, to a Monday.
pub(super) const EVENINGS_S: [u64; 3] = [
    SUMMER_S.start - 5 * HOUR_S,
    SUMMER_S.end - 5 * HOUR_S,
    1_767_556_800,
];
pub(super) const NIGHT_S: u64 = 10 * HOUR_S;

const SATURDAY: u64 = 5;
const SUNDAY: u64 = 6;
/// On which day it begins, from which minute, and until which of that day or the
/// next. Where the clock is put forward, 2:30 never comes; where it is put back,
/// it comes twice.
const TIMES: [(u64, u16, u16); 3] = [
    (SATURDAY, 23 * 60, 2 * 60 + 30),
    (SUNDAY, 4 * 60, 5 * 60),
    (SUNDAY, 23 * 60 + 30, 30),
];

/// Whether they are on then, by what the clock on the wall shows.
pub(super) fn is_on(unix_s: u64, in_berlin: bool) -> bool {
    let offset_s = match (in_berlin, SUMMER_S.contains(&unix_s)) {
        (false, _) => 0,
        (true, false) => HOUR_S,
        (true, true) => 2 * HOUR_S,
    };
    let local_s = unix_s + offset_s;
    // The first day was a Thursday.
    let today = (local_s / DAY_S + 3) % 7;
    let minute = (local_s % DAY_S / 60) as u16;
    TIMES.iter().any(|(day, from, to)| match from < to {
        true => today == *day && (*from..*to).contains(&minute),
        false => today == *day && minute >= *from || today == (*day + 1) % 7 && minute < *to,
    })
}

pub(super) static SCHEDULE: LazyLock<Schedule> = LazyLock::new(|| {
    let entry = |(day, from_min, to_min): &(u64, u16, u16)| ScheduleEntry {
        days: 1 << day,
        from_min: *from_min,
        to_min: *to_min,
    };
    let (of, entries) = (ScheduleKind::RECORDING, TIMES.iter().map(entry).collect());
    Schedule::new(&message::Schedule { of, entries })
});

pub(super) static BERLIN: LazyLock<PosixZone> =
    LazyLock::new(|| PosixZone::parse(b"CET-1CEST,M3.5.0,M10.5.0/3").expect("a zone"));
