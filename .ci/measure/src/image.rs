//! Counts a subject's instructions and its stack on a core in QEMU, whose clock
//! is its instructions: `-icount shift=0` makes each last 1 ns.

#[cfg_attr(target_arch = "arm", path = "arm.rs")]
#[cfg_attr(target_arch = "riscv32", path = "riscv.rs")]
mod core_in_qemu;

use core::fmt::{self, Write};
use core::hint::black_box;

use crate::{Step, Subject, step};
use core_in_qemu::{Clock, semihost};

/// Short steps: the mean of many runs of all of them, since a tick of the ARM core's
/// clock is 40 instructions.
#[inline(never)]
pub fn laps<State>(subject: &Subject<State>, state: &mut State) {
    const LAPS: u32 = 256;
    let nothing = || step("", |_: &mut State| ());
    // The call and the loop around it are not the step's.
    let call = run(&[nothing(), nothing()], state, LAPS) - run(&[nothing()], state, LAPS);
    let mut before = run(&[], state, LAPS);
    for (at, step) in subject.steps.iter().enumerate() {
        let until = run(&subject.steps[..=at], state, LAPS);
        if !step.name.is_empty() {
            tell(step.name, (until - before - call + LAPS / 2) / LAPS, 0);
        }
        before = until;
    }
}

#[inline(never)]
fn run<State>(steps: &[Step<State>], state: &mut State, laps: u32) -> u32 {
    let start = Clock::start();
    for _ in 0..laps {
        for step in steps {
            black_box(step.run)(state);
        }
    }
    start.instructions()
}

/// Long steps, or such as leave something else behind: one run, to a tick.
#[inline(never)]
pub fn once<State>(subject: &Subject<State>, state: &mut State) {
    for step in subject.steps {
        let floor = paint();
        let start = Clock::start();
        black_box(step.run)(state);
        let instructions = start.instructions();
        if !step.name.is_empty() {
            tell(step.name, instructions, deepest(floor));
        }
    }
}

// SAFETY: the linker scripts beside this define it; only its address is used.
unsafe extern "C" {
    static mut __stack_end: u32;
}

const PAINT: u32 = 0xa5a5_a5a5;

/// How much of the stack is marked, in bytes: more than anything takes.
const PAINTED: usize = 64 * 1024;

/// Marks the unused stack, and says where it begins.
#[inline(never)]
pub fn paint() -> usize {
    let here = 0_u32;
    let floor = (&raw const here as usize) - 64;
    let mut at = lowest(floor) as *mut u32;
    while (at as usize) < floor {
        // SAFETY: between the last static and the stack in use.
        unsafe {
            at.write_volatile(PAINT);
            at = at.add(1);
        }
    }
    floor
}

/// Where the marks begin, at a word.
fn lowest(floor: usize) -> usize {
    let end = &raw const __stack_end as usize;
    end.max(floor.saturating_sub(PAINTED) & !3)
}

/// How far below `floor` the stack has been since.
#[inline(never)]
pub fn deepest(floor: usize) -> usize {
    let mut at = lowest(floor) as *const u32;
    // SAFETY: as above.
    unsafe {
        while (at as usize) < floor && at.read_volatile() == PAINT {
            at = at.add(1);
        }
    }
    floor - at as usize
}

/// The terminal of the host.
pub struct Host;

impl Write for Host {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.bytes()
            .for_each(|byte| semihost(0x03, &raw const byte as usize));
        Ok(())
    }
}

/// A line of the result: what, how much, and how much stack.
pub fn tell(name: &str, amount: u32, stack: usize) {
    let _ = writeln!(Host, "{name}|{amount}|{stack}");
}

/// Ends the emulator.
pub fn exit() -> ! {
    loop {
        semihost(0x18, 0x2_0026);
    }
}

/// Says so, and ends the emulator.
pub fn panicked(info: &core::panic::PanicInfo<'_>) -> ! {
    let _ = writeln!(Host, "{info}");
    exit()
}

#[unsafe(no_mangle)]
extern "C" fn fault() -> ! {
    let _ = writeln!(Host, "fault");
    exit()
}
