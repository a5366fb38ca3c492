//! A NOR flash in RAM that keeps the rules of the real one and can lose power at any unit.
//!
//! A *unit* is what a chip does in one go: the program of one 4-byte word, or the erase of one sector.

use embedded_storage::nor_flash::{
    ErrorType, NorFlash, NorFlashError, NorFlashErrorKind, ReadNorFlash, check_erase, check_read,
    check_write,
};

const WORD: usize = 4;
const SECTOR: usize = 4096;

/// What a power cut leaves of the unit it hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tear {
    /// Nothing of it was done.
    Before,
    /// Program: the low 16 bits of the word. Erase: the first half of the sector.
    Half,
    /// All of it was done.
    After,
    /// A random part of the bits that would have changed, about a quarter, a half or three quarters, as the seed says.
    Random(u64),
    /// Erase: every bit is 0, since chips program a sector to zero before they erase it. Program: as [`Tear::After`].
    Zeroed,
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
    /// The sector does not erase; see [`SimFlash::fail_erase`].
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

/// `BYTES` of NOR flash: reads of 1 byte, writes of 4, sectors of 4096, and no word is written twice between erases.
#[derive(Clone)]
pub struct SimFlash<const BYTES: usize> {
    image: [u8; BYTES],
    units: u32,
    erases: u32,
    cut: Option<(u32, Tear)>,
    powered: bool,
    /// Byte offset of the sector that fails, and how often it still does.
    worn: (u32, u32),
}

impl<const BYTES: usize> core::fmt::Debug for SimFlash<BYTES> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "SimFlash({BYTES} bytes, {} units)", self.units)
    }
}

impl<const BYTES: usize> SimFlash<BYTES> {
    /// An erased flash, powered. `BYTES` must be a multiple of 4096, which is checked when it is compiled.
    pub const fn new() -> Self {
        Self::from_image([0xFF; BYTES])
    }

    /// A powered flash that holds `image`.
    pub const fn from_image(image: [u8; BYTES]) -> Self {
        const { assert!(BYTES.is_multiple_of(SECTOR) && BYTES <= i32::MAX as usize) };
        Self {
            image,
            units: 0,
            erases: 0,
            cut: None,
            powered: true,
            worn: (0, 0),
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

    /// The next `times` erases of the sector with this index fail as [`SimFlashError::Worn`] and change nothing;
    /// `u32::MAX` means for good. One sector at a time is worn: the last one named.
    pub const fn fail_erase(&mut self, sector: u32, times: u32) {
        self.worn = (sector.saturating_mul(SECTOR as u32), times);
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
        if let (sector, times @ 1..) = self.worn
            && sector == at
        {
            self.worn.1 = if times == u32::MAX { times } else { times - 1 };
            return Err(SimFlashError::Worn);
        }
        self.erases = self.erases.saturating_add(1);
        let torn = self.begin_unit();
        let cells = range(&mut self.image, at, SECTOR)?;
        match torn {
            Some(Tear::Before) => {}
            Some(Tear::Half) => cells.iter_mut().take(SECTOR / 2).for_each(|b| *b = 0xFF),
            Some(Tear::Zeroed) => cells.fill(0),
            Some(Tear::Random(seed)) => {
                for (chunk, set) in cells.chunks_mut(8).zip(sparse(seed)) {
                    let set = set.to_le_bytes();
                    chunk.iter_mut().zip(set).for_each(|(b, s)| *b |= s);
                }
            }
            Some(Tear::After) | None => cells.fill(0xFF),
        }
        self.powered()
    }

    fn program_word(&mut self, at: u32, word: [u8; WORD]) -> Result<(), SimFlashError> {
        if range(&mut self.image, at, WORD)? != [0xFF; WORD] {
            return Err(SimFlashError::NotErased);
        }
        let kept = match self.begin_unit() {
            Some(Tear::Before) => u32::MAX,
            Some(Tear::Half) => 0xFFFF_0000,
            Some(Tear::Random(seed)) => sparse(seed).next().unwrap_or_default() as u32,
            Some(Tear::After | Tear::Zeroed) | None => 0,
        };
        let left = u32::from_le_bytes(word) | kept;
        range(&mut self.image, at, WORD)?.copy_from_slice(&left.to_le_bytes());
        self.powered()
    }
}

impl<const BYTES: usize> Default for SimFlash<BYTES> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const BYTES: usize> ErrorType for SimFlash<BYTES> {
    type Error = SimFlashError;
}

impl<const BYTES: usize> ReadNorFlash for SimFlash<BYTES> {
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

impl<const BYTES: usize> NorFlash for SimFlash<BYTES> {
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

/// Endless words whose bits are set with a chance of 1/4, 1/2 or 3/4, as `seed % 3` says: the same seed, the same tear.
fn sparse(mut seed: u64) -> impl Iterator<Item = u64> {
    let density = seed % 3;
    // SplitMix64: every seed, 0 too, gives well mixed words.
    let mut draw = move || {
        seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (seed ^ (seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    };
    core::iter::repeat_with(move || {
        let (a, b) = (draw(), draw());
        match density {
            0 => a & b,
            1 => a,
            _ => a | b,
        }
    })
}
