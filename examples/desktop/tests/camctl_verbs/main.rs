//! camctl against a camera that answers as each test wants.

mod access;
mod asked;
#[path = "../../../../camera-proto/tests/common/camera_side.rs"]
mod camera_side;
mod fake;
mod head;
mod pair;
mod qr;
mod reset;
mod settings;
mod setup;
mod told;
mod unreachable;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use camera_proto::message::{Refused, Reply, Request};
use camera_proto::vocab::{Refusal, Status};
use serde_json::Value;

use camera_side::CODE;
use fake::{Answer, Camera, camera};

const KEY: &str = "abababababababab";

/// A camera that was paired, and the folder of its key.
struct Paired {
    camera: Camera,
    keys: tempfile::TempDir,
}

fn camctl(keys: &Path, args: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_camctl"))
        .arg("--keys")
        .arg(keys)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Most verbs do not read it.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    child.wait_with_output().unwrap()
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or_else(|error| {
        panic!("{error}: {}", String::from_utf8_lossy(bytes));
    })
}

fn paired(answer: fn(&mut Status, &Request) -> Answer) -> Paired {
    let (camera, keys) = (camera(answer), tempfile::tempdir().unwrap());
    let args = ["pair", "--connect", &camera.address, "--code", CODE];
    let output = camctl(keys.path(), &args, "");
    assert!(output.status.success(), "{output:?}");
    Paired { camera, keys }
}

impl Paired {
    /// The JSON that a verb prints.
    fn ok(&self, args: &[&str]) -> Value {
        let output = self.run(args, "");
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        json(&output.stdout)
    }

    /// The JSON of a verb's error, which exits 1 and prints nothing else.
    fn error(&self, args: &[&str]) -> Value {
        let output = self.run(args, "");
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert!(output.stdout.is_empty());
        json(&output.stderr)["error"].take()
    }

    /// What a verb prints for people.
    fn plain(&self, args: &[&str]) -> String {
        let output = camctl(self.keys.path(), args, "");
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn run(&self, args: &[&str], stdin: &str) -> Output {
        camctl(self.keys.path(), &[args, &["--json"]].concat(), stdin)
    }

    fn last_request(&self) -> String {
        self.camera
            .state
            .lock()
            .unwrap()
            .asked
            .last()
            .unwrap()
            .clone()
    }
}

fn refuse(why: Refusal) -> Answer {
    Answer::Replies(vec![Reply::Refused(Refused::because(why))])
}

fn done() -> Answer {
    Answer::Replies(vec![Reply::Done])
}
