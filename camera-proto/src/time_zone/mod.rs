//! What time it is where the camera hangs: a time zone as POSIX writes it, and
//! its distance from UTC at any time.
//!
//! ```text
//! zone   = name offset [ name [ offset ] "," change "," change ]
//! name   = 3*ALPHA / "<" 3*( ALPHA / DIGIT / "+" / "-" ) ">"
//! offset = [ sign ] 0-24 [ ":" 0-59 [ ":" 0-59 ] ]    west of UTC, however odd
//! change = day [ "/" [ sign ] 0-167 [ ":" 0-59 [ ":" 0-59 ] ] ]    at 2 o'clock
//! day    = "M" 1-12 "." 1-5 "." 0-6    month, week (5: the last), day (0: Sunday)
//!        / "J" 1-365                   29 February is never counted
//!        / 0-365                       it is
//! sign   = "+" / "-"
//! ```
//!
//! So say POSIX.1-2024 (8.3, `TZ`) and RFC 8536 (3.3.1), which the footers of the
//! tz database follow. The first offset is the standard time's; the second is the
//! daylight saving time's, an hour further east where there is none. The first
//! change begins that and is told by the standard time, the second ends it and is
//! told by the daylight saving time.
//!
//! Decisions:
//!
//! - **No rules.** `EST5EDT` is refused: systems guess what it means, and no two
//!   alike. So is the name of a file, such as `Europe/Berlin`: a camera has none.
//! - **The order of the changes.** A daylight saving time lasts to its end in the
//!   same year, or in the next one where that comes first: so south of the
//!   equator. One that ends when or after the next one begins has no break.
//! - **Names** are checked and forgotten: nothing here shows one.
//! - **Own code.** On a Cortex-M0+ (opt-level "z", LTO, without division and
//!   `memcpy`) this takes 2.0 KB of flash, 1.2 of them to read a zone, and 24 bytes
//!   for one. `jiff-core` 1.0.1 takes 8.0 KB and 48 bytes, and keeps each change in
//!   its year, even if its hours carry it to another. `tz-rs` 0.7.3 takes 6.0 KB to
//!   tell the offset alone: it reads with an allocator only, and does not say when
//!   the offset changes. The tests ask `jiff` and `tz-rs`.

mod parse;

use crate::vocab::Refusal;

/// The last second of the year 9999, since 1970. Time stands still for a zone
/// then, so that whatever a clock says can be asked for.
pub const LAST_S: u64 = 253_402_300_799;

/// A time zone, without its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PosixZone {
    /// Of the standard time, east of UTC.
    offset_s: i32,
    daylight: Option<Daylight>,
}

/// A part of each year with another offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Daylight {
    /// East of UTC.
    offset_s: i32,
    start: Change,
    end: Change,
}

/// When the offset changes, each year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Change {
    day: Day,
    /// After that day's midnight, by the offset that holds until then.
    at_s: i32,
}

/// A day of each year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Day {
    /// 1–365, in which 29 February is not counted.
    Julian(u16),
    /// 0–365, in which it is: 365 is 1 January where there is none.
    Plain(u16),
    /// `week` 5 is the month's last, `weekday` 0 Sunday.
    Weekday { month: u8, week: u8, weekday: u8 },
}

const _: () = assert!(size_of::<PosixZone>() <= 24, "it lies in every camera");

/// A search for the next change of a zone's offset: a year takes so long that a
/// camera takes one at a time. While nobody searches, all of it is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Search {
    /// The end of what began in the years before.
    end_s: i64,
    year: i16,
    years_left: u8,
}

/// A zone may have a daylight saving time in leap years alone, and around 2100
/// there is none for eight.
const YEARS: u8 = 12;

/// What a zone says of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Offset {
    /// Local time less UTC, in seconds: positive east of Greenwich.
    pub offset_s: i32,
    /// When it changes next, in seconds since 1970, or `None`: never.
    pub until_unix_s: Option<u64>,
}

impl Search {
    /// It has not begun.
    pub const NONE: Self = Self {
        end_s: 0,
        year: 0,
        years_left: 0,
    };
}

const MINUTE_S: i32 = 60;
const HOUR_S: i32 = 60 * MINUTE_S;

impl PosixZone {
    /// Where no zone is set.
    pub const UTC: Self = Self {
        offset_s: 0,
        daylight: None,
    };

    /// Reads a zone.
    ///
    /// ```
    /// use camera_proto::time_zone::PosixZone;
    /// use camera_proto::vocab::Refusal;
    ///
    /// let berlin = PosixZone::parse(b"CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
    /// let march = berlin.at(1_774_746_000 - 1); // 29 March 2026, 1:59:59
    /// assert_eq!(march.offset_s, 3_600);
    /// assert_eq!(march.until_unix_s, Some(1_774_746_000));
    /// assert_eq!(berlin.at(1_774_746_000).offset_s, 7_200);
    /// assert_eq!(PosixZone::parse(b"EST5EDT"), Err(Refusal::INVALID_TIME_ZONE));
    /// ```
    ///
    /// # Errors
    /// `InvalidTimeZone` when it is none, or names a daylight saving time without
    /// saying when that is.
    pub fn parse(text: &[u8]) -> Result<Self, Refusal> {
        parse::zone(text).ok_or(Refusal::INVALID_TIME_ZONE)
    }

    /// The offset at a time in seconds since 1970. It looks for the next change year
    /// by year: ask again when that comes, and not every second.
    #[must_use]
    pub fn at(&self, unix_s: u64) -> Offset {
        let mut search = Search::NONE;
        loop {
            if let Some(offset) = self.search(unix_s, &mut search) {
                return offset;
            }
        }
    }

    /// The same, a year at a time; `None`: not in this one. It may be later when it
    /// goes on, but not earlier.
    pub fn search(&self, unix_s: u64, search: &mut Search) -> Option<Offset> {
        let Some(daylight) = self.daylight else {
            return Some(offset(self.offset_s, None));
        };
        let now_s = unix_s.min(LAST_S) as i64;
        if search.years_left == 0 {
            *search = Search {
                end_s: i64::MIN,
                year: year_before(now_s),
                years_left: YEARS,
            };
        }
        let (next_s, next_end_s) = daylight.span(search.year.into(), self.offset_s);
        let is_apart = next_s < next_end_s && next_s > search.end_s;
        search.year += 1;
        search.years_left -= 1;
        let until_s = if is_apart && now_s < search.end_s {
            Some(search.end_s)
        } else if is_apart && now_s < next_s {
            Some(next_s)
        } else {
            if next_s < next_end_s {
                search.end_s = search.end_s.max(next_end_s);
            }
            if search.years_left > 0 {
                return None;
            }
            // It never changes again.
            None
        };
        let offset_s = match now_s < search.end_s {
            true => daylight.offset_s,
            false => self.offset_s,
        };
        *search = Search::NONE;
        Some(offset(offset_s, until_s))
    }
}

fn offset(offset_s: i32, until_s: Option<i64>) -> Offset {
    let until_unix_s = until_s.map(|until_s| until_s.unsigned_abs());
    Offset {
        offset_s,
        until_unix_s: until_unix_s.filter(|until_s| *until_s <= LAST_S),
    }
}

impl Daylight {
    /// From when until when it lasts that begins in that year.
    fn span(&self, year: i32, standard_s: i32) -> (i64, i64) {
        let start_s = self.start.unix_s(year, standard_s);
        let end_s = self.end.unix_s(year, self.offset_s);
        match start_s <= end_s {
            true => (start_s, end_s),
            false => (start_s, self.end.unix_s(year + 1, self.offset_s)),
        }
    }
}

impl Change {
    /// When it happens in that year, told by clocks that are `offset_s` ahead.
    fn unix_s(self, year: i32, offset_s: i32) -> i64 {
        // A day has 128 * 675 seconds: so the product fits 32 bits.
        (i64::from(self.day.of(year) * 675) << 7) + i64::from(self.at_s - offset_s)
    }
}

impl Day {
    /// Which it is in that year, in days since 1970.
    fn of(self, year: i32) -> i32 {
        match self {
            Self::Julian(day) if day < 60 => new_year(year) + i32::from(day) - 1,
            // Counted back from the end, a year is as long as any other.
            Self::Julian(day) => new_year(year + 1) + i32::from(day) - 366,
            Self::Plain(day) => new_year(year) + i32::from(day),
            Self::Weekday {
                month,
                week,
                weekday,
            } => {
                let (new_year, is_leap) = (new_year(year), is_leap(year));
                let first = new_year + days_before(month, is_leap);
                // 1 January 1970 was a Thursday.
                let ahead = of_week(i32::from(weekday) - 4 - first);
                let day = first + ahead + 7 * (i32::from(week) - 1);
                match day < new_year + days_before(month + 1, is_leap) {
                    true => day,
                    false => day - 7,
                }
            }
        }
    }
}

/// The year before it, from whose daylight saving time on it may be one now: what
/// began two years ago may last into January, for ten days at most.
fn year_before(unix_s: i64) -> i16 {
    // A day has 128 * 675 seconds: so the division fits 32 bits.
    let days = (unix_s >> 7) as u32 / 675;
    // 400 years of the calendar; two weeks ago, but for two days around the year's ends.
    1968 + ((days + 365 - 14) * 400 / 146_097) as i16
}

// A core that divides in software takes a hundred instructions for it, and a zone
// would ask for forty: what is known while compiling is multiplied by its inverse.

const fn hundredth(years: i32) -> i32 {
    (years * 5_243) >> 19
}

const _: () = {
    let mut years = 0;
    while years < 10_100 {
        assert!(hundredth(years) == years / 100);
        years += 1;
    }
};

/// From 0 to 6: what is left of some days where weeks are taken away.
const fn of_week(days: i32) -> i32 {
    // 2¹⁵ days are whole weeks and one. The days before are whole weeks.
    let days = days + 7 * (1 << 19);
    let days = (days & 0x7fff) + (days >> 15);
    days - ((days * 37_450) as u32 >> 18) as i32 * 7
}

/// The first day of a year, in days since 1970.
const fn new_year(year: i32) -> i32 {
    let past = year - 1;
    let centuries = hundredth(past);
    365 * past + (past >> 2) - centuries + (centuries >> 2) - 719_162
}

const fn is_leap(year: i32) -> bool {
    let centuries = hundredth(year);
    match 100 * centuries == year {
        true => centuries & 3 == 0,
        false => year & 3 == 0,
    }
}

/// How many days of a year are before a month; the 13th is next January.
const fn days_before(month: u8, is_leap: bool) -> i32 {
    // As if February had 30 days: (367 * month - 362) / 12.
    let days = ((367 * month as i32 - 362) * 43_691) >> 19;
    match (month > 2, is_leap) {
        (false, _) => days,
        (true, true) => days - 1,
        (true, false) => days - 2,
    }
}
