//! What an app asks.

use super::{
    AudioTest, ChangeCode, ClearSetting, DecodeError, Enroll, GoToPreset, Hello, Identify, Invite,
    Losses, MoveAbsolute, MoveContinuous, MoveRelative, Page, PairConfirm, PairShare, Provision,
    Rename, ResetConfirm, ResetRequest, Revoke, RunPatrol, SessionOpen, SetRole, SetTime, Setting,
    WalkTest, kind,
};
use crate::codec::{Reader, TooLong, Writer};

/// What an app asks of a camera.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Who are you, and what do you speak? The first message of a link.
    Hello(Hello),
    /// SPAKE2+ `shareP` (RFC 9383, section 3.3).
    PairShare(PairShare),
    /// SPAKE2+ `confirmP` (RFC 9383, section 3.4).
    PairConfirm(PairConfirm),
    /// Opens a session with a key from an earlier pairing.
    SessionOpen(SessionOpen),
    /// After pairing: make me a controller with a key of my own (R49).
    Enroll(Enroll),
    /// How are you?
    Status,
    /// Tell me whenever something changes.
    Watch,
    /// Which networks do you hear (R41)? The first page listens anew.
    Scan(Page),
    /// Join this network (R42).
    Provision(Provision),
    /// Restart; nothing is erased (R34).
    Restart,
    /// Blink, so that a person finds you (R82).
    Identify(Identify),
    /// Point there (R60).
    MoveAbsolute(MoveAbsolute),
    /// Turn by that much (R60).
    MoveRelative(MoveRelative),
    /// Turn until told otherwise, or until the lease runs out (R60, R62).
    MoveContinuous(MoveContinuous),
    /// Stop moving (R60).
    Stop,
    /// Point straight ahead (R60).
    Home,
    /// Point where that preset says (R60).
    GoToPreset(GoToPreset),
    /// Begin or end the patrol (R60).
    RunPatrol(RunPatrol),
    /// Where does the head point, and how surely (R60)?
    Position,
    /// What would a reset erase (R30)?
    ResetRequest(ResetRequest),
    /// Erase it (R30).
    ResetConfirm(ResetConfirm),
    /// Show the receipt of the last reset (R32).
    Receipt,
    /// Who may control you (R49)?
    Controllers(Page),
    /// Forget that controller (R49).
    Revoke(Revoke),
    /// That controller is called otherwise (R49).
    Rename(Rename),
    /// That controller may do more, or less (R49).
    SetRole(SetRole),
    /// Let in who holds that code, once (R49).
    Invite(Invite),
    /// Pair by that code from now on, until a reset (R43, R49).
    ChangeCode(ChangeCode),
    /// Name all of one kind that a reset would erase (R33).
    Losses(Losses),
    /// Who are you (R81)?
    Info,
    /// What can you do?
    Abilities,
    /// What would support ask for (R81)?
    Support,
    /// What is wrong with you (R80)?
    Diagnose(Page),
    /// What time is it (R56)?
    Time,
    /// It is so late (R56).
    SetTime(SetTime),
    /// Show every motion for a while (R57).
    WalkTest(WalkTest),
    /// Play a tone, and hear it (R53).
    AudioTest(AudioTest),
    /// All settings that were set and not cleared since (R33, R55).
    Settings(Page),
    /// Back to the default (R55).
    ClearSetting(ClearSetting),
    /// From now on (R55).
    Set(Setting),
}

impl Request {
    /// The kind of this message on the wire.
    #[must_use]
    pub const fn kind(&self) -> u8 {
        match self {
            Self::Hello(_) => kind::HELLO,
            Self::PairShare(_) => kind::PAIR_SHARE,
            Self::PairConfirm(_) => kind::PAIR_CONFIRM,
            Self::SessionOpen(_) => kind::SESSION_OPEN,
            Self::Enroll(_) => kind::ENROLL,
            Self::Status => kind::STATUS,
            Self::Watch => kind::WATCH,
            Self::Scan(_) => kind::SCAN,
            Self::Provision(_) => kind::PROVISION,
            Self::Restart => kind::RESTART,
            Self::Identify(_) => kind::IDENTIFY,
            Self::MoveAbsolute(_) => kind::MOVE_ABSOLUTE,
            Self::MoveRelative(_) => kind::MOVE_RELATIVE,
            Self::MoveContinuous(_) => kind::MOVE_CONTINUOUS,
            Self::Stop => kind::STOP,
            Self::Home => kind::HOME,
            Self::GoToPreset(_) => kind::GO_TO_PRESET,
            Self::RunPatrol(_) => kind::RUN_PATROL,
            Self::Position => kind::POSITION,
            Self::ResetRequest(_) => kind::RESET_REQUEST,
            Self::ResetConfirm(_) => kind::RESET_CONFIRM,
            Self::Receipt => kind::RECEIPT,
            Self::Controllers(_) => kind::CONTROLLERS,
            Self::Revoke(_) => kind::REVOKE,
            Self::Rename(_) => kind::RENAME,
            Self::SetRole(_) => kind::SET_ROLE,
            Self::Invite(_) => kind::INVITE,
            Self::ChangeCode(_) => kind::CHANGE_CODE,
            Self::Losses(_) => kind::LOSSES,
            Self::Info => kind::INFO,
            Self::Abilities => kind::ABILITIES,
            Self::Support => kind::SUPPORT,
            Self::Diagnose(_) => kind::DIAGNOSE,
            Self::Time => kind::TIME,
            Self::SetTime(_) => kind::SET_TIME,
            Self::WalkTest(_) => kind::WALK_TEST,
            Self::AudioTest(_) => kind::AUDIO_TEST,
            Self::Settings(_) => kind::SETTINGS,
            Self::ClearSetting(_) => kind::CLEAR_SETTING,
            Self::Set(setting) => setting.kind(),
        }
    }

    /// Writes the body and says how long it is, in bytes.
    ///
    /// # Errors
    /// When `out` is too small; [`MAX_BODY`](super::MAX_BODY) always suffices.
    pub fn encode(&self, out: &mut [u8]) -> Result<usize, TooLong> {
        let mut writer = Writer::new(out);
        match self {
            Self::Hello(body) => writer.write(body),
            Self::PairShare(body) => writer.write(body),
            Self::PairConfirm(body) => writer.write(body),
            Self::SessionOpen(body) => writer.write(body),
            Self::Enroll(body) => writer.write(body),
            Self::Scan(body) => writer.write(body),
            Self::Provision(body) => writer.write(body),
            Self::Identify(body) => writer.write(body),
            Self::MoveAbsolute(body) => writer.write(body),
            Self::MoveRelative(body) => writer.write(body),
            Self::MoveContinuous(body) => writer.write(body),
            Self::GoToPreset(body) => writer.write(body),
            Self::RunPatrol(body) => writer.write(body),
            Self::ResetRequest(body) => writer.write(body),
            Self::ResetConfirm(body) => writer.write(body),
            Self::Controllers(body) => writer.write(body),
            Self::Revoke(body) => writer.write(body),
            Self::Rename(body) => writer.write(body),
            Self::SetRole(body) => writer.write(body),
            Self::Invite(body) => writer.write(body),
            Self::ChangeCode(body) => writer.write(body),
            Self::Losses(body) => writer.write(body),
            Self::Diagnose(body) => writer.write(body),
            Self::SetTime(body) => writer.write(body),
            Self::WalkTest(body) => writer.write(body),
            Self::AudioTest(body) => writer.write(body),
            Self::Settings(body) => writer.write(body),
            Self::ClearSetting(body) => writer.write(body),
            Self::Set(setting) => setting.write(&mut writer),
            Self::Status
            | Self::Watch
            | Self::Restart
            | Self::Stop
            | Self::Home
            | Self::Position
            | Self::Receipt
            | Self::Info
            | Self::Abilities
            | Self::Support
            | Self::Time => Ok(()),
        }?;
        Ok(writer.len())
    }

    /// Reads a body.
    ///
    /// # Errors
    /// When the kind is unknown, or the body malformed.
    pub fn decode(kind: u8, body: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(body);
        let request = match kind {
            kind::HELLO => reader.read().map(Self::Hello),
            kind::PAIR_SHARE => reader.read().map(Self::PairShare),
            kind::PAIR_CONFIRM => reader.read().map(Self::PairConfirm),
            kind::SESSION_OPEN => reader.read().map(Self::SessionOpen),
            kind::ENROLL => reader.read().map(Self::Enroll),
            kind::STATUS => Ok(Self::Status),
            kind::WATCH => Ok(Self::Watch),
            kind::SCAN => reader.read().map(Self::Scan),
            kind::PROVISION => reader.read().map(Self::Provision),
            kind::RESTART => Ok(Self::Restart),
            kind::IDENTIFY => reader.read().map(Self::Identify),
            kind::MOVE_ABSOLUTE => reader.read().map(Self::MoveAbsolute),
            kind::MOVE_RELATIVE => reader.read().map(Self::MoveRelative),
            kind::MOVE_CONTINUOUS => reader.read().map(Self::MoveContinuous),
            kind::STOP => Ok(Self::Stop),
            kind::HOME => Ok(Self::Home),
            kind::GO_TO_PRESET => reader.read().map(Self::GoToPreset),
            kind::RUN_PATROL => reader.read().map(Self::RunPatrol),
            kind::POSITION => Ok(Self::Position),
            kind::RESET_REQUEST => reader.read().map(Self::ResetRequest),
            kind::RESET_CONFIRM => reader.read().map(Self::ResetConfirm),
            kind::RECEIPT => Ok(Self::Receipt),
            kind::CONTROLLERS => reader.read().map(Self::Controllers),
            kind::REVOKE => reader.read().map(Self::Revoke),
            kind::RENAME => reader.read().map(Self::Rename),
            kind::SET_ROLE => reader.read().map(Self::SetRole),
            kind::INVITE => reader.read().map(Self::Invite),
            kind::CHANGE_CODE => reader.read().map(Self::ChangeCode),
            kind::LOSSES => reader.read().map(Self::Losses),
            kind::INFO => Ok(Self::Info),
            kind::ABILITIES => Ok(Self::Abilities),
            kind::SUPPORT => Ok(Self::Support),
            kind::DIAGNOSE => reader.read().map(Self::Diagnose),
            kind::TIME => Ok(Self::Time),
            kind::SET_TIME => reader.read().map(Self::SetTime),
            kind::WALK_TEST => reader.read().map(Self::WalkTest),
            kind::AUDIO_TEST => reader.read().map(Self::AudioTest),
            kind::SETTINGS => reader.read().map(Self::Settings),
            kind::CLEAR_SETTING => reader.read().map(Self::ClearSetting),
            other => return Setting::decode(other, body).map(Self::Set),
        };
        match request {
            Ok(request) if reader.is_empty() => Ok(request),
            _ => Err(DecodeError::Malformed(kind)),
        }
    }
}
