//! What an app has: the code of the camera's label, the key of a controller, and samples of all that can be said.

use std::sync::LazyLock;

use camera_proto::frame::{self, MAX_FRAME};
use camera_proto::message::MAX_BODY;
use camera_proto::pairing::{LabelRecord, MIN_ITERATIONS, ProverSecret, SetupCode};
use camera_proto::sealed::{self, SEALED_BODY_AT};
use camera_proto::session::Session;
use camera_proto::vocab::KeyId;

#[path = "../../camera-proto/tests/vectors/v01.rs"]
mod v01;

/// The salt of the label's code.
pub(crate) const SALT: [u8; 16] = [7; 16];
/// A controller's key.
pub(crate) const KEY: [u8; 32] = [0xc3; 32];
/// Names [`KEY`].
pub(crate) const KEY_ID: KeyId = KeyId([0xa1; 8]);

/// The label's code, stretched: that takes longer than all the rest of a run.
pub(crate) static PROVER: LazyLock<ProverSecret> = LazyLock::new(|| {
    ProverSecret::from_code(&code(), &SALT, MIN_ITERATIONS).expect("enough iterations")
});

/// What the camera has of its code.
pub(crate) static LABEL: LazyLock<LabelRecord> = LazyLock::new(|| {
    LabelRecord::from_code(&code(), &SALT, MIN_ITERATIONS).expect("enough iterations")
});

/// Every message of version 1: its kind and body.
pub(crate) static SAMPLES: LazyLock<Vec<(u8, Vec<u8>)>> =
    LazyLock::new(|| v01::V01.iter().map(|line| sample(line)).collect());

/// The code on the label.
pub(crate) fn code() -> SetupCode {
    SetupCode::parse("1234-5678-9018").expect("a code")
}

/// `0x11 request Status:` and hex.
fn sample(line: &str) -> (u8, Vec<u8>) {
    let hex = |digits: &str| u8::from_str_radix(digits, 16).expect("hex digits");
    let (head, body) = line.split_once(':').expect("a colon");
    (hex(&head[2..4]), body.split_whitespace().map(hex).collect())
}

/// A frame in clear.
pub(crate) fn clear(kind: u8, id: u16, body: &[u8]) -> Vec<u8> {
    let body = &body[..body.len().min(MAX_BODY)];
    let mut out = [0; MAX_FRAME];
    out[frame::BODY_AT..][..body.len()].copy_from_slice(body);
    let len = frame::encode(kind, id, body.len(), &mut out).expect("a body fits");
    out[..len].to_vec()
}

/// A sealed frame.
pub(crate) fn sealed(session: &mut Session, kind: u8, id: u16, body: &[u8]) -> Vec<u8> {
    let body = &body[..body.len().min(MAX_BODY)];
    let mut out = [0; MAX_FRAME];
    out[SEALED_BODY_AT..][..body.len()].copy_from_slice(body);
    let len = sealed::write(session, kind, id, body.len(), &mut out).expect("a body fits");
    out[..len].to_vec()
}
