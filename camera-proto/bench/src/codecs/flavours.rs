//! postcard's own flavours: CRC-32 and COBS.

use crc::{CRC_32_ISCSI, Crc, Table};
use postcard::ser_flavors::{Cobs, Slice, crc::CrcModifier};
use serde::{Serialize, de::DeserializeOwned};

use super::steps;
use crate::Desk;
use measure::Subject;

pub const SUBJECT: Subject<Desk> = Subject {
    name: "postcard, CRC-32 and COBS",
    steps: &steps(
        [encode_status, encode_prov, encode_settings, encode_ack],
        [decode_status, decode_prov, decode_settings, decode_ack],
    ),
};

static CRC: Crc<u32, Table<1>> = Crc::<u32, Table<1>>::new(&CRC_32_ISCSI);

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

fn encode<V: Serialize>(value: &V, out: &mut [u8; 256]) -> usize {
    let Ok(cobs) = Cobs::try_new(Slice::new(out)) else {
        return 0;
    };
    let flavour = CrcModifier::new(cobs, CRC.digest());
    postcard::serialize_with_flavor::<V, _, &mut [u8]>(value, flavour).map_or(0, |out| out.len())
}

fn decode<V: DeserializeOwned>(frame: &mut [u8; 256], len: usize) -> Option<V> {
    let frame = frame.get_mut(..len)?;
    let len = cobs::decode_in_place(frame).ok()?;
    postcard::from_bytes_crc32(frame.get(..len)?, CRC.digest()).ok()
}
