//! What must come about in the end, from every world: shown by going there.

use camera_fsm::action::RadioJob;
use camera_fsm::action::StoreJob;
use camera_fsm::explore::BASE;
use camera_fsm::input::{OpResult, PinLevel};
use camera_fsm::power::BootCause;
use camera_fsm::time::Instant;
use camera_proto::message::Refused;
use camera_proto::vocab::{CameraState, Flags, Refusal, ResetScope};

use super::inputs::JOINED;
use super::seeds::Seed;
use super::world::{Client, End, Event, World};

/// A way to let a world go on, for how many steps it took; `None`: it led nowhere.
type Schedule = (&'static str, fn(&World, Option<Seed>) -> Option<usize>);

/// Left alone; then reset by the button, with a store that works, and with one that does not.
pub(crate) const SCHEDULES: [Schedule; 3] = [
    ("left alone, everything comes to rest", rests),
    ("a hold of the button erases everything", erases),
    ("a reset that cannot erase ends as a fault", breaks),
];

/// No schedule takes longer; those that do go in circles.
const STEPS_MAX: usize = 100;

/// A world that goes on by itself, perhaps with a fault, and with a store that works or does not.
struct Run {
    world: World,
    store: End,
    seed: Option<Seed>,
    steps: usize,
    /// A reset of everything was finished.
    erased: bool,
}

/// A patrol goes on for ever: after so many steps the rest has come to rest.
const PATROL_STEPS: usize = 60;

/// With nothing but time and sound operations: nothing is under way, nothing
/// is due but the next stop of a patrol, and nobody waits for an answer. From its start the camera also
/// finishes by itself whatever reset a power cut has left.
fn rests(world: &World, seed: Option<Seed>) -> Option<usize> {
    let mut run = Run::new(world, End::Done, seed);
    while !(run.patrols() && run.steps >= PATROL_STEPS) && run.goes_on() {}
    let waits = |client: &Client| client.waits.is_some();
    let waits = run.world.clients.iter().any(waits);
    let restful = [CameraState::ONLINE, CameraState::UNPROVISIONED].contains(&run.state());
    let broken = world.powered && run.is_broken();
    let walks = run.world.device.status(BASE).flags.has(Flags::WALK_TEST);
    let busy = waits || walks || run.world.audio.is_some();
    let rests = run.steps < STEPS_MAX && (restful || broken) && !busy;
    rests.then_some(run.steps)
}

/// Somebody holds the button for as long as a reset takes, with sound flash.
fn erases(world: &World, seed: Option<Seed>) -> Option<usize> {
    let mut run = Run::new(world, End::Done, seed);
    run.hold_for_reset();
    // One that was going on already may have been the first.
    while !run.erased && run.goes_on() {}
    run.erased.then_some(run.steps)
}

/// The same, with a store that does nothing any more.
fn breaks(world: &World, seed: Option<Seed>) -> Option<usize> {
    let mut run = Run::new(world, End::Failed, seed);
    run.hold_for_reset();
    while !run.is_broken() && run.goes_on() {}
    run.is_broken().then_some(run.steps)
}

impl Run {
    fn new(world: &World, store: End, seed: Option<Seed>) -> Self {
        Self {
            world: world.clone(),
            store,
            seed,
            steps: 0,
            erased: false,
        }
    }

    /// `false`: nothing happens any more, or it has gone on for too long.
    fn goes_on(&mut self) -> bool {
        self.steps < STEPS_MAX && self.passes(u32::MAX)
    }

    /// What comes next within that time; `false` when nothing does.
    fn passes(&mut self, ms: u32) -> bool {
        let (at, event) = match self.going_on() {
            Some(event) => (BASE, event),
            None => match self.world.device.due(BASE) {
                Some(due) if due.since(BASE) <= u64::from(ms) => (due, Event::Time),
                _ => return false,
            },
        };
        self.step(at, event);
        true
    }

    /// What ends by itself, without time.
    fn going_on(&self) -> Option<Event> {
        if !self.world.powered {
            return Some(Event::Boot(BootCause::Restart));
        }
        if !self.world.store.is_empty() {
            return Some(Event::Stored(self.store));
        }
        if self.world.cloud.is_some() {
            return Some(Event::Cloud(OpResult::Done));
        }
        let (_, job) = self.world.radio?;
        Some(Event::Radio(match job {
            RadioJob::JoinTrial => JOINED,
            RadioJob::JoinStored if self.world.flash.kept().network => JOINED,
            RadioJob::JoinStored => OpResult::Failed(Refused::because(Refusal::NETWORK_NOT_FOUND)),
            _ => OpResult::Done,
        }))
    }

    fn step(&mut self, at: Instant, event: Event) {
        let ends = self.world.store.first().map(|(_, job)| *job);
        if let (Event::Stored(End::Done), Some(StoreJob::SaveReset(record))) = (event, ends) {
            self.erased |= record.finished && record.scope == ResetScope::Everything;
        }
        self.world.happen(at, event, self.seed);
        self.steps += 1;
    }

    /// Exactly that long, with all that happens meanwhile.
    fn wait(&mut self, ms: u32) {
        let mut left_ms = ms;
        while let Some(event) = self.going_on().filter(|_| self.steps < STEPS_MAX) {
            self.step(BASE, event);
        }
        while left_ms > 0 && self.steps < STEPS_MAX {
            let end = BASE.after(left_ms);
            let due = self.world.device.due(BASE).map_or(end, |due| due.min(end));
            self.step(due, Event::Time);
            left_ms -= due.since(BASE) as u32;
            while let Some(event) = self.going_on().filter(|_| self.steps < STEPS_MAX) {
                self.step(BASE, event);
            }
        }
    }

    fn pin(&mut self, level: PinLevel) {
        if self.world.pin != level {
            self.step(BASE, Event::Pin);
        }
    }

    /// A softer reset that is going on absorbs the hold (R04), and a restart that
    /// was asked for interrupts it: they end first.
    fn hold_for_reset(&mut self) {
        let ends = [CameraState::RESETTING, CameraState::RESTARTING];
        while ends.contains(&self.state()) && self.goes_on() {}
        let times = self.world.device.profile().button;
        self.pin(PinLevel::Up);
        self.wait(times.debounce_ms);
        self.pin(PinLevel::Down);
        self.wait(times.reset_from_ms);
        self.pin(PinLevel::Up);
        self.wait(times.debounce_ms);
    }

    fn state(&self) -> CameraState {
        self.world.device.status(BASE).state
    }

    fn patrols(&self) -> bool {
        let status = self.world.device.status(BASE);
        self.world.powered && status.flags.has(Flags::PATROLLING)
    }

    fn is_broken(&self) -> bool {
        self.world.powered && self.state() == CameraState::BROKEN
    }
}
