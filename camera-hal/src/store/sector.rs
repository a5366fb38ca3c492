//! One sector of the log: a seal, then records, then 0xFF to the end.
//!
//! ```text
//! seal     magic 4 | seq 4 | crc 4                        programmed last; crc over magic, seq
//! record   key 1 | check 1 | len 2 | crc 4 | value len    crc over key, len, value; check = low byte of the crc over key, len
//! ```
//! Numbers are little-endian, CRCs are CRC-32 (IEEE). Seal and records begin at multiples of the flash's
//! word and are padded with 0xFF to the next one, so no word is ever written twice.

use super::area::{LogError, Result};
use super::log::{Lost, MAX_VALUE};
use embedded_storage::nor_flash::{NorFlash, NorFlashError};
use zeroize::Zeroizing;

/// The piece in which flash is read, written and compared; no larger write word is served.
const BLOCK: u32 = 32;
const MAGIC: [u8; 4] = *b"ABL1";
const SEAL: u32 = 12;
const RECORD_HEAD: u32 = 8;

/// `start` is an address of the flash; every other offset here counts from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sector {
    pub(super) start: u32,
    pub(super) bytes: u32,
}

/// A record whose head is sound; its value may still be broken, see [`Sector::is_intact`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    pub(super) key: u8,
    pub(super) len: u16,
    /// Offset of its head.
    at: u32,
    crc: u32,
}

/// What stands where a record may begin.
pub(super) enum Slot {
    Record(Record),
    /// An erased head, or no room for one.
    Blank,
    /// A head that cannot be trusted, so where the next one begins is unknown.
    Broken,
}

impl Record {
    /// Offset of what follows it.
    pub(super) fn end<F: NorFlash>(&self) -> u32 {
        self.at.saturating_add(self.bytes::<F>())
    }

    pub(super) fn bytes<F: NorFlash>(&self) -> u32 {
        record_bytes::<F>(usize::from(self.len))
    }
}

impl Sector {
    /// The sequence number of a sealed sector.
    pub(super) fn seq<F: NorFlash>(self, flash: &mut F) -> Result<Option<u32>> {
        let mut seal = [[0; 4]; 3];
        self.read(flash, 0, seal.as_flattened_mut())?;
        let [magic, seq, crc] = seal;
        let sealed = magic == MAGIC && crc == seal_crc(seq);
        Ok(sealed.then_some(u32::from_le_bytes(seq)))
    }

    /// The commit point: from its last word on, this sector counts.
    pub(super) fn seal<F: NorFlash>(self, flash: &mut F, seq: u32) -> Result<()> {
        let seq = seq.to_le_bytes();
        let seal = MAGIC.into_iter().chain(seq).chain(seal_crc(seq));
        self.program(flash, 0, first_record::<F>(), &mut fill_from(seal))
    }

    /// What begins at `at`; nothing beyond the head is looked at.
    pub(super) fn slot<F: NorFlash>(self, flash: &mut F, at: u32) -> Result<Slot> {
        if at.saturating_add(RECORD_HEAD) > self.bytes {
            return Ok(Slot::Blank);
        }
        let mut head = [0; RECORD_HEAD as usize];
        self.read(flash, at, &mut head)?;
        if head == [0xFF; RECORD_HEAD as usize] {
            return Ok(Slot::Blank);
        }
        let [key, check, len_low, len_high, crc @ ..] = head;
        let record = Record {
            key,
            len: u16::from_le_bytes([len_low, len_high]),
            at,
            crc: u32::from_le_bytes(crc),
        };
        let sound = check == head_check(record.key, record.len)
            && usize::from(record.len) <= MAX_VALUE
            && record.end::<F>() <= self.bytes;
        Ok(if sound {
            Slot::Record(record)
        } else {
            Slot::Broken
        })
    }

    /// Where the next record goes, or `None` if anything broken stands in the way; and how much was lost, as
    /// [`Log::lost`](super::log::Log::lost) counts it.
    pub(super) fn walk<F: NorFlash>(self, flash: &mut F) -> Result<(Option<u32>, Lost)> {
        let mut at = first_record::<F>();
        let (mut whole, mut lost) = (true, Lost::default());
        while let Slot::Record(record) = self.slot(flash, at)? {
            at = record.end::<F>();
            if self.is_intact(flash, &record)? {
                lost.set(record.key, false);
            } else {
                whole = false;
                // A cut tears the record that is being appended, and nothing stands behind that one.
                if !self.is_blank_from(flash, at)? {
                    lost.add();
                    lost.set(record.key, true);
                }
            }
        }
        if !self.is_blank_from(flash, at)? {
            whole = false;
            let behind_torn = at.saturating_add(record_bytes::<F>(MAX_VALUE));
            if !self.is_blank_from(flash, behind_torn)? {
                lost.add();
            }
        }
        Ok((whole.then_some(at), lost))
    }

    pub(super) fn is_intact<F: NorFlash>(self, flash: &mut F, record: &Record) -> Result<bool> {
        let mut crc = head_crc(record.key, record.len);
        self.read_value(flash, record, &mut |bytes| {
            crc = crc32(crc, bytes);
            true
        })?;
        Ok(!crc == record.crc)
    }

    /// Copies the value of `record` to `out`, which is as long.
    pub(super) fn copy_value<F: NorFlash>(
        self,
        flash: &mut F,
        record: &Record,
        out: &mut [u8],
    ) -> Result<()> {
        let mut out = out.iter_mut();
        self.read_value(flash, record, &mut |bytes| {
            for (from, to) in bytes.iter().zip(&mut out) {
                *to = *from;
            }
            true
        })?;
        Ok(())
    }

    /// Programs a record at `at`, reads it back, and returns the offset behind it.
    pub(super) fn append<F: NorFlash>(
        self,
        flash: &mut F,
        at: u32,
        key: u8,
        value: &[u8],
    ) -> Result<u32> {
        let len = u16::try_from(value.len()).map_err(|_| LogError::ValueTooLong)?;
        let [low, high] = len.to_le_bytes();
        let crc = !crc32(head_crc(key, len), value);
        let head = [key, head_check(key, len), low, high];
        let head = head.into_iter().chain(crc.to_le_bytes());
        let mut fill = fill_from(head.chain(value.iter().copied()));
        let room = record_bytes::<F>(value.len());
        self.program(flash, at, room, &mut fill)?;
        Ok(at.saturating_add(room))
    }

    /// Copies `record` from `source` to `at`, proves the copy, and returns the offset behind it.
    pub(super) fn append_copy<F: NorFlash>(
        self,
        flash: &mut F,
        at: u32,
        source: Sector,
        record: Record,
    ) -> Result<u32> {
        let mut fill = |flash: &mut F, done, block: &mut [u8]| {
            source.read(flash, record.at.saturating_add(done), block)
        };
        self.program(flash, at, record.bytes::<F>(), &mut fill)?;
        let copy = Record { at, ..record };
        if self.is_intact(flash, &copy)? {
            Ok(copy.end::<F>())
        } else {
            Err(LogError::VerifyFailed)
        }
    }

    /// Whether everything from `at` to the end reads 0xFF; true if nothing is there.
    pub(super) fn is_blank_from<F: NorFlash>(self, flash: &mut F, at: u32) -> Result<bool> {
        let len = self.bytes.saturating_sub(at);
        let mut is_blank = |bytes: &[u8]| bytes.iter().all(|byte| *byte == 0xFF);
        self.scan(flash, at, len, &mut is_blank)
    }

    /// Erases and reads back, also what looks blank: an erase that was cut may leave bits that only just read 1.
    pub(super) fn erase<F: NorFlash>(self, flash: &mut F) -> Result<()> {
        let end = self.start.saturating_add(self.bytes);
        flash
            .erase(self.start, end)
            .map_err(|_| LogError::EraseFailed)?;
        if self.is_blank_from(flash, 0)? {
            Ok(())
        } else {
            Err(LogError::EraseFailed)
        }
    }

    /// Erases unless it is blank, which spares the wear.
    pub(super) fn make_blank<F: NorFlash>(self, flash: &mut F) -> Result<()> {
        if self.is_blank_from(flash, 0)? {
            Ok(())
        } else {
            self.erase(flash)
        }
    }

    fn read_value<F: NorFlash>(
        self,
        flash: &mut F,
        record: &Record,
        visit: &mut dyn FnMut(&[u8]) -> bool,
    ) -> Result<bool> {
        let at = record.at.saturating_add(RECORD_HEAD);
        self.scan(flash, at, u32::from(record.len), visit)
    }

    /// `bytes.len()` must be a multiple of `F::READ_SIZE`.
    fn read<F: NorFlash>(self, flash: &mut F, at: u32, bytes: &mut [u8]) -> Result<()> {
        flash
            .read(self.start.saturating_add(at), bytes)
            .map_err(flash_error)
    }

    /// Shows the `len` bytes at `at` to `visit`, block by block, until it says false; returns the last it said, or true.
    /// `visit` is `dyn` here, and `fill` below, so that a firmware has each of them once.
    fn scan<F: NorFlash>(
        self,
        flash: &mut F,
        at: u32,
        len: u32,
        visit: &mut dyn FnMut(&[u8]) -> bool,
    ) -> Result<bool> {
        let mut block = Zeroizing::new([0; BLOCK as usize]);
        for done in (0..len).step_by(BLOCK as usize) {
            let wanted = (len - done).min(BLOCK) as usize;
            let readable = wanted.next_multiple_of(F::READ_SIZE);
            let bytes = block.get_mut(..readable).ok_or(LogError::Bug)?;
            self.read(flash, at.saturating_add(done), bytes)?;
            if !visit(bytes.get(..wanted).ok_or(LogError::Bug)?) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Programs the `len` bytes at `at` in blocks that `fill` fills, and reads each one back.
    fn program<F: NorFlash>(
        self,
        flash: &mut F,
        at: u32,
        len: u32,
        fill: &mut Fill<'_, F>,
    ) -> Result<()> {
        let mut block = Zeroizing::new([0; BLOCK as usize]);
        for done in (0..len).step_by(BLOCK as usize) {
            let size = (len - done).min(BLOCK);
            let bytes = block.get_mut(..size as usize).ok_or(LogError::Bug)?;
            fill(flash, done, bytes)?;
            let at = at.saturating_add(done);
            flash
                .write(self.start.saturating_add(at), bytes)
                .map_err(flash_error)?;
            if !self.scan(flash, at, size, &mut |read| read == bytes)? {
                return Err(LogError::VerifyFailed);
            }
        }
        Ok(())
    }
}

/// Fills the next block of what is programmed: `fill(flash, done, block)`.
type Fill<'a, F> = dyn FnMut(&mut F, u32, &mut [u8]) -> Result<()> + 'a;

/// Fills blocks from `bytes`, and with 0xFF where they run out.
fn fill_from<F>(
    mut bytes: impl Iterator<Item = u8>,
) -> impl FnMut(&mut F, u32, &mut [u8]) -> Result<()> {
    move |_, _, block| {
        block.fill_with(|| bytes.next().unwrap_or(0xFF));
        Ok(())
    }
}

/// Offset of the first record, behind the seal.
pub(super) const fn first_record<F: NorFlash>() -> u32 {
    SEAL.next_multiple_of(align::<F>())
}

/// What a value of `len` bytes takes in the sector.
pub(super) fn record_bytes<F: NorFlash>(len: usize) -> u32 {
    RECORD_HEAD
        .saturating_add(len as u32)
        .next_multiple_of(align::<F>())
}

/// Seals and records begin at multiples of this: whole words to write, and whole words to read.
const fn align<F: NorFlash>() -> u32 {
    const {
        assert!(F::WRITE_SIZE.is_power_of_two() && F::WRITE_SIZE <= BLOCK as usize);
        assert!(F::READ_SIZE.is_power_of_two() && F::READ_SIZE <= 4);
        assert!(F::ERASE_SIZE.is_power_of_two() && F::ERASE_SIZE >= BLOCK as usize);
    }
    if F::WRITE_SIZE > 4 {
        F::WRITE_SIZE as u32
    } else {
        4
    }
}

fn flash_error(error: impl NorFlashError) -> LogError {
    LogError::Flash(error.kind())
}

fn seal_crc(seq: [u8; 4]) -> [u8; 4] {
    (!crc32(crc32(!0, &MAGIC), &seq)).to_le_bytes()
}

fn head_crc(key: u8, len: u16) -> u32 {
    let [low, high] = len.to_le_bytes();
    crc32(!0, &[key, low, high])
}

/// Tells a record with a broken value, which can be stepped over, from a broken head, which cannot.
fn head_check(key: u8, len: u16) -> u8 {
    !head_crc(key, len) as u8
}

/// Continues a CRC-32 (IEEE, reflected) by four bits a step: a 64-byte table instead of 1 KiB.
pub(super) fn crc32(start: u32, bytes: &[u8]) -> u32 {
    let nibble = |crc: u32| CRC_OF_NIBBLE.get(crc as usize & 15).copied();
    let step = |crc: u32| (crc >> 4) ^ nibble(crc).unwrap_or_default();
    bytes
        .iter()
        .fold(start, |crc, byte| step(step(crc ^ u32::from(*byte))))
}

#[rustfmt::skip]
const CRC_OF_NIBBLE: [u32; 16] = [
    0x0000_0000, 0x1DB7_1064, 0x3B6E_20C8, 0x26D9_30AC, 0x76DC_4190, 0x6B6B_51F4, 0x4DB2_6158, 0x5005_713C,
    0xEDB8_8320, 0xF00F_9344, 0xD6D6_A3E8, 0xCB61_B38C, 0x9B64_C2B0, 0x86D3_D2D4, 0xA00A_E278, 0xBDBD_F21C,
];
