//! When the calendar is to be asked again: no story shows that it was asked too early.

use camera_fsm::calendar::Calendar;
use camera_fsm::clock::Clock;
use camera_fsm::schedule::Schedule;
use camera_fsm::settings::{Effect, Values};
use camera_fsm::time::Instant;
use camera_proto::message::{self, ScheduleEntry};
use camera_proto::time_zone::PosixZone;
use camera_proto::vocab::{ScheduleKind, SettingId};

/// What it says once all of it is worked out.
fn worked_out(now: Instant, clock: &Clock, values: &Values) -> Calendar {
    let mut calendar = Calendar::new();
    calendar.ask_again();
    while calendar.work(now, Some(clock), values) {}
    calendar
}

/// The same times every day.
fn schedule(of: ScheduleKind, from_min: u16, to_min: u16) -> Schedule {
    Schedule::new(&message::Schedule {
        of,
        entries: heapless::Vec::from([ScheduleEntry {
            days: 0x7f,
            from_min,
            to_min,
        }]),
    })
}

#[test]
fn r51_an_edge_is_due_to_the_millisecond() {
    let mornings = schedule(ScheduleKind::RECORDING, 10 * 60, 11 * 60);
    let values = Values::DEFAULT.with(SettingId::RECORDING_SCHEDULE, Effect::Schedule(mornings));
    // Nine o'clock was at 500 ms: a quarter of that second is past.
    let clock = Clock::new(Instant::from_millis(500), 9 * 3_600);
    let now = Instant::from_millis(750);
    let calendar = worked_out(now, &clock, &values);
    assert!(!calendar.records());
    let ten = Instant::from_millis(500).after(3_600_000);
    assert_eq!(calendar.due(now), Some(ten));
}

#[test]
fn r56_a_change_that_is_far_away_is_looked_for_again_within_49_days() {
    let berlin = PosixZone::parse(b"CET-1CEST,M3.5.0,M10.5.0/3").expect("a zone");
    let values = Values::DEFAULT.with(SettingId::TIME_ZONE, Effect::TimeZone(berlin));
    // A day in March 2023, after the clocks went forward; they go back in October.
    let (again_s, left_s) = (401 << 22, (1 << 21) - 5);
    let now = Instant::from_millis(7_000);
    let clock = Clock::new(now, again_s - left_s);
    let calendar = worked_out(now, &clock, &values);
    let again = now.after(left_s as u32 * 1_000);
    assert_eq!(calendar.due(now), Some(again));
}

#[test]
fn r56_before_the_time_is_known_nothing_is_worked_out() {
    let mut calendar = Calendar::new();
    calendar.ask_again();
    let now = Instant::default();
    assert!(!calendar.work(now, None, &Values::DEFAULT));
    assert!(calendar.alerts(now) && calendar.records());
}

#[test]
fn r51_what_nobody_woke_for_in_a_minute_does_not_silence_motion() {
    let evenings = schedule(ScheduleKind::ALERTS, 20 * 60, 21 * 60);
    let values = Values::DEFAULT.with(SettingId::ALERT_SCHEDULE, Effect::Schedule(evenings));
    let now = Instant::from_millis(0);
    let calendar = worked_out(now, &Clock::new(now, 19 * 3_600), &values);
    let eight = now.after(3_600_000);
    assert_eq!(calendar.due(now), Some(eight));
    assert!(!calendar.alerts(now) && !calendar.alerts(eight.after(59_999)));
    assert!(calendar.alerts(eight.after(60_000)));
}
