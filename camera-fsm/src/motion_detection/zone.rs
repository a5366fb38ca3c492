//! A zone of the picture in which motion counts (R50).

use camera_proto::message;

use super::grid::{COLUMNS, Cells, ROWS};

/// A rectangle of cells, and how many of them must move. Five bytes: eight zones
/// are kept as long as the camera runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Zone {
    /// The first column, and the one after the last.
    columns: (u8, u8),
    /// The first row, and the one after the last.
    rows: (u8, u8),
    /// At least one.
    cells_needed: u8,
}

const _: () = assert!(size_of::<Zone>() <= 8);

impl Zone {
    /// The whole picture, half sensitive: what counts while no zone is kept.
    pub const PICTURE: Self = Self::of((0, COLUMNS as u8), (0, ROWS as u8), 50);

    /// The zone that a setting describes. A cell belongs to it when its centre
    /// lies inside; when none does, the cell under the zone's own centre.
    ///
    /// Of a setting that was checked; of any other it is some zone.
    #[must_use]
    pub fn new(setting: &message::Zone) -> Self {
        let columns = span(setting.left, setting.right, COLUMNS);
        let rows = span(setting.top, setting.bottom, ROWS);
        Self::of(columns, rows, setting.sensitivity.clamp(1, 100))
    }

    /// Of its `n` cells at least 1 + (n − 1) · (1 − sensitivity)⁴ must move, with the
    /// sensitivity as a part of one.
    ///
    /// A single cell suffices at 100 %, a sixteenth of a zone at 50 %, a third
    /// at 25 %, and nearly all of it must move at 1 %. The fourth power, because
    /// somebody across the room is a hundredth of a picture, and somebody at
    /// the door a tenth of it: the scale tells them apart in its middle.
    const fn of(columns: (u8, u8), rows: (u8, u8), sensitivity_percent: u8) -> Self {
        /// A sixteenth of (100 %)²: its square, times the cells, is 32 bits.
        const WHOLE: u32 = 100 * 100 / 16;
        let more = across(columns) * across(rows) - 1;
        let dull_percent = 100 - sensitivity_percent as u32;
        let dull = dull_percent * dull_percent / 16;
        Self {
            columns,
            rows,
            cells_needed: 1 + (more * dull * dull).div_ceil(WHOLE * WHOLE) as u8,
        }
    }

    /// Its cells: at least one.
    #[must_use]
    pub fn cells(&self) -> Cells {
        Cells::rectangle(self.columns, self.rows)
    }

    /// Whether so much of it moves that it counts.
    #[must_use]
    pub fn is_hit(&self, moved: &Cells) -> bool {
        moved.count_in(self.columns, self.rows) >= u32::from(self.cells_needed)
    }
}

const fn across((first, end): (u8, u8)) -> u32 {
    (end - first) as u32
}

/// The cells whose centres lie from one edge (with it) to the other (without
/// it), both in thousandths of the picture: zones that adjoin share none.
fn span(from: u16, to: u16, cells: usize) -> (u8, u8) {
    let (first, end) = (centres_before(from, cells), centres_before(to, cells));
    if first < end {
        return (first, end);
    }
    // As many whole cells as lie before the middle.
    let middle = (u32::from(from) + u32::from(to)) / 2;
    let edges = (1..cells as u32).filter(|edge| edge * 1_000 <= middle * cells as u32);
    let under = edges.count() as u8;
    (under, under + 1)
}

fn centres_before(edge: u16, cells: usize) -> u8 {
    let halves = 2 * cells as u32 * u32::from(edge);
    let centres = (0..cells as u32).filter(|cell| (2 * cell + 1) * 1_000 < halves);
    centres.count() as u8
}
