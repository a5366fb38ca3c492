//! Bodies as bytes: [postcard](https://postcard.jamesmunns.com/wire-format),
//! in its one canonical form.
//!
//! Postcard's own reader takes padded numbers (`80 00` for 0) and bytes left
//! over for valid, so that one message has many encodings; [`decode`] takes
//! exactly what [`encode`] writes.
//!
//! ```
//! use camera_proto::codec::{decode, encode};
//! let mut bytes = [0; 4];
//! assert_eq!(encode(&(7u8, 300u16), &mut bytes), Ok(3));
//! assert_eq!(bytes[..3], [7, 0xac, 0x02]);
//! assert_eq!(decode(&bytes[..3]), Ok((7u8, 300u16)));
//! assert!(decode::<(u8, u16)>(&bytes).is_err(), "a byte is left over");
//! assert!(decode::<u16>(&[0x80, 0x00]).is_err(), "padded");
//! ```

pub mod byte_array;
mod read;
mod write;

use serde::{Serialize, de::DeserializeOwned};

pub(crate) use read::Reader;
pub(crate) use write::Writer;

/// Bytes that are not the canonical encoding of a value of that type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the canonical encoding of such a value")]
pub struct Malformed;

/// The value does not fit the room it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it does not fit the room it was given")]
pub struct TooLong;

/// Writes a value to the front of `out` and says how long it is, in bytes.
///
/// # Errors
/// When `out` is too small.
pub fn encode<V: Serialize>(value: &V, out: &mut [u8]) -> Result<usize, TooLong> {
    let mut writer = Writer::new(out);
    writer.write(value)?;
    Ok(writer.len())
}

/// Reads a value that fills `bytes`.
///
/// # Errors
/// Unless the bytes are what [`encode`] writes.
pub fn decode<V: DeserializeOwned>(bytes: &[u8]) -> Result<V, Malformed> {
    let mut reader = Reader::new(bytes);
    let value = reader.read()?;
    match reader.is_empty() {
        true => Ok(value),
        false => Err(Malformed),
    }
}
