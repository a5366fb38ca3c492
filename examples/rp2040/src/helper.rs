//! Computes halves of handshakes below everything else: in the thread, which
//! every interrupt interrupts.

use core::cell::Cell;

use camera_app::stream::NEWS;
use camera_app::{Helper, wipe_stack};
use camera_hal::link::{Computed, Handshake};
use chacha20::ChaCha20Rng;
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::signal::Signal;

use crate::THREAD_BYTES;

// In cells, so that nothing but zeros says that there is none: else what the linker has to
// put there lies in the flash as well, 488 bytes of it.
static GIVEN: Signal<CriticalSectionRawMutex, Cell<Handshake>> = Signal::new();
static DONE: Signal<CriticalSectionRawMutex, Cell<Computed>> = Signal::new();
static ASKED: Signal<CriticalSectionRawMutex, ()> = Signal::new();

/// The thread, as the camera's loop sees it.
pub(crate) struct Below;

impl Helper for Below {
    fn give(&mut self, handshake: Handshake) {
        GIVEN.signal(Cell::new(handshake));
        ASKED.signal(());
    }

    fn take(&mut self) -> Option<Computed> {
        DONE.try_take().map(Cell::into_inner)
    }
}

/// What the thread does, for ever.
pub(crate) async fn compute(mut rng: ChaCha20Rng) {
    loop {
        half(&mut rng);
        wipe_stack::<THREAD_BYTES>();
        ASKED.wait().await;
    }
}

/// Computes what was given, if anything was. Nothing of it lies in the frame of who
/// wipes the stack below that.
#[inline(never)]
fn half(rng: &mut ChaCha20Rng) {
    if let Some(handshake) = GIVEN.try_take() {
        DONE.signal(Cell::new(handshake.into_inner().compute(rng)));
        NEWS.signal(());
    }
}
