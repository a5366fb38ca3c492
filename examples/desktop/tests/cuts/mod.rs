//! Every unit that a story writes is cut, and every unit of the recovery, and every unit of that one's: the camera that
//! comes back is the one before the unit's piece of work or the one after it, and no secret is left of what is gone.

mod recovery;
pub(crate) mod tape;

use core::fmt;
use core::ops::AddAssign;

use camera_hal::mock::flash::Tear;

pub(crate) use recovery::Camera;
pub(crate) use tape::{Image, Tape, Unit, Work};

/// Which of all cuts are made.
pub(crate) struct Plan {
    /// How often a word is torn at random, at 1/16 to 15/16 of its bits in turn.
    pub(crate) random_words: u32,
    /// Of so many units one is cut: 1 is all.
    pub(crate) units: u32,
    /// Of so many first cuts one is cut again, wherever its recovery writes.
    pub(crate) seconds: u32,
    /// Of so many second cuts one is cut once more.
    pub(crate) thirds: u32,
}

/// What was done.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    /// Words and sectors that were cut.
    pub(crate) units: u64,
    /// Power cuts, one to a run.
    pub(crate) cuts: u64,
    /// Runs with another one in the recovery.
    pub(crate) doubles: u64,
    /// Runs with a third.
    pub(crate) triples: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.units += other.units;
        self.cuts += other.cuts;
        self.doubles += other.doubles;
        self.triples += other.triples;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            units,
            cuts,
            doubles,
            triples,
        } = self;
        write!(
            f,
            "{units} units, {cuts} cuts, {doubles} double cuts, {triples} triple cuts"
        )
    }
}

/// Cuts one piece of work everywhere. The error says where the camera came back wrong.
pub(crate) fn cut_work(tape: &Tape, work: &Work, plan: &Plan) -> Result<Counts, String> {
    let mut camera = Camera::new(tape.profile, &tape.secrets);
    camera.may_be(&work.before)?;
    camera.may_be(&work.after())?;
    let mut counts = Counts::default();
    let mut image = work.before.clone();
    for (number, unit) in work.units.iter().enumerate() {
        if unit.is_whole() && (work.number + number as u32).is_multiple_of(plan.units) {
            counts.units += 1;
            for tear in tears(unit, plan, number as u32) {
                let at = format!("work {}, unit {number} {tear:?}", work.number);
                let torn = unit.torn(&image, tear);
                cut(&mut camera, torn, plan, &mut counts).map_err(|why| format!("{at}: {why}"))?;
            }
        }
        unit.write(&mut image);
    }
    Ok(counts)
}

/// A first cut, and those that may follow it.
fn cut(
    camera: &mut Camera<'_>,
    torn: Image,
    plan: &Plan,
    counts: &mut Counts,
) -> Result<(), String> {
    let written = camera.recovers(&torn, 1)?;
    let first = counts.cuts as u32;
    counts.cuts += 1;
    if !first.is_multiple_of(plan.seconds) {
        return Ok(());
    }
    for unit in 1..=written {
        for tear in any_tears(first.wrapping_add(unit)) {
            let twice = camera.is_cut(&torn, unit, tear);
            let at = |why| format!("and unit {unit} of the recovery {tear:?}: {why}");
            let written = camera.recovers(&twice, 2).map_err(at)?;
            let second = counts.doubles as u32;
            counts.doubles += 1;
            if written > 0 && second.is_multiple_of(plan.thirds) {
                let third = 1 + second / plan.thirds % written;
                let [tear, ..] = any_tears(second / plan.thirds);
                let thrice = camera.is_cut(&twice, third, tear);
                camera.recovers(&thrice, 3).map_err(at)?;
                counts.triples += 1;
            }
        }
    }
    Ok(())
}

fn tears(unit: &Unit, plan: &Plan, seed: u32) -> Vec<Tear> {
    let mut tears = vec![Tear::Before, Tear::Half, Tear::After];
    match unit {
        Unit::Sector(_) => {
            tears.push(Tear::Zeroed);
            tears.extend((1..16).map(|sixteenths| some(sixteenths, seed)));
        }
        Unit::Word(..) | Unit::Copy(..) => {
            let more = (0..plan.random_words).map(|n| some(1 + ((seed + n) % 15) as u8, seed + n));
            tears.extend(more);
        }
    }
    tears
}

/// What a second or third cut leaves of a unit, whether that programs or erases.
fn any_tears(seed: u32) -> [Tear; 6] {
    let mut tears = [
        some(1 + (seed % 15) as u8, seed),
        Tear::Half,
        Tear::Zeroed,
        Tear::Before,
        Tear::After,
        some(1 + (seed / 15 % 15) as u8, !seed),
    ];
    tears.rotate_left(seed as usize % 6);
    tears
}

fn some(sixteenths: u8, seed: u32) -> Tear {
    let seed = seed.into();
    Tear::Random { sixteenths, seed }
}
