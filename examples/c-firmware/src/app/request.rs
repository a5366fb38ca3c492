//! What C asks of a camera.

use camera_proto::message::{Identify, MoveAbsolute, Page, Request, ResetConfirm, ResetRequest};
use camera_proto::vocab::{Cdeg, ResetScope, ResetToken, Speed};

use crate::board::CameraNetwork;
use crate::result::{CameraResult, Done};

/// What is asked for most. The rest of SPEC.md goes by
/// `camera_controller_ask_encoded`.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraAsk {
    /// How are you?
    Status = 0,
    /// Tell me whenever something changes.
    Watch = 1,
    /// Which networks do you hear?
    Scan = 2,
    /// Join `network`.
    Provision = 3,
    /// Restart; nothing is erased.
    Restart = 4,
    /// Blink, for `seconds`.
    Identify = 5,
    /// Point to `pan_cdeg` and `tilt_cdeg`, at `speed`.
    Move = 6,
    /// Stop moving.
    Stop = 7,
    /// Point straight ahead.
    Home = 8,
    /// What would a reset of `scope` erase?
    ResetRequest = 9,
    /// Erase it: `token` is that answer's.
    ResetConfirm = 10,
}

/// A request, and of it what that asks for.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CameraRequest {
    /// A `CameraAsk`.
    pub ask: u8,
    /// How fast at most, in percent; 0 is as fast as it goes.
    pub speed: u8,
    /// For how long; 0 ends it.
    pub seconds: u8,
    /// How much to erase: 0 the network, 1 the settings, 2 everything.
    pub scope: u8,
    /// Left to right, in hundredths of a degree.
    pub pan_cdeg: i32,
    /// Down to up, in hundredths of a degree.
    pub tilt_cdeg: i32,
    /// Of the answer to `CAMERA_ASK_RESET_REQUEST`.
    pub token: [u8; 8],
    /// The network to join.
    pub network: CameraNetwork,
}

impl CameraRequest {
    pub(super) fn request(&self) -> Done<Request> {
        const STATUS: u8 = CameraAsk::Status as u8;
        const WATCH: u8 = CameraAsk::Watch as u8;
        const SCAN: u8 = CameraAsk::Scan as u8;
        const PROVISION: u8 = CameraAsk::Provision as u8;
        const RESTART: u8 = CameraAsk::Restart as u8;
        const IDENTIFY: u8 = CameraAsk::Identify as u8;
        const MOVE: u8 = CameraAsk::Move as u8;
        const STOP: u8 = CameraAsk::Stop as u8;
        const HOME: u8 = CameraAsk::Home as u8;
        const RESET_REQUEST: u8 = CameraAsk::ResetRequest as u8;
        const RESET_CONFIRM: u8 = CameraAsk::ResetConfirm as u8;
        Ok(match self.ask {
            STATUS => Request::Status,
            WATCH => Request::Watch,
            SCAN => Request::Scan(Page::default()),
            PROVISION => Request::Provision(self.network.provision()?),
            RESTART => Request::Restart,
            IDENTIFY => Request::Identify(Identify {
                seconds: self.seconds,
            }),
            MOVE => Request::MoveAbsolute(MoveAbsolute {
                pan: Some(Cdeg(self.pan_cdeg)),
                tilt: Some(Cdeg(self.tilt_cdeg)),
                speed: Speed(self.speed),
            }),
            STOP => Request::Stop,
            HOME => Request::Home,
            RESET_REQUEST => Request::ResetRequest(ResetRequest {
                scope: match self.scope {
                    0 => ResetScope::ForgetNetwork,
                    1 => ResetScope::KeepNetwork,
                    2 => ResetScope::Everything,
                    _ => return Err(CameraResult::OutOfRange),
                },
            }),
            RESET_CONFIRM => Request::ResetConfirm(ResetConfirm {
                token: ResetToken(self.token),
            }),
            _ => return Err(CameraResult::OutOfRange),
        })
    }
}
