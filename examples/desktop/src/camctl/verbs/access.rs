//! Who may control the camera, and what each may do (R49).

use camera_proto::message::{self, Reply, Request};
use camera_proto::vocab::{ControllerName, KeyId, Refusal, check_name};
use serde_json::{Value, json};

use super::{list, tell};
use crate::camctl::args::{Rename, Revoke, SetRole, Who};
use crate::camctl::failure::Failure;
use crate::camctl::session::{Context, Session};
use crate::camctl::{hex, output, words};

/// Lists who may control the camera.
pub(super) fn controllers(context: &Context) -> Result<(), Failure> {
    let mut session = context.open()?;
    let controllers = list(
        &mut session.link,
        Request::Controllers,
        |reply| match reply {
            Reply::Controller(controller) => Some(controller),
            _ => None,
        },
    )?;
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

/// Takes a controller's key away; ours too, if it is that one.
pub(super) fn revoke(context: &Context, args: &Revoke) -> Result<(), Failure> {
    let mut session = context.open()?;
    let key_id = key_of(args.who, &session);
    let request = Request::Revoke(message::Revoke { key_id });
    tell(&mut session.link, &request)?;
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

/// Calls a controller otherwise.
pub(super) fn rename(context: &Context, args: &Rename) -> Result<(), Failure> {
    let name = name(&args.name)?;
    let mut session = context.open()?;
    let key_id = key_of(args.who, &session);
    let request = Request::Rename(message::Rename { key_id, name });
    tell(&mut session.link, &request)?;
    let key = hex::encode(&key_id.0);
    let json = json!({ "renamed": { "key_id": key, "name": args.name } });
    let name = words::printable(&args.name);
    Ok(context.output.result(
        &json,
        &format!("The controller {key} is called {name} now."),
    )?)
}

/// A name that a camera takes.
pub(super) fn name(given: &str) -> Result<ControllerName, Failure> {
    check_name(given.as_bytes()).map_err(Failure::because)?;
    ControllerName::from_slice(given.as_bytes())
        .map_err(|_| Failure::because(Refusal::INVALID_NAME))
}

/// Lets a controller do more, or less.
pub(super) fn role(context: &Context, args: &SetRole) -> Result<(), Failure> {
    let mut session = context.open()?;
    let (key_id, role) = (key_of(args.who, &session), args.role);
    let request = Request::SetRole(message::SetRole { key_id, role });
    tell(&mut session.link, &request)?;
    let (key, role) = (hex::encode(&key_id.0), words::role(role));
    let json = json!({ "role": { "key_id": key, "role": role } });
    Ok(context
        .output
        .result(&json, &format!("The controller {key} is {role} now."))?)
}

fn key_of(who: Who, session: &Session) -> KeyId {
    match who {
        Who::Me => session.key.key_id,
        Who::Key(key_id) => key_id,
    }
}
