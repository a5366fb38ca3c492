"""Frames on a stream of bytes: checksum, COBS, and a decoder that never gives up."""

from __future__ import annotations

from binascii import crc_hqx
from dataclasses import dataclass
from enum import Enum

MAX_FRAME = 250
"""Bytes of a frame at most, with the zero at its end."""

MAX_BODY = 224
"""Bytes of a body that fits into a frame when it is sealed too."""

_HEAD = 3
_CHECKSUM = 2
_MAX_CONTENTS = MAX_FRAME - 2


@dataclass(frozen=True)
class Frame:
    kind: int
    id: int
    body: bytes


class Dropped(Enum):
    """Why a receiver dropped what came before a zero."""

    CHECKSUM = "the checksum does not match"
    NOT_COBS = "not a COBS block"
    TOO_SHORT = "shorter than a frame can be"
    TOO_LONG = "longer than a frame can be"


def checksum(contents: bytes) -> int:
    """CRC-16/IBM-3740, which the standard library has under another name."""
    return crc_hqx(contents, 0xFFFF)


def join(frame: Frame) -> bytes:
    """Kind, id and body, as they stand in clear and under a seal."""
    return bytes([frame.kind]) + frame.id.to_bytes(2, "little") + frame.body


def part(joined: bytes) -> Frame | None:
    """The reverse of `join`; none where there is no room for kind and id."""
    if len(joined) < _HEAD:
        return None
    kind, id = joined[0], int.from_bytes(joined[1:_HEAD], "little")
    return Frame(kind, id, joined[_HEAD:])


def write_message(frame: Frame) -> bytes:
    """What a frame says, as one message of a WebSocket carries it."""
    contents = join(frame)
    contents += checksum(contents).to_bytes(_CHECKSUM, "little")
    if len(contents) > _MAX_CONTENTS:
        raise ValueError(f"a body of {len(frame.body)} bytes does not fit in a frame")
    return contents


def read_message(contents: bytes) -> Frame | Dropped:
    if len(contents) > _MAX_CONTENTS:
        return Dropped.TOO_LONG
    joined, sent = contents[:-_CHECKSUM], contents[-_CHECKSUM:]
    frame = part(joined)
    if frame is None:
        return Dropped.TOO_SHORT
    if checksum(joined) != int.from_bytes(sent, "little"):
        return Dropped.CHECKSUM
    return frame


def encode(frame: Frame) -> bytes:
    return _stuff(write_message(frame)) + b"\0"


def _stuff(contents: bytes) -> bytes:
    """Put before each run of other bytes its length and one, in place of the zero."""
    return b"".join(bytes([len(run) + 1]) + run for run in contents.split(b"\0"))


def _unstuff(block: bytes) -> bytes | None:
    runs = []
    at = 0
    while at < len(block):
        after = at + block[at]
        if after > len(block):
            return None
        runs.append(block[at + 1 : after])
        at = after
    return b"\0".join(runs)


def _decode(block: bytes) -> Frame | Dropped:
    contents = _unstuff(block)
    return Dropped.NOT_COBS if contents is None else read_message(contents)


class Decoder:
    """Finds frames in a stream, in whatever pieces it comes.

    It holds one frame's bytes at most, whatever the other side sends.
    """

    def __init__(self) -> None:
        self._block = bytearray()
        self._overrun = False

    def feed(self, data: bytes) -> list[Frame | Dropped]:
        found: list[Frame | Dropped] = []
        *ended, rest = data.split(b"\0")
        for piece in ended:
            self._take(piece)
            if self._overrun:
                found.append(Dropped.TOO_LONG)
            elif self._block:
                found.append(_decode(bytes(self._block)))
            self._block.clear()
            self._overrun = False
        self._take(rest)
        return found

    def _take(self, piece: bytes) -> None:
        if len(self._block) + len(piece) >= MAX_FRAME:
            self._overrun = True
        if self._overrun:
            self._block.clear()
        else:
            self._block += piece
