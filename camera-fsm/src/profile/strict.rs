//! A model for places where flashing light may make people ill: nothing ever
//! flashes more than three times a second, not even the warning before a reset.

use camera_proto::vocab::Color;

use super::reference::{BUTTON, LED, MOTION, POWER, PROVISION, RESET, SENSING};
use super::{LedTable, Profile, ProfileSpec};
use crate::led::Rhythm;

/// Three flashes a second at most, always.
pub static STRICT: Profile = Profile::checked(ProfileSpec {
    name: "strict",
    model: "Spot PT-1M",
    ap_prefix: "SpotPTM-",
    has_button: true,
    button: BUTTON,
    led: LedTable {
        // As rapid as it may be.
        hold_reset: Rhythm::flashes([Color::AMBER; 2], 1, 170, 0, 340),
        ..LED
    },
    strict_flash: true,
    reset: RESET,
    provision: PROVISION,
    power: POWER,
    motion: MOTION,
    sensing: SENSING,
});
