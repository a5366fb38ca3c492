//! What the camera has recorded on a medium of its own (R20, R33, R54).
//!
//! Gigabytes are not erased while somebody waits. All that is recorded is sealed
//! by one key, which lies in the user region: a reset that erases that has made
//! the recordings unreadable with its first word (*crypto-erase*). The files go
//! bit by bit, when there is nothing better to do.

use camera_proto::vocab::NAME_MAX;
use heapless::Vec;
use zeroize::ZeroizeOnDrop;

use crate::part::PartError;

/// What seals the recordings of one owner, until the next reset.
#[derive(ZeroizeOnDrop)]
pub struct MediaKey(pub [u8; 32]);

impl core::fmt::Debug for MediaKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("MediaKey")
    }
}

/// A medium that the camera records on: a card, or a flash of its own.
pub trait Recordings {
    /// Whether there is one. Only then a key is made for it.
    fn is_there(&self) -> bool {
        true
    }

    /// By this key it seals what it records from now on, and reads what there
    /// is. Until then it records nothing.
    fn open(&mut self, key: &MediaKey);

    /// How many recordings that key reads; those beyond 65,535 do not count.
    fn count(&self) -> u16;

    /// What a person calls one of them, from 0: a date, or a file.
    fn name(&self, at: u16) -> Option<Vec<u8, NAME_MAX>>;

    /// How much is left that another key has sealed, in KiB, a begun one too: 0 only
    /// when nothing is. Asked after each [`erase_dead`](Self::erase_dead), and told to
    /// who asks what is wrong. It only grows over a reset.
    fn dead_kib(&self) -> u32;

    /// Erases some of that, in about the time of a sector's erase: a KiB at least,
    /// or what is left.
    ///
    /// # Errors
    /// When the medium does not erase it. It is tried again.
    fn erase_dead(&mut self) -> Result<(), PartError>;
}

/// A camera that records nothing itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRecordings;

impl Recordings for NoRecordings {
    fn is_there(&self) -> bool {
        false
    }

    fn open(&mut self, _key: &MediaKey) {}

    fn count(&self) -> u16 {
        0
    }

    fn name(&self, _at: u16) -> Option<Vec<u8, NAME_MAX>> {
        None
    }

    fn dead_kib(&self) -> u32 {
        0
    }

    fn erase_dead(&mut self) -> Result<(), PartError> {
        Ok(())
    }
}
