//! A 32-bit core on QEMU's riscv virt, which counts its instructions itself.

use core::arch::{asm, global_asm};

global_asm!(
    ".section .vectors, \"ax\"",
    ".global _entry",
    "_entry:",
    "la t0, fault",
    "csrw mtvec, t0",
    "la sp, __stack_start",
    "j _start",
);

pub(super) struct Clock(u32);

impl Clock {
    pub(super) fn start() -> Self {
        Self(retired())
    }

    pub(super) fn instructions(self) -> u32 {
        retired().wrapping_sub(self.0)
    }
}

fn retired() -> u32 {
    let count;
    // SAFETY: reads a counter.
    unsafe { asm!("csrr {}, minstret", out(reg) count) }
    count
}

pub(super) fn semihost(operation: usize, argument: usize) {
    // SAFETY: the debugger's call, between the two shifts that mark it; QEMU
    // answers, and touches nothing but a0. None of the three may be compressed.
    unsafe {
        asm!(
            ".balign 16",
            ".option push",
            ".option norvc",
            "slli x0, x0, 0x1f",
            "ebreak",
            "srai x0, x0, 7",
            ".option pop",
            inout("a0") operation => _,
            in("a1") argument,
        )
    }
}
