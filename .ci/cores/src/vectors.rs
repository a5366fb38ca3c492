//! Every message of version 1, a pairing that was recomputed elsewhere, and a
//! session by a key.

use core::convert::Infallible;
use core::fmt::{self, Write};
use std::vec::Vec;

use camera_proto::frame::{self, BODY_AT, MAX_FRAME};
use camera_proto::message::{MAX_BODY, Notice, Reply, Request};
use camera_proto::noise::{Initiator, respond};
use camera_proto::pairing::{
    AppPairing, CameraPairing, HelloHash, LabelRecord, PairingContext, ProverSecret, SetupCode,
};
use camera_proto::session::{Session, TAG_LEN};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rand_core::{TryCryptoRng, TryRng};
use serde_json::Value;

use crate::Hex;

#[path = "../../../camera-proto/tests/vectors/v01.rs"]
mod v01;

const PAIRING: &str = include_str!("../../../camera-proto/tests/vectors/pairing.json");

pub(crate) fn tell(out: &mut impl Write) -> fmt::Result {
    for line in v01::V01 {
        message(line, out)?;
    }
    pairing(out)?;
    session(out)
}

/// Reads a message, and writes it again as a frame.
fn message(line: &str, out: &mut impl Write) -> fmt::Result {
    let (name, hex) = line.split_once(':').expect("a name and a body");
    let kind = u8::from_str_radix(&name[2..4], 16).expect("a kind");
    let body = unhex(hex);
    let mut frame = [0; MAX_FRAME];
    let again = &mut frame[BODY_AT..BODY_AT + MAX_BODY];
    let written = [
        Request::decode(kind, &body).map(|message| message.encode(again)),
        Reply::decode(kind, &body).map(|message| message.encode(again)),
        Notice::decode(kind, &body).map(|message| message.encode(again)),
    ];
    let len = written.into_iter().flatten().next().expect("a known kind");
    let len = len.expect("room for any message");
    assert_eq!(&frame[BODY_AT..BODY_AT + len], &body[..], "{name}");
    let len = frame::encode(kind, 7, len, &mut frame).expect("room for any frame");
    writeln!(out, "message {name}: {}", Hex(&frame[..len]))
}

/// Both sides, with the secrets of the vector.
fn pairing(out: &mut impl Write) -> fmt::Result {
    let vector: Value = serde_json::from_str(PAIRING).expect("JSON");
    let of = |name: &str| unhex(vector[name].as_str().expect("a text"));
    let number = |name: &str| vector[name].as_u64().expect("a number");
    let code = SetupCode::parse(vector["code"].as_str().expect("a code")).expect("a code");
    let salt = of("salt").try_into().expect("16 bytes");
    let iterations = number("iterations") as u32;
    let label = LabelRecord::from_code(&code, &salt, iterations).expect("a label");
    let secret = ProverSecret::from_code(&code, &salt, iterations).expect("a secret");
    let hello = HelloHash::new(&of("hello_request"), &of("hello_reply"));
    let context = PairingContext::new(number("transport") as u8, &hello);
    let camera = CameraPairing::start(&label, &context, &mut Fixed(of("y")));
    let (app, share_p) = AppPairing::start(&secret, &context, &mut Fixed(of("x")));
    let (answer, camera) = camera.share(&share_p).expect("a point");
    let (confirm_p, mut app) = app
        .confirm(&answer.share_v, &answer.confirm_v)
        .expect("the same code");
    let mut camera = camera.confirm(&confirm_p).expect("the same code");
    let mut told = |name: &str, bytes: &[u8]| {
        assert_eq!(bytes, of(name), "{name}");
        writeln!(out, "pairing {name}: {}", Hex(bytes))
    };
    told("label_record", &label.to_bytes()[..])?;
    told("hello_hash", hello.as_bytes())?;
    told("share_p", &share_p)?;
    told("share_v", &answer.share_v)?;
    told("confirm_v", &answer.confirm_v)?;
    told("confirm_p", &confirm_p)?;
    let aad = of("aad");
    told("app_sealed", &sealed(&mut app, &aad, &of("app_message")))?;
    told(
        "camera_sealed",
        &sealed(&mut camera, &aad, &of("camera_message")),
    )
}

/// Both sides of Noise NNpsk0, by seeds.
fn session(out: &mut impl Write) -> fmt::Result {
    let (mut app_rng, mut camera_rng) =
        (ChaCha20Rng::seed_from_u64(1), ChaCha20Rng::seed_from_u64(2));
    let (psk, prologue) = ([9; 32], b"cores");
    let (initiator, first) = Initiator::start(&psk, prologue, &mut app_rng).expect("a key");
    let (second, mut camera) = respond(&psk, prologue, &mut camera_rng, &first).expect("the key");
    let mut app = initiator.finish(&second).expect("the key");
    writeln!(out, "session first: {}", Hex(&first))?;
    writeln!(out, "session second: {}", Hex(&second))?;
    for len in [0, 1, 16, MAX_BODY] {
        let body = vec![len as u8; len];
        let mut bytes = sealed(&mut app, b"aad", &body);
        writeln!(out, "session sealed {len}: {}", Hex(&bytes))?;
        let counter = [0, 1, 16, MAX_BODY].iter().position(|other| *other == len);
        let counter = counter.expect("one of them") as u16;
        let opened = camera.open(counter, b"aad", &mut bytes).expect("authentic");
        assert_eq!(&bytes[..opened], &body[..]);
    }
    Ok(())
}

fn sealed(session: &mut Session, aad: &[u8], body: &[u8]) -> Vec<u8> {
    let mut bytes = [body, &[0; TAG_LEN]].concat();
    session
        .seal(aad, &mut bytes, body.len())
        .expect("room for the tag");
    bytes
}

/// Two digits a byte, with white space anywhere.
fn unhex(hex: &str) -> Vec<u8> {
    let digits: Vec<_> = hex.chars().filter_map(|digit| digit.to_digit(16)).collect();
    digits
        .chunks(2)
        .map(|pair| (pair[0] << 4 | pair[1]) as u8)
        .collect()
}

/// The randomness of a vector: one value, right-aligned.
struct Fixed(Vec<u8>);

impl TryRng for Fixed {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("secrets are drawn as bytes")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("secrets are drawn as bytes")
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        let start = bytes.len() - self.0.len();
        bytes.fill(0);
        bytes[start..].copy_from_slice(&self.0);
        Ok(())
    }
}

impl TryCryptoRng for Fixed {}
