//! The camera's flash: a NOR flash by the rules of the real one, whose three
//! regions are three files.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use camera_fsm::scenario::Kept;
use camera_hal::mock::flash::{SimFlash, SimFlashError, Tear};
use camera_hal::mock::rot::lies_at;
use camera_hal::store::Layout;
use camera_hal::store::factory::Factory;
use camera_hal::store::log::Area;
use camera_hal::store::records::{CONTROLLER, NETWORK};
use embedded_storage::nor_flash::{ErrorType, NorFlash, ReadNorFlash};

/// Bytes of one sector.
pub const SECTOR: u32 = 4096;

/// Where the regions lie: one sector of factory data, two of journal, two of user data.
pub const LAYOUT: Layout = Layout {
    factory: 0,
    journal: Area {
        base: SECTOR,
        sector_bytes: SECTOR,
    },
    user: Area {
        base: 3 * SECTOR,
        sector_bytes: SECTOR,
    },
};

const BYTES: usize = 5 * SECTOR as usize;

/// How long a sector erase takes, in microseconds: typical of a NOR flash.
const ERASE_US: u64 = 45_000;

/// How long programming one word takes, in microseconds.
const PROGRAM_US: u64 = 50;

/// One of the three regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// Written once at manufacture.
    Factory,
    /// Survives a reset.
    Journal,
    /// All that a user gave.
    User,
}

impl Region {
    /// All of them, in the order of their addresses.
    pub const ALL: [Self; 3] = [Self::Factory, Self::Journal, Self::User];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Factory => "factory",
            Self::Journal => "journal",
            Self::User => "user",
        }
    }

    /// The name of its file in the state folder.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            Self::Factory => "factory.bin",
            Self::Journal => "journal.bin",
            Self::User => "user.bin",
        }
    }

    const fn range(self) -> (u32, u32) {
        match self {
            Self::Factory => (0, SECTOR),
            Self::Journal => (SECTOR, 3 * SECTOR),
            Self::User => (3 * SECTOR, 5 * SECTOR),
        }
    }

    fn of(address: u32) -> Self {
        match address {
            0..SECTOR => Self::Factory,
            _ if address < 3 * SECTOR => Self::Journal,
            _ => Self::User,
        }
    }
}

/// A flash operation, as the event stream tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlashOp {
    /// Whether it erased a sector or programmed words.
    pub is_erase: bool,
    /// Where.
    pub region: Region,
    /// Where in the region.
    pub address: u32,
}

/// A call that has changed the flash.
#[derive(Clone, Debug)]
pub struct Call {
    /// Which piece of the camera's work it belongs to.
    pub work: u32,
    /// Whether it erased a sector or programmed words.
    pub is_erase: bool,
    /// Whether the flash reported an error: then `bytes` are what it left.
    pub has_failed: bool,
    /// Where in the flash.
    pub address: u32,
    /// What lies there after it.
    pub bytes: Vec<u8>,
}

/// The flash.
pub struct FileFlash {
    /// Where every call from now on is noted, for who wants to cut each of them.
    pub calls: Option<Vec<Call>>,
    work: u32,
    nor: Box<SimFlash<BYTES>>,
    files: Option<[File; 3]>,
    ops: Vec<FlashOp>,
    busy_us: u64,
    broken: Option<io::Error>,
}

impl FileFlash {
    /// A blank flash in memory only.
    #[must_use]
    pub fn in_memory() -> Self {
        Self {
            calls: None,
            work: 0,
            nor: Box::new(SimFlash::new()),
            files: None,
            ops: Vec::new(),
            busy_us: 0,
            broken: None,
        }
    }

    /// The flash whose regions are files in that folder; what is missing is
    /// created blank.
    ///
    /// # Errors
    /// When a file cannot be read or created.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let mut flash = Self::in_memory();
        let mut files = Vec::new();
        let is_new = Region::ALL
            .iter()
            .all(|region| !folder.join(region.file()).exists());
        for region in Region::ALL {
            let (start, end) = region.range();
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false);
            // The password of the home lies in there.
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(folder.join(region.file()))?;
            let mut image = Vec::new();
            file.read_to_end(&mut image)?;
            let len = (end - start) as usize;
            if is_new {
                image.resize(len, 0xff);
            } else if image.len() != len {
                // A region that has lost bytes is damaged, and must not pass for
                // one that was never written.
                image = vec![0; len];
            }
            flash.region_mut(region).copy_from_slice(&image);
            file.set_len(u64::from(end - start))?;
            files.push(file);
        }
        flash.files = files.try_into().ok();
        for region in Region::ALL {
            flash.save(region);
        }
        match flash.broken.take() {
            Some(error) => Err(error),
            None => Ok(flash),
        }
    }

    /// The bytes of a region.
    #[must_use]
    pub fn region(&self, region: Region) -> &[u8] {
        let (start, end) = region.range();
        &self.nor.image()[start as usize..end as usize]
    }

    /// Writes the factory region, as a factory does before there is a camera.
    pub fn make_factory(&mut self, image: &[u8]) {
        self.region_mut(Region::Factory).fill(0xff);
        self.region_mut(Region::Factory)[..image.len()].copy_from_slice(image);
        self.save(Region::Factory);
    }

    /// What tells this camera from others of its model; 0 when the factory
    /// region is damaged.
    #[must_use]
    pub fn discriminator(&mut self) -> u16 {
        let factory = Factory::read(self, LAYOUT.factory);
        factory.map_or(0, |factory| factory.discriminator)
    }

    /// The model that the factory made, unless that region is damaged.
    #[must_use]
    pub fn model(&mut self) -> Option<String> {
        let factory = Factory::read(self, LAYOUT.factory)?;
        Some(String::from_utf8_lossy(&factory.model).into_owned())
    }

    /// Lets the power fail at that unit from now: one word or one erase.
    pub fn cut_at(&mut self, unit: u32, tear: Tear) {
        self.nor.cut_at(unit, tear);
    }

    /// Lets the next erases of the user's first sector fail; `u32::MAX` is for
    /// good, 0 makes it good again.
    pub fn wear(&mut self, times: u32) {
        self.nor.fail_erase(LAYOUT.user.base / SECTOR, times);
    }

    /// Nobody can read that any more.
    pub fn rot(&mut self, what: Kept) {
        let image = self.nor.image_mut();
        let record = |key| lies_at(image, LAYOUT.user, key);
        let at = match what {
            Kept::Factory => Some(LAYOUT.factory as usize + 20),
            Kept::Network => record(NETWORK),
            Kept::Controller => record(CONTROLLER),
            Kept::Setting(id) => record(id.0),
        };
        if let Some(byte) = at.and_then(|at| image.get_mut(at)) {
            *byte ^= 1;
        }
        Region::ALL.into_iter().for_each(|region| self.save(region));
    }

    /// Whether there is power.
    #[must_use]
    pub fn is_powered(&self) -> bool {
        self.nor.is_powered()
    }

    /// Power is back; a cut that was planned is forgotten.
    pub fn power_on(&mut self) {
        self.nor.power_on();
    }

    /// Words programmed and sectors erased since this flash was made.
    #[must_use]
    pub fn units(&self) -> u32 {
        self.nor.units()
    }

    /// What was done since the last call.
    pub fn take_ops(&mut self) -> Vec<FlashOp> {
        core::mem::take(&mut self.ops)
    }

    /// How long that took, in milliseconds, since the last call: asked after each piece of work.
    pub fn take_busy_ms(&mut self) -> u32 {
        self.work += 1;
        let ms = self.busy_us / 1_000;
        self.busy_us %= 1_000;
        ms as u32
    }

    /// Why the files do not hold what the flash holds, if so.
    pub fn take_broken(&mut self) -> Option<io::Error> {
        self.broken.take()
    }

    fn region_mut(&mut self, region: Region) -> &mut [u8] {
        let (start, end) = region.range();
        &mut self.nor.image_mut()[start as usize..end as usize]
    }

    fn save(&mut self, region: Region) {
        let (start, end) = region.range();
        self.save_range(start, end - start);
    }

    fn save_range(&mut self, address: u32, len: u32) {
        let region = Region::of(address);
        let (start, _) = region.range();
        let bytes = &self.nor.image()[address as usize..(address + len) as usize];
        let Some(files) = &mut self.files else { return };
        let file = &mut files[region as usize];
        let saved = file
            .seek(SeekFrom::Start(u64::from(address - start)))
            .and_then(|_| file.write_all(bytes));
        if let Err(error) = saved {
            self.broken.get_or_insert(error);
        }
    }

    fn did(&mut self, is_erase: bool, has_failed: bool, (address, len): (u32, u32)) {
        if let Some(calls) = &mut self.calls {
            calls.push(Call {
                work: self.work,
                is_erase,
                has_failed,
                address,
                bytes: self.nor.image()[address as usize..(address + len) as usize].to_vec(),
            });
        }
        let region = Region::of(address);
        self.save_range(address, len);
        self.busy_us += match is_erase {
            true => u64::from(len / SECTOR) * ERASE_US,
            false => u64::from(len / 4) * PROGRAM_US,
        };
        self.ops.push(FlashOp {
            is_erase,
            region,
            address: address - region.range().0,
        });
    }
}

impl ErrorType for FileFlash {
    type Error = SimFlashError;
}

impl ReadNorFlash for FileFlash {
    const READ_SIZE: usize = 1;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), SimFlashError> {
        self.nor.read(offset, bytes)
    }

    fn capacity(&self) -> usize {
        BYTES
    }
}

impl NorFlash for FileFlash {
    const WRITE_SIZE: usize = 4;
    const ERASE_SIZE: usize = SECTOR as usize;

    /// A call that fails half way has changed something all the same.
    fn erase(&mut self, from: u32, to: u32) -> Result<(), SimFlashError> {
        let powered = self.nor.is_powered();
        let erased = self.nor.erase(from, to);
        if powered && to > from && to as usize <= BYTES {
            self.did(true, erased.is_err(), (from, to - from));
        }
        erased
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), SimFlashError> {
        let powered = self.nor.is_powered();
        let written = self.nor.write(offset, bytes);
        if powered && !bytes.is_empty() && offset as usize + bytes.len() <= BYTES {
            self.did(false, written.is_err(), (offset, bytes.len() as u32));
        }
        written
    }
}
