//! Counts a subject's instructions on a core.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod image {
    use bench::lives;
    use bench::looks::{self, Looks};
    use bench::machine::Camera;
    use bench::reset_core::Walk;
    use bench::two_pins::{self, Pins};
    use bench::{CORES, LOOKS, MACHINE, PINS, RESET_CORES};
    use measure::{chosen, image};

    const LIST: Option<&str> = option_env!("BENCH_LIST");
    const PLACE: Option<&str> = option_env!("BENCH_PLACE");

    #[unsafe(no_mangle)]
    extern "C" fn _start() -> ! {
        let core = const { &RESET_CORES[chosen(CORES, LIST, PLACE)] };
        if !core.steps.is_empty() {
            image::tell("size_of", core_bytes(), 0);
            image::laps(core, &mut Walk::default());
        }
        let pins = const { &two_pins::SUBJECTS[chosen(PINS, LIST, PLACE)] };
        if !pins.steps.is_empty() {
            image::laps(pins, &mut Pins::default());
        }
        let eye = const { &looks::SUBJECTS[chosen(LOOKS, LIST, PLACE)] };
        if !eye.steps.is_empty() {
            image::once(eye, &mut Looks::default());
        }
        let place = const { chosen(MACHINE, LIST, PLACE) };
        match place {
            0 => {}
            1 => image::laps(&lives::IDLE, &mut Camera::online()),
            _ => image::once(
                const { &lives::SUBJECTS[chosen(MACHINE, LIST, PLACE)] },
                &mut Camera::default(),
            ),
        }
        image::exit()
    }

    const fn core_bytes() -> u32 {
        use bench::reset_core::{plain, smlang, statig, table};
        let bytes = match chosen(CORES, LIST, PLACE) {
            1 => size_of::<plain::Core>(),
            2 => size_of::<table::Core>(),
            3 => size_of::<smlang::Core>(),
            4 => size_of::<statig::Core>(),
            _ => 0,
        };
        bytes as u32
    }

    #[panic_handler]
    fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
        image::panicked(info)
    }
}

#[cfg(not(target_os = "none"))]
fn main() {}
