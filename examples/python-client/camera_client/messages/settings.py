"""The settings. Each is its own request; as an item of `Settings` it looks the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from camera_client import values
from camera_client.messages import codes
from camera_client.messages.base import Message, Request, part
from camera_client.messages.replies import Done
from camera_client.values import I32, U8, U16, Bool

TOLD = 0x80
"""This bit of a kind makes a setting that is told from one that is set."""

PlaceName = Annotated[bytes, values.bytes_up_to(16)]


class Setting(Request[Done]):
    reply: ClassVar[type[Message]] = Done


@dataclass(frozen=True)
class Name(Setting):
    kind: ClassVar[int] = 0x40
    name: Annotated[bytes, values.bytes_up_to(32)]


@dataclass(frozen=True)
class TimeZone(Setting):
    kind: ClassVar[int] = 0x41
    posix: Annotated[bytes, values.bytes_up_to(48)]


@dataclass(frozen=True)
class Zone(Setting):
    """A part of the picture, in thousandths of its width and height."""

    kind: ClassVar[int] = 0x42
    place: U8
    name: PlaceName
    preset: Annotated[int | None, values.optional(values.u8)]
    left: U16
    top: U16
    right: U16
    bottom: U16
    sensitivity: U8


@dataclass(frozen=True)
class Span:
    """Hours of some days (bit 0 is Monday), in minutes since midnight."""

    days: U8
    from_min: U16
    to_min: U16


@dataclass(frozen=True)
class Schedule(Setting):
    kind: ClassVar[int] = 0x43
    of: Annotated[codes.ScheduleOf, values.code(codes.ScheduleOf)]
    entries: Annotated[tuple[Span, ...], values.list_up_to(part(Span), 8)]


@dataclass(frozen=True)
class Recording(Setting):
    kind: ClassVar[int] = 0x44
    mode: Annotated[codes.RecordingMode, values.code(codes.RecordingMode)]


@dataclass(frozen=True)
class NightVision(Setting):
    kind: ClassVar[int] = 0x45
    mode: Annotated[codes.NightMode, values.code(codes.NightMode)]
    brightness: U8
    sensitivity: U8


@dataclass(frozen=True)
class Storage(Setting):
    kind: ClassVar[int] = 0x46
    choice: Annotated[codes.StorageChoice, values.code(codes.StorageChoice)]


@dataclass(frozen=True)
class Privacy(Setting):
    kind: ClassVar[int] = 0x47
    on: Bool


@dataclass(frozen=True)
class StatusLed(Setting):
    kind: ClassVar[int] = 0x48
    brightness: U8
    night: Bool


@dataclass(frozen=True)
class Preset(Setting):
    kind: ClassVar[int] = 0x49
    place: U8
    name: PlaceName
    pan: I32
    tilt: I32


@dataclass(frozen=True)
class Stop:
    preset: U8
    dwell_s: U16


@dataclass(frozen=True)
class Patrol(Setting):
    kind: ClassVar[int] = 0x4A
    stops: Annotated[tuple[Stop, ...], values.list_up_to(part(Stop), 8)]


ALL: tuple[type[Setting], ...] = (
    Name,
    TimeZone,
    Zone,
    Schedule,
    Recording,
    NightVision,
    Storage,
    Privacy,
    StatusLed,
    Preset,
    Patrol,
)
