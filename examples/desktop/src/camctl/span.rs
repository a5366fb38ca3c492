//! Spans of time as people write them: `90`, `90s`, `10min`, `500ms`.

use core::time::Duration;

/// What a unit is in milliseconds; a bare number means seconds. `ms` and
/// `min` come first, because they end like `s` and begin like `m`.
const UNITS: &[(&str, u64)] = &[
    ("ms", 1),
    ("min", 60_000),
    ("s", 1_000),
    ("m", 60_000),
    ("h", 3_600_000),
    ("", 1_000),
];

/// Reads a span of time.
///
/// # Errors
/// When it is not a whole number and perhaps a unit.
pub fn parse(text: &str) -> Result<Duration, String> {
    let in_unit = |(unit, ms): &(&str, u64)| {
        let count: u64 = text.strip_suffix(unit)?.trim_end().parse().ok()?;
        count.checked_mul(*ms).map(Duration::from_millis)
    };
    UNITS
        .iter()
        .find_map(in_unit)
        .ok_or_else(|| "not a span of time such as 90, 90s, 10min or 500ms".to_owned())
}

/// Reads whole seconds that fit a message, and are not none.
///
/// # Errors
/// When it is no such span.
pub fn seconds<N: TryFrom<u64>>(text: &str) -> Result<N, String> {
    let span = parse(text)?;
    let whole = span.subsec_nanos() == 0 && !span.is_zero();
    whole
        .then(|| N::try_from(span.as_secs()).ok())
        .flatten()
        .ok_or_else(|| {
            let most = (u64::MAX >> (64 - 8 * size_of::<N>())).to_string();
            format!("from 1 to {most} seconds, please")
        })
}

/// The same, or `stop`, which is 0 on the wire.
///
/// # Errors
/// When it is neither.
pub fn seconds_or_stop<N: TryFrom<u64> + From<u8>>(text: &str) -> Result<N, String> {
    match text {
        "stop" => Ok(N::from(0)),
        text => seconds(text),
    }
}

/// Writes whole seconds as [`parse`] reads them, in the largest unit that has no rest.
#[must_use]
pub fn show(seconds: u64) -> String {
    match seconds {
        1.. if seconds.is_multiple_of(3_600) => format!("{} h", seconds / 3_600),
        1.. if seconds.is_multiple_of(60) => format!("{} min", seconds / 60),
        _ => format!("{seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_a_unit_or_means_seconds() {
        for (text, ms) in [
            ("0", 0),
            ("90", 90_000),
            ("90s", 90_000),
            ("10min", 600_000),
            ("10 m", 600_000),
            ("2h", 7_200_000),
            ("500ms", 500),
        ] {
            assert_eq!(parse(text), Ok(Duration::from_millis(ms)), "{text}");
        }
        for text in [
            "",
            "s",
            "-1",
            "1.5",
            "1d",
            "99999999999999999999",
            "9999999999999999h",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for (seconds, text) in [
            (0, "0 s"),
            (90, "90 s"),
            (600, "10 min"),
            (3_660, "61 min"),
            (7_200, "2 h"),
        ] {
            assert_eq!(show(seconds), text);
            assert_eq!(parse(text), Ok(Duration::from_secs(seconds)));
        }
    }

    #[test]
    fn seconds_fit_their_message() {
        assert_eq!(seconds::<u16>("18h"), Ok(64_800));
        assert_eq!(seconds::<u8>("255"), Ok(255));
        assert_eq!(seconds_or_stop::<u8>("stop"), Ok(0));
        let most = "from 1 to 255 seconds, please".to_owned();
        for text in ["256", "0", "500ms"] {
            assert_eq!(seconds::<u8>(text), Err(most.clone()), "{text}");
        }
    }
}
