//! Why a request was refused: one code set for every request.

use core::fmt;

use serde::{Deserialize, Serialize};

/// Why a request was refused, as an open code with the field's own names.
///
/// `Refusal::NONE` is not a refusal: it says "nothing went wrong" where a
/// status carries the outcome of the last setup.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Refusal(pub u8);

impl Refusal {
    /// Nothing was refused.
    pub const NONE: Self = Self(0);
    /// This camera does not know that message or option.
    pub const UNSUPPORTED: Self = Self(1);
    /// The message does not parse, or is not in canonical form.
    pub const MALFORMED: Self = Self(2);
    /// This controller may not ask for that (R49).
    pub const NOT_ALLOWED: Self = Self(3);
    /// Something else is going on that must end first, or all links are taken: wait
    /// `retry_s` (R31).
    pub const BUSY: Self = Self(4);
    /// The setup window is closed: hold the button 2–3 s (R45).
    pub const WINDOW_CLOSED: Self = Self(5);
    /// The label code is wrong, or either side was tampered with (R43, R45).
    pub const WRONG_CODE: Self = Self(6);
    /// Too many wrong codes: wait `retry_s` (R45).
    pub const RATE_LIMITED: Self = Self(7);
    /// Too many wrong codes: the window is closed until the button is held (R45).
    pub const LOCKED: Self = Self(8);
    /// The camera has an owner already (R49).
    pub const OWNED: Self = Self(9);
    /// The camera does not know this controller's key: revoked or reset (R32).
    pub const UNKNOWN_CONTROLLER: Self = Self(10);
    /// No room for another controller (R49).
    pub const FULL: Self = Self(11);
    /// No controller has that key (R49).
    pub const NO_SUCH_CONTROLLER: Self = Self(12);
    /// No invitation is open, or it was used already (R49).
    pub const NO_INVITATION: Self = Self(13);
    /// The last owner stays while there are other controllers (R49).
    pub const LAST_OWNER: Self = Self(14);
    /// The record of a code is damaged, or was stretched too little.
    pub const UNSAFE_CODE: Self = Self(15);

    /// The Wi-Fi network was not found; it may be a 5 GHz one (R42).
    pub const NETWORK_NOT_FOUND: Self = Self(20);
    /// The controller saw that name on a band the camera cannot use (R42).
    pub const BAND_MISMATCH: Self = Self(21);
    /// The Wi-Fi password is wrong (R42).
    pub const AUTH_FAILURE: Self = Self(22);
    /// The signal is too weak to tell or to stay connected (R42).
    pub const WEAK_SIGNAL: Self = Self(23);
    /// The password is shorter than the security asks for (R42).
    pub const PASSWORD_TOO_SHORT: Self = Self(24);
    /// The password is longer than the security allows (R42).
    pub const PASSWORD_TOO_LONG: Self = Self(25);
    /// That security is not supported, or the network offers another (R42).
    pub const UNSUPPORTED_SECURITY: Self = Self(26);
    /// The network gave no address: DHCP (R42).
    pub const NO_ADDRESS: Self = Self(27);
    /// The network has no internet, and that was not allowed (R42).
    pub const NO_INTERNET: Self = Self(28);
    /// The setup was cut off: button, reset, restart or window end (R44).
    pub const CANCELLED: Self = Self(29);

    /// A parameter is outside its range (R60).
    pub const OUT_OF_RANGE: Self = Self(40);
    /// The head stands at that end stop already (R60).
    pub const AT_LIMIT: Self = Self(41);
    /// A servo is stalled (R61).
    pub const STALLED: Self = Self(42);
    /// This camera has no such servo (R61).
    pub const NO_SERVO: Self = Self(43);
    /// There is no preset in that place (R60).
    pub const NO_SUCH_PRESET: Self = Self(44);
    /// The head does not know where it points (R61).
    pub const NOT_HOMED: Self = Self(45);
    /// Another controller is turning the head, for `retry_s` at most if it does not go
    /// on (R60).
    pub const HELD_BY_OTHER: Self = Self(46);
    /// Privacy mode is on (R54).
    pub const PRIVACY: Self = Self(47);

    /// The tone was played and not heard, or not played (R53).
    pub const NOT_HEARD: Self = Self(48);
    /// The head has turned for so long that it must cool first (R60).
    pub const OVERHEATED: Self = Self(49);

    /// No reset was asked for, its token is not this one, or what it lists may have
    /// changed (R30).
    pub const NOT_CONFIRMED: Self = Self(50);
    /// The confirmation came too late (R30).
    pub const EXPIRED: Self = Self(51);
    /// The camera's storage does not work (R25).
    pub const STORE_FAILURE: Self = Self(52);

    /// The name is empty, too long, not UTF-8, or has control characters (R55).
    pub const INVALID_NAME: Self = Self(60);
    /// The zone has no area, or lies outside the picture (R50).
    pub const INVALID_ZONE: Self = Self(61);
    /// A time of the schedule is outside a week (R51).
    pub const INVALID_SCHEDULE: Self = Self(62);
    /// Not a POSIX time zone (R56).
    pub const INVALID_TIME_ZONE: Self = Self(63);
    /// That mode or choice is not known (R55).
    pub const INVALID_CHOICE: Self = Self(64);
    /// There is no such setting, or no such place for it (R55).
    pub const NO_SUCH_SETTING: Self = Self(65);

    /// An impossible case inside the camera: please report it.
    pub const BUG: Self = Self(99);

    /// Every code this version knows, with its name.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::NONE, "None"),
        (Self::UNSUPPORTED, "Unsupported"),
        (Self::MALFORMED, "Malformed"),
        (Self::NOT_ALLOWED, "NotAllowed"),
        (Self::BUSY, "Busy"),
        (Self::WINDOW_CLOSED, "WindowClosed"),
        (Self::WRONG_CODE, "WrongCode"),
        (Self::RATE_LIMITED, "RateLimited"),
        (Self::LOCKED, "Locked"),
        (Self::OWNED, "Owned"),
        (Self::UNKNOWN_CONTROLLER, "UnknownController"),
        (Self::FULL, "Full"),
        (Self::NO_SUCH_CONTROLLER, "NoSuchController"),
        (Self::NO_INVITATION, "NoInvitation"),
        (Self::LAST_OWNER, "LastOwner"),
        (Self::UNSAFE_CODE, "UnsafeCode"),
        (Self::NETWORK_NOT_FOUND, "NetworkNotFound"),
        (Self::BAND_MISMATCH, "BandMismatch"),
        (Self::AUTH_FAILURE, "AuthFailure"),
        (Self::WEAK_SIGNAL, "WeakSignal"),
        (Self::PASSWORD_TOO_SHORT, "PasswordTooShort"),
        (Self::PASSWORD_TOO_LONG, "PasswordTooLong"),
        (Self::UNSUPPORTED_SECURITY, "UnsupportedSecurity"),
        (Self::NO_ADDRESS, "NoAddress"),
        (Self::NO_INTERNET, "NoInternet"),
        (Self::CANCELLED, "Cancelled"),
        (Self::OUT_OF_RANGE, "OutOfRange"),
        (Self::AT_LIMIT, "AtLimit"),
        (Self::STALLED, "Stalled"),
        (Self::NO_SERVO, "NoServo"),
        (Self::NO_SUCH_PRESET, "NoSuchPreset"),
        (Self::NOT_HOMED, "NotHomed"),
        (Self::HELD_BY_OTHER, "HeldByOther"),
        (Self::PRIVACY, "Privacy"),
        (Self::NOT_HEARD, "NotHeard"),
        (Self::OVERHEATED, "Overheated"),
        (Self::NOT_CONFIRMED, "NotConfirmed"),
        (Self::EXPIRED, "Expired"),
        (Self::STORE_FAILURE, "StoreFailure"),
        (Self::INVALID_NAME, "InvalidName"),
        (Self::INVALID_ZONE, "InvalidZone"),
        (Self::INVALID_SCHEDULE, "InvalidSchedule"),
        (Self::INVALID_TIME_ZONE, "InvalidTimeZone"),
        (Self::INVALID_CHOICE, "InvalidChoice"),
        (Self::NO_SUCH_SETTING, "NoSuchSetting"),
        (Self::BUG, "Bug"),
    ];

    /// The field's name of this code, or `None` when this version does not know it.
    ///
    /// ```
    /// use camera_proto::vocab::Refusal;
    /// assert_eq!(Refusal::AUTH_FAILURE.name(), Some("AuthFailure"));
    /// assert_eq!(Refusal(200).name(), None);
    /// ```
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        super::name_in(Self::ALL, self)
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}
