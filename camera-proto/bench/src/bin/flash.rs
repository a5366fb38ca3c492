//! An image for its size alone: it holds the steps of one subject, and never runs.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod image {
    use bench::handshake::{self, Door};
    use bench::{Desk, SUBJECTS, Subject, chosen};

    const fn runs<State>(subject: &Subject<State>) -> [Option<fn(&mut State)>; 9] {
        let mut runs = [None; 9];
        let mut at = 0;
        while at < subject.steps.len() {
            runs[at] = Some(subject.steps[at].run);
            at += 1;
        }
        runs
    }

    static DESK: [Option<fn(&mut Desk)>; 9] = runs(&SUBJECTS[chosen(option_env!("BENCH_DESK"))]);
    static DOOR: [Option<fn(&mut Door)>; 9] =
        runs(&handshake::SUBJECTS[chosen(option_env!("BENCH_DOOR"))]);

    #[panic_handler]
    fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
        loop {}
    }

    #[unsafe(no_mangle)]
    #[unsafe(link_section = ".vectors")]
    extern "C" fn _start() -> ! {
        core::hint::black_box((&DESK, &DOOR));
        loop {}
    }
}

#[cfg(not(target_os = "none"))]
fn main() {}
