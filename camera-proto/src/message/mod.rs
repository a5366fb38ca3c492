//! What the two sides say. The app sends a [`Request`]; the camera answers
//! each with exactly one terminal [`Reply`], before it any number of items of
//! a list; and it tells what changed by a [`Notice`].
//!
//! Append-only: a layout never changes, growth is a new kind (see
//! [`version`](crate::version)).
//!
//! | kind | request | since | terminal reply |
//! | --- | --- | --- | --- |
//! | `0x01` | `Hello` | 1 | `Hello` |
//! | `0x02` | `PairShare` | 1 | `PairShare` |
//! | `0x03` | `PairConfirm` | 1 | `Done`, then the link is sealed |
//! | `0x04` | `SessionOpen` | 1 | `SessionOpen`, then the link is sealed |
//! | `0x10` | `Enroll` | 1 | `Enrolled` |
//! | `0x11` | `Status` | 1 | `Status` |
//! | `0x12` | `Watch` | 1 | `Status`, then notices |
//! | `0x13` | `Scan` | 1 | `Network`…, `End` |
//! | `0x14` | `Provision` | 1 | `Done` once the camera is online |
//! | `0x15` | `Restart` | 1 | `Done` |
//! | `0x16` | `Identify` | 1 | `Done` |
//! | `0x17` | `MoveAbsolute` | 1 | `Moving` |
//! | `0x18` | `MoveRelative` | 1 | `Moving` |
//! | `0x19` | `MoveContinuous` | 1 | `Moving` |
//! | `0x1a` | `Stop` | 1 | `Moving` |
//! | `0x1b` | `Home` | 1 | `Moving` |
//! | `0x1c` | `GoToPreset` | 1 | `Moving` |
//! | `0x1d` | `RunPatrol` | 1 | `Done` |
//! | `0x1e` | `Position` | 1 | `Position` |
//! | `0x20` | `ResetRequest` | 1 | `LossList` |
//! | `0x21` | `ResetConfirm` | 1 | `Done`, before anything is erased |
//! | `0x22` | `Receipt` | 1 | `Receipt` |
//! | `0x23` | `Controllers` | 1 | `Controller`…, `End` |
//! | `0x24` | `Revoke` | 1 | `Done` |
//! | `0x25` | `Rename` | 1 | `Done` |
//! | `0x26` | `SetRole` | 1 | `Done` |
//! | `0x27` | `Invite` | 1 | `Done` |
//! | `0x28` | `ChangeCode` | 1 | `Done` |
//! | `0x29` | `Losses` | 1 | `Loss`…, `End` |
//! | `0x30` | `Info` | 1 | `Info` |
//! | `0x31` | `Abilities` | 1 | `Abilities` |
//! | `0x32` | `Support` | 1 | `Support` |
//! | `0x33` | `Diagnose` | 1 | `Finding`…, `End` |
//! | `0x34` | `Time` | 1 | `Time` |
//! | `0x35` | `SetTime` | 1 | `Done` |
//! | `0x36` | `WalkTest` | 1 | `Done`, then notices |
//! | `0x37` | `AudioTest` | 1 | `Done` |
//! | `0x3e` | `Settings` | 1 | settings…, `End` |
//! | `0x3f` | `ClearSetting` | 1 | `Done` |
//! | `0x40` | `Set(Name)` | 1 | `Done` |
//! | `0x41` | `Set(TimeZone)` | 1 | `Done` |
//! | `0x42` | `Set(Zone)` | 1 | `Done` |
//! | `0x43` | `Set(Schedule)` | 1 | `Done` |
//! | `0x44` | `Set(Recording)` | 1 | `Done` |
//! | `0x45` | `Set(NightVision)` | 1 | `Done` |
//! | `0x46` | `Set(Storage)` | 1 | `Done` |
//! | `0x47` | `Set(Privacy)` | 1 | `Done` |
//! | `0x48` | `Set(StatusLed)` | 1 | `Done` |
//! | `0x49` | `Set(Preset)` | 1 | `Done` |
//! | `0x4a` | `Set(Patrol)` | 1 | `Done` |
//! | `0x70`–`0x7e` | reserved for firmware updates | | `0xf0`–`0xf7` |
//!
//! Any of them may instead be answered `Refused`. Kinds `0x01`–`0x04` travel
//! in clear, because they make the keys; all others only sealed.

mod bodies;
mod notice;
mod reply;
mod request;
mod setting;

pub use bodies::{
    Abilities, AudioTest, ChangeCode, ClearSetting, CodeRecord, Controller, ControllerNews, End,
    Enroll, Enrolled, FIRMWARE_MAX, Finding, GoToPreset, Hello, HelloReply, Identify, Info, Invite,
    Loss, LossList, Losses, MODEL_MAX, Motion, MoveAbsolute, MoveContinuous, MoveRelative, Moving,
    Page, PairConfirm, PairShare, PairShareReply, Position, Provision, Refused, Rename,
    ResetConfirm, ResetRequest, Revoke, RunPatrol, SERIAL_MAX, STREAM_URI_MAX, SessionOpen,
    SessionOpenReply, SetRole, SetTime, SettingNews, Support, Time, WalkTest,
};
pub use notice::Notice;
pub use reply::Reply;
pub use request::Request;
pub use setting::{
    Name, NightVision, Patrol, PatrolStop, Preset, Privacy, Recording, Schedule, ScheduleEntry,
    Setting, StatusLed, Storage, TimeZone, Zone,
};

/// A body that does not become a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The kind is not known to this version: answer `Unsupported`.
    #[error("message kind {0:#04x} is not known")]
    UnknownKind(u8),
    /// The body does not parse, has bytes left over, or is not the one
    /// canonical encoding of its value.
    #[error("the body of message kind {0:#04x} is malformed")]
    Malformed(u8),
}

/// The longest body of a message, in bytes.
pub const MAX_BODY: usize = 224;

/// The numbers that stand for messages on the wire.
pub mod kind {
    #![allow(missing_docs, reason = "each is named after its message")]
    pub const HELLO: u8 = 0x01;
    pub const PAIR_SHARE: u8 = 0x02;
    pub const PAIR_CONFIRM: u8 = 0x03;
    pub const SESSION_OPEN: u8 = 0x04;
    pub const ENROLL: u8 = 0x10;
    pub const STATUS: u8 = 0x11;
    pub const WATCH: u8 = 0x12;
    pub const SCAN: u8 = 0x13;
    pub const PROVISION: u8 = 0x14;
    pub const RESTART: u8 = 0x15;
    pub const IDENTIFY: u8 = 0x16;
    pub const MOVE_ABSOLUTE: u8 = 0x17;
    pub const MOVE_RELATIVE: u8 = 0x18;
    pub const MOVE_CONTINUOUS: u8 = 0x19;
    pub const STOP: u8 = 0x1a;
    pub const HOME: u8 = 0x1b;
    pub const GO_TO_PRESET: u8 = 0x1c;
    pub const RUN_PATROL: u8 = 0x1d;
    pub const POSITION: u8 = 0x1e;
    pub const RESET_REQUEST: u8 = 0x20;
    pub const RESET_CONFIRM: u8 = 0x21;
    pub const RECEIPT: u8 = 0x22;
    pub const CONTROLLERS: u8 = 0x23;
    pub const REVOKE: u8 = 0x24;
    pub const RENAME: u8 = 0x25;
    pub const SET_ROLE: u8 = 0x26;
    pub const INVITE: u8 = 0x27;
    pub const CHANGE_CODE: u8 = 0x28;
    pub const LOSSES: u8 = 0x29;
    pub const INFO: u8 = 0x30;
    pub const ABILITIES: u8 = 0x31;
    pub const SUPPORT: u8 = 0x32;
    pub const DIAGNOSE: u8 = 0x33;
    pub const TIME: u8 = 0x34;
    pub const SET_TIME: u8 = 0x35;
    pub const WALK_TEST: u8 = 0x36;
    pub const AUDIO_TEST: u8 = 0x37;
    pub const SETTINGS: u8 = 0x3e;
    pub const CLEAR_SETTING: u8 = 0x3f;
    pub const SET_NAME: u8 = 0x40;
    pub const SET_TIME_ZONE: u8 = 0x41;
    pub const SET_ZONE: u8 = 0x42;
    pub const SET_SCHEDULE: u8 = 0x43;
    pub const SET_RECORDING: u8 = 0x44;
    pub const SET_NIGHT_VISION: u8 = 0x45;
    pub const SET_STORAGE: u8 = 0x46;
    pub const SET_PRIVACY: u8 = 0x47;
    pub const SET_STATUS_LED: u8 = 0x48;
    pub const SET_PRESET: u8 = 0x49;
    pub const SET_PATROL: u8 = 0x4a;
    /// The first of the kinds that are reserved for firmware updates.
    pub const UPDATE_FIRST: u8 = 0x70;
    /// The last of them.
    pub const UPDATE_LAST: u8 = 0x7e;
    /// The first of the replies that are reserved for them.
    pub const REPLY_UPDATE_FIRST: u8 = 0xf0;
    /// The last of those.
    pub const REPLY_UPDATE_LAST: u8 = 0xf7;
    /// A sealed frame: its body is another kind, id and body, encrypted.
    pub const SEALED: u8 = 0x7f;
    pub const REPLY_HELLO: u8 = 0x81;
    pub const REPLY_PAIR_SHARE: u8 = 0x82;
    pub const REPLY_SESSION_OPEN: u8 = 0x84;
    pub const REPLY_ENROLLED: u8 = 0x90;
    pub const REPLY_STATUS: u8 = 0x91;
    pub const REPLY_NETWORK: u8 = 0x93;
    pub const REPLY_MOVING: u8 = 0x97;
    pub const REPLY_POSITION: u8 = 0x9e;
    pub const REPLY_LOSS_LIST: u8 = 0xa0;
    pub const REPLY_RECEIPT: u8 = 0xa2;
    pub const REPLY_CONTROLLER: u8 = 0xa3;
    pub const REPLY_LOSS: u8 = 0xa9;
    pub const REPLY_INFO: u8 = 0xb0;
    pub const REPLY_ABILITIES: u8 = 0xb1;
    pub const REPLY_SUPPORT: u8 = 0xb2;
    pub const REPLY_FINDING: u8 = 0xb3;
    pub const REPLY_TIME: u8 = 0xb4;
    pub const REPLY_END: u8 = 0xfd;
    pub const REPLY_DONE: u8 = 0xfe;
    pub const REPLY_REFUSED: u8 = 0xff;
    /// What a setting's kind has besides when the camera tells it.
    pub const REPLY_SETTING: u8 = 0x80;
    pub const NOTICE_STATUS: u8 = 0xe0;
    pub const NOTICE_MOTION: u8 = 0xe1;
    pub const NOTICE_CONTROLLER: u8 = 0xe2;
    pub const NOTICE_SETTING: u8 = 0xe3;

    /// What a message of that kind is called; `None` when this version does
    /// not know it.
    ///
    /// ```
    /// use camera_proto::message::kind;
    /// assert_eq!(kind::name(0x16), Some("Identify"));
    /// assert_eq!(kind::name(0xc7), Some("SetPrivacy"));
    /// ```
    #[must_use]
    pub fn name(kind: u8) -> Option<&'static str> {
        let is_setting = (REPLY_SETTING | SET_NAME..=REPLY_SETTING | SET_PATROL).contains(&kind);
        let looked_for = match is_setting {
            true => kind & !REPLY_SETTING,
            false => kind,
        };
        let mut all = NAMES.iter();
        all.find(|(known, _)| *known == looked_for)
            .map(|(_, name)| *name)
    }

    const NAMES: &[(u8, &str)] = &[
        (HELLO, "Hello"),
        (PAIR_SHARE, "PairShare"),
        (PAIR_CONFIRM, "PairConfirm"),
        (SESSION_OPEN, "SessionOpen"),
        (ENROLL, "Enroll"),
        (STATUS, "Status"),
        (WATCH, "Watch"),
        (SCAN, "Scan"),
        (PROVISION, "Provision"),
        (RESTART, "Restart"),
        (IDENTIFY, "Identify"),
        (MOVE_ABSOLUTE, "MoveAbsolute"),
        (MOVE_RELATIVE, "MoveRelative"),
        (MOVE_CONTINUOUS, "MoveContinuous"),
        (STOP, "Stop"),
        (HOME, "Home"),
        (GO_TO_PRESET, "GoToPreset"),
        (RUN_PATROL, "RunPatrol"),
        (POSITION, "Position"),
        (RESET_REQUEST, "ResetRequest"),
        (RESET_CONFIRM, "ResetConfirm"),
        (RECEIPT, "Receipt"),
        (CONTROLLERS, "Controllers"),
        (REVOKE, "Revoke"),
        (RENAME, "Rename"),
        (SET_ROLE, "SetRole"),
        (INVITE, "Invite"),
        (CHANGE_CODE, "ChangeCode"),
        (LOSSES, "Losses"),
        (INFO, "Info"),
        (ABILITIES, "Abilities"),
        (SUPPORT, "Support"),
        (DIAGNOSE, "Diagnose"),
        (TIME, "Time"),
        (SET_TIME, "SetTime"),
        (WALK_TEST, "WalkTest"),
        (AUDIO_TEST, "AudioTest"),
        (SETTINGS, "Settings"),
        (CLEAR_SETTING, "ClearSetting"),
        (SET_NAME, "SetName"),
        (SET_TIME_ZONE, "SetTimeZone"),
        (SET_ZONE, "SetZone"),
        (SET_SCHEDULE, "SetSchedule"),
        (SET_RECORDING, "SetRecording"),
        (SET_NIGHT_VISION, "SetNightVision"),
        (SET_STORAGE, "SetStorage"),
        (SET_PRIVACY, "SetPrivacy"),
        (SET_STATUS_LED, "SetStatusLed"),
        (SET_PRESET, "SetPreset"),
        (SET_PATROL, "SetPatrol"),
        (SEALED, "Sealed"),
        (REPLY_HELLO, "Hello"),
        (REPLY_PAIR_SHARE, "PairShare"),
        (REPLY_SESSION_OPEN, "SessionOpen"),
        (REPLY_ENROLLED, "Enrolled"),
        (REPLY_STATUS, "Status"),
        (REPLY_NETWORK, "Network"),
        (REPLY_MOVING, "Moving"),
        (REPLY_POSITION, "Position"),
        (REPLY_LOSS_LIST, "LossList"),
        (REPLY_RECEIPT, "Receipt"),
        (REPLY_CONTROLLER, "Controller"),
        (REPLY_LOSS, "Loss"),
        (REPLY_INFO, "Info"),
        (REPLY_ABILITIES, "Abilities"),
        (REPLY_SUPPORT, "Support"),
        (REPLY_FINDING, "Finding"),
        (REPLY_TIME, "Time"),
        (REPLY_END, "End"),
        (REPLY_DONE, "Done"),
        (REPLY_REFUSED, "Refused"),
        (NOTICE_STATUS, "NoticeStatus"),
        (NOTICE_MOTION, "NoticeMotion"),
        (NOTICE_CONTROLLER, "NoticeController"),
        (NOTICE_SETTING, "NoticeSetting"),
    ];
}
