//! Canonical bodies: what the codec writes is postcard's, and it reads
//! nothing else.

#[path = "common/hex.rs"]
mod hex;
mod oracle;

use camera_proto::codec::{Malformed, TooLong, decode, encode};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::Value;

use oracle::{Everything, Shape, agrees};

/// Postcard 1.1.3's own answers.
const VECTORS: &str = include_str!("vectors/postcard_vectors.json");

fn encoded<V: Serialize>(value: &V) -> Vec<u8> {
    let mut bytes = [0; 512];
    let len = encode(value, &mut bytes).unwrap();
    bytes[..len].to_vec()
}

fn unhex(hex: &Value) -> Vec<u8> {
    hex::unhex(hex.as_str().unwrap())
}

#[test]
fn postcards_own_vectors_are_read_in_their_canonical_form_only() {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let (mut taken, mut refused) = (0, 0);
    for list in ["encode", "decode"] {
        for vector in vectors[list].as_array().unwrap() {
            let bytes = unhex(&vector["hex"]);
            let is_taken = match vector["type"].as_str().unwrap() {
                "bool" => agrees::<bool>(&bytes),
                "u8" => agrees::<u8>(&bytes),
                "u16" => agrees::<u16>(&bytes),
                "u32" => agrees::<u32>(&bytes),
                "u64" => agrees::<u64>(&bytes),
                "i8" => agrees::<i8>(&bytes),
                "i16" => agrees::<i16>(&bytes),
                "i32" => agrees::<i32>(&bytes),
                "i64" => agrees::<i64>(&bytes),
                "Option<u8>" => agrees::<Option<u8>>(&bytes),
                "String" => agrees::<String>(&bytes),
                "Vec<u8>" => agrees::<Vec<u8>>(&bytes),
                text if text.starts_with("enum En") => agrees::<Shape>(&bytes),
                _ => continue, // maps, characters, floats: the wire has none
            };
            *(if is_taken { &mut taken } else { &mut refused }) += 1;
        }
    }
    assert!(
        taken > 50 && refused > 20,
        "{taken} taken, {refused} refused"
    );
}

#[test]
fn an_endless_list_ends_at_the_last_byte() {
    let bytes = [0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2, 3];
    assert_eq!(decode::<Vec<u8>>(&bytes), Err(Malformed));
    assert_eq!(
        decode::<heapless::Vec<u8, 2>>(&[3, 1, 2, 3]),
        Err(Malformed)
    );
}

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Unit),
        any::<u16>().prop_map(Shape::New),
        any::<(u8, i16)>().prop_map(|(a, b)| Shape::Tuple(a, b)),
        any::<(i8, String)>().prop_map(|(x, y)| Shape::Struct { x, y }),
    ]
}

fn everything() -> impl Strategy<Value = Everything> {
    let lists = (
        any::<Option<u16>>(),
        prop::collection::vec(any::<Option<u8>>(), 0..9),
    );
    (
        any::<(bool, u8, u16, u32, u64)>(),
        any::<(i8, i16, i32, i64)>(),
        lists,
        shape(),
        any::<[u16; 2]>(),
    )
        .prop_map(|(unsigned, signed, (option, list), shape, array)| {
            (unsigned, signed, option, list, shape, array)
        })
}

proptest! {
    #[test]
    fn what_is_written_is_postcards_and_is_read_back(value in everything()) {
        let bytes = encoded(&value);
        prop_assert_eq!(&bytes, &postcard::to_stdvec(&value).unwrap());
        prop_assert_eq!(decode::<Everything>(&bytes), Ok(value));
    }

    #[test]
    fn a_byte_of_room_too_few_is_told(value in everything()) {
        let len = encoded(&value).len();
        let mut room = [0; 512];
        prop_assert_eq!(encode(&value, &mut room[..len]), Ok(len));
        prop_assert_eq!(encode(&value, &mut room[..len - 1]), Err(TooLong));
    }

    /// The interesting ones are nearly right: a valid encoding with one byte
    /// changed, dropped or put in.
    #[test]
    fn one_value_has_one_encoding(value in everything(), at in any::<prop::sample::Index>(), byte: u8, what in 0..3) {
        let mut bytes = encoded(&value);
        let at = at.index(bytes.len());
        match what {
            0 => bytes[at] = byte,
            1 => { bytes.remove(at); }
            _ => bytes.insert(at, byte),
        }
        agrees::<Everything>(&bytes);
    }

    #[test]
    fn any_bytes_at_all_are_read_as_the_oracle_reads_them(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        agrees::<Everything>(&bytes);
        agrees::<Vec<Shape>>(&bytes);
        agrees::<(u64, i64, u16)>(&bytes);
    }
}
