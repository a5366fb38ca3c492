//! Small requests: who may control the camera, restarting it, finding it.

use camera_proto::message::{self, Reply, Request};
use serde_json::{Value, json};

use crate::camctl::args::{Identify, Revoke};
use crate::camctl::failure::Failure;
use crate::camctl::session::Context;
use crate::camctl::{hex, output, words};

/// Lists who may control the camera (R49).
pub(super) fn controllers(context: &Context) -> Result<(), Failure> {
    let mut session = context.open()?;
    let replies = session.link.list(Request::Controllers)?;
    let controller = |reply| match reply {
        Reply::Controller(controller) => Some(controller),
        _ => None,
    };
    let controllers: Vec<_> = replies.into_iter().filter_map(controller).collect();
    let json: Value = controllers.iter().map(words::controller).collect();
    let head = ["KEY", "ROLE", "NAME"].map(str::to_owned);
    let row = |controller: &message::Controller| {
        let you = if controller.is_you { " (you)" } else { "" };
        [
            hex::encode(&controller.key_id.0),
            words::role(controller.role),
            words::text(&controller.name) + you,
        ]
    };
    let rows: Vec<_> = [head]
        .into_iter()
        .chain(controllers.iter().map(row))
        .collect();
    let text = output::table(&rows);
    Ok(context
        .output
        .result(&json!({ "controllers": json }), &text)?)
}

/// Takes a controller's key away (R49); ours too, if it is that one.
pub(super) fn revoke(context: &Context, args: &Revoke) -> Result<(), Failure> {
    let mut session = context.open()?;
    let key_id = args.key;
    let request = Request::Revoke(message::Revoke { key_id });
    let reply = session.link.ask(&request)?;
    done(reply)?;
    let ours = key_id == session.key.key_id;
    if ours {
        context.keys.forget(&session.key)?;
    }
    let key = hex::encode(&key_id.0);
    let json = json!({ "revoked": { "key_id": key, "was_you": ours } });
    Ok(context
        .output
        .result(&json, &format!("The key {key} is revoked."))?)
}

/// Restarts the camera (R34).
pub(super) fn restart(context: &Context) -> Result<(), Failure> {
    let mut session = context.open()?;
    done(session.link.ask(&Request::Restart)?)?;
    let json = json!({ "restart": { "accepted": true } });
    Ok(context.output.result(&json, "The camera restarts.")?)
}

/// Lets the camera blink (R82).
pub(super) fn identify(context: &Context, args: &Identify) -> Result<(), Failure> {
    let mut session = context.open()?;
    let seconds = args.seconds;
    done(
        session
            .link
            .ask(&Request::Identify(message::Identify { seconds }))?,
    )?;
    let json = json!({ "identify": { "seconds": seconds } });
    let text = match seconds {
        0 => "The camera stops blinking.".to_owned(),
        _ => format!("The camera blinks white for {seconds} s."),
    };
    Ok(context.output.result(&json, &text)?)
}

fn done(reply: Reply) -> Result<(), Failure> {
    match reply {
        Reply::Done => Ok(()),
        _ => Err(Failure::protocol()),
    }
}
