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

use super::{Out, TooLong};
use crate::pairing::{CodeError, SetupCode};

/// The longest name of a model, in bytes.
pub const MODEL_MAX: usize = 24;
/// The longest serial number, in bytes.
pub const SERIAL_MAX: usize = 16;
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
        let mut parts = text.trim_ascii().split(':');
        if parts.next() != Some(PREFIX) {
            return Err(LabelQrError::NotALabel);
        }
        let mut part = || parts.next().ok_or(LabelQrError::Incomplete);
        if part()? != VERSION {
            return Err(LabelQrError::UnknownVersion);
        }
        Ok(Self {
            model: plain(part()?).map_err(LabelQrError::Model)?,
            serial: plain(part()?).map_err(LabelQrError::Serial)?,
            code: SetupCode::parse(part()?)?,
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

fn plain<const N: usize>(value: &str) -> Result<String<N>, ValueError> {
    let mut plain = Vec::new();
    let mut bytes = value.bytes();
    while let Some(byte) = bytes.next() {
        let byte = match byte {
            b'%' => {
                let mut digit = || bytes.next().and_then(hex_value).ok_or(ValueError::Escape);
                digit()? << 4 | digit()?
            }
            byte if is_plain(byte) => byte,
            _ => return Err(ValueError::Unescaped),
        };
        plain.push(byte).map_err(|_| ValueError::TooLong)?;
    }
    String::from_utf8(plain).map_err(|_| ValueError::NotUtf8)
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
