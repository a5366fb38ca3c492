//! Two other readers of time zones.

use camera_proto::time_zone::PosixZone;

use crate::at;

/// A TZif file that has nothing but the text at its end. So read, tz-rs takes
/// the hours of RFC 8536 as well.
fn tzif(text: &str) -> Vec<u8> {
    let mut file = Vec::new();
    for _ in 0..2 {
        file.extend(b"TZif3");
        file.extend([0; 15]);
        // One type, four letters of names, and none of all the rest.
        for count in [0_u32, 0, 0, 0, 1, 4] {
            file.extend(count.to_be_bytes());
        }
        file.extend([0; 6]);
        file.extend(b"UTC\0");
    }
    file.extend(format!("\n{text}\n").bytes());
    file
}

/// Whether it never changes at midnight of a new year. tz-rs does where the two
/// changes coincide in some years, and not in others.
fn is_steady(zone: &tz::TimeZone) -> bool {
    let offset_s = |unix_s| zone.find_local_time_type(unix_s).unwrap().ut_offset();
    let new_year_s = |year| {
        tz::UtcDateTime::new(year, 1, 1, 0, 0, 0, 0)
            .unwrap()
            .unix_time()
    };
    let mut new_years_s = (1970..=2240).map(new_year_s);
    new_years_s.all(|unix_s| offset_s(unix_s - 1) == offset_s(unix_s))
}

/// The other two. tz-rs is `None` where it finds the order of the changes
/// different from year to year, and where it cannot be asked.
pub(crate) struct Oracles {
    pub(crate) jiff: jiff::tz::TimeZone,
    pub(crate) tz: Option<tz::TimeZone>,
}

impl Oracles {
    pub(crate) fn of_text(text: &str) -> Self {
        Self {
            jiff: jiff::tz::TimeZone::posix(text).expect(text),
            tz: tz::TimeZone::from_tz_data(&tzif(text))
                .ok()
                .filter(is_steady),
        }
    }

    pub(crate) fn of_file(file: &[u8]) -> Self {
        Self {
            jiff: jiff::tz::TimeZone::tzif("", file).expect("a TZif file"),
            tz: Some(tz::TimeZone::from_tz_data(file).expect("a TZif file")),
        }
    }

    pub(crate) fn jiff_s(&self, unix_s: i64) -> i32 {
        let time = jiff::Timestamp::from_second(unix_s).unwrap();
        self.jiff.to_offset(time).seconds()
    }

    pub(crate) fn tz_s(&self, unix_s: i64) -> Option<i32> {
        let zone = self.tz.as_ref()?;
        Some(zone.find_local_time_type(unix_s).unwrap().ut_offset())
    }

    pub(crate) fn assert_same(&self, zone: &PosixZone, unix_s: i64, text: &str) {
        let offset_s = at(zone, unix_s).offset_s;
        assert_eq!(offset_s, self.jiff_s(unix_s), "jiff: {text} at {unix_s}");
        assert_eq!(
            Some(offset_s),
            self.tz_s(unix_s),
            "tz-rs: {text} at {unix_s}"
        );
    }
}
