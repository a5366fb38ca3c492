//! The camera as a C library: the machine, the whole camera, its wire and its
//! controller. `include/camera.h` is made from this; README.md says how to
//! link it.
//!
//! What holds for every function:
//!
//! - **Memory is the caller's.** An object lives in memory that `…_start` is
//!   given, as large as `CAMERA_…_BYTES` says and aligned to 8. It stays there;
//!   nothing is allocated, nothing is global.
//! - **Pointers are checked** for null and for their alignment. Where they point
//!   must be what the type says, for as long as the length says; buffers of one
//!   call do not overlap.
//! - **One call at a time** on one object. A call from within a callback of the
//!   same object is refused as `CAMERA_RESULT_BUSY`. Two threads need a lock.
//! - **Time is an argument**, in milliseconds on a clock that only grows.

#![no_std]

pub mod app;
pub mod board;
pub mod camera;
pub mod factory;
mod held;
pub mod machine;
mod pointer;
pub mod result;
pub mod status;

/// A program on a host has a panic handler already.
#[cfg(not(target_os = "none"))]
extern crate std;

/// What can panic is a short list that CI holds: the file `panics`. Should one of
/// them ever do, C restarts the board.
#[cfg(target_os = "none")]
mod panics {
    // SAFETY: `camera.h` declares it so: it takes nothing and gives nothing.
    unsafe extern "C" {
        safe fn camera_panicked();
    }

    /// Nothing goes on with what is half done, even where C returns though it must
    /// not.
    #[panic_handler]
    fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
        loop {
            camera_panicked();
        }
    }
}
