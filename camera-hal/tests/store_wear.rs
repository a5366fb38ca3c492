//! What each change wears of the flash: a bound for every one, and how long a camera lasts. The numbers are those of
//! STORE.md.

mod kept;
mod life;

use camera_fsm::input::OpResult;
use camera_hal::mock::board::LAYOUT;
use camera_hal::mock::flash::{SimFlash, SimFlashError};
use camera_hal::store::Store;
use camera_proto::vocab::SettingId;
use embedded_storage::nor_flash::{ErrorType, NorFlash, ReadNorFlash};
use life::{BYTES, Change, attempt, blank, erase_everything, life, power, set, setup};

const SECTOR: usize = 0x1000;

/// What a NOR flash is good for.
const CYCLES: f64 = 100_000.0;

/// A flash that counts, sector by sector.
struct Counting {
    flash: SimFlash<BYTES>,
    erases: [u32; BYTES / SECTOR],
    bytes: u32,
}

impl Counting {
    fn new() -> Self {
        Self {
            flash: blank(),
            erases: [0; BYTES / SECTOR],
            bytes: 0,
        }
    }
}

impl ErrorType for Counting {
    type Error = SimFlashError;
}

impl ReadNorFlash for Counting {
    const READ_SIZE: usize = 1;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), SimFlashError> {
        self.flash.read(offset, bytes)
    }

    fn capacity(&self) -> usize {
        BYTES
    }
}

impl NorFlash for Counting {
    const WRITE_SIZE: usize = 4;
    const ERASE_SIZE: usize = SECTOR;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), SimFlashError> {
        (from as usize..to as usize)
            .step_by(SECTOR)
            .for_each(|at| self.erases[at / SECTOR] += 1);
        self.flash.erase(from, to)
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), SimFlashError> {
        self.bytes += bytes.len() as u32;
        self.flash.write(offset, bytes)
    }
}

/// The mean over many runs: erases of the sector that has most of them, and bytes.
struct Wear {
    erases: f64,
    bytes: f64,
}

const RUNS: u32 = 2_000;

fn wear(changes: impl Fn(u32) -> Vec<Change>) -> Wear {
    let mut flash = Counting::new();
    for run in 0..RUNS {
        for change in changes(run) {
            assert_eq!(change.run(&mut flash), OpResult::Done, "{change:?}");
        }
    }
    let most = flash.erases.iter().max().expect("sectors");
    Wear {
        erases: f64::from(*most) / f64::from(RUNS),
        bytes: f64::from(flash.bytes) / f64::from(RUNS),
    }
}

/// So many of a thing a day, for so many years.
fn years(wear: &Wear, a_day: f64) -> f64 {
    CYCLES / (wear.erases * a_day * 365.0)
}

#[test]
fn r20_r55_a_camera_lasts_longer_than_it_is_wanted() {
    let life = |run: u32| {
        let mut changes = setup("SecretNetName", "secret password", 1);
        changes.extend(erase_everything(run + 1, false));
        changes
    };
    // What, its wear, at most so many erases of one sector and bytes, and how many a day there may be for ten years.
    let table = [
        ("setup and reset", wear(life), 2.1, 700.0, 10.0),
        (
            "setting",
            wear(|_| vec![set(SettingId::NAME)]),
            0.01,
            40.0,
            1_000.0,
        ),
        (
            "pairing attempt",
            wear(|run| vec![attempt(run as u8)]),
            0.002,
            14.0,
            10_000.0,
        ),
        (
            "power-on",
            wear(|run| vec![power(run as u8)]),
            0.002,
            14.0,
            10_000.0,
        ),
    ];
    println!("| what | erases of one sector | bytes | years at 1 / 10 / 100 a day |");
    for (name, wear, erases, bytes, a_day) in table {
        let years_at = |n| years(&wear, n);
        println!(
            "| {name} | {:.4} | {:.0} | {:.0} / {:.0} / {:.1} |",
            wear.erases,
            wear.bytes,
            years_at(1.0),
            years_at(10.0),
            years_at(100.0)
        );
        assert!(wear.erases <= erases, "{name}: {} erases", wear.erases);
        assert!(wear.bytes <= bytes, "{name}: {} bytes", wear.bytes);
        assert!(years_at(a_day) > 10.0, "{name}");
    }
}

#[test]
fn r55_no_change_writes_more_than_a_sector_and_erases_more_than_one() {
    let mut flash = Counting::new();
    Store::mount(&mut flash, LAYOUT, 1);
    // The most that a camera can hold, before the two lives begin.
    flash.flash = kept::full().0;
    for change in life().iter().skip(5) {
        let before = (flash.erases.iter().sum::<u32>(), flash.bytes);
        let _ = change.run(&mut flash);
        let erases = flash.erases.iter().sum::<u32>() - before.0;
        let bytes = flash.bytes - before.1;
        assert!(
            erases <= 1 && bytes <= SECTOR as u32,
            "{change:?}: {erases} erases, {bytes} bytes"
        );
    }
}
