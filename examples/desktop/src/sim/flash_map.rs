//! What the flash holds, cell by cell: for people to look at.

use core::ops::Range;

use camera_hal::store::records::{ATTEMPTS, CONTROLLER, NETWORK, RESET, SETTINGS};
use crc::{CRC_32_ISO_HDLC, Crc};

use super::flash::{FileFlash, Region, SECTOR};

/// Bytes that one cell of the map stands for.
pub const CELL: usize = 128;

const SEAL_MAGIC: &[u8] = b"ABL1";
const SEAL_LEN: usize = 12;
const HEAD_LEN: usize = 8;
const CRC: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

/// What stands somewhere in a region, and the letter for it.
type Piece = (Range<usize>, char);

/// One letter a cell: `.` blank, `s` a seal, `f` factory data, `r` reset
/// record, `a` wrong codes, `n` network, `c` controller, `t` a setting, `k`
/// anything else that is kept, `o` torn or old. Of several, a cell shows the
/// largest that no other cell shows.
#[must_use]
pub fn map(flash: &FileFlash, region: Region) -> String {
    let bytes = flash.region(region);
    let pieces = match region {
        Region::Factory => vec![(0..bytes.len(), 'f')],
        Region::Journal | Region::User => in_use(bytes, region),
    };
    let mut shown = vec![false; pieces.len()];
    let cells = (0..bytes.len()).step_by(CELL).map(|at| at..at + CELL);
    cells
        .map(|cell| match is_blank(&bytes[cell.clone()]) {
            true => '.',
            false => letter(&cell, &pieces, &mut shown),
        })
        .collect()
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0xff)
}

/// What no piece is about was left behind.
fn letter(cell: &Range<usize>, pieces: &[Piece], shown: &mut [bool]) -> char {
    let bytes = |(piece, _): &Piece| {
        let end = piece.end.min(cell.end);
        end.saturating_sub(piece.start.max(cell.start))
    };
    // What goes on in the next cell may be shown there.
    let rank = |at: &usize| {
        let piece = &pieces[*at];
        let is_kept = !matches!(piece.1, 's' | 'o');
        let is_fresh = is_kept && !shown[*at];
        let ends = piece.0.end <= cell.end;
        (is_fresh, is_fresh && ends, is_kept, bytes(piece))
    };
    let here = (0..pieces.len()).filter(|at| bytes(&pieces[*at]) > 0);
    here.max_by_key(rank).map_or('o', |at| {
        shown[at] = true;
        pieces[at].1
    })
}

/// The pieces of the sector that counts: the one sealed last.
fn in_use(bytes: &[u8], region: Region) -> Vec<Piece> {
    let sectors = bytes.chunks(SECTOR as usize).enumerate();
    let sealed = sectors.filter_map(|(at, sector)| Some((seq(sector)?, at, sector)));
    let newest = sealed.reduce(|a, b| match b.0.wrapping_sub(a.0).cast_signed() > 0 {
        true => b,
        false => a,
    });
    newest.map_or_else(Vec::new, |(_, at, sector)| {
        let start = at * SECTOR as usize;
        let pieces = records(sector, region).into_iter();
        pieces
            .map(|(piece, letter)| (start + piece.start..start + piece.end, letter))
            .collect()
    })
}

/// The count in a seal that is whole.
fn seq(sector: &[u8]) -> Option<u32> {
    let (seal, crc) = sector.get(..SEAL_LEN)?.split_at(8);
    let is_whole = seal.starts_with(SEAL_MAGIC) && crc == CRC.checksum(seal).to_le_bytes();
    is_whole.then(|| number(&seal[4..]))
}

/// Walks a sealed sector as the log does: seal, then records one after the
/// other. The last of a key counts; one that is torn is followed by nothing.
fn records(sector: &[u8], region: Region) -> Vec<Piece> {
    let mut pieces = vec![(0..SEAL_LEN, 's')];
    let mut keys = vec![None];
    let mut at = SEAL_LEN;
    while let Some((key, len)) = head(sector, at) {
        let end = (at + HEAD_LEN + len).next_multiple_of(4);
        for (piece, _) in pieces
            .iter_mut()
            .zip(&keys)
            .filter(|(_, of)| **of == Some(key))
        {
            piece.1 = 'o';
        }
        pieces.push((at..end, meaning(region, key)));
        keys.push(Some(key));
        at = end;
    }
    let torn = sector[at..].iter().rposition(|byte| *byte != 0xff);
    pieces.extend(torn.map(|last| (at..at + last + 1, 'o')));
    pieces
}

/// The key and the length of the record there, if it is a whole one.
fn head(sector: &[u8], at: usize) -> Option<(u8, usize)> {
    let head = sector.get(at..at + HEAD_LEN)?;
    let len = usize::from(u16::from_le_bytes([head[2], head[3]]));
    let value = sector.get(at + HEAD_LEN..at + HEAD_LEN + len)?;
    let mut crc = CRC.digest();
    crc.update(&[head[0], head[2], head[3]]);
    crc.update(value);
    (crc.finalize() == number(&head[4..])).then_some((head[0], len))
}

fn number(bytes: &[u8]) -> u32 {
    let first = bytes.first_chunk();
    first.map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

const fn meaning(region: Region, key: u8) -> char {
    match (region, key) {
        (Region::Journal, RESET) => 'r',
        (Region::Journal, ATTEMPTS) => 'a',
        (Region::User, NETWORK) => 'n',
        (Region::User, CONTROLLER..SETTINGS) => 'c',
        (Region::User, SETTINGS..) => 't',
        _ => 'k',
    }
}

#[cfg(test)]
mod tests {
    use camera_hal::mock::flash::Tear;
    use camera_hal::store::log::Log;
    use camera_hal::store::records::{CODE, FAULT};
    use camera_proto::vocab::SettingId;

    use super::super::flash::LAYOUT;
    use super::*;

    /// The map of the user region, without the blank cells after what it holds.
    fn user(flash: &FileFlash) -> String {
        map(flash, Region::User).trim_end_matches('.').to_owned()
    }

    #[test]
    fn a_cell_shows_what_it_holds_and_each_record_is_shown() {
        let mut flash = FileFlash::in_memory();
        assert_eq!(map(&flash, Region::User), ".".repeat(64));
        let mut log = Log::format(&mut flash, LAYOUT.user).expect("a log");
        assert_eq!(user(&flash), "s");
        log.put(&mut flash, CONTROLLER, &[1; 47]).expect("room");
        log.put(&mut flash, NETWORK, &[2; 135]).expect("room");
        assert_eq!(user(&flash), "cn");
        let setting = SettingId::preset(7).expect("a place").0;
        log.put(&mut flash, setting, &[3; 100]).expect("room");
        log.put(&mut flash, CODE, &[4; 120]).expect("room");
        assert_eq!(user(&flash), "cntk");

        let mut log = Log::format(&mut flash, LAYOUT.journal).expect("a log");
        log.put(&mut flash, RESET, &[1; 12]).expect("room");
        log.put(&mut flash, ATTEMPTS, &[1]).expect("room");
        assert_eq!(&map(&flash, Region::Journal)[..2], "r.");

        let mut flash = FileFlash::in_memory();
        let mut log = Log::format(&mut flash, LAYOUT.journal).expect("a log");
        log.put(&mut flash, FAULT, &[1]).expect("room");
        assert_eq!(&map(&flash, Region::Journal)[..2], "k.");
        log.put(&mut flash, RESET, &[1; 120]).expect("room");
        log.put(&mut flash, ATTEMPTS, &[1; 120]).expect("room");
        assert_eq!(&map(&flash, Region::Journal)[..4], "kra.");
    }

    #[test]
    fn what_was_written_again_is_old_and_goes_when_all_is_written_anew() {
        let mut flash = FileFlash::in_memory();
        let mut log = Log::format(&mut flash, LAYOUT.user).expect("a log");
        for value in [[1; 240], [2; 240]] {
            log.put(&mut flash, NETWORK, &value).expect("room");
        }
        assert_eq!(user(&flash), "oonn");
        log.put_scrubbed(&mut flash, NETWORK, &[3; 240])
            .expect("room");
        assert_eq!(
            map(&flash, Region::User),
            format!("{}nnn{}", ".".repeat(32), ".".repeat(29))
        );
    }

    #[test]
    fn what_a_cut_has_torn_is_nothing_that_is_kept() {
        let mut flash = FileFlash::in_memory();
        let mut log = Log::format(&mut flash, LAYOUT.user).expect("a log");
        log.put(&mut flash, CONTROLLER, &[1; 108]).expect("room");
        flash.cut_at(30, Tear::Half);
        assert!(log.put(&mut flash, NETWORK, &[2; 240]).is_err());
        assert_eq!(user(&flash), "co");
        flash.power_on();
        Log::mount(&mut flash, LAYOUT.user).expect("a log");
        assert_eq!(user(&flash), format!("{}c", ".".repeat(32)));
    }
}
