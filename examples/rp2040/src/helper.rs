//! Computes halves of handshakes below everything else: in the thread, which
//! every interrupt interrupts.

use camera_app::Helper;
use camera_hal::link::{Computed, Handshake};
use chacha20::ChaCha20Rng;
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::signal::Signal;

use crate::news::NEWS;

static GIVEN: Signal<CriticalSectionRawMutex, Handshake> = Signal::new();
static DONE: Signal<CriticalSectionRawMutex, Computed> = Signal::new();

/// The thread, as the camera's loop sees it.
pub(crate) struct Below;

impl Helper for Below {
    fn give(&mut self, handshake: Handshake) {
        GIVEN.signal(handshake);
    }

    fn take(&mut self) -> Option<Computed> {
        DONE.try_take()
    }
}

/// What the thread does, for ever.
pub(crate) async fn compute(mut rng: ChaCha20Rng) {
    loop {
        let handshake = GIVEN.wait().await;
        DONE.signal(handshake.compute(&mut rng));
        NEWS.signal(());
    }
}
