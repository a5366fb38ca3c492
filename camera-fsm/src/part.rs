//! The parts of a board that can fail while the others go on (R61).

/// A part of the board that can fail without the others. Flash, radio and audio
/// say so themselves: each of their jobs ends in a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The reset button cannot be read.
    Button = 0,
    /// The status LED does not show what it is told.
    StatusLed = 1,
    /// The servos do not take a set-point.
    Head = 2,
    /// A sensor cannot be read.
    Sensors = 3,
    /// Lens or night light do not follow.
    Imaging = 4,
    /// The recordings of a former owner are not erased.
    Recordings = 5,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Button,
        Self::StatusLed,
        Self::Head,
        Self::Sensors,
        Self::Imaging,
        Self::Recordings,
    ];
}

/// Some of the parts of a board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PartSet(u8);

impl PartSet {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// These, and that one as well or no more.
    ///
    /// ```
    /// use camera_fsm::part::{Part, PartSet};
    /// let failed = PartSet::NONE.with(Part::Head, true);
    /// assert!(failed.has(Part::Head) && !failed.has(Part::Button));
    /// assert_eq!(failed.with(Part::Head, false), PartSet::NONE);
    /// ```
    #[must_use]
    pub const fn with(self, part: Part, is_in: bool) -> Self {
        let bit = 1 << part as u8;
        match is_in {
            true => Self(self.0 | bit),
            false => Self(self.0 & !bit),
        }
    }

    /// Whether it is one of them.
    #[must_use]
    pub const fn has(self, part: Part) -> bool {
        self.0 >> part as u8 & 1 == 1
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}
