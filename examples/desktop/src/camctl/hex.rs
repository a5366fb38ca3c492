//! Bytes as pairs of hex digits.

/// Bytes that an argument gives as hex digits.
#[derive(Clone, Debug)]
pub struct Bytes(pub Vec<u8>);

/// Writes two digits a byte.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads two digits a byte; `None` when they are not that.
#[must_use]
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let digit = |digit: u8| char::from(digit).to_digit(16);
    let byte = |pair: &[u8; 2]| u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok();
    let (pairs, rest) = text.as_bytes().as_chunks();
    let bytes = pairs.iter().map(byte).collect();
    rest.is_empty().then_some(bytes)?
}

/// Reads an argument.
///
/// # Errors
/// When it is not pairs of hex digits.
pub fn bytes(text: &str) -> Result<Bytes, String> {
    decode(text)
        .map(Bytes)
        .ok_or_else(|| "not pairs of hex digits".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(decode(&encode(&all)), Some(all));
        assert_eq!(decode("C3a4"), Some(vec![0xc3, 0xa4]));
        for bad in ["1", "0g", "+1", " 1", "ää"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
