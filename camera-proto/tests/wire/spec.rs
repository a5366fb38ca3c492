//! The examples of SPEC.md are made here and looked for there, line by line,
//! and there are no others. Those of single messages are in `messages.rs`.

use std::collections::BTreeSet;

use camera_proto::codec::{decode, encode};
use camera_proto::frame::{self, Feed, FrameDecoder, FrameError, MAX_FRAME};
use camera_proto::message::{
    Enroll, Enrolled, Hello, HelloReply, PairConfirm, PairShare, PairShareReply, Refused, Reply,
    Request, SessionOpen, SessionOpenReply,
};
use camera_proto::noise::{self, Initiator};
use camera_proto::pairing::{
    AppPairing, CameraPairing, HelloHash, LabelRecord, PairingContext, ProverSecret, SetupCode,
    session_prologue,
};
use camera_proto::sealed::{self, SEALED_BODY_AT};
use camera_proto::session::Session;
use camera_proto::vocab::{KeyId, PairingSecret, Refusal, Role};
use camera_proto::websocket;
use serde::{Serialize, de::DeserializeOwned};

use crate::SPEC;
use crate::fixed::Fixed;
use crate::hex::unhex;
use crate::samples::{self, hex};

fn all_in_the_spec(lines: &[String]) {
    let missing: Vec<_> = lines
        .iter()
        .filter(|line| !SPEC.lines().any(|other| other == *line))
        .collect();
    assert!(missing.is_empty(), "SPEC.md lacks:\n{missing:#?}");
}

fn value<V: Serialize>(name: &str, value: &V) -> String {
    let mut bytes = [0; 16];
    let len = encode(value, &mut bytes).unwrap();
    format!("{name}: {}", hex(&bytes[..len]))
}

#[test]
fn the_values() {
    all_in_the_spec(&values());
}

fn values() -> Vec<String> {
    vec![
        value("u8 7", &7_u8),
        value("i8 -48", &-48_i8),
        value("u16 300", &300_u16),
        value("u32 100000", &100_000_u32),
        value("u64 1795420800", &1_795_420_800_u64),
        value("i32 3000", &3_000_i32),
        value("i32 -500", &-500_i32),
        value("bool true", &true),
        value("no u8", &None::<u8>),
        value("some u8 7", &Some(7_u8)),
        value("bytes 'cam'", &Vec::from(*b"cam")),
        value("list of two u16, 1 and 300", &vec![1_u16, 300]),
        value("array of three u8", &[1_u8, 2, 3]),
    ]
}

/// The lines `refused u16: …` of the spec, and that they are.
#[test]
fn what_is_no_value_is_refused() {
    fn refused<V: DeserializeOwned>(name: &str) -> usize {
        let prefix = format!("refused {name}: ");
        let bodies = SPEC.lines().filter_map(|line| line.strip_prefix(&prefix));
        let bodies: Vec<_> = bodies
            .map(|line| unhex(line.split('#').next().unwrap()))
            .collect();
        for body in &bodies {
            assert!(decode::<V>(body).is_err(), "{name}: {body:02x?}");
        }
        bodies.len()
    }
    let all = refused::<u16>("u16") + refused::<bool>("bool") + refused::<Vec<u8>>("bytes");
    assert!(all >= 5, "{all} examples");
}

/// What a receiver makes of some bytes: frames, and why others are none.
fn verdicts(mut stream: &[u8]) -> Vec<String> {
    let (mut decoder, mut found) = (FrameDecoder::new(), vec![]);
    loop {
        match decoder.feed(&mut stream) {
            Feed::More => return found,
            Feed::Bad(why) => found.push(why.to_string()),
            Feed::Frame(frame) => found.push(format!(
                "kind {:#04x} id {} body {}",
                frame.kind,
                frame.id,
                frame.body.len()
            )),
        }
    }
}

/// The lines `name: bytes -> what the receiver makes of them` of the spec.
fn tried(name: &str, verdicts: fn(&[u8]) -> Vec<String>) -> String {
    let mut examples = vec![];
    for line in SPEC.lines().filter(|line| line.starts_with(name)) {
        let (bytes, expected) = line[name.len()..].split_once("-> ").unwrap();
        let found = verdicts(&unhex(bytes));
        let found = match found.is_empty() {
            true => "nothing".to_owned(),
            false => found.join("; "),
        };
        assert_eq!(found, expected, "{line}");
        examples.push(found);
    }
    examples.join("\n")
}

#[test]
fn what_a_receiver_makes_of_a_stream() {
    let found = tried("stream: ", verdicts);
    assert!(found.lines().count() >= 10, "{found}");
    for why in [
        FrameError::TooLong,
        FrameError::TooShort,
        FrameError::Cobs,
        FrameError::Crc,
    ] {
        assert!(found.contains(&why.to_string()), "no stream of {why}");
    }
}

#[test]
fn what_a_receiver_makes_of_a_websocket_message() {
    let found = tried("message: ", |message| {
        match websocket::to_frame(message, &mut [0; MAX_FRAME]) {
            Ok(frame) => verdicts(frame),
            Err(why) => vec![why.to_string()],
        }
    });
    assert!(found.lines().count() >= 5, "{found}");
    for why in [FrameError::TooLong, FrameError::TooShort, FrameError::Crc] {
        assert!(found.contains(&why.to_string()), "no message of {why}");
    }
}

const TCP: u8 = 1;
const KEY_ID: KeyId = KeyId([0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8]);
const KEY: [u8; 32] = [0xb7; 32];

fn clear(kind: u8, id: u16, body: &[u8]) -> String {
    let mut frame = [0; MAX_FRAME];
    frame[frame::BODY_AT..][..body.len()].copy_from_slice(body);
    let len = frame::encode(kind, id, body.len(), &mut frame).unwrap();
    hex(&frame[..len])
}

fn sealed(session: &mut Session, kind: u8, id: u16, body: &[u8]) -> String {
    let mut frame = [0; MAX_FRAME];
    frame[SEALED_BODY_AT..][..body.len()].copy_from_slice(body);
    let len = sealed::write(session, kind, id, body.len(), &mut frame).unwrap();
    hex(&frame[..len])
}

fn request(request: &Request) -> (u8, Vec<u8>) {
    let mut body = [0; MAX_FRAME];
    let len = request.encode(&mut body).unwrap();
    (request.kind(), body[..len].to_vec())
}

fn reply(reply: &Reply) -> (u8, Vec<u8>) {
    let mut body = [0; MAX_FRAME];
    let len = reply.encode(&mut body).unwrap();
    (reply.kind(), body[..len].to_vec())
}

fn hellos() -> (Vec<u8>, Vec<u8>, HelloReply) {
    let hello = HelloReply {
        version: 1,
        model: heapless::Vec::from_slice(b"Spot PT-1").unwrap(),
        discriminator: 0xa1b2,
        setup_open: true,
        salt: core::array::from_fn(|at| at as u8),
        iterations: 10_000,
    };
    let (_, asked) = request(&Request::Hello(Hello {
        min_version: 1,
        max_version: 1,
        secret: PairingSecret::CODE,
    }));
    let (_, told) = reply(&Reply::Hello(HelloReply {
        model: hello.model.clone(),
        ..hello
    }));
    (asked, told, hello)
}

#[test]
fn a_whole_pairing() {
    all_in_the_spec(&pairing());
}

fn pairing() -> Vec<String> {
    let code = SetupCode::parse("1234-5678-9018").unwrap();
    let (asked, told, hello) = hellos();
    let record = LabelRecord::from_code(&code, &hello.salt, hello.iterations).unwrap();
    let message = record.to_message();
    let hello_hash = HelloHash::new(&asked, &told);
    let context = PairingContext::new(TCP, &hello_hash);
    let (x, y) = (Fixed(vec![0x11; 32]), Fixed(vec![0x22; 32]));
    let secret = ProverSecret::from_code(&code, &hello.salt, hello.iterations).unwrap();
    let (app, share_p) = AppPairing::start(&secret, &context, &mut { x });
    let camera = CameraPairing::start(&record, &context, &mut { y });
    let (answer, camera) = camera.share(&share_p).unwrap();
    let (confirm_p, mut app) = app.confirm(&answer.share_v, &answer.confirm_v).unwrap();
    let mut camera = camera.confirm(&confirm_p).unwrap();

    let (share, share_body) = request(&Request::PairShare(PairShare { share_p }));
    let (share_v, share_v_body) = reply(&Reply::PairShare(PairShareReply {
        share_v: answer.share_v,
        confirm_v: answer.confirm_v,
    }));
    let (confirm, confirm_body) = request(&Request::PairConfirm(PairConfirm { confirm_p }));
    let (enroll, enroll_body) = request(&Request::Enroll(Enroll {
        name: heapless::Vec::from_slice(b"phone").unwrap(),
    }));
    let (enrolled, enrolled_body) = reply(&Reply::Enrolled(Enrolled {
        key_id: KEY_ID,
        key: KEY,
        role: Role::OWNER,
        epoch: 1,
    }));
    vec![
        format!("w0: {}", hex(&message.w0)),
        format!("L: {}", hex(&message.l)),
        format!("hello hash: {}", hex(hello_hash.as_bytes())),
        format!("app 1 Hello: {}", clear(0x01, 1, &asked)),
        format!("camera 1 Hello: {}", clear(0x81, 1, &told)),
        format!("app 2 PairShare: {}", clear(share, 2, &share_body)),
        format!("camera 2 PairShare: {}", clear(share_v, 2, &share_v_body)),
        format!("app 3 PairConfirm: {}", clear(confirm, 3, &confirm_body)),
        format!("camera 3 Done: {}", clear(0xfe, 3, &[])),
        format!(
            "app 4 Enroll: {}",
            sealed(&mut app, enroll, 4, &enroll_body)
        ),
        format!(
            "camera 4 Enrolled: {}",
            sealed(&mut camera, enrolled, 4, &enrolled_body)
        ),
    ]
}

#[test]
fn a_whole_session() {
    all_in_the_spec(&session());
}

fn session() -> Vec<String> {
    let (asked, told, _) = hellos();
    let hello_hash = HelloHash::new(&asked, &told);
    let prologue = session_prologue(TCP, &hello_hash, KEY_ID);
    let (app, first) = Initiator::start(&KEY, &prologue, &mut Fixed(vec![0x33; 32])).unwrap();
    let (answer, mut camera) =
        noise::respond(&KEY, &prologue, &mut Fixed(vec![0x44; 32]), &first).unwrap();
    let mut app = app.finish(&answer).unwrap();
    let (open, open_body) = request(&Request::SessionOpen(SessionOpen {
        key_id: KEY_ID,
        noise: first,
    }));
    let (opened, opened_body) = reply(&Reply::SessionOpen(SessionOpenReply { noise: answer }));
    let (status, status_body) = reply(&Reply::Status(samples::status()));
    let refused = Reply::Refused(Refused::because(Refusal::UNSUPPORTED));
    let (refused, refused_body) = reply(&refused);
    vec![
        format!("prologue: {}", hex(&prologue)),
        format!("app 2 SessionOpen: {}", clear(open, 2, &open_body)),
        format!("camera 2 SessionOpen: {}", clear(opened, 2, &opened_body)),
        format!("app 3 Status: {}", sealed(&mut app, 0x11, 3, &[])),
        format!(
            "camera 3 Status: {}",
            sealed(&mut camera, status, 3, &status_body)
        ),
        format!(
            "app 4 of an unknown kind: {}",
            sealed(&mut app, 0x6f, 4, &[])
        ),
        format!(
            "camera 4 Refused: {}",
            sealed(&mut camera, refused, 4, &refused_body)
        ),
    ]
}

/// How a handshake fails: the refusals, and the frames that they travel in.
#[test]
fn a_failed_handshake() {
    all_in_the_spec(&failures());
}

fn failures() -> Vec<String> {
    let refused = |why, retry_s, attempts_left| {
        let refused = Refused {
            retry_s,
            attempts_left,
            ..Refused::because(why)
        };
        reply(&Reply::Refused(refused))
    };
    let (kind, wrong_code) = refused(Refusal::WRONG_CODE, 0, 9);
    let (_, rate_limited) = refused(Refusal::RATE_LIMITED, 5, 7);
    let (_, locked) = refused(Refusal::LOCKED, 0, 0);
    let (_, unknown) = refused(Refusal::UNKNOWN_CONTROLLER, 0, 0);
    let (_, busy) = refused(Refusal::BUSY, 42, 0);
    vec![
        format!("Refused, WrongCode, 9 tries left: {}", hex(&wrong_code)),
        format!(
            "Refused, RateLimited for 5 s, 7 tries left: {}",
            hex(&rate_limited)
        ),
        format!("Refused, Locked: {}", hex(&locked)),
        format!("Refused, UnknownController: {}", hex(&unknown)),
        format!("Refused, Busy for 42 s: {}", hex(&busy)),
        format!(
            "camera 2 RateLimited, to PairShare: {}",
            clear(kind, 2, &rate_limited)
        ),
        format!(
            "camera 3 WrongCode, to PairConfirm: {}",
            clear(kind, 3, &wrong_code)
        ),
        format!(
            "camera 2 UnknownController, to SessionOpen: {}",
            clear(kind, 2, &unknown)
        ),
        format!(
            "camera 1 Busy for 42 s, to Hello: {}",
            clear(kind, 1, &busy)
        ),
    ]
}

/// A line of a block that has a name and bytes.
fn is_example(line: &str) -> bool {
    let Some((name, bytes)) = line.split_once(':') else {
        return false;
    };
    let first = bytes.split_whitespace().next().unwrap_or("00");
    let is_hex = first.len() == 2 && first.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hex && !name.contains(['=', '|'])
}

/// Nothing stands there that nobody checks, such as the bytes of an older version.
#[test]
fn the_spec_has_no_examples_but_those_that_are_made_here() {
    let made = [values(), pairing(), session(), failures(), samples::lines()].concat();
    let made: BTreeSet<_> = made.iter().map(String::as_str).collect();
    // Three kinds of line are read out of the spec, and what they say is tried. Those of section 19 are made
    // and looked for by `camera-app`, which speaks it.
    let is_tried = |line: &str| {
        let refused = ["u16", "bool", "bytes"].map(|name| format!("refused {name}: "));
        let is_refused = refused.iter().any(|prefix| line.starts_with(prefix));
        let is_seen = ["stream: ", "message: ", "radio's line, "];
        is_refused || is_seen.iter().any(|prefix| line.starts_with(prefix))
    };
    let (mut in_block, mut tried, mut extra) = (false, 0, Vec::new());
    for line in SPEC.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
        } else if in_block && is_tried(line) {
            tried += 1;
        } else if in_block && is_example(line) && !made.contains(line) {
            extra.push(line);
        }
    }
    assert!(extra.is_empty(), "nobody makes these:\n{extra:#?}");
    assert!(tried >= 15, "{tried} examples");
}
