//! The head and its patrol (R54, R60–R62) beside a camera that is open or
//! private. Its way from stop to stop is four centidegrees and as many
//! milliseconds: every instant of every move is a situation.

mod sown;

use std::sync::LazyLock;

use camera_fsm::explore::BASE;
use camera_fsm::levels::Pose;
use camera_fsm::pan_tilt::{Aim, PanTilt, Patrol};
use camera_fsm::profile::{AxisLimits, MotionLimits, Pace, REFERENCE};
use camera_fsm::settings::{Effect, Stops, Values};
use camera_fsm::time::Instant;
use camera_proto::message::PatrolStop;
use camera_proto::vocab::{Axis, Cdeg, Refusal, SettingId, Speed, Velocity};

use super::{Broken, FAR_TOO_LATE_MS, Part, explore, law, to_base};
use sown::Sown;

const LEASE_MS: u16 = 3;
const END_CDEG: i32 = 2;

/// It gains a centidegree a millisecond in each. Its gears have play, or none.
fn limits(backlash_cdeg: u16) -> MotionLimits {
    MotionLimits {
        pan: AxisLimits {
            min_cdeg: -END_CDEG,
            max_cdeg: END_CDEG,
            pace: Pace::new(100_000, 1_000_000).with_backlash(backlash_cdeg),
        },
        tilt: AxisLimits::NONE,
        turn_ms_max: 8,
        lease_ms_max: LEASE_MS,
        patrol_pause_ms: 5,
        ..REFERENCE.motion
    }
}

static LIMITS: LazyLock<[MotionLimits; 2]> = LazyLock::new(|| [limits(0), limits(1)]);

/// A patrol between one end and the middle.
static VALUES: LazyLock<Values> = LazyLock::new(|| {
    let there = |pan| Effect::Preset(Pose { pan, tilt: Cdeg(0) });
    let stop = |preset| PatrolStop { preset, dwell_s: 1 };
    Values::DEFAULT
        .with(SettingId::PRESETS, there(Cdeg(END_CDEG)))
        .with(SettingId(SettingId::PRESETS.0 + 1), there(Cdeg(-1)))
        .with(
            SettingId::PATROL,
            Effect::Patrol(Stops::of(&[stop(0), stop(1)])),
        )
});

#[derive(Clone, PartialEq, Eq, Hash)]
struct Head {
    sown: Option<Sown>,
    has_play: bool,
    head: PanTilt,
    patrol: Patrol,
    is_private: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Input {
    Time,
    To(i32, u8),
    By(i32),
    On(i8, u16),
    Home,
    Stop,
    Patrol(bool),
    Stalled(bool),
    Private(bool),
}

impl Head {
    fn new(has_play: bool, sown: Option<Sown>) -> Self {
        Self {
            sown,
            has_play,
            head: PanTilt::new(),
            patrol: Patrol::new(),
            is_private: false,
        }
    }

    fn is(&self, sown: Sown) -> bool {
        self.sown == Some(sown)
    }

    fn limits(&self) -> &'static MotionLimits {
        &LIMITS[usize::from(self.has_play)]
    }

    /// What a device does when it is stepped.
    fn expire(&mut self, at: Instant) {
        let limits = self.limits();
        let lease = self.head.lease();
        if !self.is(Sown::NeverTicks) {
            self.head.expire(at, limits);
        }
        if !self.is(Sown::PatrolsNeverTick) {
            self.patrol.expire(at, &VALUES, &mut self.head, limits);
        }
        self.fails_at_the_tick(at, lease);
    }

    /// As the rest of a camera hands it on; what it says to that.
    fn give(&mut self, at: Instant, input: Input) -> Result<(), Refusal> {
        if let Some(said) = self.fails_to_give(at, input) {
            return said;
        }
        let limits = self.handed();
        let is_order = !matches!(input, Input::Stop | Input::Patrol(false));
        if is_order && is_told(input) {
            if self.is_private {
                return Err(Refusal::PRIVACY);
            }
            if self.head.is_hot(at, limits) {
                return Err(Refusal::OVERHEATED);
            }
        }
        let head = &mut self.head;
        match input {
            Input::Time => return Ok(()),
            Input::To(pan, percent) => head.move_to(at, &aim(pan, percent), limits)?,
            Input::By(pan) => head.move_by(at, Cdeg(pan), Cdeg(0), Speed(0), limits)?,
            Input::On(pan, lease_ms) => {
                head.move_on(at, Velocity(pan), Velocity(0), lease_ms, limits)?;
            }
            Input::Home => head.home(at, limits)?,
            Input::Stop if self.is_private => return Ok(()),
            Input::Stop => {
                head.stop(at, limits);
                self.patrol.end();
            }
            Input::Patrol(true) => {
                return self.patrol.begin(at, &VALUES, head, limits);
            }
            Input::Patrol(false) => self.patrol.end(),
            Input::Stalled(stalled) => {
                head.stalled(at, Axis::Pan, stalled);
                self.keep_private(at);
                return Ok(());
            }
            Input::Private(private) => {
                self.is_private = private;
                self.keep_private(at);
                return Ok(());
            }
        }
        if !self.is(Sown::PatrolsWaitForNobody) {
            self.patrol.wait(at, limits.patrol_pause_ms);
        }
        Ok(())
    }

    /// A private lens is parked, as soon as it can be.
    fn keep_private(&mut self, at: Instant) {
        if !self.is_private || self.is(Sown::PrivacyLeavesTheHead) {
            return;
        }
        self.patrol.end();
        if self.aim() != 0 || self.head.lease().is_some() {
            let limits = self.limits();
            if self.head.home(at, limits).is_err() {
                self.head.stop(at, limits);
            }
        }
    }

    fn pan(&self, at: Instant) -> i32 {
        self.seen(at, self.head.pose(at).pan.0)
    }

    /// Where it goes to stay.
    fn aim(&self) -> i32 {
        self.head.target(BASE).0.pan.0
    }

    /// From where a relative move goes: a continuous one stands nowhere.
    fn stands_from(&self, at: Instant) -> i32 {
        match self.head.lease() {
            Some(_) => self.pan(at),
            None => self.aim(),
        }
    }

    /// In range all the way, at no more than two centidegrees a millisecond and
    /// what rounding adds, to where it says and no further.
    fn way_is_lawful(&self, at: Instant) -> Result<(), Broken> {
        let (target, rests_in_ms) = self.head.target(at);
        law(rests_in_ms <= 16, "it comes to rest soon")?;
        let mut here = self.pan(at);
        for ms in 1..=rests_in_ms + 1 {
            let next = self.pan(at.after(ms));
            law(next.abs() <= END_CDEG, "it leaves its range")?;
            law(next.abs_diff(here) <= 3, "it is too fast")?;
            here = next;
        }
        law(here == target.pan.0, "it stands where it said")?;
        law(
            here == self.pan(at.after(FAR_TOO_LATE_MS)),
            "it stays there",
        )
    }
}

fn aim(pan: i32, percent: u8) -> Aim {
    let (pan, speed) = (Some(Cdeg(pan)), Speed(percent));
    Aim {
        pan,
        tilt: None,
        speed,
    }
}

/// By a person, that is.
fn is_told(input: Input) -> bool {
    !matches!(input, Input::Time | Input::Stalled(_) | Input::Private(_))
}

impl Part for Head {
    type Input = Input;

    fn inputs(&self) -> Vec<Input> {
        vec![
            Input::Time,
            Input::To(END_CDEG, 0),
            Input::To(-END_CDEG, 1),
            Input::To(1, 0),
            Input::To(END_CDEG + 1, 0),
            Input::By(-1),
            Input::On(100, LEASE_MS),
            Input::On(-1, LEASE_MS),
            Input::On(100, LEASE_MS + 1),
            Input::Home,
            Input::Stop,
            Input::Patrol(true),
            Input::Patrol(false),
            Input::Stalled(!self.head.is_stalled()),
            Input::Private(!self.is_private),
        ]
    }

    fn dues(&self) -> Vec<Instant> {
        let (_, rests_in_ms) = self.head.target(BASE);
        let rest = (rests_in_ms > 0).then(|| BASE.after(rests_in_ms));
        let all = [rest, self.head.lease(), self.patrol.due()];
        all.into_iter().flatten().collect()
    }

    fn after(&self, at: Instant, input: Input) -> Result<Self, Broken> {
        let limits = self.limits();
        let mut before = self.clone();
        if input == Input::Time || !self.is(Sown::OrdersComeBeforeTheTick) {
            before.expire(at);
        }
        let due = [self.head.lease(), self.patrol.due()];
        let is_due = due.into_iter().flatten().any(|due| due <= at);
        law(
            is_due || before == *self,
            "a tick too many changes something",
        )?;
        law(
            before.head.lease().is_none_or(|end| end > at),
            "a lease ends",
        )?;
        if self.head.lease().is_some_and(|end| end <= at) && !before.patrol.is_on() {
            let (_, ms) = before.head.target(at);
            law(ms <= 4, "who has lost the head has stopped it")?;
        }
        let mut next = before.clone();
        let said = next.give(at, input);
        law(next.pan(at) == before.pan(at), "it jumps")?;
        next.way_is_lawful(at)?;
        if said.is_err() {
            law(next == before, "what is refused changes something")?;
        }
        let goes = said.is_ok();
        let (lease, target) = (next.head.lease(), next.aim());
        match input {
            Input::To(to, _) if goes => {
                law(target == to && lease.is_none(), "the last order wins")?
            }
            Input::To(to, _) if to > END_CDEG => {
                law(said != Err(Refusal::STALLED), "out of range is that")?
            }
            Input::By(by) if goes => law(
                target == before.stands_from(at) + by,
                "so far from where it stands or will",
            )?,
            Input::By(by) if said == Err(Refusal::AT_LIMIT) => {
                law(
                    before.stands_from(at) == END_CDEG * by.signum(),
                    "it is not at its limit",
                )?;
            }
            Input::On(_, ms) => {
                law(
                    !goes || lease == Some(at.after(ms.into())),
                    "it is leased for so long",
                )?;
                law(!goes || ms <= LEASE_MS, "too long a lease")?;
            }
            Input::Home if goes => law(target == 0 && lease.is_none(), "it goes home")?,
            Input::Stop => {
                law(
                    goes && !next.patrol.is_on() && lease.is_none(),
                    "it stops always",
                )?;
                let (_, ms) = next.head.target(at);
                law(self.is_private || ms <= 4, "it brakes at once")?;
            }
            Input::Patrol(on) if goes && !next.head.is_stalled() => {
                law(next.patrol.is_on() == on, "it patrols as it is told")?;
            }
            Input::Stalled(true) => law(!next.head.is_moving(at), "what is stuck moves")?,
            _ => {}
        }
        if next.head.is_stalled() {
            let is_refused =
                said.is_err() || !matches!(input, Input::To(..) | Input::By(_) | Input::Home);
            law(is_refused, "what is stuck was sent somewhere")?;
        }
        if next.is_private {
            let is_home = target == 0 || next.head.is_stalled();
            law(
                is_home && lease.is_none() && !next.patrol.is_on(),
                "a private lens is parked",
            )?;
        }
        let ordered = is_told(input) && !matches!(input, Input::Patrol(true)) && goes;
        if ordered && let Some(due) = next.patrol.due() {
            law(
                due >= at.after(limits.patrol_pause_ms),
                "the patrol waits for the hand",
            )?;
        }
        to_base(at, |to| {
            next.head.rebase(to);
            next.patrol.rebase(to);
        });
        Ok(next)
    }

    fn left_alone(&self) -> Result<(), Broken> {
        let (mut alone, mut now) = (self.clone(), BASE);
        if let Some(due) = alone.patrol.due() {
            // It leaves for one of its stops when it is time, unless it must cool or is stuck.
            now = now.max(due).after(FAR_TOO_LATE_MS);
            alone.expire(now);
            let stops = [END_CDEG, -1].contains(&alone.aim());
            return law(
                stops || alone.head.is_stalled(),
                "a patrol that goes on goes on",
            );
        }
        for _ in 0..4 {
            match alone.due(now) {
                None => {
                    law(!alone.head.is_moving(now), "it rests, or wants to be woken")?;
                    let cool = now.after(3 * LIMITS[0].turn_ms_max + 32);
                    return law(!alone.head.is_hot(cool, self.handed()), "it cools");
                }
                Some(due) => now = due,
            }
            alone.expire(now);
        }
        Err("it never comes to rest")
    }
}

#[test]
fn r60_r61_r62_a_head_alone() {
    explore("a head", [Head::new(false, None), Head::new(true, None)]);
}
