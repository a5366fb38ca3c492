//! How a call ended.

/// How a call ended.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum CameraResult {
    /// Well.
    Ok = 0,
    /// A pointer that must point somewhere is null, or so is a function of the
    /// board that every camera needs.
    Null = 1,
    /// A pointer is not aligned for what it points at.
    Misaligned = 2,
    /// The memory is smaller than the object, or the buffer than what goes in.
    NoRoom = 3,
    /// Nothing, or something else, was started in that memory.
    NotStarted = 4,
    /// The object is in a call already: this one comes from a callback.
    Busy = 5,
    /// A value means nothing here, or is too long.
    OutOfRange = 6,
    /// The text is no setup code: a digit is wrong, missing, or one too many.
    NoCode = 7,
}

/// Ends a call.
pub(crate) type Done<T = ()> = Result<T, CameraResult>;

impl From<Done> for CameraResult {
    fn from(done: Done) -> Self {
        match done {
            Ok(()) => Self::Ok,
            Err(why) => why,
        }
    }
}
