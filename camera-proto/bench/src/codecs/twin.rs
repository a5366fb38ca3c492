//! The limit: the same bytes as camera-proto's, written and read by hand, the
//! frame in the same pass as the body.

use camera_proto::frame::crc16;
use heapless::String;

use super::steps;
use crate::Desk;
use crate::messages::kind::{ACK, PROV, SETTINGS, STATUS};
use crate::messages::{
    Ack, Color, Entry, Led, Pattern, Prov, Security, Settings, State, Status, Zone,
};
use measure::Subject;

pub const SUBJECT: Subject<Desk> = Subject {
    name: "hand-written twin",
    steps: &steps(
        [encode_status, encode_prov, encode_settings, encode_ack],
        [decode_status, decode_prov, decode_settings, decode_ack],
    ),
};

fn encode_status(desk: &mut Desk) {
    let status = &desk.sample.status;
    let mut to = Writer::new(STATUS, &mut desk.frame);
    to.byte(status.state as u8);
    to.byte(status.led.color as u8);
    to.byte(status.led.pattern as u8);
    to.zigzag(status.pan);
    to.zigzag(status.tilt);
    to.byte(status.rssi.cast_unsigned());
    to.varint_64(status.uptime);
    desk.len = to.end();
}

fn decode_status(desk: &mut Desk) {
    let mut from = Reader::new(STATUS, &mut desk.frame, desk.len);
    let status = Status {
        state: match from.byte() {
            0 => State::Starting,
            1 => State::Setup,
            2 => State::Joining,
            3 => State::Online,
            4 => State::Resetting,
            _ => from.fail(State::Starting),
        },
        led: Led {
            color: match from.byte() {
                0 => Color::Off,
                1 => Color::Blue,
                2 => Color::White,
                3 => Color::Amber,
                _ => from.fail(Color::Off),
            },
            pattern: match from.byte() {
                0 => Pattern::Solid,
                1 => Pattern::Blinking,
                2 => Pattern::Rapid,
                _ => from.fail(Pattern::Solid),
            },
        },
        pan: from.zigzag(),
        tilt: from.zigzag(),
        rssi: from.byte().cast_signed(),
        uptime: from.varint_64(),
    };
    if from.is_good() {
        desk.got.status = status;
    }
}

fn encode_prov(desk: &mut Desk) {
    let prov = &desk.sample.prov;
    let mut to = Writer::new(PROV, &mut desk.frame);
    to.text(&prov.ssid);
    to.text(&prov.pass);
    to.byte(prov.security as u8);
    prov.country.iter().for_each(|byte| to.byte(*byte));
    desk.len = to.end();
}

fn decode_prov(desk: &mut Desk) {
    let mut from = Reader::new(PROV, &mut desk.frame, desk.len);
    let prov = Prov {
        ssid: from.text(),
        pass: from.text(),
        security: match from.byte() {
            0 => Security::Open,
            1 => Security::Wpa2,
            2 => Security::Wpa3,
            _ => from.fail(Security::Open),
        },
        country: [from.byte(), from.byte()],
    };
    if from.is_good() {
        desk.got.prov = prov;
    }
}

fn encode_settings(desk: &mut Desk) {
    let settings = &desk.sample.settings;
    let mut to = Writer::new(SETTINGS, &mut desk.frame);
    for zone in &settings.zones {
        to.varint(zone.x);
        to.varint(zone.y);
        to.varint(zone.width);
        to.varint(zone.height);
    }
    for entry in &settings.schedule {
        to.byte(entry.days);
        to.varint(entry.from);
        to.varint(entry.until);
        to.byte(entry.action);
    }
    to.byte(settings.sensitivity);
    to.byte(settings.volume);
    to.zigzag(settings.timezone);
    to.byte(settings.flags);
    desk.len = to.end();
}

fn decode_settings(desk: &mut Desk) {
    let mut from = Reader::new(SETTINGS, &mut desk.frame, desk.len);
    let mut settings = Settings::default();
    for zone in &mut settings.zones {
        *zone = Zone {
            x: from.varint(),
            y: from.varint(),
            width: from.varint(),
            height: from.varint(),
        };
    }
    for entry in &mut settings.schedule {
        *entry = Entry {
            days: from.byte(),
            from: from.varint(),
            until: from.varint(),
            action: from.byte(),
        };
    }
    settings.sensitivity = from.byte();
    settings.volume = from.byte();
    settings.timezone = from.zigzag();
    settings.flags = from.byte();
    if from.is_good() {
        desk.got.settings = settings;
    }
}

fn encode_ack(desk: &mut Desk) {
    let ack = &desk.sample.ack;
    let mut to = Writer::new(ACK, &mut desk.frame);
    to.varint(ack.seq);
    to.byte(ack.code);
    desk.len = to.end();
}

fn decode_ack(desk: &mut Desk) {
    let mut from = Reader::new(ACK, &mut desk.frame, desk.len);
    let ack = Ack {
        seq: from.varint(),
        code: from.byte(),
    };
    if from.is_good() {
        desk.got.ack = ack;
    }
}

/// Writes checked and stuffed bytes; what does not fit is dropped, and `end`
/// tells.
struct Writer<'a> {
    out: &'a mut [u8],
    at: usize,
    /// Where the distance to the next zero will stand.
    code_at: usize,
    crc: u16,
}

impl<'a> Writer<'a> {
    fn new(kind: u8, out: &'a mut [u8; 256]) -> Self {
        let mut writer = Self {
            out,
            at: 1,
            code_at: 0,
            crc: 0xffff,
        };
        writer.byte(kind);
        writer.byte(7);
        writer.byte(0);
        writer
    }

    #[inline(never)]
    fn byte(&mut self, byte: u8) {
        let mut x = (self.crc >> 8) ^ u16::from(byte);
        x ^= x >> 4;
        self.crc = (self.crc << 8) ^ (x << 12) ^ (x << 5) ^ x;
        self.stuffed(byte);
    }

    fn stuffed(&mut self, byte: u8) {
        if byte == 0 {
            self.close();
        } else if let Some(room) = self.out.get_mut(self.at) {
            *room = byte;
        }
        self.at += 1;
    }

    fn close(&mut self) {
        if let Some(code) = self.out.get_mut(self.code_at) {
            *code = (self.at - self.code_at) as u8;
        }
        self.code_at = self.at;
    }

    fn varint(&mut self, value: u16) {
        let mut rest = value;
        while rest >= 0x80 {
            self.byte(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.byte(rest as u8);
    }

    fn varint_64(&mut self, value: u64) {
        let mut rest = value;
        while rest >= 0x80 {
            self.byte(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.byte(rest as u8);
    }

    fn zigzag(&mut self, value: i16) {
        self.varint((value << 1 ^ value >> 15).cast_unsigned());
    }

    fn text(&mut self, text: &str) {
        self.byte(text.len() as u8);
        text.bytes().for_each(|byte| self.byte(byte));
    }

    fn end(mut self) -> usize {
        let [low, high] = self.crc.to_le_bytes();
        self.stuffed(low);
        self.stuffed(high);
        self.close();
        match self.out.get_mut(self.at) {
            Some(end) => *end = 0,
            None => return 0,
        }
        self.at + 1
    }
}

/// Reads what [`Writer`] wrote; the first failure empties it, and `is_good`
/// tells.
struct Reader<'a> {
    rest: &'a [u8],
    failed: bool,
}

impl<'a> Reader<'a> {
    #[inline(never)]
    fn new(kind: u8, frame: &'a mut [u8; 256], len: usize) -> Self {
        let body = frame.get_mut(..len).and_then(|frame| open(kind, frame));
        Self {
            failed: body.is_none(),
            rest: body.unwrap_or_default(),
        }
    }

    fn fail<V>(&mut self, value: V) -> V {
        self.failed = true;
        value
    }

    fn is_good(&self) -> bool {
        !self.failed && self.rest.is_empty()
    }

    fn byte(&mut self) -> u8 {
        match self.rest.split_first() {
            Some((byte, rest)) => {
                self.rest = rest;
                *byte
            }
            None => self.fail(0),
        }
    }

    #[inline(never)]
    fn varint(&mut self) -> u16 {
        let mut value = 0;
        for shift in [0, 7, 14] {
            let byte = self.byte();
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return match u16::try_from(value) {
                    Ok(value) if byte != 0 || shift == 0 => value,
                    _ => self.fail(0),
                };
            }
        }
        self.fail(0)
    }

    fn varint_64(&mut self) -> u64 {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return match (byte == 0 && shift > 0) || (shift == 63 && byte > 1) {
                    true => self.fail(0),
                    false => value,
                };
            }
        }
        self.fail(0)
    }

    fn zigzag(&mut self) -> i16 {
        let value = self.varint();
        (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
    }

    #[inline(never)]
    fn text<const N: usize>(&mut self) -> String<N> {
        let len = usize::from(self.byte());
        let Some((bytes, rest)) = self.rest.split_at_checked(len) else {
            return self.fail(String::new());
        };
        self.rest = rest;
        let text = core::str::from_utf8(bytes).ok();
        match text.and_then(|text| text.try_into().ok()) {
            Some(text) => text,
            None => self.fail(String::new()),
        }
    }
}

/// The body of a frame of that kind.
fn open(kind: u8, frame: &mut [u8]) -> Option<&[u8]> {
    let (end, frame) = frame.split_last_mut()?;
    let mut at = 0;
    while let Some(code) = frame.get_mut(at) {
        match core::mem::take(code) {
            0 => return None,
            step => at += usize::from(step),
        }
    }
    let (checked, crc) = frame.get(1..)?.split_last_chunk()?;
    let good = *end == 0 && at == frame.len() && crc16(checked) == u16::from_le_bytes(*crc);
    match checked {
        [first, _, _, body @ ..] if good && *first == kind => Some(body),
        _ => None,
    }
}
