//! The camera of the user's guide: 2–3 s setup, 5 s reset, setup by itself
//! after a reset.

use camera_proto::vocab::Color;

use super::{
    AxisLimits, ButtonTimes, Colors, Fires, LedTable, MotionLimits, Pace, Profile, ProfileSpec,
    ProvisionTimes, ResetTimes, SensingTimes,
};
use crate::led::Rhythm;
use crate::pan_tilt::Homes;
use crate::power::PowerTimes;

/// The default profile.
pub static REFERENCE: Profile = Profile::checked(ProfileSpec {
    name: "reference",
    model: "Spot PT-1",
    ap_prefix: "SpotPT-",
    has_button: true,
    button: BUTTON,
    led: LED,
    strict_flash: false,
    reset: RESET,
    provision: PROVISION,
    power: POWER,
    motion: MOTION,
    sensing: SENSING,
});

pub(super) const BUTTON: ButtonTimes = ButtonTimes {
    debounce_ms: 20,
    setup_from_ms: 2_000,
    setup_until_ms: 3_000,
    reset_from_ms: 5_000,
    hold_ms_max: 30_000,
    stuck_ms: 60_000,
    fires: Fires::OnRelease,
};

pub(super) const RESET: ResetTimes = ResetTimes {
    tries: 3,
    retry_ms: 500,
    whole_ms: 180_000,
    confirm_ms: 60_000,
    farewell_ms: 1_000,
    auto_setup_ms: Some(3_000),
};

pub(super) const LED: LedTable = LedTable {
    brightness: 200,
    colors: Colors::Full,
    online: Rhythm::solid(Color::BLUE),
    unprovisioned: Rhythm::dips(Color::BLUE, 1, 150, 0, 5_000),
    searching: Rhythm::flashes([Color::BLUE, Color::WHITE], 2, 200, 300, 1_000),
    setup: Rhythm::flashes([Color::BLUE; 2], 1, 500, 0, 1_000),
    hold_short: Rhythm::flashes([Color::WHITE; 2], 1, 60, 0, 600),
    hold_setup: Rhythm::flashes([Color::BLUE; 2], 1, 350, 0, 500),
    hold_gap: Rhythm::dips(Color::AMBER, 1, 100, 0, 700),
    hold_reset: Rhythm::flashes([Color::AMBER; 2], 1, 100, 0, 200),
    hold_cancelled: Rhythm::flashes([Color::WHITE; 2], 1, 100, 0, 2_000),
    resetting: Rhythm::flashes([Color::AMBER; 2], 2, 160, 180, 900),
    error: Rhythm::flashes([Color::RED; 2], 1, 200, 0, 800),
    fault_two: Rhythm::dips(Color::RED, 2, 200, 200, 5_000),
    fault_three: Rhythm::dips(Color::RED, 3, 200, 200, 5_000),
    fault_four: Rhythm::dips(Color::RED, 4, 200, 200, 5_000),
    fault_five: Rhythm::dips(Color::RED, 5, 200, 200, 5_000),
    identify: Rhythm::flashes([Color::WHITE; 2], 3, 150, 200, 2_000),
    privacy: Rhythm::flashes([Color::WHITE; 2], 1, 100, 0, 4_000),
    walk_test: Rhythm::flashes([Color::BLUE; 2], 2, 100, 250, 3_000),
    motion: Rhythm::dips(Color::BLUE, 2, 100, 250, 1_000),
};

pub(super) const PROVISION: ProvisionTimes = ProvisionTimes {
    window_ms: 600_000,
    scan_ms: 15_000,
    join_ms: 30_000,
    join_tries: 3,
    wrong_password_tries: 2,
    weak_dbm: -75,
    linger_ms: 1_000,
    linger_ms_max: 30_000,
    backoff_ms: 1_000,
    backoff_ms_max: 60_000,
    jitter_percent: 25,
    free_attempts: 3,
    attempts_max: 10,
    penalty_ms: 5_000,
    penalty_ms_max: 300_000,
    pairing_ms: 30_000,
};

/// No reset by power cycles: there is a button.
pub(super) const POWER: PowerTimes = PowerTimes {
    cycles: None,
    crashes_safe: 3,
    crashes_setup: 6,
    stable_ms: 60_000,
};

pub(super) const MOTION: MotionLimits = MotionLimits {
    pan: AxisLimits {
        min_cdeg: -17_000,
        max_cdeg: 17_000,
        pace: Pace::new(9_000, 18_000),
    },
    tilt: AxisLimits {
        min_cdeg: -3_000,
        max_cdeg: 9_000,
        pace: Pace::new(6_000, 12_000),
    },
    uncertainty_cdeg: 100,
    turn_ms_max: 300_000,
    lease_ms_max: 2_000,
    patrol_pause_ms: 30_000,
    homes: Homes::Never,
    home_ms_max: 30_000,
    parked_ms: 60_000,
};

/// The same head on steppers with gears; whoever has it says when it homes.
pub(super) const STEPPERS: MotionLimits = MotionLimits {
    pan: AxisLimits {
        pace: MOTION.pan.pace.with_backlash(60),
        ..MOTION.pan
    },
    tilt: AxisLimits {
        pace: MOTION.tilt.pace.with_backlash(60),
        ..MOTION.tilt
    },
    homes: Homes::BeforeMoving,
    ..MOTION
};

pub(super) const SENSING: SensingTimes = SensingTimes {
    settle_ms: 1_000,
    quiet_ms: 10_000,
    record_ms: 20_000,
    show_ms: 1_000,
    walk_test_ms_max: 600_000,
    dusk_ms: 5_000,
    hysteresis_percent: 15,
};
