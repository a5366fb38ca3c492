//! What each message carries. Layouts are frozen.

mod camera;
mod controllers;
mod handshake;
mod head;
mod network;
mod reset;

pub use camera::{
    Abilities, AudioTest, ClearSetting, End, FIRMWARE_MAX, Finding, Identify, Info, MODEL_MAX,
    Motion, Page, Refused, SERIAL_MAX, STREAM_URI_MAX, SetTime, SettingNews, Support, Time,
    WalkTest,
};
pub use controllers::{
    ChangeCode, CodeRecord, Controller, ControllerNews, Enroll, Enrolled, Invite, Rename, Revoke,
    SetRole,
};
pub use handshake::{
    Hello, HelloReply, PairConfirm, PairShare, PairShareReply, SessionOpen, SessionOpenReply,
};
pub use head::{
    GoToPreset, MoveAbsolute, MoveContinuous, MoveRelative, Moving, Position, RunPatrol,
};
pub use network::Provision;
pub use reset::{Loss, LossList, Losses, ResetConfirm, ResetRequest};
