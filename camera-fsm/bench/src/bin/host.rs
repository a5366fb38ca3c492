//! Runs every subject under callgrind.

use bench::RESET_CORES;
use bench::lives;
use bench::machine::Camera;
use bench::reset_core::Walk;
use measure::host;

fn main() {
    host::begin();
    for subject in &RESET_CORES {
        host::walk(subject, &mut Walk::default(), |_| 0);
    }
    host::walk(&lives::IDLE, &mut Camera::online(), |_| 0);
    for subject in lives::SUBJECTS.iter().skip(2) {
        host::walk(subject, &mut Camera::default(), |_| 0);
    }
}
