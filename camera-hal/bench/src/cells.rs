//! A flash without a memory of its own: an image for a small core has room for one only.

use core::convert::Infallible;
use core::sync::atomic::{AtomicU8, Ordering::Relaxed};

use embedded_storage::nor_flash::{ErrorType, NorFlash, ReadNorFlash};

pub const SECTOR: usize = 4096;
/// What the largest of the peers needs.
pub const SECTORS: usize = 12;

/// Inverted, so that an erased cell is a zero and the image does not hold it.
static CELLS: [AtomicU8; SECTORS * SECTOR] = [const { AtomicU8::new(0) }; SECTORS * SECTOR];

/// All cells; there is one such flash.
pub struct Cells;

impl ErrorType for Cells {
    type Error = Infallible;
}

impl ReadNorFlash for Cells {
    const READ_SIZE: usize = 1;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), Infallible> {
        let cells = &CELLS[offset as usize..][..bytes.len()];
        for (cell, byte) in cells.iter().zip(bytes) {
            *byte = !cell.load(Relaxed);
        }
        Ok(())
    }

    fn capacity(&self) -> usize {
        CELLS.len()
    }
}

impl NorFlash for Cells {
    const WRITE_SIZE: usize = 4;
    const ERASE_SIZE: usize = SECTOR;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), Infallible> {
        let cells = &CELLS[from as usize..to as usize];
        cells.iter().for_each(|cell| cell.store(0, Relaxed));
        Ok(())
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), Infallible> {
        let cells = &CELLS[offset as usize..][..bytes.len()];
        for (cell, byte) in cells.iter().zip(bytes) {
            cell.store(!byte, Relaxed);
        }
        Ok(())
    }
}
