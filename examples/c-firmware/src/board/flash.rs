//! The flash, by three functions.

use core::ffi::c_void;

use embedded_storage::nor_flash::{
    ErrorType, NorFlash, NorFlashErrorKind, ReadNorFlash, check_erase, check_read, check_write,
};

use super::{CAMERA_FLASH_BYTES, CAMERA_FLASH_SECTOR, CAMERA_FLASH_WORD};

pub(crate) struct Nor {
    pub(super) context: *mut c_void,
    pub(super) read: extern "C" fn(*mut c_void, u32, *mut u8, usize) -> bool,
    pub(super) write: extern "C" fn(*mut c_void, u32, *const u8, usize) -> bool,
    pub(super) erase: extern "C" fn(*mut c_void, u32, u32) -> bool,
}

impl ErrorType for Nor {
    type Error = NorFlashErrorKind;
}

impl ReadNorFlash for Nor {
    const READ_SIZE: usize = 1;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), Self::Error> {
        check_read(self, offset, bytes.len())?;
        done((self.read)(
            self.context,
            offset,
            bytes.as_mut_ptr(),
            bytes.len(),
        ))
    }

    fn capacity(&self) -> usize {
        CAMERA_FLASH_BYTES as usize
    }
}

impl NorFlash for Nor {
    const WRITE_SIZE: usize = CAMERA_FLASH_WORD as usize;
    const ERASE_SIZE: usize = CAMERA_FLASH_SECTOR as usize;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), Self::Error> {
        check_erase(self, from, to)?;
        done((self.erase)(self.context, from, to.saturating_sub(from)))
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), Self::Error> {
        check_write(self, offset, bytes.len())?;
        done((self.write)(
            self.context,
            offset,
            bytes.as_ptr(),
            bytes.len(),
        ))
    }
}

fn done(well: bool) -> Result<(), NorFlashErrorKind> {
    match well {
        true => Ok(()),
        false => Err(NorFlashErrorKind::Other),
    }
}
