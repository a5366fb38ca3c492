"""Values in the postcard format, each with exactly one encoding.

A `Codec` is a pair of functions. The aliases at the end (`U8`, `I32`, …) annotate
the fields of messages: the type is for the type checker, the codec for the wire.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Annotated, Any, Generic, TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=IntEnum)
F = TypeVar("F", bound=IntFlag)

_PADDED = 64


class Malformed(ValueError):
    """These bytes are no value of that type, or not in its one encoding."""


class Unwritable(ValueError):
    """That value is none that the type can carry."""


class OpenCode(IntEnum):
    """Named values of a byte, where a newer camera may send others.

    An unknown value becomes a member `UNKNOWN_n`, which is equal to its number.
    """

    @classmethod
    def _missing_(cls, value: object) -> OpenCode | None:
        if not isinstance(value, int) or not 0 <= value <= 0xFF:
            return None
        member = int.__new__(cls, value)
        member._name_ = f"UNKNOWN_{value}"
        member._value_ = value
        return member


class Reader:
    """Bytes that are taken from the front."""

    def __init__(self, data: bytes) -> None:
        self._rest = data

    def take(self, count: int) -> bytes:
        if count > len(self._rest):
            raise Malformed("cut short")
        taken, self._rest = self._rest[:count], self._rest[count:]
        return taken

    def byte(self) -> int:
        return self.take(1)[0]

    def finish(self) -> None:
        if self._rest:
            raise Malformed("bytes left over")


@dataclass(frozen=True)
class Codec(Generic[T]):
    write: Callable[[T], bytes]
    read: Callable[[Reader], T]


def encode(codec: Codec[T], value: T) -> bytes:
    return codec.write(value)


def decode(codec: Codec[T], data: bytes) -> T:
    reader = Reader(data)
    value = codec.read(reader)
    reader.finish()
    return value


def _write_varint(number: int) -> bytes:
    groups = bytearray()
    while number > 0x7F:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    groups.append(number)
    return bytes(groups)


def _read_varint(reader: Reader, bits: int) -> int:
    number = 0
    for shift in range(0, bits, 7):
        group = reader.byte()
        number |= (group & 0x7F) << shift
        if group <= 0x7F:
            if group == 0 and shift > 0:
                raise Malformed("a number longer than need be")
            if number >> bits:
                raise Malformed("a number beyond its type")
            return number
    raise Malformed("a number beyond its type")


def _unsigned(bits: int) -> Codec[int]:
    def write(number: int) -> bytes:
        if not 0 <= number < 1 << bits:
            raise Unwritable(f"{number} is no u{bits}")
        return _write_varint(number)

    return Codec(write, lambda reader: _read_varint(reader, bits))


def _signed(bits: int) -> Codec[int]:
    def write(number: int) -> bytes:
        if not -(1 << bits - 1) <= number < 1 << bits - 1:
            raise Unwritable(f"{number} is no i{bits}")
        return _write_varint(2 * number if number >= 0 else -2 * number - 1)

    def read(reader: Reader) -> int:
        zigzag = _read_varint(reader, bits)
        return zigzag >> 1 if zigzag & 1 == 0 else -(zigzag >> 1) - 1

    return Codec(write, read)


def _byte(signed: bool) -> Codec[int]:
    def write(number: int) -> bytes:
        try:
            return number.to_bytes(1, "little", signed=signed)
        except OverflowError:
            raise Unwritable(f"{number} does not fit in a byte") from None

    return Codec(
        write, lambda reader: int.from_bytes(reader.take(1), "little", signed=signed)
    )


def _read_flag(reader: Reader) -> bool:
    byte = reader.byte()
    if byte > 1:
        raise Malformed("neither 0 nor 1")
    return byte == 1


u8 = _byte(signed=False)
i8 = _byte(signed=True)
u16 = _unsigned(16)
u32 = _unsigned(32)
u64 = _unsigned(64)
i16 = _signed(16)
i32 = _signed(32)
boolean = Codec[bool](lambda value: b"\1" if value else b"\0", _read_flag)


def optional(codec: Codec[T]) -> Codec[T | None]:
    return Codec(
        lambda value: b"\0" if value is None else b"\1" + codec.write(value),
        lambda reader: codec.read(reader) if _read_flag(reader) else None,
    )


def bytes_of(count: int) -> Codec[bytes]:
    """`[u8; N]`."""

    def write(value: bytes) -> bytes:
        if len(value) != count:
            raise Unwritable(f"{len(value)} bytes instead of {count}")
        return value

    return Codec(write, lambda reader: reader.take(count))


def _length(reader: Reader, least: int, most: int) -> int:
    count = _read_varint(reader, 32)
    if not least <= count <= most:
        raise Malformed("shorter or longer than its limits")
    return count


def bytes_up_to(most: int, least: int = 0) -> Codec[bytes]:
    def write(value: bytes) -> bytes:
        if len(value) > most:
            raise Unwritable(f"{len(value)} bytes instead of at most {most}")
        return _write_varint(len(value)) + value

    return Codec(write, lambda reader: reader.take(_length(reader, least, most)))


def padded() -> Codec[bytes]:
    """A length and 64 bytes of which the rest is zero: sizes tell nothing."""

    def write(value: bytes) -> bytes:
        if len(value) > _PADDED:
            raise Unwritable(f"{len(value)} bytes instead of at most {_PADDED}")
        return bytes([len(value)]) + value.ljust(_PADDED, b"\0")

    def read(reader: Reader) -> bytes:
        count = reader.byte()
        room = reader.take(_PADDED)
        if count > _PADDED or any(room[count:]):
            raise Malformed("not padded with zeros")
        return room[:count]

    return Codec(write, read)


def array(codec: Codec[T], count: int) -> Codec[tuple[T, ...]]:
    """`[T; N]`."""

    def write(values: tuple[T, ...]) -> bytes:
        if len(values) != count:
            raise Unwritable(f"{len(values)} values instead of {count}")
        return b"".join(map(codec.write, values))

    return Codec(write, lambda reader: tuple(codec.read(reader) for _ in range(count)))


def list_up_to(codec: Codec[T], most: int) -> Codec[tuple[T, ...]]:
    """`[T] ≤ N`."""

    def write(values: tuple[T, ...]) -> bytes:
        if len(values) > most:
            raise Unwritable(f"{len(values)} values instead of at most {most}")
        return _write_varint(len(values)) + b"".join(map(codec.write, values))

    def read(reader: Reader) -> tuple[T, ...]:
        count = _length(reader, 0, most)
        return tuple(codec.read(reader) for _ in range(count))

    return Codec(write, read)


def code(names: type[E]) -> Codec[E]:
    """A byte with named values: open ones keep what they don't know."""

    def read(reader: Reader) -> E:
        byte = reader.byte()
        try:
            return names(byte)
        except ValueError:
            raise Malformed(f"{byte} is no {names.__name__}") from None

    return Codec(lambda value: u8.write(int(value)), read)


def flags(bits: Codec[int], names: type[F]) -> Codec[F]:
    """Bits with names; those without one are kept."""
    return Codec(
        lambda value: bits.write(int(value)), lambda reader: names(bits.read(reader))
    )


def structure(
    make: Callable[..., T], fields: Sequence[tuple[str, Codec[Any]]]
) -> Codec[T]:
    """Fields one after the other."""

    def write(value: T) -> bytes:
        return b"".join(field.write(getattr(value, name)) for name, field in fields)

    def read(reader: Reader) -> T:
        return make(**{name: field.read(reader) for name, field in fields})

    return Codec(write, read)


U8 = Annotated[int, u8]
I8 = Annotated[int, i8]
U16 = Annotated[int, u16]
U32 = Annotated[int, u32]
U64 = Annotated[int, u64]
I16 = Annotated[int, i16]
I32 = Annotated[int, i32]
Bool = Annotated[bool, boolean]
