//! Pointers of C, checked as far as they can be.

use core::slice;

use crate::result::{CameraResult, Done};

/// Whether it can point at one of these.
pub(crate) fn check<T>(at: *const T) -> Done {
    if at.is_null() {
        Err(CameraResult::Null)
    } else if !at.is_aligned() {
        Err(CameraResult::Misaligned)
    } else {
        Ok(())
    }
}

/// A copy of what is there. No type that is read so has a value that is none.
///
/// # Safety
/// It points at such a value, or is null or misaligned.
pub(crate) unsafe fn take<T: Copy>(at: *const T) -> Done<T> {
    check(at)?;
    // SAFETY: not null, aligned, and the caller's word for the rest.
    Ok(unsafe { at.read() })
}

/// Puts it there.
///
/// # Safety
/// It points at room for such a value, or is null or misaligned.
pub(crate) unsafe fn give<T: Copy>(at: *mut T, value: T) -> Done {
    check(at)?;
    // SAFETY: not null, aligned, and the caller's word for the rest.
    unsafe { at.write(value) };
    Ok(())
}

/// Bytes to read; none may be nowhere.
///
/// # Safety
/// So many bytes are there, and nobody writes them meanwhile.
pub(crate) unsafe fn bytes<'a>(at: *const u8, len: usize) -> Done<&'a [u8]> {
    match is_somewhere(at, len)? {
        false => Ok(&[]),
        // SAFETY: not null, bytes are always aligned, no longer than a slice may
        // be, and the caller's word for the rest.
        true => Ok(unsafe { slice::from_raw_parts(at, len) }),
    }
}

/// Room for bytes; none may be nowhere.
///
/// # Safety
/// So many bytes are there, and nobody else uses them meanwhile.
pub(crate) unsafe fn room<'a>(at: *mut u8, len: usize) -> Done<&'a mut [u8]> {
    match is_somewhere(at, len)? {
        false => Ok(&mut []),
        // SAFETY: as above.
        true => Ok(unsafe { slice::from_raw_parts_mut(at, len) }),
    }
}

fn is_somewhere(at: *const u8, len: usize) -> Done<bool> {
    if len == 0 {
        Ok(false)
    } else if at.is_null() {
        Err(CameraResult::Null)
    } else if len > isize::MAX as usize {
        Err(CameraResult::OutOfRange)
    } else {
        Ok(true)
    }
}
