//! The chip's watchdog: fed by each turn, and by nothing else.

use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::mock::board::{LAYOUT, MockBoard};
use camera_hal::runner::Runner;
use camera_hal::store::factory::Factory;
use camera_hal::system::System as _;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

type Camera = Runner<MockBoard<ChaCha20Rng>>;

const HUNGRY_MS: u32 = 8_000;

fn at(ms: u64) -> Instant {
    Instant::from_millis(ms)
}

fn camera() -> Camera {
    let factory = Factory {
        serial: heapless::Vec::new(),
        model: heapless::Vec::new(),
        discriminator: 1,
        made_on: 20_261_124,
        label: heapless::Vec::new(),
    };
    let mut board = MockBoard::new(&factory, ChaCha20Rng::seed_from_u64(1)).unwrap();
    board.watchdog.hungry_ms = Some(HUNGRY_MS);
    Runner::start(board, &REFERENCE, LAYOUT, at(0))
}

/// Turns when it is asked to; the instant of the last turn, and the longest sleep, in milliseconds.
fn pass(camera: &mut Camera, to_ms: u64) -> (u64, u64) {
    let (mut now_ms, mut slept_ms) = (0, 0);
    loop {
        let wake_at = camera.turn(at(now_ms));
        if camera.work(at(now_ms)) {
            continue;
        }
        let next_ms = wake_at.expect("it is to be fed").as_millis();
        let next_ms = next_ms.max(now_ms + 1);
        if next_ms > to_ms {
            return (now_ms, slept_ms);
        }
        slept_ms = slept_ms.max(next_ms - now_ms);
        now_ms = next_ms;
    }
}

fn has_bitten(camera: &mut Camera, now: Instant) -> bool {
    let watchdog = &mut camera.board().watchdog;
    watchdog.pass(now);
    watchdog.has_bitten
}

#[test]
fn a_camera_that_goes_on_is_not_bitten_however_little_happens() {
    let mut camera = camera();
    let (now_ms, slept_ms) = pass(&mut camera, 24 * 3_600_000);
    assert!(!has_bitten(&mut camera, at(now_ms)));
    assert!(slept_ms <= u64::from(HUNGRY_MS) / 2, "{slept_ms}");
}

#[test]
fn a_turn_that_hangs_is_bitten_and_counts_as_a_crash() {
    let mut camera = camera();
    let (now_ms, _) = pass(&mut camera, 60_000);
    // Nothing comes back from it, so nobody turns again.
    let hangs_at = at(now_ms);
    camera.turn(hangs_at);
    assert!(!has_bitten(&mut camera, hangs_at.after(HUNGRY_MS - 1)));
    assert!(has_bitten(&mut camera, hangs_at.after(HUNGRY_MS)));
    let mut camera = Runner::start(camera.into_board(), &REFERENCE, LAYOUT, at(0));
    assert_eq!(
        camera.board().boot_cause(),
        camera_fsm::power::BootCause::Crash
    );
    assert_eq!(camera.device().facts(at(0)).crashes, 1);
}

/// Work that takes long is not fed on its way: what hangs in it must be bitten, too.
#[test]
fn work_does_not_feed_the_watchdog() {
    let mut camera = camera();
    let (now_ms, _) = pass(&mut camera, 60_000);
    let fed_at = camera.board().watchdog.fed_at;
    for later_ms in [1, 1_000, 7_999] {
        camera.work(at(now_ms + later_ms));
        assert_eq!(camera.board().watchdog.fed_at, fed_at);
    }
}

/// A restart that was asked for and does not happen is the watchdog's.
#[test]
#[cfg(feature = "console")]
fn r34_a_restart_that_does_not_happen_is_made() {
    use camera_hal::console::Command;
    let mut camera = camera();
    let (mut now_ms, _) = pass(&mut camera, 60_000);
    let mut says = String::new();
    camera
        .console(at(now_ms), Command::Restart, &mut says)
        .unwrap();
    while !camera.is_rebooting() {
        now_ms += 10;
        camera.turn(at(now_ms));
    }
    let asked_at = at(now_ms);
    for _ in 0..100 {
        now_ms += 100;
        camera.turn(at(now_ms));
    }
    assert!(camera.board().watchdog.has_bitten || has_bitten(&mut camera, at(now_ms)));
    assert_eq!(camera.board().watchdog.fed_at, Some(asked_at));
}
