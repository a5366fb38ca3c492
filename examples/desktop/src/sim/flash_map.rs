//! What the flash holds, cell by cell: for people to look at.

use super::flash::{FileFlash, Region, SECTOR};

/// Bytes that one cell of the map stands for.
pub const CELL: usize = 128;

const SEAL_MAGIC: &[u8] = b"ABL1";
const SEAL_LEN: usize = 12;
const HEAD_LEN: usize = 8;

/// One letter a cell: `.` blank, `s` a seal, `f` factory data, `r` reset
/// record, `a` wrong codes, `n` network, `c` controller, `o` anything else:
/// torn, old, or unknown.
#[must_use]
pub fn map(flash: &FileFlash, region: Region) -> String {
    let bytes = flash.region(region);
    let mut letters: Vec<char> = bytes
        .chunks(CELL)
        .map(|cell| match cell.iter().all(|byte| *byte == 0xff) {
            true => '.',
            false if region == Region::Factory => 'f',
            false => 'o',
        })
        .collect();
    if region != Region::Factory {
        for (sector, bytes) in bytes.chunks(SECTOR as usize).enumerate() {
            let first = sector * SECTOR as usize / CELL;
            mark_records(bytes, region, &mut letters[first..]);
        }
    }
    letters.into_iter().collect()
}

/// Walks a sealed sector as the log does: seal, then records one after the
/// other. A cell with several shows the last.
fn mark_records(sector: &[u8], region: Region, letters: &mut [char]) {
    if !sector.starts_with(SEAL_MAGIC) {
        return;
    }
    letters[0] = 's';
    let mut at = SEAL_LEN;
    while let Some(head) = sector.get(at..at + HEAD_LEN) {
        let len = usize::from(u16::from_le_bytes([head[2], head[3]]));
        if head.iter().all(|byte| *byte == 0xff) || len > sector.len() - at {
            return;
        }
        let end = (at + HEAD_LEN + len).next_multiple_of(4);
        let letter = match (region, head[0]) {
            (Region::Journal, 1) => 'r',
            (Region::Journal, 2) => 'a',
            (Region::User, 1) => 'n',
            (Region::User, 0x10..=0x17) => 'c',
            _ => 'o',
        };
        for cell in at / CELL..=(end - 1) / CELL {
            if let Some(room) = letters.get_mut(cell) {
                *room = letter;
            }
        }
        at = end;
    }
}
