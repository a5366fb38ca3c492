//! What wakes the camera's loop besides its own deadline and its pins.

use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::signal::Signal;

/// Something came, or somebody is gone. Whoever has it looks at everything.
pub(crate) static NEWS: Signal<CriticalSectionRawMutex, ()> = Signal::new();
