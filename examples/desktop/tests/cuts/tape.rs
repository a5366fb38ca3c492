//! What a story writes, unit by unit.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use camera_desktop::sim::flash::{Call, LAYOUT, Region};
use camera_desktop::world::House;
use camera_fsm::profile::{Profile, REFERENCE};
use camera_fsm::scenario;
use camera_hal::mock::flash::{SimFlash, Tear};
use camera_hal::store::Store;
use camera_proto::vocab::{MAX_CONTROLLERS, SettingId};
use embedded_storage::nor_flash::NorFlash as _;

pub(crate) const BYTES: usize = 0x5000;
const SECTOR: usize = 0x1000;

pub(crate) type Image = Box<[u8; BYTES]>;

/// What a chip does in one go.
pub(crate) enum Unit {
    /// The program of that word.
    Word(u32, [u8; 4]),
    /// The erase of that sector.
    Sector(u32),
    /// Not one: what a cut or a fault of the story's own has left there.
    Copy(u32, Vec<u8>),
}

/// What the camera did in one go, mostly one change of the store; and what it wrote at the start before it.
pub(crate) struct Work {
    pub(crate) number: u32,
    pub(crate) before: Image,
    pub(crate) units: Vec<Unit>,
}

/// A story, and all that it writes.
pub(crate) struct Tape {
    pub(crate) profile: &'static Profile,
    pub(crate) works: Vec<Work>,
    pub(crate) secrets: Secrets,
}

/// What must not be in a flash without being part of one of its records.
#[derive(Default)]
pub(crate) struct Secrets {
    /// Networks, passwords, keys, codes and the names of controllers: these not even when they were only replaced.
    pub(crate) always: Vec<Vec<u8>>,
    /// Settings: these not once a reset has erased them.
    pub(crate) settings: Vec<Vec<u8>>,
}

impl Unit {
    /// Whether it is one to cut.
    pub(crate) fn is_whole(&self) -> bool {
        !matches!(self, Self::Copy(..))
    }

    pub(crate) fn write(&self, image: &mut Image) {
        match self {
            Self::Word(at, word) => image[*at as usize..][..4].copy_from_slice(word),
            Self::Sector(at) => image[*at as usize..][..SECTOR].fill(0xff),
            Self::Copy(at, bytes) => image[*at as usize..][..bytes.len()].copy_from_slice(bytes),
        }
    }

    /// What is left when the power goes in it.
    pub(crate) fn torn(&self, image: &Image, tear: Tear) -> Image {
        let mut flash: Box<SimFlash<BYTES>> = Box::new(SimFlash::from_image(**image));
        flash.cut_at(1, tear);
        let cut = match self {
            Self::Word(at, word) => flash.write(*at, word),
            Self::Sector(at) => flash.erase(*at, *at + SECTOR as u32),
            Self::Copy(..) => unreachable!("it is no unit"),
        };
        assert!(cut.is_err() && !flash.is_powered());
        Box::new(*flash.image())
    }
}

impl Work {
    /// What lies in the flash after it.
    pub(crate) fn after(&self) -> Image {
        let mut image = self.before.clone();
        self.units.iter().for_each(|unit| unit.write(&mut image));
        image
    }
}

impl Tape {
    /// Plays that story.
    pub(crate) fn of(text: &str) -> Result<Self, String> {
        let profile = scenario::profile_of(text).unwrap_or(&REFERENCE);
        let mut house = House::in_memory(profile, 1).map_err(|error| error.to_string())?;
        let flash = &mut house.camera.board().flash;
        flash.calls = Some(Vec::new());
        let mut image = Vec::new();
        for region in Region::ALL {
            image.extend_from_slice(flash.region(region));
        }
        let image: Image = image.try_into().map_err(|_| "an image of another size")?;
        scenario::run(&mut house, text).map_err(|error| error.to_string())?;
        let calls = house.camera.board().flash.calls.take();
        let works = works(image, calls.unwrap_or_default());
        let mut secrets = Secrets::default();
        secrets.always = house.secrets();
        for work in &works {
            secrets.learn(&work.before);
            secrets.learn(&work.after());
        }
        secrets.tidy();
        Ok(Self {
            profile,
            works,
            secrets,
        })
    }
}

fn works(mut image: Image, calls: Vec<Call>) -> Vec<Work> {
    let mut by_work: BTreeMap<u32, Vec<Unit>> = BTreeMap::new();
    for call in calls {
        by_work.entry(call.work).or_default().extend(units(call));
    }
    let mut works = Vec::new();
    for (number, units) in by_work {
        let work = Work {
            number,
            before: image,
            units,
        };
        image = work.after();
        works.push(work);
    }
    works
}

fn units(call: Call) -> Vec<Unit> {
    let at = |number: usize, bytes: usize| call.address + (number * bytes) as u32;
    match (call.has_failed, call.is_erase) {
        (true, _) => vec![Unit::Copy(call.address, call.bytes)],
        (false, true) => {
            let sectors = call.bytes.len() / SECTOR;
            (0..sectors).map(|n| Unit::Sector(at(n, SECTOR))).collect()
        }
        (false, false) => {
            let (words, _) = call.bytes.as_chunks::<4>();
            let words = words.iter().enumerate();
            words.map(|(n, word)| Unit::Word(at(n, 4), *word)).collect()
        }
    }
}

impl Secrets {
    /// Adds what the records of that image hold.
    fn learn(&mut self, image: &Image) {
        let mut flash: Box<SimFlash<BYTES>> = Box::new(SimFlash::from_image(**image));
        let flash = &mut *flash;
        let store = Store::mount(flash, LAYOUT, 1);
        if let Some(network) = store.network(flash) {
            self.always.push(network.ssid.as_bytes().to_vec());
            self.always.push(network.passphrase.as_bytes().to_vec());
        }
        for place in 0..MAX_CONTROLLERS as u8 {
            if let Some(controller) = store.controller(flash, place) {
                self.always.push(controller.key_id.0.to_vec());
                self.always.push(controller.key.to_vec());
                self.always.push(controller.name.to_vec());
            }
        }
        if let Some(code) = store.code(flash) {
            self.always
                .extend([code.w0.to_vec(), code.l.to_vec(), code.salt.to_vec()]);
        }
        if let Some(key) = store.media_key(flash) {
            self.always.push(key.0.to_vec());
        }
        for id in SettingId::all() {
            let mut body = [0; 64];
            let setting = store.setting(flash, id);
            if let Some(len) = setting.and_then(|setting| setting.encode(&mut body).ok()) {
                self.settings.push(body[..len].to_vec());
            }
        }
    }

    /// Each once, and none so short that it is anywhere by accident.
    fn tidy(&mut self) {
        for list in [&mut self.always, &mut self.settings] {
            list.sort();
            list.dedup();
            list.retain(|secret| secret.len() >= 4);
        }
    }
}

/// Every story of the machine, by its name.
pub(crate) fn stories() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../camera-fsm/tests/scenarios");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the stories")
        .map(|entry| entry.expect("a story").path())
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        (name, fs::read_to_string(&path).expect("a story"))
    };
    paths.into_iter().map(read).collect()
}
