//! postcard's COBS flavour, which no checksum protects.

use serde::de::DeserializeOwned;

use super::steps;
use crate::Desk;
use measure::Subject;

pub const SUBJECT: Subject<Desk> = Subject {
    name: "postcard, COBS only",
    steps: &steps(
        [encode_status, encode_prov, encode_settings, encode_ack],
        [decode_status, decode_prov, decode_settings, decode_ack],
    ),
};

fn encode_status(desk: &mut Desk) {
    desk.len = encode(&desk.sample.status, &mut desk.frame);
}

fn encode_prov(desk: &mut Desk) {
    desk.len = encode(&desk.sample.prov, &mut desk.frame);
}

fn encode_settings(desk: &mut Desk) {
    desk.len = encode(&desk.sample.settings, &mut desk.frame);
}

fn encode_ack(desk: &mut Desk) {
    desk.len = encode(&desk.sample.ack, &mut desk.frame);
}

fn decode_status(desk: &mut Desk) {
    if let Some(status) = decode(&mut desk.frame, desk.len) {
        desk.got.status = status;
    }
}

fn decode_prov(desk: &mut Desk) {
    if let Some(prov) = decode(&mut desk.frame, desk.len) {
        desk.got.prov = prov;
    }
}

fn decode_settings(desk: &mut Desk) {
    if let Some(settings) = decode(&mut desk.frame, desk.len) {
        desk.got.settings = settings;
    }
}

fn decode_ack(desk: &mut Desk) {
    if let Some(ack) = decode(&mut desk.frame, desk.len) {
        desk.got.ack = ack;
    }
}

fn encode<V: serde::Serialize>(value: &V, out: &mut [u8; 256]) -> usize {
    postcard::to_slice_cobs(value, out).map_or(0, |out| out.len())
}

fn decode<V: DeserializeOwned>(frame: &mut [u8; 256], len: usize) -> Option<V> {
    postcard::from_bytes_cobs(frame.get_mut(..len)?).ok()
}
