//! A weekly schedule (R51, R52): whether it is on, by the clock on the wall.
//!
//! An entry is on from its minute of the week up to, but not including, the one
//! at which it ends, on whatever days the clock shows them. Where the clock is put
//! forward, the minutes that it skips are skipped: an entry from 2 to 3 o'clock
//! does not happen that night. Where it is put back, those that it shows twice
//! count twice.
//!
//! What happens while the time is not known is not decided here.

use camera_proto::message::{self, ScheduleEntry};
use camera_proto::time_zone::{LAST_S, PosixZone};
use camera_proto::vocab::MAX_SCHEDULE_ENTRIES;

/// When something is on, every week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Schedule {
    entries: [Entry; MAX_SCHEDULE_ENTRIES],
}

/// From when until when, in minutes since midnight, 11 bits each, and above them
/// the days on which it begins: bit 0 is Monday. No day: there is no such entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Entry(u32);

impl Entry {
    const NONE: Self = Self(0);

    fn new(days: u8, from_min: u16, to_min: u16) -> Self {
        let minutes = u32::from(from_min.min(DAY_MIN)) | u32::from(to_min.min(DAY_MIN)) << 11;
        match days & 0x7f {
            0 => Self::NONE,
            days => Self(minutes | u32::from(days) << 22),
        }
    }

    const fn minutes(self) -> (u16, u16) {
        ((self.0 & 0x7ff) as u16, (self.0 >> 11 & 0x7ff) as u16)
    }

    const fn days(self) -> u8 {
        (self.0 >> 22) as u8
    }
}

const _: () = assert!(size_of::<Schedule>() <= 32, "a device has two");

/// How long a schedule stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// Whether it is on.
    pub is_on: bool,
    /// When to ask again, in seconds since 1970: until then it stays so, and then
    /// it may change. `None`: it never does.
    pub until_unix_s: Option<u64>,
}

const MINUTE_S: u32 = 60;
const DAY_MIN: u16 = 24 * 60;
const DAY_S: u32 = DAY_MIN as u32 * MINUTE_S;
const WEEK_S: u32 = 7 * DAY_S;

impl Schedule {
    /// No entry at all: always on.
    pub const ALWAYS: Self = Self {
        entries: [Entry::NONE; MAX_SCHEDULE_ENTRIES],
    };

    /// Of a setting that [`Setting::check`](message::Setting::check) allows. Of any
    /// other, an entry without a day is none, and a minute after midnight is
    /// midnight.
    #[must_use]
    pub fn new(setting: &message::Schedule) -> Self {
        let mut schedule = Self::ALWAYS;
        for (place, entry) in schedule.entries.iter_mut().zip(&setting.entries) {
            let ScheduleEntry {
                days,
                from_min,
                to_min,
            } = *entry;
            *place = Entry::new(days, from_min, to_min);
        }
        schedule
    }

    /// Whether it is on at a time in seconds since 1970, where the clocks go by
    /// `zone`.
    ///
    /// ```
    /// use camera_fsm::schedule::{Schedule, Span};
    /// use camera_proto::message::{self, ScheduleEntry};
    /// use camera_proto::time_zone::PosixZone;
    /// use camera_proto::vocab::ScheduleKind;
    ///
    /// // Monday to Friday, from 22:00 to 6:00 on the next day.
    /// let nights = ScheduleEntry { days: 0b001_1111, from_min: 22 * 60, to_min: 6 * 60 };
    /// let entries = heapless::Vec::from_slice(&[nights]).unwrap();
    /// let nights = Schedule::new(&message::Schedule { of: ScheduleKind::ALERTS, entries });
    ///
    /// let saturday_s = 1_767_398_400; // 3 January 2026, midnight
    /// let end_s = saturday_s + 6 * 3_600;
    /// let on = Span { is_on: true, until_unix_s: Some(end_s) };
    /// assert_eq!(nights.at(saturday_s, &PosixZone::UTC), on);
    /// assert!(!nights.at(end_s, &PosixZone::UTC).is_on);
    /// ```
    #[must_use]
    pub fn at(&self, unix_s: u64, zone: &PosixZone) -> Span {
        let offset = zone.at(unix_s);
        let (is_on, left_s) = self.on_the_wall(unix_s, offset.offset_s);
        let until_unix_s = left_s.map(|left_s| {
            let edge_s = unix_s.saturating_add(left_s.into());
            // The clock is put forward or back before that: where it shows then, the
            // schedule may be another.
            offset.until_unix_s.unwrap_or(u64::MAX).min(edge_s)
        });
        Span {
            is_on,
            until_unix_s: until_unix_s.filter(|until_s| *until_s <= LAST_S),
        }
    }

    /// Whether it is on where clocks are that much ahead of UTC, and for how many
    /// seconds it stays so, if they stay so; `None`: for good.
    pub(crate) fn on_the_wall(&self, unix_s: u64, offset_s: i32) -> (bool, Option<u32>) {
        if *self == Self::ALWAYS {
            return (true, None);
        }
        let (is_on, left_s) = self.in_week(second_of_week(unix_s, offset_s));
        (is_on, Some(left_s))
    }

    /// Whether it is on at that second of the week, and how long until an entry
    /// begins or ends.
    fn in_week(&self, second_s: u32) -> (bool, u32) {
        let (mut yesterday, mut today, mut second_s) = (6, 0, second_s);
        while second_s >= DAY_S {
            (yesterday, today, second_s) = (today, today + 1, second_s - DAY_S);
        }
        let (mut is_on, mut left_s) = (false, WEEK_S);
        for entry in &self.entries {
            let week = u32::from(entry.days());
            if week == 0 {
                continue;
            }
            let (from_min, to_min) = entry.minutes();
            let lasts_min = match to_min > from_min {
                true => to_min - from_min,
                false => to_min + DAY_MIN - from_min,
            };
            let (from_s, lasts_s) = (
                u32::from(from_min) * MINUTE_S,
                u32::from(lasts_min) * MINUTE_S,
            );
            // When it began last, if on that day it does, and the days from then on.
            let (past_s, day) = match second_s.checked_sub(from_s) {
                Some(past_s) => (past_s, today),
                None => (second_s + DAY_S - from_s, yesterday),
            };
            let mut days = (week | week << 7) >> day;
            if days & 1 == 1 && past_s < lasts_s {
                is_on = true;
                left_s = left_s.min(lasts_s - past_s);
            }
            // It begins once within a week from then.
            let mut begins_s = DAY_S;
            days >>= 1;
            while days & 1 == 0 {
                (days, begins_s) = (days >> 1, begins_s + DAY_S);
            }
            left_s = left_s.min(begins_s - past_s);
        }
        (is_on, left_s)
    }
}

/// What the clock on the wall shows, in seconds since Monday's midnight.
fn second_of_week(unix_s: u64, offset_s: i32) -> u32 {
    // 1 January 1970 was a Thursday; and some are behind UTC then.
    let shift_s = (3 * DAY_S + WEEK_S).saturating_add_signed(offset_s);
    let local_s = unix_s.min(LAST_S) + u64::from(shift_s);
    // A week has 128 * 4725 seconds. A core that divides in software takes long for
    // what is left of one: 2¹⁶ parts are whole weeks and 4111, and what is less is
    // multiplied by the inverse.
    let mut parts = (local_s >> 7) as u32;
    while parts > 0xffff {
        parts = (parts >> 16) * 4_111 + (parts & 0xffff);
    }
    parts -= ((parts * 14_203) >> 26) * (WEEK_S >> 7);
    (parts << 7) + (local_s & 0x7f) as u32
}
