//! The three stores behind the same few calls: open what is in the flash, put, get.

use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

use camera_hal::store::log::{Area, Log, Mount};
use ekv::flash::PageID;
use ekv::{Config, Database, ReadError};
use embassy_sync::blocking_mutex::raw::NoopRawMutex;
use embedded_storage::nor_flash::{ErrorType, NorFlash, ReadNorFlash};
use embedded_storage_async::nor_flash as asynchronous;
use sequential_storage::cache::{Cache, Uncached};
use sequential_storage::map::{MapConfig, MapStorage};

use crate::cells::SECTOR;

/// A store on a flash that it owns.
pub trait Store<F>: Sized {
    /// `None` when it says that it is damaged.
    fn open(flash: F) -> Option<Self>;
    /// `None` when it cannot.
    fn put(&mut self, key: u8, value: &[u8]) -> Option<()>;
    /// The length of the value; `Some(None)` when there is no such key, `None` when it says that it is damaged.
    fn get(&mut self, key: u8, value: &mut [u8]) -> Option<Option<usize>>;
}

/// Ours, on two sectors.
pub struct Ours<F>(F, Log);

impl<F: NorFlash> Store<F> for Ours<F> {
    fn open(mut flash: F) -> Option<Self> {
        let area = Area {
            base: 0,
            sector_bytes: SECTOR as u32,
        };
        let log = match Log::mount(&mut flash, area).ok()? {
            Mount::Ready(log) => log,
            Mount::Blank => Log::format(&mut flash, area).ok()?,
            Mount::Damaged => return None,
        };
        Some(Self(flash, log))
    }

    fn put(&mut self, key: u8, value: &[u8]) -> Option<()> {
        self.1.put(&mut self.0, key, value).ok()
    }

    fn get(&mut self, key: u8, value: &mut [u8]) -> Option<Option<usize>> {
        self.1.get(&mut self.0, key, value).ok()
    }
}

/// `sequential-storage`, on so many sectors.
pub struct Sequential<F: NorFlash, const SECTORS: u32>(
    MapStorage<u8, Async<F>, Cache<Uncached, Uncached, Uncached, u8>>,
);

impl<F: NorFlash, const SECTORS: u32> Store<F> for Sequential<F, SECTORS> {
    fn open(flash: F) -> Option<Self> {
        let config = MapConfig::new(0..SECTORS * SECTOR as u32);
        let storage = MapStorage::new(Async(flash), config, Cache::new_uncached());
        Some(Self(storage))
    }

    fn put(&mut self, key: u8, value: &[u8]) -> Option<()> {
        let mut buffer = [0; 320];
        now(self.0.store_item(&mut buffer, &key, &value)).ok()
    }

    fn get(&mut self, key: u8, value: &mut [u8]) -> Option<Option<usize>> {
        let mut buffer = [0; 320];
        let found = now(self.0.fetch_item::<&[u8]>(&mut buffer, &key)).ok()?;
        let Some(found) = found else {
            return Some(None);
        };
        value.get_mut(..found.len())?.copy_from_slice(found);
        Some(Some(found.len()))
    }
}

/// `ekv`, on all sectors of the flash.
pub struct Ekv<F: NorFlash>(Database<Pages<F>, NoopRawMutex>);

impl<F: NorFlash> Store<F> for Ekv<F> {
    fn open(mut flash: F) -> Option<Self> {
        let is_new = is_blank(&mut flash);
        let database = Database::new(Pages(flash), Config::default());
        if is_new {
            now(database.format()).ok()?;
        }
        now(database.mount()).ok()?;
        Some(Self(database))
    }

    fn put(&mut self, key: u8, value: &[u8]) -> Option<()> {
        now(async {
            let mut transaction = self.0.write_transaction().await;
            transaction.write(&[key], value).await.ok()?;
            transaction.commit().await.ok()
        })
    }

    fn get(&mut self, key: u8, value: &mut [u8]) -> Option<Option<usize>> {
        now(async {
            let transaction = self.0.read_transaction().await;
            match transaction.read(&[key], value).await {
                Ok(len) => Some(Some(len)),
                Err(ReadError::KeyNotFound) => Some(None),
                Err(_) => None,
            }
        })
    }
}

fn is_blank<F: NorFlash>(flash: &mut F) -> bool {
    let mut block = [0; 64];
    (0..flash.capacity() as u32)
        .step_by(64)
        .all(|at| flash.read(at, &mut block).is_ok() && block.iter().all(|byte| *byte == 0xff))
}

/// A flash that never waits, as a flash that one may wait for.
pub struct Async<F>(F);

impl<F: ErrorType> ErrorType for Async<F> {
    type Error = F::Error;
}

impl<F: ReadNorFlash> asynchronous::ReadNorFlash for Async<F> {
    const READ_SIZE: usize = F::READ_SIZE;

    async fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), F::Error> {
        self.0.read(offset, bytes)
    }

    fn capacity(&self) -> usize {
        self.0.capacity()
    }
}

impl<F: NorFlash> asynchronous::NorFlash for Async<F> {
    const WRITE_SIZE: usize = F::WRITE_SIZE;
    const ERASE_SIZE: usize = F::ERASE_SIZE;

    async fn erase(&mut self, from: u32, to: u32) -> Result<(), F::Error> {
        self.0.erase(from, to)
    }

    async fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), F::Error> {
        self.0.write(offset, bytes)
    }
}

/// The flash, page by page.
pub struct Pages<F>(F);

impl<F: NorFlash> ekv::flash::Flash for Pages<F> {
    type Error = F::Error;

    fn page_count(&self) -> usize {
        self.0.capacity() / SECTOR
    }

    async fn erase(&mut self, page: PageID) -> Result<(), F::Error> {
        let at = address(page, 0);
        self.0.erase(at, at + SECTOR as u32)
    }

    async fn read(
        &mut self,
        page: PageID,
        offset: usize,
        bytes: &mut [u8],
    ) -> Result<(), F::Error> {
        self.0.read(address(page, offset), bytes)
    }

    async fn write(&mut self, page: PageID, offset: usize, bytes: &[u8]) -> Result<(), F::Error> {
        self.0.write(address(page, offset), bytes)
    }
}

fn address(page: PageID, offset: usize) -> u32 {
    (page.index() * SECTOR + offset) as u32
}

/// What never waits is done at once.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}
