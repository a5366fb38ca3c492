//! An image for its size alone: it holds the steps of one subject, and never runs.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod image {
    use bench::lives;
    use bench::machine::Camera;
    use bench::reset_core::Walk;
    use bench::two_pins::{self, Pins};
    use bench::{CORES, MACHINE, PINS, RESET_CORES};
    use measure::chosen;

    const LIST: Option<&str> = option_env!("BENCH_LIST");
    const PLACE: Option<&str> = option_env!("BENCH_PLACE");

    static CORE: [Option<fn(&mut Walk)>; 16] = RESET_CORES[chosen(CORES, LIST, PLACE)].runs();
    static CAMERA: [Option<fn(&mut Camera)>; 16] =
        lives::SUBJECTS[chosen(MACHINE, LIST, PLACE)].runs();
    static TWO_PINS: [Option<fn(&mut Pins)>; 16] =
        two_pins::SUBJECTS[chosen(PINS, LIST, PLACE)].runs();

    #[panic_handler]
    fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
        loop {}
    }

    #[unsafe(no_mangle)]
    #[unsafe(link_section = ".vectors")]
    extern "C" fn _start() -> ! {
        core::hint::black_box((&CORE, &CAMERA, &TWO_PINS));
        loop {}
    }
}

#[cfg(not(target_os = "none"))]
fn main() {}
