//! Arrays of bytes as that many single bytes, for `#[serde(with)]`. serde
//! derives them up to 32 only, and unrolls them: 574 bytes of flash for 32.
//!
//! ```
//! use camera_proto::codec::{byte_array, encode};
//! #[derive(serde::Serialize, serde::Deserialize)]
//! struct Key(#[serde(with = "byte_array")] [u8; 48]);
//! assert_eq!(encode(&Key([7; 48]), &mut [0; 64]), Ok(48));
//! ```

use core::fmt;

use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use serde::ser::{SerializeTuple, Serializer};

/// Writes them, one after the other, without their number.
///
/// # Errors
/// Those of `to`.
pub fn serialize<S: Serializer, const N: usize>(bytes: &[u8; N], to: S) -> Result<S::Ok, S::Error> {
    let mut tuple = to.serialize_tuple(N)?;
    for byte in bytes {
        tuple.serialize_element(byte)?;
    }
    tuple.end()
}

/// Reads them.
///
/// # Errors
/// Those of `from`, and when there are fewer.
pub fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
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
