//! The picture as the eye knows it: 16 × 12 cells, each with its mean
//! brightness, and sets of cells.

/// How many cells a picture is wide.
pub const COLUMNS: usize = 16;
/// How many cells a picture is high.
pub const ROWS: usize = 12;

/// The mean brightness of each cell of a picture, 0 (black) to 255, row by row
/// from the top left. A board averages its sensor down to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Luma(pub [[u8; COLUMNS]; ROWS]);

impl Luma {
    /// Every cell equally bright.
    #[must_use]
    pub const fn even(level: u8) -> Self {
        Self([[level; COLUMNS]; ROWS])
    }
}

/// A set of cells, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cells([u16; ROWS]);

impl Cells {
    /// No cell: nothing moves.
    pub const NONE: Self = Self([0; ROWS]);
    /// Every cell. It is what a PIR sensor gives, which does not know where.
    pub const EVERYWHERE: Self = Self([u16::MAX; ROWS]);

    /// A rectangle: `columns` and `rows` each from the first one up to, and
    /// without, the last; beyond the picture there are none.
    ///
    /// ```
    /// use camera_fsm::motion_detection::grid::Cells;
    /// let corner = Cells::rectangle((0, 2), (0, 3));
    /// assert_eq!(corner.count(), 6);
    /// assert!(corner.has(1, 2) && !corner.has(2, 2));
    /// ```
    #[must_use]
    pub fn rectangle(columns: (u8, u8), rows: (u8, u8)) -> Self {
        let mut cells = Self::NONE;
        let (top, bottom) = rows;
        let wanted = up_to(columns.1) & !up_to(columns.0);
        for (row, at) in cells.0.iter_mut().zip(0..) {
            if (top..bottom).contains(&at) {
                *row = wanted;
            }
        }
        cells
    }

    /// These and one more; what lies beyond the picture is none.
    #[must_use]
    pub fn with(mut self, column: usize, row: usize) -> Self {
        if let Some(row) = self.0.get_mut(row) {
            *row |= bit(column);
        }
        self
    }

    /// Whether a cell is one of these.
    #[must_use]
    pub fn has(&self, column: usize, row: usize) -> bool {
        self.0.get(row).is_some_and(|row| row & bit(column) != 0)
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.0.iter().map(|row| row.count_ones()).sum()
    }

    /// How many there are in that [`rectangle`](Self::rectangle), which lies in the
    /// picture.
    pub(super) fn count_in(&self, columns: (u8, u8), (top, bottom): (u8, u8)) -> u32 {
        let columns = u32::from(up_to(columns.1) & !up_to(columns.0));
        let wanted = columns | columns << 16;
        let rows = self.0.get(usize::from(top)..usize::from(bottom));
        let mut rows = rows.unwrap_or_default().iter();
        let mut counts: u32 = 0;
        // Two rows at a time, in pairs of bits, then in fours, then in eights, which
        // have room for all rows: a core that has no instruction for it would else
        // take twice as long.
        while let Some(row) = rows.next() {
            let next = rows.next().copied().unwrap_or_default();
            let cells = (u32::from(*row) | u32::from(next) << 16) & wanted;
            let cells = cells - (cells >> 1 & 0x5555_5555);
            let cells = (cells & 0x3333_3333) + (cells >> 2 & 0x3333_3333);
            counts += (cells + (cells >> 4)) & 0x0f0f_0f0f;
        }
        counts.wrapping_mul(0x0101_0101) >> 24
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::NONE
    }

    /// Those of either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.both(other, |mine, its| mine | its)
    }

    /// Those of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.both(other, |mine, its| mine & its)
    }

    /// Those of these that are not the other's.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        self.both(other, |mine, its| mine & !its)
    }

    /// These and all that touch them, at a corner too.
    #[must_use]
    pub fn with_neighbours(self) -> Self {
        let mut wide = self;
        for row in &mut wide.0 {
            *row |= *row << 1 | *row >> 1;
        }
        let mut all = wide;
        for (row, below) in all.0.iter_mut().zip(wide.0.iter().skip(1)) {
            *row |= below;
        }
        for (row, above) in all.0.iter_mut().skip(1).zip(wide.0) {
            *row |= above;
        }
        all
    }

    fn both(mut self, other: Self, join: fn(u16, u16) -> u16) -> Self {
        for (mine, its) in self.0.iter_mut().zip(other.0) {
            *mine = join(*mine, its);
        }
        self
    }
}

/// The leftmost cell is the lowest bit.
fn bit(column: usize) -> u16 {
    match column < COLUMNS {
        true => 1 << column,
        false => 0,
    }
}

/// The columns before this one.
fn up_to(column: u8) -> u16 {
    match usize::from(column) < COLUMNS {
        true => (1 << column) - 1,
        false => u16::MAX,
    }
}
