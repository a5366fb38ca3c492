//! Every world that is found is also left alone, and reset by its button.

use crate::lawful::left_alone::SCHEDULES;
use crate::lawful::seeds::Seed;
use crate::lawful::world::World;
use crate::search::Witness;

/// From every world: left alone it comes to rest, and the button leads out of it.
#[derive(Default)]
pub(crate) struct Schedules {
    pub(crate) seed: Option<Seed>,
    /// The most steps that each took.
    pub(crate) steps: [usize; SCHEDULES.len()],
}

impl Witness for Schedules {
    fn world(&mut self, world: &World) -> Result<(), &'static str> {
        for ((law, schedule), most) in SCHEDULES.iter().zip(&mut self.steps) {
            let steps = schedule(world, self.seed).ok_or(*law)?;
            *most = steps.max(*most);
        }
        Ok(())
    }
}
