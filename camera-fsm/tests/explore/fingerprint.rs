//! What a world is known by once it has been seen: two hashes of all of it, each
//! of 64 bits. Among ten million worlds, the chance that any two are taken for
//! one is below 10⁻²⁴.

use core::hash::{BuildHasher, Hash, Hasher};

use foldhash::quality::{FixedState, FoldHasher};

use crate::lawful::world::World;

pub(crate) type Fingerprint = u128;

pub(crate) fn fingerprint(world: &World) -> Fingerprint {
    let mut both = Both {
        one: FixedState::with_seed(1).build_hasher(),
        other: FixedState::with_seed(2).build_hasher(),
    };
    world.hash(&mut both);
    u128::from(both.one.finish()) << 64 | u128::from(both.other.finish())
}

struct Both {
    one: FoldHasher<'static>,
    other: FoldHasher<'static>,
}

impl Hasher for Both {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        self.one.write(bytes);
        self.other.write(bytes);
    }

    #[inline]
    fn write_u8(&mut self, number: u8) {
        self.one.write_u8(number);
        self.other.write_u8(number);
    }

    #[inline]
    fn write_u16(&mut self, number: u16) {
        self.one.write_u16(number);
        self.other.write_u16(number);
    }

    #[inline]
    fn write_u32(&mut self, number: u32) {
        self.one.write_u32(number);
        self.other.write_u32(number);
    }

    #[inline]
    fn write_u64(&mut self, number: u64) {
        self.one.write_u64(number);
        self.other.write_u64(number);
    }

    #[inline]
    fn write_usize(&mut self, number: usize) {
        self.one.write_usize(number);
        self.other.write_usize(number);
    }

    fn finish(&self) -> u64 {
        self.one.finish()
    }
}

/// A fingerprint is a hash already.
#[derive(Default)]
pub(crate) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0 << 8 | u64::from(*byte);
        }
    }

    fn write_u128(&mut self, print: u128) {
        self.0 = print as u64;
    }
}
