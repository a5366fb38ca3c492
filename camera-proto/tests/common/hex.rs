//! Bytes as the vectors and SPEC.md write them.

extern crate std;

use std::vec::Vec;

/// Two digits a byte, with white space anywhere.
pub(crate) fn unhex(hex: &str) -> Vec<u8> {
    let digits = hex.chars().filter(|character| !character.is_whitespace());
    let digits: Vec<u32> = digits.map(|digit| digit.to_digit(16).unwrap()).collect();
    let byte = |pair: &[u32]| match pair {
        [high, low] => (high << 4 | low) as u8,
        _ => panic!("half a byte: {hex}"),
    };
    digits.chunks(2).map(byte).collect()
}
