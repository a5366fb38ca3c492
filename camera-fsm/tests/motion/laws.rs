//! Laws of the eye, of sets of cells, and of zones.

use camera_fsm::motion_detection::eye::{Eye, LEARNING_LOOKS};
use camera_fsm::motion_detection::grid::{COLUMNS, Cells, Luma, ROWS};
use proptest::prelude::*;

use crate::random::Random;
use crate::zone;

/// Any picture: of all levels, of a few, or of black and white.
fn picture() -> impl Strategy<Value = Luma> {
    let levels = prop_oneof![Just((0_u8, 255_u8)), Just((0, 1)), any::<(u8, u8)>()];
    (any::<u64>(), levels, any::<bool>()).prop_map(|(seed, (a, b), two)| {
        let mut random = Random::new(seed);
        let mut luma = Luma::even(0);
        for cell in luma.0.as_flattened_mut() {
            let part = random.next() as u8;
            let (low, high) = (a.min(b), a.max(b));
            let wide = u16::from(high - low) + 1;
            *cell = match two {
                true => [a, b][usize::from(part % 2)],
                false => low + (u16::from(part) * wide / 256) as u8,
            };
        }
        luma
    })
}

fn pictures(most: usize) -> impl Strategy<Value = Vec<Luma>> {
    let repeated = (picture(), 1..5_usize).prop_map(|(luma, times)| vec![luma; times]);
    prop::collection::vec(repeated, 0..most).prop_map(|all| all.concat())
}

/// Edges of a zone whose setting passes its check.
fn edges() -> impl Strategy<Value = [u16; 4]> {
    let span = || (0_u16..1_000).prop_flat_map(|from| (Just(from), from + 1..=1_000));
    (span(), span()).prop_map(|((left, right), (top, bottom))| [left, top, right, bottom])
}

fn cells() -> impl Strategy<Value = Cells> {
    let some = prop::collection::vec((0..COLUMNS, 0..ROWS), 0..200);
    prop_oneof![some, prop::collection::vec((0..COLUMNS, 0..ROWS), 0..4)].prop_map(|all| {
        all.into_iter()
            .fold(Cells::NONE, |set, (column, row)| set.with(column, row))
    })
}

fn every() -> impl Iterator<Item = (usize, usize)> {
    (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (column, row)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn r50_an_eye_looks_at_anything_and_sees_nothing_while_it_learns(looks in pictures(30), forget_at in 0_usize..60) {
        let mut eye = Eye::new();
        for (at, luma) in looks.iter().enumerate() {
            if at == forget_at {
                eye.forget();
            }
            let learning = eye.is_learning();
            let moved = eye.look(luma);
            prop_assert!(!learning || moved.is_none());
        }
    }

    #[test]
    fn r50_a_still_picture_never_moves(luma in picture(), before in pictures(8)) {
        let mut eye = Eye::new();
        for luma in &before {
            eye.look(luma);
        }
        eye.forget();
        for at in 0..60 {
            prop_assert!(eye.look(&luma).is_none(), "at {at}");
            prop_assert!(at + 1 < LEARNING_LOOKS || !eye.is_learning());
        }
    }

    #[test]
    fn r50_forget_silences(before in pictures(20), after in pictures(20)) {
        let mut eye = Eye::new();
        for luma in &before {
            eye.look(luma);
        }
        eye.forget();
        let mut new = Eye::new();
        for (at, luma) in after.iter().enumerate() {
            let moved = eye.look(luma);
            prop_assert_eq!(moved, new.look(luma));
            prop_assert!(at >= usize::from(LEARNING_LOOKS) || moved.is_none());
        }
    }

    #[test]
    fn r50_what_comes_is_seen_where_it_is_and_what_stays_is_silent(
        luma in picture(), left in 0_u8..12, top in 0_u8..8, wide in 1_u8..=4, high in 1_u8..=4,
    ) {
        let there = Cells::rectangle((left, left + wide), (top, top + high));
        let mut with = luma;
        for (column, row) in every().filter(|(column, row)| there.has(*column, *row)) {
            let cell = &mut with.0[row][column];
            *cell = if *cell < 128 { *cell + 60 } else { *cell - 60 };
        }
        let mut eye = Eye::new();
        while eye.is_learning() {
            eye.look(&luma);
        }
        prop_assert_eq!(eye.look(&with), Cells::NONE);
        prop_assert_eq!(eye.look(&with), there);
        for _ in 0..60 {
            prop_assert_eq!(eye.look(&with).without(there), Cells::NONE);
        }
        prop_assert_eq!(eye.look(&with), Cells::NONE);
    }

    #[test]
    fn r50_sets_of_cells_are_sets(a in cells(), b in cells(), column in 0..2 * COLUMNS, row in 0..2 * ROWS) {
        for (column, row) in every() {
            let (in_a, in_b) = (a.has(column, row), b.has(column, row));
            prop_assert_eq!(a.or(b).has(column, row), in_a || in_b);
            prop_assert_eq!(a.and(b).has(column, row), in_a && in_b);
            prop_assert_eq!(a.without(b).has(column, row), in_a && !in_b);
            let near = |other: &(usize, usize)| column.abs_diff(other.0) <= 1 && row.abs_diff(other.1) <= 1;
            let touches = every().filter(near).any(|(column, row)| a.has(column, row));
            prop_assert_eq!(a.with_neighbours().has(column, row), touches);
        }
        prop_assert_eq!(a.count() as usize, every().filter(|(column, row)| a.has(*column, *row)).count());
        prop_assert_eq!(a.is_none(), a.count() == 0);
        let inside = column < COLUMNS && row < ROWS;
        prop_assert_eq!(a.with(column, row).has(column, row), inside);
        prop_assert!(inside || a.with(column, row) == a && !a.has(column, row));
        prop_assert_eq!(Cells::EVERYWHERE.count() as usize, COLUMNS * ROWS);
    }

    #[test]
    fn r50_a_zone_is_the_cells_whose_centres_lie_in_it(edges in edges()) {
        let [left, top, right, bottom] = edges.map(f64::from);
        let zone = zone(edges, 50).cells();
        // A row or column with none of them has the one under its middle.
        let across = |column: usize| (column as f64 + 0.5) * 62.5;
        let down = |row: usize| (row as f64 + 0.5) * 1_000.0 / 12.0;
        let wide = (0..COLUMNS).any(|column| (left..right).contains(&across(column)));
        let high = (0..ROWS).any(|row| (top..bottom).contains(&down(row)));
        for (column, row) in every() {
            let inside = match wide {
                true => (left..right).contains(&across(column)),
                false => (across(column) - (left + right) / 2.0).abs() <= 32.0,
            };
            let upright = match high {
                true => (top..bottom).contains(&down(row)),
                false => (down(row) - (top + bottom) / 2.0).abs() <= 42.5,
            };
            let (has, due) = (zone.has(column, row), inside && upright);
            prop_assert!(due || !has);
            prop_assert!(has || !(due && wide && high));
        }
        prop_assert!(!zone.is_none());
    }

    #[test]
    fn r50_any_setting_is_some_zone(edges: [u16; 4], sensitivity: u8, moved in cells()) {
        let zone = zone(edges, sensitivity);
        prop_assert!(!zone.cells().is_none());
        prop_assert!(zone.is_hit(&Cells::EVERYWHERE));
        prop_assert!(!zone.is_hit(&Cells::NONE));
        prop_assert!(!zone.is_hit(&moved.without(zone.cells())));
    }

    #[test]
    fn r50_a_zone_is_hit_by_so_many_of_its_cells(edges in edges(), sensitivity in 1_u8..=100, moved in cells()) {
        let zone = zone(edges, sensitivity);
        let (all, inside) = (zone.cells().count(), zone.cells().and(moved).count());
        let dull = (100 - u32::from(sensitivity)).pow(2) / 16;
        let is_hit = inside > 0 && (inside - 1) * 625 * 625 >= (all - 1) * dull * dull;
        prop_assert_eq!(zone.is_hit(&moved), is_hit);
    }

    #[test]
    fn r50_more_sensitive_or_more_motion_hits_as_well(edges in edges(), less in 1_u8..=100, more in 0_u8..=99, moved in cells(), besides in cells()) {
        let more = less.saturating_add(more).min(100);
        if zone(edges, less).is_hit(&moved) {
            prop_assert!(zone(edges, more).is_hit(&moved));
            prop_assert!(zone(edges, less).is_hit(&moved.or(besides)));
        }
    }

    #[test]
    fn r50_one_cell_hits_the_most_sensitive_and_less_than_nearly_all_never_the_least(edges in edges(), moved in cells()) {
        let (most, least) = (zone(edges, 100), zone(edges, 1));
        let inside = moved.and(most.cells());
        prop_assert_eq!(most.is_hit(&moved), !inside.is_none());
        let all = most.cells().count();
        if least.is_hit(&moved) {
            prop_assert!(inside.count() * 10 >= all * 9, "{} of {all}", inside.count());
        }
    }
}

/// An eye that has learned this room.
fn knows(room: &Luma) -> Eye {
    let mut eye = Eye::new();
    while eye.is_learning() {
        eye.look(room);
    }
    eye
}

/// Every other of the first cells brighter and darker, so that the light is the
/// same on the whole.
fn with_other_cells(room: &Luma, count: usize) -> Luma {
    let mut other = *room;
    for (at, cell) in other.0.as_flattened_mut()[..count].iter_mut().enumerate() {
        *cell = if at % 2 == 0 { *cell + 60 } else { *cell - 60 };
    }
    other
}

#[test]
fn r50_what_was_forgotten_does_not_move() {
    let room = Luma::even(100);
    let other = with_other_cells(&room, 6);
    let mut eye = knows(&room);
    eye.forget();
    assert!(eye.is_learning());
    for at in 0..60 {
        assert!(eye.look(&other).is_none(), "at {at}");
    }
    // It would have been motion.
    let mut eye = knows(&room);
    assert!((0..60).any(|_| !eye.look(&other).is_none()));
}

#[test]
fn r50_more_than_half_of_the_picture_is_another_one() {
    let (room, half) = (Luma::even(100), COLUMNS * ROWS / 2);
    let mut eye = knows(&room);
    let moves = (0..60).any(|_| !eye.look(&with_other_cells(&room, half)).is_none());
    assert!(moves, "half of it is somebody");
    let mut eye = knows(&room);
    for at in 0..60 {
        let moved = eye.look(&with_other_cells(&room, half + 1));
        assert!(moved.is_none(), "at {at}");
        assert!(at > 0 || eye.is_learning(), "it learns anew");
    }
}

/// So much brighter in the middle of the picture, and by so much less a cell away.
fn with_lamp(room: &Luma, more: u8, less_a_cell: u8) -> (Luma, Cells) {
    let (mut lit, mut under) = (*room, Cells::NONE);
    for (column, row) in every() {
        let away = (column.abs_diff(8) + row.abs_diff(6)) as u8;
        if away <= 2 {
            lit.0[row][column] += more - less_a_cell * away;
            under = under.with(column, row);
        }
    }
    (lit, under)
}

#[test]
fn r50_light_that_fades_out_does_not_move_and_what_has_an_edge_does() {
    let room = Luma::even(100);
    let (lamp, _) = with_lamp(&room, 16, 4);
    let mut eye = knows(&room);
    for at in 0..60 {
        assert!(eye.look(&lamp).is_none(), "on {at}");
    }
    for at in 0..60 {
        assert!(eye.look(&room).is_none(), "off {at}");
    }
    let (thing, there) = with_lamp(&room, 30, 0);
    let mut eye = knows(&room);
    assert_eq!(eye.look(&thing), Cells::NONE);
    assert_eq!(eye.look(&thing), there);
}
