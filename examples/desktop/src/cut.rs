//! Cut anywhere: plays a story up to a flash operation, tears it, powers the
//! camera on again, and shows how it heals.

use camera_fsm::profile::Profile;
use camera_fsm::scenario::{Line, Moment, Power, World as _, parse, step};
use camera_fsm::time::Instant;

use crate::changes::Change;
use crate::world::House;

/// A camera that is in use, and then reset by its button.
pub const STORY: &str = include_str!("../pictures/reset.scenario");

const SEED: u64 = 1;

/// What came of a cut.
pub struct Healed {
    /// All that was seen, from the cut on.
    pub changes: Vec<Change>,
    /// The house after that.
    pub house: House,
}

/// How many flash operations the story has.
///
/// # Errors
/// When there is no such camera.
pub fn units(profile: &'static Profile) -> Result<u32, Box<dyn core::error::Error>> {
    let mut house = House::in_memory(profile, SEED)?;
    play(&mut house);
    Ok(house.camera.board().flash.units())
}

/// Plays the story with the power cut there, and what happens then.
///
/// # Errors
/// When there is no such camera.
pub fn cut(
    profile: &'static Profile,
    unit: u32,
    moment: Moment,
) -> Result<Healed, Box<dyn core::error::Error>> {
    let mut house = House::in_memory(profile, SEED)?;
    house.act(&Line::Power(Power::CutAtFlashOp { op: unit, moment }))?;
    play(&mut house);
    house.camera.take_changes();
    house.act(&Line::Power(Power::Off))?;
    house.act(&Line::Button(camera_fsm::input::PinLevel::Up))?;
    house.advance(1_000);
    house.act(&Line::Power(Power::On))?;
    house.advance(15_000);
    let changes = house.camera.take_changes();
    Ok(Healed { changes, house })
}

/// Until the end, or until the power is gone: then the rest cannot be met.
fn play(house: &mut House) {
    for (_, line) in parse(STORY) {
        let Ok(line) = line else { return };
        let _ = step(house, &line, Instant::default());
        if !house.camera.board().flash.is_powered() {
            return;
        }
    }
}
