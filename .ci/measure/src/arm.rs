//! A Cortex-M on QEMU's mps2-an385. SysTick ticks at 25 MHz: 40 instructions.

use core::arch::{asm, global_asm};

global_asm!(
    ".section .vectors, \"a\"",
    ".word __stack_start",
    ".word _start",
    ".rept 14",
    ".word fault",
    ".endr",
);

const SYST_CSR: *mut u32 = 0xe000_e010 as *mut u32;
const SYST_RVR: *mut u32 = 0xe000_e014 as *mut u32;
const SYST_CVR: *mut u32 = 0xe000_e018 as *mut u32;
const TICKS_MAX: u32 = 0xff_ffff;

pub(super) struct Clock;

impl Clock {
    pub(super) fn start() -> Self {
        // SAFETY: SysTick's registers, which nothing else uses.
        unsafe {
            SYST_CSR.write_volatile(0);
            SYST_RVR.write_volatile(TICKS_MAX);
            SYST_CVR.write_volatile(0);
            SYST_CSR.write_volatile(0b101);
        }
        Self
    }

    pub(super) fn instructions(self) -> u32 {
        // SAFETY: as above.
        let (left, control) = unsafe { (SYST_CVR.read_volatile(), SYST_CSR.read_volatile()) };
        assert!(control & 1 << 16 == 0, "longer than SysTick is wide");
        (u64::from(TICKS_MAX - left) * 40) as u32
    }
}

pub(super) fn semihost(operation: usize, argument: usize) {
    // SAFETY: the debugger's call: QEMU answers, and touches nothing but r0.
    unsafe { asm!("bkpt 0xab", inout("r0") operation => _, in("r1") argument) }
}
