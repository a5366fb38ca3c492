//! The flash of the mock board: the rules of NOR, what a power cut leaves of a unit, and how it wears.

use camera_hal::mock::flash::{Flaw, SimFlash, SimFlashError, Tear};
use embedded_storage::nor_flash::{NorFlash, NorFlashError, NorFlashErrorKind, ReadNorFlash};

type Flash = SimFlash<8192>;

#[test]
fn the_flash_keeps_the_rules_of_nor() {
    let mut flash = Flash::new();
    flash.write(8, &[1, 2, 3, 4]).unwrap();
    assert_eq!(flash.write(8, &[0; 4]), Err(SimFlashError::NotErased));
    assert_eq!(flash.write(2, &[0; 4]), Err(SimFlashError::NotAligned));
    assert_eq!(flash.write(8192, &[0; 4]), Err(SimFlashError::OutOfBounds));
    assert_eq!(flash.erase(0, 100), Err(SimFlashError::NotAligned));
    assert_eq!(SimFlashError::Worn.kind(), NorFlashErrorKind::Other);
    flash.cut_at(2, Tear::Half);
    assert_eq!(flash.write(16, &[0; 8]), Err(SimFlashError::PowerLost));
    assert_eq!(flash.read(0, &mut [0]), Err(SimFlashError::PowerLost));
    assert_eq!(flash.image()[16..24], [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]);
    assert_eq!(flash.units(), 3);
    flash.power_on();
    flash.erase(0, 8192).unwrap();
    assert_eq!((flash.units(), flash.erases()), (2, 2));
    assert!(flash.image().iter().all(|byte| *byte == 0xFF));
}

/// What is left of a sector of zeros whose erase is torn so: how many of its bits are 1.
fn erased(tear: Tear) -> u32 {
    let mut flash = Flash::from_image([0; 8192]);
    flash.cut_at(1, tear);
    assert_eq!(flash.erase(4096, 8192), Err(SimFlashError::PowerLost));
    assert!(flash.image()[..4096].iter().all(|byte| *byte == 0));
    flash.image()[4096..]
        .iter()
        .map(|byte| byte.count_ones())
        .sum()
}

/// How many bits of words of zeros are 0 when their program is torn so.
fn programmed<const WORD: usize>(tear: impl Fn(u64) -> Tear) -> u32 {
    let zeros = |seed| {
        let mut flash = SimFlash::<8192, WORD>::new();
        flash.cut_at(1, tear(seed));
        assert_eq!(flash.write(0, &[0; WORD]), Err(SimFlashError::PowerLost));
        assert!(flash.image()[WORD..].iter().all(|byte| *byte == 0xFF));
        flash
            .image()
            .iter()
            .map(|byte| byte.count_zeros())
            .sum::<u32>()
    };
    (0..64).map(zeros).sum()
}

#[test]
fn a_torn_unit_has_the_part_of_its_bits_that_was_asked_for() {
    const BITS: u32 = 4096 * 8;
    assert_eq!(erased(Tear::Before), 0);
    assert_eq!(erased(Tear::Zeroed), 0);
    assert_eq!(erased(Tear::Half), BITS / 2);
    assert_eq!(erased(Tear::After), BITS);
    for sixteenths in 0..=16 {
        let tear = |seed| Tear::Random { sixteenths, seed };
        let expected = BITS * u32::from(sixteenths) / 16;
        assert!(
            erased(tear(7)).abs_diff(expected) < BITS / 64,
            "{sixteenths}"
        );
        let expected = 64 * 128 * u32::from(sixteenths) / 16;
        assert!(
            programmed::<16>(tear).abs_diff(expected) < 64 * 128 / 32,
            "{sixteenths}"
        );
    }
    assert_eq!(programmed::<4>(|_| Tear::Half), 64 * 16);
    assert_eq!(programmed::<32>(|_| Tear::Half), 64 * 128);
    assert_eq!(programmed::<1>(|_| Tear::Zeroed), 64 * 8);
}

#[test]
fn a_worn_sector_shows_its_flaw_as_often_as_was_said() {
    let mut flash = Flash::from_image([0; 8192]);
    flash.wear(1, Flaw::EraseError, 1);
    flash.erase(0, 4096).unwrap();
    assert_eq!(flash.erase(4096, 8192), Err(SimFlashError::Worn));
    assert_eq!(flash.image()[4096..], [0; 4096]);

    flash.wear(1, Flaw::EraseInVain, 1);
    flash.erase(4096, 8192).unwrap();
    assert_eq!(flash.image()[4096..].iter().filter(|b| **b == 0).count(), 8);
    flash.erase(4096, 8192).unwrap();
    assert_eq!(flash.image()[4096..], [0xFF; 4096]);

    flash.wear(1, Flaw::WriteError, 1);
    assert_eq!(flash.write(4096, &[0; 4]), Err(SimFlashError::Worn));
    assert_eq!(flash.image()[4096..4100], [0xFF; 4]);

    flash.wear(1, Flaw::WriteInVain, 1);
    flash.write(4096, &[0xFF, 0b0110_0111, 0, 0]).unwrap();
    assert_eq!(flash.image()[4096..4100], [0xFF, 0b0110_1111, 0, 0]);
    flash.write(4100, &[0; 4]).unwrap();
    assert_eq!(flash.image()[4100..4104], [0; 4]);
}

#[test]
fn a_stuck_bit_stays_whatever_is_done() {
    let mut flash = Flash::new();
    flash.stick(5, 0b1000_0001, false);
    flash.erase(0, 4096).unwrap();
    assert_eq!(flash.image()[5], 0b0111_1110);
    flash.stick(9, 0b1000_0001, true);
    flash.write(8, &[0; 4]).unwrap();
    assert_eq!(flash.image()[8..12], [0, 0b1000_0001, 0, 0]);
}
