//! The log against a model, under every power cut, on worn flash, and on other word sizes.

mod log;

use camera_hal::mock::flash::{SimFlashError, Tear};
use camera_hal::store::log::{Area, Log, LogError, MAX_VALUE, Mount};
use core::ops::Range;
use embedded_storage::nor_flash::{ErrorType, NorFlash, NorFlashErrorKind, ReadNorFlash};
use log::{AREA, Flash, Model, Op, SECTOR, contents, holds, ready, recover, replaced};
use proptest::prelude::*;
use std::collections::BTreeSet;

const TEARS: [Tear; 4] = [Tear::Before, Tear::Half, Tear::After, Tear::Zeroed];

/// Some of the bits: of 1/16 to 15/16, as the number says.
fn random(number: u32) -> Tear {
    Tear::Random {
        sixteenths: 1 + (number % 15) as u8,
        seed: number.into(),
    }
}

/// A repeatable script: runs of puts that fill the sector, scrubbing operations, values no two of which share 8 bytes.
fn script(mut seed: u64, ops: usize, keys: u64, longest: u64) -> Vec<Op> {
    let mut draw = move |below: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut script = Vec::new();
    while script.len() < ops {
        let key = draw(keys) as u8;
        let len = draw(longest + 1);
        let value: Vec<u8> = (0..len).map(|_| draw(256) as u8).collect();
        script.push(match draw(20) {
            0 | 1 => Op::PutScrubbed(key, value),
            2 => Op::Remove(key),
            3 if draw(4) == 0 => Op::Retain(draw(256) as u8 | 0x0F),
            4 => Op::PutAll(vec![
                (key, value),
                (draw(keys) as u8, b"together with".to_vec()),
            ]),
            5 => Op::Remount,
            _ => Op::Put(key, value),
        });
    }
    script
}

/// Cuts every unit of every operation of `script`; returns how many cuts.
fn cut_everywhere(script: &[Op], tears: impl Fn(u32) -> Vec<Tear>) -> u32 {
    let mut flash = Flash::new();
    let mut log = Log::format(&mut flash, AREA).unwrap();
    let mut before = Model::new();
    let mut cuts = 0;
    for (step, op) in script.iter().enumerate() {
        let after = op.apply(&before);
        let (start, start_log) = (flash.clone(), log);
        flash.power_on();
        op.run(&mut flash, &mut log).unwrap();
        for unit in 1..=flash.units() {
            for tear in tears(cuts) {
                let at = (step, op, unit, tear);
                let (mut cut, mut cut_log) = (start.clone(), start_log);
                cut.power_on();
                cut.cut_at(unit, tear);
                let finished = op.run(&mut cut, &mut cut_log).is_ok();
                assert!(!cut.is_powered());
                let (mut recovered, found) = recover(&mut cut);
                assert!(found == after || (found == before && !finished), "{at:?}");
                if op.scrubs() && found == after {
                    let secrets = replaced(&before, &after);
                    assert!(!secrets.iter().any(|value| holds(&cut, value)), "{at:?}");
                }
                if cuts % 8 == 0 {
                    recovered.put(&mut cut, 3, b"life goes on").unwrap();
                    let next = Op::Put(3, b"life goes on".to_vec()).apply(&found);
                    assert_eq!(recover(&mut cut).1, next, "{at:?}");
                }
                cuts += 1;
            }
        }
        before = after;
        assert_eq!(contents(&mut flash, &log), before);
    }
    assert!(flash.erases() > 2);
    cuts
}

fn all_tears(cut: u32) -> impl Iterator<Item = Tear> {
    let some = (0..2).map(move |n| random(cut * 2 + n));
    TEARS.into_iter().chain(some)
}

/// One of [`all_tears`], each in turn.
fn nth_tear(cut: u32) -> Tear {
    all_tears(cut).nth(cut as usize % 6).unwrap()
}

#[test]
fn r21_r55_every_cut_leaves_the_old_or_the_new_state() {
    let mixed = cut_everywhere(&script(1, 160, 6, 32), |cut| all_tears(cut).collect());
    let filling = cut_everywhere(&script(2, 80, 40, MAX_VALUE as u64 / 2), |cut| {
        vec![TEARS[cut as usize % 4], random(cut)]
    });
    println!("cuts: {mixed} in 160 mixed operations, {filling} in 80 that fill the sector");
}

#[test]
fn r21_a_cut_during_recovery_changes_nothing() {
    let (mut flash, mut before) = (Flash::new(), Model::new());
    let mut log = Log::format(&mut flash, AREA).unwrap();
    let (mut firsts, mut seconds) = (0u32, 0u32);
    for op in script(3, 140, 6, 32) {
        let after = op.apply(&before);
        let (start, start_log) = (flash.clone(), log);
        flash.power_on();
        op.run(&mut flash, &mut log).unwrap();
        for unit in 1..=flash.units() {
            let tear = nth_tear(firsts);
            firsts += 1;
            // Around a seal and an erase recovery has the most to do; of the rest a sample.
            if unit + 5 < flash.units() && !firsts.is_multiple_of(5) {
                continue;
            }
            let (mut cut, mut cut_log) = (start.clone(), start_log);
            cut.power_on();
            cut.cut_at(unit, tear);
            let _ = op.run(&mut cut, &mut cut_log);
            let mut once = cut.clone();
            let expected = recover(&mut once).1;
            for again in 1..=once.units() {
                let tear = nth_tear(seconds);
                let mut twice = cut.clone();
                twice.power_on();
                twice.cut_at(again, tear);
                let _ = Log::mount(&mut twice, AREA);
                assert_eq!(
                    recover(&mut twice).1,
                    expected,
                    "{op:?} {unit} {again} {tear:?}"
                );
                seconds += 1;
            }
        }
        before = after;
    }
    assert_eq!(contents(&mut flash, &log), before);
    println!("double cuts: {seconds}");
}

/// What [`Log::mount`] and, where it says so, [`Log::format`] make of that flash.
fn start(flash: &mut Flash) -> Result<Log, LogError> {
    match Log::mount(flash, AREA)? {
        Mount::Ready(log) => Ok(log),
        Mount::Blank => Log::format(flash, AREA),
        Mount::Damaged => panic!("a new flash is no damage"),
    }
}

/// Cut in its first format, cut in the one that follows, and so on, a flash is never taken for a damaged one.
#[test]
fn r21_a_cut_in_the_first_format_is_formatted_again_however_often() {
    let (mut seen, mut next, mut cuts) = (BTreeSet::new(), vec![Flash::new()], 0);
    for depth in 0..6 {
        for before in core::mem::take(&mut next) {
            let mut whole = before.clone();
            whole.power_on();
            let mut log = start(&mut whole).unwrap();
            let units = whole.units();
            assert!(contents(&mut whole, &log).is_empty() && !log.scrub_owed());
            log.put(&mut whole, 1, b"x").unwrap();
            for (unit, tear) in (1..=units).flat_map(|unit| all_tears(unit).map(move |t| (unit, t)))
            {
                let mut cut = before.clone();
                cut.power_on();
                cut.cut_at(unit, tear);
                assert!(start(&mut cut).is_err() || !cut.is_powered());
                cuts += 1;
                if seen.insert(cut.image().to_vec()) {
                    next.push(cut);
                }
            }
        }
        println!(
            "{} flashes that are new after {} cuts",
            next.len(),
            depth + 1
        );
    }
    assert!(cuts > 500);
}

#[test]
fn r26_an_area_is_erased_sector_by_sector() {
    let mut flash = Flash::new();
    let mut log = Log::format(&mut flash, AREA).unwrap();
    log.put(&mut flash, 1, b"the secret").unwrap();
    AREA.erase_sector(&mut flash, 0).unwrap();
    AREA.erase_sector(&mut flash, 1).unwrap();
    assert!(AREA.is_blank(&mut flash).unwrap() && !holds(&flash, b"the secret"));
    assert_eq!(Log::mount(&mut flash, AREA), Ok(Mount::Blank));
    let outside = LogError::Flash(NorFlashErrorKind::OutOfBounds);
    assert_eq!(AREA.erase_sector(&mut flash, 2), Err(outside));
    assert_eq!(
        Log::mount(&mut flash, Area { base: 8192, ..AREA }),
        Err(outside)
    );
}

#[test]
fn r25_an_erase_that_fails_is_reported_and_retried() {
    let mut flash = Flash::new();
    let mut log = Log::format(&mut flash, AREA).unwrap();
    log.put(&mut flash, 1, b"the old secret").unwrap();
    flash.fail_erase(1, u32::MAX);
    assert_eq!(
        log.put_scrubbed(&mut flash, 1, b"new"),
        Err(LogError::ScrubOwed)
    );
    assert_eq!(log.scrub(&mut flash), Err(LogError::EraseFailed));
    // It still reads and appends, here and after a restart; only what needs the spare does not go.
    log = ready(&mut flash);
    assert!(log.scrub_owed() && holds(&flash, b"the old secret"));
    log.put(&mut flash, 2, b"two").unwrap();
    assert_eq!(log.remove(&mut flash, 2), Err(LogError::EraseFailed));
    assert_eq!(contents(&mut flash, &log).len(), 2);
    flash.fail_erase(1, 1);
    assert_eq!(log.scrub(&mut flash), Err(LogError::EraseFailed));
    assert_eq!(log.scrub(&mut flash), Ok(()));
    assert!(!log.scrub_owed() && !holds(&flash, b"the old secret"));
}

#[test]
fn r55_a_rotten_record_is_dropped_and_counted() {
    let mut flash = Flash::new();
    let mut log = Log::format(&mut flash, AREA).unwrap();
    for key in 0..4 {
        log.put(&mut flash, key, &[key; 300 / 2]).unwrap();
    }
    let whole = contents(&mut flash, &log);
    for at in (4096 + 12)..(4096 + 12 + 4 * 160) {
        let mut rotten = flash.clone();
        rotten.image_mut()[at] ^= 0x10;
        let log = ready(&mut rotten);
        let found = contents(&mut rotten, &log);
        assert!(found.iter().all(|(key, value)| whole[key] == *value));
        let last = at >= 4096 + 12 + 3 * 160;
        let padding = (at - 4096 - 12) % 160 >= 158;
        assert!(padding || found.len() < 4);
        assert_eq!(log.lost() > 0, !padding && !last, "{at}");
    }
    let mut behind = flash.clone();
    behind.image_mut()[4096 + 3000] = 0xA5;
    assert_eq!(ready(&mut behind).lost(), 1);
    assert_eq!(recover(&mut behind).1, whole);
    assert!(!behind.image()[4096..].contains(&0xA5) && ready(&mut behind).lost() == 0);
}

#[test]
fn r55_a_rotten_seal_is_damage_and_nothing_is_erased() {
    let mut flash = Flash::new();
    let mut log = Log::format(&mut flash, AREA).unwrap();
    log.put(&mut flash, 1, b"one").unwrap();
    for bit in 0..12 * 8 {
        let mut unsealed = flash.clone();
        unsealed.image_mut()[4096 + bit / 8] ^= 1 << (bit % 8);
        let image = *unsealed.image();
        assert_eq!(Log::mount(&mut unsealed, AREA), Ok(Mount::Damaged));
        assert!(*unsealed.image() == image);
    }
}

/// The layout is frozen: seals written with an independent CRC mount, also across the wrap of the count.
#[test]
fn r55_the_newer_seal_wins_across_the_wrap() {
    for (first, second, newer) in [
        (1u32, 2u32, 1),
        (2, 1, 0),
        (u32::MAX, 0, 1),
        (0, u32::MAX, 0),
    ] {
        let mut flash = Flash::new();
        for (at, seq) in [(4096, first), (8192, second)] {
            let mut seal = [b"ABL1".as_slice(), &seq.to_le_bytes()].concat();
            seal.extend(crc32(&seal).to_le_bytes());
            let mut record = vec![7, 0, 1, 0];
            let checked = [7, 1, 0];
            record[1] = crc32(&checked) as u8;
            record.extend(crc32(&[checked.as_slice(), &[(at >> 12) as u8]].concat()).to_le_bytes());
            record.push((at >> 12) as u8);
            flash.image_mut()[at..at + 12].copy_from_slice(&seal);
            flash.image_mut()[at + 12..at + 21].copy_from_slice(&record);
        }
        let mut log = ready(&mut flash);
        assert_eq!(contents(&mut flash, &log)[&7], [newer + 1]);
        log.put_scrubbed(&mut flash, 7, b"on").unwrap();
        log = ready(&mut flash);
        assert_eq!(contents(&mut flash, &log)[&7], b"on");
    }
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| {
            (c >> 1) ^ ((c & 1) * 0xEDB8_8320)
        })
    })
}

#[test]
fn limits_are_typed() {
    let mut flash = Flash::new();
    let mut log = Log::format(&mut flash, AREA).unwrap();
    assert_eq!(
        log.put(&mut flash, 1, &[0; MAX_VALUE + 1]),
        Err(LogError::ValueTooLong)
    );
    let mut key = 0;
    while log.put(&mut flash, key, &[key; MAX_VALUE]).is_ok() {
        key += 1;
    }
    assert_eq!(
        log.put(&mut flash, key, &[1; MAX_VALUE]),
        Err(LogError::Full)
    );
    assert_eq!(key, 15, "15 * 264 + 12 <= 4096");
    log.put(&mut flash, 0, b"shorter").unwrap();
    log.put(&mut flash, key, &[1; 200]).unwrap();
    let too_small = LogError::BufferTooSmall { needed: 7 };
    assert_eq!(log.get(&mut flash, 0, &mut [0; 6]), Err(too_small));
    assert_eq!(log.get(&mut flash, 99, &mut []), Ok(None));
    let twice: [(u8, &[u8]); 2] = [(0, b"first"), (0, b"last")];
    log.put_all(&mut flash, &twice).unwrap();
    assert_eq!(contents(&mut flash, &log)[&0], b"last");
    assert!(!holds(&flash, b"first") && !holds(&flash, b"shorter"));
}

/// Other word sizes, and writes, counted from 1, that go wrong.
struct Other<const READ: usize, const WRITE: usize> {
    flash: Flash,
    writes: u32,
    faults: Range<u32>,
    /// A fault does its work and then reports an error; otherwise it drops the last word and reports none.
    late: bool,
}

impl<const READ: usize, const WRITE: usize> Other<READ, WRITE> {
    fn new(flash: Flash, faults: Range<u32>, late: bool) -> Self {
        Self {
            flash,
            writes: 0,
            faults,
            late,
        }
    }
}

impl<const R: usize, const W: usize> ErrorType for Other<R, W> {
    type Error = SimFlashError;
}

impl<const R: usize, const W: usize> ReadNorFlash for Other<R, W> {
    const READ_SIZE: usize = R;
    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), SimFlashError> {
        assert!((offset as usize).is_multiple_of(R) && bytes.len().is_multiple_of(R));
        self.flash.read(offset, bytes)
    }
    fn capacity(&self) -> usize {
        self.flash.capacity()
    }
}

impl<const R: usize, const W: usize> NorFlash for Other<R, W> {
    const WRITE_SIZE: usize = W;
    const ERASE_SIZE: usize = SECTOR as usize;
    fn erase(&mut self, from: u32, to: u32) -> Result<(), SimFlashError> {
        self.flash.erase(from, to)
    }
    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), SimFlashError> {
        assert!((offset as usize).is_multiple_of(W) && bytes.len().is_multiple_of(W));
        self.writes += 1;
        match (self.faults.contains(&self.writes), self.late) {
            (false, _) => self.flash.write(offset, bytes),
            (true, false) => self.flash.write(offset, &bytes[..bytes.len() - 4]),
            (true, true) => self
                .flash
                .write(offset, bytes)
                .and(Err(SimFlashError::Worn)),
        }
    }
}

fn runs_on<const R: usize, const W: usize>() {
    let mut flash = Other::<R, W>::new(Flash::new(), 0..0, false);
    let (mut log, mut model) = (Log::format(&mut flash, AREA).unwrap(), Model::new());
    for op in script(4, 200, 9, 60) {
        op.run(&mut flash, &mut log).unwrap();
        model = op.apply(&model);
        assert_eq!(contents(&mut flash, &log), model, "{op:?}");
    }
    log = ready(&mut flash);
    assert_eq!(contents(&mut flash, &log), model);
}

#[test]
fn every_word_size_works() {
    runs_on::<1, 1>();
    runs_on::<4, 1>();
    runs_on::<1, 16>();
    runs_on::<4, 16>();
    runs_on::<4, 32>();
}

/// Words that do not take their bits, and writes that report an error: what was acknowledged stays.
#[test]
fn r55_a_write_that_fails_loses_nothing_acknowledged() {
    let script = script(5, 40, 5, 40);
    let mut runs = 0;
    let mut reported = 0;
    for (length, late) in [(1, false), (1, true), (2, false), (2, true), (5, false)] {
        let mut first = 2;
        while reported_by(&script, first..first + length, late, &mut reported) {
            first += 1;
            runs += 1;
        }
    }
    println!("failed writes: {runs} runs, {reported} errors that the caller saw");
}

/// False if the script was over before the faults began.
fn reported_by(script: &[Op], faults: Range<u32>, late: bool, reported: &mut u32) -> bool {
    let mut flash = Other::<1, 4>::new(Flash::new(), faults.clone(), late);
    let mut log = Log::format(&mut flash, AREA).unwrap();
    // What a restart may find: after an error that is the old or the new state, until the next change.
    let mut may_be = vec![Model::new()];
    for op in script {
        let done = op.run(&mut flash, &mut log);
        let after: Vec<Model> = may_be.iter().map(|model| op.apply(model)).collect();
        if done.is_ok() {
            may_be = after;
        } else {
            may_be.extend(after);
            *reported += 1;
        }
        let found = contents(&mut flash, &log);
        assert!(may_be.contains(&found), "{faults:?} {op:?} {done:?}");
        let mut restarted = flash.flash.clone();
        let again = ready(&mut restarted);
        let remounted = contents(&mut restarted, &again);
        assert!(may_be.contains(&remounted), "{faults:?} {op:?} {done:?}");
        if done.is_ok() {
            assert_eq!(found, remounted, "{faults:?} {op:?}");
            may_be = vec![found];
        }
    }
    flash.writes >= faults.start
}

fn any_op() -> impl Strategy<Value = Op> {
    let value = || prop::collection::vec(any::<u8>(), 0..=MAX_VALUE);
    let key = || prop_oneof![0..12u8, Just(0xFF)];
    prop_oneof![
        8 => (key(), value()).prop_map(|(k, v)| Op::Put(k, v)),
        2 => (key(), value()).prop_map(|(k, v)| Op::PutScrubbed(k, v)),
        2 => prop::collection::vec((key(), value()), 0..4).prop_map(Op::PutAll),
        2 => key().prop_map(Op::Remove),
        1 => any::<u8>().prop_map(Op::Retain),
        1 => Just(Op::Remount),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    #[test]
    fn r26_r55_the_log_is_a_map_that_forgets(ops in prop::collection::vec(any_op(), 1..60)) {
        let mut flash = Flash::new();
        let (mut log, mut model) = (Log::format(&mut flash, AREA).unwrap(), Model::new());
        for op in ops {
            let after = op.apply(&model);
            match op.run(&mut flash, &mut log) {
                Ok(()) if op.scrubs() => {
                    for value in replaced(&model, &after) {
                        prop_assert!(!holds(&flash, value));
                    }
                    model = after;
                }
                Ok(()) => model = after,
                Err(error) => prop_assert_eq!(error, LogError::Full),
            }
            prop_assert_eq!(contents(&mut flash, &log), model.clone());
        }
        let log = ready(&mut flash);
        prop_assert_eq!(contents(&mut flash, &log), model);
    }

    #[test]
    fn r55_any_image_mounts_without_a_panic(start in any::<u64>(), bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let mut flash = Flash::new();
        let mut log = Log::format(&mut flash, AREA).unwrap();
        log.put(&mut flash, 1, b"one").unwrap();
        let at = 4096 + (start % 7500) as usize;
        flash.image_mut()[at..at + bytes.len()].copy_from_slice(&bytes);
        if let Mount::Ready(log) = Log::mount(&mut flash, AREA).unwrap() {
            contents(&mut flash, &log);
        }
    }
}
