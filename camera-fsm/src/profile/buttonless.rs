//! A model without a button: whatever a hold would do must come by itself, from
//! a controller, or by switching it on and off.

use super::reference::{BUTTON, LED, POWER, PROVISION, RESET, SENSING, STEPPERS};
use super::{MotionLimits, Profile, ProfileSpec, ProvisionTimes, ResetTimes};
use crate::pan_tilt::Homes;
use crate::power::{Cycles, PowerTimes};

/// No button: setup opens by itself, for as long as it may.
pub static BUTTONLESS: Profile = Profile::checked(ProfileSpec {
    name: "buttonless",
    model: "Spot PT-1N",
    ap_prefix: "SpotPTN-",
    has_button: false,
    // Of a pin that nobody presses; a board without a pin has `NoButton`.
    button: BUTTON,
    led: LED,
    strict_flash: false,
    reset: ResetTimes {
        auto_setup_ms: Some(1_000),
        ..RESET
    },
    provision: ProvisionTimes {
        // Nobody can open the window again but by a restart.
        window_ms: 900_000,
        // Nor end a lock by holding the button. Each wrong code past the free
        // ones costs up to five minutes, which alone keeps 11 digits safe.
        attempts_max: u8::MAX,
        ..PROVISION
    },
    power: PowerTimes {
        // Five times on and off again within ten seconds each is no accident.
        cycles: Some(Cycles {
            count: 5,
            within_ms: 10_000,
        }),
        ..POWER
    },
    motion: MotionLimits {
        homes: Homes::AtBoot,
        ..STEPPERS
    },
    sensing: SENSING,
});
