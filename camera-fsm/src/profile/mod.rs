//! A device is data (design 2.8): every time, colour, rhythm and limit of a
//! model, checked once. Wrong data in a `const` does not compile; at run time
//! it is a typed error.
//!
//! A new device is a new file here and a line in [`ALL`]: every law of the
//! tests then runs over it.

mod buttonless;
mod check;
mod deliberate;
mod limits;
mod pace;
mod reference;
mod single_color;
mod strict;

use camera_proto::vocab::Color;

use crate::led::{Cue, Rhythm};
use crate::power::PowerTimes;

pub use buttonless::BUTTONLESS;
pub use check::ProfileError;
use check::check;
pub use deliberate::DELIBERATE;
pub use limits::{AxisLimits, MotionLimits};
pub use pace::Pace;
pub(crate) use pace::scaled;
pub use reference::REFERENCE;
pub use single_color::SINGLE_COLOR;
pub use strict::STRICT;

/// Every profile there is; the first is the default.
pub static ALL: [&Profile; 5] = [&REFERENCE, &DELIBERATE, &BUTTONLESS, &SINGLE_COLOR, &STRICT];

/// The profile with that name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Profile> {
    ALL.into_iter().find(|profile| profile.name == name)
}

/// A model of camera, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile(ProfileSpec);

/// A model of camera, before it is checked.
///
/// Where its fields say nothing else, a time is more than 0, at most ten minutes
/// where a person may wait for it, and at most an hour where nobody does:
/// [`ProfileError`] says which are wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileSpec {
    /// What `--profile` calls it; not empty.
    pub name: &'static str,
    /// The model's name, 1–24 bytes.
    pub model: &'static str,
    /// The name of the temporary network, 1–28 bytes; the discriminator follows
    /// it as four hex digits (R40).
    pub ap_prefix: &'static str,
    /// Whether it has a reset button (R01). A model without one has a board
    /// with a button that nobody presses: it opens setup by itself, and is reset
    /// by power cycles.
    pub has_button: bool,
    /// The reset button.
    pub button: ButtonTimes,
    /// The status LED.
    pub led: LedTable,
    /// Whether even the warning before a factory reset flashes at most three
    /// times a second: for rooms with people whom flashing light makes ill
    /// (design 5).
    pub strict_flash: bool,
    /// The factory reset.
    pub reset: ResetTimes,
    /// Setup and reconnecting.
    pub provision: ProvisionTimes,
    /// Power cycles and crashes.
    pub power: PowerTimes,
    /// Pan and tilt.
    pub motion: MotionLimits,
    /// Motion detection and night vision.
    pub sensing: SensingTimes,
}

/// Times of the reset button, in milliseconds, each longer than the one before
/// (R01, R03).
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
    /// A hold from here on is a stuck button: ten minutes at most.
    pub stuck_ms: u32,
    /// Whether a factory reset waits for the release.
    pub fires: Fires,
}

/// When a hold for a factory reset counts (R03). Setup always waits for the
/// release: until then it may become a reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fires {
    /// When it is released: until then it can be cancelled by holding on.
    OnRelease,
    /// As soon as it is long enough, once, and only if the button was pressed
    /// after boot.
    WhileHeld,
}

/// How the LED shows each cue (R10–R12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after its cue")]
pub struct LedTable {
    /// Brightness of whatever is lit, 1–255.
    pub brightness: u8,
    /// Which colours the LED has.
    pub colors: Colors,
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
    pub privacy: Rhythm,
    pub walk_test: Rhythm,
    pub motion: Rhythm,
}

/// Which colours an LED has (R10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colors {
    /// All of them: red is for faults, and faults are red.
    Full,
    /// Only this one: rhythm says everything.
    Only(Color),
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
            Cue::FaultTwo => &self.fault_two,
            Cue::FaultThree => &self.fault_three,
            Cue::FaultFour => &self.fault_four,
            Cue::FaultFive => &self.fault_five,
            Cue::Identify => &self.identify,
            Cue::Privacy => &self.privacy,
            Cue::WalkTest => &self.walk_test,
            Cue::Motion => &self.motion,
        }
    }
}

/// Times of the factory reset (R23, R25, R30).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResetTimes {
    /// How often a store that fails is tried.
    pub tries: u8,
    /// How long to wait between two tries, in milliseconds: less than in all.
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
    /// How long joining a network may take, all its tries together, in
    /// milliseconds.
    pub join_ms: u32,
    /// How often a network is tried whose handshake ends in silence (R42).
    pub join_tries: u8,
    /// After how many of these, near the router, the password must be wrong: 1 to
    /// all of them.
    pub wrong_password_tries: u8,
    /// The router is near from this signal strength on, in dBm; fainter, its
    /// silence says nothing about the password. −100 to −30.
    pub weak_dbm: i8,
    /// How long the temporary network stays up after success, at least, in
    /// milliseconds: the answer must get through. 1 s and more.
    pub linger_ms: u32,
    /// How long it stays up for an answer that is not acknowledged, at most,
    /// in milliseconds.
    pub linger_ms_max: u32,
    /// First wait before reconnecting, in milliseconds; doubles (R47).
    pub backoff_ms: u32,
    /// Longest wait before reconnecting, in milliseconds: an hour at most.
    pub backoff_ms_max: u32,
    /// By how much a wait strays by chance, either way, in percent of it, so
    /// that a house full of cameras does not storm a router that comes back
    /// (R47). At most 50.
    pub jitter_percent: u8,
    /// Wrong codes that cost nothing (R45).
    pub free_attempts: u8,
    /// Wrong codes after which the window closes until a button hold (R45): 1 at
    /// least, and no fewer than cost nothing.
    pub attempts_max: u8,
    /// First wait after a wrong code that costs, in milliseconds; doubles.
    pub penalty_ms: u32,
    /// Longest wait after a wrong code, in milliseconds: an hour at most.
    pub penalty_ms_max: u32,
    /// How long a pairing may take from its first message, in milliseconds.
    pub pairing_ms: u32,
}

/// Times of motion detection and night vision (R50–R53, R57).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SensingTimes {
    /// How long after the head has come to rest, or the night light has
    /// changed, no motion is believed, in milliseconds.
    pub settle_ms: u32,
    /// How long nothing may move in a zone before motion there is news again,
    /// in milliseconds: a minute at most.
    pub quiet_ms: u16,
    /// How long a recording goes on after the last motion, in milliseconds.
    pub record_ms: u32,
    /// How long a walk test shows each motion, in milliseconds: a minute at most.
    pub show_ms: u16,
    /// The longest walk test, in milliseconds.
    pub walk_test_ms_max: u32,
    /// How long it must stay dark, or bright, before the night light follows,
    /// in milliseconds.
    pub dusk_ms: u32,
    /// How much brighter it must become before it is day again than it was when
    /// it became night, in percent of the sensor's range: 1–50. It is night below
    /// half of that at most, so that some light is always day again.
    pub hysteresis_percent: u8,
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
    /// While compiling, when the profile is wrong, with the text of the error.
    #[must_use]
    pub const fn checked(spec: ProfileSpec) -> Self {
        match check(&spec) {
            Ok(()) => Self(spec),
            Err(error) => panic!("{}", error.text()),
        }
    }

    /// Its data: to make another model of, in a `static` as well.
    ///
    /// ```
    /// use camera_fsm::profile::{ButtonTimes, Profile, ProfileSpec, REFERENCE};
    ///
    /// static PATIENT: Profile = Profile::checked(ProfileSpec {
    ///     name: "patient",
    ///     button: ButtonTimes { reset_from_ms: 15_000, ..REFERENCE.spec().button },
    ///     ..*REFERENCE.spec()
    /// });
    /// assert_eq!(PATIENT.button.setup_from_ms, REFERENCE.button.setup_from_ms);
    /// ```
    #[must_use]
    pub const fn spec(&self) -> &ProfileSpec {
        &self.0
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
