//! The four messages that every codec carries, and one sample of each.

use heapless::String;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// What stands for them in a header.
pub mod kind {
    pub const STATUS: u8 = 0x91;
    pub const PROV: u8 = 0x14;
    pub const SETTINGS: u8 = 0x30;
    pub const ACK: u8 = 0xfe;
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, Encode, Decode)]
#[cbor(index_only)]
pub enum State {
    #[default]
    #[n(0)]
    Starting,
    #[n(1)]
    Setup,
    #[n(2)]
    Joining,
    #[n(3)]
    Online,
    #[n(4)]
    Resetting,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, Encode, Decode)]
#[cbor(index_only)]
pub enum Color {
    #[default]
    #[n(0)]
    Off,
    #[n(1)]
    Blue,
    #[n(2)]
    White,
    #[n(3)]
    Amber,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, Encode, Decode)]
#[cbor(index_only)]
pub enum Pattern {
    #[default]
    #[n(0)]
    Solid,
    #[n(1)]
    Blinking,
    #[n(2)]
    Rapid,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, Encode, Decode)]
pub struct Led {
    #[n(0)]
    pub color: Color,
    #[n(1)]
    pub pattern: Pattern,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Encode, Decode)]
pub struct Status {
    #[n(0)]
    pub state: State,
    #[n(1)]
    pub led: Led,
    #[n(2)]
    pub pan: i16,
    #[n(3)]
    pub tilt: i16,
    #[n(4)]
    pub rssi: i8,
    #[n(5)]
    pub uptime: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, Encode, Decode)]
#[cbor(index_only)]
pub enum Security {
    #[default]
    #[n(0)]
    Open,
    #[n(1)]
    Wpa2,
    #[n(2)]
    Wpa3,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Encode, Decode)]
pub struct Prov {
    #[cbor(n(0), with = "text")]
    pub ssid: String<32>,
    #[cbor(n(1), with = "text")]
    pub pass: String<63>,
    #[n(2)]
    pub security: Security,
    #[n(3)]
    pub country: [u8; 2],
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, Encode, Decode)]
pub struct Zone {
    #[n(0)]
    pub x: u16,
    #[n(1)]
    pub y: u16,
    #[n(2)]
    pub width: u16,
    #[n(3)]
    pub height: u16,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, Encode, Decode)]
pub struct Entry {
    #[n(0)]
    pub days: u8,
    #[n(1)]
    pub from: u16,
    #[n(2)]
    pub until: u16,
    #[n(3)]
    pub action: u8,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Encode, Decode)]
pub struct Settings {
    #[n(0)]
    pub zones: [Zone; 8],
    #[n(1)]
    pub schedule: [Entry; 7],
    #[n(2)]
    pub sensitivity: u8,
    #[n(3)]
    pub volume: u8,
    #[n(4)]
    pub timezone: i16,
    #[n(5)]
    pub flags: u8,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Encode, Decode)]
pub struct Ack {
    #[n(0)]
    pub seq: u16,
    #[n(1)]
    pub code: u8,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Messages {
    pub status: Status,
    pub prov: Prov,
    pub settings: Settings,
    pub ack: Ack,
}

impl Messages {
    /// 12, 59, 109 and 3 bytes in postcard.
    pub fn sample() -> Self {
        Self {
            status: Status {
                state: State::Online,
                led: Led {
                    color: Color::Blue,
                    pattern: Pattern::Rapid,
                },
                pan: -4500,
                tilt: 1500,
                rssi: -67,
                uptime: 86_400_123,
            },
            prov: Prov {
                ssid: text("Upstairs 5th window 24"),
                pass: text("correct horse battery staple #32"),
                security: Security::Wpa2,
                country: *b"DE",
            },
            settings: Settings {
                zones: core::array::from_fn(zone),
                schedule: core::array::from_fn(entry),
                sensitivity: 70,
                volume: 0,
                timezone: 120,
                flags: 5,
            },
            ack: Ack { seq: 300, code: 0 },
        }
    }
}

fn zone(at: usize) -> Zone {
    let at = at as u16;
    Zone {
        x: 120 * at,
        y: 150 + 20 * at,
        width: 200,
        height: 400 + at,
    }
}

fn entry(at: usize) -> Entry {
    Entry {
        days: 1 << at,
        from: 480 + at as u16,
        until: 1320 + at as u16,
        action: (at % 3) as u8,
    }
}

fn text<const N: usize>(text: &str) -> String<N> {
    text.try_into().unwrap_or_default()
}

/// minicbor has no `heapless`.
mod text {
    use heapless::String;
    use minicbor::decode::{Decoder, Error};
    use minicbor::encode::{self, Encoder, Write};

    pub(super) fn encode<C, W: Write, const N: usize>(
        text: &String<N>,
        to: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        to.str(text)?.ok()
    }

    pub(super) fn decode<C, const N: usize>(
        from: &mut Decoder<'_>,
        _: &mut C,
    ) -> Result<String<N>, Error> {
        let text = from.str()?;
        text.try_into().map_err(|_| Error::message("too long"))
    }
}
