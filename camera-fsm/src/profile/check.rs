//! What must hold of a profile (design 2.8).

use camera_proto::vocab::Color;

use super::{AxisLimits, ButtonTimes, Colors, LedTable, ProfileSpec, ProvisionTimes, ResetTimes};
use crate::led::{Cue, Rhythm};

/// Why a profile is wrong. The text is the same where a profile is checked at
/// run time and where it does not compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileError {
    /// The model's name does not fit the wire.
    ModelName,
    /// The name of the temporary network has no room for the discriminator.
    ApPrefix,
    /// The thresholds of the button do not follow each other.
    ButtonOrder,
    /// Two cues look alike (R12).
    CuesAlike,
    /// A rhythm does not fit its period.
    RhythmTooLong,
    /// A cue that may not flashes more than three times a second (R12).
    UnsafeFlash,
    /// A fault is not red, or something else is (R10).
    RedIsForFaults,
    /// A cue needs a colour that the LED has not.
    NoSuchColor,
    /// The LED would be dark.
    Dark,
    /// The setup window is not 180–900 s (R45).
    Window,
    /// The temporary network closes before the answer got through.
    Linger,
    /// Some other time or count is 0, or a maximum is below its start.
    Times,
    /// An axis has no range around 0, no speed or no acceleration (R60).
    Axis,
}

impl ProfileError {
    /// Every error there is.
    pub const ALL: [Self; 13] = [
        Self::ModelName,
        Self::ApPrefix,
        Self::ButtonOrder,
        Self::CuesAlike,
        Self::RhythmTooLong,
        Self::UnsafeFlash,
        Self::RedIsForFaults,
        Self::NoSuchColor,
        Self::Dark,
        Self::Window,
        Self::Linger,
        Self::Times,
        Self::Axis,
    ];

    /// What is wrong, for who writes the profile.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::ModelName => "profile: the model's name has more than 24 bytes",
            Self::ApPrefix => {
                "profile: the prefix of the temporary network's name has more than 28 bytes"
            }
            Self::ButtonOrder => {
                "profile: the button's times must grow: debounce, setup from, setup until, reset, cancel, stuck"
            }
            Self::CuesAlike => "profile: two LED cues cannot be told apart by their rhythm",
            Self::RhythmTooLong => {
                "profile: an LED rhythm has no period, or its pulses are longer than that"
            }
            Self::UnsafeFlash => "profile: an LED cue flashes more than three times a second",
            Self::RedIsForFaults => "profile: red is for faults, and faults are red",
            Self::NoSuchColor => "profile: an LED cue needs a colour that the LED has not",
            Self::Dark => "profile: an LED cue is always dark",
            Self::Window => "profile: the setup window must be open for 180 to 900 s",
            Self::Linger => {
                "profile: the temporary network must linger for 1 s at least after success, and no longer than its maximum"
            }
            Self::Times => "profile: a time or count is 0, or a maximum lies below its start",
            Self::Axis => {
                "profile: an axis needs a range with 0 in it of at most 360 degrees, a speed of at most 1,000 degrees a second and an acceleration of 0.16 to 10,000"
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
    if spec.model.len() > 24 {
        return Err(ProfileError::ModelName);
    }
    if spec.ap_prefix.len() > 28 {
        return Err(ProfileError::ApPrefix);
    }
    if !is_growing(&spec.button) {
        return Err(ProfileError::ButtonOrder);
    }
    if let Err(error) = check_led(&spec.led, spec.strict_flash) {
        return Err(error);
    }
    let p = &spec.provision;
    if p.window_ms < 180_000 || p.window_ms > 900_000 {
        return Err(ProfileError::Window);
    }
    if p.linger_ms < 1_000 || p.linger_ms_max < p.linger_ms {
        return Err(ProfileError::Linger);
    }
    let counts = reset_counts(&spec.reset) && provision_counts(p) && spec.power.is_sound();
    if !counts || spec.motion.lease_ms_max == 0 {
        return Err(ProfileError::Times);
    }
    if !check_axis(&spec.motion.pan) || !check_axis(&spec.motion.tilt) {
        return Err(ProfileError::Axis);
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
}

/// A wait of 0 would be due at the very instant that it begins, again and again.
const fn reset_counts(r: &ResetTimes) -> bool {
    r.tries > 0
        && r.retry_ms > 0
        && r.whole_ms > r.retry_ms
        && r.confirm_ms > 0
        && r.farewell_ms > 0
        && !matches!(r.auto_setup_ms, Some(0))
}

const fn provision_counts(p: &ProvisionTimes) -> bool {
    p.scan_ms > 0
        && p.jitter_percent <= 50
        && p.join_ms > 0
        && p.wrong_password_tries > 0
        && p.wrong_password_tries <= p.join_tries
        && p.backoff_ms > 0
        && p.backoff_ms_max >= p.backoff_ms
        && p.penalty_ms > 0
        && p.penalty_ms_max >= p.penalty_ms
        && p.attempts_max >= p.free_attempts
        && p.attempts_max > 0
        && p.pairing_ms > 0
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
        && axis.backlash_cdeg <= 1_000
}
