//! Words of pan and tilt (R60).

use serde::{Deserialize, Serialize};

/// An angle in centidegrees: 1/100 °. Pan grows to the right, tilt upwards;
/// 0 is the home position.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Cdeg(pub i32);

/// One of the two axes of the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Axis {
    /// Left and right.
    Pan,
    /// Down and up.
    Tilt,
}

/// How fast a continuous move goes on one axis, in percent of the fastest:
/// −100 to 100. Negative is left or down, 0 holds the axis.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Velocity(pub i8);

/// How fast a move may go, in percent of the fastest: 1 to 100; 0 leaves it
/// to the camera.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Speed(pub u8);
