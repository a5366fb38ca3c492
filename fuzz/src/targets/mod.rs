//! The targets, one file a room.

mod controller;
mod cuts;
mod frame;
mod handshake;
mod link;
mod machine;
mod message;
mod peer;
mod store;
mod text;

pub use controller::controller;
pub use cuts::power_cuts;
pub use frame::frame_decoder;
pub use handshake::{label_record, noise, pairing_mitm, session};
pub use link::{link, records};
pub use machine::{device, scenario};
pub use message::{codec, message};
pub use peer::app_link;
pub use store::{store_log, store_mount};
pub use text::{label_qr, setup_code, wifi_qr};

/// A target: its name, which its fuzzer and the folder of its corpus have too, and what it does with an input.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const ALL: &[Target] = &[
    ("app_link", app_link),
    ("codec", codec),
    ("controller", controller),
    ("device", device),
    ("frame_decoder", frame_decoder),
    ("label_qr", label_qr),
    ("label_record", label_record),
    ("link", link),
    ("message", message),
    ("noise", noise),
    ("pairing_mitm", pairing_mitm),
    ("power_cuts", power_cuts),
    ("records", records),
    ("scenario", scenario),
    ("session", session),
    ("setup_code", setup_code),
    ("store_log", store_log),
    ("store_mount", store_mount),
    ("wifi_qr", wifi_qr),
];
