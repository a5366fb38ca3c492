//! A model that asks for a long press and, after a reset, for another one
//! before it opens setup: nothing happens by itself.

use super::reference::{LED, POWER, PROVISION, SENSING, STEPPERS};
use super::{ButtonTimes, Fires, Profile, ProfileSpec, ResetTimes};

/// 10 s reset, no setup by itself.
pub static DELIBERATE: Profile = Profile::checked(ProfileSpec {
    name: "deliberate",
    model: "Spot PT-1D",
    ap_prefix: "SpotPTD-",
    has_button: true,
    button: ButtonTimes {
        debounce_ms: 30,
        setup_from_ms: 2_000,
        setup_until_ms: 4_000,
        reset_from_ms: 10_000,
        hold_ms_max: 30_000,
        stuck_ms: 60_000,
        fires: Fires::OnRelease,
    },
    led: LED,
    strict_flash: false,
    reset: ResetTimes {
        tries: 5,
        retry_ms: 1_000,
        whole_ms: 180_000,
        confirm_ms: 60_000,
        farewell_ms: 1_000,
        auto_setup_ms: None,
    },
    provision: PROVISION,
    power: POWER,
    motion: STEPPERS,
    sensing: SENSING,
});
