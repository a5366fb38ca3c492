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
use measure::Subject;

use messages::Messages;

/// The lists that an image may be built from: what works on a [`Desk`], and at
/// a [`handshake::Door`].
pub const DESK: u8 = 0;
pub const DOOR: u8 = 1;

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

/// All that is measured on a [`Desk`].
pub const SUBJECTS: [Subject<Desk>; 13] = [
    Subject::NOTHING,
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
