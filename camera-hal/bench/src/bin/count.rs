//! Counts a store's instructions on a core.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod image {
    use measure::{Subject, chosen, image};
    use store_bench::cost::*;

    const LIST: Option<&str> = option_env!("BENCH_LIST");
    const PLACE: Option<&str> = option_env!("BENCH_PLACE");

    #[unsafe(no_mangle)]
    extern "C" fn _start() -> ! {
        run(const { &Bench::<OursHere>::SUBJECTS[chosen(OURS, LIST, PLACE)] });
        run(const { &Bench::<SequentialHere>::SUBJECTS[chosen(SEQUENTIAL, LIST, PLACE)] });
        run(const { &Bench::<EkvHere>::SUBJECTS[chosen(EKV, LIST, PLACE)] });
        image::exit()
    }

    fn run<S>(subject: &Subject<Bench<S>>) {
        if !subject.steps.is_empty() {
            image::once(subject, &mut Bench::default());
        }
    }

    #[panic_handler]
    fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
        image::panicked(info)
    }
}

#[cfg(not(target_os = "none"))]
fn main() {}
