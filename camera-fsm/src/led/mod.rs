//! The status LED: what it tells, and how that looks at an instant (R10–R13).
//!
//! A [`Rhythm`] is a closed form: colour and next change follow from the time
//! since the cue began, without counters, so firmware can sleep in between.

mod light;
mod rhythm;

use camera_proto::vocab::{CameraState, Fault, Pattern};

use crate::button::Hold;

pub use light::Light;
pub use rhythm::{FLASHES_APART_MS, Rhythm};

/// What the LED tells. One meaning, one rhythm (R12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cue {
    /// On the network: solid.
    Online,
    /// Ready to be set up, setup closed: solid with a short dip.
    Unprovisioned,
    /// Booting, or looking for Wi-Fi: blue and white in turn.
    Searching,
    /// The setup window is open: blinking.
    Setup,
    /// Held, and releasing it now does nothing yet.
    HoldShort,
    /// Held, and releasing it now opens the setup window.
    HoldSetup,
    /// Held between the two: releasing it now does nothing, reset is near.
    HoldGap,
    /// Held, and releasing it now erases everything: rapid.
    HoldReset,
    /// Held too long: releasing it does nothing any more.
    HoldCancelled,
    /// A reset is going on.
    Resetting,
    /// Something is wrong that can pass: flashing red (R13).
    Error,
    /// The hardware is broken: solid red; count the dips each 5 s (R13). Counts differ
    /// by at least a quarter, so that they can be told apart. Two: the store.
    FaultTwo,
    /// Three dips: the factory data.
    FaultThree,
    /// Four dips: the radio.
    FaultFour,
    /// Five dips: a reset that has taken too long.
    FaultFive,
    /// "I am the one": a person looks for this camera (R82).
    Identify,
    /// Privacy mode: it neither sees nor hears (R54).
    Privacy,
    /// A walk test is on, and nothing moves (R57).
    WalkTest,
    /// A walk test is on, and something moves (R57).
    Motion,
}

impl Cue {
    /// Every cue there is.
    pub const ALL: [Self; 19] = [
        Self::Online,
        Self::Unprovisioned,
        Self::Searching,
        Self::Setup,
        Self::HoldShort,
        Self::HoldSetup,
        Self::HoldGap,
        Self::HoldReset,
        Self::HoldCancelled,
        Self::Resetting,
        Self::Error,
        Self::FaultTwo,
        Self::FaultThree,
        Self::FaultFour,
        Self::FaultFive,
        Self::Identify,
        Self::Privacy,
        Self::WalkTest,
        Self::Motion,
    ];

    /// The name of its rhythm on the wire.
    #[must_use]
    pub const fn pattern(self) -> Pattern {
        Pattern(match self {
            Self::Online => 0,
            Self::Unprovisioned => 1,
            Self::Searching => 2,
            Self::Setup => 3,
            Self::HoldShort => 4,
            Self::HoldSetup => 5,
            Self::HoldGap => 6,
            Self::HoldReset => 7,
            Self::HoldCancelled => 8,
            Self::Resetting => 9,
            Self::Error => 10,
            Self::FaultTwo | Self::FaultThree | Self::FaultFour | Self::FaultFive => 11,
            Self::Identify => 12,
            Self::Privacy => 13,
            Self::WalkTest => 14,
            Self::Motion => 15,
        })
    }

    /// What it means, in words for people.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Online => "ready",
            Self::Unprovisioned => "waiting to be set up; hold the button 2 s",
            Self::Searching => "starting, or looking for Wi-Fi",
            Self::Setup => "setup mode: pair with the label code",
            Self::HoldShort => "releasing now does nothing",
            Self::HoldSetup => "release now: setup mode",
            Self::HoldGap => "releasing now does nothing; factory reset is near",
            Self::HoldReset => "release now: factory reset",
            Self::HoldCancelled => "held too long: releasing does nothing",
            Self::Resetting => "erasing: leave it plugged in",
            Self::Error => "something is wrong",
            Self::FaultTwo | Self::FaultThree | Self::FaultFour | Self::FaultFive => {
                "hardware fault: contact support"
            }
            Self::Identify => "this is the one",
            Self::Privacy => "privacy: it does not look or listen",
            Self::WalkTest => "walk test: nothing moves",
            Self::Motion => "walk test: something moves",
        }
    }

    /// What a held button shows (R02).
    #[must_use]
    pub const fn of_hold(hold: Hold) -> Self {
        match hold {
            Hold::Short => Self::HoldShort,
            Hold::Setup => Self::HoldSetup,
            Hold::Gap => Self::HoldGap,
            Hold::FactoryReset => Self::HoldReset,
            Hold::Cancelled => Self::HoldCancelled,
        }
    }

    /// How a fault is shown, if it is one.
    #[must_use]
    pub const fn of_fault(fault: Fault) -> Option<Self> {
        match fault {
            Fault::NONE => None,
            Fault::STORE => Some(Self::FaultTwo),
            Fault::FACTORY_DATA => Some(Self::FaultThree),
            Fault::RADIO => Some(Self::FaultFour),
            Fault::RESET_TIMEOUT => Some(Self::FaultFive),
            _ => Some(Self::Error),
        }
    }

    /// Whether it says that something is wrong: these are red where there is red (R10).
    #[must_use]
    pub const fn is_fault(self) -> bool {
        matches!(
            self,
            Self::Error | Self::FaultTwo | Self::FaultThree | Self::FaultFour | Self::FaultFive
        )
    }

    /// Whether neither brightness nor night may dim it: faults, the reset, and
    /// what a held button says (R02, R13).
    #[must_use]
    pub const fn is_urgent(self) -> bool {
        match self {
            Self::HoldShort
            | Self::HoldSetup
            | Self::HoldGap
            | Self::HoldReset
            | Self::HoldCancelled
            | Self::Resetting
            | Self::Error
            | Self::FaultTwo
            | Self::FaultThree
            | Self::FaultFour
            | Self::FaultFive => true,
            Self::Online
            | Self::Unprovisioned
            | Self::Searching
            | Self::Setup
            | Self::Identify
            | Self::Privacy
            | Self::WalkTest
            | Self::Motion => false,
        }
    }
}

/// How the owner wants the LED: the setting `StatusLed` (R10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Look {
    /// Share of the profile's brightness, 1–100 %.
    pub percent: u8,
    /// Dark while all is well. Whatever else there is to say is still said.
    pub night: bool,
}

impl Look {
    /// As bright as the profile has it: the default.
    pub const FULL: Self = Self {
        percent: 100,
        night: false,
    };

    /// How bright a cue is where the profile says `full`. Only the cue that
    /// says that all is well is ever dark (0), and only at night.
    ///
    /// ```
    /// use camera_fsm::led::{Cue, Look};
    /// let look = Look { percent: 10, night: true };
    /// assert_eq!(look.brightness(Cue::Setup, 200), 20);
    /// assert_eq!(look.brightness(Cue::Online, 200), 0);
    /// assert_eq!(look.brightness(Cue::Error, 200), 200);
    /// ```
    #[must_use]
    pub const fn brightness(self, cue: Cue, full: u8) -> u8 {
        if cue.is_urgent() {
            return full;
        }
        if self.is_dark(cue) {
            return 0;
        }
        // A record that says 0 or 200 % neither hides anything nor outshines it.
        if self.percent >= 100 {
            return full;
        }
        match full as u16 * self.percent as u16 / 100 {
            0 => 1,
            share => share as u8,
        }
    }

    /// Whether that cue is dark altogether: only what says that all is well,
    /// and only at night.
    #[must_use]
    pub const fn is_dark(self, cue: Cue) -> bool {
        self.night && matches!(cue, Cue::Online)
    }
}

/// All that decides what the LED tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Situation {
    /// What releasing the button would do, while it is held.
    pub hold: Option<Hold>,
    /// A reset is going on.
    pub resets: bool,
    /// What is broken.
    pub fault: Fault,
    /// Somebody looks for this camera.
    pub identifies: bool,
    /// Privacy mode is on.
    pub privacy: bool,
    /// During a walk test: whether something moves.
    pub walk_test: Option<bool>,
    /// What the camera is doing.
    pub state: CameraState,
}

impl Situation {
    /// Nothing to tell but that it starts.
    pub const QUIET: Self = Self {
        hold: None,
        resets: false,
        fault: Fault::NONE,
        identifies: false,
        privacy: false,
        walk_test: None,
        state: CameraState::STARTING,
    };

    /// One cue for every situation, in the order of design 5: a held button,
    /// reset, fault, identify, setup, privacy, then the normal state (R02, R10).
    #[must_use]
    pub const fn cue(&self) -> Cue {
        if let Some(hold) = self.hold {
            return Cue::of_hold(hold);
        }
        if self.resets {
            return Cue::Resetting;
        }
        if let Some(cue) = Cue::of_fault(self.fault) {
            return cue;
        }
        if self.identifies {
            return Cue::Identify;
        }
        match (self.state, self.privacy, self.walk_test) {
            (CameraState::SETUP, _, _) => Cue::Setup,
            (_, true, _) => Cue::Privacy,
            (_, _, Some(true)) => Cue::Motion,
            (_, _, Some(false)) => Cue::WalkTest,
            (CameraState::ONLINE, _, _) => Cue::Online,
            (CameraState::UNPROVISIONED, _, _) => Cue::Unprovisioned,
            _ => Cue::Searching,
        }
    }
}
