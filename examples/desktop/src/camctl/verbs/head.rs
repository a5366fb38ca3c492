//! Turning the head (R60).

use core::time::Duration;
use std::thread::sleep;
use std::time::Instant;

use camera_proto::controller::ControllerError;
use camera_proto::message::{
    Controller, GoToPreset, MoveAbsolute, MoveRelative, Moving, Refused, Reply, Request,
};
use camera_proto::vocab::{Cdeg, Fault, Flags, Refusal, Status};
use serde_json::json;

use crate::camctl::args::{Move, Wait};
use crate::camctl::failure::Failure;
use crate::camctl::link::{Link, LinkError};
use crate::camctl::session::Context;
use crate::camctl::{angle, words};

/// How often to look where the head is.
const PAUSE: Duration = Duration::from_millis(100);

/// Turns the head to or by an angle, or to a preset.
pub(super) fn turn(context: &Context, args: &Move) -> Result<(), Failure> {
    let speed = args.speed.unwrap_or_default();
    let request = match args.preset {
        Some(place) => Request::GoToPreset(GoToPreset { place, speed }),
        None if args.relative => Request::MoveRelative(MoveRelative {
            pan: args.pan.unwrap_or(Cdeg(0)),
            tilt: args.tilt.unwrap_or(Cdeg(0)),
            speed,
        }),
        None => Request::MoveAbsolute(MoveAbsolute {
            pan: args.pan,
            tilt: args.tilt,
            speed,
        }),
    };
    go(context, &request, args.wait)
}

/// Turns the head straight ahead.
pub(super) fn home(context: &Context, wait: Wait) -> Result<(), Failure> {
    go(context, &Request::Home, wait)
}

/// Stops the head. Braking takes a moment too.
pub(super) fn stop(context: &Context, wait: Wait) -> Result<(), Failure> {
    go(context, &Request::Stop, wait)
}

/// Shows where the head points, and how surely.
pub(super) fn position(context: &Context) -> Result<(), Failure> {
    let mut session = context.open()?;
    let Reply::Position(position) = session.link.ask(&Request::Position)? else {
        return Err(Failure::protocol());
    };
    let [pan, tilt, give] = [position.pan, position.tilt, position.uncertainty].map(angle::show);
    let moving = if position.moving { ", moving" } else { "" };
    let text = format!("pan {pan}, tilt {tilt}, give or take {give}{moving}");
    let json = json!({ "position": words::position(&position) });
    Ok(context.output.result(&json, &text)?)
}

/// Asks for a move.
pub(super) fn ask(
    context: &Context,
    link: &mut Link,
    request: &Request,
) -> Result<Moving, Failure> {
    match patiently(context, link, request)? {
        Reply::Moving(moving) => Ok(moving),
        _ => Err(Failure::protocol()),
    }
}

/// Asks for what turns the head; and again, where what is in the way has ended before an
/// answer must be there: a head that is parked has that written first (R61). What was
/// refused has turned nothing; a camera that was about to restart is gone when it is asked
/// again, and what it has said counts. Whoever holds the head instead is told by name.
pub(super) fn patiently(
    context: &Context,
    link: &mut Link,
    request: &Request,
) -> Result<Reply, Failure> {
    let until = Instant::now() + context.answer_timeout();
    let mut busy = None;
    loop {
        let refused = match (link.ask(request), busy) {
            (Err(LinkError::Controller(ControllerError::Refused(refused))), _) => refused,
            (Err(_), Some(busy)) => return Err(Failure::held(busy, None)),
            (answer, _) => return Ok(answer?),
        };
        let pause = Duration::from_secs(refused.retry_s.into());
        let ends_soon = !pause.is_zero() && Instant::now() + pause <= until;
        if refused.why != Refusal::BUSY || !ends_soon {
            return Err(Failure::held(refused, holder(link, refused).as_ref()));
        }
        busy = Some(refused);
        sleep(pause);
    }
}

fn holder(link: &mut Link, refused: Refused) -> Option<Controller> {
    let from = refused.holder()?;
    let listed = link.list(Request::Controllers).ok()?;
    match listed.into_iter().nth(from.into())? {
        Reply::Controller(controller) => Some(controller),
        _ => None,
    }
}

fn go(context: &Context, request: &Request, wait: Wait) -> Result<(), Failure> {
    let mut session = context.open()?;
    let moving = ask(context, &mut session.link, request)?;
    if wait.no_wait {
        let (pan, tilt) = (angle::show(moving.pan), angle::show(moving.tilt));
        let text = format!(
            "The head will point to pan {pan}, tilt {tilt} in {} ms.",
            moving.arrives_in_ms
        );
        return Ok(context.output.result(&words::moving(&moving), &text)?);
    }
    let waiting = context.output.waiting("The head turns");
    let status = await_rest(&mut session.link, &moving, context.answer_timeout())?;
    drop(waiting);
    if (status.pan, status.tilt) != (moving.pan, moving.tilt) {
        return Err(stopped_short(&status));
    }
    stands(context, &status)
}

/// Tells where it has come to rest.
pub(super) fn stands(context: &Context, status: &Status) -> Result<(), Failure> {
    let json = json!({ "pan": status.pan.0, "tilt": status.tilt.0, "moving": false });
    let (pan, tilt) = (angle::show(status.pan), angle::show(status.tilt));
    let text = format!("The head points to pan {pan}, tilt {tilt}.");
    Ok(context.output.result(&json, &text)?)
}

/// Looks until the head stands, or should have stood for long.
pub(super) fn await_rest(
    link: &mut Link,
    moving: &Moving,
    grace: Duration,
) -> Result<Status, Failure> {
    let arrival = Instant::now() + Duration::from_millis(moving.arrives_in_ms.into());
    loop {
        let left = arrival.saturating_duration_since(Instant::now());
        // Not later than the head, but not all the time either.
        sleep(left.clamp(PAUSE / 5, PAUSE));
        let status = link.status()?;
        if !status.flags.has(Flags::MOVING) {
            return Ok(status);
        }
        if Instant::now() > arrival + grace {
            let message = "The head still moves, long after it should have arrived.";
            return Err(Failure::new(
                "Undecided",
                message,
                "Look where it is: camctl status",
            ));
        }
    }
}

/// It stands, but not where it should: stuck, or told otherwise.
fn stopped_short(status: &Status) -> Failure {
    if status.fault == Fault::SERVO {
        return Failure::because(Refusal::STALLED);
    }
    let (pan, tilt) = (angle::show(status.pan), angle::show(status.tilt));
    Failure {
        message: format!("The head stopped on its way, at pan {pan}, tilt {tilt}."),
        next: "Somebody else has stopped or turned it: try again.".to_owned(),
        ..Failure::because(Refusal::CANCELLED)
    }
}
