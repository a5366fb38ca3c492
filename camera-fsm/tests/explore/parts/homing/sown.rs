//! Faults between a homing and the rest of a camera.

use camera_fsm::action::Actions;
use camera_fsm::pan_tilt::Homes;
use camera_fsm::profile::Profile;
use camera_fsm::time::Instant;

use super::{Head, Input, Job, begun};
use crate::parts::sown::each_breaks_its_law;
use crate::parts::{Broken, broken};
use crate::small::stepper_profile;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sown {
    MovesBeforeThatIsWritten,
    MovesInWords,
    UnparkedInWords,
    HomesInWords,
    FindsHomeInWords,
    BootsInWords,
    ThinksItIsHomedAtBoot,
    ThinksItMustBeHomed,
    TheBoardGoesOnWithoutPower,
    NeverAsksToBeWoken,
    NeverTicksAtRest,
    ItsClockStandsStill,
    RestIsNotTold,
    ResetsAreNotTold,
    StaleEndsAreItsOwn,
    FailuresPassForSuccess,
    FailuresAreLost,
    TheLossIsNotTold,
    StopsOnlyForWhoWaits,
    WhoIsGoneIsNotTold,
    HomeIsTakenForAway,
    TurnsForNobody,
}
use Sown as S;

const SOWN: [(Sown, Broken); 22] = [
    (S::MovesBeforeThatIsWritten, "it is parked too soon"),
    (S::MovesInWords, "it knows where it stands"),
    (S::UnparkedInWords, "it is parked in words"),
    (S::HomesInWords, "it knows where it stands"),
    (S::FindsHomeInWords, "somebody waits for nothing"),
    (S::BootsInWords, "it says what it does"),
    (
        S::ThinksItIsHomedAtBoot,
        "it looks for home no sooner than it must",
    ),
    (S::ThinksItMustBeHomed, "it knows anyway"),
    (S::TheBoardGoesOnWithoutPower, "it does one thing at a time"),
    (S::NeverAsksToBeWoken, "it looks for ever"),
    (S::NeverTicksAtRest, "it never comes to rest"),
    (S::ItsClockStandsStill, "it wakes for what is past"),
    (S::RestIsNotTold, "it is not parked in the end"),
    (S::ResetsAreNotTold, "it writes while others do"),
    (S::StaleEndsAreItsOwn, "it knows its own operation"),
    (S::FailuresPassForSuccess, "it knows what it has found"),
    (S::FailuresAreLost, "it knows that it has not"),
    (
        S::TheLossIsNotTold,
        "it says that it is lost when it has looked for too long",
    ),
    (S::StopsOnlyForWhoWaits, "nobody wants it to turn"),
    (
        S::WhoIsGoneIsNotTold,
        "whoever waits gets one answer, and nobody else",
    ),
    (S::HomeIsTakenForAway, "it turns where it was told last"),
    (S::TurnsForNobody, "who waits is told that it turns"),
];

/// The head where it shows.
fn bed(sown: Sown) -> Homes {
    match sown {
        S::ThinksItMustBeHomed => Homes::Never,
        S::BootsInWords | S::TheBoardGoesOnWithoutPower => Homes::AtBoot,
        _ => Homes::BeforeMoving,
    }
}

impl Head {
    /// What it is told that the camera is.
    pub(super) fn told(&self) -> &'static Profile {
        match self.sown {
            Some(S::ThinksItMustBeHomed) => stepper_profile(Homes::BeforeMoving),
            Some(S::ThinksItIsHomedAtBoot) => stepper_profile(Homes::AtBoot),
            _ => self.profile,
        }
    }

    /// When it says that something is due.
    pub(super) fn due(&self) -> Option<Instant> {
        let due = self.homing.due();
        due.filter(|_| !self.is(S::NeverAsksToBeWoken))
    }

    /// What the board is told to begin.
    pub(super) fn begun(&self, input: Input, actions: &Actions) -> Vec<Job> {
        let mut begun = begun(actions);
        let is_lost = match input {
            Input::PowerCut(_) => self.is(S::BootsInWords),
            _ => self.is(S::FindsHomeInWords),
        };
        begun.retain(|job| !is_lost || *job != Job::Finding);
        begun
    }
}

#[test]
fn r61_every_law_of_homing_is_broken_by_a_fault() {
    let sources = [include_str!("../homing.rs"), include_str!("steps.rs")];
    each_breaks_its_law(&sources, &SOWN, |sown| {
        broken([Head::new(bed(sown), Some(sown))])
    });
}
