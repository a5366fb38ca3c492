//! Sensors: what a board's become to the machine, and when they must learn anew (R50, R53).

mod kept;

use camera_fsm::motion_detection::grid::Luma;
use camera_fsm::profile::BUTTONLESS;
use camera_fsm::time::Instant;
use camera_hal::mock::board::{LAYOUT, MockBoard};
use camera_hal::part::PartError;
use camera_hal::runner::Runner;
use camera_hal::sensor::light::{LightCalibration, WithLight};
use camera_hal::sensor::{Pictures, Sensors};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

#[test]
fn r50_who_compares_pictures_learns_anew_when_the_head_has_found_its_home() {
    let rng = ChaCha20Rng::seed_from_u64(1);
    let board = MockBoard::new(&kept::factory(), rng).unwrap();
    let mut runner = Runner::start(board, &BUTTONLESS, LAYOUT, Instant::from_millis(0));
    let before = runner.board().sensors.part.changes;
    runner.turn(Instant::from_millis(10));
    assert_eq!(runner.board().sensors.part.changes, before + 1);
    assert!(runner.device().homing().is_known());
}

#[test]
fn r50_what_moves_in_pictures_is_told_once_and_not_after_the_whole_picture_moved() {
    let still = Luma::even(100);
    let mut walks = still;
    // No more than a person: so much at once would be a lamp.
    let body = walks.0.iter_mut().skip(4).take(5);
    body.for_each(|row| row[5..7].fill(180));
    let mut pictures = Pictures::new();
    let look = |pictures: &mut Pictures, picture: &Luma, times| {
        (0..times).for_each(|_| pictures.show(picture));
    };
    look(&mut pictures, &still, 40);
    assert_eq!(pictures.moved(), Ok(None));
    look(&mut pictures, &walks, 3);
    let moved = pictures.moved().unwrap().expect("somebody walks");
    assert!(moved.has(5, 6) && !moved.has(14, 6));
    assert_eq!(pictures.moved(), Ok(None));
    look(&mut pictures, &still, 3);
    pictures.picture_changed();
    look(&mut pictures, &walks, 3);
    assert_eq!(pictures.moved(), Ok(None));
}

proptest! {
    /// By any calibration: brighter never reads as darker, its two points are the ends, and nothing overflows.
    #[test]
    fn r53_a_reading_becomes_percent_in_order(dark: u16, bright: u16, one: u16, other: u16) {
        prop_assume!(dark != bright);
        let calibration = LightCalibration { dark, bright };
        prop_assert_eq!(calibration.percent(dark), 0);
        prop_assert_eq!(calibration.percent(bright), 100);
        let (one_percent, other_percent) = (calibration.percent(one), calibration.percent(other));
        prop_assert!(one_percent <= 100 && other_percent <= 100);
        let (darker, brighter) = match (one <= other) == (dark < bright) {
            true => (one_percent, other_percent),
            false => (other_percent, one_percent),
        };
        prop_assert!(darker <= brighter);
    }
}

#[test]
fn r53_r61_light_is_told_when_it_changes_and_a_failure_as_one() {
    let calibration = LightCalibration {
        dark: 0,
        bright: 1_000,
    };
    // What a converter says, one answer after the other.
    let said = [
        Ok(None),
        Ok(Some(500)),
        Ok(Some(504)),
        Ok(None),
        Ok(Some(510)),
        Err(()),
        Ok(Some(510)),
        Ok(Some(65_535)),
    ];
    let mut said = said.into_iter();
    let read = || said.next().expect("it is asked once a turn");
    let mut sensors = WithLight::new(Pictures::new(), read, calibration);
    let told: Vec<_> = (0..8).map(|_| sensors.light_percent()).collect();
    let failed = Err(PartError::Read);
    let expected = [None, Some(50), None, None, Some(51)].map(Ok);
    assert_eq!(told[..5], expected);
    assert_eq!(told[5..], [failed, Ok(Some(51)), Ok(Some(100))]);
    // Motion is the other one's business.
    let mut walks = Luma::even(100);
    (0..40).for_each(|_| sensors.motion().show(&walks));
    let body = walks.0.iter_mut().skip(4).take(5);
    body.for_each(|row| row[5..7].fill(180));
    (0..3).for_each(|_| sensors.motion().show(&walks));
    assert!(sensors.moved().unwrap().is_some());
    sensors.motion().show(&walks);
    sensors.picture_changed();
    assert_eq!(sensors.moved(), Ok(None));
}
