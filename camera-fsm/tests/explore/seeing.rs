//! The parts that see, hear and turn (R50–R54, R57, R60), each with privacy and
//! a reset beside it. The button is left out but where it says so, and so is a
//! network that is not joined: other products have them.

use camera_fsm::input::Ask;
use camera_fsm::levels::Pose;
use camera_fsm::settings::Effect;
use camera_proto::vocab::{Cdeg, RecordingMode, SettingId, Speed, StorageChoice};

use crate::lawful::inputs::{BRIGHT, CONFIRM, DARK, ERASE_ALL, JOINED, MOVED, Product, TO_AND_FRO};
use crate::lawful::world::Event;
use crate::small::GRID_MS;
use crate::{explore, one_owner};

const PRIVATE: Ask = Ask::Set(SettingId::PRIVACY, Effect::Privacy(true));
const PUBLIC: Ask = Ask::Clear(SettingId::PRIVACY);

/// The machine waits for a tone two seconds longer than it plays.
const TONE: Ask = Ask::AudioTest {
    ms: GRID_MS - 2_000,
};

const RECORDS: (SettingId, Effect) = (
    SettingId::RECORDING,
    Effect::Recording(RecordingMode::MOTION),
);
const HERE: (SettingId, Effect) = (SettingId::STORAGE, Effect::Storage(StorageChoice::LOCAL));

/// Where the head stands anyway: a move would end beside the grid.
const AHEAD: (SettingId, Effect) = (
    SettingId::PRESETS,
    Effect::Preset(Pose {
        pan: Cdeg(0),
        tilt: Cdeg(0),
    }),
);

/// Its owner alone, without a button, and the radio does what it is told.
fn quiet() -> Product {
    Product {
        pins: &[],
        joins: &[JOINED],
        ..one_owner()
    }
}

/// Some of all this, for the faults that are sown.
pub(crate) fn seed_bed() -> Product {
    Product {
        name: "an owner's camera sees, hears and turns, for the seeds",
        senses: &[MOVED, DARK],
        asks: &[
            PRIVATE,
            Ask::WalkTest { ms: GRID_MS },
            Ask::WalkTest { ms: 0 },
            TONE,
            Ask::RunPatrol(true),
            Ask::RunPatrol(false),
        ],
        settings: &[RECORDS, HERE, AHEAD, TO_AND_FRO],
        ..quiet()
    }
}

#[test]
fn a_camera_sees_motion() {
    explore(&Product {
        name: "a camera sees and records motion: walk tests, privacy, resets",
        senses: &[MOVED],
        asks: &[
            PRIVATE,
            PUBLIC,
            Ask::WalkTest { ms: 2 * GRID_MS },
            Ask::WalkTest { ms: 0 },
            ERASE_ALL,
            CONFIRM,
        ],
        settings: &[RECORDS, HERE],
        ..quiet()
    });
}

#[test]
fn what_is_recorded() {
    explore(&Product {
        name: "whether and where to record is changed",
        senses: &[MOVED],
        asks: &[
            PRIVATE,
            PUBLIC,
            Ask::Set(RECORDS.0, RECORDS.1),
            Ask::Set(
                SettingId::RECORDING,
                Effect::Recording(RecordingMode::CONTINUOUS),
            ),
            Ask::Set(
                SettingId::RECORDING,
                Effect::Recording(RecordingMode::SCHEDULED),
            ),
            Ask::Set(HERE.0, HERE.1),
            Ask::Clear(SettingId::STORAGE),
        ],
        settings: &[RECORDS, HERE],
        ..quiet()
    });
}

#[test]
fn night_falls() {
    explore(&Product {
        name: "night falls: motion, privacy, resets",
        senses: &[MOVED, DARK, BRIGHT],
        asks: &[PRIVATE, PUBLIC, ERASE_ALL, CONFIRM],
        settings: &[RECORDS, HERE],
        ..quiet()
    });
}

#[test]
fn a_camera_is_heard() {
    explore(&Product {
        name: "tones are played, and heard or not: privacy, resets",
        clients: 2,
        asks: &[
            TONE,
            Ask::AudioTest { ms: 0 },
            PRIVATE,
            PUBLIC,
            ERASE_ALL,
            CONFIRM,
        ],
        ..quiet()
    });
}

#[test]
fn a_camera_patrols() {
    explore(&Product {
        name: "a patrol that stands at home: hands on the head, the button, privacy, resets",
        pins: &[Event::Pin],
        asks: &[
            Ask::RunPatrol(true),
            Ask::RunPatrol(false),
            Ask::Home,
            Ask::Stop,
            PRIVATE,
            PUBLIC,
            ERASE_ALL,
            CONFIRM,
        ],
        settings: &[AHEAD, TO_AND_FRO],
        ..quiet()
    });
}

#[test]
fn a_camera_moves() {
    explore(&Product {
        name: "an owner turns the head to and fro: motion, privacy, resets",
        senses: &[MOVED],
        asks: &[
            ASIDE,
            Ask::Home,
            Ask::Stop,
            PRIVATE,
            PUBLIC,
            ERASE_ALL,
            CONFIRM,
        ],
        settings: &[],
        ..quiet()
    });
}

const ASIDE: Ask = Ask::MoveAbsolute {
    pan: Some(Cdeg(9_000)),
    tilt: None,
    speed: Speed(0),
};
