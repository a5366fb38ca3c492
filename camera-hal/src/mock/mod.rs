//! Parts that exist only in RAM, for tests and for the virtual camera.

pub mod board;
pub mod breakable;
pub mod cloud;
pub mod flash;
pub mod journal;
pub mod parts;
pub mod radio;
pub mod rot;
pub mod wire;
