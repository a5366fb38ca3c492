//! What must hold of a profile (design 2.8).

use camera_proto::vocab::Color;

use super::{
    AxisLimits, ButtonTimes, Colors, LedTable, MotionLimits, ProfileSpec, ProvisionTimes,
    ResetTimes, SensingTimes,
};
use crate::led::{Cue, Rhythm};
use crate::power::PowerTimes;

/// No wait that a person may stand before is longer, in milliseconds.
const WAIT_MS_MAX: u32 = 600_000;

/// What a camera does by itself may take so long, in milliseconds.
const HOUR_MS: u32 = 3_600_000;

/// Why a profile is wrong. The text is the same where a profile is checked at
/// run time and where it does not compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileError {
    /// It has no name.
    Name,
    /// The model has no name, or one that does not fit the wire.
    ModelName,
    /// The temporary network has no name, or one without room for the
    /// discriminator (R40).
    ApPrefix,
    /// Without a button it can never be set up, or never be reset while it is
    /// offline (R01, R04).
    NoWayIn,
    /// The thresholds of the button do not follow each other (R01, R03).
    ButtonOrder,
    /// Two cues look alike (R12).
    CuesAlike,
    /// A rhythm does not fit its period, or has pulses that do not last.
    RhythmTooLong,
    /// A cue that may not flashes more than three times a second (R12).
    UnsafeFlash,
    /// A fault is not red, or something else is (R10).
    RedIsForFaults,
    /// A cue needs a colour that the LED has not.
    NoSuchColor,
    /// The LED would be dark.
    Dark,
    /// A time or count of the reset is out of its range (R23, R25, R30, R32).
    Reset,
    /// The setup window is not 180–900 s (R45).
    Window,
    /// The temporary network closes before the answer got through, or never.
    Linger,
    /// What scanning or joining goes by is out of its range (R41, R42, R47).
    Joining,
    /// What wrong codes cost is out of its range (R45).
    Codes,
    /// What power cycles or crashes count for is out of its range (R01, R71).
    Power,
    /// An axis has no range around 0, no speed or no acceleration (R60).
    Axis,
    /// Another limit of the head is out of its range (R60–R62).
    Head,
    /// The patrol would take the head from who holds its lease (R60, R62).
    Patrol,
    /// A time of motion detection is out of its range (R50, R52, R57).
    Sensing,
    /// The night light would flicker, or never go out again (R53).
    NightVision,
}

impl ProfileError {
    /// Every error there is.
    pub const ALL: [Self; 22] = [
        Self::Name,
        Self::ModelName,
        Self::ApPrefix,
        Self::NoWayIn,
        Self::ButtonOrder,
        Self::CuesAlike,
        Self::RhythmTooLong,
        Self::UnsafeFlash,
        Self::RedIsForFaults,
        Self::NoSuchColor,
        Self::Dark,
        Self::Reset,
        Self::Window,
        Self::Linger,
        Self::Joining,
        Self::Codes,
        Self::Power,
        Self::Axis,
        Self::Head,
        Self::Patrol,
        Self::Sensing,
        Self::NightVision,
    ];

    /// What is wrong, for who writes the profile.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Name => "profile: it needs a name",
            Self::ModelName => "profile: the model's name must have 1 to 24 bytes",
            Self::ApPrefix => {
                "profile: the prefix of the temporary network's name must have 1 to 28 bytes"
            }
            Self::NoWayIn => {
                "profile: a model without a button must open setup by itself and be reset by power cycles"
            }
            Self::ButtonOrder => {
                "profile: the button's times must grow: debounce, setup from, setup until, reset, cancel, stuck, which is 10 min at most"
            }
            Self::CuesAlike => "profile: two LED cues cannot be told apart by their rhythm",
            Self::RhythmTooLong => {
                "profile: an LED rhythm has no period, or its pulses last 0 ms, or longer than that"
            }
            Self::UnsafeFlash => "profile: an LED cue flashes more than three times a second",
            Self::RedIsForFaults => "profile: red is for faults, and faults are red",
            Self::NoSuchColor => "profile: an LED cue needs a colour that the LED has not",
            Self::Dark => "profile: an LED cue is always dark",
            Self::Reset => {
                "profile: a reset needs a try at least, times of more than 0 and at most 10 min, and longer in all than between two tries"
            }
            Self::Window => "profile: the setup window must be open for 180 to 900 s",
            Self::Linger => {
                "profile: the temporary network must linger for 1 s at least after success, and no longer than its maximum, which is 10 min at most"
            }
            Self::Joining => {
                "profile: to join needs times of more than 0 and at most 10 min (back-off: an hour), as many tries as make a wrong password, a weak signal of -100 to -30 dBm and a jitter of at most 50 percent"
            }
            Self::Codes => {
                "profile: wrong codes need an end, which is not below the free ones, times of more than 0 and at most 10 min (penalty: an hour), and a longest penalty that is not below the first"
            }
            Self::Power => {
                "profile: a reset needs 3 power cycles at least, each of more than 0 and at most 10 min; crashes are first safe, then setup; stable is more than 0 and at most an hour"
            }
            Self::Axis => {
                "profile: an axis needs a range with 0 in it of at most 360 degrees, a speed of at most 1,000 degrees a second and an acceleration of 0.16 to 10,000"
            }
            Self::Head => {
                "profile: the head needs a lease, may turn for as long and for an hour at most, finds its home within 10 min, is called parked within an hour, and errs by at most 10 degrees"
            }
            Self::Patrol => {
                "profile: the patrol must wait as long as the longest lease at least, and an hour at most"
            }
            Self::Sensing => {
                "profile: motion needs times of more than 0: to settle at most 10 min, quiet and shown at most 1 min, recordings and walk tests at most an hour"
            }
            Self::NightVision => {
                "profile: night vision needs a hysteresis of 1 to 50 percent, and a dusk of more than 0 and at most an hour"
            }
        }
    }
}

impl core::fmt::Display for ProfileError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.text())
    }
}

impl core::error::Error for ProfileError {}

pub(super) const fn check(spec: &ProfileSpec) -> Result<(), ProfileError> {
    if let Err(error) = check_texts(spec) {
        return Err(error);
    }
    let has_ways = spec.reset.auto_setup_ms.is_some() && spec.power.cycles.is_some();
    if !spec.has_button && !has_ways {
        return Err(ProfileError::NoWayIn);
    }
    if !is_growing(&spec.button) {
        return Err(ProfileError::ButtonOrder);
    }
    if let Err(error) = check_led(&spec.led, spec.strict_flash) {
        return Err(error);
    }
    if !check_reset(&spec.reset) {
        return Err(ProfileError::Reset);
    }
    if let Err(error) = check_provision(&spec.provision) {
        return Err(error);
    }
    if !check_power(&spec.power) {
        return Err(ProfileError::Power);
    }
    if let Err(error) = check_motion(&spec.motion) {
        return Err(error);
    }
    check_sensing(&spec.sensing)
}

/// A wait of 0 would be due at the very instant that it begins, again and again.
const fn is_time(ms: u32, ms_max: u32) -> bool {
    0 < ms && ms <= ms_max
}

const fn check_texts(spec: &ProfileSpec) -> Result<(), ProfileError> {
    if spec.name.is_empty() {
        return Err(ProfileError::Name);
    }
    if spec.model.is_empty() || spec.model.len() > 24 {
        return Err(ProfileError::ModelName);
    }
    if spec.ap_prefix.is_empty() || spec.ap_prefix.len() > 28 {
        return Err(ProfileError::ApPrefix);
    }
    Ok(())
}

const fn is_growing(b: &ButtonTimes) -> bool {
    0 < b.debounce_ms
        && b.debounce_ms < b.setup_from_ms
        && b.setup_from_ms < b.setup_until_ms
        && b.setup_until_ms <= b.reset_from_ms
        && b.reset_from_ms < b.hold_ms_max
        && b.hold_ms_max < b.stuck_ms
        && b.stuck_ms <= WAIT_MS_MAX
}

const fn check_reset(r: &ResetTimes) -> bool {
    let auto_setup = match r.auto_setup_ms {
        Some(ms) => is_time(ms, WAIT_MS_MAX),
        None => true,
    };
    auto_setup
        && r.tries > 0
        && is_time(r.whole_ms, WAIT_MS_MAX)
        && is_time(r.retry_ms, r.whole_ms - 1)
        && is_time(r.confirm_ms, WAIT_MS_MAX)
        && is_time(r.farewell_ms, WAIT_MS_MAX)
}

const fn check_provision(p: &ProvisionTimes) -> Result<(), ProfileError> {
    if p.window_ms < 180_000 || p.window_ms > 900_000 {
        return Err(ProfileError::Window);
    }
    if p.linger_ms < 1_000 || p.linger_ms_max < p.linger_ms || p.linger_ms_max > WAIT_MS_MAX {
        return Err(ProfileError::Linger);
    }
    let joins = is_time(p.scan_ms, WAIT_MS_MAX)
        && is_time(p.join_ms, WAIT_MS_MAX)
        && p.wrong_password_tries > 0
        && p.wrong_password_tries <= p.join_tries
        && -100 <= p.weak_dbm
        && p.weak_dbm <= -30
        && is_time(p.backoff_ms, p.backoff_ms_max)
        && p.backoff_ms_max <= HOUR_MS
        && p.jitter_percent <= 50;
    if !joins {
        return Err(ProfileError::Joining);
    }
    let counts = p.attempts_max > 0
        && p.free_attempts <= p.attempts_max
        && is_time(p.penalty_ms, p.penalty_ms_max)
        && p.penalty_ms_max <= HOUR_MS
        && is_time(p.pairing_ms, WAIT_MS_MAX);
    match counts {
        true => Ok(()),
        false => Err(ProfileError::Codes),
    }
}

const fn check_power(p: &PowerTimes) -> bool {
    let within = match p.cycles {
        Some(cycles) => cycles.within_ms <= WAIT_MS_MAX,
        None => true,
    };
    p.is_sound() && within && p.stable_ms <= HOUR_MS
}

const fn check_motion(m: &MotionLimits) -> Result<(), ProfileError> {
    if !check_axis(&m.pan) || !check_axis(&m.tilt) {
        return Err(ProfileError::Axis);
    }
    let lease_ms_max = m.lease_ms_max as u32;
    let turns = m.uncertainty_cdeg <= 1_000
        && lease_ms_max > 0
        && lease_ms_max <= m.turn_ms_max
        && m.turn_ms_max <= HOUR_MS
        && is_time(m.home_ms_max, WAIT_MS_MAX)
        && is_time(m.parked_ms, HOUR_MS);
    if !turns {
        return Err(ProfileError::Head);
    }
    if m.patrol_pause_ms < lease_ms_max || m.patrol_pause_ms > HOUR_MS {
        return Err(ProfileError::Patrol);
    }
    Ok(())
}

const fn check_sensing(s: &SensingTimes) -> Result<(), ProfileError> {
    let sees = is_time(s.settle_ms, WAIT_MS_MAX)
        && is_time(s.quiet_ms as u32, 60_000)
        && is_time(s.show_ms as u32, 60_000)
        && is_time(s.record_ms, HOUR_MS)
        && is_time(s.walk_test_ms_max, HOUR_MS);
    if !sees {
        return Err(ProfileError::Sensing);
    }
    // It is dark below half of the sensor's range at most: there is always a
    // light that is bright again.
    let turns =
        is_time(s.dusk_ms, HOUR_MS) && 0 < s.hysteresis_percent && s.hysteresis_percent <= 50;
    match turns {
        true => Ok(()),
        false => Err(ProfileError::NightVision),
    }
}

const fn check_led(table: &LedTable, strict: bool) -> Result<(), ProfileError> {
    if table.brightness == 0 {
        return Err(ProfileError::Dark);
    }
    let mut i = 0;
    while i < Cue::ALL.len() {
        let cue = Cue::ALL[i];
        let rhythm = table.rhythm(cue);
        if let Err(error) = check_rhythm(cue, rhythm, table.colors, strict) {
            return Err(error);
        }
        let mut j = i + 1;
        while j < Cue::ALL.len() {
            if !rhythm.tells_apart(table.rhythm(Cue::ALL[j])) {
                return Err(ProfileError::CuesAlike);
            }
            j += 1;
        }
        i += 1;
    }
    Ok(())
}

const fn check_rhythm(
    cue: Cue,
    rhythm: &Rhythm,
    colors: Colors,
    strict: bool,
) -> Result<(), ProfileError> {
    let group = rhythm.pulses as u32 * (rhythm.pulse_ms as u32 + rhythm.gap_ms as u32);
    if rhythm.period_ms == 0 || group > rhythm.period_ms as u32 + rhythm.gap_ms as u32 {
        return Err(ProfileError::RhythmTooLong);
    }
    if rhythm.lit_ms() == 0 || matches!(rhythm.color(), Color::OFF) {
        return Err(ProfileError::Dark);
    }
    // Dips that nobody sees would tell it from others all the same.
    if rhythm.pulses > 0 && rhythm.pulse_ms == 0 {
        return Err(ProfileError::RhythmTooLong);
    }
    let warns = matches!(cue, Cue::HoldReset) && !strict;
    if !rhythm.is_calm() && !warns {
        return Err(ProfileError::UnsafeFlash);
    }
    let [odd, even] = rhythm.pulse;
    let shown = match rhythm.pulses {
        0 => [rhythm.base, Color::OFF, Color::OFF],
        1 => [rhythm.base, odd, Color::OFF],
        _ => [rhythm.base, odd, even],
    };
    let is_fault = cue.is_fault();
    let mut i = 0;
    while i < shown.len() {
        match (shown[i], colors) {
            (Color::OFF, _) => {}
            (color, Colors::Only(only)) if color.0 != only.0 => {
                return Err(ProfileError::NoSuchColor);
            }
            (color, Colors::Full) if matches!(color, Color::RED) != is_fault => {
                return Err(ProfileError::RedIsForFaults);
            }
            _ => {}
        }
        i += 1;
    }
    Ok(())
}

const fn check_axis(axis: &AxisLimits) -> bool {
    if !axis.has_servo() {
        return axis.min_cdeg == 0 && axis.max_cdeg == 0 && axis.pace.accel_cdeg_s2() == 0;
    }
    axis.min_cdeg <= 0
        && axis.max_cdeg >= 0
        && axis.min_cdeg < axis.max_cdeg
        && axis.max_cdeg.saturating_sub(axis.min_cdeg) <= 36_000
        && axis.pace.speed_cdeg_s() <= 100_000
        && axis.pace.accel_cdeg_s2() >= 16
        && axis.pace.accel_cdeg_s2() <= 1_000_000
        && axis.pace.backlash_cdeg() <= 1_000
}
