//! The power cuts of the store's own tests, on its peers too: `cargo run --release --bin torn` in this directory.
//! For each cut the store is opened again, read, given one more value, opened and read once more.

use std::collections::BTreeMap;

use camera_hal::mock::flash::{SimFlash, Tear};
use embedded_storage::nor_flash::{ErrorType, NorFlash, ReadNorFlash};
use indicatif::ProgressBar;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use store_bench::cells::{SECTOR, SECTORS};
use store_bench::peers::{Ekv, Ours, Sequential, Store};

/// How much of a store is cut.
#[derive(Clone, Copy)]
struct Sample {
    puts: u32,
    /// Of so many words one is cut.
    words: u32,
    /// Of so many erases one is cut.
    erases: u32,
}

/// A log erases seldom.
const LOG: Sample = Sample {
    puts: 4_000,
    words: 150,
    erases: 1,
};

/// A tree erases twice a put.
const TREE: Sample = Sample {
    puts: 300,
    words: 16,
    erases: 4,
};

const KEYS: u64 = 12;

thread_local! {
    static IS_TORN: Cell<bool> = const { Cell::new(false) };
}

type Sim = SimFlash<{ SECTORS * SECTOR }>;
type Model = BTreeMap<u8, Vec<u8>>;

/// By pattern: what was cut, and how.
const PATTERNS: [&str; 11] = [
    "word untouched or done",
    "word half done",
    "word, random bits done",
    "erase untouched or done",
    "erase, half the sector",
    "erase, all zero",
    "erase, 1/16 of the bits",
    "erase, 2/16 to 5/16",
    "erase, 6/16 to 10/16",
    "erase, 11/16 to 14/16",
    "erase, 15/16",
];

/// What came of the cuts of one pattern.
#[derive(Clone, Copy, Default)]
struct Fate {
    cuts: u32,
    /// It says that it is damaged, or panics.
    refused: u32,
    /// It says nothing, and something that was stored is gone or is something else.
    lost: u32,
}

fn main() {
    // What a peer says when it panics over a torn flash is counted, and not printed.
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !IS_TORN.get() {
            default(info);
        }
    }));
    let all = [
        ("ours, 2 sectors", torn::<Ours<Flash>>(LOG)),
        (
            "sequential-storage 8.0.2, 2 sectors",
            torn::<Sequential<Flash, 2>>(LOG),
        ),
        (
            "sequential-storage 8.0.2, 4 sectors",
            torn::<Sequential<Flash, 4>>(LOG),
        ),
        ("ekv 1.0.0, 12 sectors", torn::<Ekv<Flash>>(TREE)),
    ];
    let names = all.each_ref().map(|(name, _)| *name);
    println!("| what is cut | {} |", names.join(" | "));
    println!("| --- |{}", " --: |".repeat(all.len()));
    for (at, pattern) in PATTERNS.iter().enumerate() {
        let cells = all.each_ref().map(|(_, fates)| cell(fates[at]));
        println!("| {pattern} | {} |", cells.join(" | "));
    }
    let sums = all.each_ref().map(|(_, fates)| {
        let sum = |sum: Fate, fate: &Fate| Fate {
            cuts: sum.cuts + fate.cuts,
            refused: sum.refused + fate.refused,
            lost: sum.lost + fate.lost,
        };
        cell(fates.iter().fold(Fate::default(), sum))
    });
    println!("| all | {} |", sums.join(" | "));
}

fn cell(fate: Fate) -> String {
    match (fate.lost, fate.refused) {
        (0, 0) => format!("0 of {}", fate.cuts),
        (lost, 0) => format!("**{lost} lost** of {}", fate.cuts),
        (0, refused) => format!("**{refused} refused** of {}", fate.cuts),
        (lost, refused) => format!("**{lost} lost, {refused} refused** of {}", fate.cuts),
    }
}

fn torn<S: Store<Flash>>(sample: Sample) -> [Fate; PATTERNS.len()] {
    let mut fates = [Fate::default(); PATTERNS.len()];
    let mut flash = Sim::new();
    let mut model = Model::new();
    let bar = ProgressBar::new(sample.puts.into());
    let mut draw = draws();
    // How many erases and words there have been.
    let mut seen = [0_u32; 2];
    for number in 0..sample.puts {
        let key = draw(KEYS) as u8;
        let value: Vec<u8> = (0..draw(120)).map(|_| draw(256) as u8).collect();
        let before = flash.clone();
        flash.power_on();
        let after = changed(&model, key, &value);
        flash = put::<S>(flash, key, &value).expect("a flash that works");
        let units = flash.units();
        let mut erases = 0;
        for unit in 1..=units {
            let begun = cut::<S>(&before, (key, &value), unit, Tear::Before).erases();
            let is_erase = begun - before.erases() > erases;
            erases = begun - before.erases();
            let every = if is_erase {
                sample.erases
            } else {
                sample.words
            };
            let seen = &mut seen[usize::from(is_erase)];
            *seen += 1;
            if !seen.is_multiple_of(every) {
                continue;
            }
            for (pattern, tear) in tears(is_erase, number) {
                let cut = cut::<S>(&before, (key, &value), unit, tear);
                let fate = &mut fates[pattern];
                fate.cuts += 1;
                match calmly(|| goes_on::<S>(cut)) {
                    None => fate.refused += 1,
                    Some((found, later)) => {
                        let is_legal = found == model || found == after;
                        let lives_on = later == changed(&found, 3, b"life goes on");
                        fate.lost += u32::from(!is_legal || !lives_on);
                    }
                }
            }
        }
        model = after;
        bar.inc(1);
    }
    fates
}

fn tears(is_erase: bool, seed: u32) -> Vec<(usize, Tear)> {
    let some = |sixteenths: u8| Tear::Random {
        sixteenths,
        seed: seed.into(),
    };
    if !is_erase {
        let random = [4, 8, 12].map(|sixteenths| (2, some(sixteenths)));
        return [(0, Tear::Before), (0, Tear::After), (1, Tear::Half)]
            .into_iter()
            .chain(random)
            .collect();
    }
    let densities = (1..16).map(|sixteenths| {
        let pattern = match sixteenths {
            1 => 6,
            2..=5 => 7,
            6..=10 => 8,
            11..=14 => 9,
            _ => 10,
        };
        (pattern, some(sixteenths))
    });
    [
        (3, Tear::Before),
        (3, Tear::After),
        (4, Tear::Half),
        (5, Tear::Zeroed),
    ]
    .into_iter()
    .chain(densities)
    .collect()
}

fn cut<S: Store<Flash>>(before: &Sim, (key, value): (u8, &[u8]), unit: u32, tear: Tear) -> Sim {
    let mut flash = before.clone();
    flash.power_on();
    flash.cut_at(unit, tear);
    let flash = Flash(Rc::new(RefCell::new(flash)));
    // Without power nothing goes on: a store that panics then is not blamed for it.
    let _ = calmly(|| S::open(flash.clone())?.put(key, value));
    let mut flash = flash.0.borrow().clone();
    flash.power_on();
    flash
}

/// A panic is as good as an error.
fn calmly<T>(run: impl FnOnce() -> Option<T>) -> Option<T> {
    IS_TORN.set(true);
    let done = catch_unwind(AssertUnwindSafe(run));
    IS_TORN.set(false);
    done.ok().flatten()
}

/// All values as they are found, and once more after another put.
fn goes_on<S: Store<Flash>>(cut: Sim) -> Option<(Model, Model)> {
    let flash = Flash(Rc::new(RefCell::new(cut)));
    let found = read::<S>(flash.clone())?;
    S::open(flash.clone())?.put(3, b"life goes on")?;
    Some((found, read::<S>(flash)?))
}

fn read<S: Store<Flash>>(flash: Flash) -> Option<Model> {
    let mut store = S::open(flash)?;
    let mut model = Model::new();
    for key in 0..KEYS as u8 {
        let mut value = [0; 256];
        if let Some(len) = store.get(key, &mut value)? {
            model.insert(key, value[..len].to_vec());
        }
    }
    Some(model)
}

fn put<S: Store<Flash>>(flash: Sim, key: u8, value: &[u8]) -> Option<Sim> {
    let flash = Flash(Rc::new(RefCell::new(flash)));
    S::open(flash.clone())?.put(key, value)?;
    let flash = flash.0.borrow().clone();
    Some(flash)
}

fn changed(model: &Model, key: u8, value: &[u8]) -> Model {
    let mut model = model.clone();
    model.insert(key, value.to_vec());
    model
}

fn draws() -> impl FnMut(u64) -> u64 {
    let mut seed = 7_u64;
    move |below| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    }
}

/// A flash to take back from a store.
#[derive(Clone)]
struct Flash(Rc<RefCell<Sim>>);

impl ErrorType for Flash {
    type Error = camera_hal::mock::flash::SimFlashError;
}

impl ReadNorFlash for Flash {
    const READ_SIZE: usize = 1;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), Self::Error> {
        self.0.borrow_mut().read(offset, bytes)
    }

    fn capacity(&self) -> usize {
        SECTORS * SECTOR
    }
}

impl NorFlash for Flash {
    const WRITE_SIZE: usize = 4;
    const ERASE_SIZE: usize = SECTOR;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), Self::Error> {
        self.0.borrow_mut().erase(from, to)
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), Self::Error> {
        self.0.borrow_mut().write(offset, bytes)
    }
}
