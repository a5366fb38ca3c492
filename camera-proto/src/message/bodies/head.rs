//! Pan and tilt (R60–R62).

use serde::{Deserialize, Serialize};

use crate::vocab::{Cdeg, Speed, Velocity};

/// Body of [`Request::MoveAbsolute`](crate::message::Request::MoveAbsolute).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveAbsolute {
    /// Where to, left to right; `None` leaves that axis.
    pub pan: Option<Cdeg>,
    /// Where to, down to up; `None` leaves that axis.
    pub tilt: Option<Cdeg>,
    /// How fast at most.
    pub speed: Speed,
}

/// Body of [`Request::MoveRelative`](crate::message::Request::MoveRelative).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveRelative {
    /// By how much, left to right.
    pub pan: Cdeg,
    /// By how much, down to up.
    pub tilt: Cdeg,
    /// How fast at most.
    pub speed: Speed,
}

/// Body of [`Reply::Moving`](crate::message::Reply::Moving).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moving {
    /// Where pan will end.
    pub pan: Cdeg,
    /// Where tilt will end.
    pub tilt: Cdeg,
    /// In how many milliseconds the head will be there.
    pub arrives_in_ms: u32,
}

/// Body of [`Request::MoveContinuous`](crate::message::Request::MoveContinuous).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveContinuous {
    /// Left or right.
    pub pan: Velocity,
    /// Down or up.
    pub tilt: Velocity,
    /// The head stops this many milliseconds after the request unless it is
    /// sent again (R62).
    pub lease_ms: u16,
}

/// Body of [`Request::GoToPreset`](crate::message::Request::GoToPreset).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoToPreset {
    /// Which: below [`MAX_PRESETS`](crate::vocab::MAX_PRESETS).
    pub place: u8,
    /// How fast at most.
    pub speed: Speed,
}

/// Body of [`Request::RunPatrol`](crate::message::Request::RunPatrol).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunPatrol {
    /// Begin, or end.
    pub run: bool,
}

/// Body of [`Reply::Position`](crate::message::Reply::Position).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Where the head points, left to right.
    pub pan: Cdeg,
    /// Where the head points, down to up.
    pub tilt: Cdeg,
    /// By how much it may be wrong, either way: hobby servos do not say where
    /// they are.
    pub uncertainty: Cdeg,
    /// Whether the head moves.
    pub moving: bool,
}
