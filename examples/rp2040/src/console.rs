//! Proving the board at the console takes a minute, in which the camera does
//! nothing but wait.

use camera_app::scratch;
use camera_fsm::profile::REFERENCE;
use camera_hal::conformance::Plan;
use cortex_m::asm::wfe;
use embassy_rp::interrupt;
use embassy_rp::interrupt::InterruptExt as _;
use embassy_rp::pac::TIMER;
use embassy_time::{Duration, Instant};
use embedded_hal::delay::DelayNs;

use crate::TERMINAL;
use crate::board::FLASH_BYTES;

/// What is tried, and where.
pub(crate) const PLAN: Plan = Plan {
    profile: &REFERENCE,
    has_button: true,
    scratch: scratch(FLASH_BYTES as u32),
    erases_recordings: false, // there are none
};

/// How long what was printed last may take to leave, in milliseconds.
const FINISH_MS: u32 = 200;

/// How long the chip keeps a packet until its host asks for it: a frame of USB.
const FRAME_MS: u32 = 1;

/// Waits until what was printed last has left, if somebody reads it.
pub(crate) fn finish() {
    for _ in 0..FINISH_MS {
        if TERMINAL.has_arrived() {
            break;
        }
        Patience.delay_ms(1);
    }
    Patience.delay_ms(2 * FRAME_MS);
}

/// The alarm of the chip's timer that wakes it: embassy has the first one.
const ALARM: usize = 1;

/// Sleeps, while USB goes on above it.
pub(crate) struct Patience;

impl DelayNs for Patience {
    fn delay_ns(&mut self, ns: u32) {
        let until = Instant::now() + Duration::from_nanos(ns.into());
        TIMER.inte().modify(|w| w.set_alarm(ALARM, true));
        // It compares the lower half of the same microseconds, and wakes once: not too early.
        let alarm = (until.as_ticks() as u32).wrapping_add(1);
        TIMER.alarm(ALARM).write_value(alarm);
        interrupt::TIMER_IRQ_1.unpend();
        #[expect(unsafe_code, reason = "its handler needs nothing that is masked here")]
        unsafe {
            interrupt::TIMER_IRQ_1.enable();
        }
        // An interrupt that comes in between is an event, too: it does not sleep then.
        while Instant::now() < until {
            wfe();
        }
        interrupt::TIMER_IRQ_1.disable();
    }
}

#[interrupt]
fn TIMER_IRQ_1() {
    TIMER.intr().write(|w| w.set_alarm(ALARM, true));
}
