//! Each part alone, whole and for real, beside a stub of the rest that has two
//! states: the camera is open or private, its flash works or does not. Whatever
//! happens next, now, just before something is due, at it or far too late.
//!
//! The device is explored with all of them together, where it has no room for
//! all that one of them can be told. Here a situation is the value itself, and
//! not a hash of it.

mod asked;
mod found;
mod head;
mod heard;
mod homing;
mod night;
mod recording;
mod sown;
mod watch;

use core::fmt::Debug;
use core::hash::Hash;
use std::collections::HashMap;

use camera_fsm::action::OpId;
use camera_fsm::explore::{BASE, Rebase};
use camera_fsm::profile::SensingTimes;
use camera_fsm::time::Instant;

use crate::cpu;

/// What a law says that does not hold.
type Broken = &'static str;

/// A part, the stub beside it, and what the laws remember. Now is [`BASE`].
trait Part: Clone + Eq + Hash {
    type Input: Copy + Debug;

    /// What all times are multiples of: "just before" is so long before.
    const GRID_MS: u32 = 1;

    /// All that can happen.
    fn inputs(&self) -> Vec<Self::Input>;

    /// When something is due.
    fn dues(&self) -> Vec<Instant>;

    /// What happens then; set back to [`BASE`].
    fn after(&self, at: Instant, input: Self::Input) -> Result<Self, Broken>;

    /// Nobody does anything any more: it comes to rest.
    fn left_alone(&self) -> Result<(), Broken>;
}

fn law(holds: bool, law: Broken) -> Result<(), Broken> {
    if holds { Ok(()) } else { Err(law) }
}

/// The operation that goes on: the searcher's names are smaller.
const OP: OpId = OpId(1);

/// `at` becomes [`BASE`].
fn to_base<T>(at: Instant, set_back: impl FnOnce(&mut Rebase<'_>) -> T) -> T {
    set_back(&mut Rebase::new(at, 0, &mut |_| OP))
}

const FAR_TOO_LATE_MS: u32 = 3_600_000;

/// An instant that lies ahead, or none.
type Until = Option<Instant>;

fn ahead(until: Until, at: Instant) -> Until {
    until.filter(|until| *until > at)
}

/// As far from [`BASE`] as it was from `at`.
fn shifted(until: Until, at: Instant) -> Until {
    ahead(until, at).map(|until| BASE.after(until.since(at) as u32))
}

/// What motion and the light go by.
const TIMES: SensingTimes = SensingTimes {
    settle_ms: 2,
    quiet_ms: 4,
    show_ms: 2,
    walk_test_ms_max: 3,
    dusk_ms: 3,
    hysteresis_percent: 5,
    record_ms: 2,
};

/// Now, just before each of these, at it, and far too late.
fn instants(dues: &[Instant], grid_ms: u32) -> Vec<Instant> {
    let before = |due: &Instant| Instant::from_millis(due.as_millis() - u64::from(grid_ms));
    let around = |due: &Instant| [before(due), *due];
    let mut all = vec![BASE, BASE.after(FAR_TOO_LATE_MS)];
    all.extend(dues.iter().flat_map(around).filter(|at| *at > BASE));
    all.sort_unstable();
    all.dedup();
    all
}

/// All that was reached: whence, and how.
type Ways<P> = Vec<(P, Option<(usize, Instant, <P as Part>::Input)>)>;

/// How many situations there are, and ways to go on from one.
struct Counts {
    states: usize,
    transitions: usize,
}

/// Breadth first through all of it; or a law that does not hold, and a shortest
/// way there.
fn search<P: Part>(starts: impl IntoIterator<Item = P>) -> Result<Counts, (Broken, String)> {
    let mut known: HashMap<P, usize> = HashMap::new();
    let mut ways: Ways<P> = Vec::new();
    for start in starts {
        known.insert(start.clone(), ways.len());
        ways.push((start, None));
    }
    let (mut from, mut transitions) = (0, 0);
    while let Some((part, _)) = ways.get(from).cloned() {
        let alone = part.left_alone();
        alone.map_err(|broken| (broken, way(&ways, from) + "  left alone\n"))?;
        for input in part.inputs() {
            for at in instants(&part.dues(), P::GRID_MS) {
                transitions += 1;
                let after = part.after(at, input);
                let after =
                    after.map_err(|broken| (broken, way(&ways, from) + &line(at, &input)))?;
                known.entry(after).or_insert_with_key(|after| {
                    ways.push((after.clone(), Some((from, at, input))));
                    ways.len() - 1
                });
            }
        }
        from += 1;
    }
    let states = from;
    Ok(Counts {
        states,
        transitions,
    })
}

/// Explores all of it, and prints the counts.
fn explore<P: Part>(name: &str, starts: impl IntoIterator<Item = P>) {
    let begun = cpu::seconds();
    let counts = search(starts);
    let Counts {
        states,
        transitions,
    } = counts.unwrap_or_else(|(broken, way)| panic!("{name}: {broken}\n{way}"));
    let seconds = cpu::seconds() - begun;
    cpu::spend(seconds);
    println!(
        "{name} alone: {states} states, {transitions} transitions, {seconds:.1} CPU-s, {:.1} in all",
        cpu::spent()
    );
}

/// The law that is broken first.
fn broken<P: Part>(starts: impl IntoIterator<Item = P>) -> Option<Broken> {
    search(starts).err().map(|(law, _)| law)
}

fn line(at: Instant, input: &impl Debug) -> String {
    format!("  +{} ms  {input:?}\n", at.since(BASE))
}

/// A shortest way there, one line for each event.
fn way<P: Part>(ways: &Ways<P>, mut to: usize) -> String {
    let mut text = String::new();
    while let Some((from, at, input)) = ways[to].1 {
        text = line(at, &input) + &text;
        to = from;
    }
    text
}
