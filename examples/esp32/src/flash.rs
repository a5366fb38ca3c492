//! The camera's partition, as a flash of its own: nothing outside of it can be
//! read or written.

use camera_app::{KEPT_BYTES, carried_seed, layout};
use camera_hal::store::Layout;
use embedded_storage::nor_flash::{
    ErrorType, NorFlash, NorFlashError, NorFlashErrorKind, ReadNorFlash,
};
use esp_bootloader_esp_idf::partitions::{PARTITION_TABLE_MAX_LEN, read_partition_table};
use esp_hal::peripherals::FLASH;
use esp_storage::FlashStorage;
use zeroize::Zeroize as _;

/// Where the store lies in the partition.
pub(crate) const LAYOUT: Layout = layout(KEPT_BYTES);

/// Where a seed is carried from start to start.
pub(crate) const CARRIED_SEED: u32 = carried_seed(KEPT_BYTES);

/// Its name in partitions.csv.
const NAME: &str = "camera";

/// The partition.
pub(crate) struct Flash {
    chip: FlashStorage<'static>,
    /// Where it begins; a table that has none is a flash that does not work.
    base: Option<u32>,
}

/// Why it did not work.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FlashError(NorFlashErrorKind);

/// What is read or written at once. The chip's driver wants whole words, and
/// takes 4 KiB of stack for what does not lie at one.
#[repr(align(4))]
struct Block([u8; BLOCK]);

const BLOCK: usize = 64;

impl Flash {
    pub(crate) fn new(flash: FLASH<'static>) -> Self {
        let mut chip = FlashStorage::new(flash);
        let base = find(&mut chip);
        Self { chip, base }
    }

    /// Where that is on the chip.
    fn at(&self, offset: u32, len: usize) -> Result<u32, FlashError> {
        let base = self.base.ok_or(FlashError(NorFlashErrorKind::Other))?;
        let len = u32::try_from(len).unwrap_or(u32::MAX);
        match offset.checked_add(len) {
            Some(..=KEPT_BYTES) => Ok(base + offset),
            _ => Err(FlashError(NorFlashErrorKind::OutOfBounds)),
        }
    }
}

fn find(chip: &mut FlashStorage<'static>) -> Option<u32> {
    let mut bytes = [0; PARTITION_TABLE_MAX_LEN];
    let table = read_partition_table(chip, &mut bytes).ok()?;
    let ours = table.iter().find(|entry| entry.label_as_str() == NAME)?;
    (ours.len() >= KEPT_BYTES).then(|| ours.offset())
}

impl ErrorType for Flash {
    type Error = FlashError;
}

impl ReadNorFlash for Flash {
    const READ_SIZE: usize = FlashStorage::READ_SIZE;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), FlashError> {
        let at = self.at(offset, bytes.len())?;
        let mut block = Block([0; BLOCK]);
        let mut result = Ok(());
        for (at, piece) in (at..).step_by(BLOCK).zip(bytes.chunks_mut(BLOCK)) {
            let block = &mut block.0[..piece.len()];
            result = result.and_then(|()| self.chip.read_nor(at, block).map_err(failed));
            piece.copy_from_slice(block);
        }
        block.0.zeroize();
        result
    }

    fn capacity(&self) -> usize {
        KEPT_BYTES as usize
    }
}

impl NorFlash for Flash {
    const WRITE_SIZE: usize = FlashStorage::WRITE_SIZE;
    const ERASE_SIZE: usize = FlashStorage::ERASE_SIZE;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), FlashError> {
        let len = to.saturating_sub(from);
        let at = self.at(from, len as usize)?;
        self.chip.erase(at, at + len).map_err(failed)
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), FlashError> {
        let at = self.at(offset, bytes.len())?;
        let mut block = Block([0; BLOCK]);
        let mut result = Ok(());
        for (at, piece) in (at..).step_by(BLOCK).zip(bytes.chunks(BLOCK)) {
            let block = &mut block.0[..piece.len()];
            block.copy_from_slice(piece);
            // What failed once is not written any further.
            result = result.and_then(|()| self.chip.write_nor(at, block).map_err(failed));
        }
        block.0.zeroize();
        result
    }
}

fn failed(error: esp_storage::FlashStorageError) -> FlashError {
    FlashError(error.kind())
}

impl NorFlashError for FlashError {
    fn kind(&self) -> NorFlashErrorKind {
        self.0
    }
}
