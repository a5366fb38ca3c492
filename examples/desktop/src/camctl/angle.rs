//! Angles as people write them: degrees, with a fraction if need be.

use camera_proto::vocab::Cdeg;

/// Reads degrees. An angle that no camera could turn stays that large, so
/// that the camera's refusal is the one that a person sees.
///
/// # Errors
/// When the text is not a number.
pub fn parse(degrees: &str) -> Result<Cdeg, String> {
    match degrees.parse::<f64>() {
        // The cast saturates.
        Ok(degrees) if degrees.is_finite() => Ok(Cdeg((degrees * 100.0).round() as i32)),
        _ => Err("not a number of degrees".to_owned()),
    }
}

/// Writes degrees, without needless zeros.
#[must_use]
pub fn show(angle: Cdeg) -> String {
    format!("{}°", f64::from(angle.0) / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_to_the_hundredth() {
        for (text, cdeg) in [
            ("30", 3000),
            ("-10", -1000),
            ("12.5", 1250),
            ("-0.01", -1),
            ("1e9", i32::MAX),
        ] {
            assert_eq!(parse(text), Ok(Cdeg(cdeg)), "{text}");
        }
        for text in ["", "x", "nan", "inf", "1,5"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn degrees_are_shown_without_needless_zeros() {
        for (cdeg, text) in [(3000, "30°"), (-1250, "-12.5°"), (1, "0.01°"), (0, "0°")] {
            assert_eq!(show(Cdeg(cdeg)), text);
        }
    }
}
