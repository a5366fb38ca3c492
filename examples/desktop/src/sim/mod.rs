//! The simulated hardware under the real firmware: flash in files, a button, an
//! LED, two servos, a radio with its router, and the streams to controllers.

pub mod board;
pub mod camera;
pub mod factory;
pub mod flash;
pub mod flash_map;
pub mod router;
pub mod wire;
