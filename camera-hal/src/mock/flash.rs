//! A NOR flash in RAM that keeps the rules of the real one, can lose power at any unit, and wears.
//!
//! A *unit* is what a chip does in one go: the program of one word, or the erase of one sector.

use embedded_storage::nor_flash::{
    ErrorType, NorFlash, NorFlashError, NorFlashErrorKind, ReadNorFlash, check_erase, check_read,
    check_write,
};

use super::journal::{Deed, Pen};

const SECTOR: usize = 4096;

/// What a power cut leaves of the unit it hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tear {
    /// Nothing of it was done.
    Before,
    /// The first half of the word, or of the sector.
    Half,
    /// All of it was done.
    After,
    /// A random part of the bits that would have changed: each with a chance of so many sixteenths.
    Random {
        /// 0 is as [`Tear::Before`], 16 and more as [`Tear::After`].
        sixteenths: u8,
        /// The same seed, the same bits.
        seed: u64,
    },
    /// Erase: every bit is 0, since chips program a sector to zero before they erase it. Program: as [`Tear::After`].
    Zeroed,
}

/// What is wrong with a sector that is worn; see [`SimFlash::wear`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// An erase reports [`SimFlashError::Worn`] and changes nothing.
    EraseError,
    /// An erase reports success, and every 512th byte keeps its bits.
    EraseInVain,
    /// The program of a word reports [`SimFlashError::Worn`] and changes nothing.
    WriteError,
    /// The program of a word reports success, and the first of its bits that should be 0 stays 1.
    WriteInVain,
}

impl Flaw {
    const fn is_of_erase(self) -> bool {
        matches!(self, Self::EraseError | Self::EraseInVain)
    }
}

/// Why the flash refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SimFlashError {
    /// Offset or length is no multiple of the unit's size.
    #[error("not aligned")]
    NotAligned,
    /// The range leaves the flash.
    #[error("out of bounds")]
    OutOfBounds,
    /// The word was programmed since its last erase.
    #[error("word is not erased")]
    NotErased,
    /// The sector does not erase, or the word does not program; see [`SimFlash::wear`].
    #[error("sector is worn")]
    Worn,
    /// Power is gone until [`SimFlash::power_on`].
    #[error("power lost")]
    PowerLost,
}

impl NorFlashError for SimFlashError {
    fn kind(&self) -> NorFlashErrorKind {
        match self {
            Self::NotAligned => NorFlashErrorKind::NotAligned,
            Self::OutOfBounds => NorFlashErrorKind::OutOfBounds,
            Self::NotErased | Self::Worn | Self::PowerLost => NorFlashErrorKind::Other,
        }
    }
}

impl From<NorFlashErrorKind> for SimFlashError {
    fn from(kind: NorFlashErrorKind) -> Self {
        match kind {
            NorFlashErrorKind::NotAligned => Self::NotAligned,
            _ => Self::OutOfBounds,
        }
    }
}

/// `BYTES` of NOR flash: reads of 1 byte, writes of `WORD` bytes (encrypted flash has words of 16 or 32), sectors of
/// 4096, and no word is written twice between erases.
#[derive(Clone)]
pub struct SimFlash<const BYTES: usize, const WORD: usize = 4> {
    image: [u8; BYTES],
    units: u32,
    erases: u32,
    cut: Option<(u32, Tear)>,
    powered: bool,
    /// Byte offset of the sector that is worn, how, and how often it still shows.
    worn: (u32, Flaw, u32),
    /// A byte, which of its bits are stuck, and at what.
    stuck: Option<(u32, u8, bool)>,
    pub(super) pen: Pen,
}

impl<const BYTES: usize, const WORD: usize> core::fmt::Debug for SimFlash<BYTES, WORD> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "SimFlash({BYTES} bytes, {} units)", self.units)
    }
}

impl<const BYTES: usize, const WORD: usize> SimFlash<BYTES, WORD> {
    /// An erased flash, powered. `BYTES` must be a multiple of 4096 and `WORD` a power of two up to 32, which is
    /// checked when it is compiled.
    pub const fn new() -> Self {
        Self::from_image([0xFF; BYTES])
    }

    /// A powered flash that holds `image`.
    pub const fn from_image(image: [u8; BYTES]) -> Self {
        const { assert!(BYTES.is_multiple_of(SECTOR) && BYTES <= i32::MAX as usize) };
        const { assert!(WORD.is_power_of_two() && WORD <= 32) };
        Self {
            image,
            units: 0,
            erases: 0,
            cut: None,
            powered: true,
            worn: (0, Flaw::EraseError, 0),
            stuck: None,
            pen: Pen(None),
        }
    }

    /// What a flash reader would dump, powered or not.
    pub const fn image(&self) -> &[u8; BYTES] {
        &self.image
    }

    /// The cells themselves, for tests that damage them.
    pub const fn image_mut(&mut self) -> &mut [u8; BYTES] {
        &mut self.image
    }

    /// Units begun since construction or the last [`power_on`](Self::power_on), the torn one included.
    pub const fn units(&self) -> u32 {
        self.units
    }

    /// Sector erases begun since construction, over all sectors.
    pub const fn erases(&self) -> u32 {
        self.erases
    }

    /// Power is lost at the `unit`-th unit from now, 1 for the next one; `tear` says what remains of that unit.
    pub const fn cut_at(&mut self, unit: u32, tear: Tear) {
        self.cut = Some((self.units.saturating_add(unit), tear));
    }

    /// False from the cut until [`power_on`](Self::power_on): everything answers [`SimFlashError::PowerLost`].
    pub const fn is_powered(&self) -> bool {
        self.powered
    }

    /// Power returns: the count of units starts at 0 and a cut that was planned is forgotten.
    pub const fn power_on(&mut self) {
        self.powered = true;
        self.cut = None;
        self.units = 0;
    }

    /// The next `times` erases of the sector with this index fail as [`SimFlashError::Worn`]: see [`wear`](Self::wear).
    pub const fn fail_erase(&mut self, sector: u32, times: u32) {
        self.wear(sector, Flaw::EraseError, times);
    }

    /// The next `times` erases of the sector with this index, or programs of a word in it, show that flaw; `u32::MAX`
    /// means for good. One sector at a time is worn: the last one named.
    pub const fn wear(&mut self, sector: u32, flaw: Flaw, times: u32) {
        self.worn = (sector.saturating_mul(SECTOR as u32), flaw, times);
    }

    /// From now on these bits of the byte at `at` are 1, or 0, whatever is done. One byte at a time: the last one named.
    pub fn stick(&mut self, at: u32, bits: u8, ones: bool) {
        self.stuck = Some((at, bits, ones));
        self.hold_stuck_bits();
    }

    fn hold_stuck_bits(&mut self) {
        if let Some((at, bits, ones)) = self.stuck
            && let Some(byte) = self.image.get_mut(at as usize)
        {
            *byte = if ones { *byte | bits } else { *byte & !bits };
        }
    }

    /// The flaw that this unit of the sector at `sector` shows.
    fn flaw(&mut self, sector: u32, is_erase: bool) -> Option<Flaw> {
        match self.worn {
            (at, flaw, times @ 1..) if at == sector && flaw.is_of_erase() == is_erase => {
                self.worn.2 = if times == u32::MAX { times } else { times - 1 };
                Some(flaw)
            }
            _ => None,
        }
    }

    fn powered(&self) -> Result<(), SimFlashError> {
        if self.powered {
            Ok(())
        } else {
            Err(SimFlashError::PowerLost)
        }
    }

    /// Counts the unit that begins now and tells whether, and how, it is torn.
    fn begin_unit(&mut self) -> Option<Tear> {
        self.units = self.units.saturating_add(1);
        let (_, tear) = self.cut.filter(|(unit, _)| *unit <= self.units)?;
        self.powered = false;
        Some(tear)
    }

    fn erase_sector(&mut self, at: u32) -> Result<(), SimFlashError> {
        self.pen.note(Deed::Erase { at });
        let flaw = self.flaw(at, true);
        if flaw == Some(Flaw::EraseError) {
            return Err(SimFlashError::Worn);
        }
        self.erases = self.erases.saturating_add(1);
        let torn = self.begin_unit();
        let cells = range(&mut self.image, at, SECTOR)?;
        match torn {
            Some(Tear::Before) => {}
            Some(Tear::Half) => cells.iter_mut().take(SECTOR / 2).for_each(|b| *b = 0xFF),
            Some(Tear::Zeroed) => cells.fill(0),
            Some(Tear::Random { sixteenths, seed }) => {
                let done = cells.chunks_mut(8).zip(sparse(seed, sixteenths));
                for (chunk, done) in done {
                    let done = done.to_le_bytes();
                    chunk.iter_mut().zip(done).for_each(|(b, set)| *b |= set);
                }
            }
            None if flaw == Some(Flaw::EraseInVain) => {
                let erased = |(at, b): (usize, &mut u8)| *b |= if at % 512 == 0 { 0 } else { 0xFF };
                cells.iter_mut().enumerate().for_each(erased);
            }
            Some(Tear::After) | None => cells.fill(0xFF),
        }
        self.hold_stuck_bits();
        self.powered()
    }

    fn program_word(&mut self, at: u32, word: [u8; WORD]) -> Result<(), SimFlashError> {
        if range(&mut self.image, at, WORD)? != [0xFF; WORD] {
            return Err(SimFlashError::NotErased);
        }
        let flaw = self.flaw(at - at % SECTOR as u32, false);
        if flaw == Some(Flaw::WriteError) {
            return Err(SimFlashError::Worn);
        }
        let torn = self.begin_unit();
        let cells = range(&mut self.image, at, WORD)?;
        match torn {
            Some(Tear::Before) => {}
            Some(Tear::Half) => {
                let half = word.iter().take(WORD / 2);
                cells.iter_mut().zip(half).for_each(|(b, to)| *b = *to);
            }
            Some(Tear::Random { sixteenths, seed }) => {
                let done = sparse(seed, sixteenths).flat_map(u64::to_le_bytes);
                let bits = cells.iter_mut().zip(word).zip(done);
                bits.for_each(|((b, to), done)| *b = to | !done);
            }
            Some(Tear::After | Tear::Zeroed) | None => cells.copy_from_slice(&word),
        }
        if flaw == Some(Flaw::WriteInVain)
            && let Some(byte) = cells.iter_mut().find(|b| **b != 0xFF)
        {
            *byte |= 1 << byte.trailing_ones();
        }
        self.hold_stuck_bits();
        self.powered()
    }
}

impl<const BYTES: usize, const WORD: usize> Default for SimFlash<BYTES, WORD> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const BYTES: usize, const WORD: usize> ErrorType for SimFlash<BYTES, WORD> {
    type Error = SimFlashError;
}

impl<const BYTES: usize, const WORD: usize> ReadNorFlash for SimFlash<BYTES, WORD> {
    const READ_SIZE: usize = 1;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), SimFlashError> {
        self.powered()?;
        check_read(self, offset, bytes.len())?;
        bytes.copy_from_slice(range(&mut self.image, offset, bytes.len())?);
        Ok(())
    }

    fn capacity(&self) -> usize {
        BYTES
    }
}

impl<const BYTES: usize, const WORD: usize> NorFlash for SimFlash<BYTES, WORD> {
    const WRITE_SIZE: usize = WORD;
    const ERASE_SIZE: usize = SECTOR;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), SimFlashError> {
        self.powered()?;
        check_erase(self, from, to)?;
        (from..to)
            .step_by(SECTOR)
            .try_for_each(|at| self.erase_sector(at))
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), SimFlashError> {
        self.powered()?;
        check_write(self, offset, bytes.len())?;
        let (at, len) = (offset, bytes.len() as u32);
        self.pen.note(Deed::Write { at, len });
        let (words, _) = bytes.as_chunks::<WORD>();
        (offset..)
            .step_by(WORD)
            .zip(words)
            .try_for_each(|(at, word)| self.program_word(at, *word))
    }
}

fn range(image: &mut [u8], at: u32, len: usize) -> Result<&mut [u8], SimFlashError> {
    let at = at as usize;
    image
        .get_mut(at..at.saturating_add(len))
        .ok_or(SimFlashError::OutOfBounds)
}

/// Endless words whose bits are set with a chance of so many sixteenths: the same seed, the same bits.
fn sparse(mut seed: u64, sixteenths: u8) -> impl Iterator<Item = u64> {
    // SplitMix64: every seed, 0 too, gives well mixed words.
    let mut draw = move || {
        seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (seed ^ (seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    };
    core::iter::repeat_with(move || match sixteenths {
        // From the lowest digit of the chance to its highest, each random word halves what is there: `|` adds a half.
        0..16 => (0..4).fold(0, |bits, digit| match sixteenths >> digit & 1 {
            1 => bits | draw(),
            _ => bits & draw(),
        }),
        _ => u64::MAX,
    })
}
