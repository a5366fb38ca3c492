//! Times of the week as people write them: `Mon-Fri 22:00-06:00`.

use camera_fsm::scenario::{DAYS, times_of_week};
use camera_proto::message::ScheduleEntry;

/// Reads days and a span of the day: `Mon-Fri,Sun 22:00-06:00`, or `daily 08:00-18:00`.
/// Whether those times are in a week is the setting's to judge.
///
/// # Errors
/// When it is not that.
pub fn parse(text: &str) -> Result<ScheduleEntry, String> {
    times_of_week(text).ok_or_else(|| {
        "not times such as \"Mon-Fri 22:00-06:00\" or \"daily 08:00-18:00\"".to_owned()
    })
}

/// Writes what [`parse`] reads.
#[must_use]
pub fn show(entry: &ScheduleEntry) -> String {
    let (from, to) = (show_time(entry.from_min), show_time(entry.to_min));
    format!("{} {from}-{to}", show_days(entry.days))
}

fn show_days(days: u8) -> String {
    if days == 0x7f {
        return "daily".to_owned();
    }
    let has = |day: usize| days & 1 << day != 0;
    let mut runs = Vec::new();
    let mut day = 0;
    while let Some(first) = (day..7).find(|day| has(*day)) {
        let last = (first..7)
            .take_while(|day| has(*day))
            .last()
            .unwrap_or(first);
        runs.push(match last - first {
            0 => DAYS[first].to_owned(),
            _ => format!("{}-{}", DAYS[first], DAYS[last]),
        });
        day = last + 1;
    }
    runs.join(",")
}

fn show_time(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_read() {
        for (text, days, from_min, to_min) in [
            ("Mon-Fri 22:00-06:00", 0b001_1111, 1_320, 360),
            ("sat,SUN 00:00-24:00", 0b110_0000, 0, 1_440),
            ("Fri-Mon 08:30-08:31", 0b111_0001, 510, 511),
            ("daily 08:00 - 18:00", 0x7f, 480, 1_080),
            ("Mon 99:59-00:00", 1, 5_999, 0),
        ] {
            let entry = ScheduleEntry {
                days,
                from_min,
                to_min,
            };
            assert_eq!(parse(text), Ok(entry), "{text}");
        }
        for text in [
            "",
            "Mon",
            "Mon 8:00-9:00",
            "Mon 08:00",
            "Mon 08:60-09:00",
            "Mon- 08:00-09:00",
            "Mon, 08:00-09:00",
            "Moon 08:00-09:00",
            "08:00-09:00",
            "Mon +8:00-09:00",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for days in 1..0x80 {
            for (from_min, to_min) in [(0, 1_440), (1_320, 360), (61, 59)] {
                let entry = ScheduleEntry {
                    days,
                    from_min,
                    to_min,
                };
                assert_eq!(parse(&show(&entry)), Ok(entry), "{}", show(&entry));
            }
        }
        let weekend = ScheduleEntry {
            days: 0b110_0001,
            from_min: 0,
            to_min: 1_440,
        };
        assert_eq!(show(&weekend), "Mon,Sat-Sun 00:00-24:00");
    }
}
