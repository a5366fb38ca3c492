//! The writer: postcard's own, into room of ours.

use postcard::ser_flavors::Flavor;
use postcard::{Error, Serializer};
use serde::Serialize;

use super::TooLong;

/// Where to write.
pub(crate) struct Writer<'b>(Serializer<Room<'b>>);

impl<'b> Writer<'b> {
    pub(crate) fn new(out: &'b mut [u8]) -> Self {
        let output = Room { out, len: 0 };
        Self(Serializer { output })
    }

    pub(crate) fn write<V: Serialize>(&mut self, value: &V) -> Result<(), TooLong> {
        value.serialize(&mut self.0).map_err(|_| TooLong)
    }

    /// How much was written, in bytes.
    pub(crate) fn len(&self) -> usize {
        self.0.output.len
    }
}

/// Postcard's own room pushes each byte where it is written: 0.2 KB more for a camera.
struct Room<'b> {
    out: &'b mut [u8],
    len: usize,
}

impl Flavor for Room<'_> {
    type Output = usize;

    #[inline(never)]
    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        let place = self.out.get_mut(self.len);
        *place.ok_or(Error::SerializeBufferFull)? = byte;
        self.len += 1;
        Ok(())
    }

    fn finalize(self) -> postcard::Result<usize> {
        Ok(self.len)
    }
}
