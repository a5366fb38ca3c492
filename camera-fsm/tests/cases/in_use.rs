//! A camera that is set up and in use: where many a test begins.

use camera_fsm::profile::REFERENCE;
use camera_fsm::scenario::run;

use crate::world::World;

const SET_UP: &str = r#"
router set {"network":[{"ssid":"Home","password":"correct horse"}]}
power on
expect state setup within 30s
controller pair
expect reply done within 30s
controller setup Home "correct horse"
expect reply done within 60s
expect window closed
advance 5s
controller connect
expect reply done
"#;

/// Plays a piece of a story that must hold.
pub(crate) fn play(world: &mut World, story: &str) {
    if let Err(error) = run(world, story) {
        panic!("{error}\nof the story{story}");
    }
}

/// A camera on its network, and its controller connected.
pub(crate) fn in_use() -> World {
    let mut world = World::new(&REFERENCE);
    play(&mut world, SET_UP);
    world
}
