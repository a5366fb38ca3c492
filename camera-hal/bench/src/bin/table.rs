//! Measures everything and prints it as Markdown: `bash camera-hal/bench/run`.

use camera_hal::mock::flash::SimFlash;
use embedded_storage::nor_flash::{ErrorType, NorFlash, ReadNorFlash};
use measure::tools::{self, Image, count, flash_of};
use std::cell::RefCell;
use std::rc::Rc;
use store_bench::cells::{SECTOR, SECTORS};
use store_bench::cost::{EKV, OURS, SEQUENTIAL};
use store_bench::peers::{Ekv, Ours, Sequential, Store};

const PUTS: u32 = 20_000;
const KEYS: u32 = 12;

fn main() {
    println!("Measured with {}.\n", tools::versions());
    println!(
        "| store | sectors | flash | mount | get | put | stack of a put | erases a put | most of one sector | bytes a put |"
    );
    println!("| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |");
    row("ours", 2, OURS, wear::<Ours<Shared>>());
    row(
        "sequential-storage 8.0.2",
        4,
        SEQUENTIAL,
        wear::<Sequential<Shared, 4>>(),
    );
    row("ekv 1.0.0", SECTORS, EKV, wear::<Ekv<Shared>>());
}

fn row(name: &str, sectors: usize, list: u8, wear: Wear) {
    let image = Image {
        bin: "flash",
        features: &[],
        target: "thumbv6m-none-eabi",
        profile: "z",
        list,
        place: 1,
    };
    let counts = count(&Image {
        bin: "count",
        ..image
    });
    let [mut mount, get, put] = ["mount", "get", "put"].map(|step| counts[step]);
    // The emulator's clock goes round when it has not ticked once: there is nothing to mount.
    if mount.0 >= 0xff_ffff * 40 {
        mount.0 = 0;
    }
    let erases: u32 = wear.erases.iter().sum();
    let most = wear.erases.iter().max().expect("sectors");
    println!(
        "| {name} | {sectors} | {} | {} | {} | {} | {} | {:.4} | {most} | {} |",
        flash_of(&image),
        mount.0,
        get.0,
        put.0,
        put.1,
        f64::from(erases) / f64::from(PUTS),
        wear.bytes / PUTS,
    );
}

/// What so many puts of 32 bytes do to a flash.
#[derive(Clone, Default)]
struct Wear {
    erases: [u32; SECTORS],
    bytes: u32,
}

fn wear<S: Store<Shared>>() -> Wear {
    let flash = Shared(Rc::new(RefCell::new((SimFlash::new(), Wear::default()))));
    let mut store = S::open(flash.clone()).expect("a new flash");
    for number in 0..PUTS {
        let key = (number % KEYS) as u8;
        store.put(key, &[number as u8; 32]).expect("room");
    }
    let wear = flash.0.borrow().1.clone();
    wear
}

/// A flash to look at while a store has it.
#[derive(Clone)]
struct Shared(Rc<RefCell<(SimFlash<{ SECTORS * SECTOR }>, Wear)>>);

impl ErrorType for Shared {
    type Error = camera_hal::mock::flash::SimFlashError;
}

impl ReadNorFlash for Shared {
    const READ_SIZE: usize = 1;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), Self::Error> {
        self.0.borrow_mut().0.read(offset, bytes)
    }

    fn capacity(&self) -> usize {
        SECTORS * SECTOR
    }
}

impl NorFlash for Shared {
    const WRITE_SIZE: usize = 4;
    const ERASE_SIZE: usize = SECTOR;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), Self::Error> {
        let (flash, wear) = &mut *self.0.borrow_mut();
        for sector in (from as usize..to as usize).step_by(SECTOR) {
            wear.erases[sector / SECTOR] += 1;
        }
        flash.erase(from, to)
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), Self::Error> {
        let (flash, wear) = &mut *self.0.borrow_mut();
        wear.bytes += bytes.len() as u32;
        flash.write(offset, bytes)
    }
}
