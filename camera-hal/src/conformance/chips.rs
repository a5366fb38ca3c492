//! What needs nobody: clock, entropy, flash, and what survives a restart.

use core::ops::Range;

use embedded_storage::nor_flash::NorFlash;
use rand_core::CryptoRng;

use super::{Bench, Failure, wait};
use crate::board::Board;
use crate::recordings::Recordings as _;

/// As many bytes as any flash that the store takes writes at once, and more.
const CHUNK: usize = 64;
/// Every bit is set in one of two that follow each other, and clear in the other.
const PATTERN: [u8; CHUNK] = pattern();
const RESTARTS: [u8; CHUNK] = *b"conformance: this board restarts, and will say why it has begun.";
const HANGS: [u8; CHUNK] = *b"conformance: this board hangs until it is bitten, and says so...";

/// What the suite has done last.
#[derive(Clone, Copy)]
pub(super) enum Mark {
    Restarts,
    Hangs,
}

const fn pattern() -> [u8; CHUNK] {
    let mut bytes = [0; CHUNK];
    let mut at = 0;
    while at < CHUNK {
        let byte = (at / 2) as u8;
        bytes[at] = if at % 2 == 0 { byte } else { !byte };
        at += 1;
    }
    bytes
}

/// Never back, and as fast as the other timer.
pub(super) fn clock<B: Board>(board: &mut B, bench: &mut impl Bench) -> Result<(), Failure> {
    const WAIT_MS: u32 = 100;
    /// A timer may be late, and both may be a little off.
    const WAIT_MS_MIN: u64 = 95;
    const WAIT_MS_MAX: u64 = 120;
    for _ in 0..10 {
        let before = bench.now();
        wait(board, bench, WAIT_MS);
        let after = bench.now();
        if after <= before {
            return Err(Failure::Clock);
        }
        let ms = after.since(before);
        if !(WAIT_MS_MIN..=WAIT_MS_MAX).contains(&ms) {
            return Err(Failure::Rate(ms));
        }
    }
    for _ in 0..1_000 {
        let before = bench.now();
        if bench.now() < before {
            return Err(Failure::Clock);
        }
    }
    Ok(())
}

/// What stands still, repeats, or leans to one side. A good source fails once in
/// ten billion times; a bad one that hides it better passes.
pub(super) fn entropy(rng: &mut impl CryptoRng) -> Result<(), Failure> {
    const WORDS: usize = 128;
    const BITS: u32 = WORDS as u32 * 32;
    /// Six and a half times the standard deviation of fair coins.
    const LEAN: u32 = 208;
    let words: [u32; WORDS] = core::array::from_fn(|_| rng.next_u32());
    let pairs = |period| words.iter().zip(words.iter().skip(period));
    let changed = pairs(1).fold(0, |changed, (one, next)| changed | (one ^ next));
    let ones: u32 = words.iter().map(|word| word.count_ones()).sum();
    let repeats = (1..=WORDS / 2).any(|period| pairs(period).all(|(one, later)| one == later));
    let leans = ones.abs_diff(BITS / 2) > LEAN;
    match changed != u32::MAX || repeats || leans {
        true => Err(Failure::Entropy),
        false => Ok(()),
    }
}

/// The rules of NOR flash, as the store relies on them.
pub(super) fn flash<F: NorFlash>(flash: &mut F, scratch: &Range<u32>) -> Result<(), Failure> {
    let sector = F::ERASE_SIZE as u32;
    let [first, second] = sectors::<F>(flash, scratch)?;
    for at in [first, second] {
        let erased = flash.erase(at, at + sector);
        erased.map_err(|_| Failure::FlashRefuses)?;
        blank(flash, at)?;
    }
    // Its first bytes, and its last.
    let places = |at: u32| [at, at + sector - CHUNK as u32];
    for at in [second, first].into_iter().flat_map(places) {
        let written = flash.write(at, &PATTERN);
        written.map_err(|_| Failure::FlashRefuses)?;
    }
    for at in [first, second].into_iter().flat_map(places) {
        if read(flash, at)? != PATTERN {
            return Err(Failure::NotWritten);
        }
    }
    let erased = flash.erase(first, first + sector);
    erased.map_err(|_| Failure::FlashRefuses)?;
    blank(flash, first)?;
    for at in places(second) {
        if read(flash, at)? != PATTERN {
            return Err(Failure::Neighbour);
        }
    }
    let end = flash.capacity() as u32;
    let takes_anything = flash.write(end, &PATTERN).is_ok()
        || flash.erase(end, end + sector).is_ok()
        || flash.read(end, &mut [0; CHUNK]).is_ok();
    if takes_anything {
        return Err(Failure::TakesAnything);
    }
    let erased = flash.erase(second, second + sector);
    erased.map_err(|_| Failure::FlashRefuses)?;
    blank(flash, second)
}

/// What another key has sealed gets less with each erase, and comes to an end; the
/// rest stays.
pub(super) fn recordings<B: Board>(board: &mut B, bench: &mut impl Bench) -> Result<(), Failure> {
    let own = board.parts().recordings.count();
    let mut left_kib = board.parts().recordings.dead_kib();
    while left_kib > 0 {
        board.feed_watchdog(bench.now());
        let recordings = board.parts().recordings;
        recordings.erase_dead()?;
        let before_kib = left_kib;
        left_kib = recordings.dead_kib();
        if left_kib >= before_kib {
            return Err(Failure::Erases(before_kib, left_kib));
        }
    }
    match board.parts().recordings.count() == own {
        true => Ok(()),
        false => Err(Failure::Loses),
    }
}

/// Leaves a mark for the next start.
pub(super) fn mark<F: NorFlash>(
    flash: &mut F,
    scratch: &Range<u32>,
    mark: Mark,
) -> Result<(), Failure> {
    let [first, _] = sectors::<F>(flash, scratch)?;
    let erased = flash.erase(first, first + F::ERASE_SIZE as u32);
    erased.map_err(|_| Failure::FlashRefuses)?;
    let mark = match mark {
        Mark::Restarts => &RESTARTS,
        Mark::Hangs => &HANGS,
    };
    let written = flash.write(first, mark);
    written.map_err(|_| Failure::FlashRefuses)
}

/// Whether there is a mark; there is none afterwards.
pub(super) fn take_mark<F: NorFlash>(flash: &mut F, scratch: &Range<u32>) -> Option<Mark> {
    let [first, _] = sectors::<F>(flash, scratch).ok()?;
    let mark = match read(flash, first) {
        Ok(RESTARTS) => Mark::Restarts,
        Ok(HANGS) => Mark::Hangs,
        _ => return None,
    };
    // One that stays is found again at the next start: the flash's check fails then.
    let _ = flash.erase(first, first + F::ERASE_SIZE as u32);
    Some(mark)
}

fn sectors<F: NorFlash>(flash: &F, scratch: &Range<u32>) -> Result<[u32; 2], Failure> {
    let sector = F::ERASE_SIZE as u32;
    let is_aligned = scratch.start.is_multiple_of(sector) && CHUNK.is_multiple_of(F::WRITE_SIZE);
    let fits = scratch.end.checked_sub(scratch.start) >= Some(2 * sector)
        && scratch.end as usize <= flash.capacity();
    match is_aligned && fits && F::ERASE_SIZE >= 2 * CHUNK {
        true => Ok([scratch.start, scratch.start + sector]),
        false => Err(Failure::Scratch),
    }
}

fn read<F: NorFlash>(flash: &mut F, at: u32) -> Result<[u8; CHUNK], Failure> {
    let mut bytes = [0; CHUNK];
    match flash.read(at, &mut bytes) {
        Ok(()) => Ok(bytes),
        Err(_) => Err(Failure::FlashRefuses),
    }
}

fn blank<F: NorFlash>(flash: &mut F, sector: u32) -> Result<(), Failure> {
    for at in (sector..sector + F::ERASE_SIZE as u32).step_by(CHUNK) {
        if read(flash, at)? != [0xFF; CHUNK] {
            return Err(Failure::NotErased);
        }
    }
    Ok(())
}
