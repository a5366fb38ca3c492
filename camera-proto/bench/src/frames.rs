//! The frame alone, around a full body of which every eighth byte is zero.

use camera_proto::frame::{self, Feed};
use camera_proto::message::MAX_BODY;
use camera_proto::sealed::CLEAR_BODY_AT;
use crc::{CRC_16_IBM_3740, Crc, Table};

use crate::Desk;
use measure::{Subject, step};

pub const OURS: Subject<Desk> = Subject {
    name: "frame: camera-proto",
    steps: &[step("", fill), step("enc", encode), step("dec", decode)],
};

pub const PEER: Subject<Desk> = Subject {
    name: "frame: cobs 0.3 and crc 3.4 with a table",
    steps: &[
        step("", fill),
        step("enc", encode_peer),
        step("dec", decode_peer),
    ],
};

fn fill(desk: &mut Desk) {
    for (at, byte) in desk.frame.iter_mut().enumerate() {
        *byte = if at % 8 == 0 { 0 } else { at as u8 };
    }
    desk.len = CLEAR_BODY_AT + MAX_BODY;
}

fn encode(desk: &mut Desk) {
    desk.len = frame::encode(0x30, 7, MAX_BODY, &mut desk.frame).unwrap_or(0);
}

fn decode(desk: &mut Desk) {
    let Some(mut input) = desk.frame.get(..desk.len) else {
        return;
    };
    if let Feed::Frame(frame) = desk.decoder.feed(&mut input) {
        desk.got.ack.code = frame.kind;
    }
}

static CRC: Crc<u16, Table<1>> = Crc::<u16, Table<1>>::new(&CRC_16_IBM_3740);

/// It cannot encode in place, and so has a second buffer.
fn encode_peer(desk: &mut Desk) {
    let mut checked = [0; 256];
    let len = desk.len + 2;
    let (Some(room), Some(data)) = (checked.get_mut(..len), desk.frame.get(..desk.len)) else {
        return;
    };
    if let Some((to, crc)) = room.split_last_chunk_mut() {
        to.copy_from_slice(data);
        *crc = CRC.checksum(data).to_le_bytes();
    }
    let Ok(written) = cobs::try_encode(room, desk.frame.get_mut(..255).unwrap_or_default()) else {
        return;
    };
    if let Some(end) = desk.frame.get_mut(written) {
        *end = 0;
        desk.len = written + 1;
    }
}

fn decode_peer(desk: &mut Desk) {
    let Some(frame) = desk.frame.get_mut(..desk.len) else {
        return;
    };
    let Ok(len) = cobs::decode_in_place(frame) else {
        return;
    };
    if let Some((data, crc)) = frame.get(..len).and_then(|frame| frame.split_last_chunk())
        && CRC.checksum(data) == u16::from_le_bytes(*crc)
    {
        desk.got.ack.code = data.first().copied().unwrap_or(0);
    }
}
