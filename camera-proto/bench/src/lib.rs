//! What the wire costs, beside its peers. See README.md.
#![no_std]

pub mod codecs;
pub mod failures;
pub mod frames;
pub mod handshake;
pub mod header;
pub mod messages;
pub mod protocol;

use camera_proto::frame::FrameDecoder;

use messages::Messages;

/// Something to measure: steps in order, each on what the one before it left.
pub struct Subject<State: 'static> {
    pub name: &'static str,
    pub steps: &'static [Step<State>],
}

pub struct Step<State> {
    /// Empty when it only leads to the next one.
    pub name: &'static str,
    pub run: fn(&mut State),
}

pub const fn step<State>(name: &'static str, run: fn(&mut State)) -> Step<State> {
    Step { name, run }
}

/// What the steps of codecs and frames work on.
pub struct Desk {
    pub sample: Messages,
    pub sample_pb: codecs::micropb::Messages,
    /// What was decoded.
    pub got: Messages,
    pub got_pb: codecs::micropb::Messages,
    /// What was encoded, and how long it is.
    pub frame: [u8; 256],
    pub len: usize,
    /// It lives as long as its link.
    pub decoder: FrameDecoder,
}

/// The place in a list that an image is built for: a number, from its
/// environment while it was compiled.
pub const fn chosen(place: Option<&str>) -> usize {
    let Some(place) = place else { return 0 };
    match place.as_bytes() {
        [ones] => (*ones - b'0') as usize,
        [tens, ones] => (*tens - b'0') as usize * 10 + (*ones - b'0') as usize,
        _ => panic!("at most two digits"),
    }
}

impl Desk {
    pub fn new() -> Self {
        Self {
            sample: Messages::sample(),
            sample_pb: codecs::micropb::Messages::sample(),
            got: Messages::default(),
            got_pb: codecs::micropb::Messages::default(),
            frame: [0; 256],
            len: 0,
            decoder: FrameDecoder::new(),
        }
    }
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}

/// All that is measured on a [`Desk`]. The first is nothing, to be taken from
/// the others' flash.
pub const SUBJECTS: [Subject<Desk>; 13] = [
    Subject {
        name: "nothing",
        steps: &[],
    },
    codecs::ours::SUBJECT,
    codecs::lenient::SUBJECT,
    codecs::twin::SUBJECT,
    codecs::flavours::SUBJECT,
    codecs::cobs_only::SUBJECT,
    codecs::micropb::SUBJECT,
    codecs::minicbor::SUBJECT,
    header::OURS,
    header::POSTCARD_RPC,
    frames::OURS,
    frames::PEER,
    protocol::SUBJECT,
];
