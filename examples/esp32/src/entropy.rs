//! Entropy for keys. The chip's generator gives true random numbers only while
//! noise is fed to it: by the radio, or by a converter whose input is noise. At
//! the start no radio is on yet. `camera_app::entropy` makes a seed of many.

use camera_app::entropy::seed;
use chacha20::ChaCha20Rng;
use embedded_storage::nor_flash::NorFlash;
use esp_hal::rng::{Trng, TrngSource};
use rand_core::SeedableRng as _;

use crate::pins;

/// Tries, before the source counts as broken.
const TRIES: u8 = 4;

/// A generator with a seed of its own. `name` is this very camera's, and
/// `carried_at` the sector that carries a seed from start to start.
///
/// # Panics
/// When the source is broken. A camera whose keys others can guess does not
/// start: its LED stays dark, and it tries again.
pub(crate) fn generator(
    pins: &mut pins::Entropy,
    flash: &mut impl NorFlash,
    carried_at: u32,
    name: &[u8],
) -> ChaCha20Rng {
    let source = TrngSource::new(pins.rng.reborrow(), pins.adc.reborrow());
    let mut raw_bit = raw_bits(Trng::try_new().expect("its source is on"));
    let seed = (0..TRIES).find_map(|_| seed(flash, carried_at, name, &mut raw_bit).ok());
    drop(raw_bit);
    // Now the light sensor may have the converter.
    drop(source);
    ChaCha20Rng::from_seed(*seed.expect("the source of entropy works"))
}

fn raw_bits(noise: Trng) -> impl FnMut() -> bool {
    let (mut word, mut left) = (0_u32, 0);
    move || {
        if left == 0 {
            (word, left) = (noise.random(), u32::BITS);
        }
        left -= 1;
        word >> left & 1 == 1
    }
}
