//! What QR codes say, instead of a typed code or network.

use camera_proto::message::Request;
use camera_proto::vocab::Refusal;

use super::fake::camera;
use super::{camctl, done, json, paired, refuse};

#[test]
fn the_labels_qr_code_pairs_and_is_printed_nowhere() {
    let label = "CAMERA:1:S%70%6F%74 PT-1:VC00000001:123456789018";
    for (text, stdin) in [(label, ""), ("-", &format!("{label}\n"))] {
        let (camera, keys) = (camera(|_, _| done()), tempfile::tempdir().unwrap());
        let args = ["pair", "--connect", &camera.address, "--qr", text];
        let output = camctl(keys.path(), &args, stdin);
        assert!(output.status.success(), "{output:?}");
        assert!(!format!("{output:?}").contains("1234"));
    }
    // A slip in its code is told before the camera is asked.
    let args = ["--json", "pair", "--connect", "127.0.0.1:1", "--qr"];
    let slip = "CAMERA:1:::123456789019";
    let output = camctl(&std::env::temp_dir(), &[&args[..], &[slip]].concat(), "");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(json(&output.stderr)["error"]["code"], "WrongCode");
}

#[test]
fn a_wifi_qr_code_sets_up_and_its_password_is_printed_nowhere() {
    let paired = paired(|_, request| match request {
        Request::Provision(p) if p.passphrase.as_bytes() == b"hunter;22" => done(),
        _ => refuse(Refusal::AUTH_FAILURE),
    });
    let text = r"WIFI:S:caf\:e;T:SAE;P:hunter\;22;H:true;;";
    for (given, stdin) in [(text, ""), ("-", text)] {
        let args = ["setup", "--qr", given, "--allow-no-internet"];
        let output = paired.run(&args, stdin);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert_eq!(json(&output.stdout)["setup"]["ssid"], "caf:e");
        assert!(!format!("{output:?}").contains("hunter"));
        let asked = paired.last_request();
        for part in ["Some(wpa3)", "hidden: true", "allow_no_internet: true"] {
            assert!(asked.contains(part), "{asked}");
        }
    }
    // Nobody is asked for the password of an open network.
    let refused = paired.error(&["setup", "--qr", "WIFI:T:nopass;S:cafe;;"]);
    assert_eq!(refused["code"], "AuthFailure");
    assert!(paired.last_request().contains("Some(open)"));
}
