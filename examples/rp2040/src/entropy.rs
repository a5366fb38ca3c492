//! Entropy for keys. The chip has one source: a bit of its ring oscillator,
//! biased and slow to change. Many of them, tested and hashed, seed a generator.

use cortex_m::asm;
use embassy_rp::pac::ROSC;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroize as _;

/// Raw bits of a seed. At an eighth of a bit of entropy each, twice what a
/// seed holds.
const BITS: usize = 4096;

/// Between two of them, in cycles: 4 µs, in which the ring turns about 25 times.
const PAUSE_CYCLES: u32 = 500;

/// So many equal bits in a row are a fault: SP 800-90B 4.4.1 at 1/8 bit of
/// entropy each, and one false alarm in 2³⁰.
const REPEATS_MAX: u32 = 241;

/// So many bits that are as the first one of their window, likewise: 4.4.2.
const WINDOW: usize = 1024;
const SAME_MAX: u32 = 988;

/// Tries, before the source counts as broken.
const TRIES: u8 = 4;

/// A generator with a seed of its own. `name` is this very camera's: two of
/// them differ even where their sources do not.
///
/// # Panics
/// When the source is broken. A camera whose keys others can guess does not
/// start: its LED stays dark, and it tries again.
pub(crate) fn generator(name: &[u8]) -> ChaCha20Rng {
    for _ in 0..TRIES {
        let mut hash = Sha256::new();
        hash.update(name);
        let mut tests = Tests::default();
        for _ in 0..BITS / 8 {
            hash.update([byte(&mut tests)]);
        }
        if tests.failed {
            continue;
        }
        let mut seed: [u8; 32] = hash.finalize().into();
        let generator = ChaCha20Rng::from_seed(seed);
        seed.zeroize();
        return generator;
    }
    panic!("the source of entropy is broken");
}

fn byte(tests: &mut Tests) -> u8 {
    (0..8).fold(0, |byte, _| {
        asm::delay(PAUSE_CYCLES);
        let bit = ROSC.randombit().read().randombit();
        tests.look(bit);
        byte << 1 | u8::from(bit)
    })
}

/// The two tests that every source of entropy must pass while it is used.
#[derive(Default)]
struct Tests {
    last: bool,
    repeats: u32,
    first: bool,
    seen: usize,
    same: u32,
    failed: bool,
}

impl Tests {
    fn look(&mut self, bit: bool) {
        self.repeats = if bit == self.last {
            self.repeats + 1
        } else {
            1
        };
        self.last = bit;
        if self.seen.is_multiple_of(WINDOW) {
            self.first = bit;
            self.same = 0;
        }
        self.seen += 1;
        self.same += u32::from(bit == self.first);
        self.failed |= self.repeats >= REPEATS_MAX || self.same >= SAME_MAX;
    }
}
