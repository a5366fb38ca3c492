//! What people call things.

use core::str;

use super::Refusal;

/// Whether people can read it and tell it from no name at all (R55): UTF-8,
/// not empty, no control characters. Both sides ask before they take one.
///
/// # Errors
/// `InvalidName`.
///
/// ```
/// use camera_proto::vocab::{Refusal, check_name};
/// assert_eq!(check_name("Küche".as_bytes()), Ok(()));
/// assert_eq!(check_name(b""), Err(Refusal::INVALID_NAME));
/// assert_eq!(check_name(b"a\tb"), Err(Refusal::INVALID_NAME));
/// ```
pub fn check_name(name: &[u8]) -> Result<(), Refusal> {
    let readable = str::from_utf8(name).is_ok_and(|name| !name.chars().any(char::is_control));
    match readable && !name.is_empty() {
        true => Ok(()),
        false => Err(Refusal::INVALID_NAME),
    }
}
