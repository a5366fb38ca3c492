//! The runner on the least that is a camera.

#[path = "../../least.rs"]
mod least;

use core::convert::Infallible;
use core::hint::black_box;

use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::button::PinButton;
use camera_hal::led::PinLed;
use camera_hal::runner::Runner;
use camera_hal::store::Layout;
use camera_hal::store::log::Area;
use embedded_hal::digital::{self, InputPin, OutputPin};
use embedded_storage::nor_flash::{self, NorFlash, ReadNorFlash};

use least::Least;

const LAYOUT: Layout = Layout {
    factory: 0,
    journal: Area {
        base: 0x1000,
        sector_bytes: 0x1000,
    },
    user: Area {
        base: 0x3000,
        sector_bytes: 0x1000,
    },
};

/// Bytes of RAM that a runner takes: `.ci/size/check` reads it out of the image.
#[used]
#[unsafe(link_section = ".ram_bytes")]
static RAM_BYTES: u32 = size_of::<Runner<Least<Pin, Flash, Rng>>>() as u32;

pub(crate) fn all() -> ! {
    let now = || Instant::from_millis(black_box(0));
    let (button, led) = (PinButton::active_low(Pin), PinLed::active_high(Pin));
    let board = Least::new(button, led, Flash, Rng);
    let mut runner = Runner::new(black_box(board), &REFERENCE, LAYOUT, now());
    runner.boot();
    loop {
        black_box(runner.turn(now()));
        runner.work(now());
    }
}

struct Pin;

impl digital::ErrorType for Pin {
    type Error = Infallible;
}

impl InputPin for Pin {
    fn is_high(&mut self) -> Result<bool, Infallible> {
        Ok(black_box(true))
    }

    fn is_low(&mut self) -> Result<bool, Infallible> {
        Ok(black_box(false))
    }
}

impl OutputPin for Pin {
    fn set_low(&mut self) -> Result<(), Infallible> {
        black_box(false);
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        black_box(true);
        Ok(())
    }
}

struct Flash;

impl nor_flash::ErrorType for Flash {
    type Error = nor_flash::NorFlashErrorKind;
}

impl ReadNorFlash for Flash {
    const READ_SIZE: usize = 1;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), Self::Error> {
        black_box((offset, bytes));
        black_box(Ok(()))
    }

    fn capacity(&self) -> usize {
        black_box(0x5000)
    }
}

impl NorFlash for Flash {
    const WRITE_SIZE: usize = 4;
    const ERASE_SIZE: usize = 0x1000;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), Self::Error> {
        black_box((from, to));
        black_box(Ok(()))
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), Self::Error> {
        black_box((offset, bytes));
        black_box(Ok(()))
    }
}

struct Rng;

impl rand_core::TryRng for Rng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(black_box(0))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(black_box(0))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        black_box(bytes);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Rng {}
