//! Laws of the machine over random runs.

#[path = "../bench/mod.rs"]
mod bench;
mod button;
mod device;
mod head;
mod interference;
mod led;
mod light;
mod look;
mod nudges;
mod runners;
