//! From a verb of a story to what a controller says for it on the wire.

use camera_proto::message::{
    AudioTest, ClearSetting, GoToPreset, Identify, Losses, MoveAbsolute, MoveContinuous,
    MoveRelative, Page, Request, ResetRequest, RunPatrol, SetTime, WalkTest,
};

use super::line::Verb;

impl Verb<'_> {
    /// What a controller asks for. `None` for what is about the link itself, and
    /// where it takes what only the controller knows: a key, a code or a token.
    ///
    /// ```
    /// use camera_fsm::scenario::Verb;
    /// use camera_proto::message::Request;
    /// assert_eq!(Verb::Stop.request(), Some(Request::Stop));
    /// assert_eq!(Verb::Connect.request(), None);
    /// ```
    #[must_use]
    pub fn request(&self) -> Option<Request> {
        Some(match self {
            Verb::Scan => Request::Scan(Page::default()),
            Verb::Setup(network) => Request::Provision(network.clone()),
            Verb::Status => Request::Status,
            Verb::Watch => Request::Watch,
            Verb::Diagnose => Request::Diagnose(Page::default()),
            Verb::Support => Request::Support,
            Verb::Info => Request::Info,
            Verb::Abilities => Request::Abilities,
            Verb::Time => Request::Time,
            Verb::Position => Request::Position,
            Verb::SetTime { unix_s } => Request::SetTime(SetTime {
                unix_s: u64::from(*unix_s),
            }),
            Verb::WalkTest { seconds } => Request::WalkTest(WalkTest { seconds: *seconds }),
            Verb::AudioTest { seconds } => Request::AudioTest(AudioTest { seconds: *seconds }),
            Verb::Move { pan, tilt, speed } => Request::MoveAbsolute(MoveAbsolute {
                pan: *pan,
                tilt: *tilt,
                speed: *speed,
            }),
            Verb::MoveBy { pan, tilt, speed } => Request::MoveRelative(MoveRelative {
                pan: *pan,
                tilt: *tilt,
                speed: *speed,
            }),
            Verb::MoveOn {
                pan,
                tilt,
                lease_ms,
            } => Request::MoveContinuous(MoveContinuous {
                pan: *pan,
                tilt: *tilt,
                lease_ms: *lease_ms,
            }),
            Verb::Home => Request::Home,
            Verb::Stop => Request::Stop,
            Verb::GoToPreset { place, speed } => Request::GoToPreset(GoToPreset {
                place: *place,
                speed: *speed,
            }),
            Verb::Patrol { run } => Request::RunPatrol(RunPatrol { run: *run }),
            Verb::Identify { seconds } => Request::Identify(Identify { seconds: *seconds }),
            Verb::Restart => Request::Restart,
            Verb::Reset(scope) => Request::ResetRequest(ResetRequest { scope: *scope }),
            Verb::Receipt => Request::Receipt,
            Verb::Controllers => Request::Controllers(Page::default()),
            Verb::Set(setting) => Request::Set(setting.clone()),
            Verb::Clear(id) => Request::ClearSetting(ClearSetting { setting: *id }),
            Verb::Settings => Request::Settings(Page::default()),
            Verb::Losses(kind) => Request::Losses(Losses {
                kind: *kind,
                from: 0,
            }),
            Verb::Pair(_)
            | Verb::Connect
            | Verb::Disconnect
            | Verb::Confirm { .. }
            | Verb::Revoke(_)
            | Verb::Rename { .. }
            | Verb::SetRole { .. }
            | Verb::Invite { .. }
            | Verb::ChangeCode => return None,
        })
    }
}
