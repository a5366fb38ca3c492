//! What a controller does, from its words.

use camera_proto::message::Provision;
use camera_proto::vocab::{
    Band, Bssid, Cdeg, LossKind, PASSPHRASE_MAX, Passphrase, ResetScope, Role, Security, SettingId,
    Speed, Ssid, Velocity,
};
use heapless::Vec;

use super::line::{Code, Verb, Whom};
use super::setting::setting;
use super::words::{SyntaxError, Words};

pub(super) fn verb<'a>(words: &mut Words<'a>) -> Result<Verb<'a>, SyntaxError> {
    const VERB: &str =
        "a controller's verb: `pair`, `connect`, `scan`, `setup`, `move`, `reset`, …";
    Ok(match words.keyword(VERB)? {
        "pair" if words.is_at_end() => Verb::Pair(Code::Label),
        "pair" => Verb::Pair(
            match words.keyword("a code, `wrong`, `changed` or `invited`")? {
                "wrong" => Code::Wrong,
                "changed" => Code::Changed,
                "invited" if words.is_at_end() => Code::Invited,
                "invited" => Code::TypedInvitation(words.keyword("the code of an invitation")?),
                code => Code::Typed(code),
            },
        ),
        "connect" => Verb::Connect,
        "disconnect" => Verb::Disconnect,
        "scan" => Verb::Scan,
        "setup" => Verb::Setup(setup(words)?),
        "status" => Verb::Status,
        "watch" => Verb::Watch,
        "diagnose" => Verb::Diagnose,
        "support" => Verb::Support,
        "info" => Verb::Info,
        "abilities" => Verb::Abilities,
        "time" if words.is_at_end() => Verb::Time,
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
            speed: speed(words)?,
        },
        "move-by" => Verb::MoveBy {
            pan: words.degrees()?,
            tilt: words.degrees()?,
            speed: speed(words)?,
        },
        "position" => Verb::Position,
        "move-on" => move_on(words)?,
        "home" => Verb::Home,
        "stop" => Verb::Stop,
        "preset" => Verb::GoToPreset {
            place: words.small("the place of a preset")?,
            speed: speed(words)?,
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
        "change-code" => Verb::ChangeCode,
        "set" => Verb::Set(setting(words)?),
        "clear" => Verb::Clear(setting_id(words)?),
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
    const OPTION: &str =
        "`security S`, `hidden`, `allow-no-internet`, `seen-on BAND` or `at BSSID`";
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
            "at" => setup.bssid = Some(bssid(words)?),
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

/// How fast at most; the camera's own choice, unless it is said.
fn speed(words: &mut Words<'_>) -> Result<Speed, SyntaxError> {
    match words.accept("speed") {
        true => words.small("how fast, in percent").map(Speed),
        false => Ok(Speed::default()),
    }
}

fn bssid(words: &mut Words<'_>) -> Result<Bssid, SyntaxError> {
    const BSSID: &str = "the address of an access point: `02:ca:3e:2a:00:00`";
    let text = words.keyword(BSSID)?;
    let mut bytes = [0; 6];
    let mut pairs = text.split(':');
    for byte in &mut bytes {
        let is_pair = |pair: &&str| pair.len() == 2 && pair.bytes().all(|c| c.is_ascii_hexdigit());
        let read = pairs
            .next()
            .filter(is_pair)
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        *byte = read.ok_or_else(|| words.wrong(BSSID))?;
    }
    match pairs.next() {
        None => Ok(Bssid(bytes)),
        Some(_) => Err(words.wrong(BSSID)),
    }
}

/// A setting, and of those that there are several of its place.
pub(super) fn setting_id(words: &mut Words<'_>) -> Result<SettingId, SyntaxError> {
    const PLACE: &str = "the place of a zone or a preset, 0 to 7";
    let id = words.code(SettingId, SettingId::name, "the name of a setting")?;
    if id.place().is_none() {
        return Ok(id);
    }
    let place = words.small(PLACE)?;
    let placed = match id {
        SettingId::ZONES => SettingId::zone(place),
        _ => SettingId::preset(place),
    };
    placed.ok_or_else(|| words.wrong(PLACE))
}

fn move_on<'a>(words: &mut Words<'_>) -> Result<Verb<'a>, SyntaxError> {
    Ok(Verb::MoveOn {
        pan: velocity(
            words,
            ["left", "right"],
            "`left`, `right`, `hold` or a percentage",
        )?,
        tilt: velocity(
            words,
            ["down", "up"],
            "`up`, `down`, `hold` or a percentage",
        )?,
        lease_ms: u16::try_from(words.duration()?)
            .map_err(|_| words.wrong("a lease of at most 65535 ms"))?,
    })
}

/// As fast as it can, or a share of that; a negative one is left or down.
fn velocity(
    words: &mut Words<'_>,
    [back, forth]: [&str; 2],
    expected: &'static str,
) -> Result<Velocity, SyntaxError> {
    match words.keyword(expected)? {
        "hold" => Ok(Velocity(0)),
        word if word == back => Ok(Velocity(-100)),
        word if word == forth => Ok(Velocity(100)),
        word => word
            .parse()
            .map(Velocity)
            .map_err(|_| words.wrong(expected)),
    }
}
