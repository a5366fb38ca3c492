//! The clock of a board, divided by hand.

use camera_app::millis;

#[test]
fn is_a_division() {
    for at in (0..64).map(|bit| 1_u64 << bit) {
        for us in [at - 1, at, at + 1, at.saturating_mul(1000), u64::MAX - at] {
            assert_eq!(millis(us), us / 1000, "{us} µs");
        }
    }
}
