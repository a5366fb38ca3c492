//! The parts that see, hear and turn (R50–R54, R57, R60), each with privacy and
//! a reset beside it. The button is left out but where it says so, and so is a
//! network that is not joined: other products have them.

use camera_fsm::input::Ask;
use camera_fsm::levels::Pose;
use camera_fsm::pan_tilt::Homes;
use camera_fsm::settings::Effect;
use camera_proto::vocab::{Cdeg, RecordingMode, SettingId, Speed, StorageChoice, Velocity};

use crate::lawful::inputs::{BRIGHT, CONFIRM, DARK, ERASE_ALL, JOINED, MOVED, Product, TO_AND_FRO};
use crate::lawful::world::Event;
use crate::small::{GRID_MS, stepper_profile};
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
pub(crate) const HERE: (SettingId, Effect) =
    (SettingId::STORAGE, Effect::Storage(StorageChoice::LOCAL));

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

fn sees() -> Product {
    Product {
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
    }
}

/// All of them together take every kind of transition: their searches come to
/// an end.
pub(crate) fn drawn() -> [Product; 7] {
    [
        sees(),
        sees_at_night(),
        is_heard(),
        patrols(),
        turns(),
        homes(),
        homes_at_boot(),
    ]
}

#[test]
fn what_is_recorded() {
    explore(&Product {
        name: "two owners change whether and where to record",
        clients: 2,
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

fn sees_at_night() -> Product {
    Product {
        name: "night falls: motion, privacy, resets",
        senses: &[MOVED, DARK, BRIGHT],
        asks: &[PRIVATE, PUBLIC, ERASE_ALL, CONFIRM],
        settings: &[RECORDS, HERE],
        ..quiet()
    }
}

fn is_heard() -> Product {
    Product {
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
    }
}

fn patrols() -> Product {
    Product {
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
    }
}

fn turns() -> Product {
    Product {
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
    }
}

/// A head that must find its home before it moves, and whose servos get stuck.
pub(crate) fn homes() -> Product {
    Product {
        name: "a head that finds its home before it moves: stuck servos, privacy",
        profile: stepper_profile(Homes::BeforeMoving),
        stalls: true,
        asks: &[ASIDE, LEFT, Ask::Home, Ask::Stop, PRIVATE, PUBLIC],
        settings: &[],
        ..quiet()
    }
}

/// The same at boot, beside a reset.
fn homes_at_boot() -> Product {
    Product {
        name: "a head that finds its home at boot: stuck servos, resets",
        profile: stepper_profile(Homes::AtBoot),
        asks: &[ASIDE, LEFT, ERASE_ALL, CONFIRM],
        ..homes()
    }
}

/// It comes to the end stop long before its lease ends.
const LEFT: Ask = Ask::MoveContinuous {
    pan: Velocity(-100),
    tilt: Velocity(0),
    lease_ms: GRID_MS as u16,
};

const ASIDE: Ask = Ask::MoveAbsolute {
    pan: Some(Cdeg(9_000)),
    tilt: None,
    speed: Speed(0),
};
