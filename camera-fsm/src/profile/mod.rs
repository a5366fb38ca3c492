//! A device is data (design 2.8): every time, colour, rhythm and limit of a
//! model, checked once. Wrong data in a `const` does not compile; at run time
//! it is a typed error.
//!
//! A new device is a new file here and a line in [`ALL`]: every law of the
//! tests then runs over it.

mod deliberate;
mod reference;

use camera_proto::vocab::Color;

use crate::led::{Cue, Dips, Rhythm};

pub use deliberate::DELIBERATE;
pub use reference::REFERENCE;

/// Every profile there is; the first is the default.
pub static ALL: [&Profile; 2] = [&REFERENCE, &DELIBERATE];

/// The profile with that name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Profile> {
    ALL.into_iter().find(|profile| profile.name == name)
}

/// A model of camera, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile(ProfileSpec);

/// A model of camera, before it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileSpec {
    /// What `--profile` calls it.
    pub name: &'static str,
    /// The model's name, at most 24 bytes.
    pub model: &'static str,
    /// The name of the temporary network; the discriminator follows it as four
    /// hex digits (R40).
    pub ap_prefix: &'static str,
    /// The reset button.
    pub button: ButtonTimes,
    /// The status LED.
    pub led: LedTable,
    /// The factory reset.
    pub reset: ResetTimes,
    /// Setup and reconnecting.
    pub provision: ProvisionTimes,
    /// Pan and tilt.
    pub motion: MotionLimits,
}

/// Times of the reset button, in milliseconds (R01, R03).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ButtonTimes {
    /// A level counts once it was stable for this long.
    pub debounce_ms: u32,
    /// A hold from here…
    pub setup_from_ms: u32,
    /// … to just before here opens the setup window.
    pub setup_until_ms: u32,
    /// A hold from here on is a factory reset.
    pub reset_from_ms: u32,
    /// A hold from here on is cancelled.
    pub hold_ms_max: u32,
    /// A hold from here on is a stuck button.
    pub stuck_ms: u32,
}

/// How the LED shows each cue (R10–R12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after its cue")]
pub struct LedTable {
    /// Brightness of whatever is lit, 1–255.
    pub brightness: u8,
    pub online: Rhythm,
    pub unprovisioned: Rhythm,
    pub searching: Rhythm,
    pub setup: Rhythm,
    pub hold_short: Rhythm,
    pub hold_setup: Rhythm,
    pub hold_gap: Rhythm,
    pub hold_reset: Rhythm,
    pub hold_cancelled: Rhythm,
    pub resetting: Rhythm,
    pub error: Rhythm,
    pub fault_two: Rhythm,
    pub fault_three: Rhythm,
    pub fault_four: Rhythm,
    pub fault_five: Rhythm,
    pub identify: Rhythm,
}

impl LedTable {
    /// How a cue looks.
    #[must_use]
    pub const fn rhythm(&self, cue: Cue) -> &Rhythm {
        match cue {
            Cue::Online => &self.online,
            Cue::Unprovisioned => &self.unprovisioned,
            Cue::Searching => &self.searching,
            Cue::Setup => &self.setup,
            Cue::HoldShort => &self.hold_short,
            Cue::HoldSetup => &self.hold_setup,
            Cue::HoldGap => &self.hold_gap,
            Cue::HoldReset => &self.hold_reset,
            Cue::HoldCancelled => &self.hold_cancelled,
            Cue::Resetting => &self.resetting,
            Cue::Error => &self.error,
            Cue::HardwareFault(Dips::Two) => &self.fault_two,
            Cue::HardwareFault(Dips::Three) => &self.fault_three,
            Cue::HardwareFault(Dips::Four) => &self.fault_four,
            Cue::HardwareFault(Dips::Five) => &self.fault_five,
            Cue::Identify => &self.identify,
        }
    }
}

/// Times of the factory reset (R23, R25, R30).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResetTimes {
    /// How often a store that fails is tried.
    pub tries: u8,
    /// How long to wait between two tries, in milliseconds.
    pub retry_ms: u32,
    /// How long it may take to erase in all, tries and waits included, in
    /// milliseconds: then it is a fault (R23, R25).
    pub whole_ms: u32,
    /// How long a confirmation may take, in milliseconds (R30).
    pub confirm_ms: u32,
    /// How long an answer to a controller may take to leave before the camera
    /// goes on without it, in milliseconds (R32).
    pub farewell_ms: u32,
    /// How long a camera without a network shows that it is unprovisioned
    /// before it opens setup by itself, in milliseconds; `None`: never (R23).
    pub auto_setup_ms: Option<u32>,
}

/// Times of setup and reconnecting (R40–R47).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProvisionTimes {
    /// How long the setup window stays open, in milliseconds: 180–900 s (R45).
    pub window_ms: u32,
    /// How long a scan may take, in milliseconds (R41).
    pub scan_ms: u32,
    /// How long joining a network may take, in milliseconds.
    pub join_ms: u32,
    /// How long the temporary network stays up after success, at least, in
    /// milliseconds: the answer must get through. 1 s and more.
    pub linger_ms: u32,
    /// How long it stays up for an answer that is not acknowledged, at most,
    /// in milliseconds.
    pub linger_ms_max: u32,
    /// First wait before reconnecting, in milliseconds; doubles (R47).
    pub backoff_ms: u32,
    /// Longest wait before reconnecting, in milliseconds.
    pub backoff_ms_max: u32,
    /// By how much a wait strays by chance, either way, in percent of it, so
    /// that a house full of cameras does not storm a router that comes back
    /// (R47). At most 50.
    pub jitter_percent: u8,
    /// Wrong codes that cost nothing (R45).
    pub free_attempts: u8,
    /// Wrong codes after which the window closes until a button hold (R45).
    pub attempts_max: u8,
    /// First wait after a wrong code that costs, in milliseconds; doubles.
    pub penalty_ms: u32,
    /// Longest wait after a wrong code, in milliseconds.
    pub penalty_ms_max: u32,
    /// How long a pairing may take from its first message, in milliseconds.
    pub pairing_ms: u32,
}

/// Limits of the head (R60), each axis on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MotionLimits {
    /// Left and right.
    pub pan: AxisLimits,
    /// Down and up.
    pub tilt: AxisLimits,
    /// By how much the head may stand off where it was sent, either way, in
    /// centidegrees: backlash and the servo's own error.
    pub uncertainty_cdeg: u16,
    /// The longest lease of a continuous move, in milliseconds (R62).
    pub lease_ms_max: u16,
}

/// Limits of one axis, in centidegrees and seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AxisLimits {
    /// The soft end stop on the negative side.
    pub min_cdeg: i32,
    /// The soft end stop on the positive side.
    pub max_cdeg: i32,
    /// Highest speed, in centidegrees a second.
    pub speed_cdeg_s: u32,
    /// Acceleration, in centidegrees a second, a second.
    pub accel_cdeg_s2: u32,
}

/// Why a profile is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// The model's name does not fit the wire.
    #[error("the model's name has more than 24 bytes")]
    ModelName,
    /// The name of the temporary network has no room for the discriminator.
    #[error("the prefix of the temporary network's name has more than 28 bytes")]
    ApPrefix,
    /// The thresholds of the button do not follow each other.
    #[error(
        "the button's times must grow: debounce, setup from, setup until, reset, cancel, stuck"
    )]
    ButtonOrder,
    /// Two cues look alike.
    #[error("two LED cues cannot be told apart by their rhythm")]
    CuesAlike,
    /// A rhythm does not fit its period.
    #[error("the pulses of an LED rhythm are longer than its period")]
    RhythmTooLong,
    /// A cue other than the reset warning flashes more than three times a second.
    #[error("an LED cue flashes more than three times a second")]
    UnsafeFlash,
    /// A fault is not red, or something else is.
    #[error("red is for faults, and faults are red")]
    RedIsForFaults,
    /// The LED would be dark.
    #[error("the brightness of the LED is 0")]
    Dark,
    /// The setup window is not 180–900 s.
    #[error("the setup window must be open for 180 to 900 s")]
    Window,
    /// The temporary network would be gone before the answer of a setup is.
    #[error(
        "the temporary network must linger for 1 s at least after success, and no longer than its maximum"
    )]
    Linger,
    /// Some other time or count is 0, or a maximum is below its start.
    #[error("a time or count is 0, or a maximum lies below its start")]
    Times,
    /// An axis has no range around 0, no speed or no acceleration.
    #[error(
        "an axis needs a range with 0 in it of at most 360 degrees, a speed and an acceleration"
    )]
    Axis,
}

impl Profile {
    /// Checks a profile.
    ///
    /// # Errors
    /// Says what is wrong with it. In a `const`, use [`checked`](Self::checked).
    pub const fn new(spec: ProfileSpec) -> Result<Self, ProfileError> {
        match check(&spec) {
            Ok(()) => Ok(Self(spec)),
            Err(error) => Err(error),
        }
    }

    /// Checks a profile that is data of the program: what is wrong with it is
    /// a compile error.
    ///
    /// # Panics
    /// While compiling, when the profile is wrong.
    #[must_use]
    pub const fn checked(spec: ProfileSpec) -> Self {
        match check(&spec) {
            Ok(()) => Self(spec),
            Err(ProfileError::ButtonOrder) => panic!("profile: the button's times must grow"),
            Err(ProfileError::CuesAlike) => panic!("profile: two LED cues look alike"),
            Err(ProfileError::UnsafeFlash) => panic!("profile: an LED cue flashes too fast"),
            Err(_) => panic!("profile: see ProfileError for what must hold"),
        }
    }
}

/// By its name alone: two that are equal have the same.
impl core::hash::Hash for Profile {
    fn hash<H: core::hash::Hasher>(&self, hasher: &mut H) {
        self.0.name.hash(hasher);
    }
}

impl core::ops::Deref for Profile {
    type Target = ProfileSpec;

    fn deref(&self) -> &ProfileSpec {
        &self.0
    }
}

const fn check(spec: &ProfileSpec) -> Result<(), ProfileError> {
    if spec.model.len() > 24 {
        return Err(ProfileError::ModelName);
    }
    if spec.ap_prefix.len() > 28 {
        return Err(ProfileError::ApPrefix);
    }
    let b = &spec.button;
    if !(0 < b.debounce_ms
        && b.debounce_ms < b.setup_from_ms
        && b.setup_from_ms < b.setup_until_ms
        && b.setup_until_ms <= b.reset_from_ms
        && b.reset_from_ms < b.hold_ms_max
        && b.hold_ms_max < b.stuck_ms)
    {
        return Err(ProfileError::ButtonOrder);
    }
    if let Err(error) = check_led(&spec.led) {
        return Err(error);
    }
    let p = &spec.provision;
    if p.window_ms < 180_000 || p.window_ms > 900_000 {
        return Err(ProfileError::Window);
    }
    if p.linger_ms < 1_000 || p.linger_ms_max < p.linger_ms {
        return Err(ProfileError::Linger);
    }
    if !check_reset(&spec.reset) || !check_provision(p) || spec.motion.lease_ms_max == 0 {
        return Err(ProfileError::Times);
    }
    if !check_axis(&spec.motion.pan) || !check_axis(&spec.motion.tilt) {
        return Err(ProfileError::Axis);
    }
    Ok(())
}

const fn check_led(table: &LedTable) -> Result<(), ProfileError> {
    if table.brightness == 0 {
        return Err(ProfileError::Dark);
    }
    let mut i = 0;
    while i < Cue::ALL.len() {
        let cue = Cue::ALL[i];
        let rhythm = table.rhythm(cue);
        let group = rhythm.pulses as u32 * (rhythm.pulse_ms as u32 + rhythm.gap_ms as u32);
        if rhythm.period_ms == 0 || group > rhythm.period_ms as u32 + rhythm.gap_ms as u32 {
            return Err(ProfileError::RhythmTooLong);
        }
        if rhythm.flashes_per_s() > 3 && !matches!(cue, Cue::HoldReset) {
            return Err(ProfileError::UnsafeFlash);
        }
        let is_fault = matches!(cue, Cue::Error | Cue::HardwareFault(_));
        if is_fault != matches!(rhythm.color(), Color::RED) {
            return Err(ProfileError::RedIsForFaults);
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

/// A wait of 0 would be a wake-up that does not lie ahead.
const fn check_reset(times: &ResetTimes) -> bool {
    times.tries > 0
        && times.retry_ms > 0
        && times.whole_ms > times.retry_ms
        && times.confirm_ms > 0
        && times.farewell_ms > 0
        && !matches!(times.auto_setup_ms, Some(0))
}

const fn check_provision(times: &ProvisionTimes) -> bool {
    times.scan_ms > 0
        && times.jitter_percent <= 50
        && times.join_ms > 0
        && times.backoff_ms > 0
        && times.backoff_ms <= times.backoff_ms_max
        && times.penalty_ms > 0
        && times.penalty_ms <= times.penalty_ms_max
        && times.attempts_max > 0
        && times.free_attempts <= times.attempts_max
        && times.pairing_ms > 0
}

const fn check_axis(axis: &AxisLimits) -> bool {
    axis.min_cdeg <= 0
        && axis.max_cdeg >= 0
        && axis.min_cdeg >= -36_000
        && axis.max_cdeg <= 36_000
        && axis.min_cdeg < axis.max_cdeg
        && axis.speed_cdeg_s > 0
        && axis.accel_cdeg_s2 > 0
}
