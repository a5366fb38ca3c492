//! Objects in the caller's memory.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use crate::pointer::{check, give};
use crate::result::{CameraResult, Done};

/// What an object's memory is aligned to, on every core.
const ALIGNMENT: usize = 8;

/// Something that C holds by a pointer.
pub(crate) trait Object: Sized {
    /// What its memory begins with, while nobody is in a call.
    const MARK: u32;
}

/// An object, and the mark that says so.
#[repr(C, align(8))]
pub(crate) struct Held<T> {
    mark: u32,
    object: T,
}

/// While somebody is in a call.
const BUSY: u32 = 0x7573_7562;

/// Makes an object in that memory, and tells where. `make` writes it to where it
/// stays, unless it fails: each copy on the way is as large on the caller's stack.
///
/// # Safety
/// So many bytes are there, nobody else uses them, and `place` points at a pointer.
pub(crate) unsafe fn start<T: Object, Opaque>(
    memory: *mut c_void,
    bytes: usize,
    place: *mut *mut Opaque,
    make: impl FnOnce(&mut MaybeUninit<T>) -> Done,
) -> Done {
    let at = memory.cast::<Held<T>>();
    check(at)?;
    check(place)?;
    if bytes < size_of::<Held<T>>() {
        return Err(CameraResult::NoRoom);
    }
    // Until it is whole, nothing is there for a callback.
    // SAFETY: not null, aligned, large enough, and the caller's word for the rest.
    unsafe { (&raw mut (*at).mark).write(0) };
    // SAFETY: as above.
    make(unsafe { &mut *(&raw mut (*at).object).cast() })?;
    // SAFETY: as above.
    unsafe { (&raw mut (*at).mark).write(T::MARK) };
    // SAFETY: the caller's word.
    unsafe { give(place, at.cast()) }
}

/// Lets something happen with an object, unless something does already.
///
/// # Safety
/// It points at memory that [`start`] was given, and nobody else is in a call.
pub(crate) unsafe fn with<T: Object, Opaque>(
    object: *mut Opaque,
    act: impl FnOnce(&mut T) -> Done,
) -> Done {
    let at = object.cast::<Held<T>>();
    check(at)?;
    // SAFETY: not null, aligned; memory of that size was promised. No reference to
    // the whole, since a call further up the stack may have one to the object.
    let mark = unsafe { &raw mut (*at).mark };
    // SAFETY: as above.
    match unsafe { mark.read() } {
        BUSY => return Err(CameraResult::Busy),
        known if known == T::MARK => {}
        _ => return Err(CameraResult::NotStarted),
    }
    // SAFETY: as above.
    unsafe { mark.write(BUSY) };
    // SAFETY: the mark says that an object is there, and that nobody else is in a call.
    let done = act(unsafe { &mut (*at).object });
    // SAFETY: as above.
    unsafe { mark.write(T::MARK) };
    done
}

/// Ends an object, which wipes its secrets.
///
/// # Safety
/// As [`with`].
pub(crate) unsafe fn end<T: Object, Opaque>(object: *mut Opaque) -> Done {
    // SAFETY: the caller's word.
    unsafe { with(object, |_: &mut T| Ok(())) }?;
    let at = object.cast::<Held<T>>();
    // SAFETY: there is an object, since that call went well.
    unsafe { at.drop_in_place() };
    // SAFETY: nothing is there any more but the memory.
    unsafe { (&raw mut (*at).mark).write(0) };
    Ok(())
}

/// How many bytes an object takes here.
pub(crate) const fn bytes_of<T: Object>() -> usize {
    assert!(align_of::<Held<T>>() <= ALIGNMENT);
    size_of::<Held<T>>()
}
