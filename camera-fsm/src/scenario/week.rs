//! Times of the week as people write them: `Mon-Fri 22:00-06:00`.

use camera_proto::message::ScheduleEntry;

/// The days, as they are written short; the first is bit 0 of [`ScheduleEntry::days`].
pub const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Reads days and a span of the day: `Mon-Fri,Sun 22:00-06:00`, or `daily 08:00-18:00`.
/// `None` when it is not that. Whether those times are in a week is the setting's to judge.
///
/// ```
/// use camera_fsm::scenario::times_of_week;
/// let entry = times_of_week("Sat-Sun 00:00-24:00").expect("times");
/// assert_eq!((entry.days, entry.from_min, entry.to_min), (0b110_0000, 0, 1_440));
/// assert_eq!(times_of_week("at night"), None);
/// ```
#[must_use]
pub fn times_of_week(text: &str) -> Option<ScheduleEntry> {
    let (days, span) = text.trim().split_once(char::is_whitespace)?;
    let (from, to) = span.trim().split_once('-')?;
    Some(ScheduleEntry {
        days: days_of(days)?,
        from_min: minute_of(from)?,
        to_min: minute_of(to)?,
    })
}

fn days_of(text: &str) -> Option<u8> {
    if text.eq_ignore_ascii_case("daily") {
        return Some(0x7f);
    }
    let mut days = 0;
    for run in text.split(',') {
        let (first, last) = run.split_once('-').unwrap_or((run, run));
        let (first, last) = (day_of(first)?, day_of(last)?);
        // Fri-Mon goes round the end of the week.
        let length = (last + 7 - first) % 7;
        for day in first..=first + length {
            days |= 1 << (day % 7);
        }
    }
    Some(days)
}

fn day_of(text: &str) -> Option<usize> {
    DAYS.iter().position(|day| day.eq_ignore_ascii_case(text))
}

/// Minutes since midnight, up to 24:00 and a bit, which the setting refuses.
fn minute_of(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let two_digits = |text: &str| match text.len() {
        2 => text
            .parse::<u16>()
            .ok()
            .filter(|_| text.bytes().all(|byte| byte.is_ascii_digit())),
        _ => None,
    };
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    (minutes < 60).then_some(hours * 60 + minutes)
}
