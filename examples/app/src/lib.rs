//! What every board's firmware shares. A board folder beside this one adds a
//! pin table, its parts, and how it waits.
//!
//! ```text
//! let mut runner = Runner::new(board, &REFERENCE, layout(FLASH_BYTES), now());
//! runner.boot();
//! loop {
//!     let wake_at = go_on(&mut runner, None, now);
//!     wait_until(wake_at, or_something_happens);
//! }
//! ```

#![no_std]

#[cfg(feature = "mdns")]
pub mod announce;
pub mod coprocessor;
pub mod entropy;
#[cfg(feature = "sntp")]
pub mod network_time;
pub mod parts;
#[cfg(feature = "embassy")]
pub mod stream;
#[cfg(feature = "embassy")]
pub mod wake_pin;
pub mod wifi;

use core::hint;
use core::ops::Range;

use camera_fsm::time::Instant;
use camera_hal::board::Board;
use camera_hal::link::{Computed, Handshake};
use camera_hal::runner::Runner;
use camera_hal::store::Layout;
use camera_hal::store::log::Area;

/// The smallest piece of the flash that can be erased, in bytes.
pub const SECTOR_BYTES: u32 = 4096;

/// How much of the flash the store takes, at its end, in bytes.
pub const STORE_BYTES: u32 = 5 * SECTOR_BYTES;

/// Where [`entropy::seed`] is carried from start to start, in a flash of that
/// many bytes: a sector before the store.
#[must_use]
pub const fn carried_seed(flash_bytes: u32) -> u32 {
    flash_bytes - STORE_BYTES - SECTOR_BYTES
}

/// Where a console may prove the flash (`camera_hal::conformance`): two sectors,
/// with one free before and behind them.
#[must_use]
pub const fn scratch(flash_bytes: u32) -> Range<u32> {
    let free = carried_seed(flash_bytes) - SECTOR_BYTES;
    free - 2 * SECTOR_BYTES..free
}

/// How much of the flash no firmware may lie in, at its end, in bytes.
pub const KEPT_BYTES: u32 = STORE_BYTES + 5 * SECTOR_BYTES;

/// Where the store lies in a flash, or a partition, of that many bytes: at its
/// end, so that firmware may grow. First comes the factory's sector, which no
/// firmware writes.
#[must_use]
pub const fn layout(flash_bytes: u32) -> Layout {
    let factory = flash_bytes - STORE_BYTES;
    Layout {
        factory,
        journal: two_sectors(factory + SECTOR_BYTES),
        user: two_sectors(factory + 3 * SECTOR_BYTES),
    }
}

const fn two_sectors(base: u32) -> Area {
    Area {
        base,
        sector_bytes: SECTOR_BYTES,
    }
}

/// A clock that counts microseconds, in milliseconds: `us / 1000`. By hand, since
/// a core that cannot divide pays 0.6 KiB for dividing 64 bits, and for nobody else.
#[must_use]
pub fn millis(mut us: u64) -> u64 {
    let mut ms = 0;
    let mut rest = 0;
    for _ in 0..4 {
        let part = rest << 16 | (us >> 48) as u32;
        us <<= 16;
        ms = ms << 16 | u64::from(part / 1000);
        rest = part % 1000;
    }
    ms
}

/// Overwrites what calls have left on the stack, so many bytes below who asks for
/// it: whatever is moved, as a password is from what was read to where it is kept,
/// stays where it was as well, for as long as nobody else comes as deep.
#[inline(never)]
pub fn wipe_stack<const BYTES: usize>() {
    hint::black_box(&mut [0_u8; BYTES]);
}

/// Who computes halves of handshakes while the camera goes on: another core, a
/// thread, or a task of low priority. Both calls return at once.
pub trait Helper {
    /// Begins with it. It is given no other one before it is done.
    fn give(&mut self, handshake: Handshake);

    /// What it is done with.
    fn take(&mut self) -> Option<Computed>;
}

/// Turns and works until there is nothing to do but to wait, until that instant
/// or until something happens. A helper that is done is something that happens.
/// Without a helper the camera computes by itself, and does nothing meanwhile.
pub fn go_on<B: Board>(
    runner: &mut Runner<B>,
    mut helper: Option<&mut dyn Helper>,
    now: impl Fn() -> Instant,
) -> Option<Instant> {
    loop {
        let wake_at = runner.turn(now());
        if let Some(helper) = &mut helper {
            if let Some(computed) = helper.take() {
                runner.computed(now(), computed);
                continue;
            }
            if let Some(handshake) = runner.take_handshake(now()) {
                helper.give(handshake);
            }
        }
        if !runner.work(now()) {
            return wake_at;
        }
    }
}
