//! Entropy for keys. The chip has one source: a bit of its ring oscillator,
//! biased and slow to change. `camera_app::entropy` makes a seed of many.

use camera_app::entropy::seed;
use chacha20::ChaCha20Rng;
use cortex_m::asm;
use embassy_rp::pac::ROSC;
use embedded_storage::nor_flash::NorFlash;
use rand_core::SeedableRng as _;

/// Between two raw bits, in cycles: 4 µs, in which the ring turns about 25 times.
const PAUSE_CYCLES: u32 = 500;

/// Tries, before the source counts as broken.
const TRIES: u8 = 4;

/// A generator with a seed of its own. `name` is this very camera's, and
/// `carried_at` the sector that carries a seed from start to start.
///
/// # Panics
/// When the source is broken. A camera whose keys others can guess does not
/// start: its LED stays dark, and it tries again.
pub(crate) fn generator(flash: &mut impl NorFlash, carried_at: u32, name: &[u8]) -> ChaCha20Rng {
    for _ in 0..TRIES {
        if let Ok(seed) = seed(flash, carried_at, name, raw_bit) {
            return ChaCha20Rng::from_seed(*seed);
        }
    }
    panic!("the source of entropy is broken");
}

fn raw_bit() -> bool {
    asm::delay(PAUSE_CYCLES);
    ROSC.randombit().read().randombit()
}
