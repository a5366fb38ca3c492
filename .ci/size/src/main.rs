//! An image for its size alone. It never runs.
#![no_std]
#![no_main]

#[cfg_attr(feature = "runner", path = "runner.rs")]
#[cfg_attr(not(feature = "runner"), path = "wire.rs")]
mod image;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

#[unsafe(no_mangle)]
extern "C" fn _start() -> ! {
    image::all()
}
