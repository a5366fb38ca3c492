//! The chip itself: why it has started, how it restarts, and its watchdog.
//!
//! Its clock is the instant that the loop hands to
//! [`turn`](crate::runner::Runner::turn): time is an argument. Its entropy is
//! [`Board::Rng`](crate::board::Board::Rng), by the trait that `rand_core` has for
//! it. `embedded-hal` 1.0 has a trait for neither restart nor watchdog, so there is
//! no adapter; and every board restarts, so there is none that does nothing.

use camera_fsm::power::BootCause;
use camera_fsm::time::Instant;

/// What a board does to itself. A board without a watchdog leaves the last two
/// out: what hangs there, hangs until somebody pulls the plug.
pub trait System {
    /// Restarts the board. Where that cannot be done at once, the runner does
    /// nothing more until it happens, and does not feed the watchdog either.
    fn reboot(&mut self);

    /// Why the board has started: most chips keep that in a register. A watchdog
    /// that has bitten, and a panic, are a [`BootCause::Crash`].
    fn boot_cause(&self) -> BootCause {
        BootCause::PowerOn
    }

    /// How long the watchdog goes hungry before it restarts the board, in
    /// milliseconds; `None` where there is none. Longer than twice the longest
    /// [`work`](crate::runner::Runner::work), which on a Cortex-M0+ without a helper is half
    /// a handshake. 8 s are good.
    fn watchdog_ms(&self) -> Option<u32> {
        None
    }

    /// The camera goes on. The runner does this at each turn, and asks to be
    /// turned again in half of the watchdog's time; nobody else may.
    fn feed_watchdog(&mut self, now: Instant) {
        let _ = now;
    }
}
