//! Proving the board at the console takes a minute, in which the camera does
//! nothing but wait. The lines go on meanwhile, above it.

use camera_app::{KEPT_BYTES, scratch};
use camera_fsm::profile::REFERENCE;
use camera_hal::conformance::Plan;
use embedded_hal::delay::DelayNs;
use esp_hal::time::Duration;
use esp_rtos::CurrentThreadHandle;

use crate::CONSOLE;

/// What is tried, and where.
pub(crate) const PLAN: Plan = Plan {
    profile: &REFERENCE,
    has_button: true,
    scratch: scratch(KEPT_BYTES),
    erases_recordings: false, // there are none
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

/// Sleeps, while the lines go on above it.
pub(crate) struct Patience;

impl DelayNs for Patience {
    fn delay_ns(&mut self, ns: u32) {
        let us = u64::from(ns.div_ceil(1_000));
        CurrentThreadHandle::get().delay(Duration::from_micros(us));
    }
}
