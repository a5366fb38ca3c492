//! Counts a subject's instructions and its stack on a core.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod image {
    use bench::handshake::{self, Door};
    use bench::{DESK, DOOR, Desk, SUBJECTS};
    use measure::{chosen, image};

    const LIST: Option<&str> = option_env!("BENCH_LIST");
    const PLACE: Option<&str> = option_env!("BENCH_PLACE");

    #[unsafe(no_mangle)]
    extern "C" fn _start() -> ! {
        let on_desk = const { &SUBJECTS[chosen(DESK, LIST, PLACE)] };
        if !on_desk.steps.is_empty() {
            image::laps(on_desk, &mut Desk::new());
        }
        let at_door = const { &handshake::SUBJECTS[chosen(DOOR, LIST, PLACE)] };
        if !at_door.steps.is_empty() {
            image::once(at_door, &mut Door::new());
        }
        image::exit()
    }

    #[panic_handler]
    fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
        image::panicked(info)
    }
}

#[cfg(not(target_os = "none"))]
fn main() {}
