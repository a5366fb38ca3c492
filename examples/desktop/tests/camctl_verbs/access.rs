//! Who may control the camera, and the codes that let them in.

use camera_proto::message::{Controller, End, Reply, Request};
use camera_proto::pairing::{LabelRecord, SetupCode};
use camera_proto::vocab::{KeyId, PairingSecret, Refusal, Role};
use serde_json::json;

use super::camera_side::CODE;
use super::fake::{Answer, camera, usual};
use super::{KEY, camctl, done, json as parse, paired, refuse};

#[test]
fn controllers_are_listed_and_revoked() {
    let paired = paired(|_, request| match request {
        Request::Controllers(_) => {
            let controller = Controller {
                key_id: KeyId([0xab; 8]),
                name: "me".bytes().collect(),
                role: Role::OWNER,
                is_you: true,
            };
            Answer::Replies(vec![
                Reply::Controller(controller),
                Reply::End(End { next: 0 }),
            ])
        }
        _ => done(),
    });
    let you = json!({ "key_id": KEY, "name": "me", "role": "owner", "is_you": true });
    assert_eq!(paired.ok(&["controllers"])["controllers"], json!([you]));
    let other = paired.ok(&["revoke", "0000000000000001"]);
    assert_eq!(
        other["revoked"],
        json!({ "key_id": "0000000000000001", "was_you": false })
    );
    assert_eq!(paired.ok(&["revoke", KEY])["revoked"]["was_you"], true);
    assert_eq!(paired.error(&["status"])["code"], "NotPaired");
}

#[test]
fn r49_a_controller_is_renamed_and_given_a_role() {
    let paired = paired(|_, request| match request {
        Request::SetRole(set) if set.role == Role::USER => refuse(Refusal::LAST_OWNER),
        _ => done(),
    });
    let renamed = json!({ "key_id": KEY, "name": "kitchen tablet" });
    assert_eq!(
        paired.ok(&["rename", "me", "kitchen tablet"])["renamed"],
        renamed
    );
    assert!(
        paired
            .last_request()
            .starts_with("Rename(Rename { key_id: abababababababab")
    );
    let role = json!({ "key_id": "0000000000000001", "role": "owner" });
    assert_eq!(
        paired.ok(&["role", "0000000000000001", "owner"])["role"],
        role
    );
    assert_eq!(paired.error(&["role", "me", "user"])["code"], "LastOwner");
    for name in [&"x".repeat(25)[..], "", "a\tb"] {
        let error = paired.error(&["rename", "me", name]);
        assert_eq!(error["code"], "InvalidName", "{name:?}");
    }
    assert_eq!(paired.ok(&["revoke", "me"])["revoked"]["was_you"], true);
}

#[test]
fn r49_an_invitation_prints_its_code_once_and_sends_only_a_record() {
    let paired = paired(|_, request| match request {
        Request::Invite(invite) if invite.valid_s > 0 => {
            assert!(LabelRecord::from_message(&invite.record).is_ok());
            assert_eq!(invite.record.iterations, 100_000);
            done()
        }
        _ => done(),
    });
    let invitation =
        paired.ok(&["invite", "--role", "owner", "--valid", "1h"])["invitation"].take();
    assert!(SetupCode::parse(invitation["code"].as_str().unwrap()).is_ok());
    assert_eq!(
        (&invitation["role"], &invitation["valid_s"]),
        (&json!("owner"), &json!(3_600))
    );
    assert!(
        paired
            .last_request()
            .ends_with("role: owner, valid_s: 3600 })")
    );

    let text = paired.plain(&["invite"]);
    let run = format!(
        "camctl pair --invitation --connect {}\n",
        paired.camera.address
    );
    assert!(
        text.ends_with(&run) && text.contains("Within 10 min") && text.contains("as user"),
        "{text}"
    );
    let codes = |text: &str| {
        text.split([' ', '.'])
            .filter_map(|word| SetupCode::parse(word).ok())
            .count()
    };
    assert_eq!(codes(&text), 1, "{text}");
    assert_ne!(
        paired.plain(&["invite"]),
        text,
        "each has a code of its own"
    );

    assert_eq!(
        paired.ok(&["invite", "--cancel"]),
        json!({ "invitation": null })
    );
    assert!(paired.last_request().ends_with("valid_s: 0 })"));
}

#[test]
fn r49_the_one_invited_says_so_before_it_pairs() {
    let (camera, keys) = (camera(usual), tempfile::tempdir().unwrap());
    let args = [
        "--json",
        "pair",
        "--invitation",
        "--code-stdin",
        "--connect",
        &camera.address,
    ];
    let output = camctl(keys.path(), &args, CODE);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(
        camera.state.lock().unwrap().secret,
        PairingSecret::INVITATION
    );
    // Another code, and one with a slip.
    for wrong in ["000000000000", "000000000001"] {
        let output = camctl(keys.path(), &args, wrong);
        let error = parse(&output.stderr)["error"].take();
        assert_eq!(error["code"], "WrongCode");
        let next = "Check the 12 digits that the camera's owner has given you.";
        assert_eq!(error["next"], next, "{wrong}");
    }
}

#[test]
fn r43_a_new_code_is_made_or_given_and_only_the_made_one_is_printed() {
    let paired = paired(|_, request| match request {
        Request::ChangeCode(change) => {
            assert!(LabelRecord::from_message(&change.record).is_ok());
            done()
        }
        _ => done(),
    });
    let made = paired.ok(&["change-code"])["code_changed"]["code"].take();
    assert!(SetupCode::parse(made.as_str().unwrap()).is_ok());
    assert!(paired.plain(&["change-code"]).contains("Write it down"));
    let given = paired.run(&["change-code", "--code-stdin"], "0000-0000-0000\n");
    assert_eq!(parse(&given.stdout), json!({ "code_changed": {} }));
    assert!(!format!("{given:?}").contains("0000"));
    // A slip is told before the camera is asked.
    let slip = paired.run(&["change-code", "--code-stdin"], "0000-0000-0001\n");
    assert_eq!(parse(&slip.stderr)["error"]["code"], "WrongCode");
}
