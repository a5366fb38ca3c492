//! From the text of a story to its lines. Total: every text becomes lines or
//! errors that say what was expected where.

use camera_proto::message::Provision;
use camera_proto::vocab::{
    Axis, Band, Cdeg, LossKind, PASSPHRASE_MAX, Passphrase, ResetScope, Role, Security, Ssid,
    Velocity,
};
use heapless::Vec;

use super::expected::expect;
use super::line::{CONTROLLERS, Code, Line, Moment, Power, Sensor, Trace, Typed, Verb, Whom};
use super::setting::{rectangle, setting};
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
        "flash" => Line::WornFlash {
            times: worn(words)?,
        },
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

fn worn(words: &mut Words<'_>) -> Result<u32, SyntaxError> {
    const WORN: &str = "`worn N`, `worn for-ever` or `good`";
    if words.accept("good") {
        return Ok(0);
    }
    words.one_of(&[("worn", ())], WORN)?;
    match words.accept("for-ever") {
        true => Ok(u32::MAX),
        false => words.number("how many times it does not erase, or `for-ever`", 1),
    }
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

fn verb<'a>(words: &mut Words<'a>) -> Result<Verb<'a>, SyntaxError> {
    const VERB: &str =
        "a controller's verb: `pair`, `connect`, `scan`, `setup`, `move`, `reset`, …";
    Ok(match words.keyword(VERB)? {
        "pair" if words.is_at_end() => Verb::Pair(Code::Label),
        "pair" => Verb::Pair(match words.keyword("a code, `wrong` or `invited`")? {
            "wrong" => Code::Wrong,
            "invited" => Code::Invited,
            code => Code::Typed(code),
        }),
        "connect" => Verb::Connect,
        "disconnect" => Verb::Disconnect,
        "scan" => Verb::Scan,
        "setup" => Verb::Setup(setup(words)?),
        "status" => Verb::Status,
        "watch" => Verb::Watch,
        "diagnose" => Verb::Diagnose,
        "support" => Verb::Support,
        "time" => Verb::SetTime {
            unix_s: words.number("seconds since 1970", 0)?,
        },
        "walk-test" => Verb::WalkTest {
            seconds: seconds(words)?,
        },
        "audio-test" => Verb::AudioTest {
            seconds: words.small("seconds, 0 to 255")?,
        },
        "move" => Verb::Move {
            pan: axis(words)?,
            tilt: axis(words)?,
        },
        "move-by" => Verb::MoveBy {
            pan: words.degrees()?,
            tilt: words.degrees()?,
        },
        "move-on" => move_on(words)?,
        "home" => Verb::Home,
        "stop" => Verb::Stop,
        "preset" => Verb::GoToPreset {
            place: words.small("the place of a preset")?,
        },
        "patrol" => Verb::Patrol {
            run: words.one_of(&[("start", true), ("stop", false)], "`start` or `stop`")?,
        },
        "identify" => Verb::Identify {
            seconds: words.small("seconds, 0 to 255")?,
        },
        "restart" => Verb::Restart,
        "reset" if words.is_at_end() => Verb::Reset(ResetScope::Everything),
        "reset" => {
            let scopes = [
                ("everything", ResetScope::Everything),
                ("keep-network", ResetScope::KeepNetwork),
                ("forget-network", ResetScope::ForgetNetwork),
            ];
            const SCOPE: &str = "`everything`, `keep-network` or `forget-network`";
            Verb::Reset(words.one_of(&scopes, SCOPE)?)
        }
        "confirm" => Verb::Confirm {
            wrong: words.accept("wrong"),
        },
        "receipt" => Verb::Receipt,
        "controllers" => Verb::Controllers,
        "revoke" => Verb::Revoke(whom(words)?),
        "rename" => Verb::Rename {
            whom: whom(words)?,
            name: words.bytes("a name of at most 24 bytes")?,
        },
        "role" => Verb::SetRole {
            whom: whom(words)?,
            role: role(words)?,
        },
        "invite" if words.accept("nobody") => Verb::Invite {
            role: Role::USER,
            valid_s: 0,
        },
        "invite" => Verb::Invite {
            role: role(words)?,
            valid_s: valid_s(words)?,
        },
        "set" => Verb::Set(setting(words)?),
        "settings" => Verb::Settings,
        "losses" => Verb::Losses(words.code(LossKind, LossKind::name, "a kind of losses")?),
        _ => return Err(words.wrong(VERB)),
    })
}

/// Whole ones, of any time.
fn seconds(words: &mut Words<'_>) -> Result<u16, SyntaxError> {
    let ms = words.duration()?;
    Ok(u16::try_from(ms / 1_000).unwrap_or(u16::MAX))
}

fn whom(words: &mut Words<'_>) -> Result<Whom, SyntaxError> {
    match words.accept("me") {
        true => Ok(Whom::Me),
        false => words.small("`me` or a place of the list").map(Whom::Place),
    }
}

fn role(words: &mut Words<'_>) -> Result<Role, SyntaxError> {
    const ROLE: &str = "`user` or `owner`";
    words.one_of(&[("user", Role::USER), ("owner", Role::OWNER)], ROLE)
}

fn valid_s(words: &mut Words<'_>) -> Result<u16, SyntaxError> {
    const VALID: &str = "whole seconds, at most 65535";
    let ms = words.duration()?;
    let valid_s = u16::try_from(ms / 1_000).ok();
    valid_s
        .filter(|valid_s| *valid_s > 0 && ms % 1_000 == 0)
        .ok_or_else(|| words.wrong(VALID))
}

fn setup(words: &mut Words<'_>) -> Result<Provision, SyntaxError> {
    const PASSWORD: &str = "a password of at most 64 bytes; none is `\"\"`";
    const OPTION: &str = "`security S`, `hidden`, `allow-no-internet` or `seen-on BAND`";
    const SECURITY: &str = "the name of a security: `open`, `wpa2`, `wpa3`, …";
    let ssid = ssid(words)?;
    let password: Vec<u8, PASSPHRASE_MAX> = words.bytes(PASSWORD)?;
    let passphrase = Passphrase::new(&password).ok_or_else(|| words.wrong(PASSWORD))?;
    let mut setup = Provision {
        ssid,
        passphrase,
        security: None,
        bssid: None,
        hidden: false,
        allow_no_internet: false,
        seen_on: Band::Unknown,
    };
    while !words.is_at_end() {
        match words.keyword(OPTION)? {
            "security" => {
                let name = Security::from_name(words.keyword(SECURITY)?);
                setup.security = Some(name.ok_or_else(|| words.wrong(SECURITY))?);
            }
            "hidden" => setup.hidden = true,
            "allow-no-internet" => setup.allow_no_internet = true,
            "seen-on" => {
                let bands = [("2.4", Band::Ghz2_4), ("5", Band::Ghz5), ("6", Band::Ghz6)];
                setup.seen_on = words.one_of(&bands, "a band: `2.4`, `5` or `6`")?;
            }
            _ => return Err(words.wrong(OPTION)),
        }
    }
    Ok(setup)
}

pub(super) fn ssid(words: &mut Words<'_>) -> Result<Ssid, SyntaxError> {
    const SSID: &str = "the name of a network, 1 to 32 bytes";
    let name: Vec<u8, 32> = words.bytes(SSID)?;
    Ssid::new(&name).map_err(|_| words.wrong(SSID))
}

fn axis(words: &mut Words<'_>) -> Result<Option<Cdeg>, SyntaxError> {
    match words.accept("-") {
        true => Ok(None),
        false => words.degrees().map(Some),
    }
}

fn move_on<'a>(words: &mut Words<'_>) -> Result<Verb<'a>, SyntaxError> {
    let pan = [
        ("left", Velocity(-100)),
        ("right", Velocity(100)),
        ("hold", Velocity(0)),
    ];
    let tilt = [
        ("down", Velocity(-100)),
        ("up", Velocity(100)),
        ("hold", Velocity(0)),
    ];
    Ok(Verb::MoveOn {
        pan: words.one_of(&pan, "`left`, `right` or `hold`")?,
        tilt: words.one_of(&tilt, "`up`, `down` or `hold`")?,
        lease_ms: u16::try_from(words.duration()?)
            .map_err(|_| words.wrong("a lease of at most 65535 ms"))?,
    })
}
