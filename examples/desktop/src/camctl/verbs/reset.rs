//! The factory reset by controller (R30, R31), and its receipt (R32).

use camera_proto::controller::ControllerError;
use camera_proto::message::{Losses, Reply, Request, ResetConfirm, ResetRequest};
use camera_proto::vocab::{LossItem, LossKind, Refusal, ResetScope};
use serde_json::{Value, json};

use crate::camctl::args::{self, Reset};
use crate::camctl::failure::Failure;
use crate::camctl::link::{Link, LinkError};
use crate::camctl::session::Context;
use crate::camctl::{ask, words};

/// What R31 wants said when the camera cannot be reached.
const BY_BUTTON: &str = "Offline: use the button. Hold the reset button until the LED \
                         blinks amber quickly (5 seconds), then let go. If it has no button, \
                         factory-reset it as its maker describes.";

/// What a reset shows first.
const LOST: &str = "This is lost:";

/// How many names a person is shown of a kind.
const SHOWN: usize = 8;

/// A kind of things that a reset erases, and what they are called.
struct Loss {
    item: LossItem,
    names: Vec<String>,
}

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
    let losses = named(&mut session.link, &list.items)?;
    if !args.yes && !agreed(&losses)? {
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
        "scope": words::scope(scope.into()),
        "erases": to_json(&losses),
    }});
    let next = match scope {
        ResetScope::Everything => "Then it waits to be set up; pair again: camctl pair",
        ResetScope::ForgetNetwork => "Then it waits for a network: camctl setup",
        ResetScope::KeepNetwork => "Then it comes back on its network.",
    };
    let mut done = format!("The camera erases itself now. {next}");
    if args.yes {
        // Else it was shown before.
        done = format!("{}\n{done}", text(LOST, &losses));
    }
    Ok(context.output.result(&json, &done)?)
}

/// Shows the list where a person sees it, whatever becomes of stdout.
fn agreed(losses: &[Loss]) -> Result<bool, Failure> {
    ask::agrees(&format!("{}\nErase it?", text(LOST, losses)))
}

/// Names what a reset would erase (R33).
pub(super) fn losses(context: &Context, args: &args::Losses) -> Result<(), Failure> {
    let all = [
        LossKind::NETWORK,
        LossKind::CONTROLLERS,
        LossKind::SETTINGS,
        LossKind::RECORDINGS,
    ];
    let wanted = args.kind.map(LossKind::from);
    let mut session = context.open()?;
    let mut losses = Vec::new();
    for kind in all
        .into_iter()
        .filter(|kind| wanted.is_none_or(|wanted| wanted == *kind))
    {
        let names = names(&mut session.link, kind)?;
        let count = u16::try_from(names.len()).unwrap_or(u16::MAX);
        let item = LossItem { kind, count };
        losses.push(Loss { item, names });
    }
    losses.retain(|loss| !loss.names.is_empty());
    let json = json!({ "losses": to_json(&losses) });
    let text = text("A reset erases:", &losses);
    Ok(context.output.result(&json, &text)?)
}

/// The lines of a loss list with their names, as far as the camera knows them.
fn named(link: &mut Link, items: &[LossItem]) -> Result<Vec<Loss>, Failure> {
    let named = |item: &LossItem| {
        let names = match names(link, item.kind) {
            // A reset does not wait for names that a camera cannot tell.
            Err(LinkError::Controller(ControllerError::Refused(_))) => Vec::new(),
            names => names?,
        };
        Ok(Loss { item: *item, names })
    };
    items.iter().map(named).collect()
}

fn names(link: &mut Link, kind: LossKind) -> Result<Vec<String>, LinkError> {
    let replies = link.list(|page| {
        let from = page.from;
        Request::Losses(Losses { kind, from })
    })?;
    let name = |reply| match reply {
        Reply::Loss(loss) => Some(String::from_utf8_lossy(&loss.name).into_owned()),
        _ => None,
    };
    Ok(replies.into_iter().filter_map(name).collect())
}

fn to_json(losses: &[Loss]) -> Value {
    let item = |loss: &Loss| words::loss(&loss.item, &loss.names);
    losses.iter().map(item).collect()
}

fn text(head: &str, losses: &[Loss]) -> String {
    if losses.is_empty() {
        return "Nothing of yours is on the camera.".to_owned();
    }
    let lines: Vec<_> = losses.iter().map(line).collect();
    format!("{head}\n{}", lines.join("\n"))
}

fn line(Loss { item, names }: &Loss) -> String {
    let LossItem { kind, count } = *item;
    let mut line = match (kind, count) {
        (LossKind::NETWORK, _) => "  the Wi-Fi network and its password".to_owned(),
        (LossKind::CONTROLLERS, 1) => "  1 controller, which must pair again".to_owned(),
        (LossKind::CONTROLLERS, _) => format!("  {count} controllers, which must pair again"),
        (LossKind::SETTINGS, 1) => "  1 setting that differs from the default".to_owned(),
        (LossKind::SETTINGS, _) => format!("  {count} settings that differ from the defaults"),
        (LossKind::RECORDINGS, 1) => "  1 recording".to_owned(),
        (LossKind::RECORDINGS, _) => format!("  {count} recordings"),
        (kind, _) => format!("  {count} × {}", words::name(kind.name(), kind.0)),
    };
    for name in names.iter().take(SHOWN) {
        line += &format!("\n    {}", words::printable(name));
    }
    if let Some(more) = names.len().checked_sub(SHOWN + 1) {
        line += &format!("\n    and {} more", more + 1);
    }
    line
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
