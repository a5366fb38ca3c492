//! The header alone: written, read, and which of twelve messages it announces.

use camera_proto::message::kind;
use postcard_rpc::header::{VarHeader, VarKey, VarSeq};
use postcard_rpc::{Key, Key4};

use crate::Desk;
use measure::{Subject, step};

pub const OURS: Subject<Desk> = Subject {
    name: "header: camera-proto",
    steps: &[step("enc", write), step("dispatch", dispatch)],
};

pub const POSTCARD_RPC: Subject<Desk> = Subject {
    name: "header: postcard-rpc, key of 4 bytes",
    steps: &[step("enc", write_rpc), step("dispatch", dispatch_rpc)],
};

/// As `frame::encode` does.
fn write(desk: &mut Desk) {
    let id = desk.sample.ack.seq;
    let [kind, low, high, ..] = &mut desk.frame;
    *kind = kind::HOME;
    [*low, *high] = id.to_le_bytes();
    desk.len = 3;
}

/// As the decoder of frames and `Request::decode` do.
fn dispatch(desk: &mut Desk) {
    let [kind, low, high, ..] = desk.frame;
    let message = match kind {
        kind::ENROLL => 1,
        kind::STATUS => 2,
        kind::WATCH => 3,
        kind::SCAN => 4,
        kind::PROVISION => 5,
        kind::RESTART => 6,
        kind::IDENTIFY => 7,
        kind::MOVE_ABSOLUTE => 8,
        kind::MOVE_RELATIVE => 9,
        kind::MOVE_CONTINUOUS => 10,
        kind::STOP => 11,
        kind::HOME => 12,
        _ => 0,
    };
    desk.got.ack.seq = u16::from_le_bytes([low, high]);
    desk.got.ack.code = message;
}

// postcard-rpc hashes a path and a type.
const ENROLL: [u8; 4] = key("enroll");
const STATUS: [u8; 4] = key("status");
const WATCH: [u8; 4] = key("watch");
const SCAN: [u8; 4] = key("scan");
const PROVISION: [u8; 4] = key("provision");
const RESTART: [u8; 4] = key("restart");
const IDENTIFY: [u8; 4] = key("identify");
const MOVE_ABSOLUTE: [u8; 4] = key("move/absolute");
const MOVE_RELATIVE: [u8; 4] = key("move/relative");
const MOVE_CONTINUOUS: [u8; 4] = key("move/continuous");
const STOP: [u8; 4] = key("stop");
const HOME: [u8; 4] = key("home");

const fn key(path: &str) -> [u8; 4] {
    Key4::from_key8(Key::for_path::<u8>(path)).to_bytes()
}

fn write_rpc(desk: &mut Desk) {
    const KEY: Key4 = Key4::from_key8(Key::for_path::<u8>("home"));
    let header = VarHeader {
        key: VarKey::Key4(KEY),
        seq_no: VarSeq::Seq2(desk.sample.ack.seq),
    };
    desk.len = match header.write_to_slice(&mut desk.frame) {
        Some((written, _)) => written.len(),
        None => 0,
    };
}

fn dispatch_rpc(desk: &mut Desk) {
    let Some((header, _)) = VarHeader::take_from_slice(&desk.frame[..desk.len]) else {
        return;
    };
    let VarKey::Key4(key) = header.key else {
        return;
    };
    let message = match key.to_bytes() {
        ENROLL => 1,
        STATUS => 2,
        WATCH => 3,
        SCAN => 4,
        PROVISION => 5,
        RESTART => 6,
        IDENTIFY => 7,
        MOVE_ABSOLUTE => 8,
        MOVE_RELATIVE => 9,
        MOVE_CONTINUOUS => 10,
        STOP => 11,
        HOME => 12,
        _ => 0,
    };
    if let VarSeq::Seq2(seq) = header.seq_no {
        desk.got.ack.seq = seq;
    }
    desk.got.ack.code = message;
}
