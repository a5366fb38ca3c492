//! The factory reset by controller (R30, R31), and its receipt (R32).

use camera_proto::message::{LossList, Reply, Request, ResetConfirm, ResetRequest};
use camera_proto::vocab::{LossItem, LossKind, Refusal, ResetScope};
use serde_json::json;

use crate::camctl::args::Reset;
use crate::camctl::failure::Failure;
use crate::camctl::session::Context;
use crate::camctl::{ask, words};

/// What R31 wants said when the camera cannot be reached.
const BY_BUTTON: &str = "Offline: use the button. Hold the reset button until the LED \
                         blinks amber quickly (5 seconds), then let go.";

/// Shows what is lost, asks, and resets.
pub(super) fn reset(context: &Context, args: &Reset) -> Result<(), Failure> {
    if !args.yes {
        ask::needs_terminal("--yes")?;
    }
    attempt(context, args).map_err(|failure| match failure.code.as_str() {
        "Unreachable" => Failure {
            next: BY_BUTTON.to_owned(),
            ..failure
        },
        _ => failure,
    })
}

fn attempt(context: &Context, args: &Reset) -> Result<(), Failure> {
    let scope = ResetScope::from(args.scope);
    let mut session = context.open()?;
    let request = Request::ResetRequest(ResetRequest { scope });
    let Reply::LossList(list) = session.link.ask(&request)? else {
        return Err(Failure::protocol());
    };
    if !args.yes && !agreed(&list)? {
        return Err(Failure {
            message: "Nothing was erased.".to_owned(),
            next: String::new(),
            ..Failure::because(Refusal::CANCELLED)
        });
    }
    let token = list.token;
    let Reply::Done = session
        .link
        .ask(&Request::ResetConfirm(ResetConfirm { token }))?
    else {
        return Err(Failure::protocol());
    };
    let json = json!({ "reset": {
        "accepted": true,
        "scope": words::scope(scope),
        "erases": words::losses(&list),
    }});
    let next = match scope {
        ResetScope::Everything => "Then it waits to be set up; pair again: camctl pair",
        ResetScope::ForgetNetwork => "Then it waits for a network: camctl setup",
        ResetScope::KeepNetwork => "Then it comes back on its network.",
    };
    let mut done = format!("The camera erases itself now. {next}");
    if args.yes {
        // Else it was shown before.
        done = format!("{}\n{done}", text(&list));
    }
    Ok(context.output.result(&json, &done)?)
}

/// Shows the list where a person sees it, whatever becomes of stdout.
fn agreed(list: &LossList) -> std::io::Result<bool> {
    ask::agrees(&format!("{}\nErase it?", text(list)))
}

fn text(list: &LossList) -> String {
    if list.items.is_empty() {
        return "Nothing of yours is on the camera.".to_owned();
    }
    let line = |item: &LossItem| {
        let count = item.count;
        match (item.kind, count) {
            (LossKind::NETWORK, _) => "  the Wi-Fi network and its password".to_owned(),
            (LossKind::CONTROLLERS, 1) => "  1 controller, which must pair again".to_owned(),
            (LossKind::CONTROLLERS, _) => format!("  {count} controllers, which must pair again"),
            (LossKind::SETTINGS, _) => format!("  {count} settings that differ from the defaults"),
            (LossKind::RECORDINGS, _) => format!("  {count} recordings"),
            (kind, _) => format!("  {count} × {}", words::name(kind.name(), kind.0)),
        }
    };
    let lines: Vec<_> = list.items.iter().map(line).collect();
    format!("This is lost:\n{}", lines.join("\n"))
}

/// Shows the receipt of the last reset.
pub(super) fn receipt(context: &Context) -> Result<(), Failure> {
    let mut session = context.open()?;
    let Reply::Receipt(receipt) = session.link.ask(&Request::Receipt)? else {
        return Err(Failure::protocol());
    };
    let json = json!({ "receipt": receipt.as_ref().map(words::receipt) });
    let text = match &receipt {
        None => "This camera was never reset.".to_owned(),
        Some(receipt) => format!(
            "Reset number {}: {}, by {}. The epoch since then is {}.",
            receipt.count,
            words::scope(receipt.scope),
            words::name(receipt.cause.name(), receipt.cause.0),
            receipt.epoch
        ),
    };
    Ok(context.output.result(&json, &text)?)
}
