//! A log, and the map that it must be. The fuzzer drives it too.

use std::collections::BTreeMap;

use camera_hal::mock::flash::SimFlash;
use camera_hal::store::log::{Area, Log, LogError, MAX_VALUE, Mount};
use embedded_storage::nor_flash::NorFlash;

pub(crate) const SECTOR: u32 = 4096;
pub(crate) const AREA: Area = Area {
    base: SECTOR,
    sector_bytes: SECTOR,
};
/// One sector in front of the area, which must never change.
pub(crate) type Flash = SimFlash<{ 3 * SECTOR as usize }>;
pub(crate) type Model = BTreeMap<u8, Vec<u8>>;

/// Something that is done to a log.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    Put(u8, Vec<u8>),
    PutScrubbed(u8, Vec<u8>),
    PutAll(Vec<(u8, Vec<u8>)>),
    Remove(u8),
    /// Keeps the keys whose bit is set.
    Retain(u8),
    Remount,
}

impl Op {
    pub(crate) fn run<F: NorFlash>(&self, flash: &mut F, log: &mut Log) -> Result<(), LogError> {
        match self {
            Self::Put(key, value) => log.put(flash, *key, value),
            Self::PutScrubbed(key, value) => log.put_scrubbed(flash, *key, value),
            Self::PutAll(all) => {
                let all: Vec<_> = all.iter().map(|(k, v)| (*k, v.as_slice())).collect();
                log.put_all(flash, &all)
            }
            Self::Remove(key) => log.remove(flash, *key),
            Self::Retain(mask) => log.retain(flash, |key| mask >> (key & 7) & 1 == 1),
            Self::Remount => {
                if let Mount::Ready(mounted) = Log::mount(flash, AREA)? {
                    *log = mounted;
                }
                Ok(())
            }
        }
    }

    pub(crate) fn apply(&self, model: &Model) -> Model {
        let mut model = model.clone();
        match self {
            Self::Put(key, value) | Self::PutScrubbed(key, value) => {
                model.insert(*key, value.clone());
            }
            Self::PutAll(all) => model.extend(all.iter().cloned()),
            Self::Remove(key) => drop(model.remove(key)),
            Self::Retain(mask) => model.retain(|key, _| mask >> (key & 7) & 1 == 1),
            Self::Remount => {}
        }
        model
    }

    pub(crate) fn scrubs(&self) -> bool {
        !matches!(self, Self::Put(..) | Self::Remount)
    }
}

pub(crate) fn contents<F: NorFlash>(flash: &mut F, log: &Log) -> Model {
    let mut model = Model::new();
    let mut from = Some(0);
    while let Some(first) = from
        && let Some(key) = log.next_key(flash, first).unwrap()
    {
        let mut value = [0; MAX_VALUE];
        let len = log.get(flash, key, &mut value).unwrap().unwrap();
        model.insert(key, value[..len].to_vec());
        from = key.checked_add(1);
    }
    model
}

pub(crate) fn ready<F: NorFlash>(flash: &mut F) -> Log {
    match Log::mount(flash, AREA).unwrap() {
        Mount::Ready(log) => log,
        other => panic!("{other:?}"),
    }
}

/// Mounts after a cut and checks what holds after every one.
pub(crate) fn recover(flash: &mut Flash) -> (Log, Model) {
    flash.power_on();
    let log = ready(flash);
    assert!(!log.scrub_owed());
    assert_eq!(log.lost(), 0, "a cut loses nothing");
    let image = flash.image().as_slice();
    let blank = [0xFF; SECTOR as usize];
    assert!(
        image[4096..8192] == blank || image[8192..] == blank,
        "one sector is blank"
    );
    assert!(image[..4096] == blank, "what is not the log's stays");
    let model = contents(flash, &log);
    (log, model)
}

pub(crate) fn holds(flash: &Flash, value: &[u8]) -> bool {
    flash
        .image()
        .windows(value.len())
        .any(|window| window == value)
}

/// Values that `before` had and `after` has not, long enough to be no accident.
pub(crate) fn replaced<'a>(before: &'a Model, after: &Model) -> Vec<&'a [u8]> {
    let gone = before
        .values()
        .filter(|v| v.len() >= 8 && !after.values().any(|w| w == *v));
    gone.map(Vec::as_slice).collect()
}
