//! What the camera tells by itself, until interrupted (R24, R49, R55, R57).

use camera_proto::controller::Event;
use camera_proto::message::{ControllerNews, Motion, Notice, Reply, Request};
use camera_proto::vocab::{ControllerChange, Status};
use serde_json::{Value, json};

use super::status::{line, mention_reset};
use crate::camctl::args::Watch;
use crate::camctl::failure::Failure;
use crate::camctl::link::Link;
use crate::camctl::session::Context;
use crate::camctl::{hex, setting, utc, words};

/// What was told, and what is left to tell.
struct Told<'a> {
    context: &'a Context,
    /// The last line of a status.
    last: String,
    /// How many lines may come.
    left: u64,
    /// The number of the last notice.
    sequence: u16,
}

/// Prints the status now and at each change, and all other news.
pub(super) fn watch(context: &Context, args: &Watch) -> Result<(), Failure> {
    let mut session = context.open()?;
    let first = begin(&mut session.link)?;
    mention_reset(context, &session, &first);
    let left = args.count.unwrap_or(u64::MAX);
    let last = String::new();
    let mut told = Told {
        context,
        last,
        left,
        sequence: 0,
    };
    told.status(&first)?;
    while told.left > 0 {
        match session.link.next_event()? {
            Event::Notice { sequence, notice } => {
                let missed = told.missed(sequence);
                told.notice(&notice)?;
                if missed > 0 {
                    context
                        .output
                        .note(&format!("Lost on the way: {missed}. Watching anew."));
                    let status = begin(&mut session.link)?;
                    // The camera counts from the start again.
                    told.sequence = 0;
                    told.status(&status)?;
                }
            }
            // A notice that only a newer camctl knows counts too.
            Event::Unknown { kind } if Notice::is_kind(kind) => {
                told.sequence = told.sequence.wrapping_add(1);
            }
            _ => {}
        }
    }
    Ok(())
}

fn begin(link: &mut Link) -> Result<Status, Failure> {
    match link.ask(&Request::Watch)? {
        Reply::Status(status) => Ok(status),
        _ => Err(Failure::protocol()),
    }
}

impl Told<'_> {
    /// How many notices did not come before this one.
    fn missed(&mut self, sequence: u16) -> u16 {
        self.sequence = self.sequence.wrapping_add(1);
        sequence.wrapping_sub(self.sequence)
    }

    fn notice(&mut self, notice: &Notice) -> Result<(), Failure> {
        match notice {
            Notice::Status(status) => self.status(status),
            Notice::Motion(news) => {
                self.line(&json!({ "motion": words::motion(news) }), &motion(news))
            }
            Notice::Controller(news) => {
                let json = json!({ "controller": words::controller_news(news) });
                self.line(&json, &controller(news))
            }
            Notice::Setting(news) => {
                let text = format!("setting  {} has changed", setting::title(news.setting));
                self.line(&json!({ "setting": words::setting_news(news) }), &text)
            }
        }
    }

    fn status(&mut self, status: &Status) -> Result<(), Failure> {
        let now = line(status);
        // A clock that goes on is no change that a person watches for.
        if self.context.output.json || now != self.last {
            self.line(&words::status(status), &now)?;
        }
        self.last = now;
        Ok(())
    }

    fn line(&mut self, json: &Value, text: &str) -> Result<(), Failure> {
        // Where several come at once, no more are told than were asked for.
        if self.left > 0 {
            self.left -= 1;
            self.context.output.result(json, text)?;
        }
        Ok(())
    }
}

fn motion(news: &Motion) -> String {
    let mut text = format!("motion  zone {}", news.zone);
    if let Some(unix_s) = news.unix_s {
        text += &format!("  {}", utc::show(unix_s));
    }
    if news.walk_test {
        text += "  walk test";
    }
    text
}

fn controller(news: &ControllerNews) -> String {
    let change = match news.change {
        ControllerChange::ENROLLED => "has paired".to_owned(),
        ControllerChange::REVOKED => "is revoked".to_owned(),
        ControllerChange::CHANGED => "has changed".to_owned(),
        other => words::name(other.name(), other.0),
    };
    format!(
        "controller  {} {}  {change}  {}",
        hex::encode(&news.key_id.0),
        words::text(&news.name),
        words::role(news.role)
    )
}
