//! The writer: postcard's own.

use postcard::Serializer;
use postcard::ser_flavors::{Flavor as _, Slice};
use serde::Serialize;

use super::TooLong;

/// Where to write.
pub(crate) struct Writer<'b>(Serializer<Slice<'b>>);

impl<'b> Writer<'b> {
    pub(crate) fn new(out: &'b mut [u8]) -> Self {
        let output = Slice::new(out);
        Self(Serializer { output })
    }

    pub(crate) fn write<V: Serialize>(&mut self, value: &V) -> Result<(), TooLong> {
        value.serialize(&mut self.0).map_err(|_| TooLong)
    }

    /// How much was written, in bytes.
    pub(crate) fn len(self) -> Result<usize, TooLong> {
        let written = self.0.output.finalize();
        written.map(|bytes| bytes.len()).map_err(|_| TooLong)
    }
}
