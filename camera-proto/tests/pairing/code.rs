//! The code on the label: what is printed, typed and drawn.

use core::convert::Infallible;

use camera_proto::pairing::{CodeError, SetupCode};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{SeedableRng as _, TryCryptoRng, TryRng};

use crate::code_from;

fn text_of(digits: &[u8]) -> String {
    String::from_utf8(digits.to_vec()).unwrap()
}

fn parse_error(text: &str) -> Option<CodeError> {
    SetupCode::parse(text).err()
}

proptest! {
    #[test]
    fn a_printed_code_reads_back_as_itself(seed: u64) {
        let code = code_from(seed);
        let printed = text_of(&*code.grouped());
        let read = SetupCode::parse(&printed).unwrap();
        prop_assert_eq!(read.digits(), code.digits());
        prop_assert_eq!(printed.replace('-', ""), text_of(code.digits()));
    }

    #[test]
    fn r45_every_single_wrong_digit_is_caught(seed: u64) {
        let digits = *code_from(seed).digits();
        for place in 0..12 {
            for wrong in (b'0'..=b'9').filter(|wrong| *wrong != digits[place]) {
                let mut typed = digits;
                typed[place] = wrong;
                prop_assert_eq!(parse_error(&text_of(&typed)), Some(CodeError::CheckDigit));
            }
        }
    }

    #[test]
    fn r45_every_swap_of_neighbours_is_caught(seed: u64) {
        let digits = *code_from(seed).digits();
        for place in (0..11).filter(|place| digits[*place] != digits[place + 1]) {
            let mut typed = digits;
            typed.swap(place, place + 1);
            prop_assert_eq!(parse_error(&text_of(&typed)), Some(CodeError::CheckDigit));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*") {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        if SetupCode::parse(&text).is_ok() {
            prop_assert_eq!(digits, 12);
        }
    }
}

#[test]
fn spaces_and_dashes_may_stand_anywhere() {
    let code = SetupCode::parse(" 123 45--6 789018-").unwrap();
    assert_eq!(code.digits(), b"123456789018");
    assert_eq!(&*code.grouped(), b"1234-5678-9018");
}

#[test]
fn a_text_that_is_no_code_says_why() {
    assert_eq!(parse_error(""), Some(CodeError::TooShort { digits: 0 }));
    assert_eq!(
        parse_error("1234-5678-901"),
        Some(CodeError::TooShort { digits: 11 })
    );
    assert_eq!(parse_error("1234-5678-9018-3"), Some(CodeError::TooLong));
    assert_eq!(
        parse_error("é234-5678-9018"),
        Some(CodeError::NotADigit { position: 0 })
    );
    assert_eq!(
        parse_error("1234-5678-90l8"),
        Some(CodeError::NotADigit { position: 12 })
    );
    assert_eq!(
        parse_error("１23456789018"),
        Some(CodeError::NotADigit { position: 0 }),
        "digits of other scripts are none of the label's"
    );
    assert_eq!(parse_error("1234-5678-9012"), Some(CodeError::CheckDigit));
}

#[test]
fn r45_every_digit_is_as_likely_in_every_place() {
    let mut rng = ChaCha20Rng::seed_from_u64(45);
    let mut counts = [[0_u32; 10]; 12];
    for _ in 0..20_000 {
        let code = SetupCode::random(&mut rng);
        for (count, digit) in counts.iter_mut().zip(code.digits()) {
            count[usize::from(digit - b'0')] += 1;
        }
    }
    // Five standard deviations of 20 000 draws at one in ten.
    let expected = 1_788..=2_212;
    assert!(
        counts
            .as_flattened()
            .iter()
            .all(|count| expected.contains(count))
    );
}

/// A generator that counts up, word by word.
struct Counting(u32);

impl TryRng for Counting {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.0 += 1;
        Ok(self.0 - 1)
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.try_next_u32().map(u64::from)
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill_with(|| self.try_next_u32().unwrap() as u8);
        Ok(())
    }
}

impl TryCryptoRng for Counting {}

#[test]
fn r45_a_draw_that_would_favour_low_digits_is_drawn_again() {
    let code = SetupCode::random(&mut Counting(246));
    assert_eq!(code.digits()[..11], *b"67890123456");
}
