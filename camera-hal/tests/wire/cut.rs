//! A pairing attempt is counted in flash before the camera's confirmation leaves (R45): the confirmation tells right
//! from wrong, and whoever cuts the power must not get it for nothing.

use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::mock::board::LAYOUT;
use camera_hal::mock::flash::Tear;
use camera_hal::runner::Runner;
use camera_proto::message::{Reply, kind};
use camera_proto::vocab::{PairingSecret, Refusal};

use crate::home::{Computes, Home};
use crate::raw::{Came, Raw};

/// Wrong codes that the camera knows of when its power comes back.
fn counted_after_a_cut(home: Home) -> u8 {
    let now = Instant::from_millis(home.now_ms);
    let mut board = home.camera.into_board();
    board.flash.power_on();
    let camera = Runner::start(board, &REFERENCE, LAYOUT, now);
    camera.device().pairing().attempts()
}

fn confirmations(came: &[Came]) -> usize {
    let is_one = |came: &&Came| came.1 == kind::REPLY_PAIR_SHARE;
    came.iter().filter(is_one).count()
}

/// An app whose share has reached the machine, which has asked for the count to be written.
fn with_a_share() -> (Home, Raw) {
    let mut home = Home::new();
    home.computes = Computes::Another;
    let mut app = Raw::plug(&mut home, 3);
    app.greet(&mut home, PairingSecret::CODE);
    let (_, share) = app.share();
    let frame = app.frame(2, &share);
    app.say(&mut home, &frame);
    let now = Instant::from_millis(home.now_ms);
    for _ in 0..8 {
        home.camera.turn(now);
    }
    (home, app)
}

#[test]
fn r45_until_an_attempt_is_counted_nothing_is_answered_or_computed() {
    let (mut home, mut app) = with_a_share();
    let now = Instant::from_millis(home.now_ms);
    assert!(home.camera.take_handshake(now).is_none());
    assert_eq!(app.hear(&mut home), []);
    assert_eq!(counted_after_a_cut(home), 0);

    let (mut home, mut app) = with_a_share();
    let now = Instant::from_millis(home.now_ms);
    assert!(home.camera.work(now), "the count is written");
    home.camera.turn(now);
    assert_eq!(app.hear(&mut home), [], "and the confirmation is not out");
    assert_eq!(counted_after_a_cut(home), 1);
}

#[test]
fn r45_whoever_has_the_confirmation_was_counted_wherever_the_power_goes() {
    let mut cuts = 0;
    for unit in 1..=20 {
        for tear in [Tear::Before, Tear::Half, Tear::After] {
            let (mut home, mut app) = with_a_share();
            home.computes = Computes::Itself;
            home.camera.board().flash.cut_at(unit, tear);
            home.pass(100);
            let came = app.hear(&mut home);
            let was_cut = !home.camera.board().flash.is_powered();
            cuts += usize::from(was_cut);
            if was_cut {
                let refused = came.iter().any(|(_, kind, body)| {
                    matches!(Reply::decode(*kind, body), Ok(Reply::Refused(why)) if why.why == Refusal::STORE_FAILURE)
                });
                assert!(refused, "unit {unit} {tear:?}: {came:?}");
            }
            let confirmed = confirmations(&came);
            assert_eq!(confirmed, usize::from(!was_cut), "unit {unit} {tear:?}");
            let counted = counted_after_a_cut(home);
            assert!(usize::from(counted) >= confirmed, "unit {unit} {tear:?}");
        }
    }
    assert!(cuts > 0, "no cut has hit the count");
}
