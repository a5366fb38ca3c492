//! How the camera is, for both sides.

use camera_fsm::time::Instant;
use camera_proto::vocab::Status;

/// No instant: nothing is due.
pub const CAMERA_NEVER: u64 = u64::MAX;

pub(crate) const fn at(now_ms: u64) -> Instant {
    Instant::from_millis(now_ms)
}

pub(crate) fn ms_or_never(at: Option<Instant>) -> u64 {
    at.map_or(CAMERA_NEVER, Instant::as_millis)
}

/// What the camera is doing: the codes of SPEC.md. There may be others one day.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraState {
    /// Booting.
    Starting = 0,
    /// Ready to be set up, the setup window closed.
    Unprovisioned = 1,
    /// The setup window is open and the temporary network up.
    Setup = 2,
    /// Trying the network that a controller gave.
    Joining = 3,
    /// Looking for the network it knows.
    Connecting = 4,
    /// On the network.
    Online = 5,
    /// Erasing.
    Resetting = 6,
    /// About to restart.
    Restarting = 7,
    /// Its storage does not work: only a reset can help.
    Broken = 8,
}

/// All that there is to see of a camera at one instant.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CameraStatus {
    /// What it is doing: a `CameraState`.
    pub state: u8,
    /// What is broken, as a code of SPEC.md; 0 is nothing.
    pub fault: u8,
    /// How far a reset has come, as a code of SPEC.md; 0 is none.
    pub reset: u8,
    /// How the last setup ended, as a refusal of SPEC.md; 0 is well.
    pub last_setup: u8,
    /// Colour of the LED's cue, as a code of SPEC.md.
    pub led_color: u8,
    /// Its rhythm, as a code of SPEC.md.
    pub led_pattern: u8,
    /// Signal strength in dBm; 0 while there is none.
    pub rssi_dbm: i8,
    /// Where the head points, left to right, in hundredths of a degree.
    pub pan_cdeg: i32,
    /// Where the head points, down to up, in hundredths of a degree.
    pub tilt_cdeg: i32,
    /// What is so besides, as the bits of SPEC.md.
    pub flags: u32,
    /// Seconds until the setup window closes; 0 when it is closed.
    pub window_s: u16,
    /// Seconds since power on or restart.
    pub uptime_s: u32,
    /// The ownership epoch: grows with every full reset.
    pub epoch: u32,
}

impl From<Status> for CameraStatus {
    fn from(status: Status) -> Self {
        Self {
            state: status.state.0,
            fault: status.fault.0,
            reset: status.reset.0,
            last_setup: status.last_setup.0,
            led_color: status.led.color.0,
            led_pattern: status.led.pattern.0,
            rssi_dbm: status.rssi_dbm,
            pan_cdeg: status.pan.0,
            tilt_cdeg: status.tilt.0,
            flags: u32::from(status.flags.0),
            window_s: status.window_s,
            uptime_s: status.uptime_s,
            epoch: status.epoch,
        }
    }
}
