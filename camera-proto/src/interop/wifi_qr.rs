//! A Wi-Fi network as a QR code carries it: `WIFI:T:WPA;S:home;P:correct horse;H:true;;`.
//!
//! Phones share networks so and routers print it on their labels. There are three descriptions: ZXing's ("Barcode
//! Contents", Wi-Fi Network config), which phones follow, what Android does (`WifiUriParser`), and the Wi-Fi
//! Alliance's (WPA3 Specification 3.0, section 7). Where they differ, this module reads what a phone would:
//!
//! ```text
//! text  = "WIFI:" *( *space [ field ] ";" ) *space        the scheme in any case
//! field = key ":" value                                   in any order; unknown keys are skipped
//! value = *( "\" any byte | any byte but "\" and ";" )    a backslash takes the next byte as it is
//!
//! S   the network's name, 1-32 bytes of any value; the only field that must be there
//! P   the password, at most 64 bytes; ignored where T is nopass
//! T   the security, in any case: see below
//! H   true, in any case: the network does not announce its name
//! ```
//!
//! | T | what is asked of the network |
//! | --- | --- |
//! | `WPA`, `WPA/WPA2`, empty or no T | `None`: what it offers. Phones write `WPA` for WPA2 and WPA3 alike |
//! | `nopass` | [`Security::OPEN`] |
//! | `WPA2` | [`Security::WPA2`] |
//! | `WPA2/WPA3` | [`Security::WPA2_WPA3`] |
//! | `SAE` (Android), `WPA3` | [`Security::WPA3`] |
//! | `WEP`; `WPA2-EAP`, `WPA-EAP`, `WPA3-EAP` | [`Security::WEP`], [`Security::ENTERPRISE`]; no camera joins these, and it says so |
//!
//! Decisions:
//!
//! - **Quotes.** A value between two unescaped double quotes, with none in it, is what stands between them: ZXing asks
//!   for them around a name that looks like hex digits, and generators write them. A name that has quotes itself has
//!   them escaped, as phones do: `S:\"home\";`.
//! - **Hex.** Never: `S:CAFE;` is the name of four letters, as phones read and write it. ZXing's old reader took it for
//!   two bytes. Names that are no text stand in it byte by byte.
//! - **Percent.** Stands for itself. The WPA3 Specification escapes by `%3b`, Android and ZXing do not read that, and a
//!   password with a percent sign is no rarity.
//! - **The end.** Some routers write one `;` instead of two. One must be there: without it the text was cut short, and
//!   half a password is none.

use heapless::Vec;
use nom::branch::alt;
use nom::bytes::complete::{is_not, tag, take};
use nom::combinator::recognize;
use nom::multi::many0_count;
use nom::sequence::{delimited, preceded};
use nom::{IResult, Parser};
use zeroize::Zeroizing;

use super::{Out, TooLong};
use crate::vocab::{PASSPHRASE_MAX, Passphrase, SSID_MAX, Security, Ssid};

/// The longest text that is written, in bytes: name and password all of escaped bytes.
pub const MAX_TEXT: usize = 223;

/// A Wi-Fi network to join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WifiQr {
    /// Its name.
    pub ssid: Ssid,
    /// Its password; empty where there is none.
    pub passphrase: Passphrase,
    /// The security to insist on, or `None` to take what the network offers: as in
    /// [`Provision`](crate::message::Provision).
    pub security: Option<Security>,
    /// It does not announce its name.
    pub hidden: bool,
}

/// Why a text is no Wi-Fi network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WifiQrError {
    /// It does not begin with `WIFI:`.
    #[error("it does not begin with `WIFI:`")]
    NotWifi,
    /// It ends inside a field.
    #[error("it is cut short: its last field has no `;` at the end")]
    Unterminated,
    /// It ends in a backslash.
    #[error("it is cut short: it ends in a backslash")]
    DanglingEscape,
    /// A field that may stand once stands twice: which one.
    #[error("the field {0} stands in it twice")]
    Duplicate(char),
    /// There is no field S, or it is empty.
    #[error("it names no network")]
    NoName,
    /// The network's name has more than 32 bytes: how many.
    #[error("a network name has at most 32 bytes, this one has {0}")]
    NameTooLong(usize),
    /// The password has more than 64 bytes: how many.
    #[error("a password has at most 64 bytes, this one has {0}")]
    PasswordTooLong(usize),
    /// The field T has a word that is not in the table above.
    #[error("its security is none that is known")]
    UnknownSecurity,
    /// The field T names a security that has a password, and there is none: an open network of that name would be
    /// an impostor's.
    #[error("it has no password, and its security asks for one")]
    NoPassword,
}

/// Why a network is not written as a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// It does not fit; [`MAX_TEXT`] bytes always suffice.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// There is no word for its security, or it has a password and should have none, or the other way round.
    #[error("a Wi-Fi QR code cannot say that")]
    Inexpressible,
}

const SCHEME: &str = "WIFI:";

/// What T says. The first word for a security is the one that is written.
const WORDS: &[(&str, Option<Security>)] = &[
    ("WPA", None),
    ("WPA/WPA2", None),
    ("", None),
    ("nopass", Some(Security::OPEN)),
    ("WEP", Some(Security::WEP)),
    ("WPA2", Some(Security::WPA2)),
    ("WPA2/WPA3", Some(Security::WPA2_WPA3)),
    ("SAE", Some(Security::WPA3)),
    ("WPA3", Some(Security::WPA3)),
    ("WPA2-EAP", Some(Security::ENTERPRISE)),
    ("WPA-EAP", Some(Security::ENTERPRISE)),
    ("WPA3-EAP", Some(Security::ENTERPRISE)),
];

impl WifiQr {
    /// Reads what a QR code says.
    ///
    /// ```
    /// use camera_proto::interop::wifi_qr::{WifiQr, WifiQrError};
    ///
    /// let wifi = WifiQr::parse(br"WIFI:S:caf\;e;T:WPA;P:correct horse;;").unwrap();
    /// assert_eq!(wifi.ssid.as_bytes(), b"caf;e");
    /// assert_eq!(wifi.security, None, "WPA2 or WPA3, as the network offers");
    /// assert_eq!(WifiQr::parse(b"WIFI:T:WPA;;"), Err(WifiQrError::NoName));
    /// ```
    ///
    /// # Errors
    /// [`WifiQrError`] says what is wrong with it.
    pub fn parse(text: &[u8]) -> Result<Self, WifiQrError> {
        let (scheme, mut rest) = text
            .split_at_checked(SCHEME.len())
            .ok_or(WifiQrError::NotWifi)?;
        if !scheme.eq_ignore_ascii_case(SCHEME.as_bytes()) {
            return Err(WifiQrError::NotWifi);
        }
        let [mut name, mut password, mut security, mut hidden] = [None; 4];
        while !rest.trim_ascii_start().is_empty() {
            let field;
            (field, rest) = split_field(rest)?;
            let mut parts = field.splitn(2, |byte| *byte == b':');
            let key = parts.next().unwrap_or_default().trim_ascii_start();
            let value = parts.next().unwrap_or_default();
            let (place, key) = match key {
                b"S" => (&mut name, 'S'),
                b"P" => (&mut password, 'P'),
                b"T" => (&mut security, 'T'),
                b"H" => (&mut hidden, 'H'),
                _ => continue,
            };
            if place.replace(value).is_some() {
                return Err(WifiQrError::Duplicate(key));
            }
        }
        let name = plain::<SSID_MAX>(name.unwrap_or_default()).map_err(WifiQrError::NameTooLong)?;
        let password = plain::<PASSPHRASE_MAX>(password.unwrap_or_default())
            .map_err(WifiQrError::PasswordTooLong)?;
        let ssid = Ssid::new(&name).map_err(|_| WifiQrError::NoName)?;
        let word = security.unwrap_or_default();
        let security = security_of(word)?;
        let passphrase = match security {
            Some(Security::OPEN) => None,
            security if password.is_empty() && !word.is_empty() && has_password(security) => {
                return Err(WifiQrError::NoPassword);
            }
            _ => Passphrase::new(&password),
        };
        Ok(Self {
            ssid,
            passphrase: passphrase.unwrap_or_default(),
            security,
            hidden: hidden.is_some_and(|value| value.eq_ignore_ascii_case(b"true")),
        })
    }

    /// Writes the text, for a QR code that phones read too, and says how long it is, in bytes.
    ///
    /// `out` then holds the password, or part of it even where it does not fit: wipe it.
    ///
    /// # Errors
    /// When it does not fit, or no text says that: see [`WriteError`].
    pub fn write(&self, out: &mut [u8]) -> Result<usize, WriteError> {
        let (name, password) = (self.ssid.as_bytes(), self.passphrase.as_bytes());
        let word = match self.security {
            // A phone takes a network without T for an open one.
            None if password.is_empty() => "",
            Some(Security::OPEN) if !password.is_empty() => return Err(WriteError::Inexpressible),
            security if password.is_empty() && has_password(security) => {
                return Err(WriteError::Inexpressible);
            }
            security => word_for(security).ok_or(WriteError::Inexpressible)?,
        };
        let mut out = Out::new(out);
        out.text(SCHEME)?;
        for (key, value) in [("T:", word.as_bytes()), ("S:", name), ("P:", password)] {
            if !value.is_empty() {
                field(&mut out, key, value)?;
            }
        }
        if self.hidden {
            field(&mut out, "H:", b"true")?;
        }
        out.text(";")?;
        Ok(out.len)
    }
}

/// A field without its `;`, and what follows that.
fn split_field(text: &[u8]) -> Result<(&[u8], &[u8]), WifiQrError> {
    let (rest, field) = until(b"\\;", text).unwrap_or((text, &[]));
    match rest {
        [b';', rest @ ..] => Ok((field, rest)),
        [] => Err(WifiQrError::Unterminated),
        _ => Err(WifiQrError::DanglingEscape),
    }
}

/// What stands before the first of those bytes that is not escaped; a backslash is one of them.
fn until<'a>(stops: &'static [u8], text: &'a [u8]) -> IResult<&'a [u8], &'a [u8], ()> {
    let escaped = preceded(tag(&b"\\"[..]), take(1_usize));
    recognize(many0_count(alt((is_not(stops), escaped)))).parse(text)
}

/// The bytes that a value stands for, without quotes and escapes; how many there are, when they are more than `N`.
fn plain<const N: usize>(value: &[u8]) -> Result<Zeroizing<Vec<u8, N>>, usize> {
    let quote = || tag(&b"\""[..]);
    let quoted = delimited(quote(), |text| until(b"\\\"", text), quote()).parse(value);
    let value = match quoted {
        Ok((&[], inner)) => inner,
        _ => value,
    };
    let mut plain = Zeroizing::new(Vec::new());
    for byte in unescaped(value) {
        plain.push(byte).map_err(|_| unescaped(value).count())?;
    }
    Ok(plain)
}

fn unescaped(value: &[u8]) -> impl Iterator<Item = u8> {
    let mut bytes = value.iter().copied();
    core::iter::from_fn(move || match bytes.next() {
        Some(b'\\') => bytes.next(),
        other => other,
    })
}

fn security_of(value: &[u8]) -> Result<Option<Security>, WifiQrError> {
    let mut words = WORDS.iter();
    let word = words.find(|(word, _)| value.eq_ignore_ascii_case(word.as_bytes()));
    word.map(|(_, security)| *security)
        .ok_or(WifiQrError::UnknownSecurity)
}

/// Whether networks of that security have a password, in the field P.
fn has_password(security: Option<Security>) -> bool {
    !matches!(security, Some(Security::OPEN | Security::ENTERPRISE))
}

fn word_for(security: Option<Security>) -> Option<&'static str> {
    let mut words = WORDS.iter();
    let word = words.find(|(_, meaning)| *meaning == security);
    word.map(|(word, _)| *word)
}

fn field(out: &mut Out<'_>, key: &str, value: &[u8]) -> Result<(), TooLong> {
    out.text(key)?;
    for byte in value {
        if br#"\;,:""#.contains(byte) {
            out.byte(b'\\')?;
        }
        out.byte(*byte)?;
    }
    out.byte(b';')
}
