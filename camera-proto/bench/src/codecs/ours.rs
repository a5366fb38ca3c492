//! `camera_proto`: the codec and the frame, through the decoder of a stream.

use camera_proto::codec;
use camera_proto::frame::{self, Feed, FrameDecoder};
use camera_proto::sealed::CLEAR_BODY_AT;
use serde::{Serialize, de::DeserializeOwned};

use super::steps;
use crate::Desk;
use crate::messages::kind::{ACK, PROV, SETTINGS, STATUS};
use measure::Subject;

pub const SUBJECT: Subject<Desk> = Subject {
    name: "camera-proto",
    steps: &steps(
        [encode_status, encode_prov, encode_settings, encode_ack],
        [decode_status, decode_prov, decode_settings, decode_ack],
    ),
};

pub(super) fn encode_status(desk: &mut Desk) {
    desk.len = encode(STATUS, &desk.sample.status, &mut desk.frame);
}

pub(super) fn encode_prov(desk: &mut Desk) {
    desk.len = encode(PROV, &desk.sample.prov, &mut desk.frame);
}

pub(super) fn encode_settings(desk: &mut Desk) {
    desk.len = encode(SETTINGS, &desk.sample.settings, &mut desk.frame);
}

pub(super) fn encode_ack(desk: &mut Desk) {
    desk.len = encode(ACK, &desk.sample.ack, &mut desk.frame);
}

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

fn encode<V: Serialize>(kind: u8, value: &V, out: &mut [u8; 256]) -> usize {
    let Some(room) = out.get_mut(CLEAR_BODY_AT..) else {
        return 0;
    };
    match codec::encode(value, room) {
        Ok(len) => frame::encode(kind, 7, len, out).unwrap_or(0),
        Err(_) => 0,
    }
}

fn decode<V: DeserializeOwned>(
    kind: u8,
    frame: &[u8; 256],
    len: usize,
    decoder: &mut FrameDecoder,
) -> Option<V> {
    match decoder.feed(&mut frame.get(..len)?) {
        Feed::Frame(frame) if frame.kind == kind => codec::decode(frame.body).ok(),
        _ => None,
    }
}
