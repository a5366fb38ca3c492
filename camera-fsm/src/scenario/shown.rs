//! What is expected, as a story spells it.

use core::fmt;

use camera_proto::vocab::{Cdeg, Color, NO_ZONE};

use super::expect::{Expectation, Outcome, RadioMode, Span, UserFlash};

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let either = |yes: bool, a: &'static str, b: &'static str| if yes { a } else { b };
        match self {
            Self::Power(on) => write!(f, "power {}", either(*on, "on", "off")),
            Self::State(state) => write!(f, "state {state:?}"),
            Self::Led(led) => write!(f, "led {:?} {:?}", led.color, led.pattern),
            Self::LedOff => f.write_str("led off"),
            Self::Light(light) if light.color == Color::OFF => f.write_str("light off"),
            Self::Light(light) => write!(f, "light {:?} {}", light.color, light.brightness),
            Self::Fault(fault) => write!(f, "fault {fault:?}"),
            Self::Radio(mode) => write!(f, "radio {mode}"),
            Self::Window(open) => write!(f, "window {}", either(*open, "open", "closed")),
            Self::LastSetup(why) => write!(f, "last-setup {why:?}"),
            Self::Pan(span) => write!(f, "pan {span}"),
            Self::Tilt(span) => write!(f, "tilt {span}"),
            Self::Moving(moving) => write!(f, "moving {}", either(*moving, "yes", "no")),
            Self::Flag { name, is_so, .. } => {
                write!(f, "flag {name} {}", either(*is_so, "yes", "no"))
            }
            Self::Reset(stage) => write!(f, "reset {stage:?}"),
            Self::Epoch(epoch) => write!(f, "epoch {epoch}"),
            Self::Receipt(None) => f.write_str("receipt none"),
            Self::Receipt(Some(cause)) => write!(f, "receipt {cause:?}"),
            Self::Reply(outcome) => write!(f, "reply {outcome}"),
            Self::Heard { ssid, heard } => {
                write!(f, "{} \"", either(*heard, "heard", "not-heard"))?;
                escape(f, ssid.as_bytes())?;
                f.write_str("\"")
            }
            Self::Listed { name, listed } => {
                write!(f, "{} \"", either(*listed, "listed", "not-listed"))?;
                escape(f, name)?;
                f.write_str("\"")
            }
            Self::Losses(kinds) if kinds.is_empty() => f.write_str("losses nothing"),
            Self::Losses(kinds) => {
                f.write_str("losses")?;
                kinds.iter().try_for_each(|kind| write!(f, " {kind:?}"))
            }
            Self::Noticed(None) => f.write_str("noticed nothing"),
            Self::Noticed(Some(NO_ZONE)) => f.write_str("noticed picture"),
            Self::Noticed(Some(zone)) => write!(f, "noticed {zone}"),
            Self::Lens(open) => write!(f, "lens {}", either(*open, "open", "shut")),
            Self::NightLight(percent) => write!(f, "night-light {percent}"),
            Self::Found(None) => f.write_str("found nothing"),
            Self::Found(Some((symptom, cause, advice))) => {
                write!(f, "found {symptom:?} {cause:?} {advice:?}")
            }
            Self::Support { name, number } => match number {
                Some(number) => write!(f, "support {name} {number}"),
                None => write!(f, "support {name} unknown"),
            },
            Self::UserFlash(state) => write!(f, "user-flash {state}"),
            Self::Secrets(found) => f.write_str(either(*found, "secrets in flash", "no-secrets")),
        }
    }
}

/// Writes bytes as a story quotes them.
fn escape(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|byte| match byte {
        b'"' | b'\\' => write!(f, "\\{}", char::from(*byte)),
        b' '..=b'~' => write!(f, "{}", char::from(*byte)),
        _ => write!(f, "\\x{byte:02x}"),
    })
}

impl fmt::Display for RadioMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Off => "off",
            Self::Ap => "ap",
            Self::Joining => "joining",
            Self::Station => "station",
        })
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pending => f.write_str("pending"),
            Self::Done => f.write_str("done"),
            Self::Offline => f.write_str("offline"),
            Self::Refused(why) => write!(f, "{why:?}"),
        }
    }
}

impl fmt::Display for UserFlash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Blank => "blank",
            Self::Formatted => "formatted",
            Self::Used => "used",
        })
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        degrees(f, self.from)?;
        if self.from == self.to {
            return Ok(());
        }
        f.write_str("..")?;
        degrees(f, self.to)
    }
}

fn degrees(f: &mut fmt::Formatter<'_>, Cdeg(cdeg): Cdeg) -> fmt::Result {
    let (sign, size) = (if cdeg < 0 { "-" } else { "" }, cdeg.unsigned_abs());
    match (size / 100, size % 100) {
        (whole, 0) => write!(f, "{sign}{whole}"),
        (whole, cents) => write!(f, "{sign}{whole}.{cents:02}"),
    }
}
