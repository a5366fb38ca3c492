//! Looking after a camera: restarting it, finding it, trying its senses.

use camera_proto::message::{self, Request};
use serde_json::json;

use super::tell;
use crate::camctl::args::{AudioTest, Identify, WalkTest};
use crate::camctl::failure::Failure;
use crate::camctl::session::Context;
use crate::camctl::span;

/// Restarts the camera (R34).
pub(super) fn restart(context: &Context) -> Result<(), Failure> {
    let mut session = context.open()?;
    tell(&mut session.link, &Request::Restart)?;
    let json = json!({ "restart": { "accepted": true } });
    Ok(context.output.result(&json, "The camera restarts.")?)
}

/// Lets the camera blink (R82).
pub(super) fn identify(context: &Context, args: &Identify) -> Result<(), Failure> {
    let seconds = args.seconds;
    let mut session = context.open()?;
    let request = Request::Identify(message::Identify { seconds });
    tell(&mut session.link, &request)?;
    let json = json!({ "identify": { "seconds": seconds } });
    let text = match seconds {
        0 => "The camera stops blinking.".to_owned(),
        _ => format!("The camera blinks white for {seconds} s."),
    };
    Ok(context.output.result(&json, &text)?)
}

/// Lets the camera tell every motion (R57).
pub(super) fn walk_test(context: &Context, args: &WalkTest) -> Result<(), Failure> {
    let seconds = args.seconds;
    let mut session = context.open()?;
    let request = Request::WalkTest(message::WalkTest { seconds });
    tell(&mut session.link, &request)?;
    let json = json!({ "walk_test": { "seconds": seconds } });
    let text = match seconds {
        0 => "The walk test is over.".to_owned(),
        _ => format!(
            "For {} the camera tells every motion: camctl watch",
            span::show(seconds.into())
        ),
    };
    Ok(context.output.result(&json, &text)?)
}

/// Lets the camera play a tone and hear it (R53).
pub(super) fn audio_test(context: &Context, args: &AudioTest) -> Result<(), Failure> {
    let seconds = args.seconds;
    // The answer comes when the tone is over.
    let mut patience = context.patience();
    patience.answer_ms = patience
        .answer_ms
        .saturating_add(u32::from(seconds) * 1_000);
    let mut session = context.open_with(patience)?;
    let request = Request::AudioTest(message::AudioTest { seconds });
    tell(&mut session.link, &request)?;
    let json = json!({ "audio_test": { "seconds": seconds } });
    let text = match seconds {
        0 => "The camera is silent.".to_owned(),
        _ => format!("The camera has played a tone for {seconds} s, and heard it."),
    };
    Ok(context.output.result(&json, &text)?)
}
