//! Runs every subject under callgrind, which dumps its count after each call
//! of `measured`, and says which call was which.

use bench::handshake::Door;
use bench::{Desk, SUBJECTS, Subject, failures};

#[unsafe(no_mangle)]
#[inline(never)]
fn measured(run: &mut dyn FnMut()) {
    run();
}

fn main() {
    println!("|overhead|0");
    measured(&mut || ());
    let mut desk = Desk::new();
    for subject in SUBJECTS {
        walk(&subject, &mut desk, |desk| desk.len);
    }
    let mut door = Door::new();
    for subject in failures::SUBJECTS {
        walk(&subject, &mut door, |_| 0);
    }
}

fn walk<State>(subject: &Subject<State>, state: &mut State, len: fn(&State) -> usize) {
    for step in subject.steps {
        match step.name {
            "" => (step.run)(state),
            name => {
                measured(&mut || (step.run)(state));
                println!("{}|{name}|{}", subject.name, len(state));
            }
        }
    }
}
