//! `micropb`, protobuf: bare, since it has no frame, and in its own types.

use micropb::{MessageDecode, MessageEncode, PbDecoder, PbEncoder};

use super::steps;
use crate::{Desk, messages};
use measure::Subject;

#[allow(warnings, clippy::all, reason = "generated")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}

use generated::{Ack, Entry, Led, Prov, Settings, Status, Zone};

pub const SUBJECT: Subject<Desk> = Subject {
    name: "micropb, bare",
    steps: &steps(
        [encode_status, encode_prov, encode_settings, encode_ack],
        [decode_status, decode_prov, decode_settings, decode_ack],
    ),
};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Messages {
    status: Status,
    prov: Prov,
    settings: Settings,
    ack: Ack,
}

impl Messages {
    /// The same sample, in protobuf's types.
    pub fn sample() -> Self {
        let sample = messages::Messages::sample();
        let mut status = Status {
            state: sample.status.state as u32,
            pan: sample.status.pan.into(),
            tilt: sample.status.tilt.into(),
            rssi: sample.status.rssi.into(),
            uptime: sample.status.uptime,
            ..Status::default()
        };
        status.set_led(Led {
            color: sample.status.led.color as u32,
            pattern: sample.status.led.pattern as u32,
        });
        let country = core::str::from_utf8(&sample.prov.country).unwrap_or_default();
        Self {
            status,
            prov: Prov {
                ssid: sample.prov.ssid,
                pass: sample.prov.pass,
                security: sample.prov.security as u32,
                country: country.try_into().unwrap_or_default(),
            },
            settings: Settings {
                zones: sample.settings.zones.iter().map(zone).collect(),
                schedule: sample.settings.schedule.iter().map(entry).collect(),
                sensitivity: sample.settings.sensitivity.into(),
                volume: sample.settings.volume.into(),
                timezone: sample.settings.timezone.into(),
                flags: sample.settings.flags.into(),
            },
            ack: Ack {
                seq: sample.ack.seq.into(),
                code: sample.ack.code.into(),
            },
        }
    }
}

fn zone(zone: &messages::Zone) -> Zone {
    Zone {
        x: zone.x.into(),
        y: zone.y.into(),
        width: zone.width.into(),
        height: zone.height.into(),
    }
}

fn entry(entry: &messages::Entry) -> Entry {
    Entry {
        days: entry.days.into(),
        from: entry.from.into(),
        until: entry.until.into(),
        action: entry.action.into(),
    }
}

fn encode_status(desk: &mut Desk) {
    desk.len = encode(&desk.sample_pb.status, &mut desk.frame);
}

fn encode_prov(desk: &mut Desk) {
    desk.len = encode(&desk.sample_pb.prov, &mut desk.frame);
}

fn encode_settings(desk: &mut Desk) {
    desk.len = encode(&desk.sample_pb.settings, &mut desk.frame);
}

fn encode_ack(desk: &mut Desk) {
    desk.len = encode(&desk.sample_pb.ack, &mut desk.frame);
}

fn decode_status(desk: &mut Desk) {
    if let Some(status) = decode(&desk.frame, desk.len) {
        desk.got_pb.status = status;
    }
}

fn decode_prov(desk: &mut Desk) {
    if let Some(prov) = decode(&desk.frame, desk.len) {
        desk.got_pb.prov = prov;
    }
}

fn decode_settings(desk: &mut Desk) {
    if let Some(settings) = decode(&desk.frame, desk.len) {
        desk.got_pb.settings = settings;
    }
}

fn decode_ack(desk: &mut Desk) {
    if let Some(ack) = decode(&desk.frame, desk.len) {
        desk.got_pb.ack = ack;
    }
}

fn encode<V: MessageEncode>(value: &V, out: &mut [u8; 256]) -> usize {
    let room = out.len();
    let mut rest = out.as_mut_slice();
    match value.encode(&mut PbEncoder::new(&mut rest)) {
        Ok(()) => room - rest.len(),
        Err(()) => 0,
    }
}

fn decode<V: MessageDecode + Default>(bytes: &[u8; 256], len: usize) -> Option<V> {
    let mut value = V::default();
    let mut decoder = PbDecoder::new(bytes.get(..len)?);
    value.decode(&mut decoder, len).ok().map(|()| value)
}
