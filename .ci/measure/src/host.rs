//! The same on the host, under callgrind, which dumps its count after each
//! call of `measured`.

use crate::Subject;

#[unsafe(no_mangle)]
#[inline(never)]
fn measured(run: &mut dyn FnMut()) {
    run();
}

/// Says first what a call of `measured` costs by itself.
pub fn begin() {
    println!("|overhead|0");
    measured(&mut || ());
}

/// Runs a subject, and says which call was which; `len` is what else there is
/// to say of it.
pub fn walk<State>(subject: &Subject<State>, state: &mut State, len: fn(&State) -> usize) {
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
