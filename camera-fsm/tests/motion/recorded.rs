//! Films as a board would hand them over: `recorded.bin`, 216 bytes a look. The
//! brightness of its 192 cells, row by row from the top left; then, two bytes a
//! row with the leftmost cell lowest, which of them somebody covers or shades.

use std::fs;
use std::path::Path;

use camera_fsm::motion_detection::grid::{COLUMNS, Cells, Luma, ROWS};

use crate::film::{Film, Look};
use crate::films::{FOUND, SILENT};
use crate::found::Counts;

const NAMES: [&str; 4] = [
    "person at 5 m",
    "person at 5 m, night",
    "cat at 4 m",
    "lamp on and off",
];
const LOOK: usize = COLUMNS * ROWS + 2 * ROWS;

fn films() -> impl Iterator<Item = Film> {
    let named = |name| {
        FOUND
            .iter()
            .chain(&SILENT)
            .find(move |film| film.name == name)
    };
    NAMES
        .into_iter()
        .map(move |name| *named(name).expect("a film"))
}

fn record(look: &Look, out: &mut Vec<u8>) {
    out.extend(look.luma.0.as_flattened());
    for row in 0..ROWS {
        let bits = (0..COLUMNS).filter(|column| look.touched.has(*column, row));
        let row = bits.fold(0_u16, |row, column| row | 1 << column);
        out.extend(row.to_le_bytes());
    }
}

fn play(bytes: &[u8]) -> Look {
    let (cells, rows) = bytes.split_at(COLUMNS * ROWS);
    let mut luma = Luma::even(0);
    luma.0.as_flattened_mut().copy_from_slice(cells);
    let mut touched = Cells::NONE;
    for (at, byte) in rows.iter().enumerate() {
        let bits = (0..8).filter(|bit| byte >> bit & 1 == 1);
        touched = bits.fold(touched, |touched, bit| {
            touched.with(at % 2 * 8 + bit, at / 2)
        });
    }
    Look { luma, touched }
}

#[test]
fn r50_recorded_films_are_the_drawn_ones_and_are_found() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/motion/recorded.bin");
    let mut drawn = Vec::new();
    films().for_each(|film| {
        film.shoot(1)
            .iter()
            .for_each(|look| record(look, &mut drawn))
    });
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &drawn).expect("the films can be written");
    }
    let recorded = fs::read(&path).expect("the films");
    assert!(
        drawn == recorded,
        "other films are drawn; UPDATE=1 records them"
    );

    let mut looks = recorded.chunks_exact(LOOK).map(play);
    for film in films() {
        let looks: Vec<_> = looks.by_ref().take(film.looks as usize).collect();
        let counts = Counts::of(&looks);
        assert_eq!(
            counts.seen > 0,
            film.walk.is_some(),
            "{}: {counts:?}",
            film.name
        );
        assert_eq!(counts.mistaken, 0, "{}: {counts:?}", film.name);
    }
}
