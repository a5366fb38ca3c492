//! Motion (R50): the eye on drawn films of a room, and its laws and those of
//! the zones on anything.
//!
//! `cargo test -p camera-fsm --test motion -- --nocapture` prints what is found
//! in each film; the crate's README has the table. Four of the films lie in
//! `recorded.bin`, as a board would hand them over; `UPDATE=1` records them anew.

mod film;
mod films;
mod found;
mod laws;
mod random;
mod recorded;
mod room;

use camera_fsm::motion_detection::zone::Zone;
use camera_proto::message;

/// A zone from its edges (left, top, right, bottom) in thousandths.
fn zone([left, top, right, bottom]: [u16; 4], sensitivity: u8) -> Zone {
    Zone::new(&message::Zone {
        place: 0,
        name: Default::default(),
        preset: None,
        left,
        top,
        right,
        bottom,
        sensitivity,
    })
}
