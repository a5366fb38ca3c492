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
        if self.entries == Self::ALWAYS.entries {
            return Span {
                is_on: true,
                until_unix_s: None,
            };
        }
        let offset = zone.at(unix_s);
        let (is_on, left_s) = self.in_week(second_of_week(unix_s, offset.offset_s));
        let edge_s = unix_s.saturating_add(left_s.into());
        // The clock is put forward or back before that: where it shows then, the
        // schedule may be another.
        let until_s = offset.until_unix_s.unwrap_or(u64::MAX).min(edge_s);
        Span {
            is_on,
            until_unix_s: Some(until_s).filter(|until_s| *until_s <= LAST_S),
        }
    }

    /// Whether it is on at that second of the week, and how long until an entry
    /// begins or ends.
    fn in_week(&self, second_s: u32) -> (bool, u32) {
        let (mut today, mut second_s) = (0, second_s);
        while second_s >= DAY_S {
            (today, second_s) = (today + 1, second_s - DAY_S);
        }
        let (mut is_on, mut left_s) = (false, WEEK_S);
        for entry in &self.entries {
            let week = u32::from(entry.days());
            if week == 0 {
                continue;
            }
            let (from_min, to_min) = entry.minutes();
            let (from_s, to_s) = (u32::from(from_min) * MINUTE_S, u32::from(to_min) * MINUTE_S);
            let end_s = match to_min > from_min {
                true => to_s,
                false => to_s + DAY_S,
            };
            // The days on which it begins, from yesterday on.
            let days = (week | week << 7 | week << 14) >> (today + 6);
            let has_begun = from_s <= second_s;
            // Of yesterday and of today, only one can be on.
            for (day, second_s) in [(1, second_s + DAY_S), (2, second_s)] {
                if days & day != 0 && second_s < end_s && (has_begun || day == 1) {
                    is_on = true;
                    left_s = left_s.min(end_s - second_s);
                }
            }
            // It begins once within a week from now.
            let (mut days, mut begins_s) = match has_begun {
                true => (days >> 2, from_s + DAY_S),
                false => (days >> 1, from_s),
            };
            while days & 1 == 0 {
                (days, begins_s) = (days >> 1, begins_s + DAY_S);
            }
            left_s = left_s.min(begins_s - second_s);
        }
        (is_on, left_s)
    }
}

/// What the clock on the wall shows, in seconds since Monday's midnight.
fn second_of_week(unix_s: u64, offset_s: i32) -> u32 {
    // 1 January 1970 was a Thursday; and some are behind UTC then.
    let shift_s = (3 * DAY_S + WEEK_S).saturating_add_signed(offset_s);
    let local_s = unix_s.min(LAST_S) + u64::from(shift_s);
    // A week has 128 * 4725 seconds: so the division fits 32 bits.
    let parts = (local_s >> 7) as u32 % (WEEK_S >> 7);
    (parts << 7) + (local_s & 0x7f) as u32
}
