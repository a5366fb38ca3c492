//! Records that rot: bits of a flash that are not what was written.

use crate::store::log::Area;

const MAGIC: &[u8] = b"ABL1";
const SEAL: usize = 12;
const HEAD: usize = 8;
const WORD: usize = 4;

/// Where the newest record with that key has the first byte of its value, in the log
/// of a flash with words of 4 bytes; `None`: there is none.
#[must_use]
pub fn lies_at(image: &[u8], log: Area, wanted: u8) -> Option<usize> {
    let (base, bytes) = (log.base as usize, log.sector_bytes as usize);
    let starts = [base, base + bytes];
    let seq = |start: usize| {
        let seal = image.get(start..start + SEAL)?;
        let (magic, seq) = seal.split_first_chunk::<4>()?;
        (magic == MAGIC).then(|| seq.first_chunk().map(|seq| u32::from_le_bytes(*seq)))?
    };
    let live = starts.into_iter().max_by_key(|start| seq(*start))?;
    let (mut at, mut found) = (live + SEAL, None);
    while let Some(&[key, _, low, high, ..]) = image.get(at..live + bytes)?.first_chunk::<HEAD>() {
        if key == 0xff {
            break;
        }
        if key == wanted {
            found = Some(at + HEAD);
        }
        let len = usize::from(u16::from_le_bytes([low, high]));
        at += (HEAD + len).next_multiple_of(WORD);
    }
    found
}
