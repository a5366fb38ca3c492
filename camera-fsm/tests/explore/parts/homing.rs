//! A head that must find its home before it moves (R61), or as soon as there is
//! power, beside a flash that says whether it is parked: power is cut in the
//! middle of anything, what was being written is kept or not, and the rest of the
//! camera leaves the head alone or does not. The laws know where it stands.

mod sown;
mod steps;

use camera_fsm::action::{Action, Actions, Context, OpId, StoreJob};
use camera_fsm::explore::BASE;
use camera_fsm::pan_tilt::{Homes, Homing};
use camera_fsm::profile::Profile;
use camera_fsm::time::Instant;

use super::asked::{CLIENTS, STALE};
use super::{Broken, OP, Part, explore, law, to_base};
use crate::small::{GRID_MS, stepper_profile};
use sown::Sown;

/// What the board does for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Job {
    Finding,
    Noting(bool),
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Head {
    profile: &'static Profile,
    sown: Option<Sown>,
    homing: Homing,
    /// The rest: no patrol and no reset has the head.
    is_free: bool,
    job: Option<Job>,
    /// What the flash says.
    is_parked: bool,
    /// Whether it stands at home, and whether its steps are counted so.
    is_home: bool,
    is_counted_home: bool,
    /// Who wants it to turn, if somebody waits for that: away, or home.
    wanted: Option<(Option<u8>, bool)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Input {
    Time,
    /// A controller wants it away, or home.
    Turn(u8, bool),
    /// From where it is: that means nothing until it knows that.
    Nudge,
    Stop,
    Gone(u8),
    Free(bool),
    Done(OpId, bool),
    /// What was being written is kept, or not.
    PowerCut(bool),
}

/// What was begun.
fn begun(actions: &Actions) -> Vec<Job> {
    let jobs = actions.iter().filter_map(|action| match action {
        Action::FindHome { .. } => Some(Job::Finding),
        Action::Store {
            job: StoreJob::SaveParked(parked),
            ..
        } => Some(Job::Noting(*parked)),
        _ => None,
    });
    jobs.collect()
}

impl Head {
    /// As it comes out of its box.
    fn new(homes: Homes, sown: Option<Sown>) -> Self {
        let mut head = Self {
            profile: stepper_profile(homes),
            sown,
            homing: Homing::new(),
            is_free: true,
            job: None,
            is_parked: false,
            is_home: false,
            is_counted_home: false,
            wanted: None,
        };
        let mut actions = Actions::new();
        head.boot(&mut Context::new(BASE, head.told(), &mut actions, OpId(0)));
        head.job = begun(&actions).first().copied();
        to_base(BASE, |to| head.homing.rebase(to));
        head
    }

    fn is(&self, sown: Sown) -> bool {
        self.sown == Some(sown)
    }

    fn knows_by_itself(&self) -> bool {
        self.profile.motion.homes == Homes::Never
    }

    fn boot(&mut self, cx: &mut Context<'_>) {
        self.homing = Homing::new();
        self.homing.boot(self.is_parked, cx);
        (self.wanted, self.is_free) = (None, true);
        if !self.is(Sown::TheBoardGoesOnWithoutPower) {
            self.job = None;
        }
        // Servos that know by themselves turn it there; others count from there.
        self.is_home |= self.knows_by_itself();
        self.is_counted_home = true;
    }

    fn is_lawful(&self, at: Instant) -> Result<(), Broken> {
        law(!self.is_parked || self.is_home, "it is parked in words")?;
        law(
            self.job != Some(Job::Noting(true)) || self.is_home,
            "it is parked too soon",
        )?;
        law(
            self.wanted.is_none() || self.job.is_some(),
            "somebody waits for nothing",
        )?;
        let is_right = self.is_counted_home == self.is_home;
        law(
            !self.homing.is_known() || is_right,
            "it knows where it stands",
        )?;
        law(
            self.homing.is_finding() == (self.job == Some(Job::Finding)),
            "it says what it does",
        )?;
        law(
            self.homing.due().is_none_or(|due| due > at),
            "it wakes for what is past",
        )?;
        match self.profile.motion.homes {
            Homes::Never => law(
                self.homing.is_known() && self.job.is_none(),
                "it knows anyway",
            ),
            _ => Ok(()),
        }
    }
}

impl Part for Head {
    type Input = Input;

    const GRID_MS: u32 = GRID_MS;

    fn inputs(&self) -> Vec<Input> {
        let turns = |client| [Input::Turn(client, true), Input::Turn(client, false)];
        let mut all: Vec<_> = CLIENTS.into_iter().flat_map(turns).collect();
        all.extend(CLIENTS.map(Input::Gone));
        all.extend([
            Input::Time,
            Input::Nudge,
            Input::Stop,
            Input::Free(!self.is_free),
        ]);
        all.extend([Input::Done(STALE, true), Input::PowerCut(false)]);
        if self.job.is_some() {
            all.extend([
                Input::Done(OP, true),
                Input::Done(OP, false),
                Input::PowerCut(true),
            ]);
        }
        all
    }

    fn dues(&self) -> Vec<Instant> {
        self.due().into_iter().collect()
    }

    fn after(&self, at: Instant, input: Input) -> Result<Self, Broken> {
        let mut next = self.clone();
        next.step(at, input)?;
        next.is_lawful(at)?;
        if let Input::PowerCut(_) = input {
            let looks = next.profile.motion.homes == Homes::AtBoot && !next.is_parked;
            law(
                next.homing.is_finding() == looks,
                "it looks for home no sooner than it must",
            )?;
        }
        to_base(at, |to| next.homing.rebase(to));
        Ok(next)
    }

    /// The flash answers, its home is never found, and nobody asks any more.
    fn left_alone(&self) -> Result<(), Broken> {
        let (mut alone, mut now) = (self.clone(), BASE);
        for _ in 0..6 {
            let input = match (alone.job, alone.due()) {
                (Some(Job::Noting(_)), _) => Input::Done(OP, true),
                (_, Some(due)) => {
                    now = due;
                    Input::Time
                }
                (Some(Job::Finding), None) => return Err("it looks for ever"),
                (None, None) => break,
            };
            alone.step(now, input)?;
            to_base(now, |to| alone.homing.rebase(to));
            now = BASE;
        }
        law(
            alone.job.is_none() && alone.homing.due().is_none(),
            "it never comes to rest",
        )?;
        let could = !alone.knows_by_itself() && alone.homing.is_known();
        let should = could && alone.is_counted_home && alone.is_free;
        law(!should || alone.is_parked, "it is not parked in the end")
    }
}

const ALL: [Homes; 3] = [Homes::Never, Homes::BeforeMoving, Homes::AtBoot];

#[test]
fn r61_homing_alone() {
    explore("homing", ALL.map(|homes| Head::new(homes, None)));
}
