//! All that a camera is showing at an instant: projected from its state, never
//! commanded, so that nothing can get stuck (design 2.5).

use camera_proto::vocab::{Cdeg, Color};

/// What the outputs of the board shall be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Levels {
    /// The status LED.
    pub led: LedFrame,
    /// Where the servos shall point.
    pub pose: Pose,
    /// What the camera does with what it sees.
    pub eyes: Eyes,
}

/// What the camera does with what it sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Eyes {
    /// Whether sensor, lens and microphone work: not in privacy mode (R54).
    pub open: bool,
    /// Whether pictures are recorded (R52). Where to, the storage choice says.
    pub records: bool,
    /// How bright the night light is, in percent; 0 is off (R53).
    pub night_light_percent: u8,
}

/// What the status LED shows at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LedFrame {
    /// Its colour; `OFF` is dark.
    pub color: Color,
    /// 0 is dark, 255 is the brightest.
    pub brightness: u8,
}

/// A direction of the head.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pose {
    /// Left to right.
    pub pan: Cdeg,
    /// Down to up.
    pub tilt: Cdeg,
}

impl Pose {
    /// Straight ahead.
    pub const HOME: Self = Self {
        pan: Cdeg(0),
        tilt: Cdeg(0),
    };
}
