//! An image for its size alone: it holds the steps of one store, and never runs.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod image {
    use measure::chosen;
    use store_bench::cost::*;

    const LIST: Option<&str> = option_env!("BENCH_LIST");
    const PLACE: Option<&str> = option_env!("BENCH_PLACE");

    static OF_OURS: [Option<fn(&mut Bench<OursHere>)>; 16] =
        Bench::<OursHere>::SUBJECTS[chosen(OURS, LIST, PLACE)].runs();
    static OF_SEQUENTIAL: [Option<fn(&mut Bench<SequentialHere>)>; 16] =
        Bench::<SequentialHere>::SUBJECTS[chosen(SEQUENTIAL, LIST, PLACE)].runs();
    static OF_EKV: [Option<fn(&mut Bench<EkvHere>)>; 16] =
        Bench::<EkvHere>::SUBJECTS[chosen(EKV, LIST, PLACE)].runs();

    #[panic_handler]
    fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
        loop {}
    }

    #[unsafe(no_mangle)]
    #[unsafe(link_section = ".vectors")]
    extern "C" fn _start() -> ! {
        core::hint::black_box((&OF_OURS, &OF_SEQUENTIAL, &OF_EKV));
        loop {}
    }
}

#[cfg(not(target_os = "none"))]
fn main() {}
