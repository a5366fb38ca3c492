//! The label's QR code: `CAMERA:1:S%70%6F%74 PT-1:VCB90D4B7A:471427619485`.
//!
//! What the label prints for people, for an app to scan: the model, the serial number and the code that pairs. It has
//! only characters of a QR code's alphanumeric mode (ISO/IEC 18004), two of which take 11 bits.
//!
//! ```text
//! label  = "CAMERA:1:" model ":" serial ":" code *( ":" later )
//! model  = value                                at most 24 bytes of UTF-8
//! serial = value                                at most 16 bytes of UTF-8
//! code   = 12 digits, the last one the check digit
//! value  = *( plain / "%" HEX HEX )             one byte each
//! plain  = "0"-"9" / "A"-"Z" / " " / "$" / "*" / "+" / "-" / "." / "/"
//! HEX    = "0"-"9" / "A"-"F"
//! later  = *( plain / "%" )                     of a later maker, ignored
//! ```
//!
//! A byte that is plain is written plain; a reader takes it escaped too, and white space around the label, and spaces
//! and dashes in the code. Another number after `CAMERA:` is another kind of label.

use core::fmt;

use heapless::{String, Vec};
use nom::branch::alt;
use nom::bytes::complete::take_till;
use nom::character::complete::char;
use nom::combinator::{map_opt, verify};
use nom::number::complete::u8;
use nom::sequence::preceded;
use nom::{IResult, Parser};

use super::{Out, TooLong};
use crate::pairing::{CodeError, SetupCode};

pub use crate::message::{MODEL_MAX, SERIAL_MAX};
/// The longest text that is written, in bytes: model and serial all of escaped bytes.
pub const MAX_TEXT: usize = 143;

const PREFIX: &str = "CAMERA";
const VERSION: &str = "1";

/// What a camera's label says. Its code is wiped on drop and not printed.
pub struct LabelQr {
    /// The model's name, as the camera's hello has it.
    pub model: String<MODEL_MAX>,
    /// The serial number.
    pub serial: String<SERIAL_MAX>,
    /// The code that pairs.
    pub code: SetupCode,
}

/// Why a text is no label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelQrError {
    /// It does not begin with `CAMERA:`.
    #[error("it does not begin with `CAMERA:`")]
    NotALabel,
    /// Its version is not 1.
    #[error("it is of a kind that this version does not know")]
    UnknownVersion,
    /// It ends before its code.
    #[error("it is cut short")]
    Incomplete,
    /// Its model is none.
    #[error("its model {0}")]
    Model(ValueError),
    /// Its serial number is none.
    #[error("its serial number {0}")]
    Serial(ValueError),
    /// Its code is none.
    #[error("its code: {0}")]
    Code(#[from] CodeError),
}

/// Why a part of a label cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// A character that must be escaped, such as a small letter.
    #[error("has a character that must be escaped by `%`")]
    Unescaped,
    /// A `%` without two hex digits, `0`-`9` and `A`-`F`, behind it.
    #[error("has a `%` without two hex digits")]
    Escape,
    /// More bytes than it may have.
    #[error("is too long")]
    TooLong,
    /// Its bytes are not UTF-8.
    #[error("is not UTF-8")]
    NotUtf8,
}

impl LabelQr {
    /// Reads what the label's QR code says.
    ///
    /// ```
    /// use camera_proto::interop::label_qr::{LabelQr, LabelQrError};
    ///
    /// let label = LabelQr::parse("CAMERA:1:S%70%6F%74 PT-1:VCB90D4B7A:471427619485").unwrap();
    /// assert_eq!((&*label.model, &*label.serial), ("Spot PT-1", "VCB90D4B7A"));
    /// assert_eq!(LabelQr::parse("CAMERA:2:").err(), Some(LabelQrError::UnknownVersion));
    /// ```
    ///
    /// # Errors
    /// [`LabelQrError`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, LabelQrError> {
        let (rest, prefix) = part(text.trim_ascii());
        if prefix != PREFIX {
            return Err(LabelQrError::NotALabel);
        }
        let (rest, version) = next_part(rest)?;
        if version != VERSION {
            return Err(LabelQrError::UnknownVersion);
        }
        let (rest, model) = next_part(rest)?;
        let model = value(model).map_err(LabelQrError::Model)?;
        let (rest, serial) = next_part(rest)?;
        let serial = value(serial).map_err(LabelQrError::Serial)?;
        // Whatever follows the code is of a later maker.
        let (_later, code) = next_part(rest)?;
        let code = SetupCode::parse(code)?;
        Ok(Self {
            model,
            serial,
            code,
        })
    }

    /// Writes the text for the label's QR code and says how long it is, in bytes, all of them ASCII.
    ///
    /// `out` then holds the code: wipe it.
    ///
    /// # Errors
    /// When it does not fit; [`MAX_TEXT`] bytes always suffice.
    pub fn write(&self, out: &mut [u8]) -> Result<usize, TooLong> {
        let mut out = Out::new(out);
        for part in [PREFIX, VERSION] {
            out.text(part)?;
            out.byte(b':')?;
        }
        for part in [&*self.model, &*self.serial] {
            part.bytes().try_for_each(|byte| escaped(&mut out, byte))?;
            out.byte(b':')?;
        }
        self.code
            .digits()
            .iter()
            .try_for_each(|digit| out.byte(*digit))?;
        Ok(out.len)
    }
}

impl fmt::Debug for LabelQr {
    /// Without the code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LabelQr({:?}, {:?})", self.model, self.serial)
    }
}

/// Whether a character stands for itself: QR's alphanumeric ones, without the two that this grammar needs.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'A'..=b'Z' | b' ' | b'$' | b'*' | b'+' | b'-' | b'.' | b'/')
}

/// What stands before the next colon, and the rest from there on.
fn part(text: &str) -> (&str, &str) {
    let colon: IResult<&str, &str, ()> = take_till(|c| c == ':').parse(text);
    colon.unwrap_or(("", text))
}

/// The part behind the colon that begins the rest.
fn next_part(rest: &str) -> Result<(&str, &str), LabelQrError> {
    let colon: IResult<&str, char, ()> = char(':').parse(rest);
    let (rest, _) = colon.map_err(|_| LabelQrError::Incomplete)?;
    Ok(part(rest))
}

/// A part byte by byte, each plain or escaped.
fn value<const N: usize>(text: &str) -> Result<String<N>, ValueError> {
    let mut value = Vec::new();
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        let byte;
        (rest, byte) = byte_of(rest)?;
        value.push(byte).map_err(|_| ValueError::TooLong)?;
    }
    String::from_utf8(value).map_err(|_| ValueError::NotUtf8)
}

fn byte_of(text: &[u8]) -> Result<(&[u8], u8), ValueError> {
    let plain = satisfy_byte(is_plain);
    let escaped = preceded(satisfy_byte(|byte| byte == b'%'), (hex, hex));
    let escaped = escaped.map(|(high, low)| high << 4 | low);
    alt((plain, escaped)).parse(text).map_err(|_| match text {
        [b'%', ..] => ValueError::Escape,
        _ => ValueError::Unescaped,
    })
}

fn hex(text: &[u8]) -> IResult<&[u8], u8, ()> {
    map_opt(u8, hex_value).parse(text)
}

fn satisfy_byte<'a>(is_it: impl Fn(u8) -> bool) -> impl Parser<&'a [u8], Output = u8, Error = ()> {
    verify(u8, move |byte| is_it(*byte))
}

fn escaped(out: &mut Out<'_>, byte: u8) -> Result<(), TooLong> {
    if is_plain(byte) {
        return out.byte(byte);
    }
    out.byte(b'%')?;
    out.byte(hex_digit(byte >> 4))?;
    out.byte(hex_digit(byte & 0xf))
}

fn hex_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// The digit of a value below 16.
fn hex_digit(value: u8) -> u8 {
    match value {
        0..=9 => b'0' + value,
        _ => b'A' + value.wrapping_sub(10),
    }
}
