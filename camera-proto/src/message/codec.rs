//! Bodies as bytes: postcard, in its one canonical form.

use serde::{Serialize, de::DeserializeOwned};

/// A body that does not become a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The kind is not known to this version: answer `Unsupported`.
    #[error("message kind {0:#04x} is not known")]
    UnknownKind(u8),
    /// The body does not parse, has bytes left over, or is not the one
    /// canonical encoding of its value.
    #[error("the body of message kind {0:#04x} is malformed")]
    Malformed(u8),
}

/// The message does not fit the room it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the message does not fit")]
pub struct TooLong;

pub(super) fn encode<B: Serialize>(body: &B, out: &mut [u8]) -> Result<usize, TooLong> {
    match postcard::to_slice(body, out) {
        Ok(written) => Ok(written.len()),
        Err(_) => Err(TooLong),
    }
}

/// Postcard accepts trailing bytes and padded varints; one message must have
/// one encoding, so what was read is written again and compared.
pub(super) fn decode<B: Serialize + DeserializeOwned>(body: &[u8]) -> Option<B> {
    let (message, rest) = postcard::take_from_bytes::<B>(body).ok()?;
    let same = postcard::serialize_with_flavor(&message, Compare(body));
    (rest.is_empty() && same == Ok(true)).then_some(message)
}

pub(super) fn empty<M>(body: &[u8], message: M) -> Option<M> {
    body.is_empty().then_some(message)
}

/// Takes the bytes of an encoding and compares them with those expected.
struct Compare<'a>(&'a [u8]);

impl postcard::ser_flavors::Flavor for Compare<'_> {
    type Output = bool;

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        match self.0.split_first() {
            Some((expected, rest)) if *expected == byte => {
                self.0 = rest;
                Ok(())
            }
            _ => Err(postcard::Error::SerializeBufferFull),
        }
    }

    fn finalize(self) -> postcard::Result<bool> {
        Ok(self.0.is_empty())
    }
}

/// serde derives arrays up to 32; longer ones go as that many single bytes,
/// which is the same encoding.
pub(super) mod big_array {
    use core::fmt;

    use serde::de::{Deserializer, Error, SeqAccess, Visitor};
    use serde::ser::{SerializeTuple, Serializer};

    pub(crate) fn serialize<S: Serializer, const N: usize>(
        bytes: &[u8; N],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let mut tuple = to.serialize_tuple(N)?;
        for byte in bytes {
            tuple.serialize_element(byte)?;
        }
        tuple.end()
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
        from: D,
    ) -> Result<[u8; N], D::Error> {
        struct Bytes<const N: usize>;

        impl<'de, const N: usize> Visitor<'de> for Bytes<N> {
            type Value = [u8; N];

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{N} bytes")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<[u8; N], A::Error> {
                let mut bytes = [0; N];
                for byte in &mut bytes {
                    *byte = from
                        .next_element()?
                        .ok_or_else(|| A::Error::custom("too short"))?;
                }
                Ok(bytes)
            }
        }

        from.deserialize_tuple(N, Bytes::<N>)
    }
}
