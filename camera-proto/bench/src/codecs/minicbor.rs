//! `minicbor` with its derive: bare, since it has no frame.

use minicbor::{Decode, Encode};

use super::steps;
use crate::Desk;
use measure::Subject;

pub const SUBJECT: Subject<Desk> = Subject {
    name: "minicbor, bare",
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
    if let Some(status) = decode(&desk.frame, desk.len) {
        desk.got.status = status;
    }
}

fn decode_prov(desk: &mut Desk) {
    if let Some(prov) = decode(&desk.frame, desk.len) {
        desk.got.prov = prov;
    }
}

fn decode_settings(desk: &mut Desk) {
    if let Some(settings) = decode(&desk.frame, desk.len) {
        desk.got.settings = settings;
    }
}

fn decode_ack(desk: &mut Desk) {
    if let Some(ack) = decode(&desk.frame, desk.len) {
        desk.got.ack = ack;
    }
}

fn encode<V: Encode<()>>(value: &V, out: &mut [u8; 256]) -> usize {
    let room = out.len();
    let mut rest = out.as_mut_slice();
    match minicbor::encode(value, &mut rest) {
        Ok(()) => room - rest.len(),
        Err(_) => 0,
    }
}

fn decode<V: for<'b> Decode<'b, ()>>(bytes: &[u8; 256], len: usize) -> Option<V> {
    minicbor::decode(bytes.get(..len)?).ok()
}
