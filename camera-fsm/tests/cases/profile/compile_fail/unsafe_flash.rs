//! Identify flashes five times a second.

use camera_fsm::led::Rhythm;
use camera_fsm::profile::{LedTable, Profile, ProfileSpec, REFERENCE};

pub static MINE: Profile = Profile::checked(ProfileSpec {
    led: LedTable {
        identify: Rhythm {
            gap_ms: 50,
            ..REFERENCE.spec().led.identify
        },
        ..REFERENCE.spec().led
    },
    ..*REFERENCE.spec()
});
