//! An encrypted session: seals and opens message bodies in place.
//!
//! A [`Session`] comes out of a pairing ([`crate::pairing`]) or of a resumed handshake ([`crate::noise`]) and is
//! the same thing in both cases: one ChaCha20-Poly1305 key (RFC 8439) and one message counter per direction. The
//! nonce is Noise's: four zero bytes, then the counter as a little-endian `u64` (Noise Protocol Framework,
//! section 12). Only the counter's low 16 bits travel, in the frame header; the rest is counted on both sides.

use chacha20poly1305::{AeadInOut, ChaCha20Poly1305, KeyInit as _};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Bytes in a key of a session.
pub const KEY_LEN: usize = 32;
/// Bytes that sealing appends to a body: the Poly1305 tag.
pub const TAG_LEN: usize = 16;
/// Messages that one direction of a session may carry, after which a new session is due.
pub const MESSAGES_MAX: u64 = 1 << 32;
/// Lost messages in a row that a receiver survives; more in a row and the session is dead.
pub const LOST_MAX: u16 = (1 << 15) - 1;

/// Why a body was not sealed or opened. Nothing has changed: neither a counter nor the buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// Not an authentic message that is due: forged, altered, cut short, repeated, out of order, or after more
    /// than [`LOST_MAX`] lost ones. One value for all, so that it tells a forger nothing.
    #[error("the message is not authentic, or not due")]
    Refused,
    /// This direction has carried [`MESSAGES_MAX`] messages: start a new session.
    #[error("the session has carried all the messages it may")]
    Exhausted,
    /// The buffer does not hold the plain body and [`TAG_LEN`] bytes after it.
    #[error("no room in the buffer for the body and its tag")]
    NoRoom,
}

/// What the frame around a sealed body needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed {
    /// The low 16 bits of the message's counter, for the frame header.
    pub counter: u16,
    /// Bytes of the buffer that are now the sealed body: the plain length and [`TAG_LEN`].
    pub len: usize,
}

/// Both directions of an encrypted session. Its keys are zeroized on drop.
pub struct Session {
    send: Direction,
    receive: Direction,
}

/// One direction: its key, which the cipher wipes on drop, and the counter of the next message.
struct Direction {
    cipher: ChaCha20Poly1305,
    next: u64,
}

impl Session {
    /// A fresh session, with the key of the messages sent here and the key of those received here.
    #[must_use]
    pub fn new(send: &[u8; KEY_LEN], receive: &[u8; KEY_LEN]) -> Self {
        Self {
            send: Direction::new(send),
            receive: Direction::new(receive),
        }
    }

    /// A session both of whose directions have carried `carried` messages
    /// already: what its end is tested with, which is four thousand million
    /// messages away.
    #[must_use]
    pub fn after(carried: u64, send: &[u8; KEY_LEN], receive: &[u8; KEY_LEN]) -> Self {
        let mut session = Self::new(send, receive);
        session.send.next = carried;
        session.receive.next = carried;
        session
    }

    /// Whether nothing more can be sent: a new session is due.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.send.next >= MESSAGES_MAX
    }

    /// Seals the body in the first `plain_len` bytes of `buf` in place and appends its tag.
    ///
    /// `aad` is authenticated but not sent: both sides pass the same bytes, such as the frame's type.
    ///
    /// # Errors
    ///
    /// [`SessionError::NoRoom`] when `buf` is shorter than `plain_len` and [`TAG_LEN`], and
    /// [`SessionError::Exhausted`] when this direction has carried all it may.
    pub fn seal(
        &mut self,
        aad: &[u8],
        buf: &mut [u8],
        plain_len: usize,
    ) -> Result<Sealed, SessionError> {
        if self.is_spent() {
            return Err(SessionError::Exhausted);
        }
        let (body, rest) = buf
            .split_at_mut_checked(plain_len)
            .ok_or(SessionError::NoRoom)?;
        let tag = rest
            .first_chunk_mut::<TAG_LEN>()
            .ok_or(SessionError::NoRoom)?;
        let counter = self.send.next;
        *tag = self
            .send
            .cipher
            .encrypt_inout_detached(&nonce(counter).into(), aad, body.into())
            .map_err(|_| SessionError::NoRoom)?
            .into();
        self.send.next = counter.saturating_add(1);
        Ok(Sealed {
            counter: low_bits(counter),
            len: plain_len.saturating_add(TAG_LEN),
        })
    }

    /// Opens the sealed body that fills `buf` in place and gives the length of the plain body at its start.
    ///
    /// `counter_low` is the frame header's; it must lie ahead of the last message opened, by at most
    /// [`LOST_MAX`] lost ones. Frames travel over ordered streams, so nothing late is ever welcome.
    ///
    /// # Errors
    ///
    /// [`SessionError::Refused`], whatever the reason.
    pub fn open(
        &mut self,
        counter_low: u16,
        aad: &[u8],
        buf: &mut [u8],
    ) -> Result<usize, SessionError> {
        let counter = self
            .receive
            .recover(counter_low)
            .ok_or(SessionError::Refused)?;
        let (body, tag) = buf
            .split_last_chunk_mut::<TAG_LEN>()
            .ok_or(SessionError::Refused)?;
        let len = body.len();
        // The cipher checks the tag, in constant time, before it touches the body.
        self.receive
            .cipher
            .decrypt_inout_detached(&nonce(counter).into(), aad, body.into(), (&*tag).into())
            .map_err(|_| SessionError::Refused)?;
        self.receive.next = counter.saturating_add(1);
        Ok(len)
    }
}

impl Direction {
    fn new(key: &[u8; KEY_LEN]) -> Self {
        Self {
            cipher: ChaCha20Poly1305::new(key.into()),
            next: 0,
        }
    }

    /// The whole counter of a message, from its low bits: the first one due that ends in them.
    fn recover(&self, counter_low: u16) -> Option<u64> {
        let ahead = counter_low.wrapping_sub(low_bits(self.next));
        let counter = self.next.checked_add(u64::from(ahead))?;
        (ahead <= LOST_MAX && counter < MESSAGES_MAX).then_some(counter)
    }
}

/// What travels of a counter.
fn low_bits(counter: u64) -> u16 {
    let [low, high, ..] = counter.to_le_bytes();
    u16::from_le_bytes([low, high])
}

/// ChaChaPoly's nonce for a counter (Noise Protocol Framework, section 12).
fn nonce(counter: u64) -> [u8; 12] {
    let [a, b, c, d, e, f, g, h] = counter.to_le_bytes();
    [0, 0, 0, 0, a, b, c, d, e, f, g, h]
}

/// The first `N` blocks of HKDF-SHA256 (RFC 5869); with an empty `info` it is Noise's HKDF (section 4.3).
///
/// `N` is two or three here, and at most 254.
pub(crate) fn hkdf<const N: usize>(
    salt: &[u8; 32],
    secret: &[u8],
    info: &[u8],
) -> Zeroizing<[[u8; 32]; N]> {
    let extracted = hmac(salt, [secret, &[], &[]]);
    let mut blocks = Zeroizing::new([[0; 32]; N]);
    let mut previous: &[u8] = &[];
    for (counter, block) in (1_u8..).zip(blocks.iter_mut()) {
        *block = *hmac(&extracted, [previous, info, &[counter]]);
        previous = block;
    }
    blocks
}

/// HMAC-SHA256 (RFC 2104) over the parts, one after the other.
fn hmac(key: &[u8; 32], parts: [&[u8]; 3]) -> Zeroizing<[u8; 32]> {
    // HMAC pads a key to the hash's block with zeros; done here, no key has a wrong length that could fail.
    let mut block = Zeroizing::new([0; 64]);
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mac = parts
        .iter()
        .fold(Hmac::<Sha256>::new((&*block).into()), |mac, part| {
            mac.chain_update(part)
        });
    Zeroizing::new(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex::unhex;

    #[test]
    fn hkdf_is_rfc_5869_in_its_test_case_1() {
        // HMAC pads keys with zeros, so the case's 13 byte salt is also this one of 32.
        let mut salt = [0; 32];
        salt[..13].copy_from_slice(&unhex("000102030405060708090a0b0c"));
        let okm = hkdf::<2>(&salt, &[0x0b; 22], &unhex("f0f1f2f3f4f5f6f7f8f9"));
        assert_eq!(
            okm.as_flattened()[..42],
            unhex(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
            )
        );
    }

    #[test]
    fn hkdf_is_rfc_5869_in_its_test_case_3_without_salt_or_info() {
        let okm = hkdf::<2>(&[0; 32], &[0x0b; 22], &[]);
        assert_eq!(
            okm.as_flattened()[..42],
            unhex(
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
            )
        );
    }

    #[test]
    fn a_session_ends_at_its_message_limit() {
        let carried = MESSAGES_MAX - 1;
        let mut app = Session::after(carried, &[1; 32], &[2; 32]);
        let mut camera = Session::after(carried, &[2; 32], &[1; 32]);
        let mut buf = [7; 4 + TAG_LEN];
        let sealed = app.seal(&[], &mut buf, 4).unwrap();
        assert_eq!(camera.open(sealed.counter, &[], &mut buf), Ok(4));
        assert_eq!(app.seal(&[], &mut buf, 4), Err(SessionError::Exhausted));

        // What a peer that ignores the limit would send next.
        let (body, tag) = buf.split_last_chunk_mut::<TAG_LEN>().unwrap();
        let sealed =
            (app.send.cipher).encrypt_inout_detached(&nonce(MESSAGES_MAX).into(), &[], body.into());
        *tag = sealed.unwrap().into();
        assert_eq!(camera.open(0, &[], &mut buf), Err(SessionError::Refused));
    }
}
