//! Proving the board at the console takes a minute, in which the camera does
//! nothing but wait. The lines go on meanwhile, above it.

use camera_app::{KEPT_BYTES, scratch};
use camera_fsm::profile::REFERENCE;
use camera_hal::conformance::Plan;
use embedded_hal::delay::DelayNs;
use esp_hal::rtc_cntl::Rwdt;
use esp_hal::time::Duration;
use esp_rtos::CurrentThreadHandle;

use crate::CONSOLE;

/// What is tried, and where.
pub(crate) const PLAN: Plan = Plan {
    profile: &REFERENCE,
    has_button: true,
    scratch: scratch(KEPT_BYTES),
};

/// How long what was printed last may take to leave, in milliseconds.
const FINISH_MS: u32 = 200;

/// Waits until what was printed last has left, if somebody reads it.
pub(crate) fn finish() {
    for _ in 0..FINISH_MS {
        if CONSOLE.has_arrived() {
            break;
        }
        CurrentThreadHandle::get().delay(Duration::from_millis(1));
    }
}

/// Sleeps, and keeps the watchdog quiet.
pub(crate) struct Patience<'a>(pub(crate) &'a mut Rwdt);

impl DelayNs for Patience<'_> {
    fn delay_ns(&mut self, ns: u32) {
        self.0.feed();
        let us = u64::from(ns.div_ceil(1_000));
        CurrentThreadHandle::get().delay(Duration::from_micros(us));
    }
}
