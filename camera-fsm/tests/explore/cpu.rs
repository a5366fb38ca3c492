//! What the searches cost in time of the processor, so that their sum can be
//! seen; and in transitions, so that it can be held.

use core::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::LazyLock;
use std::time::Instant;

/// How long this thread has been working, in seconds; where no kernel says so,
/// how long the tests have been running.
pub(crate) fn seconds() -> f64 {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let worked = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let worked_ns = worked.and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
    match worked_ns {
        Some(ns) => ns as f64 / 1e9,
        None => BEGUN.elapsed().as_secs_f64(),
    }
}

static SPENT_MS: AtomicU64 = AtomicU64::new(0);

pub(crate) fn spend(seconds: f64) {
    SPENT_MS.fetch_add((seconds * 1e3) as u64, Ordering::Relaxed);
}

/// By all searches that have ended, in seconds.
pub(crate) fn spent() -> f64 {
    SPENT_MS.load(Ordering::Relaxed) as f64 / 1e3
}

static TAKEN: AtomicUsize = AtomicUsize::new(0);

/// So many more transitions: how many that are by now.
pub(crate) fn taken(transitions: usize) -> usize {
    TAKEN.fetch_add(transitions, Ordering::Relaxed) + transitions
}
