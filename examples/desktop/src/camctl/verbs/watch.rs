//! What the camera tells by itself, until interrupted (R24, R49, R55, R57).

use camera_proto::controller::Told;
use camera_proto::message::{ControllerNews, Motion, Notice};
use camera_proto::vocab::{ControllerChange, Status};
use serde_json::{Value, json};

use super::status::{line, mention_reset};
use crate::camctl::args::Watch;
use crate::camctl::failure::Failure;
use crate::camctl::session::Context;
use crate::camctl::{hex, setting, utc, words};

/// What was printed, and what is left to print.
struct Lines<'a> {
    context: &'a Context,
    /// The last line of a status.
    last: String,
    /// How many lines may come.
    left: u64,
}

/// Prints the status now and at each change, and all other news.
pub(super) fn watch(context: &Context, args: &Watch) -> Result<(), Failure> {
    let mut session = context.open()?;
    let first = session.link.watch()?;
    mention_reset(context, &session, &first);
    let mut lines = Lines {
        context,
        last: String::new(),
        left: args.count.unwrap_or(u64::MAX),
    };
    lines.status(&first)?;
    while lines.left > 0 {
        match session.link.next_told()? {
            Told::Notice(notice) => lines.notice(&notice)?,
            // There was a gap in the notices, and the controller has asked anew.
            Told::Snapshot(status) => {
                let note = "Some news was lost on the way. This is how the camera is now:";
                context.output.note(note);
                lines.last.clear();
                lines.status(&status)?;
            }
            _ => {}
        }
    }
    Ok(())
}

impl Lines<'_> {
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
        self.left -= 1;
        Ok(self.context.output.result(json, text)?)
    }
}

fn motion(news: &Motion) -> String {
    let mut text = match words::zone_of(news) {
        Some(zone) => format!("motion  zone {zone}"),
        None => "motion  picture".to_owned(),
    };
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
