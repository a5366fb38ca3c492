//! A seed for keys, out of a source of raw bits that is biased and slow to
//! change: tested by SP 800-90B, hashed with what only this camera has, and with
//! a seed that is carried in the flash from start to start. One that repeats
//! itself after every start makes other keys all the same.

use embedded_storage::nor_flash::NorFlash;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::SECTOR_BYTES;

/// Raw bits of a seed. At an eighth of a bit of entropy each, twice what a seed
/// holds.
pub const RAW_BITS: usize = 4096;

/// So many equal bits in a row are a fault: SP 800-90B 4.4.1 at 1/8 bit of
/// entropy each, and one false alarm in 2³⁰.
const REPEATS_MAX: u32 = 241;

/// So many bits that are as the first one of their window, likewise: 4.4.2.
const WINDOW: usize = 1024;
const SAME_MAX: u32 = 988;

/// Bytes of a seed.
pub const SEED_BYTES: usize = 32;

/// The source of raw bits fails its tests: keys from it could be guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;

/// A seed for a generator that may make keys, once a start. `name` is this very
/// camera's. `carried_at` is a sector of the flash that nobody else uses and no
/// reset erases (R22); its new seed is there before the one of this start is
/// used. A factory may write 32 random bytes there.
///
/// A flash that fails carries nothing on, and the raw bits must do, as they must
/// where power fails in the one start in 128 that erases the sector.
///
/// # Errors
/// [`Broken`] when the raw bits fail their tests. Somebody may try again.
pub fn seed(
    flash: &mut impl NorFlash,
    carried_at: u32,
    name: &[u8],
    raw_bit: impl FnMut() -> bool,
) -> Result<Zeroizing<[u8; SEED_BYTES]>, Broken> {
    let mut all = Sha256::new();
    all.update(name);
    let place = hash_carried(flash, carried_at, &mut all);
    hash_raw(raw_bit, &mut all)?;
    let all = Zeroizing::new(<[u8; 32]>::from(all.finalize()));
    carry(flash, carried_at, place, &part(&all, b"carried"));
    Ok(part(&all, b"now"))
}

/// One of several seeds of which nobody can tell one from another.
fn part(all: &[u8; 32], name: &[u8]) -> Zeroizing<[u8; SEED_BYTES]> {
    let hash = Sha256::new().chain_update(all).chain_update(name);
    Zeroizing::new(hash.finalize().into())
}

/// Hashes the sector as it is: half a write and half an erase are as good as any
/// bytes. Gives the first place in it that is blank.
fn hash_carried(flash: &mut impl NorFlash, sector: u32, hash: &mut Sha256) -> Option<u32> {
    let mut blank = None;
    for at in places(sector) {
        let mut bytes = Zeroizing::new([0; SEED_BYTES]);
        if flash.read(at, &mut bytes[..]).is_ok() {
            hash.update(&bytes[..]);
            let is_blank = bytes.iter().all(|byte| *byte == 0xff);
            blank = blank.or(is_blank.then_some(at));
        }
    }
    blank
}

fn carry(flash: &mut impl NorFlash, sector: u32, place: Option<u32>, seed: &[u8; SEED_BYTES]) {
    let at = place.unwrap_or_else(|| {
        let _ = flash.erase(sector, sector + SECTOR_BYTES);
        sector
    });
    let _ = flash.write(at, seed);
}

fn places(sector: u32) -> impl Iterator<Item = u32> {
    (sector..sector + SECTOR_BYTES).step_by(SEED_BYTES)
}

fn hash_raw(mut raw_bit: impl FnMut() -> bool, hash: &mut Sha256) -> Result<(), Broken> {
    let mut tests = Tests::default();
    for _ in 0..RAW_BITS / 8 {
        let byte = (0..8).fold(0, |byte, _| byte << 1 | u8::from(tests.look(raw_bit())));
        hash.update([byte]);
    }
    match tests.failed {
        true => Err(Broken),
        false => Ok(()),
    }
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
    fn look(&mut self, bit: bool) -> bool {
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
        bit
    }
}
