//! Laws of the machine over random runs.

mod bench;
mod button;
mod device;
mod head;
mod led;
