//! The shared words: what the wire carries and what the machines think in.
//!
//! Whatever goes from camera to app is an *open code*: a number with named
//! constants that keeps values it does not know, so that an older app can
//! still read a newer camera (design 2.12).

mod controller;
mod diagnosis;
mod motion;
mod name;
mod network;
mod refusal;
mod reset;
mod settings;
mod status;

pub use controller::{
    CONTROLLER_NAME_MAX, ControllerChange, ControllerName, KeyId, PairingSecret, Role,
};
pub use diagnosis::{Advice, Cause, Symptom};
pub use motion::{Axis, Cdeg, Speed, Velocity};
pub use name::check_name;
pub use network::{
    Band, Bssid, Network, PASSPHRASE_MAX, Passphrase, SSID_MAX, Security, Ssid, SsidError,
};
pub(crate) use network::{padded_passphrase, padded_ssid};
pub use refusal::Refusal;
pub use reset::{ErasedScope, LossItem, LossKind, Receipt, ResetCause, ResetScope, ResetToken};
pub use settings::{
    MAX_PATROL_STOPS, MAX_PRESETS, MAX_SCHEDULE_ENTRIES, MAX_ZONES, NAME_MAX, NO_ZONE, NightMode,
    PLACE_NAME_MAX, RecordingMode, ScheduleKind, SettingId, StorageChoice, TIME_ZONE_MAX,
};
pub use status::{
    CameraState, Capabilities, Color, Fault, Flags, LedState, Pattern, ResetStage, Status,
};

/// How many controllers may be connected at once. Each costs the camera its
/// buffers and its session: 2.0 KiB of RAM on a Cortex-M0+.
pub const MAX_CLIENTS: usize = 4;

/// How many controllers a camera knows at most (R49). Each costs one record
/// of about 75 bytes in the user flash, and no RAM.
pub const MAX_CONTROLLERS: usize = 8;

/// The name of an open code, or `None` when this version does not know it.
fn name_in<C: Copy + PartialEq>(table: &[(C, &'static str)], code: C) -> Option<&'static str> {
    table
        .iter()
        .find(|(known, _)| *known == code)
        .map(|(_, name)| *name)
}

/// Shows an open code by its name, or as `Unknown(7)`.
fn show(
    f: &mut core::fmt::Formatter<'_>,
    name: Option<&'static str>,
    code: u8,
) -> core::fmt::Result {
    match name {
        Some(name) => f.write_str(name),
        None => write!(f, "Unknown({code})"),
    }
}
