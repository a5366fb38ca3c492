//! An image for its size alone: it holds the steps of one subject, and never runs.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod image {
    use bench::handshake::{self, Door};
    use bench::{DESK, DOOR, Desk, SUBJECTS};
    use measure::chosen;

    const LIST: Option<&str> = option_env!("BENCH_LIST");
    const PLACE: Option<&str> = option_env!("BENCH_PLACE");

    static ON_DESK: [Option<fn(&mut Desk)>; 16] = SUBJECTS[chosen(DESK, LIST, PLACE)].runs();
    static AT_DOOR: [Option<fn(&mut Door)>; 16] =
        handshake::SUBJECTS[chosen(DOOR, LIST, PLACE)].runs();

    #[panic_handler]
    fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
        loop {}
    }

    #[unsafe(no_mangle)]
    #[unsafe(link_section = ".vectors")]
    extern "C" fn _start() -> ! {
        core::hint::black_box((&ON_DESK, &AT_DOOR));
        loop {}
    }
}

#[cfg(not(target_os = "none"))]
fn main() {}
