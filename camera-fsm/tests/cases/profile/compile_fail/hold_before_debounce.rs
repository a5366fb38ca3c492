//! A hold that begins before its press is debounced.

use camera_fsm::profile::{ButtonTimes, Profile, ProfileSpec, REFERENCE};

pub static MINE: Profile = Profile::checked(ProfileSpec {
    button: ButtonTimes {
        setup_from_ms: 10,
        ..REFERENCE.spec().button
    },
    ..*REFERENCE.spec()
});
