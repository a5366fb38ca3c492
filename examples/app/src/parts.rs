//! What the boards have alike: the servos of their head, and what a firmware
//! decides about itself.

use camera_hal::board::About;
use camera_hal::servo::PulseCalibration;
use camera_proto::vocab::Capabilities;

/// The servo that pans: 500 to 2500 µs for 360°.
pub const PAN: PulseCalibration = PulseCalibration {
    centre_us: 1_500,
    us_per_90_deg: 500,
};

/// The servo that tilts: 500 to 2500 µs for 180°.
pub const TILT: PulseCalibration = PulseCalibration {
    centre_us: 1_500,
    us_per_90_deg: 1_000,
};

/// Whoever does nothing for so long hangs, in milliseconds. The slowest work is the
/// erase of a sector: about 50 ms, and in the worst flash 400 ms.
pub const WATCHDOG_MS: u32 = 8_000;

/// Somebody who goes on moving is seen that often, in milliseconds.
pub const SEEN_MS: u32 = 500;

/// What a board keeps through a restart that was wanted, and through no other.
pub const WANTED: u32 = u32::from_le_bytes(*b"want");

/// What a firmware says of itself, by its name and version; pictures are somebody
/// else's.
#[must_use]
pub const fn about(firmware: &'static str) -> About {
    About {
        firmware,
        stream_uri: "",
        can: Capabilities::PAN
            .with(Capabilities::TILT, true)
            .with(Capabilities::NIGHT_VISION, true)
            .with(Capabilities::MOTION_DETECTION, true),
    }
}
