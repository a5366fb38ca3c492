//! Faults between a head and the rest of a camera.

use std::sync::LazyLock;

use camera_fsm::pan_tilt::PanTilt;
use camera_fsm::profile::{AxisLimits, MotionLimits, Pace};
use camera_fsm::time::Instant;
use camera_proto::vocab::{Refusal, Velocity};

use super::{BASE, END_CDEG, FAR_TOO_LATE_MS, Head, Input, LEASE_MS, aim, is_told, limits};
use crate::parts::sown::each_breaks_its_law;
use crate::parts::{Broken, broken};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sown {
    MotorsAreSlower,
    MotorsAreFaster,
    TheRangeIsWider,
    LeasesAreLonger,
    IsCalledHotWhenItIsNot,
    StopsShort,
    SagsInTime,
    TicksBrake,
    OrdersComeBeforeTheTick,
    NeverTicks,
    NeverAsksToBeWoken,
    ALostLeaseFinishesItsMove,
    LosesItsPlaceInPrivacy,
    WaitsForWhatIsRefused,
    TheFirstOrderWins,
    StallsHideTheRange,
    StepsFromWhereItIsSeen,
    CallsAMoveALimit,
    LeasesAreShorter,
    HomeIsElsewhere,
    StopsLeaveThePatrol,
    StopsFinishTheMove,
    PatrolsInWords,
    StallsAreNotTold,
    GoesHomeThoughStuck,
    PrivacyLeavesTheHead,
    PatrolsWaitForNobody,
    PatrolsNeverTick,
}
use Sown as S;

const SOWN: [(Sown, Broken); 28] = [
    (S::MotorsAreSlower, "it comes to rest soon"),
    (S::MotorsAreFaster, "it is too fast"),
    (S::TheRangeIsWider, "it leaves its range"),
    (S::LeasesAreLonger, "too long a lease"),
    (S::IsCalledHotWhenItIsNot, "it cools"),
    (S::StopsShort, "it stands where it said"),
    (S::SagsInTime, "it stays there"),
    (S::TicksBrake, "a tick too many changes something"),
    (S::OrdersComeBeforeTheTick, "a lease ends"),
    (S::NeverTicks, "it never comes to rest"),
    (S::NeverAsksToBeWoken, "it rests, or wants to be woken"),
    (
        S::ALostLeaseFinishesItsMove,
        "who has lost the head has stopped it",
    ),
    (S::LosesItsPlaceInPrivacy, "it jumps"),
    (
        S::WaitsForWhatIsRefused,
        "what is refused changes something",
    ),
    (S::TheFirstOrderWins, "the last order wins"),
    (S::StallsHideTheRange, "out of range is that"),
    (
        S::StepsFromWhereItIsSeen,
        "so far from where it stands or will",
    ),
    (S::CallsAMoveALimit, "it is not at its limit"),
    (S::LeasesAreShorter, "it is leased for so long"),
    (S::HomeIsElsewhere, "it goes home"),
    (S::StopsLeaveThePatrol, "it stops always"),
    (S::StopsFinishTheMove, "it brakes at once"),
    (S::PatrolsInWords, "it patrols as it is told"),
    (S::StallsAreNotTold, "what is stuck moves"),
    (S::GoesHomeThoughStuck, "what is stuck was sent somewhere"),
    (S::PrivacyLeavesTheHead, "a private lens is parked"),
    (S::PatrolsWaitForNobody, "the patrol waits for the hand"),
    (S::PatrolsNeverTick, "a patrol that goes on goes on"),
];

/// What is handed on instead of the limits of that head.
static OTHERS: LazyLock<[(Sown, MotionLimits); 5]> = LazyLock::new(|| {
    let right = || limits(0);
    let of_pan = |pan| MotionLimits { pan, ..right() };
    let paced = |pace| {
        of_pan(AxisLimits {
            pace,
            ..right().pan
        })
    };
    let max_cdeg = END_CDEG + 1;
    [
        (S::MotorsAreSlower, paced(Pace::new(1_000, 1_000))),
        (S::MotorsAreFaster, paced(Pace::new(1_000_000, 100_000_000))),
        (
            S::TheRangeIsWider,
            of_pan(AxisLimits {
                max_cdeg,
                ..right().pan
            }),
        ),
        (
            S::LeasesAreLonger,
            MotionLimits {
                lease_ms_max: LEASE_MS + 1,
                ..right()
            },
        ),
        (
            S::IsCalledHotWhenItIsNot,
            MotionLimits {
                turn_ms_max: 0,
                ..right()
            },
        ),
    ]
});

impl Head {
    /// The limits that the rest of the camera goes by.
    pub(super) fn handed(&self) -> &'static MotionLimits {
        let other = OTHERS.iter().find(|(sown, _)| self.is(*sown));
        other.map_or(self.limits(), |(_, limits)| limits)
    }

    /// Where a head is seen that stands there.
    pub(super) fn seen(&self, at: Instant, pan: i32) -> i32 {
        match self.sown {
            Some(S::StopsShort) => pan.min(END_CDEG - 1),
            Some(S::SagsInTime) if at >= BASE.after(FAR_TOO_LATE_MS) => pan - 1,
            _ => pan,
        }
    }

    /// When it says that something is due.
    pub(super) fn due(&self, now: Instant) -> Option<Instant> {
        let due = self.head.due(now);
        due.filter(|_| !self.is(S::NeverAsksToBeWoken))
    }

    /// What a tick does besides.
    pub(super) fn fails_at_the_tick(&mut self, at: Instant, lease: Option<Instant>) {
        let limits = self.limits();
        match self.sown {
            Some(S::TicksBrake) => self.head.stop(at, limits),
            Some(S::ALostLeaseFinishesItsMove) if lease.is_some_and(|end| end <= at) => {
                let _ = self.head.move_to(at, &aim(-END_CDEG, 1), limits);
            }
            _ => {}
        }
    }

    /// What is said to that instead of what should be.
    pub(super) fn fails_to_give(
        &mut self,
        at: Instant,
        input: Input,
    ) -> Option<Result<(), Refusal>> {
        let limits = self.limits();
        let is_moving = self.head.is_moving(at);
        let is_stuck = self.head.is_stalled();
        let head = &mut self.head;
        let pan_cdeg = head.pose(at).pan.0;
        Some(match (self.sown?, input) {
            (S::LosesItsPlaceInPrivacy, Input::Private(true)) => {
                *head = PanTilt::new();
                return None;
            }
            (S::WaitsForWhatIsRefused, Input::To(..)) => {
                self.patrol.wait(at, limits.patrol_pause_ms);
                return None;
            }
            (S::TheFirstOrderWins, Input::To(..)) if is_moving => Ok(()),
            (S::StallsHideTheRange, _) if is_stuck && is_told(input) => Err(Refusal::STALLED),
            (S::StepsFromWhereItIsSeen, Input::By(by)) => {
                head.move_to(at, &aim(pan_cdeg + by, 0), limits)
            }
            (S::CallsAMoveALimit, Input::By(_)) if is_moving => Err(Refusal::AT_LIMIT),
            (S::LeasesAreShorter, Input::On(pan, ms)) => {
                head.move_on(at, Velocity(pan), Velocity(0), ms - 1, limits)
            }
            (S::HomeIsElsewhere, Input::Home) => head.move_to(at, &aim(1, 0), limits),
            (S::StopsLeaveThePatrol, Input::Stop) => {
                head.stop(at, limits);
                Ok(())
            }
            (S::StopsFinishTheMove, Input::Stop) => {
                self.patrol.end();
                if head.lease().is_some() {
                    head.stop(at, limits);
                }
                Ok(())
            }
            (S::PatrolsInWords, Input::Patrol(true)) => Ok(()),
            (S::StallsAreNotTold, Input::Stalled(_)) => Ok(()),
            (S::GoesHomeThoughStuck, Input::Home) if is_stuck => Ok(()),
            _ => return None,
        })
    }
}

#[test]
fn r60_r61_r62_every_law_of_a_head_is_broken_by_a_fault() {
    each_breaks_its_law(&[include_str!("../head.rs")], &SOWN, |sown| {
        broken([Head::new(false, Some(sown))])
    });
}
