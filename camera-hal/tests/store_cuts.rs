//! Power goes at every word and every sector that the store writes in two lives of a camera, then again in the
//! recovery, and once more, on flash of every word size (R21, R22, R26, R55). `examples/power_cuts.rs` of
//! `camera-desktop` does the same with every story of the machine.

mod kept;
mod life;

use camera_fsm::input::OpResult;
use camera_hal::mock::flash::{SimFlash, Tear};
use life::{BYTES, Outcome, blank, keys_are_known, life, start};

#[derive(Default)]
struct Counts {
    cuts: u32,
    doubles: u32,
    triples: u32,
}

/// All that a power cut may leave of a unit: 1/16 to 15/16 of its bits in turn, or all of these where it is an erase.
fn tears(seed: u32, is_erase: bool) -> Vec<Tear> {
    let some = |sixteenths: u32| Tear::Random {
        sixteenths: sixteenths as u8,
        seed: seed.into(),
    };
    let whole = [Tear::Before, Tear::Half, Tear::After, Tear::Zeroed];
    match is_erase {
        true => whole.into_iter().chain((1..16).map(some)).collect(),
        false => vec![whole[seed as usize % 3], some(1 + seed % 15)],
    }
}

/// Two lives, cut everywhere. Of `sample` first cuts one is cut again, wherever that is possible.
fn cut_two_lives<const WORD: usize>(sample: u32) -> Counts {
    let mut counts = Counts::default();
    let mut flash = blank::<WORD>();
    start(&mut flash);
    let factory = flash.image()[..0x1000].to_vec();
    for change in life() {
        let before = flash.clone();
        flash.power_on();
        assert_eq!(change.run(&mut flash), OpResult::Done, "{change:?}");
        let units = flash.units();
        let legal = [&before, &flash].map(|flash| {
            let mut flash = flash.clone();
            assert_eq!(start(&mut flash), OpResult::Done);
            Outcome::of(&mut flash)
        });
        assert!(legal.iter().all(keys_are_known));
        let recovered = |cut: &SimFlash<BYTES, WORD>, at: &str| {
            let mut cut = cut.clone();
            cut.power_on();
            assert_eq!(start(&mut cut), OpResult::Done, "{change:?} {at}");
            let units = cut.units();
            let outcome = Outcome::of(&mut cut);
            assert_eq!(cut.units(), units, "{change:?} {at}: it is not finished");
            assert!(legal.contains(&outcome), "{change:?} {at}");
            assert_eq!(outcome.leak(cut.image()), None, "{change:?} {at}");
            assert!(cut.image()[..0x1000] == *factory, "{change:?} {at}");
            units
        };
        let again = |cut: &SimFlash<BYTES, WORD>, unit, tear| {
            let mut cut = cut.clone();
            cut.power_on();
            cut.cut_at(unit, tear);
            assert!(start(&mut cut) != OpResult::Done || !cut.is_powered());
            cut
        };
        let mut erases = before.erases();
        for unit in 1..=units {
            let torn = |tear| {
                let mut cut = before.clone();
                cut.power_on();
                cut.cut_at(unit, tear);
                let _ = change.run(&mut cut);
                assert!(!cut.is_powered());
                cut
            };
            let begun = torn(Tear::Before).erases();
            let is_erase = begun > erases;
            erases = begun;
            for tear in tears(counts.cuts, is_erase) {
                let cut = torn(tear);
                let at = format!("unit {unit} {tear:?}");
                let writes = recovered(&cut, &at);
                counts.cuts += 1;
                if counts.cuts % sample != 0 {
                    continue;
                }
                for second in 1..=writes {
                    let tear = tears(counts.doubles, true)[counts.doubles as usize % 19];
                    let twice = again(&cut, second, tear);
                    let at = format!("{at} and {second} {tear:?}");
                    let writes = recovered(&twice, &at);
                    counts.doubles += 1;
                    if writes > 0 && counts.doubles.is_multiple_of(4) {
                        let third = 1 + counts.doubles % writes;
                        recovered(&again(&twice, third, tear), &at);
                        counts.triples += 1;
                    }
                }
            }
        }
    }
    counts
}

#[test]
fn r21_r22_r26_every_cut_of_two_lives_leaves_the_old_or_the_new_camera() {
    for (word, counts) in [
        (1, cut_two_lives::<1>(199)),
        (4, cut_two_lives::<4>(11)),
        (16, cut_two_lives::<16>(5)),
        (32, cut_two_lives::<32>(3)),
    ] {
        let Counts {
            cuts,
            doubles,
            triples,
        } = counts;
        println!("words of {word}: {cuts} cuts, {doubles} double cuts, {triples} triple cuts");
        assert!(cuts > 900 && doubles > 800 && triples > 200);
    }
}
