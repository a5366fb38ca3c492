//! Runs every subject under callgrind.

use bench::RESET_CORES;
use bench::machine::{self, Camera};
use bench::reset_core::Walk;
use measure::host;

fn main() {
    host::begin();
    for subject in &RESET_CORES {
        host::walk(subject, &mut Walk::default(), |_| 0);
    }
    host::walk(&machine::IDLE, &mut Camera::online(), |_| 0);
    for subject in machine::SUBJECTS.iter().skip(2) {
        host::walk(subject, &mut Camera::default(), |_| 0);
    }
}
