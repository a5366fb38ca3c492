//! Computes halves of handshakes below everything else: in a thread of its own,
//! which every other one interrupts. (An interrupt would be no place for the
//! camera instead: it would use the stack of whatever it interrupts.)

use core::ffi::c_void;
use core::ptr;

use camera_app::Helper;
use camera_app::stream::NEWS;
use camera_hal::link::{Computed, Handshake};
use chacha20::ChaCha20Rng;
use embassy_executor::Spawner;
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::signal::Signal;
use esp_rtos::CurrentThreadHandle;
use esp_rtos::embassy::Executor;
use rand_core::{Rng as _, SeedableRng as _};
use static_cell::StaticCell;

/// The lowest of priorities; the thread that the camera started in gets the next one.
const BELOW: u32 = 0;
const CAMERA: usize = 1;

/// A handshake takes 8 KiB at its deepest: README.md of the root. What
/// interrupts it takes its own.
const STACK_BYTES: usize = 12 * 1024;

/// Each with a seed of its own.
static GIVEN: Signal<CriticalSectionRawMutex, (Handshake, [u8; 32])> = Signal::new();
static DONE: Signal<CriticalSectionRawMutex, Computed> = Signal::new();

/// The thread, as the camera's loop sees it.
pub(crate) struct Below {
    rng: ChaCha20Rng,
}

impl Below {
    /// Starts it.
    pub(crate) fn new(rng: ChaCha20Rng) -> Self {
        CurrentThreadHandle::get().set_priority(CAMERA);
        #[expect(
            unsafe_code,
            reason = "the thread is given nothing, so that nothing must outlive it"
        )]
        unsafe {
            esp_radio_rtos_driver::task_create(
                "handshakes",
                thread,
                ptr::null_mut(),
                BELOW,
                None,
                STACK_BYTES,
            );
        }
        Self { rng }
    }
}

impl Helper for Below {
    fn give(&mut self, handshake: Handshake) {
        let mut seed = [0; 32];
        self.rng.fill_bytes(&mut seed);
        GIVEN.signal((handshake, seed));
    }

    fn take(&mut self) -> Option<Computed> {
        DONE.try_take()
    }
}

extern "C" fn thread(_: *mut c_void) {
    static EXECUTOR: StaticCell<Executor> = StaticCell::new();
    EXECUTOR.init(Executor::new()).run(|spawner: Spawner| {
        spawner.spawn(compute().expect("it is spawned once"));
    })
}

#[embassy_executor::task]
async fn compute() {
    loop {
        let (handshake, seed) = GIVEN.wait().await;
        DONE.signal(handshake.compute(&mut ChaCha20Rng::from_seed(seed)));
        NEWS.signal(());
    }
}
