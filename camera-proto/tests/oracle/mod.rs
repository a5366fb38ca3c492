//! Postcard's own reader as an oracle of the strict one. The fuzzer asks it too.

use core::fmt::Debug;

use camera_proto::codec::{Malformed, decode};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Shape {
    Unit,
    New(u16),
    Tuple(u8, i16),
    Struct { x: i8, y: String },
}

/// Every form that a message of ours may ever take, in one.
pub(crate) type Everything = (
    (bool, u8, u16, u32, u64),
    (i8, i16, i32, i64),
    Option<u16>,
    Vec<Option<u8>>,
    Shape,
    [u16; 2],
);

/// Whatever postcard reads, if it is the whole and the only encoding.
fn oracle<V: Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<V, Malformed> {
    let Ok((value, [])) = postcard::take_from_bytes::<V>(bytes) else {
        return Err(Malformed);
    };
    let again = postcard::to_stdvec(&value).unwrap();
    if again == bytes {
        Ok(value)
    } else {
        Err(Malformed)
    }
}

/// Reads as the oracle does; whether that is a value.
pub(crate) fn agrees<V: Serialize + DeserializeOwned + PartialEq + Debug>(bytes: &[u8]) -> bool {
    let read = decode::<V>(bytes);
    assert_eq!(read, oracle::<V>(bytes), "{bytes:02x?}");
    read.is_ok()
}
