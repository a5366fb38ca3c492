//! Where keys come from.

use camera_app::SECTOR_BYTES;
use camera_app::entropy::{Broken, RAW_BITS, SEED_BYTES, seed};
use camera_hal::mock::flash::{SimFlash, Tear};
use std::collections::HashSet;

type Flash = SimFlash<8192>;

/// A source of raw bits (SplitMix64's), which begins anew at each start, as a bad one might.
fn bits() -> impl FnMut() -> bool {
    let mut x = 1_u64;
    move || {
        x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z >> 63 == 1
    }
}

fn start(flash: &mut Flash) -> [u8; SEED_BYTES] {
    *seed(flash, SECTOR_BYTES, b"BENCH001", bits()).expect("the source is well")
}

#[test]
fn r22_a_source_that_repeats_itself_makes_other_keys_at_every_start() {
    let mut flash = Flash::new();
    let seeds: HashSet<_> = (0..400).map(|_| start(&mut flash)).collect();
    assert_eq!(seeds.len(), 400);
    assert_eq!(flash.erases(), 3, "128 starts an erase");
    let (before, carried) = flash.image().split_at(SECTOR_BYTES as usize);
    assert!(before.iter().all(|byte| *byte == 0xff), "another's sector");
    let is_told = |seed: &[u8; SEED_BYTES]| carried.chunks(SEED_BYTES).any(|place| place == seed);
    assert!(!seeds.iter().any(is_told), "no seed in use is in the flash");
}

#[test]
fn two_cameras_with_the_same_source_have_other_keys() {
    let [mut one, mut other] = [Flash::new(), Flash::new()];
    let one = seed(&mut one, 0, b"BENCH001", bits()).expect("well");
    let other = seed(&mut other, 0, b"BENCH002", bits()).expect("well");
    assert_ne!(*one, *other);
}

#[test]
fn r21_a_power_cut_while_it_is_carried_makes_no_start_like_another() {
    for starts in [3, 128] {
        for tear in [Tear::Before, Tear::Half, Tear::After, Tear::Zeroed] {
            for unit in 1..=9 {
                let mut flash = Flash::new();
                let mut seeds: Vec<_> = (0..starts).map(|_| start(&mut flash)).collect();
                flash.power_on();
                flash.cut_at(unit, tear);
                // Whoever lost power here has used no key.
                start(&mut flash);
                flash.power_on();
                seeds.extend((0..3).map(|_| start(&mut flash)));
                let all: HashSet<_> = seeds.iter().collect();
                // What an erase has taken away before its write was begun is the first start's again.
                let is_lost = starts == 128
                    && (unit == 1 && tear == Tear::After || unit == 2 && tear == Tear::Before);
                assert!(
                    is_lost || all.len() == seeds.len(),
                    "{starts} {tear:?} {unit}"
                );
            }
        }
    }
}

#[test]
fn a_source_that_sticks_or_leans_is_told() {
    let mut flash = Flash::new();
    let stuck = seed(&mut flash, 0, b"", || true);
    assert_eq!(stuck.err(), Some(Broken));
    let mut n = 0;
    let leans = seed(&mut flash, 0, b"", || {
        n += 1;
        n % 32 != 0
    });
    assert_eq!(leans.err(), Some(Broken));
    assert!(
        flash.image().iter().all(|byte| *byte == 0xff),
        "it carries nothing on"
    );
    let mut n = 0;
    let passes = seed(&mut flash, 0, b"", || {
        n += 1;
        n % 16 != 0
    });
    assert!(passes.is_ok(), "an eighth of a bit each is enough");
    assert_eq!(n, RAW_BITS);
}
