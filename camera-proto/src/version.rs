//! Which versions of the wire there are, and how it grows.
//!
//! A message, once released, never changes its layout. Growing means a new
//! message kind; a camera answers a kind it does not know with
//! [`Refusal::UNSUPPORTED`](crate::vocab::Refusal::UNSUPPORTED) and keeps the
//! link. The version number only grows when a handshake changes.

/// The oldest version this crate still speaks.
pub const MIN: u8 = 1;

/// The version this crate speaks.
pub const CURRENT: u8 = 1;
