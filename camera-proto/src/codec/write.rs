//! The writer: postcard's format, byte by byte.

use core::{fmt, mem, slice};

use serde::ser::{
    Error, Impossible, Serialize, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::TooLong;

/// The room that is left. A byte too many is dropped and remembered, so that
/// nothing has to be asked after each.
pub(super) struct Writer<'a> {
    rest: slice::IterMut<'a, u8>,
    overflow: bool,
}

impl Error for TooLong {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl<'a> Writer<'a> {
    pub(super) fn new(room: &'a mut [u8]) -> Self {
        Self {
            rest: room.iter_mut(),
            overflow: false,
        }
    }

    /// Bytes of room that are left, unless there were too few.
    pub(super) fn left(&self) -> Result<usize, TooLong> {
        match self.overflow {
            true => Err(TooLong),
            false => Ok(self.rest.len()),
        }
    }

    fn byte(&mut self, byte: u8) {
        match self.rest.next() {
            Some(room) => *room = byte,
            None => self.overflow = true,
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.len(bytes.len());
        let room = mem::take(&mut self.rest).into_slice();
        match room.split_at_mut_checked(bytes.len()) {
            Some((room, rest)) => {
                room.iter_mut()
                    .zip(bytes)
                    .for_each(|(room, byte)| *room = *byte);
                self.rest = rest.iter_mut();
            }
            None => self.overflow = true,
        }
    }

    /// Seven bits a byte, the lowest first, all but the last byte with the
    /// high bit set.
    fn varint(&mut self, value: u32) {
        let mut rest = value;
        while rest >= 0x80 {
            self.byte(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.byte(rest as u8);
    }

    /// Twice the magnitude, less one when negative.
    fn zigzag(&mut self, value: i32) {
        self.varint((value << 1 ^ value >> 31).cast_unsigned());
    }

    /// The wire has none, records in flash may.
    fn varint_64(&mut self, value: u64) {
        let mut rest = value;
        while rest >= 0x80 {
            self.byte(rest as u8 | 0x80);
            rest >>= 7;
        }
        self.byte(rest as u8);
    }

    fn len(&mut self, len: usize) {
        match u32::try_from(len) {
            Ok(len) => self.varint(len),
            Err(_) => self.overflow = true,
        }
    }
}

impl Serializer for &mut Writer<'_> {
    type Ok = ();
    type Error = TooLong;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Impossible<(), TooLong>;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bool(self, value: bool) -> Result<(), TooLong> {
        self.byte(value.into());
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), TooLong> {
        self.byte(value);
        Ok(())
    }

    fn serialize_u16(self, value: u16) -> Result<(), TooLong> {
        self.varint(value.into());
        Ok(())
    }

    fn serialize_u32(self, value: u32) -> Result<(), TooLong> {
        self.varint(value);
        Ok(())
    }

    fn serialize_u64(self, value: u64) -> Result<(), TooLong> {
        self.varint_64(value);
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), TooLong> {
        self.byte(value.cast_unsigned());
        Ok(())
    }

    fn serialize_i16(self, value: i16) -> Result<(), TooLong> {
        self.zigzag(value.into());
        Ok(())
    }

    fn serialize_i32(self, value: i32) -> Result<(), TooLong> {
        self.zigzag(value);
        Ok(())
    }

    fn serialize_i64(self, value: i64) -> Result<(), TooLong> {
        self.varint_64((value << 1 ^ value >> 63).cast_unsigned());
        Ok(())
    }

    fn serialize_none(self) -> Result<(), TooLong> {
        self.byte(0);
        Ok(())
    }

    fn serialize_some<V: Serialize + ?Sized>(self, value: &V) -> Result<(), TooLong> {
        self.byte(1);
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), TooLong> {
        Ok(())
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<(), TooLong> {
        Ok(())
    }

    fn serialize_newtype_struct<V: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &V,
    ) -> Result<(), TooLong> {
        value.serialize(self)
    }

    fn serialize_str(self, text: &str) -> Result<(), TooLong> {
        self.bytes(text.as_bytes());
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), TooLong> {
        self.bytes(bytes);
        Ok(())
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self, TooLong> {
        self.len(len.ok_or(TooLong)?);
        Ok(self)
    }

    fn serialize_tuple(self, _len: usize) -> Result<Self, TooLong> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _name: &'static str, _len: usize) -> Result<Self, TooLong> {
        Ok(self)
    }

    fn serialize_struct(self, _name: &'static str, _len: usize) -> Result<Self, TooLong> {
        Ok(self)
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        number: u32,
        _variant: &'static str,
    ) -> Result<(), TooLong> {
        self.varint(number);
        Ok(())
    }

    fn serialize_newtype_variant<V: Serialize + ?Sized>(
        self,
        _name: &'static str,
        number: u32,
        _variant: &'static str,
        value: &V,
    ) -> Result<(), TooLong> {
        self.varint(number);
        value.serialize(self)
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        number: u32,
        _variant: &'static str,
        _len: usize,
    ) -> Result<Self, TooLong> {
        self.varint(number);
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        number: u32,
        _variant: &'static str,
        _len: usize,
    ) -> Result<Self, TooLong> {
        self.varint(number);
        Ok(self)
    }

    // The wire has neither maps nor characters nor floating point, and the
    // reader takes none.

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, TooLong> {
        Err(TooLong)
    }

    fn serialize_char(self, _: char) -> Result<(), TooLong> {
        Err(TooLong)
    }

    fn serialize_f32(self, _: f32) -> Result<(), TooLong> {
        Err(TooLong)
    }

    fn serialize_f64(self, _: f64) -> Result<(), TooLong> {
        Err(TooLong)
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, _: &T) -> Result<(), TooLong> {
        Err(TooLong)
    }
}

impl SerializeSeq for &mut Writer<'_> {
    type Ok = ();
    type Error = TooLong;

    fn serialize_element<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<(), TooLong> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), TooLong> {
        Ok(())
    }
}

impl SerializeTuple for &mut Writer<'_> {
    type Ok = ();
    type Error = TooLong;

    fn serialize_element<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<(), TooLong> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), TooLong> {
        Ok(())
    }
}

impl SerializeTupleStruct for &mut Writer<'_> {
    type Ok = ();
    type Error = TooLong;

    fn serialize_field<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<(), TooLong> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), TooLong> {
        Ok(())
    }
}

impl SerializeTupleVariant for &mut Writer<'_> {
    type Ok = ();
    type Error = TooLong;

    fn serialize_field<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<(), TooLong> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), TooLong> {
        Ok(())
    }
}

impl SerializeStruct for &mut Writer<'_> {
    type Ok = ();
    type Error = TooLong;

    fn serialize_field<V: Serialize + ?Sized>(
        &mut self,
        _name: &'static str,
        value: &V,
    ) -> Result<(), TooLong> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), TooLong> {
        Ok(())
    }
}

impl SerializeStructVariant for &mut Writer<'_> {
    type Ok = ();
    type Error = TooLong;

    fn serialize_field<V: Serialize + ?Sized>(
        &mut self,
        _name: &'static str,
        value: &V,
    ) -> Result<(), TooLong> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), TooLong> {
        Ok(())
    }
}
