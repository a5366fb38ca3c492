//! What moves in a picture (R50): each cell beside what it uses to look like.
//!
//! - **Background**: a running mean of each cell, over 32 looks. What comes and
//!   stays is taken into it within some seconds: somebody who stands still does
//!   not move, and leaves no ghost for long.
//! - **Noise**: the mean deviation of each cell. A cell differs when it strays
//!   four times as far, and a step and 1/32 of its brightness besides: a dark
//!   picture full of noise is silent, and so is a lamp that flickers, or, after
//!   some seconds, a curtain.
//! - **Light**: the median of how many times as bright each cell has become is
//!   taken out. After a change of light, of 1/64 or in many cells at once, a
//!   cell must for some looks differ from the look before too; after a large one
//!   (by a quarter, or in half of the picture), the eye learns anew.
//! - **Lamps**: so it is after a few cells changed at once where all was quiet, if
//!   none at their rim differs by far from what it was: the light of a lamp fades
//!   out, and things have edges.
//! - **Motion**: a cell that differs, when it or one beside it did so in one of
//!   the two looks before: a flash and a bad pixel are none, a runner is.
//!
//! A look is 11 walks over the cells for the median (by bisection: no list, no
//! division) and two more; one more for what may be a lamp. It takes 5 to 10 looks a second.

use super::cell::{Cell, Gain, Pace, SAME, Sight};
use super::grid::{COLUMNS, Cells, Luma, ROWS};

/// How many looks it takes to learn what a picture uses to look like: nothing
/// moves in them.
pub const LEARNING_LOOKS: u8 = 16;

/// A change of light of this part, between two looks, unsettles the picture.
const UNSETTLING_PART: u32 = 64;
/// So does a change in this many cells at once: somebody walks into a few.
const UNSETTLING_CELLS: u32 = 16;
/// And in this many, if they have no edge.
const LAMP_CELLS: u32 = 4;
/// For how many looks.
const UNSETTLED_LOOKS: u8 = 3;

/// Beyond these the noise is another one, too.
const LEAST_GAIN: Gain = SAME * 3 / 4;
const MOST_GAIN: Gain = SAME * 4 / 3;
/// This many cells do not move: it is another picture.
const MOST_CELLS: u32 = (COLUMNS * ROWS / 2) as u32;

/// Sees what moves. It is to be told when the head has moved, or the night
/// light was switched: [`forget`](Self::forget).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eye {
    cells: [[Cell; COLUMNS]; ROWS],
    /// The last look.
    before: Luma,
    /// Which cells differed in the last look, and in the one before it.
    differed: [Cells; 2],
    /// Since it began to learn; not counted any further than it takes.
    looks: u8,
    /// Looks since the light changed.
    settled: u8,
}

const _: () = assert!(size_of::<Eye>() <= 1_024);

/// The cells that differ from what was expected.
struct Seen {
    differ: Cells,
    /// Those of them that differ from the last look too.
    jumped: Cells,
}

impl Default for Eye {
    fn default() -> Self {
        Self::new()
    }
}

impl Eye {
    /// It has seen nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            cells: [[Cell::new(0); COLUMNS]; ROWS],
            before: Luma::even(0),
            differed: [Cells::NONE; 2],
            looks: 0,
            settled: 0,
        }
    }

    /// What it has seen is not what it will see: it learns anew, and nothing
    /// moves until it has.
    pub fn forget(&mut self) {
        // The next look begins all the rest: a whole new eye would take its
        // size of the stack.
        self.differed = [Cells::NONE; 2];
        self.looks = 0;
        self.settled = 0;
    }

    /// Whether it is too early to see any motion.
    #[must_use]
    pub const fn is_learning(&self) -> bool {
        self.looks < LEARNING_LOOKS
    }

    /// What moves, as of the next look: 5 to 10 a second.
    ///
    /// ```
    /// use camera_fsm::motion_detection::{eye::Eye, grid::{Cells, Luma}};
    /// let mut eye = Eye::new();
    /// let mut room = Luma::even(90);
    /// while eye.is_learning() {
    ///     assert_eq!(eye.look(&room), Cells::NONE);
    /// }
    /// room.0[7][3] = 60;
    /// assert_eq!(eye.look(&room), Cells::NONE);
    /// assert_eq!(eye.look(&room), Cells::NONE.with(3, 7));
    /// ```
    pub fn look(&mut self, luma: &Luma) -> Cells {
        if self.looks == 0 {
            return self.begin(luma);
        }
        let gain = self.gain(luma);
        let seen = self.compare(luma, gain);
        let same_noise = (LEAST_GAIN..=MOST_GAIN).contains(&gain);
        if !same_noise || seen.differ.count() > MOST_CELLS {
            return self.begin(luma);
        }
        let differ = self.settle(luma, gain, &seen);
        self.learn(luma, gain, &seen);
        if self.is_learning() {
            self.looks += 1;
            return Cells::NONE;
        }
        let [last, one_before] = self.differed;
        self.differed = [differ, last];
        differ.and(last.or(one_before).with_neighbours())
    }

    /// The first look of a picture.
    fn begin(&mut self, luma: &Luma) -> Cells {
        self.forget();
        let cells = self.cells.as_flattened_mut().iter_mut();
        for (cell, now) in cells.zip(luma.0.as_flattened()) {
            *cell = Cell::new(*now);
        }
        self.before = *luma;
        self.looks = 1;
        Cells::NONE
    }

    /// The greatest that half of the cells have grown by: whoever walks is
    /// rarely half of the picture.
    fn gain(&self, luma: &Luma) -> Gain {
        let bits = (0..=SAME.ilog2()).rev().map(|bit| 1 << bit);
        bits.fold(0, |gain, bit| match self.is_as_bright(luma, gain + bit) {
            true => gain + bit,
            false => gain,
        })
    }

    fn is_as_bright(&self, luma: &Luma, gain: Gain) -> bool {
        let cells = self.cells.as_flattened().iter();
        let both = cells.zip(luma.0.as_flattened());
        both.filter(|(cell, now)| cell.is_as_bright(**now, gain))
            .count()
            >= COLUMNS * ROWS / 2
    }

    fn compare(&self, luma: &Luma, gain: Gain) -> Seen {
        let (mut differ, mut jumped) = (Cells::NONE, Cells::NONE);
        let looks = luma.0.iter().zip(&self.before.0);
        for (row, (cells, (luma, before))) in self.cells.iter().zip(looks).enumerate() {
            let looks = luma.iter().zip(before);
            for (column, (cell, (now, before))) in cells.iter().zip(looks).enumerate() {
                let sight = cell.sight(*now, *before, gain);
                if sight != Sight::Usual {
                    differ = differ.with(column, row);
                }
                if sight == Sight::Jumped {
                    jumped = jumped.with(column, row);
                }
            }
        }
        Seen { differ, jumped }
    }

    /// Counts the looks since the light has changed; which cells differ, as far
    /// as can be said in this one.
    fn settle(&mut self, luma: &Luma, gain: Gain, seen: &Seen) -> Cells {
        let [last, one_before] = self.differed;
        let at_once = seen.jumped.without(last).count();
        let is_quiet = !self.is_learning() && last.or(one_before).is_none();
        self.settled = self.settled.saturating_add(1);
        if gain.abs_diff(SAME) > SAME / UNSETTLING_PART
            || at_once > UNSETTLING_CELLS
            || is_quiet && at_once >= LAMP_CELLS && !self.has_edge(luma, gain, seen.differ)
        {
            self.settled = 0;
        }
        match self.settled < UNSETTLED_LOOKS {
            true => seen.jumped,
            false => seen.differ,
        }
    }

    /// Whether any of these cells differs by far beside one that does not differ.
    fn has_edge(&self, luma: &Luma, gain: Gain, differ: Cells) -> bool {
        let beside = Cells::EVERYWHERE.without(differ).with_neighbours();
        let rim = differ.and(beside);
        let mut rows = self.cells.iter().zip(&luma.0).enumerate();
        rows.any(|(row, (cells, luma))| {
            let mut cells = cells.iter().zip(luma).enumerate();
            cells.any(|(column, (cell, now))| rim.has(column, row) && cell.is_far(*now, gain))
        })
    }

    fn learn(&mut self, luma: &Luma, gain: Gain, seen: &Seen) {
        let (pace, learning) = (self.pace(), self.is_learning());
        for (row, (cells, luma)) in self.cells.iter_mut().zip(&luma.0).enumerate() {
            for (column, (cell, now)) in cells.iter_mut().zip(luma).enumerate() {
                let sight = match learning {
                    // Nothing is unusual yet.
                    true => Sight::Usual,
                    false => seen.sight(column, row),
                };
                cell.learn(*now, gain, sight, pace);
            }
        }
        self.before = *luma;
    }

    /// Fast at first, and after a change of light: nearly the plain mean of the
    /// looks since then.
    fn pace(&self) -> Pace {
        /// A second or two at five to ten looks.
        const OTHER_PACE: u32 = 4;
        let noise = digits(self.looks);
        Pace {
            usual: noise.min(digits(self.settled) + 1),
            noise,
            other: match self.settled <= UNSETTLED_LOOKS {
                true => 1,
                false => OTHER_PACE,
            },
        }
    }
}

impl Seen {
    fn sight(&self, column: usize, row: usize) -> Sight {
        match (self.differ.has(column, row), self.jumped.has(column, row)) {
            (false, _) => Sight::Usual,
            (true, false) => Sight::Other,
            (true, true) => Sight::Jumped,
        }
    }
}

/// How many binary digits a number has.
const fn digits(number: u8) -> u32 {
    u8::BITS - number.leading_zeros()
}
