//! The lines of a story, as data.

use camera_proto::message::{Provision, Setting};
use camera_proto::vocab::{
    Axis, Cdeg, ControllerName, LossKind, ResetScope, Role, SettingId, Speed, Velocity,
};

use super::expect::Expectation;
use super::parse;
use crate::input::PinLevel;
use crate::motion_detection::grid::Cells;
use crate::part::Part;
use crate::profile::Profile;

/// One line of a story.
#[derive(Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// The story is about a camera of this model; one of another model cannot
    /// play it. See [`profile_of`](super::profile_of).
    Profile(&'static Profile),
    /// The power plug.
    Power(Power),
    /// The pin of the reset button changes.
    Button(PinLevel),
    /// The pin changes as it was once recorded; [`run`](super::run) plays it.
    Trace(Trace<'a>),
    /// Time passes; [`run`](super::run) lets it.
    Advance {
        /// This many milliseconds.
        ms: u32,
    },
    /// The networks in the air are these from now on: JSON, for the world to read.
    Router(&'a str),
    /// A servo gets stuck, or free again.
    Servo {
        /// Which.
        axis: Axis,
        /// Stuck or free.
        stalled: bool,
    },
    /// A part of the board fails, or works again.
    Part {
        /// Which.
        part: Part,
        /// Whether it works.
        works: bool,
    },
    /// The radio fails whatever it is asked to do, or works again.
    Radio {
        /// Whether it works.
        works: bool,
    },
    /// The room changes, for a sensor to notice.
    Sensor(Sensor),
    /// What becomes of the flash.
    Flash(Flash),
    /// A controller does something.
    Controller {
        /// Which: from 1 to [`CONTROLLERS`].
        number: u8,
        /// What.
        verb: Verb<'a>,
    },
    /// Somebody with a cable types something: needs no network, and no key.
    Console(Typed),
    /// Something must be seen; [`run`](super::run) checks it.
    Expect(Expect),
}

/// What becomes of the flash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flash {
    /// The first of the user's sectors does not erase any more.
    Worn {
        /// For so many times; `u32::MAX` is for good.
        times: u32,
    },
    /// No change of it ends any more.
    Stuck,
    /// All of it erases again, and changes end.
    Good,
    /// That cannot be read any more, which shows at the next start. What was
    /// written last looks cut off instead, as if it never had been.
    Rots(Kept),
}

/// What a flash keeps, and can lose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The network.
    Network,
    /// The first of the controllers.
    Controller,
    /// What the factory gave.
    Factory,
    /// A setting.
    Setting(SettingId),
}

/// What is typed at the serial console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// What is wrong, why, and what helps (R80).
    Diagnose,
    /// Restart (R34).
    Restart,
}

/// What a sensor can notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sensor {
    /// Something moves in these cells of the picture, once.
    Motion(Cells),
    /// So much light falls on the sensor from now on.
    Light {
        /// In percent of its range.
        percent: u8,
    },
    /// The microphone hears nothing from now on, or hears again.
    Microphone {
        /// It hears nothing.
        is_deaf: bool,
    },
}

/// How many controllers a story has. Each is an app with a key of its own.
pub const CONTROLLERS: u8 = 2;

/// What happens to the power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// It comes.
    On,
    /// It goes.
    Off,
    /// It stays, but the camera crashes and starts again.
    Crash,
    /// It will go at the `op`-th operation of the flash from now; 1 is the next.
    CutAtFlashOp {
        /// Which one.
        op: u32,
        /// When exactly.
        moment: Moment,
    },
}

/// How much of the flash operation was done that a power cut hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Nothing.
    Before,
    /// A part, where the flash can do a part.
    Half,
    /// All of it, but nobody was told.
    After,
}

/// A recorded trace of the button's pin: written down, not yet played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace<'a>(pub(super) &'a str);

impl Trace<'_> {
    /// The changes of the pin: milliseconds since the trace began, never
    /// falling, and the level from then on.
    pub fn edges(&self) -> impl Iterator<Item = (u32, PinLevel)> {
        parse::edges(self.0)
    }
}

/// What a controller does.
#[derive(Debug, PartialEq, Eq)]
pub enum Verb<'a> {
    /// Pairs, and when that went well, enrols.
    Pair(Code<'a>),
    /// Opens a session with the key it has; ends an older one.
    Connect,
    /// Ends the session.
    Disconnect,
    /// Lists networks.
    Scan,
    /// Sets up the Wi-Fi.
    Setup(Provision),
    /// Asks for the status.
    Status,
    /// Asks to be told whatever changes.
    Watch,
    /// Asks what is wrong.
    Diagnose,
    /// Asks what support would ask for.
    Support,
    /// Asks who it is.
    Info,
    /// Asks what it can do.
    Abilities,
    /// Asks what time it has.
    Time,
    /// Says what time it is.
    SetTime {
        /// Seconds since 1970 UTC.
        unix_s: u32,
    },
    /// Begins a walk test, or (0) ends it.
    WalkTest {
        /// For how long.
        seconds: u16,
    },
    /// Has a tone played and heard, or (0) ends that.
    AudioTest {
        /// For how long.
        seconds: u8,
    },
    /// Points the head; `None` leaves that axis.
    Move {
        /// Left to right.
        pan: Option<Cdeg>,
        /// Down to up.
        tilt: Option<Cdeg>,
        /// How fast at most.
        speed: Speed,
    },
    /// Turns the head by that much.
    MoveBy {
        /// Left to right.
        pan: Cdeg,
        /// Down to up.
        tilt: Cdeg,
        /// How fast at most.
        speed: Speed,
    },
    /// Turns the head until the lease runs out.
    MoveOn {
        /// Left or right.
        pan: Velocity,
        /// Down or up.
        tilt: Velocity,
        /// Milliseconds.
        lease_ms: u16,
    },
    /// Asks where the head points, and how surely.
    Position,
    /// Points the head straight ahead.
    Home,
    /// Stops the head.
    Stop,
    /// Points the head where that preset says.
    GoToPreset {
        /// Which.
        place: u8,
        /// How fast at most.
        speed: Speed,
    },
    /// Begins the patrol, or ends it.
    Patrol {
        /// Begins it.
        run: bool,
    },
    /// Asks the camera to blink.
    Identify {
        /// For how long.
        seconds: u8,
    },
    /// Restarts the camera.
    Restart,
    /// Asks what a reset would erase.
    Reset(ResetScope),
    /// Confirms the last list, with its token or with another one.
    Confirm {
        /// With another one.
        wrong: bool,
    },
    /// Reads the receipt of the last reset.
    Receipt,
    /// Lists the controllers.
    Controllers,
    /// Has a controller forgotten.
    Revoke(Whom),
    /// Calls a controller by another name.
    Rename {
        /// Which.
        whom: Whom,
        /// Its new name.
        name: ControllerName,
    },
    /// Lets a controller do more, or less.
    SetRole {
        /// Which.
        whom: Whom,
        /// Its new role.
        role: Role,
    },
    /// Makes up a code and lets in, once, who holds it; see [`Code::Invited`].
    Invite {
        /// What the one invited may do.
        role: Role,
        /// For how long; 0 takes the invitation back.
        valid_s: u16,
    },
    /// Makes up a code and gives it to the camera in place of its label's; see
    /// [`Code::Changed`].
    ChangeCode,
    /// Changes a setting.
    Set(Setting),
    /// Brings a setting back to its default.
    Clear(SettingId),
    /// Lists the settings that are not at their default.
    Settings,
    /// Lists all of one kind that a reset would erase.
    Losses(LossKind),
}

/// With which code a controller pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code<'a> {
    /// The one on the camera's label.
    Label,
    /// Any other one.
    Wrong,
    /// The one that the camera was given last in place of its label's.
    Changed,
    /// The one of the last invitation, as whoever was invited got it.
    Invited,
    /// This one, as typed, for an invitation's.
    TypedInvitation(&'a str),
    /// This one, as typed.
    Typed(&'a str),
}

/// Which controller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// The one that asks.
    Me,
    /// The one in that place of the list, from 0.
    Place(u8),
}

/// What must be seen, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expect {
    /// What.
    pub what: Expectation,
    /// When.
    pub when: When,
}

/// When something must be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Now.
    Now,
    /// At some instant from now on; time passes until then.
    Within {
        /// Milliseconds.
        ms: u32,
    },
    /// At every instant from now on; all that time passes.
    Throughout {
        /// Milliseconds.
        ms: u32,
    },
}
