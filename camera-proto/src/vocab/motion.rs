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

/// Which way a continuous move goes on one axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// Not at all.
    #[default]
    Hold,
    /// Towards smaller angles: left, down.
    Negative,
    /// Towards larger angles: right, up.
    Positive,
}
