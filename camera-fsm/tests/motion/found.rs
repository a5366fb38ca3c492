//! What the eye finds in the films, counted.

use camera_fsm::motion_detection::eye::Eye;
use camera_fsm::motion_detection::grid::Cells;

use crate::film::{DIM, Film, Light, Look, NIGHT, STILL};
use crate::films::{FOUND, MISTAKEN, SILENT};
use crate::zone;

const README: &str = include_str!("../../README.md");
const WHOLE: [u16; 4] = [0, 0, 1_000, 1_000];

/// Looks in which what stood somewhere becomes background: 5 s.
const LINGERS: usize = 40;

/// What was seen in a film.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Looks in which somebody is there.
    pub(crate) there: u32,
    /// Those of them in which a cell of theirs is seen.
    pub(crate) seen: u32,
    /// The first of those.
    pub(crate) first: Option<u32>,
    /// Looks in which somewhere that they have left seconds ago is seen.
    pub(crate) lingering: u32,
    /// Looks in which anything else is seen, and how many cells of it.
    pub(crate) mistaken: u32,
    pub(crate) mistaken_cells: u32,
    /// The least sensitivity, in percent, at which a zone that is the whole
    /// picture is hit.
    pub(crate) sensitivity_percent: Option<u8>,
}

impl Counts {
    pub(crate) fn of(looks: &[Look]) -> Self {
        let mut counts = Self::default();
        let mut eye = Eye::new();
        for (at, look) in looks.iter().enumerate() {
            let moved = eye.look(&look.luma);
            let recent = &looks[at.saturating_sub(LINGERS)..=at];
            let left = recent
                .iter()
                .fold(Cells::NONE, |all, look| all.or(look.touched));
            counts.count(moved, look.touched, left);
        }
        counts
    }

    fn count(&mut self, moved: Cells, touched: Cells, left: Cells) {
        self.there += u32::from(!touched.is_none());
        if !moved.and(touched).is_none() {
            self.seen += 1;
            self.first.get_or_insert(self.there);
        }
        self.lingering += u32::from(!moved.without(touched).and(left).is_none());
        let mistaken = moved.without(left).count();
        self.mistaken += u32::from(mistaken > 0);
        self.mistaken_cells += mistaken;
        let hits = |percent: &u8| zone(WHOLE, *percent).is_hit(&moved);
        let least = (1..self.sensitivity_percent.unwrap_or(101)).find(hits);
        self.sensitivity_percent = least.or(self.sensitivity_percent);
    }

    /// As a row of the table of films with somebody in them.
    fn row(&self, name: &str) -> String {
        let (first, percent) = (
            self.first.unwrap_or(0),
            self.sensitivity_percent.unwrap_or(0),
        );
        format!(
            "| {name} | {} | {} | {first} | {percent} % | {} | {} |",
            self.there, self.seen, self.lingering, self.mistaken
        )
    }
}

fn documented(rows: &[String]) {
    let rows = rows.join("\n");
    println!("{rows}");
    assert!(README.contains(&rows), "the README has another table");
}

#[test]
fn r50_whoever_moves_is_found_and_nothing_else() {
    let mut rows = Vec::new();
    for film in FOUND {
        let counts = Counts::of(&film.shoot(1));
        rows.push(counts.row(film.name));
        assert!(counts.seen > 0, "{}: {counts:?}", film.name);
        assert_eq!(counts.mistaken, 0, "{}: {counts:?}", film.name);
    }
    documented(&rows);
}

#[test]
fn r50_noise_and_light_do_not_move() {
    let mut looks = 0;
    for film in SILENT {
        let counts = Counts::of(&film.shoot(1));
        assert_eq!(counts.mistaken, 0, "{}: {counts:?}", film.name);
        looks += film.looks;
    }
    let films = SILENT.len();
    documented(&[format!(
        "{films} films without anybody, {looks} looks: 0 false alarms."
    )]);
}

#[test]
fn r50_what_it_cannot_tell_apart_is_known() {
    let row = |film: Film| {
        let counts = Counts::of(&film.shoot(1));
        let (looks, mistaken) = (film.looks - STILL, counts.mistaken);
        format!(
            "| {} | {looks} | {mistaken} | {} |",
            film.name, counts.mistaken_cells
        )
    };
    documented(&MISTAKEN.map(row));
}

#[test]
fn r50_motion_outside_a_zone_does_not_hit_it() {
    let film = FOUND.iter().find(|film| film.name == "cat at 4 m");
    let mut eye = Eye::new();
    let (above, floor) = (
        zone([0, 0, 1_000, 500], 100),
        zone([0, 500, 1_000, 1_000], 100),
    );
    let (mut hits_above, mut hits) = (0, 0);
    for look in film.expect("a cat").shoot(2) {
        let moved = eye.look(&look.luma);
        hits_above += u32::from(above.is_hit(&moved));
        hits += u32::from(floor.is_hit(&moved));
    }
    assert_eq!(hits_above, 0);
    assert!(hits > 40, "{hits}");
}

/// The same with other noise, over and over: `-- --ignored`.
#[test]
#[ignore = "a minute"]
fn r50_it_is_found_in_any_noise_and_nothing_else_is() {
    for film in FOUND {
        for seed in 2..32 {
            let counts = Counts::of(&film.shoot(seed));
            assert!(counts.seen > 0, "{} {seed}: {counts:?}", film.name);
            assert_eq!(counts.mistaken, 0, "{} {seed}: {counts:?}", film.name);
        }
    }
    for film in SILENT {
        for seed in 2..32 {
            let counts = Counts::of(&film.shoot(seed));
            assert_eq!(counts.mistaken, 0, "{} {seed}: {counts:?}", film.name);
        }
    }
    // Silent in the noise of the table, and not in all: else it belongs to the silent ones.
    for film in MISTAKEN {
        let counts = (2..32).map(|seed| Counts::of(&film.shoot(seed)));
        let mistaken: u32 = counts.map(|counts| counts.mistaken).sum();
        println!("{}: {mistaken} false looks in 30 noises", film.name);
        assert!(mistaken > 0, "{} is silent", film.name);
    }
}

/// Two hours at night, one of clouds at night, one in a dim room.
#[test]
#[ignore = "a minute"]
fn r50_hours_of_noise_do_not_move() {
    const HOUR: u32 = 60 * 60 * 8;
    let night = |light, looks| Film {
        sensor: NIGHT,
        light,
        ..Film::of("night", looks)
    };
    let dim = Film {
        sensor: DIM,
        ..Film::of("dim", HOUR)
    };
    let clouds = night(Light::Cloud(0.3), HOUR);
    for film in [night(Light::Steady, 2 * HOUR), clouds, dim] {
        let mut eye = Eye::new();
        let looks = film.shoot(77);
        let moved = looks.iter().map(|look| eye.look(&look.luma));
        let mistaken = moved.filter(|moved| !moved.is_none()).count();
        assert_eq!(mistaken, 0, "{}", film.name);
    }
}
