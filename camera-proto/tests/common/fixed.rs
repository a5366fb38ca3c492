//! The randomness of a test vector.

use core::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};

/// Draws one value, right-aligned in as many bytes as are asked for.
pub(crate) struct Fixed(pub(crate) Vec<u8>);

impl TryRng for Fixed {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("secrets are drawn as bytes")
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("secrets are drawn as bytes")
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        let start = bytes.len() - self.0.len();
        bytes.fill(0);
        bytes[start..].copy_from_slice(&self.0);
        Ok(())
    }
}

impl TryCryptoRng for Fixed {}
