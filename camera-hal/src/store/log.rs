//! A key-value log on two flash sectors that a power cut at any instant leaves whole.
//!
//! One sector is live: sealed by a header with the newest sequence number. [`Log::put`] appends a record to it. All
//! else rewrites: the records that stay are copied to the spare sector, the spare is sealed with the next number, and
//! then the old sector is erased. The seal is the only commit point: before it the old sector counts, after it the
//! new one, and [`Log::mount`] finishes whatever a cut left undone. No word is written twice between two erases.

use core::ops::RangeInclusive;

use embedded_storage::nor_flash::NorFlash;

use super::area::Result;
use super::sector::{Record, Sector, Slot, first_record, record_bytes};

pub use super::area::{Area, LogError};

/// Longest value, in bytes.
pub const MAX_VALUE: usize = 256;

/// What [`Log::mount`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mount {
    /// A log, ready for use.
    Ready(Log),
    /// Nothing was ever stored, or a [`Log::format`] was cut: another one loses nothing.
    Blank,
    /// Something was stored, but neither sector is sealed. Nothing was erased: the caller decides.
    Damaged,
}

/// Where the log stands; the data stays in flash, which every call is handed.
///
/// One `Log` per area: a copy is stale as soon as the other one has written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Log {
    area: Area,
    /// Index of the sealed sector, 0 or 1.
    live: u8,
    seq: u32,
    /// Where the next record goes. `None` if it is in doubt what stands there: nothing may be appended behind a broken
    /// record, nor while the spare may have been sealed, so the next change has to rewrite.
    end: Option<u32>,
    spare_blank: bool,
    lost: Lost,
}

/// What mount found broken; a bit for each key whose newest record it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lost {
    count: u16,
    keys: [u8; 32],
}

impl Lost {
    /// Something, nobody knows what.
    pub(super) fn add(&mut self) {
        self.count = self.count.saturating_add(1);
    }

    pub(super) fn set(&mut self, key: u8, is_lost: bool) {
        if let Some(byte) = self.keys.get_mut(usize::from(key / 8)) {
            let bit = 1 << (key % 8);
            *byte = if is_lost { *byte | bit } else { *byte & !bit };
        }
    }

    fn has(&self, key: u8) -> bool {
        let byte = self.keys.get(usize::from(key / 8));
        byte.is_some_and(|byte| byte >> (key % 8) & 1 == 1)
    }
}

impl Log {
    /// Finds the log in `area` and finishes what a power cut left undone.
    ///
    /// A flash that reads but no longer writes still mounts, with [`scrub_owed`](Self::scrub_owed) set.
    ///
    /// # Errors
    /// [`LogError::Flash`] if the flash cannot be read or the area does not fit it.
    pub fn mount<F: NorFlash>(flash: &mut F, area: Area) -> Result<Mount> {
        area.check(flash)?;
        let seqs = [area.sector(0).seq(flash)?, area.sector(1).seq(flash)?];
        let (live, seq) = match seqs {
            // The newer one, also across the wrap of the count.
            [Some(a), Some(b)] if b.wrapping_sub(a).cast_signed() > 0 => (1, b),
            [Some(a), _] => (0, a),
            [None, Some(b)] => (1, b),
            [None, None] => return Self::mount_unsealed(flash, area),
        };
        let (end, lost) = area.sector(live).walk(flash)?;
        let mut log = Self {
            area,
            live,
            seq,
            end,
            spare_blank: false,
            lost,
        };
        // An error stands in `scrub_owed`; it must not keep anyone from reading.
        let _ = log.scrub(flash);
        Ok(Mount::Ready(log))
    }

    /// Without a seal and without one byte where records go, nothing was ever stored: a rewrite seals the new sector
    /// before it touches the old one, so this is a fresh flash or a [`format`](Self::format) cut in its seal. A torn
    /// seal before no records says so of both sectors: the other one is what was left when its erase was cut.
    fn mount_unsealed<F: NorFlash>(flash: &mut F, area: Area) -> Result<Mount> {
        let (mut empty, mut torn_seals) = (0, 0);
        for sector in [area.sector(0), area.sector(1)] {
            if sector.is_blank_from(flash, first_record::<F>())? {
                empty += 1;
                torn_seals += u8::from(!sector.is_blank_from(flash, 0)?);
            }
        }
        Ok(if empty == 2 || torn_seals > 0 {
            Mount::Blank
        } else {
            Mount::Damaged
        })
    }

    /// Erases what is not blank and starts an empty log. Not atomic, as [`Area::erase_sector`] says; but where
    /// [`mount`](Self::mount) has said [`Mount::Blank`], it says so again after a cut.
    ///
    /// # Errors
    /// [`LogError::Flash`], [`LogError::EraseFailed`], [`LogError::VerifyFailed`].
    pub fn format<F: NorFlash>(flash: &mut F, area: Area) -> Result<Self> {
        area.check(flash)?;
        // A sector that can be sealed as it is comes first: no erase before the seal that a cut may tear.
        let first_is_blank = area.sector(0).is_blank_from(flash, 0)?;
        let second_is_first = !first_is_blank && area.sector(1).is_blank_from(flash, 0)?;
        let mut log = Self {
            area,
            live: u8::from(second_is_first),
            seq: 1,
            end: Some(first_record::<F>()),
            spare_blank: false,
            lost: Lost::default(),
        };
        log.live().make_blank(flash)?;
        log.live().seal(flash, log.seq)?;
        log.scrub(flash)?;
        Ok(log)
    }

    /// Copies the newest value of `key` to the front of `out` and returns its length.
    ///
    /// # Errors
    /// [`LogError::BufferTooSmall`] with `out` untouched; [`LogError::Flash`].
    pub fn get<F: NorFlash>(
        &self,
        flash: &mut F,
        key: u8,
        out: &mut [u8],
    ) -> Result<Option<usize>> {
        let Some(record) = self.newest(flash, key..=key)? else {
            return Ok(None);
        };
        let needed = usize::from(record.len);
        let out = out
            .get_mut(..needed)
            .ok_or(LogError::BufferTooSmall { needed })?;
        self.live().copy_value(flash, &record, out)?;
        Ok(Some(needed))
    }

    /// The smallest stored key that is not below `from`: from 0 and then from each answer + 1, it lists them all.
    ///
    /// # Errors
    /// [`LogError::Flash`].
    pub fn next_key<F: NorFlash>(&self, flash: &mut F, from: u8) -> Result<Option<u8>> {
        Ok(self.newest(flash, from..=u8::MAX)?.map(|record| record.key))
    }

    /// Stores `value` under `key`: after an error or a power cut either the old or the new value is there.
    ///
    /// The replaced value stays readable in flash until the next rewrite; for secrets use
    /// [`put_scrubbed`](Self::put_scrubbed).
    ///
    /// # Errors
    /// [`LogError::Full`] and [`LogError::ValueTooLong`] leave the old value. [`LogError::ScrubOwed`] means stored.
    /// The others come from the flash.
    pub fn put<F: NorFlash>(&mut self, flash: &mut F, key: u8, value: &[u8]) -> Result<()> {
        if value.len() > MAX_VALUE {
            return Err(LogError::ValueTooLong);
        }
        // Out of room and out of order have the same remedy: a fresh sector.
        self.append(flash, key, value)
            .or_else(|_| self.rewrite(flash, &|_| true, &[(key, value)]))
    }

    /// As [`put`](Self::put), and the replaced value is nowhere in the area afterwards (after a cut: once mounted).
    ///
    /// # Errors
    /// As [`put`](Self::put).
    pub fn put_scrubbed<F: NorFlash>(
        &mut self,
        flash: &mut F,
        key: u8,
        value: &[u8],
    ) -> Result<()> {
        self.put_all(flash, &[(key, value)])
    }

    /// Stores all `changes` or none, and scrubs what they replace. Of two changes to one key the last one counts.
    ///
    /// # Errors
    /// As [`put`](Self::put).
    pub fn put_all<F: NorFlash>(&mut self, flash: &mut F, changes: &[(u8, &[u8])]) -> Result<()> {
        if changes.iter().any(|(_, value)| value.len() > MAX_VALUE) {
            return Err(LogError::ValueTooLong);
        }
        self.rewrite(flash, &|_| true, changes)
    }

    /// Forgets `key`; its values are nowhere in the area afterwards (after a cut: once mounted).
    ///
    /// # Errors
    /// [`LogError::ScrubOwed`] means forgotten; the others come from the flash.
    pub fn remove<F: NorFlash>(&mut self, flash: &mut F, key: u8) -> Result<()> {
        if self.end.is_some() && self.newest(flash, key..=key)?.is_none() {
            return self.scrub(flash);
        }
        self.retain(flash, |k| k != key)
    }

    /// Forgets, in one go, every key that `keep` denies; their values are nowhere in the area afterwards
    /// (after a cut: once mounted).
    ///
    /// # Errors
    /// As [`remove`](Self::remove).
    pub fn retain<F: NorFlash>(&mut self, flash: &mut F, keep: impl Fn(u8) -> bool) -> Result<()> {
        self.rewrite(flash, &keep, &[])
    }

    /// Whether a [`put`](Self::put) of so many bytes has to rewrite the log, which erases.
    pub fn is_full<F: NorFlash>(&self, len: usize) -> bool {
        let room = |at| self.area.sector_bytes.saturating_sub(at);
        self.end.is_none_or(|at| record_bytes::<F>(len) > room(at))
    }

    /// Whether flash still holds what should be gone, because an erase or a rewrite failed: see [`scrub`](Self::scrub).
    pub const fn scrub_owed(&self) -> bool {
        self.end.is_none() || !self.spare_blank
    }

    /// Tries again to erase what should be gone. Does nothing if nothing is owed.
    ///
    /// # Errors
    /// [`LogError::EraseFailed`] or [`LogError::ScrubOwed`] while the sector does not erase; else as [`put`](Self::put).
    pub fn scrub<F: NorFlash>(&mut self, flash: &mut F) -> Result<()> {
        match self.end {
            None => self.rewrite(flash, &|_| true, &[]),
            Some(_) if self.spare_blank => Ok(()),
            Some(_) => {
                self.spare().make_blank(flash)?;
                self.spare_blank = true;
                Ok(())
            }
        }
    }

    /// Records, or runs of them, that mount found broken *before* the end of the log. A power cut breaks the last one
    /// at most, so this is flash that lost its bits: their keys have older values or none. Counted once, at the mount
    /// that drops them.
    pub const fn lost(&self) -> u16 {
        self.lost.count
    }

    /// Whether the newest record of `key` was among them.
    pub fn has_lost(&self, key: u8) -> bool {
        self.lost.has(key)
    }

    fn live(&self) -> Sector {
        self.area.sector(self.live)
    }

    fn spare(&self) -> Sector {
        self.area.sector(self.live ^ 1)
    }

    /// The newest intact record of the smallest key in `keys`.
    fn newest<F: NorFlash>(
        &self,
        flash: &mut F,
        keys: RangeInclusive<u8>,
    ) -> Result<Option<Record>> {
        let live = self.live();
        let mut found: Option<Record> = None;
        let mut at = first_record::<F>();
        while let Slot::Record(record) = live.slot(flash, at)? {
            at = record.end::<F>();
            let better = found.is_none_or(|best| record.key <= best.key);
            if better && keys.contains(&record.key) && live.is_intact(flash, &record)? {
                found = Some(record);
            }
        }
        Ok(found)
    }

    /// Visits the newest record of every key, in the order of the keys.
    fn each_newest<F: NorFlash>(
        &self,
        flash: &mut F,
        mut visit: impl FnMut(&mut F, Record) -> Result<()>,
    ) -> Result<()> {
        let mut from = Some(0);
        while let Some(first) = from
            && let Some(record) = self.newest(flash, first..=u8::MAX)?
        {
            visit(flash, record)?;
            from = record.key.checked_add(1);
        }
        Ok(())
    }

    fn append<F: NorFlash>(&mut self, flash: &mut F, key: u8, value: &[u8]) -> Result<()> {
        let at = self.end.ok_or(LogError::Full)?;
        if self.is_full::<F>(value.len()) {
            return Err(LogError::Full);
        }
        self.end = None;
        self.end = Some(self.live().append(flash, at, key, value)?);
        Ok(())
    }

    /// Makes the spare the live sector, with the records that `keep` wants and `changes` does not replace, and `changes`.
    fn rewrite<F: NorFlash>(
        &mut self,
        flash: &mut F,
        keep: &dyn Fn(u8) -> bool,
        changes: &[(u8, &[u8])],
    ) -> Result<()> {
        let (live, spare) = (self.live(), self.spare());
        let kept =
            |record: &Record| keep(record.key) && changes.iter().all(|(key, _)| *key != record.key);

        let mut needed = last_of_each_key(changes).fold(first_record::<F>(), |sum, (_, value)| {
            sum.saturating_add(record_bytes::<F>(value.len()))
        });
        self.each_newest(flash, |_, record| {
            if kept(&record) {
                needed = needed.saturating_add(record.bytes::<F>());
            }
            Ok(())
        })?;
        if needed > spare.bytes {
            return Err(LogError::Full);
        }

        spare.make_blank(flash)?;
        self.spare_blank = false;
        let mut at = first_record::<F>();
        self.each_newest(flash, |flash, record| {
            if kept(&record) {
                at = spare.append_copy(flash, at, live, record)?;
            }
            Ok(())
        })?;
        for (key, value) in last_of_each_key(changes) {
            at = spare.append(flash, at, key, value)?;
        }

        // If this fails, the next mount may pick either sector: an append to the old one could be lost.
        self.end = None;
        let seq = self.seq.wrapping_add(1);
        spare.seal(flash, seq)?;
        (self.live, self.seq, self.end) = (self.live ^ 1, seq, Some(at));
        self.scrub(flash).map_err(|_| LogError::ScrubOwed)
    }
}

fn last_of_each_key<'a>(changes: &'a [(u8, &'a [u8])]) -> impl Iterator<Item = (u8, &'a [u8])> {
    let is_last = |(at, (key, _)): &(usize, &(u8, &[u8]))| {
        changes.iter().skip(at + 1).all(|(later, _)| later != key)
    };
    changes
        .iter()
        .enumerate()
        .filter(is_last)
        .map(|(_, change)| *change)
}
