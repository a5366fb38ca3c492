//! A whole camera, as it comes from the factory or from an owner, or with records that nobody has written.

use camera_hal::store::log::{Area, Log, MAX_VALUE, Mount};
use camera_hal::store::records::{ATTEMPTS, RESET, user_keys};

use super::handshake::meddle;
use crate::app::{KEY, LABEL};
use crate::board::{BLANK, Flash, LAYOUT, OWNED, PASSWORD};
use crate::bytes::Bytes;
use crate::house::House;

/// Apps say anything: bytes, frames, true handshakes and then any requests. The camera never panics; what it sends is
/// frames; in clear there is no secret, and nothing at all once a session is open; whatever is asked in a session is
/// answered by what answers it, exactly once for each time that it was asked, or not at all while it is being worked
/// on; and a secret that was replaced, revoked or reset away is nowhere in the flash.
pub fn link(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let flash = flash(&mut bytes);
    let label = LABEL.to_message().w0.to_vec();
    let secrets = vec![label, KEY.to_vec(), PASSWORD.to_vec()];
    House::new(flash, secrets, true).live(bytes);
}

/// Records of any content, whole as far as a checksum tells, such as another firmware may leave: the camera lives with
/// them by the same laws, but for the secrets, which may be anywhere then.
pub fn records(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let mut flash = flash(&mut bytes);
    for _ in 0..bytes.byte() % 8 {
        match bytes.byte() % 4 {
            0 => meddle_with_factory(&mut flash, &mut bytes),
            1 => {
                let key = bytes.of(&[RESET, ATTEMPTS]);
                meddle_with(&mut flash, LAYOUT.journal, key, &mut bytes);
            }
            _ => {
                let keys: Vec<u8> = user_keys().collect();
                let key = bytes.of(&keys);
                meddle_with(&mut flash, LAYOUT.user, key, &mut bytes);
            }
        }
    }
    House::new(flash, Vec::new(), false).live(bytes);
}

fn flash(bytes: &mut Bytes<'_>) -> Flash {
    if bytes.flag() {
        Flash::from_image(*OWNED)
    } else {
        Flash::from_image(*BLANK)
    }
}

/// A record becomes another one, or is gone.
fn meddle_with(flash: &mut Flash, area: Area, key: u8, bytes: &mut Bytes<'_>) {
    let mut log = match Log::mount(flash, area) {
        Ok(Mount::Ready(log)) => log,
        _ => Log::format(flash, area).expect("a flash that works"),
    };
    let mut value = [0; MAX_VALUE];
    let len = log.get(flash, key, &mut value).expect("there is room");
    let mut value = value[..len.unwrap_or(0)].to_vec();
    let done = if meddle(&mut value, bytes) {
        value.truncate(MAX_VALUE);
        log.put_scrubbed(flash, key, &value)
    } else {
        log.remove(flash, key)
    };
    done.expect("there is room for every record once");
}

/// The body of the factory's record, and then its length and its checksum.
fn meddle_with_factory(flash: &mut Flash, bytes: &mut Bytes<'_>) {
    const LEN_AT: usize = 5;
    const CRC_AT: usize = 7;
    const BODY_AT: usize = 11;
    let image = &mut flash.image_mut()[LAYOUT.factory as usize..][..256];
    let len = usize::from(u16::from_le_bytes([image[LEN_AT], image[LEN_AT + 1]]));
    let mut body = image[BODY_AT..][..len].to_vec();
    assert_eq!(crc32(&body).to_le_bytes(), image[CRC_AT..BODY_AT]);
    meddle(&mut body, bytes);
    body.truncate(image.len() - BODY_AT);
    image[BODY_AT..][..body.len()].copy_from_slice(&body);
    image[LEN_AT..CRC_AT].copy_from_slice(&(body.len() as u16).to_le_bytes());
    image[CRC_AT..BODY_AT].copy_from_slice(&crc32(&body).to_le_bytes());
}

/// CRC-32 (IEEE), bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    let shift = |crc: u32, _| (crc >> 1) ^ ((crc & 1) * 0xedb8_8320);
    let step = |crc, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), shift);
    !bytes.iter().fold(!0, step)
}
