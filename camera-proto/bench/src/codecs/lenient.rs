//! The same frame, but its body read by postcard's own reader, which takes
//! padded numbers and bytes left over: what does strictness cost?

use camera_proto::frame::{Feed, FrameDecoder};
use serde::de::DeserializeOwned;

use super::ours::{encode_ack, encode_prov, encode_settings, encode_status};
use super::steps;
use crate::Desk;
use crate::messages::kind::{ACK, PROV, SETTINGS, STATUS};
use measure::Subject;

pub const SUBJECT: Subject<Desk> = Subject {
    name: "camera-proto, read by postcard",
    steps: &steps(
        [encode_status, encode_prov, encode_settings, encode_ack],
        [decode_status, decode_prov, decode_settings, decode_ack],
    ),
};

fn decode_status(desk: &mut Desk) {
    if let Some(status) = decode(STATUS, &desk.frame, desk.len, &mut desk.decoder) {
        desk.got.status = status;
    }
}

fn decode_prov(desk: &mut Desk) {
    if let Some(prov) = decode(PROV, &desk.frame, desk.len, &mut desk.decoder) {
        desk.got.prov = prov;
    }
}

fn decode_settings(desk: &mut Desk) {
    if let Some(settings) = decode(SETTINGS, &desk.frame, desk.len, &mut desk.decoder) {
        desk.got.settings = settings;
    }
}

fn decode_ack(desk: &mut Desk) {
    if let Some(ack) = decode(ACK, &desk.frame, desk.len, &mut desk.decoder) {
        desk.got.ack = ack;
    }
}

fn decode<V: DeserializeOwned>(
    kind: u8,
    frame: &[u8; 256],
    len: usize,
    decoder: &mut FrameDecoder,
) -> Option<V> {
    match decoder.feed(&mut frame.get(..len)?) {
        Feed::Frame(frame) if frame.kind == kind => postcard::from_bytes(frame.body).ok(),
        _ => None,
    }
}
