//! What a camera says of itself (R11, R24, R81).

use core::fmt;

use serde::{Deserialize, Serialize};

use super::{Cdeg, Refusal};

/// What the camera is doing, as an open code. A projection of the machine's
/// states, which never go on the wire.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CameraState(pub u8);

impl CameraState {
    /// Booting.
    pub const STARTING: Self = Self(0);
    /// Ready to be set up, the setup window closed.
    pub const UNPROVISIONED: Self = Self(1);
    /// The setup window is open and the temporary network up (R40).
    pub const SETUP: Self = Self(2);
    /// Trying the network that a controller gave (R44).
    pub const JOINING: Self = Self(3);
    /// Looking for the network it knows (R47).
    pub const CONNECTING: Self = Self(4);
    /// On the network.
    pub const ONLINE: Self = Self(5);
    /// Erasing (R20).
    pub const RESETTING: Self = Self(6);
    /// About to restart.
    pub const RESTARTING: Self = Self(7);
    /// Its storage does not work: only a reset can help (R25).
    pub const BROKEN: Self = Self(8);

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        const NAMES: &[(CameraState, &str)] = &[
            (CameraState::STARTING, "starting"),
            (CameraState::UNPROVISIONED, "unprovisioned"),
            (CameraState::SETUP, "setup"),
            (CameraState::JOINING, "joining"),
            (CameraState::CONNECTING, "connecting"),
            (CameraState::ONLINE, "online"),
            (CameraState::RESETTING, "resetting"),
            (CameraState::RESTARTING, "restarting"),
            (CameraState::BROKEN, "broken"),
        ];
        super::name_in(NAMES, self)
    }
}

impl fmt::Debug for CameraState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}

/// A colour of the status LED, as an open code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Color(pub u8);

impl Color {
    /// Dark.
    pub const OFF: Self = Self(0);
    /// Setup and ready.
    pub const BLUE: Self = Self(1);
    /// Starting, and "look here".
    pub const WHITE: Self = Self(2);
    /// Reset.
    pub const AMBER: Self = Self(3);
    /// Faults, and only those.
    pub const RED: Self = Self(4);

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        const NAMES: &[(Color, &str)] = &[
            (Color::OFF, "off"),
            (Color::BLUE, "blue"),
            (Color::WHITE, "white"),
            (Color::AMBER, "amber"),
            (Color::RED, "red"),
        ];
        super::name_in(NAMES, self)
    }
}

impl fmt::Debug for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}

/// What the status LED is telling, as an open code: one meaning, one rhythm (R12).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pattern(pub u8);

impl Pattern {
    /// Every code this version knows, with its name in words.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self(0), "solid"),
        (Self(1), "solid-with-dip"),
        (Self(2), "alternating"),
        (Self(3), "blinking"),
        (Self(4), "short-blips"),
        (Self(5), "quick-blinking"),
        (Self(6), "solid-with-quick-dips"),
        (Self(7), "rapid"),
        (Self(8), "slow-blips"),
        (Self(9), "double-flashing"),
        (Self(10), "flashing"),
        (Self(11), "solid-with-counted-dips"),
        (Self(12), "triple-flashing"),
        (Self(13), "rare-blips"),
        (Self(14), "double-blips"),
        (Self(15), "solid-with-double-dips"),
    ];

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        super::name_in(Self::ALL, self)
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}

/// The status LED in words: colour and rhythm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedState {
    /// The colour it shows, or blinks in.
    pub color: Color,
    /// Its rhythm.
    pub pattern: Pattern,
}

/// What is broken, as an open code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fault(pub u8);

impl Fault {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// The button is held down for too long: clears on release (R03).
    pub const BUTTON_STUCK: Self = Self(1);
    /// The storage cannot be erased or written (R25): a hardware fault.
    pub const STORE: Self = Self(2);
    /// A servo is stalled or missing (R61).
    pub const SERVO: Self = Self(3);
    /// The user region is damaged: a factory reset repairs it.
    pub const USER_DATA: Self = Self(4);
    /// The factory region is damaged: nobody can pair. A hardware fault.
    pub const FACTORY_DATA: Self = Self(5);
    /// The radio does not start its network.
    pub const RADIO: Self = Self(6);
    /// A reset has taken too long: a hardware fault. It is committed, and goes
    /// on at the next restart or press (R25).
    pub const RESET_TIMEOUT: Self = Self(7);
    /// It has crashed several times in a row and spares itself for a while:
    /// the head stays (R71).
    pub const CRASH_LOOP: Self = Self(8);
    /// A part of the board does not do what it is told, or cannot be read; the
    /// diagnosis says which. The rest goes on (R61).
    pub const PART: Self = Self(9);

    /// This one, or where it is none, that one.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        match self {
            Self::NONE => other,
            _ => self,
        }
    }

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        const NAMES: &[(Fault, &str)] = &[
            (Fault::NONE, "none"),
            (Fault::BUTTON_STUCK, "button-stuck"),
            (Fault::STORE, "store"),
            (Fault::SERVO, "servo"),
            (Fault::USER_DATA, "user-data"),
            (Fault::FACTORY_DATA, "factory-data"),
            (Fault::RADIO, "radio"),
            (Fault::RESET_TIMEOUT, "reset-timeout"),
            (Fault::CRASH_LOOP, "crash-loop"),
            (Fault::PART, "part"),
        ];
        super::name_in(NAMES, self)
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}

/// How far a reset has come (R24), as an open code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ResetStage(pub u8);

impl ResetStage {
    /// No reset is going on.
    pub const IDLE: Self = Self(0);
    /// Writing down that it will happen: the one commit point.
    pub const INTENT: Self = Self(1);
    /// Erasing the user's data.
    pub const ERASING: Self = Self(2);
    /// Reading back that it is gone.
    pub const CHECKING: Self = Self(3);
    /// Laying out an empty store.
    pub const FORMATTING: Self = Self(4);
    /// Writing the receipt.
    pub const RECEIPT: Self = Self(5);
    /// Restarting.
    pub const RESTARTING: Self = Self(6);
    /// It could not be finished: a hardware fault.
    pub const FAILED: Self = Self(7);

    /// The name of this code, or `None` when this version does not know it.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        const NAMES: &[(ResetStage, &str)] = &[
            (ResetStage::IDLE, "idle"),
            (ResetStage::INTENT, "intent"),
            (ResetStage::ERASING, "erasing"),
            (ResetStage::CHECKING, "checking"),
            (ResetStage::FORMATTING, "formatting"),
            (ResetStage::RECEIPT, "receipt"),
            (ResetStage::RESTARTING, "restarting"),
            (ResetStage::FAILED, "failed"),
        ];
        super::name_in(NAMES, self)
    }
}

impl fmt::Debug for ResetStage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::show(f, self.name(), self.0)
    }
}

/// What is so of the camera, as a set of bits; a bit that this version does
/// not know keeps its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Flags(pub u16);

impl Flags {
    /// The head moves.
    pub const MOVING: Self = Self(1);
    /// The camera knows what time it is; while it does not, schedules count as on (R56).
    pub const TIME_KNOWN: Self = Self(1 << 1);
    /// Privacy mode is on (R54).
    pub const PRIVACY: Self = Self(1 << 2);
    /// A walk test is going on (R57).
    pub const WALK_TEST: Self = Self(1 << 3);
    /// It records (R52).
    pub const RECORDING: Self = Self(1 << 4);
    /// The cloud has yet to be told of a reset.
    pub const UNBIND_OWED: Self = Self(1 << 5);
    /// An invitation is open (R49).
    pub const INVITING: Self = Self(1 << 6);
    /// The patrol goes on (R60).
    pub const PATROLLING: Self = Self(1 << 7);

    /// These, and also that one if it is so.
    ///
    /// ```
    /// use camera_proto::vocab::Flags;
    /// let flags = Flags::default().with(Flags::MOVING, true).with(Flags::PRIVACY, false);
    /// assert!(flags.has(Flags::MOVING) && !flags.has(Flags::PRIVACY));
    /// ```
    #[must_use]
    pub const fn with(self, flag: Self, is_so: bool) -> Self {
        match is_so {
            true => Self(self.0 | flag.0),
            false => self,
        }
    }

    /// Whether that is so.
    #[must_use]
    pub const fn has(self, flag: Self) -> bool {
        self.0 & flag.0 == flag.0
    }
}

/// What a camera can do, as a set of bits; a bit that this version does not
/// know keeps its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Capabilities(pub u32);

impl Capabilities {
    /// Its head turns left and right.
    pub const PAN: Self = Self(1);
    /// Its head turns up and down.
    pub const TILT: Self = Self(1 << 1);
    /// It hears and speaks.
    pub const AUDIO: Self = Self(1 << 2);
    /// It has a night light.
    pub const NIGHT_VISION: Self = Self(1 << 3);
    /// It detects motion.
    pub const MOTION_DETECTION: Self = Self(1 << 4);
    /// It keeps recordings itself.
    pub const LOCAL_STORAGE: Self = Self(1 << 5);
    /// It can send recordings to its maker.
    pub const CLOUD_STORAGE: Self = Self(1 << 6);
    /// Its firmware can be updated over this wire.
    pub const UPDATE: Self = Self(1 << 7);

    /// These, and also that one if it is so.
    #[must_use]
    pub const fn with(self, capability: Self, is_so: bool) -> Self {
        match is_so {
            true => Self(self.0 | capability.0),
            false => self,
        }
    }

    /// Whether it can do that.
    #[must_use]
    pub const fn has(self, capability: Self) -> bool {
        self.0 & capability.0 == capability.0
    }
}

/// All that a controller sees of the camera at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// What it is doing.
    pub state: CameraState,
    /// What the LED shows.
    pub led: LedState,
    /// Where the head points, left to right.
    pub pan: Cdeg,
    /// Where the head points, down to up.
    pub tilt: Cdeg,
    /// What is so besides.
    pub flags: Flags,
    /// What is broken.
    pub fault: Fault,
    /// How far a reset has come.
    pub reset: ResetStage,
    /// How the last setup that a controller asked for ended: `NONE` is well.
    pub last_setup: Refusal,
    /// Signal strength in dBm; 0 while there is none.
    pub rssi_dbm: i8,
    /// Seconds until the setup window closes; 0 when it is closed.
    pub window_s: u16,
    /// Seconds since power on or restart.
    pub uptime_s: u32,
    /// The ownership epoch: grows with every full reset (R32).
    pub epoch: u32,
}
