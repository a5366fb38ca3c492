//! A part of the picture's width or height: `12.5%`, or 125 thousandths.

/// Reads percent with their sign, else thousandths.
///
/// # Errors
/// When it is no number, or less than nothing. More than the picture stays
/// that much, so that the refusal of the zone is the one that a person sees.
pub fn parse(text: &str) -> Result<u16, String> {
    let thousandths = match text.strip_suffix('%') {
        Some(percent) => percent
            .trim_end()
            .parse()
            .map(|percent: f64| percent * 10.0),
        None => text.parse(),
    };
    match thousandths {
        // The cast saturates.
        Ok(share) if share.is_finite() && share >= 0.0 => Ok(share.round() as u16),
        _ => Err("not a share such as 12.5% or 125 (thousandths)".to_owned()),
    }
}

/// Writes percent, without needless zeros.
#[must_use]
pub fn show(thousandths: u16) -> String {
    format!("{}%", f64::from(thousandths) / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_percent_or_thousandths() {
        for (text, share) in [
            ("0", 0),
            ("125", 125),
            ("12.5%", 125),
            ("100 %", 1_000),
            ("1e9", u16::MAX),
        ] {
            assert_eq!(parse(text), Ok(share), "{text}");
        }
        for text in ["", "%", "-1", "half", "nan", "inf%"] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert_eq!(
            (show(125), show(1_000)),
            ("12.5%".to_owned(), "100%".to_owned())
        );
    }
}
