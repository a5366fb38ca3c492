//! The setup code on a camera's label.

use rand_core::CryptoRng;
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// Characters of a code as the label prints it.
pub const GROUPED_LEN: usize = 14;

/// Digits of a code: eleven random ones and the check digit.
const DIGITS: usize = 12;

/// The setup code on a camera's label (`R45`): eleven random decimal digits and a check digit.
///
/// The check digit is Damm's (H. M. Damm, *Total anti-symmetrische Quasigruppen*, 2004): it catches every single
/// wrong digit and every swap of two neighbours, the slips people make. Luhn's misses the swap of 0 and 9.
///
/// Zeroized on drop, and without `Debug`: the code lets its reader in.
#[derive(ZeroizeOnDrop)]
pub struct SetupCode([u8; DIGITS]);

/// Why a text is not a setup code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Fewer than twelve digits.
    #[error("{digits} of 12 digits")]
    TooShort {
        /// Digits in the text.
        digits: usize,
    },
    /// More than twelve digits.
    #[error("more than 12 digits")]
    TooLong,
    /// A character that is neither a decimal digit nor a space or dash between them.
    #[error("character {position} is not a digit")]
    NotADigit {
        /// Characters of the text before it.
        position: usize,
    },
    /// The check digit does not match: a digit is wrong or two are swapped.
    #[error("a digit is wrong or two are swapped")]
    CheckDigit,
}

impl SetupCode {
    /// A new code, for a new label or for an owner who changes it.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut code = Self([b'0'; DIGITS]);
        let [digits @ .., check] = &mut code.0;
        digits.fill_with(|| random_digit(rng));
        *check = check_digit(digits);
        code
    }

    /// Reads a code as a person types it, with spaces and dashes anywhere.
    ///
    /// # Errors
    ///
    /// [`CodeError`] says what to tell the person.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let mut code = Self([0; DIGITS]);
        let mut places = code.0.iter_mut();
        for (position, character) in text.chars().enumerate() {
            match u8::try_from(character) {
                Ok(b' ' | b'-') => {}
                Ok(digit @ b'0'..=b'9') => *places.next().ok_or(CodeError::TooLong)? = digit,
                _ => return Err(CodeError::NotADigit { position }),
            }
        }
        let missing = places.len();
        if missing > 0 {
            let digits = DIGITS.saturating_sub(missing);
            return Err(CodeError::TooShort { digits });
        }
        // Damm's check over a code with its check digit gives zero.
        if check_digit(&code.0) != b'0' {
            return Err(CodeError::CheckDigit);
        }
        Ok(code)
    }

    /// The digits, in ASCII, check digit included. This is the password that both sides stretch.
    #[must_use]
    pub fn digits(&self) -> &[u8; DIGITS] {
        &self.0
    }

    /// The code as the label prints it, in ASCII: `1234-5678-9012`.
    #[must_use]
    pub fn grouped(&self) -> Zeroizing<[u8; GROUPED_LEN]> {
        let [a, b, c, d, e, f, g, h, i, j, k, l] = self.0;
        let dash = b'-';
        Zeroizing::new([a, b, c, d, dash, e, f, g, h, dash, i, j, k, l])
    }
}

/// A uniform decimal digit, in ASCII. Only 250 of a byte's values divide evenly among ten digits; draw again for
/// the rest, since a remainder of them would make codes with low digits likelier.
fn random_digit(rng: &mut impl CryptoRng) -> u8 {
    loop {
        let [value, ..] = rng.next_u32().to_le_bytes();
        if value < 250 {
            return b'0' + value % 10;
        }
    }
}

/// Damm's quasigroup of order ten. Its diagonal is zero, so the check over a code's digits is the digit to append.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// Damm's check over ASCII digits, as an ASCII digit. Anything but digits gives something that is none.
fn check_digit(digits: &[u8]) -> u8 {
    let step = |row: u8, digit: &u8| {
        let column = usize::from(digit.wrapping_sub(b'0'));
        let row = DAMM.get(usize::from(row));
        row.and_then(|row| row.get(column)).map_or(10, |next| *next)
    };
    b'0' + digits.iter().fold(0, step)
}
