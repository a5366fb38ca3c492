//! Every world that is found is also left alone, and reset by its button.

use crate::lawful::left_alone::{breaks, erases, rests};
use crate::lawful::seeds::Seed;
use crate::lawful::world::World;
use crate::search::Witness;

/// From every world: left alone it comes to rest; if `presses`, also that the
/// button leads out of it.
#[derive(Default)]
pub(crate) struct Schedules {
    pub(crate) presses: bool,
    pub(crate) seed: Option<Seed>,
    /// The most steps that each took.
    pub(crate) to_rest: usize,
    pub(crate) to_erased: usize,
    pub(crate) to_broken: usize,
}

impl Witness for Schedules {
    fn world(&mut self, world: &World) -> Result<(), &'static str> {
        let steps = rests(world, self.seed).ok_or("left alone, everything comes to rest")?;
        self.to_rest = self.to_rest.max(steps);
        if self.presses {
            let steps = erases(world, self.seed).ok_or("a hold of the button erases everything")?;
            self.to_erased = self.to_erased.max(steps);
            let steps =
                breaks(world, self.seed).ok_or("a reset that cannot erase ends as a fault")?;
            self.to_broken = self.to_broken.max(steps);
        }
        Ok(())
    }
}
