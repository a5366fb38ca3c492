//! How the camera is, once or whenever it changes.

use camera_proto::controller::Told;
use camera_proto::message::Notice;
use camera_proto::vocab::{Flags, Refusal, Status};

use crate::camctl::args::Watch;
use crate::camctl::failure::Failure;
use crate::camctl::session::{Context, Session};
use crate::camctl::{angle, output, words};

/// Shows the status.
pub(super) fn status(context: &Context) -> Result<(), Failure> {
    let mut session = context.open()?;
    let status = session.link.status()?;
    mention_reset(context, &session, &status);
    Ok(context
        .output
        .result(&words::status(&status), &text(&status))?)
}

/// Prints the status now and at each change.
pub(super) fn watch(context: &Context, args: &Watch) -> Result<(), Failure> {
    let mut session = context.open()?;
    let Told::Snapshot(first) = session.link.watch()? else {
        return Err(Failure::protocol());
    };
    mention_reset(context, &session, &first);
    let mut last = line(&first);
    let mut left = args.count.unwrap_or(u64::MAX);
    context.output.result(&words::status(&first), &last)?;
    left -= 1;
    while left > 0 {
        let (Told::Notice(Notice::Status(status)) | Told::Snapshot(status)) =
            session.link.next_told()?
        else {
            continue;
        };
        let now = line(&status);
        // A clock that goes on is no change that a person watches for.
        if context.output.json || now != last {
            context.output.result(&words::status(&status), &now)?;
            left -= 1;
        }
        last = now;
    }
    Ok(())
}

/// A key that outlived a reset is odd enough to be told (R32).
fn mention_reset(context: &Context, session: &Session, status: &Status) {
    if status.epoch != session.key.epoch {
        context
            .output
            .note("This camera was reset since it was paired.");
    }
}

fn text(status: &Status) -> String {
    let mut rows = vec![
        ["state", &words::name(status.state.name(), status.state.0)].map(str::to_owned),
        ["light", &light(status)].map(str::to_owned),
        ["head", &head(status)].map(str::to_owned),
    ];
    let mut row = |name: &str, value: String| rows.push([name.to_owned(), value]);
    if status.fault.0 != 0 {
        row("fault", words::name(status.fault.name(), status.fault.0));
    }
    if status.reset.0 != 0 {
        row("reset", words::name(status.reset.name(), status.reset.0));
    }
    if status.last_setup != Refusal::NONE {
        row(
            "last setup",
            camera_proto::controller::message(status.last_setup).to_owned(),
        );
    }
    if status.rssi_dbm != 0 {
        row("signal", format!("{} dBm", status.rssi_dbm));
    }
    if status.window_s != 0 {
        row("setup open", format!("{} s more", status.window_s));
    }
    row("running", format!("{} s", status.uptime_s));
    row("epoch", status.epoch.to_string());
    output::table(&rows)
}

/// What changes, in one line.
fn line(status: &Status) -> String {
    let mut line = format!(
        "{}  {}  {}",
        words::name(status.state.name(), status.state.0),
        light(status),
        head(status)
    );
    if status.fault.0 != 0 {
        line += &format!(
            "  fault {}",
            words::name(status.fault.name(), status.fault.0)
        );
    }
    if status.reset.0 != 0 {
        line += &format!(
            "  reset {}",
            words::name(status.reset.name(), status.reset.0)
        );
    }
    if status.last_setup != Refusal::NONE {
        line += &format!("  last setup {}", words::refusal(status.last_setup));
    }
    line
}

fn light(status: &Status) -> String {
    let led = status.led;
    let color = words::name(led.color.name(), led.color.0);
    let pattern = words::name(led.pattern.name(), led.pattern.0);
    format!("{color} {pattern}")
}

fn head(status: &Status) -> String {
    let moving = if status.flags.has(Flags::MOVING) {
        ", moving"
    } else {
        ""
    };
    let (pan, tilt) = (angle::show(status.pan), angle::show(status.tilt));
    format!("pan {pan} tilt {tilt}{moving}")
}
