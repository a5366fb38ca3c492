//! What an eye does at each picture: no step of the machine, which it runs beside.

use core::hint::black_box;

use camera_fsm::motion_detection::eye::{Eye, LEARNING_LOOKS};
use camera_fsm::motion_detection::grid::Luma;
use measure::{Subject, step};

pub const SUBJECTS: [Subject<Looks>; 2] = [
    Subject::NOTHING,
    Subject {
        name: "an eye",
        steps: &[
            step("", |looks| {
                (0..LEARNING_LOOKS + 4).for_each(|_| still(looks))
            }),
            step("a look", still),
            step("a look at what may be a lamp", lamp),
        ],
    },
];

pub struct Looks {
    eye: Eye,
    picture: Luma,
}

impl Default for Looks {
    fn default() -> Self {
        Self {
            eye: Eye::new(),
            picture: Luma([[100; 16]; 12]),
        }
    }
}

fn still(looks: &mut Looks) {
    black_box(looks.eye.look(black_box(&looks.picture)));
}

/// A patch without an edge that is seen by far.
fn lamp(looks: &mut Looks) {
    for row in &mut looks.picture.0[3..6] {
        row[5..9].fill(112);
    }
    still(looks);
}
