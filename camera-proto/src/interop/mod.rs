//! Texts from outside that set a camera up, as QR codes carry them.
//!
//! - [`wifi_qr`]: a Wi-Fi network, as phones share it and routers print it.
//! - `label_qr`: the camera's own label, with the code that pairs (feature `pairing`).
//!
//! Both hold a secret. What is read wipes it on drop and prints nothing of it; the text itself belongs to the caller.

#[cfg(feature = "pairing")]
pub mod label_qr;
pub mod wifi_qr;

use crate::codec::TooLong;

/// A text that grows in somebody else's room.
struct Out<'a> {
    room: &'a mut [u8],
    len: usize,
}

impl<'a> Out<'a> {
    fn new(room: &'a mut [u8]) -> Self {
        Self { room, len: 0 }
    }

    fn byte(&mut self, byte: u8) -> Result<(), TooLong> {
        *self.room.get_mut(self.len).ok_or(TooLong)? = byte;
        self.len += 1;
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), TooLong> {
        text.bytes().try_for_each(|byte| self.byte(byte))
    }
}
