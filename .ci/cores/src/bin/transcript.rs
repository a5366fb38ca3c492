//! Tells everything on a core, by semihosting.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod image {
    use core::alloc::{GlobalAlloc, Layout};
    use core::cell::UnsafeCell;
    use core::fmt::Write as _;
    use core::ptr::{NonNull, null_mut};

    use cores::Stack;
    use linked_list_allocator::Heap;
    use measure::image::{self, Host};

    const HEAP_BYTES: usize = 96 * 1024;

    static mut MEMORY: [u64; HEAP_BYTES / 8] = [0; HEAP_BYTES / 8];

    /// The heap of the models around a camera. There is one thread, and no interrupt.
    struct Alone(UnsafeCell<Heap>);

    // SAFETY: nobody shares it.
    unsafe impl Sync for Alone {}

    // SAFETY: it is the crate's own heap, which keeps the rules; one call at a time.
    unsafe impl GlobalAlloc for Alone {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            // SAFETY: as above.
            let heap = unsafe { &mut *self.0.get() };
            let first_fit = heap.allocate_first_fit(layout);
            first_fit.map_or(null_mut(), NonNull::as_ptr)
        }

        unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
            // SAFETY: as above.
            let heap = unsafe { &mut *self.0.get() };
            if let Some(at) = NonNull::new(at) {
                // SAFETY: it came from there.
                unsafe { heap.deallocate(at, layout) };
            }
        }
    }

    #[global_allocator]
    static HEAP: Alone = Alone(UnsafeCell::new(Heap::empty()));

    /// Paint on the stack, and how deep it was found scratched.
    struct Paint(usize);

    impl Stack for Paint {
        fn watch(&mut self, act: &mut dyn FnMut()) {
            let floor = image::paint();
            act();
            self.0 = self.0.max(image::deepest(floor));
        }

        fn tell(&mut self, what: &str) {
            let _ = write!(Host, "stack|");
            image::tell(what, 0, core::mem::take(&mut self.0));
        }
    }

    #[unsafe(no_mangle)]
    extern "C" fn _start() -> ! {
        // SAFETY: it begins before anything is allocated, and nobody else uses that memory.
        unsafe { (*HEAP.0.get()).init((&raw mut MEMORY).cast(), HEAP_BYTES) };
        let _ = cores::tell(&mut Host, &mut Paint(0));
        image::exit()
    }

    #[panic_handler]
    fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
        image::panicked(info)
    }
}

#[cfg(not(target_os = "none"))]
fn main() {}
