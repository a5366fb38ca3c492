//! Words of the diagnosis (R80): what a person sees, why, and what helps.

use core::fmt;

use serde::{Deserialize, Serialize};

/// What a person sees (R80), as an open code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Symptom(pub u8);

impl Symptom {
    /// It does not reset.
    pub const WONT_RESET: Self = Self(1);
    /// The LED does not change.
    pub const LED_UNCHANGED: Self = Self(2);
    /// The LED is off.
    pub const LED_OFF: Self = Self(3);
    /// It does not reconnect.
    pub const WONT_RECONNECT: Self = Self(4);
    /// The app cannot find it.
    pub const NOT_FOUND: Self = Self(5);
    /// It is offline.
    pub const OFFLINE: Self = Self(6);
    /// The LED is red after a reset.
    pub const RED_AFTER_RESET: Self = Self(7);
    /// An update failed.
    pub const UPDATE_FAILED: Self = Self(8);
    /// The code is forgotten.
    pub const CODE_FORGOTTEN: Self = Self(9);
    /// The app is too old.
    pub const APP_TOO_OLD: Self = Self(10);
    /// Pan and tilt are slow or do not answer.
    pub const HEAD_UNRESPONSIVE: Self = Self(11);
    /// It restarts by itself: a bad adapter or outlet.
    pub const BROWN_OUT: Self = Self(12);

    /// Every code this version knows, with its name.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::WONT_RESET, "wont-reset"),
        (Self::LED_UNCHANGED, "led-unchanged"),
        (Self::LED_OFF, "led-off"),
        (Self::WONT_RECONNECT, "wont-reconnect"),
        (Self::NOT_FOUND, "not-found"),
        (Self::OFFLINE, "offline"),
        (Self::RED_AFTER_RESET, "red-after-reset"),
        (Self::UPDATE_FAILED, "update-failed"),
        (Self::CODE_FORGOTTEN, "code-forgotten"),
        (Self::APP_TOO_OLD, "app-too-old"),
        (Self::HEAD_UNRESPONSIVE, "head-unresponsive"),
        (Self::BROWN_OUT, "brown-out"),
    ];

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        super::name_in(Self::ALL, self)
    }
}

impl fmt::Debug for Symptom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}

/// Why it is so, as an open code. The diagnosis itself is not built yet, so
/// there are no names for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cause(pub u8);

/// What helps, as an open code; see [`Cause`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Advice(pub u8);
