//! Seeing motion (R50): a board averages each picture down to a
//! [grid](grid::Luma), the [eye](eye::Eye) says which cells of it move, and a
//! [zone](zone::Zone) whether so much of it does that it counts.
//!
//! What it finds, and what it misses, is measured in `tests/motion/`.

mod cell;
pub mod eye;
pub mod grid;
mod watch;
pub mod zone;

pub use watch::{PlacedZone, Watch, ZoneSet};
