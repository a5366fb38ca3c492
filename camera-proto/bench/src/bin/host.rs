//! Runs every subject under callgrind.

use bench::handshake::Door;
use bench::{Desk, SUBJECTS, failures};
use measure::host;

fn main() {
    host::begin();
    let mut desk = Desk::new();
    for subject in &SUBJECTS {
        host::walk(subject, &mut desk, |desk| desk.len);
    }
    let mut door = Door::new();
    for subject in &failures::SUBJECTS {
        host::walk(subject, &mut door, |_| 0);
    }
}
