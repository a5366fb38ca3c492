//! Resets and restarts, and a camera that was reset by somebody else.

use camera_proto::message::{End, Loss, LossList, Reply, Request};
use camera_proto::vocab::{
    ErasedScope, LossItem, LossKind, Receipt, Refusal, ResetCause, ResetScope, ResetToken,
};
use serde_json::json;

use super::camera_side::CODE;
use super::fake::Answer;
use super::{camctl, done, json as parse, paired, refuse};

#[test]
fn a_reset_shows_its_losses_confirms_them_and_needs_consent() {
    let paired = paired(|_, request| match request {
        Request::ResetRequest(request) if request.scope == ResetScope::Everything => {
            let item = |kind, count| LossItem { kind, count };
            let items = [item(LossKind::NETWORK, 1), item(LossKind::CONTROLLERS, 2)];
            let list = LossList {
                token: ResetToken([3; 8]),
                items: items.into_iter().collect(),
            };
            Answer::Replies(vec![Reply::LossList(list)])
        }
        Request::ResetConfirm(confirm) if confirm.token == ResetToken([3; 8]) => done(),
        Request::Losses(losses) if losses.kind == LossKind::CONTROLLERS => {
            let loss = |name: &str| {
                Reply::Loss(Loss {
                    name: name.bytes().collect(),
                })
            };
            // In two pages.
            Answer::Replies(match losses.from {
                0 => vec![loss("phone"), Reply::End(End { next: 4 })],
                _ => vec![loss("tab\nlet"), Reply::End(End { next: 0 })],
            })
        }
        Request::Losses(_) => refuse(Refusal::UNSUPPORTED),
        _ => refuse(Refusal::NOT_CONFIRMED),
    });
    let output = paired.run(&["reset"], "y\n");
    assert_eq!(output.status.code(), Some(2), "a pipe is nobody to ask");
    assert_eq!(parse(&output.stderr)["error"]["code"], "Usage");
    let reset = paired.ok(&["reset", "--yes"]);
    let names = ["phone", "tab\nlet"];
    let controllers = json!({ "kind": "controllers", "count": 2, "names": names });
    // Names that the camera cannot tell keep nobody from a reset.
    let network = json!({ "kind": "network", "count": 1, "names": [] });
    let erases = json!([network, controllers.clone()]);
    let expected = json!({ "accepted": true, "scope": "everything", "erases": erases });
    assert_eq!(reset["reset"], expected);
    assert_eq!(
        paired.ok(&["losses", "--kind", "controllers"])["losses"],
        json!([controllers])
    );
    let shown = paired.plain(&["reset", "--yes"]);
    let list = "  2 controllers, which must pair again\n    phone\n    tab\\nlet\n";
    assert!(shown.contains(list), "{shown}");
}

#[test]
fn r32_a_camera_that_was_reset_is_told_and_its_key_forgotten_only_in_setup() {
    let paired = paired(|_, _| done());
    let file = paired.keys.path().join("spot-pt-1-a1b2.json");
    let forget = |setup_open| {
        let mut state = paired.camera.state.lock().unwrap();
        (state.knows_key, state.setup_open) = (false, setup_open);
    };
    forget(false);
    let error = paired.error(&["status"]);
    assert_eq!(error["code"], "UnknownController");
    assert_eq!(
        error["message"],
        "This camera was reset or has revoked this controller."
    );
    assert!(file.exists());
    forget(true);
    assert_eq!(paired.error(&["status"])["next"], "Pair again: camctl pair");
    assert!(!file.exists());
    assert_eq!(paired.error(&["status"])["code"], "NotPaired");
    let output = camctl(paired.keys.path(), &["pair", "--code", CODE], "");
    assert!(
        output.status.success(),
        "the address is remembered: {output:?}"
    );
}

#[test]
fn r32_a_new_epoch_is_told() {
    let paired = paired(|_, _| done());
    paired.camera.state.lock().unwrap().status.epoch = 2;
    let output = paired.run(&["status"], "");
    assert_eq!(
        parse(&output.stderr)["note"],
        "This camera was reset since it was paired."
    );
    assert_eq!(parse(&output.stdout)["epoch"], 2);
}

#[test]
fn small_requests_are_sent_as_said() {
    let paired = paired(|_, request| match request {
        Request::Receipt => Answer::Replies(vec![Reply::Receipt(Some(Receipt {
            epoch: 2,
            count: 3,
            cause: ResetCause::BUTTON,
            scope: ErasedScope::EVERYTHING,
        }))]),
        _ => done(),
    });
    assert_eq!(
        paired.ok(&["restart"]),
        json!({ "restart": { "accepted": true } })
    );
    assert_eq!(
        paired.ok(&["identify", "--seconds", "3"]),
        json!({ "identify": { "seconds": 3 } })
    );
    assert_eq!(paired.last_request(), "Identify(Identify { seconds: 3 })");
    let receipt = json!({ "epoch": 2, "count": 3, "cause": "button", "scope": "everything" });
    assert_eq!(paired.ok(&["receipt"]), json!({ "receipt": receipt }));
}
