//! The factory region: written once at manufacture, read-only ever after
//! (R22). There is no function here that writes flash.
//!
//! ```text
//! "CAMF" | version 1 | length u16 LE | CRC-32 LE of the body | body (postcard)
//! ```

use camera_proto::codec::{self, TooLong};
use camera_proto::message::{MODEL_MAX, SERIAL_MAX};
use embedded_storage::nor_flash::ReadNorFlash;
use heapless::Vec;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::sector::crc32;

const MAGIC: [u8; 4] = *b"CAMF";
const VERSION: u8 = 1;
const HEADER: usize = 11;

/// The longest factory record in bytes, header included.
pub const FACTORY_MAX: usize = 256;

/// What a factory gives a camera.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Factory {
    /// The serial number, printed on the label.
    #[zeroize(skip)]
    pub serial: Vec<u8, SERIAL_MAX>,
    /// The model's name.
    #[zeroize(skip)]
    pub model: Vec<u8, MODEL_MAX>,
    /// Tells cameras of one model apart before pairing.
    pub discriminator: u16,
    /// Day of manufacture, as yyyymmdd.
    pub made_on: u32,
    /// The verifier record of the label code: see `camera_proto::pairing`.
    pub label: Vec<u8, 117>,
}

impl core::fmt::Debug for Factory {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Factory({})", self.serial.escape_ascii())
    }
}

impl Factory {
    /// Reads the region that starts at `base`; `None` when it is damaged or
    /// was never written.
    pub fn read<F: ReadNorFlash>(flash: &mut F, base: u32) -> Option<Self> {
        let mut image = [0; FACTORY_MAX];
        flash.read(base, &mut image).ok()?;
        let factory = Self::decode(&image);
        image.zeroize();
        factory
    }

    fn decode(image: &[u8; FACTORY_MAX]) -> Option<Self> {
        let (header, body) = image.split_first_chunk::<HEADER>()?;
        let [m0, m1, m2, m3, version, l0, l1, c0, c1, c2, c3] = *header;
        let len = usize::from(u16::from_le_bytes([l0, l1]));
        let body = body.get(..len)?;
        let whole = [m0, m1, m2, m3] == MAGIC
            && version == VERSION
            && checksum(body) == u32::from_le_bytes([c0, c1, c2, c3]);
        whole.then(|| codec::decode(body).ok())?
    }

    /// The image of the region, for the factory's own tool.
    ///
    /// # Errors
    /// When the record is longer than [`FACTORY_MAX`], which it cannot be.
    pub fn encode(&self) -> Result<[u8; FACTORY_MAX], TooLong> {
        let mut image = [0xff; FACTORY_MAX];
        let (header, room) = image.split_first_chunk_mut::<HEADER>().ok_or(TooLong)?;
        let len = codec::encode(self, room)?;
        let body = room.get(..len).ok_or(TooLong)?;
        let [l0, l1] = (body.len() as u16).to_le_bytes();
        let [c0, c1, c2, c3] = checksum(body).to_le_bytes();
        let [m0, m1, m2, m3] = MAGIC;
        *header = [m0, m1, m2, m3, VERSION, l0, l1, c0, c1, c2, c3];
        Ok(image)
    }
}

/// CRC-32 (IEEE), as the log has it.
fn checksum(body: &[u8]) -> u32 {
    !crc32(!0, body)
}
