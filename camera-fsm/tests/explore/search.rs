//! Breadth first over every world that can be reached, so that the first way
//! to break a law is a shortest one.

use core::hash::BuildHasherDefault;
use std::collections::{HashMap, VecDeque};

use camera_fsm::explore::BASE;
use camera_fsm::time::Instant;

use crate::cpu;
use crate::fingerprint::{AsItIs, Fingerprint, fingerprint};
use crate::lawful::inputs::Product;
use crate::lawful::laws::{Moment, broken};
use crate::lawful::seeds::Seed;
use crate::lawful::world::{Event, Outcome, World};

/// What an exploration has counted.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) states: usize,
    pub(crate) transitions: usize,
    /// The longest of all shortest ways.
    pub(crate) depth: usize,
    /// The most actions of one step.
    pub(crate) actions: usize,
    /// Nothing is left to go to.
    pub(crate) closed: bool,
    /// Of the processor.
    pub(crate) seconds: f64,
}

/// Every law holds, or this is a shortest way to break that one.
pub(crate) struct Violation {
    pub(crate) law: &'static str,
    pub(crate) way: String,
}

/// Looked at: every world once, and every transition once.
pub(crate) trait Witness {
    fn world(&mut self, _world: &World) -> Result<(), &'static str> {
        Ok(())
    }

    fn transition(&mut self, _moment: &Moment<'_>) {}
}

/// Both look.
impl<A: Witness, B: Witness> Witness for (A, B) {
    fn world(&mut self, world: &World) -> Result<(), &'static str> {
        self.0.world(world)?;
        self.1.world(world)
    }

    fn transition(&mut self, moment: &Moment<'_>) {
        self.0.transition(moment);
        self.1.transition(moment);
    }
}

/// Nobody.
impl Witness for () {}

pub(crate) struct Search<'a> {
    pub(crate) product: &'a Product,
    pub(crate) seed: Option<Seed>,
    /// More worlds than these are not looked at.
    pub(crate) states_max: usize,
}

/// Whence a world was first reached, and by which of the choices there.
type Parents = HashMap<Fingerprint, (Fingerprint, u32), BuildHasherDefault<AsItIs>>;

impl Search<'_> {
    pub(crate) fn run(&self, witness: &mut impl Witness) -> Result<Counts, Violation> {
        let begun = cpu::seconds();
        let mut counts = Counts::default();
        let mut parents = Parents::default();
        let mut frontier = VecDeque::new();
        for world in self.product.starts() {
            let print = fingerprint(&world);
            parents.insert(print, (print, 0));
            frontier.push_back((world, print, 0));
        }
        while let Some((world, print, depth)) = frontier.pop_front() {
            if depth > counts.depth {
                counts.depth = depth;
                progress(depth, parents.len(), counts.transitions);
            }
            if let Err(law) = witness.world(&world) {
                let way = self.way(&parents, print, None);
                return Err(Violation { law, way });
            }
            if parents.len() > self.states_max {
                break;
            }
            for (choice, (at, event)) in (0..).zip(self.product.choices(&world)) {
                let (after, outcome) = self.take(&world, at, event);
                let moment = Moment::new(&world, (at, event), &outcome, &after);
                counts.transitions += 1;
                counts.actions = counts.actions.max(outcome.actions.len());
                if let Some(law) = broken(&moment) {
                    let way = self.way(&parents, print, Some((at, event)));
                    return Err(Violation { law, way });
                }
                witness.transition(&moment);
                let reached = fingerprint(&after);
                parents.entry(reached).or_insert_with(|| {
                    frontier.push_back((after, reached, depth + 1));
                    (print, choice)
                });
            }
        }
        counts.closed = frontier.is_empty();
        counts.states = parents.len();
        counts.seconds = cpu::seconds() - begun;
        cpu::spend(counts.seconds);
        Ok(counts)
    }

    pub(crate) fn take(&self, world: &World, at: Instant, event: Event) -> (World, Outcome) {
        let mut after = world.clone();
        let outcome = after.happen(at, event, self.seed);
        (after, outcome)
    }

    /// The way to a world, walked again, one line for each event.
    fn way(&self, parents: &Parents, to: Fingerprint, last: Option<(Instant, Event)>) -> String {
        let mut choices = Vec::new();
        let mut print = to;
        while let Some((parent, choice)) = parents.get(&print).filter(|(from, _)| *from != print) {
            choices.push(*choice);
            print = *parent;
        }
        let starts = self.product.starts();
        let start = starts.into_iter().find(|world| fingerprint(world) == print);
        let Some(mut world) = start else {
            return String::from("a way from nowhere");
        };
        let mut text = format!("  {} with {:?}\n", self.product.name, world.flash.kept());
        for choice in choices.into_iter().rev() {
            let (at, event) = self.product.choices(&world)[choice as usize];
            world = self.walk(&world, at, event, &mut text);
        }
        if let Some((at, event)) = last {
            self.walk(&world, at, event, &mut text);
        }
        text
    }

    fn walk(&self, world: &World, at: Instant, event: Event, text: &mut String) -> World {
        let (after, outcome) = self.take(world, at, event);
        let seconds = at.since(BASE) / 1_000;
        *text += &format!("  +{seconds:>4} s  {event:?}\n");
        for action in outcome.actions {
            *text += &format!("           -> {action:?}\n");
        }
        if after.powered {
            let status = after.device.status(BASE);
            let (state, reset, fault) = (status.state, status.reset, status.fault);
            *text += &format!("           = {state:?}, reset {reset:?}, fault {fault:?}\n");
        }
        after
    }
}

/// Says how far a long search has come.
fn progress(depth: usize, states: usize, transitions: usize) {
    if states > 1_000_000 {
        eprintln!("depth {depth}: {states} states, {transitions} transitions");
    }
}
