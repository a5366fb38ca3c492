//! Turning on and on, as long as camctl says so (R60, R62).

use core::time::Duration;
use std::thread::sleep;
use std::time::Instant;

use camera_proto::message::{MoveContinuous, Request};
use camera_proto::vocab::{Cdeg, Refusal, Velocity};

use super::head;
use crate::camctl::args::Move;
use crate::camctl::failure::Failure;
use crate::camctl::session::Context;

/// Turns the head at a speed, renews the lease, and stops it in the end. The
/// head would stop with the link, so there is no going on without camctl.
pub(super) fn drive(context: &Context, args: &Move) -> Result<(), Failure> {
    let request = Request::MoveContinuous(MoveContinuous {
        pan: velocity(args.pan)?,
        tilt: velocity(args.tilt)?,
        lease_ms: args.lease,
    });
    let lease = Duration::from_millis(args.lease.into());
    let mut session = context.open()?;
    head::ask(context, &mut session.link, &request)?;
    // It turns for that long, however long it took to get there.
    let end = Instant::now() + args.duration.unwrap_or(lease);
    let waiting = context.output.waiting("The head turns");
    loop {
        let left = end.saturating_duration_since(Instant::now());
        // Early enough that a late answer does not stop the head.
        sleep(left.min(lease / 2));
        if Instant::now() >= end {
            break;
        }
        match head::ask(context, &mut session.link, &request) {
            Ok(_) => {}
            // It stands at its end stop: there is nothing to renew.
            Err(failure) if is_at_limit(&failure) => {
                sleep(end.saturating_duration_since(Instant::now()));
                break;
            }
            Err(failure) => return Err(failure),
        }
    }
    let moving = head::ask(context, &mut session.link, &Request::Stop)?;
    let status = head::await_rest(&mut session.link, &moving, context.answer_timeout())?;
    drop(waiting);
    head::stands(context, &status)
}

fn is_at_limit(failure: &Failure) -> bool {
    let why = failure.refused.map(|refused| refused.why);
    why == Some(Refusal::AT_LIMIT)
}

/// Percent of the fastest, given where else degrees are.
fn velocity(given: Option<Cdeg>) -> Result<Velocity, Failure> {
    let Cdeg(hundredths) = given.unwrap_or_default();
    match i8::try_from(hundredths / 100) {
        Ok(percent @ -100..=100) if hundredths % 100 == 0 => Ok(Velocity(percent)),
        _ => Err(Failure::usage(
            "A speed is a whole number of percent from -100 to 100.",
            "Negative is left or down: camctl move --continuous --pan -50",
        )),
    }
}
