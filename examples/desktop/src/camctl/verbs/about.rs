//! What the camera says of itself: who it is, what it can, how it fares, what
//! time it has (R56, R80, R81).

use std::time::{SystemTime, UNIX_EPOCH};

use camera_proto::controller;
use camera_proto::message::{self, Abilities, Finding, Info, Reply, Request, SetTime, Support};
use camera_proto::vocab::{Cause, Cdeg, Refusal};
use serde_json::{Value, json};

use super::{list, tell};
use crate::camctl::args::{Moment, Time};
use crate::camctl::failure::Failure;
use crate::camctl::link::Link;
use crate::camctl::session::Context;
use crate::camctl::{angle, output, utc, words};

type Rows = Vec<[String; 2]>;

/// Shows who the camera is.
pub(super) fn info(context: &Context) -> Result<(), Failure> {
    let info = ask_info(&mut context.open()?.link)?;
    let text = output::table(&info_rows(&info));
    Ok(context
        .output
        .result(&json!({ "info": words::info(&info) }), &text)?)
}

/// Shows what it can do.
pub(super) fn abilities(context: &Context) -> Result<(), Failure> {
    let mut session = context.open()?;
    let Reply::Abilities(abilities) = session.link.ask(&Request::Abilities)? else {
        return Err(Failure::protocol());
    };
    let text = output::table(&abilities_rows(&abilities));
    let json = json!({ "abilities": words::abilities(&abilities) });
    Ok(context.output.result(&json, &text)?)
}

/// Shows what support would ask for: who it is, and how it fares.
pub(super) fn support(context: &Context) -> Result<(), Failure> {
    let mut session = context.open()?;
    let info = ask_info(&mut session.link)?;
    let Reply::Support(support) = session.link.ask(&Request::Support)? else {
        return Err(Failure::protocol());
    };
    let mut json = words::support(&support);
    json["info"] = words::info(&info);
    let rows = [info_rows(&info), support_rows(&support)].concat();
    Ok(context
        .output
        .result(&json!({ "support": json }), &output::table(&rows))?)
}

/// Asks what is wrong.
pub(super) fn diagnose(context: &Context) -> Result<(), Failure> {
    let mut session = context.open()?;
    let findings = list(&mut session.link, Request::Diagnose, |reply| match reply {
        Reply::Finding(finding) => Some(finding),
        _ => None,
    })?;
    let json: Value = findings.iter().map(words::finding).collect();
    Ok(context
        .output
        .result(&json!({ "findings": json }), &findings_text(&findings))?)
}

/// Shows the camera's time, or sets it.
pub(super) fn time(context: &Context, args: &Time) -> Result<(), Failure> {
    let mut session = context.open()?;
    if let Some(moment) = args.set {
        let unix_s = match moment {
            Moment::Unix(unix_s) => unix_s,
            Moment::Now => now(),
        };
        tell(&mut session.link, &Request::SetTime(SetTime { unix_s }))?;
        let json = words::time(&message::Time {
            unix_s: Some(unix_s),
        });
        let text = format!("The camera knows the time: {}.", utc::show(unix_s));
        return Ok(context.output.result(&json!({ "time": json }), &text)?);
    }
    let Reply::Time(time) = session.link.ask(&Request::Time)? else {
        return Err(Failure::protocol());
    };
    let text = match time.unix_s {
        Some(unix_s) => utc::show(unix_s),
        None => "The camera does not know the time. Tell it: camctl time --set now".to_owned(),
    };
    Ok(context
        .output
        .result(&json!({ "time": words::time(&time) }), &text)?)
}

/// A clock before 1970 is as good as none.
fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

fn ask_info(link: &mut Link) -> Result<Info, Failure> {
    match link.ask(&Request::Info)? {
        Reply::Info(info) => Ok(info),
        _ => Err(Failure::protocol()),
    }
}

fn row(name: &str, value: impl Into<String>) -> [String; 2] {
    [name.to_owned(), value.into()]
}

fn info_rows(info: &Info) -> Rows {
    let name = match info.name.is_empty() {
        true => "none yet".to_owned(),
        false => words::text(&info.name),
    };
    let (year, month, day) = (
        info.made_on / 10_000,
        info.made_on / 100 % 100,
        info.made_on % 100,
    );
    vec![
        row("name", name),
        row("model", words::text(&info.model)),
        row("serial", words::text(&info.serial)),
        row("firmware", words::text(&info.firmware)),
        row("made on", format!("{year:04}-{month:02}-{day:02}")),
    ]
}

fn abilities_rows(abilities: &Abilities) -> Rows {
    let range = |[from, to]: [Cdeg; 2]| format!("{} to {}", angle::show(from), angle::show(to));
    let or_none = |text: String| match text.is_empty() {
        true => "none".to_owned(),
        false => text,
    };
    vec![
        row(
            "can",
            or_none(words::capabilities(abilities.can).join(", ")),
        ),
        row("pan", range(abilities.pan)),
        row("tilt", range(abilities.tilt)),
        row("stream", or_none(words::text(&abilities.stream_uri))),
    ]
}

fn support_rows(support: &Support) -> Rows {
    let first_setup = match support.first_setup_s {
        0 => "not known".to_owned(),
        unix_s => utc::show(unix_s),
    };
    let resets = match words::last_reset(support.last_reset) {
        None => support.resets.to_string(),
        Some(cause) => format!("{}, the last by {cause}", support.resets),
    };
    let last_setup = match support.last_setup {
        Refusal::NONE => "no failure".to_owned(),
        why => words::refusal(why),
    };
    let signal = match support.rssi_dbm {
        0 => "none".to_owned(),
        dbm => format!("{dbm} dBm"),
    };
    vec![
        row("running", format!("{} s", support.uptime_s)),
        row("first setup", first_setup),
        row("resets", resets),
        row("fault", words::name(support.fault.name(), support.fault.0)),
        row("last setup", last_setup),
        row("signal", signal),
        row("controllers", support.controllers.to_string()),
        row("wrong codes", support.wrong_codes.to_string()),
    ]
}

/// The cause, with what its number says.
fn because(finding: &Finding) -> String {
    let cause = controller::cause(finding.cause);
    match finding.cause {
        Cause::SETUP_FAILED | Cause::NETWORK_LOST => {
            let why = u8::try_from(finding.detail).map_or(Refusal::BUG, Refusal);
            format!("{cause} {}", controller::message(why))
        }
        Cause::WEAK_SIGNAL if finding.detail != 0 => format!("{cause} ({} dBm)", finding.detail),
        Cause::LED_DIMMED => format!("{cause} ({} %)", finding.detail),
        Cause::WRONG_CODES | Cause::CRASHES => format!("{cause} ({}×)", finding.detail),
        _ => cause.to_owned(),
    }
}

fn findings_text(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return "The camera finds nothing wrong with itself.".to_owned();
    }
    let head = ["SYMPTOM", "CAUSE", "WHAT HELPS"].map(str::to_owned);
    let row = |finding: &Finding| {
        [
            controller::symptom(finding.symptom).to_owned(),
            because(finding),
            words::remedy(finding.advice),
        ]
    };
    let rows: Vec<_> = [head].into_iter().chain(findings.iter().map(row)).collect();
    output::table(&rows)
}
