//! Setup looks like an error, but for its colour.

use camera_fsm::led::Rhythm;
use camera_fsm::profile::{LedTable, Profile, ProfileSpec, REFERENCE};

pub static MINE: Profile = Profile::checked(ProfileSpec {
    led: LedTable {
        setup: Rhythm {
            pulse: REFERENCE.spec().led.setup.pulse,
            ..REFERENCE.spec().led.error
        },
        ..REFERENCE.spec().led
    },
    ..*REFERENCE.spec()
});
