//! All that can happen to a camera.

use camera_proto::message::{Provision, Refused};
use camera_proto::vocab::{
    Axis, Band, Cdeg, Fault, LossKind, PairingSecret, Refusal, ResetScope, ResetToken, Role,
    Security, SettingId, Speed, Velocity,
};

use crate::action::{OpId, ResetRecord};
use crate::motion_detection::ZoneSet;
use crate::part::Part;
use crate::power::{BootCause, PowerRecord};
use crate::settings::{Effect, Values};
use crate::time::Instant;

/// Something that happened, at the instant given to
/// [`Device::step`](crate::device::Device::step) with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input<'a> {
    /// Nothing but time.
    Tick,
    /// Power is on, and this is what the flash holds. The first input.
    Boot(&'a Stored),
    /// The level of the reset button's pin since now; bouncing is welcome.
    Button(PinLevel),
    /// The level of a pin that is only looked at now and then; it still had
    /// its former one at `looked_at` (R01).
    Polled {
        /// The level now.
        level: PinLevel,
        /// When it was looked at last.
        looked_at: Instant,
    },
    /// A controller asks for something.
    Request {
        /// Who.
        client: ClientId,
        /// Which of its requests: answered with the same id.
        id: u16,
        /// What it may do.
        role: Role,
        /// What it wants.
        ask: Ask,
    },
    /// All that was to be sent to that client is on its way.
    Flushed(ClientId),
    /// That client's link is gone; whatever it waited for has no receiver.
    Disconnected(ClientId),
    /// An operation ended.
    Done {
        /// Which: another one than the machine waits for is stale and ignored.
        op: OpId,
        /// How.
        result: OpResult,
    },
    /// The network that the camera was on is gone.
    LinkLost,
    /// Something moves in these zones (R50): see [`Device::hit`](crate::device::Device::hit).
    Moved(ZoneSet),
    /// So much light falls on the sensor (R53).
    Light {
        /// In percent of its range.
        percent: u8,
    },
    /// A servo reports that it is stuck, or free again.
    ServoStalled {
        /// Which.
        axis: Axis,
        /// Stuck or free.
        stalled: bool,
    },
    /// A part of the board fails, or works again (R61). The rest goes on.
    Part {
        /// Which.
        part: Part,
        /// Whether it works.
        works: bool,
    },
}

/// A connected controller: the index of its place in the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientId(pub u8);

/// The reset button, as the pin reads once polarity is taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PinLevel {
    /// Not pressed.
    Up,
    /// Pressed.
    Down,
}

/// What the flash holds, without any of its secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The last reset, begun or finished; `None` before the first one.
    pub reset: Option<ResetRecord>,
    /// Whether there are Wi-Fi credentials.
    pub network: bool,
    /// How many controllers hold a key.
    pub controllers: u8,
    /// How many of them are owners.
    pub owners: u8,
    /// What the settings mean to the machine.
    pub settings: Values,
    /// Wrong label codes since the last right one or reset (R45).
    pub attempts: u8,
    /// Whether the head was parked, and nobody has turned it since (R61).
    pub head_is_parked: bool,
    /// When it was first set up, in seconds since 1970 UTC; 0 when nobody knows.
    pub first_setup_s: u32,
    /// Starts and crashes in a row.
    pub power: PowerRecord,
    /// Why the board has started: not of the flash, the board says so.
    pub cause: BootCause,
    /// The hardware fault that the journal remembers (R13): not one of the
    /// storage that has passed a test since (see [`StoreJob::SaveFault`](crate::action::StoreJob::SaveFault)).
    pub fault: Fault,
    /// What mounting the flash found broken.
    pub damage: Fault,
    /// Randomness for the jitter of reconnecting; no secret.
    pub jitter: u32,
}

impl Stored {
    /// A camera fresh from the factory.
    pub const BLANK: Self = Self {
        reset: None,
        network: false,
        controllers: 0,
        owners: 0,
        settings: Values::DEFAULT,
        attempts: 0,
        head_is_parked: false,
        first_setup_s: 0,
        power: PowerRecord {
            cycles: 0,
            crashes: 0,
        },
        cause: BootCause::PowerOn,
        fault: Fault::NONE,
        damage: Fault::NONE,
        jitter: 1,
    };
}

/// A request without its bulk, which stays in the link's slots (design 2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ask {
    /// A pairing share came and its answer is ready: may it leave (R45)?
    PairAttempt {
        /// By what it wants to pair.
        by: PairingSecret,
    },
    /// The confirmation matched: this client knows the secret.
    PairProven,
    /// The confirmation did not match.
    PairFailed,
    /// Make this client a controller; its new key lies in its slot.
    Enroll {
        /// By what it has paired.
        by: PairingSecret,
    },
    /// Tell something.
    Tell(Topic),
    /// List networks.
    Scan,
    /// Join the network whose credentials lie in the trial slot.
    Provision(Trial),
    /// Restart.
    Restart,
    /// Show the identify cue this long; 0 ends it.
    Identify {
        /// Milliseconds.
        ms: u32,
    },
    /// Point there.
    MoveAbsolute {
        /// Left to right; `None` leaves that axis.
        pan: Option<Cdeg>,
        /// Down to up; `None` leaves that axis.
        tilt: Option<Cdeg>,
        /// How fast at most.
        speed: Speed,
    },
    /// Turn by that much.
    MoveRelative {
        /// Left to right.
        pan: Cdeg,
        /// Down to up.
        tilt: Cdeg,
        /// How fast at most.
        speed: Speed,
    },
    /// Turn until the lease runs out.
    MoveContinuous {
        /// Left or right.
        pan: Velocity,
        /// Down or up.
        tilt: Velocity,
        /// For how long without another word, in milliseconds.
        lease_ms: u16,
    },
    /// Point where that preset says.
    GoToPreset {
        /// Which.
        place: u8,
        /// How fast at most.
        speed: Speed,
    },
    /// Begin the patrol, or end it.
    RunPatrol(bool),
    /// Stop moving. A search for home goes on: it ends by itself (R61).
    Stop,
    /// Point straight ahead.
    Home,
    /// List what a reset would erase; a confirmation must carry this token.
    ResetRequest {
        /// How much to erase.
        scope: ResetScope,
        /// Fresh randomness.
        token: ResetToken,
    },
    /// Reset.
    ResetConfirm {
        /// The token of the list.
        token: ResetToken,
    },
    /// Forget that controller (R49).
    Revoke(Target),
    /// Call that controller by the name in this client's slot (R49).
    Rename(Target),
    /// Let that controller do more, or less (R49).
    SetRole {
        /// Whom.
        target: Target,
        /// The new role.
        role: Role,
    },
    /// Let in who holds the code whose record lies in this client's slot (R49).
    Invite {
        /// What the one invited may do.
        role: Role,
        /// For how long; 0 takes the invitation back.
        valid_s: u16,
    },
    /// Pair by the code whose record lies in this client's slot (R49).
    ChangeCode,
    /// Keep the setting that lies in this client's slot (R55), which means
    /// that for the machine.
    Set(SettingId, Effect),
    /// Back to its default (R55).
    Clear(SettingId),
    /// Show every motion for a while (R57).
    WalkTest {
        /// For how long, in milliseconds; 0 ends it.
        ms: u32,
    },
    /// Play a tone, and hear it (R53).
    AudioTest {
        /// For how long, in milliseconds; 0 ends it.
        ms: u32,
    },
    /// It is so late (R56).
    SetTime {
        /// Seconds since 1970 UTC.
        unix_s: u64,
    },
}

/// What can be asked without changing anything: the link tells it from the
/// device, the store and the slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The status.
    Status,
    /// Where the head points, and how surely.
    Position,
    /// The receipt of the last reset.
    Receipt,
    /// The controllers.
    Controllers,
    /// Who the camera is.
    Info,
    /// What it can do.
    Abilities,
    /// What support would ask for.
    Support,
    /// The time.
    Time,
    /// The settings that are not at their default.
    Settings,
    /// All of one kind that a reset would erase.
    Losses(LossKind),
    /// What is wrong, and what helps (R80).
    Diagnosis,
}

/// A controller that another one, or it itself, wants to change. `place` is
/// its place in the list; `None` when the key is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// The place.
    pub place: Option<u8>,
    /// What it may do.
    pub role: Role,
    /// Whether it is the one who asks.
    pub is_self: bool,
}

/// What may be known about credentials on trial (design 2.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Trial {
    /// Length of the password in bytes.
    pub passphrase_len: u8,
    /// Whether it is a raw key: 64 hex digits.
    pub is_raw_key: bool,
    /// The security the controller insists on.
    pub security: Option<Security>,
    /// An address without internet is enough.
    pub allow_no_internet: bool,
    /// Where the controller has seen that network.
    pub seen_on: Band,
}

impl Trial {
    /// What may be known of these credentials.
    #[must_use]
    pub fn of(network: &Provision) -> Self {
        Self {
            passphrase_len: network.passphrase.as_bytes().len() as u8,
            is_raw_key: network.passphrase.is_raw_key(),
            security: network.security,
            allow_no_internet: network.allow_no_internet,
            seen_on: network.seen_on,
        }
    }
}

/// How an operation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpResult {
    /// Well.
    Done,
    /// On a network.
    Joined {
        /// Whether there is internet behind it.
        internet: bool,
        /// Signal strength in dBm.
        rssi_dbm: i8,
    },
    /// Not on a network: the handshake ended in silence. A wrong password and
    /// a router that hardly hears the camera look alike from here, so a driver
    /// reports it as it is: the machine tries again, and weighs (R42).
    HandshakeTimeout {
        /// Signal strength in dBm.
        rssi_dbm: i8,
        /// The radio driver's own reason.
        driver_code: i16,
    },
    /// Not, and this is why.
    Failed(Refused),
}

impl OpResult {
    /// Whether it did not end well.
    #[must_use]
    pub const fn is_failure(self) -> bool {
        matches!(self, Self::HandshakeTimeout { .. } | Self::Failed(_))
    }

    /// Why it did not end well, if it did not.
    #[must_use]
    pub const fn failure(self) -> Option<Refused> {
        match self {
            Self::Done | Self::Joined { .. } => None,
            Self::HandshakeTimeout { driver_code, .. } => Some(Refused {
                driver_code,
                ..Refused::because(Refusal::WEAK_SIGNAL)
            }),
            Self::Failed(refused) => Some(refused),
        }
    }
}
