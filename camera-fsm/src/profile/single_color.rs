//! A plain model: its LED has one colour, so that the rhythm says everything,
//! and its button resets while it is held.

use camera_proto::vocab::Color;

use super::reference::{BUTTON, MOTION, POWER, PROVISION, RESET, SENSING};
use super::{ButtonTimes, Colors, Fires, LedTable, Profile, ProfileSpec};
use crate::led::Rhythm;

/// One colour; a 10 s hold resets without waiting for its release.
pub static SINGLE_COLOR: Profile = Profile::checked(ProfileSpec {
    name: "single-color",
    model: "Spot PT-1S",
    ap_prefix: "SpotPTS-",
    has_button: true,
    button: ButtonTimes {
        reset_from_ms: 10_000,
        fires: Fires::WhileHeld,
        ..BUTTON
    },
    led: LED,
    strict_flash: false,
    reset: RESET,
    provision: PROVISION,
    power: POWER,
    motion: MOTION,
    sensing: SENSING,
});

const LIT: Color = Color::WHITE;

/// The rhythms of the reference, in one colour.
const LED: LedTable = LedTable {
    brightness: 255,
    colors: Colors::Only(LIT),
    online: Rhythm::solid(LIT),
    unprovisioned: Rhythm::dips(LIT, 1, 150, 0, 5_000),
    searching: Rhythm::flashes([LIT; 2], 1, 200, 0, 500),
    setup: Rhythm::flashes([LIT; 2], 1, 500, 0, 1_000),
    hold_short: Rhythm::flashes([LIT; 2], 1, 60, 0, 600),
    hold_setup: Rhythm::flashes([LIT; 2], 1, 350, 0, 500),
    hold_gap: Rhythm::dips(LIT, 1, 100, 0, 700),
    hold_reset: Rhythm::flashes([LIT; 2], 1, 100, 0, 200),
    hold_cancelled: Rhythm::flashes([LIT; 2], 1, 100, 0, 2_000),
    resetting: Rhythm::flashes([LIT; 2], 2, 160, 180, 900),
    error: Rhythm::flashes([LIT; 2], 1, 200, 0, 800),
    fault_two: Rhythm::dips(LIT, 2, 200, 200, 5_000),
    fault_three: Rhythm::dips(LIT, 3, 200, 200, 5_000),
    fault_four: Rhythm::dips(LIT, 4, 200, 200, 5_000),
    fault_five: Rhythm::dips(LIT, 5, 200, 200, 5_000),
    identify: Rhythm::flashes([LIT; 2], 3, 150, 200, 2_000),
    privacy: Rhythm::flashes([LIT; 2], 1, 100, 0, 4_000),
    walk_test: Rhythm::flashes([LIT; 2], 2, 100, 250, 3_000),
    motion: Rhythm::dips(LIT, 2, 100, 250, 1_000),
};
