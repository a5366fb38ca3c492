"""What all messages have in common: a kind, and fields with codecs.

A message is a frozen dataclass whose fields are annotated with a type and a codec;
its body is these fields one after the other.
"""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any, ClassVar, Generic, TypeVar, cast, get_type_hints

from camera_client import values
from camera_client.values import U16, Codec

M = TypeVar("M")


def part(record: type[M]) -> Codec[M]:
    """The codec of a message, or of a dataclass like it for a field of another."""
    hints = get_type_hints(record, include_extras=True)
    names = [field.name for field in dataclasses.fields(cast(Any, record))]
    return values.structure(
        record, [(name, hints[name].__metadata__[0]) for name in names]
    )


class Message:
    kind: ClassVar[int]


def encode(message: Message) -> bytes:
    return values.encode(part(type(message)), message)


def decode(message: type[M], body: bytes) -> M:
    return values.decode(part(message), body)


Reply_co = TypeVar("Reply_co", bound=Message, covariant=True)
Item_co = TypeVar("Item_co", bound=Message, covariant=True)


class Request(Message, Generic[Reply_co]):
    """What an app asks, and what it gets when it is not refused."""

    reply: ClassVar[type[Message]]
    wait_s: ClassVar[float] = 5.0

    def patience_s(self) -> float:
        """How long the answer may take."""
        return self.wait_s


class ListRequest(Message, Generic[Item_co]):
    """What is answered by items and an `End`, page by page."""

    items: ClassVar[tuple[type[Message], ...]]
    wait_s: ClassVar[float] = 5.0
    from_: U16


KeyId = Annotated[bytes, values.bytes_of(8)]
Key = Annotated[bytes, values.bytes_of(32)]
Point = Annotated[bytes, values.bytes_of(65)]
Confirmation = Annotated[bytes, values.bytes_of(32)]
NoiseMessage = Annotated[bytes, values.bytes_of(48)]
Bssid = Annotated[bytes, values.bytes_of(6)]
Salt = Annotated[bytes, values.bytes_of(16)]
Token = Annotated[bytes, values.bytes_of(8)]
ControllerName = Annotated[bytes, values.bytes_up_to(24)]
