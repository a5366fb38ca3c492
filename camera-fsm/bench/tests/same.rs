//! All reset cores do the same.

use bench::reset_core::Walk;

#[test]
fn all_cores_do_the_same_on_random_events() {
    let mut walk = Walk::default();
    let mut seen = std::collections::HashSet::new();
    for turn in 0..40_960 {
        let (event, now_ms) = walk.draw();
        let plain = walk.plain.handle(event, now_ms);
        let others = [
            walk.table.handle(event, now_ms),
            walk.smlang.handle(event, now_ms),
            walk.statig.handle(event, now_ms),
        ];
        assert_eq!(others, [plain; 3], "event {turn}: {event:?}");
        seen.insert(format!("{plain:?}"));
    }
    assert_eq!(seen.len(), 11, "{seen:?}");
}
