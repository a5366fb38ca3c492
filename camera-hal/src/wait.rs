//! Waiting until the runner must turn again: the third line of every board's
//! loop. What wakes a board is its own: an interrupt, a task, a look now and
//! then.
//!
//! ```
//! # #[cfg(feature = "mock")] {
//! use camera_fsm::{profile::REFERENCE, time::Instant};
//! use camera_hal::{board::Board, runner::Runner, wait};
//!
//! /// `nap` rests until the next interrupt (`wfi`), or for some milliseconds
//! /// (a timer's `delay_ms`), and says whether something has happened.
//! fn run<B: Board>(mut runner: Runner<B>, now: fn() -> Instant, mut nap: impl FnMut() -> bool) {
//!     while !runner.is_rebooting() {
//!         let wake_at = runner.turn(now());
//!         // After work there may be something to send: turn first.
//!         if !runner.work(now()) {
//!             wait::until(wake_at, now, &mut nap);
//!         }
//!     }
//! }
//! # }
//! ```
//!
//! A button without an interrupt is to be looked at every 10 ms: a nap ends
//! then, and says that something has happened.

use camera_fsm::time::Instant;

/// Naps until `wake_at`, or until a nap says that something has happened.
/// `None`: only then.
pub fn until(
    wake_at: Option<Instant>,
    mut now: impl FnMut() -> Instant,
    mut nap: impl FnMut() -> bool,
) {
    while wake_at.is_none_or(|at| now() < at) && !nap() {}
}

/// Waits on embassy until `wake_at`, or until one of the others ends: a button
/// that [changes](crate::button::PinButton::changed), and a signal of whoever
/// serves the streams and the radio (`embassy_sync`'s `Signal::wait`).
#[cfg(feature = "embassy")]
pub async fn embassy(
    wake_at: Option<Instant>,
    button: impl Future<Output = ()>,
    signal: impl Future<Output = ()>,
) {
    use embassy_futures::select::select3;

    let time = async {
        match wake_at {
            Some(at) => {
                let at = embassy_time::Instant::from_millis(at.as_millis());
                embassy_time::Timer::at(at).await;
            }
            None => core::future::pending().await,
        }
    };
    select3(time, button, signal).await;
}

/// What embassy's clock says.
#[cfg(feature = "embassy")]
#[must_use]
pub fn embassy_now() -> Instant {
    Instant::from_millis(embassy_time::Instant::now().as_millis())
}
