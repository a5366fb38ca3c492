//! Counts a subject's instructions and its stack on an ARM core in QEMU, whose
//! clock is its instructions: `-icount shift=0` makes each last 1 ns, and
//! SysTick ticks at 25 MHz.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod image {
    use core::arch::{asm, global_asm};
    use core::fmt::{self, Write};
    use core::hint::black_box;

    use bench::handshake::{self, Door};
    use bench::{Desk, SUBJECTS, Step, Subject, chosen, step};

    const ON_DESK: &Subject<Desk> = &SUBJECTS[chosen(option_env!("BENCH_DESK"))];
    const AT_DOOR: &Subject<Door> = &handshake::SUBJECTS[chosen(option_env!("BENCH_DOOR"))];

    global_asm!(
        ".section .vectors, \"a\"",
        ".word __stack_start",
        ".word _start",
        ".rept 14",
        ".word fault",
        ".endr",
    );

    #[unsafe(no_mangle)]
    extern "C" fn _start() -> ! {
        if !ON_DESK.steps.is_empty() {
            on_desk();
        }
        if !AT_DOOR.steps.is_empty() {
            at_door();
        }
        exit()
    }

    /// Short steps: the mean of many runs, since a tick is 40 instructions.
    #[inline(never)]
    fn on_desk() {
        const LAPS: u32 = 256;
        let mut desk = Desk::new();
        // The call and the loop around it are not the step's.
        let call = laps(&[NOTHING; 2], &mut desk, LAPS) - laps(&[NOTHING], &mut desk, LAPS);
        let mut before = laps(&[], &mut desk, LAPS);
        for end in 1..=ON_DESK.steps.len() {
            let until = laps(&ON_DESK.steps[..end], &mut desk, LAPS);
            let name = ON_DESK.steps[end - 1].name;
            if !name.is_empty() {
                tell(name, (until - before - call + LAPS / 2) / LAPS, 0);
            }
            before = until;
        }
    }

    const NOTHING: Step<Desk> = step("", |_| ());

    #[inline(never)]
    fn laps(steps: &[Step<Desk>], desk: &mut Desk, laps: u32) -> u32 {
        let start = Ticks::start();
        for _ in 0..laps {
            for step in steps {
                black_box(step.run)(desk);
            }
        }
        start.instructions()
    }

    /// Long steps: one run.
    #[inline(never)]
    fn at_door() {
        let mut door = Door::new();
        for step in AT_DOOR.steps {
            let floor = paint();
            let start = Ticks::start();
            black_box(step.run)(&mut door);
            let instructions = start.instructions();
            if !step.name.is_empty() {
                tell(step.name, instructions, deepest(floor));
            }
        }
    }

    const SYST_CSR: *mut u32 = 0xe000_e010 as *mut u32;
    const SYST_RVR: *mut u32 = 0xe000_e014 as *mut u32;
    const SYST_CVR: *mut u32 = 0xe000_e018 as *mut u32;
    const TICKS_MAX: u32 = 0xff_ffff;

    struct Ticks;

    impl Ticks {
        fn start() -> Self {
            // SAFETY: SysTick's registers, which nothing else uses.
            unsafe {
                SYST_CSR.write_volatile(0);
                SYST_RVR.write_volatile(TICKS_MAX);
                SYST_CVR.write_volatile(0);
                SYST_CSR.write_volatile(0b101);
            }
            Self
        }

        fn instructions(self) -> u32 {
            // SAFETY: as above.
            let (left, control) = unsafe { (SYST_CVR.read_volatile(), SYST_CSR.read_volatile()) };
            assert!(control & 1 << 16 == 0, "longer than SysTick is wide");
            (u64::from(TICKS_MAX - left) * 40) as u32
        }
    }

    unsafe extern "C" {
        static mut __stack_end: u32;
    }

    const PAINT: u32 = 0xa5a5_a5a5;

    /// Marks the unused stack, and says where it begins.
    #[inline(never)]
    fn paint() -> usize {
        let here = 0_u32;
        let floor = (&raw const here as usize) - 64;
        let mut at = &raw mut __stack_end;
        while (at as usize) < floor {
            // SAFETY: between the last static and the stack in use.
            unsafe {
                at.write_volatile(PAINT);
                at = at.add(1);
            }
        }
        floor
    }

    /// How far below `floor` the stack has been since.
    #[inline(never)]
    fn deepest(floor: usize) -> usize {
        let mut at = &raw const __stack_end;
        // SAFETY: as above.
        unsafe {
            while (at as usize) < floor && at.read_volatile() == PAINT {
                at = at.add(1);
            }
        }
        floor - at as usize
    }

    struct Host;

    impl Write for Host {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            text.bytes()
                .for_each(|byte| semihost(0x03, &raw const byte as usize));
            Ok(())
        }
    }

    fn tell(name: &str, instructions: u32, stack: usize) {
        let _ = writeln!(Host, "{name}|{instructions}|{stack}");
    }

    fn semihost(operation: usize, argument: usize) {
        // SAFETY: the debugger's call: QEMU answers, and touches nothing but r0.
        unsafe { asm!("bkpt 0xab", inout("r0") operation => _, in("r1") argument) }
    }

    fn exit() -> ! {
        loop {
            semihost(0x18, 0x2_0026);
        }
    }

    #[unsafe(no_mangle)]
    extern "C" fn fault() -> ! {
        let _ = writeln!(Host, "fault");
        exit()
    }

    #[panic_handler]
    fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
        let _ = writeln!(Host, "{info}");
        exit()
    }
}

#[cfg(not(target_os = "none"))]
fn main() {}
