//! From the text of a story to its lines. Total: every text becomes lines or
//! errors that say what was expected where.

use camera_proto::vocab::Axis;

use super::expected::expect;
use super::line::{CONTROLLERS, Flash, Kept, Line, Moment, Power, Sensor, Trace, Typed};
use super::setting::rectangle;
use super::verb::{setting_id, verb};
use super::words::{Words, edge};
use crate::input::PinLevel;
use crate::motion_detection::grid::Cells;
use crate::motion_detection::zone::Zone;
use crate::part::Part;
use crate::profile::{self, Profile};

pub use super::words::SyntaxError;

/// The lines of a story with their numbers, from 1; empty lines and comments
/// are left out.
pub fn parse(text: &str) -> impl Iterator<Item = (u32, Result<Line<'_>, SyntaxError>)> {
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !Words::new(line).is_at_end())
        .map(|(number, line)| (number, Line::parse(line)))
}

/// The model that a story is about, if it says so: then it must be played to a
/// camera of that one.
///
/// ```
/// use camera_fsm::{profile::STRICT, scenario::profile_of};
/// assert_eq!(profile_of("# Calm. (R12)\nprofile strict\npower on"), Some(&STRICT));
/// assert_eq!(profile_of("power on"), None);
/// ```
#[must_use]
pub fn profile_of(text: &str) -> Option<&'static Profile> {
    parse(text).find_map(|(_, line)| match line {
        Ok(Line::Profile(profile)) => Some(profile),
        _ => None,
    })
}

impl<'a> Line<'a> {
    /// Reads one line.
    ///
    /// ```
    /// use camera_fsm::scenario::Line;
    /// assert_eq!(Line::parse("advance 7s  # a while"), Ok(Line::Advance { ms: 7_000 }));
    /// let error = Line::parse("button sideways").unwrap_err();
    /// assert_eq!(error.to_string(), "column 8: expected `down`, `up` or `trace T LEVEL …`");
    /// ```
    ///
    /// # Errors
    /// Says what was expected where.
    pub fn parse(text: &'a str) -> Result<Self, SyntaxError> {
        let mut words = Words::new(text);
        let line = line(&mut words)?;
        words.end()?;
        Ok(line)
    }
}

/// The edges of a trace, as long as they make sense.
pub(super) fn edges(trace: &str) -> impl Iterator<Item = (u32, PinLevel)> {
    let mut words = Words::new(trace);
    core::iter::from_fn(move || edge(&mut words).ok())
}

const PART: &str = "`button`, `led`, `head`, `sensors`, `imaging` or `recordings`";
const PARTS: [(&str, Part); 6] = [
    ("button", Part::Button),
    ("led", Part::StatusLed),
    ("head", Part::Head),
    ("sensors", Part::Sensors),
    ("imaging", Part::Imaging),
    ("recordings", Part::Recordings),
];

fn line<'a>(words: &mut Words<'a>) -> Result<Line<'a>, SyntaxError> {
    const LINE: &str = "`profile`, `power`, `button`, `advance`, `router`, `servo`, `part`, `radio`, \
                        `sensor`, `flash`, `controller`, `console` or `expect`";
    const WORKS: &str = "`fails` or `works`";
    let works = [("fails", false), ("works", true)];
    Ok(match words.keyword(LINE)? {
        "profile" => {
            const PROFILE: &str = "the name of a profile: `reference`, `buttonless`, …";
            let profile = profile::by_name(words.keyword(PROFILE)?);
            Line::Profile(profile.ok_or_else(|| words.wrong(PROFILE))?)
        }
        "power" => Line::Power(power(words)?),
        "button" => button(words)?,
        "advance" => Line::Advance {
            ms: words.duration()?,
        },
        "router" => {
            const SET: &str = "`set` and then JSON";
            words.one_of(&[("set", ())], SET)?;
            Line::Router(words.raw(SET)?)
        }
        "servo" => Line::Servo {
            stalled: words.one_of(&[("stall", true), ("free", false)], "`stall` or `free`")?,
            axis: words.one_of(
                &[("pan", Axis::Pan), ("tilt", Axis::Tilt)],
                "`pan` or `tilt`",
            )?,
        },
        "part" => Line::Part {
            part: words.one_of(&PARTS, PART)?,
            works: words.one_of(&works, WORKS)?,
        },
        "radio" => Line::Radio {
            works: words.one_of(&works, WORKS)?,
        },
        "sensor" => Line::Sensor(sensor(words)?),
        "flash" => Line::Flash(flash(words)?),
        "controller" => Line::Controller {
            number: controller(words),
            verb: verb(words)?,
        },
        "console" => {
            let typed = [("diagnose", Typed::Diagnose), ("restart", Typed::Restart)];
            Line::Console(words.one_of(&typed, "`diagnose` or `restart`")?)
        }
        "expect" => Line::Expect(expect(words)?),
        _ => return Err(words.wrong(LINE)),
    })
}

fn sensor(words: &mut Words<'_>) -> Result<Sensor, SyntaxError> {
    const SENSOR: &str = "`motion`, `light` or `microphone`";
    Ok(match words.keyword(SENSOR)? {
        "motion" if words.accept("everywhere") => Sensor::Motion(Cells::EVERYWHERE),
        "motion" => {
            let (place, name) = (0, heapless::Vec::new());
            Sensor::Motion(Zone::new(&rectangle(words, place, name)?).cells())
        }
        "light" => Sensor::Light {
            percent: words.small("how bright, in percent")?,
        },
        "microphone" => Sensor::Microphone {
            is_deaf: words.one_of(&[("deaf", true), ("good", false)], "`deaf` or `good`")?,
        },
        _ => return Err(words.wrong(SENSOR)),
    })
}

fn power(words: &mut Words<'_>) -> Result<Power, SyntaxError> {
    const POWER: &str = "`on`, `off`, `crash` or `cut-at-flash-op N`";
    Ok(match words.keyword(POWER)? {
        "on" => Power::On,
        "off" => Power::Off,
        "crash" => Power::Crash,
        "cut-at-flash-op" => Power::CutAtFlashOp {
            op: words.number("the number of the flash operation, from 1", 1)?,
            moment: if words.is_at_end() {
                Moment::Before
            } else {
                let moments = [
                    ("before", Moment::Before),
                    ("half", Moment::Half),
                    ("after", Moment::After),
                ];
                words.one_of(&moments, "`before`, `half` or `after`")?
            },
        },
        _ => return Err(words.wrong(POWER)),
    })
}

fn flash(words: &mut Words<'_>) -> Result<Flash, SyntaxError> {
    const FLASH: &str = "`worn N`, `worn for-ever`, `stuck`, `good` or `rots WHAT`";
    Ok(match words.keyword(FLASH)? {
        "worn" if words.accept("for-ever") => Flash::Worn { times: u32::MAX },
        "worn" => Flash::Worn {
            times: words.number("how many times it does not erase, or `for-ever`", 1)?,
        },
        "stuck" => Flash::Stuck,
        "good" => Flash::Good,
        "rots" if words.accept("network") => Flash::Rots(Kept::Network),
        "rots" if words.accept("controller") => Flash::Rots(Kept::Controller),
        "rots" if words.accept("factory") => Flash::Rots(Kept::Factory),
        "rots" => Flash::Rots(Kept::Setting(setting_id(words)?)),
        _ => return Err(words.wrong(FLASH)),
    })
}

/// The first one need not be said.
fn controller(words: &mut Words<'_>) -> u8 {
    const NUMBERS: [&str; CONTROLLERS as usize] = ["1", "2"];
    let said = (1..).zip(NUMBERS).find(|(_, word)| words.accept(word));
    said.map_or(1, |(number, _)| number)
}

fn button<'a>(words: &mut Words<'a>) -> Result<Line<'a>, SyntaxError> {
    const BUTTON: &str = "`down`, `up` or `trace T LEVEL …`";
    Ok(match words.keyword(BUTTON)? {
        "down" => Line::Button(PinLevel::Down),
        "up" => Line::Button(PinLevel::Up),
        "trace" => {
            let trace = Trace(words.rest());
            let mut last_ms = 0;
            loop {
                let (at_ms, _) = edge(words)?;
                if at_ms < last_ms {
                    return Err(words.wrong("a time that is not before the one before it"));
                }
                last_ms = at_ms;
                if words.is_at_end() {
                    return Ok(Line::Trace(trace));
                }
            }
        }
        _ => return Err(words.wrong(BUTTON)),
    })
}
