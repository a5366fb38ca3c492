//! From the words after `expect` to what must be seen.

use camera_proto::vocab::{
    Advice, CameraState, Cause, Color, Fault, LedState, LossKind, NO_ZONE, Pattern, Refusal,
    ResetCause, ResetStage, Symptom,
};
use heapless::Vec;

use super::expect::{Expectation, FLAGS, Outcome, RadioMode, SUPPORT, Span, UserFlash};
use super::line::{Expect, When};
use super::verb::ssid;
use super::words::{SyntaxError, Words};
use crate::levels::LedFrame;

pub(super) fn expect(words: &mut Words<'_>) -> Result<Expect, SyntaxError> {
    let what = expectation(words)?;
    let when = if words.accept("within") {
        When::Within {
            ms: words.duration()?,
        }
    } else if words.accept("throughout") {
        When::Throughout {
            ms: words.duration()?,
        }
    } else {
        When::Now
    };
    Ok(Expect { what, when })
}

fn expectation(words: &mut Words<'_>) -> Result<Expectation, SyntaxError> {
    const WHAT: &str = "what to see: `state`, `led`, `reply`, `radio`, `pan`, `reset`, …";
    const LISTED: &str = "a name of at most 32 bytes";
    Ok(match words.keyword(WHAT)? {
        "power" => {
            Expectation::Power(words.one_of(&[("on", true), ("off", false)], "`on` or `off`")?)
        }
        "state" => {
            Expectation::State(words.code(CameraState, CameraState::name, "a camera state")?)
        }
        "led" if words.accept("off") => Expectation::LedOff,
        "led" => Expectation::Led(LedState {
            color: words.code(Color, Color::name, "`off` or a colour")?,
            pattern: words.code(Pattern, Pattern::name, "the name of a pattern")?,
        }),
        "light" => Expectation::Light(light(words)?),
        "fault" => Expectation::Fault(words.code(Fault, Fault::name, "a fault or `none`")?),
        "radio" => {
            let modes = [
                ("off", RadioMode::Off),
                ("ap", RadioMode::Ap),
                ("joining", RadioMode::Joining),
                ("station", RadioMode::Station),
            ];
            Expectation::Radio(words.one_of(&modes, "`off`, `ap`, `joining` or `station`")?)
        }
        "window" => {
            let states = [("open", true), ("closed", false)];
            Expectation::Window(words.one_of(&states, "`open` or `closed`")?)
        }
        "last-setup" => {
            Expectation::LastSetup(words.code(Refusal, Refusal::name, "a refusal or `None`")?)
        }
        "pan" => Expectation::Pan(span(words)?),
        "tilt" => Expectation::Tilt(span(words)?),
        "moving" => {
            Expectation::Moving(words.one_of(&[("yes", true), ("no", false)], "`yes` or `no`")?)
        }
        "flag" => {
            const FLAG: &str = "a flag: `time-known`, `inviting`, `unbind-owed`, …";
            let (name, flag) = named(words, &FLAGS, FLAG)?;
            let is_so = words.one_of(&[("yes", true), ("no", false)], "`yes` or `no`")?;
            Expectation::Flag { name, flag, is_so }
        }
        "reset" => {
            Expectation::Reset(words.code(ResetStage, ResetStage::name, "a stage of a reset")?)
        }
        "epoch" => Expectation::Epoch(words.number("an epoch", 0)?),
        "receipt" if words.accept("none") => Expectation::Receipt(None),
        "receipt" => {
            let cause = words.code(ResetCause, ResetCause::name, "`none` or a cause")?;
            Expectation::Receipt(Some(cause))
        }
        "reply" => Expectation::Reply(outcome(words)?),
        "heard" => Expectation::Heard {
            ssid: ssid(words)?,
            heard: true,
        },
        "not-heard" => Expectation::Heard {
            ssid: ssid(words)?,
            heard: false,
        },
        "listed" => Expectation::Listed {
            name: words.bytes(LISTED)?,
            listed: true,
        },
        "not-listed" => Expectation::Listed {
            name: words.bytes(LISTED)?,
            listed: false,
        },
        "losses" => Expectation::Losses(losses(words)?),
        "noticed" if words.accept("nothing") => Expectation::Noticed(None),
        "noticed" if words.accept("picture") => Expectation::Noticed(Some(NO_ZONE)),
        "noticed" => {
            let zone = words.small("the place of a zone, `picture` or `nothing`")?;
            Expectation::Noticed(Some(zone))
        }
        "lens" => {
            let states = [("open", true), ("shut", false)];
            Expectation::Lens(words.one_of(&states, "`open` or `shut`")?)
        }
        "night-light" => Expectation::NightLight(words.small("how bright, in percent")?),
        "found" if words.accept("nothing") => Expectation::Found(None),
        "found" => Expectation::Found(Some((
            words.code(Symptom, Symptom::name, "`nothing` or a symptom")?,
            words.code(Cause, Cause::name, "a cause")?,
            words.code(Advice, Advice::name, "an advice")?,
        ))),
        "support" => {
            let (name, _) = named(
                words,
                &SUPPORT,
                "`first-setup`, `resets`, `controllers` or `wrong-codes`",
            )?;
            let number = words.number("a number", 0)?;
            Expectation::Support {
                name,
                number: Some(number.into()),
            }
        }
        "user-flash" => {
            let states = [
                ("blank", UserFlash::Blank),
                ("formatted", UserFlash::Formatted),
                ("used", UserFlash::Used),
            ];
            Expectation::UserFlash(words.one_of(&states, "`blank`, `formatted` or `used`")?)
        }
        "no-secrets" => Expectation::Secrets(false),
        _ => return Err(words.wrong(WHAT)),
    })
}

/// What is dark has no brightness.
fn light(words: &mut Words<'_>) -> Result<LedFrame, SyntaxError> {
    let (color, brightness) = match words.accept("off") {
        true => (Color::OFF, 0),
        false => (
            words.code(Color, Color::name, "`off` or a colour")?,
            words.small("a brightness, 1 to 255")?,
        ),
    };
    match (color == Color::OFF) == (brightness == 0) {
        true => Ok(LedFrame { color, brightness }),
        false => Err(words.wrong("`light off`, or a colour and a brightness of at least 1")),
    }
}

/// A word of a table, and what it is for.
fn named<T: Copy>(
    words: &mut Words<'_>,
    table: &[(&'static str, T)],
    expected: &'static str,
) -> Result<(&'static str, T), SyntaxError> {
    let word = words.keyword(expected)?;
    let known = table.iter().find(|(name, _)| *name == word);
    known.copied().ok_or_else(|| words.wrong(expected))
}

fn span(words: &mut Words<'_>) -> Result<Span, SyntaxError> {
    const GROWS: &str = "a range that grows";
    let (from, to) = words.degrees_range()?;
    match from <= to {
        true => Ok(Span { from, to }),
        false => Err(words.wrong(GROWS)),
    }
}

fn outcome(words: &mut Words<'_>) -> Result<Outcome, SyntaxError> {
    if words.accept("pending") {
        Ok(Outcome::Pending)
    } else if words.accept("done") {
        Ok(Outcome::Done)
    } else if words.accept("offline") {
        Ok(Outcome::Offline)
    } else {
        const REPLY: &str = "`pending`, `done`, `offline` or the name of a refusal";
        words
            .code(Refusal, Refusal::name, REPLY)
            .map(Outcome::Refused)
    }
}

fn losses(words: &mut Words<'_>) -> Result<Vec<LossKind, 8>, SyntaxError> {
    const KIND: &str = "`nothing`, or up to 8 kinds of losses";
    let mut kinds = Vec::new();
    if words.accept("nothing") {
        return Ok(kinds);
    }
    loop {
        let kind = words.code(LossKind, LossKind::name, KIND)?;
        kinds.push(kind).map_err(|_| words.wrong(KIND))?;
        if words.is_at_end() || words.next_is("within") || words.next_is("throughout") {
            return Ok(kinds);
        }
    }
}
