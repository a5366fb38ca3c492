//! Where a log lies, and what can go wrong with it.

use embedded_storage::nor_flash::{NorFlash, NorFlashErrorKind};

use super::log::MAX_VALUE;
use super::sector::Sector;

pub(super) type Result<T> = core::result::Result<T, LogError>;

/// Two neighbouring sectors of the flash: `base ..` and `base + sector_bytes ..`.
///
/// Both numbers are in bytes and multiples of the flash's `ERASE_SIZE`; anything else is answered with
/// [`LogError::Flash`] by whoever gets the area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Where the first sector begins.
    pub base: u32,
    /// Length of one sector.
    pub sector_bytes: u32,
}

/// Why the log could not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// The flash refused to read or write, or the area does not fit it.
    #[error("flash: {0}")]
    Flash(NorFlashErrorKind),
    /// The records do not fit one sector; nothing was changed.
    #[error("the log is full")]
    Full,
    /// The value has `needed` bytes.
    #[error("the value has {needed} bytes")]
    BufferTooSmall {
        /// Length of the value, in bytes.
        needed: usize,
    },
    /// Longer than [`MAX_VALUE`]; nothing was changed.
    #[error("the value is longer than {MAX_VALUE} bytes")]
    ValueTooLong,
    /// The flash reads back other bytes than were written.
    #[error("the flash did not keep what was written")]
    VerifyFailed,
    /// A sector does not read 0xFF after its erase; a change that met this was not made.
    #[error("a sector cannot be erased")]
    EraseFailed,
    /// The change is made and safe, but what it replaced is still readable in the old sector: see [`Log::scrub`](super::log::Log::scrub).
    #[error("changed, but the old sector could not be erased")]
    ScrubOwed,
    /// Cannot happen; an error instead of a panic.
    #[error("bug in the log")]
    Bug,
}

impl Area {
    /// Whether both sectors read 0xFF from end to end.
    ///
    /// # Errors
    /// [`LogError::Flash`].
    pub fn is_blank<F: NorFlash>(self, flash: &mut F) -> Result<bool> {
        self.check(flash)?;
        Ok(self.sector(0).is_blank_from(flash, 0)? && self.sector(1).is_blank_from(flash, 0)?)
    }

    /// Erases one sector, 0 or 1, and reads it back, for a factory reset that goes sector by sector.
    ///
    /// It also erases what looks blank. It is not atomic over both sectors: a cut in between leaves the log as it was, or
    /// with older values, or damaged, so who erases an area must have noted the intent elsewhere first.
    ///
    /// # Errors
    /// [`LogError::EraseFailed`]; [`LogError::Flash`], with `OutOfBounds` for another index.
    pub fn erase_sector<F: NorFlash>(self, flash: &mut F, index: u8) -> Result<()> {
        self.check(flash)?;
        match index {
            0 | 1 => self.sector(index).erase(flash),
            _ => Err(LogError::Flash(NorFlashErrorKind::OutOfBounds)),
        }
    }

    pub(super) fn sector(self, index: u8) -> Sector {
        let skipped = u32::from(index).saturating_mul(self.sector_bytes);
        Sector {
            start: self.base.saturating_add(skipped),
            bytes: self.sector_bytes,
        }
    }

    pub(super) fn check<F: NorFlash>(self, flash: &F) -> Result<()> {
        let erase = F::ERASE_SIZE as u64;
        let (base, bytes) = (u64::from(self.base), u64::from(self.sector_bytes));
        if bytes == 0 || base + 2 * bytes > (flash.capacity() as u64).min(u64::from(u32::MAX)) {
            Err(LogError::Flash(NorFlashErrorKind::OutOfBounds))
        } else if !base.is_multiple_of(erase) || !bytes.is_multiple_of(erase) {
            Err(LogError::Flash(NorFlashErrorKind::NotAligned))
        } else {
            Ok(())
        }
    }
}
