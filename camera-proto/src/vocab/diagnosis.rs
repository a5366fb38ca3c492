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
    /// A setting is not as it was left (R55).
    pub const SETTING_LOST: Self = Self(13);
    /// Something that it senses or lights is missing.
    pub const SENSE_LOST: Self = Self(14);
    /// What it has recorded before a reset is not all erased yet (R20).
    pub const OLD_RECORDINGS: Self = Self(15);

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
        (Self::SETTING_LOST, "setting-lost"),
        (Self::SENSE_LOST, "sense-lost"),
        (Self::OLD_RECORDINGS, "old-recordings"),
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

/// Why it is so (R80), as an open code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cause(pub u8);

impl Cause {
    /// The reset button does not come up again.
    pub const BUTTON_STUCK: Self = Self(1);
    /// The flash does not do what it is told.
    pub const STORE_FAILURE: Self = Self(2);
    /// The reset was begun and could not be finished in its time.
    pub const RESET_UNFINISHED: Self = Self(3);
    /// The owner's data cannot be read.
    pub const DATA_DAMAGED: Self = Self(4);
    /// What the factory has written cannot be read.
    pub const FACTORY_DATA_DAMAGED: Self = Self(5);
    /// The radio does not start.
    pub const RADIO_FAILURE: Self = Self(6);
    /// At night the LED is dark while all is well.
    pub const LED_NIGHT_MODE: Self = Self(7);
    /// The owner has dimmed the LED; the detail is its brightness in percent.
    pub const LED_DIMMED: Self = Self(8);
    /// There is no network to be on.
    pub const NO_NETWORK: Self = Self(9);
    /// Setup failed; the detail is the refusal.
    pub const SETUP_FAILED: Self = Self(10);
    /// The network that it knows is not to be joined; the detail is the refusal.
    pub const NETWORK_LOST: Self = Self(11);
    /// The signal is weak; the detail is its strength in dBm.
    pub const WEAK_SIGNAL: Self = Self(12);
    /// Nobody may pair until the button is held.
    pub const SETUP_CLOSED: Self = Self(13);
    /// Codes were wrong; the detail is how many.
    pub const WRONG_CODES: Self = Self(14);
    /// A servo is stuck.
    pub const SERVO_STALLED: Self = Self(15);
    /// Privacy mode is on.
    pub const PRIVACY: Self = Self(16);
    /// It has crashed or lost its power by itself; the detail is how often in a row.
    pub const CRASHES: Self = Self(17);
    /// A setting could not be read, and is at its default; the detail is its code.
    pub const SETTING_DAMAGED: Self = Self(18);
    /// A part of the board does not work; the detail is its code.
    pub const PART_FAILED: Self = Self(19);
    /// They cannot be read any more, and are erased when there is time; the detail
    /// is how many KiB are left.
    pub const STILL_ERASING: Self = Self(20);
    /// A reset is under way.
    pub const RESETTING: Self = Self(21);
    /// The head has turned for so long that it must cool.
    pub const OVERHEATED: Self = Self(22);

    /// Every code this version knows, with its name.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::BUTTON_STUCK, "button-stuck"),
        (Self::STORE_FAILURE, "store-failure"),
        (Self::RESET_UNFINISHED, "reset-unfinished"),
        (Self::DATA_DAMAGED, "data-damaged"),
        (Self::FACTORY_DATA_DAMAGED, "factory-data-damaged"),
        (Self::RADIO_FAILURE, "radio-failure"),
        (Self::LED_NIGHT_MODE, "led-night-mode"),
        (Self::LED_DIMMED, "led-dimmed"),
        (Self::NO_NETWORK, "no-network"),
        (Self::SETUP_FAILED, "setup-failed"),
        (Self::NETWORK_LOST, "network-lost"),
        (Self::WEAK_SIGNAL, "weak-signal"),
        (Self::SETUP_CLOSED, "setup-closed"),
        (Self::WRONG_CODES, "wrong-codes"),
        (Self::SERVO_STALLED, "servo-stalled"),
        (Self::PRIVACY, "privacy"),
        (Self::CRASHES, "crashes"),
        (Self::SETTING_DAMAGED, "setting-damaged"),
        (Self::PART_FAILED, "part-failed"),
        (Self::STILL_ERASING, "still-erasing"),
        (Self::RESETTING, "resetting"),
        (Self::OVERHEATED, "overheated"),
    ];

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        super::name_in(Self::ALL, self)
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}

/// What helps (R80), as an open code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Advice(pub u8);

impl Advice {
    /// Free the reset button.
    pub const FREE_THE_BUTTON: Self = Self(1);
    /// Unplug it for 30 seconds, then hold the button for a reset again.
    pub const UNPLUG_AND_RESET: Self = Self(2);
    /// Ask support: it may be broken.
    pub const CONTACT_SUPPORT: Self = Self(3);
    /// Change the setting of the status LED.
    pub const CHANGE_THE_LED: Self = Self(4);
    /// Hold the button until the LED says setup, and set it up.
    pub const HOLD_FOR_SETUP: Self = Self(5);
    /// Set it up again, with the right name and password.
    pub const SET_UP_AGAIN: Self = Self(6);
    /// Look after the router, or restart it.
    pub const CHECK_THE_ROUTER: Self = Self(7);
    /// Bring camera and router closer together.
    pub const MOVE_CLOSER: Self = Self(8);
    /// Use the code on the label, or the one it was changed to.
    pub const USE_THE_LABEL: Self = Self(9);
    /// Free the head.
    pub const FREE_THE_HEAD: Self = Self(10);
    /// End privacy mode.
    pub const END_PRIVACY: Self = Self(11);
    /// Use its own adapter, in another outlet.
    pub const CHECK_THE_ADAPTER: Self = Self(12);
    /// Set it again.
    pub const SET_IT_AGAIN: Self = Self(13);
    /// Leave it switched on for a while.
    pub const LEAVE_IT_ON: Self = Self(14);

    /// Every code this version knows, with its name.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::FREE_THE_BUTTON, "free-the-button"),
        (Self::UNPLUG_AND_RESET, "unplug-and-reset"),
        (Self::CONTACT_SUPPORT, "contact-support"),
        (Self::CHANGE_THE_LED, "change-the-led"),
        (Self::HOLD_FOR_SETUP, "hold-for-setup"),
        (Self::SET_UP_AGAIN, "set-up-again"),
        (Self::CHECK_THE_ROUTER, "check-the-router"),
        (Self::MOVE_CLOSER, "move-closer"),
        (Self::USE_THE_LABEL, "use-the-label"),
        (Self::FREE_THE_HEAD, "free-the-head"),
        (Self::END_PRIVACY, "end-privacy"),
        (Self::CHECK_THE_ADAPTER, "check-the-adapter"),
        (Self::SET_IT_AGAIN, "set-it-again"),
        (Self::LEAVE_IT_ON, "leave-it-on"),
    ];

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        super::name_in(Self::ALL, self)
    }
}

impl fmt::Debug for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}
