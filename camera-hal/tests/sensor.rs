//! Sensors: what a board's become to the machine, and when they must learn anew (R50, R53).

mod kept;

use camera_fsm::motion_detection::grid::Luma;
use camera_fsm::profile::BUTTONLESS;
use camera_fsm::time::Instant;
use camera_hal::mock::board::{LAYOUT, MockBoard};
use camera_hal::runner::Runner;
use camera_hal::sensor::{Pictures, Sensors};
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
