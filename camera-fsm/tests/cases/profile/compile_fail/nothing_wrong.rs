//! Compiles: so what is wrong with the others is what they say.

use camera_fsm::profile::{Profile, ProfileSpec, REFERENCE};

pub static MINE: Profile = Profile::checked(ProfileSpec {
    name: "mine",
    ..*REFERENCE.spec()
});
